//! Sends bodies of several JSON values: on lines, as a JSON text sequence (RFC 7464), or in parts (`multipart/mixed`).

use http::header::CONTENT_TYPE;
use serde::Serialize;

use super::payload::Payload;
use crate::runtime::call::builder::Call;
use crate::runtime::json::encode::{self, EncodeError};

impl Call {
    /// Sets the body to values in JSON, one after the other, in the form of the operation's media type.
    pub fn json_sequence<T: Serialize>(self, values: &[T]) -> Self {
        self.sequence(values.iter().map(encode::to_vec).collect())
    }

    /// The part that does not depend on the type, so that it is compiled once.
    fn sequence(mut self, values: Result<Vec<Vec<u8>>, EncodeError>) -> Self {
        let values = match values {
            Ok(values) => values,
            Err(error) => return self.not_json(error),
        };
        let media = self.content_type("application/jsonl");
        let essence = media.split(';').next().unwrap_or_default().trim();
        if !essence.starts_with("multipart/") {
            let mark: &[u8] = if essence.ends_with("json-seq") { b"\x1e" } else { b"" };
            let body: Vec<u8> = values.iter().flat_map(|value| [mark, value, b"\n"].concat()).collect();
            return self.body(media, body.into());
        }
        // The boundary needs no check, because no line of JSON starts with two hyphens.
        let boundary = "part-of-json";
        let mut body = Vec::new();
        for value in &values {
            body.extend_from_slice(format!("--{boundary}\r\nContent-Type: application/json\r\n\r\n").as_bytes());
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        self.0.body = Payload::Whole(body.into());
        self.header(CONTENT_TYPE.as_str(), format_args!("{media}; boundary={boundary}"))
    }
}
