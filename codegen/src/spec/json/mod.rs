//! Reads and writes the project's JSON files. Reading is strict; the written form is stable and easy to review.

mod document;
mod fault;
mod layout;
mod positions;
mod read;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Api;
use crate::problem::Problem;

pub(crate) use self::document::is_exact;
pub use self::document::{Document, read_document};
pub(crate) use self::positions::located;
pub use self::positions::positions;
pub(crate) use self::read::{parsed, present, unique, unique_boxed, unique_in_order};

/// Reads `api.json`, `crate.json` or `fixups.json`.
///
/// Nothing is skipped: an unknown property is an error, and so is a name that occurs twice in an object. Deep nesting
/// is refused, so that reading needs little stack.
///
/// # Errors
/// The first error, with its line and column.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Problem> {
    // Some editors add a byte order mark, which RFC 8259 allows readers to skip.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Serde would read a list as the properties of a struct in their order.
    if text.trim_start().starts_with('[') {
        let known = serde_json::from_str::<T>(r#"{ "": 0 }"#).err().map(|error| error.to_string());
        return Err(fault::list(file, text, known.as_deref()));
    }
    serde_json::from_str(text).map_err(|error| fault::problem(file, text, &error))
}

/// Writes one of the project's JSON files.
///
/// The same value always gives the same bytes. An added entry changes no neighbouring line, except for a comma.
/// Invisible characters are escaped.
pub fn write<T: Serialize>(value: &T) -> String {
    let compact = serde_json::to_string(value).expect("the project's own types have a JSON form");
    layout::lay_out(&compact)
}

/// Writes `api.json`, and asserts that reading it returns the same API, which is the case for an API that passed
/// `check`.
pub fn write_api(api: &Api) -> String {
    let text = write(api);
    let back: Api = read("api.json", &text).expect("what was written can be read");
    assert!(back == *api, "what was written reads back as the same API");
    text
}

#[cfg(test)]
mod tests;
