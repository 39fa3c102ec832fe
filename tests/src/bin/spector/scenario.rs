//! The scenarios as `compile.mjs` writes them.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A source of the suite.
#[derive(Debug, Deserialize)]
pub struct Source {
    /// The folder of the source, with `-` for `/`.
    pub source: String,
    /// Facts about the source that OpenAPI cannot express.
    pub untold: Vec<String>,
    pub scenarios: Vec<Scenario>,
}

/// A scenario: one or several requests.
#[derive(Debug, Deserialize)]
pub struct Scenario {
    pub name: String,
    pub requests: Vec<Request>,
}

/// A request that the server expects, and its response.
#[derive(Debug, Deserialize)]
pub struct Request {
    pub method: String,
    pub uri: String,
    pub query: Map<String, Value>,
    pub path: Map<String, Value>,
    pub headers: Map<String, Value>,
    pub body: Option<Body>,
    pub files: Vec<File>,
    pub response: Response,
}

/// A body: a string, bytes or parts.
#[derive(Debug, Deserialize)]
pub struct Body {
    #[serde(rename = "contentType")]
    pub content_type: String,
    pub text: Option<String>,
    pub base64: Option<String>,
    pub parts: Option<Map<String, Value>>,
}

/// A part of a body that is a file.
#[derive(Debug, Deserialize)]
pub struct File {
    pub field: String,
    pub name: String,
    #[serde(rename = "type")]
    pub media_type: String,
    pub base64: String,
}

/// The response to a request.
#[derive(Debug, Deserialize)]
pub struct Response {
    pub status: u16,
    pub headers: Map<String, Value>,
    pub body: Option<Body>,
}
