//! Tests of the runtime. They are outside of the folder that is copied into crates.

mod code_forms;
mod date_time;
mod date_time_crates;
mod decode;
mod encode;
mod extra;
mod http;
mod json;
mod kept;
mod lenient;
mod maybe;
mod one_of;
mod open_codes;
mod open_enum;
mod scalars;
mod trail;
mod validate;
mod wire;
mod xml;

use std::fmt::Debug;

use crate::runtime::json::decode::Decode;
use crate::runtime::json::encode::to_vec;
use crate::runtime::json::read::from_slice;

/// Reads a value from JSON text and from a `serde_json::Value`, which must agree.
fn read<T: Decode + PartialEq + Debug>(text: &str) -> Result<T, String> {
    let from_text = from_slice::<T>(text.as_bytes()).map_err(|error| error.to_string());
    if let Ok(tree) = serde_json::from_str::<serde_json::Value>(text) {
        let from_tree = T::decode(tree.clone()).map_err(|error| error.to_string());
        let from_borrowed_tree = T::decode(&tree).map_err(|error| error.to_string());
        assert_eq!(from_tree.is_ok(), from_text.is_ok(), "{text}: {from_text:?}, {from_tree:?}");
        assert_eq!(from_tree, from_borrowed_tree, "{text}");
    }
    from_text
}

/// The JSON that is written for a value.
fn written<T: serde::Serialize + ?Sized>(value: &T) -> String {
    String::from_utf8(to_vec(value).unwrap()).unwrap()
}
