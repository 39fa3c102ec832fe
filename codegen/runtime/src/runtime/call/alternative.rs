//! Calls that request their response in another format, with their headers and their body.

use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::builder::Call;
use crate::runtime::body::payload::Payload;

impl Call {
    /// Requests media types other than those of the operation, unless the caller has set `Accept`.
    pub fn accepting(self, media_types: &'static str) -> Self {
        match self.0.headers.get(ACCEPT.as_str()) {
            Some(accept) if accept != self.0.operation.accept => self,
            _ => self.known(ACCEPT, media_types),
        }
    }

    /// Sets a property of the JSON body, whether or not the caller has set it.
    pub fn set_property(self, name: &str, value: &'static str) -> Self {
        self.switched(name, value, true)
    }

    /// Sets a property of the JSON body if the caller has set it.
    pub fn change_property(self, name: &str, value: &'static str) -> Self {
        self.switched(name, value, false)
    }

    fn switched(mut self, name: &str, value: &'static str, is_added: bool) -> Self {
        let changed = match &self.0.body {
            Payload::Whole(body) => with_property(body, name, value, is_added),
            // The caller has left out an optional body.
            Payload::Empty if is_added => with_property(b"{}", name, value, is_added),
            Payload::Empty | Payload::Pieces(_) => None,
        };
        let Some(changed) = changed else { return self };
        self.0.body = Payload::Whole(changed.into());
        let content_type = self.content_type("application/json");
        self.known(CONTENT_TYPE, content_type)
    }
}

/// The object with the property set to this value; `None` if nothing changes, or the JSON is not an object.
fn with_property(json: &[u8], name: &str, value: &str, is_added: bool) -> Option<Vec<u8>> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let mut members = deserializer.deserialize_map(Members).ok()?;
    let value = RawValue::from_string(value.to_owned()).ok()?;
    match members.iter_mut().find(|(other, _)| other == name) {
        Some((_, held)) if held.get() == value.get() => return None,
        Some((_, held)) => *held = value,
        None if is_added => members.push((name.to_owned(), value)),
        None => return None,
    }
    let mut changed = Vec::with_capacity(json.len() + name.len() + 16);
    for (name, value) in &members {
        changed.push(if changed.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut changed, name).ok()?;
        changed.push(b':');
        changed.extend_from_slice(value.get().as_bytes());
    }
    changed.push(b'}');
    Some(changed)
}

/// Reads the properties of an object in their order, with their values as JSON.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Box<RawValue>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(member) = members.next_entry()? {
            list.push(member);
        }
        Ok(list)
    }
}
