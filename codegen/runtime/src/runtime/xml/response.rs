//! Reads XML responses.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::read;
use super::shape::{Name, Root, Value};
use crate::runtime::call::operation::Operation;
use crate::runtime::http::received::Received;
use crate::runtime::http::text;

/// The table for an undocumented error response, which may have an error code and a message like the documented ones.
static UNKNOWN: Root = Root { name: Name::new("Error"), value: Value::Any };

/// The body of a response as the JSON of its model; `None` if the operation does not declare XML for the status, or if
/// the body is not XML.
///
/// # Errors
/// The reason why the XML is invalid.
pub(crate) fn json(operation: &Operation, received: &Received) -> Option<Result<String, String>> {
    let declared = operation.xml.iter().find(|(declared, _)| declared.holds(received.status));
    let root = match declared {
        Some((_, root)) => *root,
        None if received.status.is_success() => return None,
        None => &UNKNOWN,
    };
    if !may_be_xml(&received.headers) || received.body.trim_ascii().is_empty() {
        return None;
    }
    let text = match decoded(received) {
        Ok(text) => text,
        Err(error) => return Some(Err(error)),
    };
    // A body of an unknown kind may be JSON.
    let is_stated = received.headers.contains_key(CONTENT_TYPE);
    (is_stated || text.trim_ascii_start().starts_with('<')).then(|| read::json(&text, root))
}

/// Whether a body may be XML: its content type is that of XML, or missing.
pub(crate) fn may_be_xml(headers: &HeaderMap) -> bool {
    text::may_be(headers, |media| media.ends_with("/xml") || media.ends_with("+xml"))
}

/// The text of a document: in the charset of the header, otherwise in that of the XML declaration.
fn decoded(received: &Received) -> Result<String, String> {
    let body = text::utf8(&received.headers, &received.body)?;
    match std::str::from_utf8(&body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let head = body.split(|byte| *byte == b'>').next().unwrap_or_default().to_ascii_lowercase();
            let is_latin = head.starts_with(b"<?xml") && String::from_utf8_lossy(&head).contains("iso-8859-1");
            is_latin.then(|| text::latin(&body)).ok_or_else(|| error.to_string())
        }
    }
}
