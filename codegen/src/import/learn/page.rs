//! The faithful mirror of a reference page: its content, section by section, each node with its line.

use serde::Serialize;

use crate::spec::{Constraints, Method, Presence};

/// A reference page as it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Page {
    /// The name of the file.
    pub file: String,
    /// The line of the title.
    pub line: usize,
    /// The first half of the title: `Manage orders`.
    pub group: String,
    /// The second half of the title: `Create a new cart`.
    pub name: String,
    /// The text between the title and the request lines.
    pub summary: String,
    /// The request lines.
    pub requests: Vec<Request>,
    /// The parameters of the path and the query.
    pub uri_parameters: Option<Table>,
    /// The headers of the request.
    pub request_header: Option<Table>,
    /// The members of the request's body, or the body itself as one row.
    pub request_body: Option<Table>,
    /// The responses.
    pub responses: Option<Replies>,
    /// The section on security.
    pub security: Vec<Security>,
    /// The index of definitions.
    pub index: Option<Index>,
    /// The definitions, in the order of the page.
    pub definitions: Vec<Definition>,
    /// The payloads of the examples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
    /// Lines that belong to no section: notes, the banner.
    pub prose: Vec<Text>,
}

/// A payload of the section of examples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// The line on which the payload starts.
    pub line: usize,
    /// The status of the response; `None` for a request.
    pub status: Option<u16>,
    /// The payload.
    pub body: serde_json::Value,
}

/// A string of the page, and the number of its first line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Text {
    /// The line.
    pub line: usize,
    /// The string.
    pub text: String,
}

/// A request line: a method and a URL.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The line.
    pub line: usize,
    /// The method.
    pub method: Method,
    /// The URL with its template.
    pub url: String,
}

/// A list of media types.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MediaTypes {
    /// The line.
    pub line: usize,
    /// The media types, in the order of the page.
    pub names: Vec<String>,
}

/// A section that is a table of rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// The line of the column labels.
    pub line: usize,
    /// The heading, in the page's language.
    pub heading: Option<Text>,
    /// The number of words in the column labels.
    pub labels: usize,
    /// The media types that are listed above the table.
    pub media_types: Option<MediaTypes>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A parameter, a header or a member.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The line of the name.
    pub line: usize,
    /// The name.
    pub name: String,
    /// The place of a parameter in the URL.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<ParamPlace>,
    /// Whether the column for required members says `True`.
    pub presence: Presence,
    /// The content of the column of types.
    #[serde(rename = "type")]
    pub ty: RowType,
    /// The description.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The constraints that are listed under the description.
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
}

/// The place of a parameter in the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ParamPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// The type of a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowType {
    /// A type by its name. A format on the line after it is added: `integer (int32)`.
    Type(Text),
    /// A list of values.
    Enum(Vec<Item>),
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// The line of the value.
    pub line: usize,
    /// The value, as it is sent.
    pub value: String,
    /// The format that the page claims for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
}

/// The section of the responses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replies {
    /// The line of the column labels.
    pub line: usize,
    /// The heading, in the page's language.
    pub heading: Option<Text>,
    /// The responses.
    pub rows: Vec<Reply>,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reply {
    /// The line of the status.
    pub line: usize,
    /// The status; `None` for the row that describes all other statuses.
    pub status: Option<u16>,
    /// The status in words.
    pub reason: String,
    /// The type of the body.
    #[serde(rename = "type")]
    pub ty: Option<Text>,
    /// The description.
    pub docs: String,
    /// The media types of the body.
    pub media_types: Option<MediaTypes>,
    /// The headers, as rows without a description.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Row>,
}

/// A scheme of the section on security.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Security {
    /// The line of the scheme's type.
    pub line: usize,
    /// The scheme's name.
    pub name: String,
    /// The description.
    pub docs: String,
    /// The type: `apiKey`, `oauth2` or `basic`.
    pub kind: String,
    /// The other values: the place of a key, the grant, URLs.
    pub values: Vec<String>,
    /// The lines of the URLs, with their labels: `Authorization URL: https://host/path`.
    pub urls: Vec<String>,
    /// The scopes, each with its description.
    pub scopes: Vec<Listed>,
}

/// The index of definitions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Index {
    /// The line of the column labels.
    pub line: usize,
    /// The names that it lists.
    pub names: Vec<Listed>,
}

/// A name in a list, with its description.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// The line.
    pub line: usize,
    /// The name.
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// A definition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Definition {
    /// The line of the heading, or of the column labels where the heading is missing.
    pub line: usize,
    /// The full name, from the heading or from the index.
    pub name: String,
    /// Where the name was found on the page.
    pub heading: Heading,
    /// Whether it defines an object or an enum.
    pub kind: DefinitionKind,
    /// The description under the heading.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The properties of a model, or the values of an enum.
    pub rows: Vec<Row>,
}

/// Where the name of a definition was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Heading {
    /// In the heading above the table.
    Given,
    /// In the index, because the heading is missing.
    FromIndex,
}

/// The kind of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DefinitionKind {
    /// An object; the rows are members.
    Object,
    /// A list of values; the rows are values.
    Enumeration,
}

impl Page {
    /// The page as JSON, for people to read.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a page has a JSON form")
    }
}
