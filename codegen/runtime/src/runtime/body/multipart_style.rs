//! Multipart bodies whose parts are written in a style: `encoding.style` and `encoding.explode` of OpenAPI.

use serde::Serialize;

use crate::runtime::call::builder::Call;
use crate::runtime::json::encode;
use crate::runtime::params::style::{self, Param};
use crate::runtime::params::tree;

impl Call {
    /// Adds the parts into which a style writes a list or an object.
    pub fn styled_part<T: Serialize + ?Sized>(self, param: Param, value: &T) -> Self {
        let json = encode::to_vec(value).map_err(|error| error.to_string());
        let tree = json.and_then(|json| tree::read(&json).map_err(|error| error.to_string()));
        match tree.and_then(|tree| style::pairs(&param, &tree)) {
            Ok(pairs) => {
                let call =
                    pairs.iter().fold(self.without_parts(param.name), |call, (name, _)| call.without_parts(name));
                pairs.iter().fold(call, |call, (name, text)| call.add_text(name, "", text))
            }
            Err(error) => self.refuse(format!("the part `{}` cannot be encoded: {error}", param.name)),
        }
    }
}
