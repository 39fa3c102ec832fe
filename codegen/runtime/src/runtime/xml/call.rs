//! Sends XML bodies.

use serde::Serialize;

use super::shape::Root;
use super::write;
use crate::runtime::call::builder::Call;
use crate::runtime::json::encode;
use crate::runtime::params::tree;

impl Call {
    /// Sets the body to a value, which is encoded as XML at once.
    pub fn xml<T: Serialize + ?Sized>(self, value: &T, root: &'static Root) -> Self {
        let json = match encode::to_vec(value) {
            Ok(json) => json,
            Err(cause) => return self.not_json(cause),
        };
        let xml = tree::read(&json).map_err(|error| error.to_string()).and_then(|tree| write::document(&tree, root));
        match xml {
            Ok(xml) => {
                let media = self.content_type("application/xml");
                self.body(media, xml.into())
            }
            Err(error) => self.refuse(format!("the body cannot be encoded: {error}")),
        }
    }
}
