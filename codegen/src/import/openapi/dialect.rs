//! The dialect in which a document is written.

use serde_json::Value;

use super::documents::Documents;
use crate::import::Format;
use crate::problem::{At, Place, Problem, Rule};

/// The dialect of the OpenAPI family in which a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    OpenApi30,
    /// OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12.
    OpenApi31,
    /// OpenAPI 3.2, whose schemas are those of JSON Schema 2020-12 too.
    OpenApi32,
}

impl Dialect {
    /// Whether the schemas of the dialect are those of JSON Schema 2020-12.
    pub fn has_json_schema(self) -> bool {
        match self {
            Self::Swagger2 | Self::OpenApi30 => false,
            Self::OpenApi31 | Self::OpenApi32 => true,
        }
    }
}

/// The dialect of the main document.
///
/// # Errors
/// The version is not supported.
pub(super) fn dialect(documents: &Documents, format: Format) -> Result<Dialect, Problem> {
    let Some((file, value)) = documents.main() else {
        let message = "there are no documents to read";
        return Err(Problem::error(Rule::UnknownFormat, Place::file(""), message, "Add the API's documents."));
    };
    let version = |name: &str| match value.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        // YAML reads `2.0` as a number.
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let (swagger, openapi) = (version("swagger"), version("openapi"));
    // A document need not state its format if the user does.
    let (swagger, openapi) = match (swagger, openapi, format) {
        (None, None, Format::Swagger2) => (Some("2.0".to_owned()), None),
        (None, None, Format::OpenApi3) => (None, Some("3.0".to_owned())),
        (swagger, openapi, _) => (swagger, openapi),
    };
    let at = |pointer: &str| Place { file: file.to_owned(), at: At::Pointer(pointer.to_owned()) };
    match (swagger.as_deref(), openapi.as_deref()) {
        (Some("2.0" | "2"), None) => Ok(Dialect::Swagger2),
        (None, Some(version)) if version == "3.0" || version.starts_with("3.0.") => Ok(Dialect::OpenApi30),
        (None, Some(version)) if version == "3.1" || version.starts_with("3.1.") => Ok(Dialect::OpenApi31),
        (None, Some(version)) if version == "3.2" || version.starts_with("3.2.") => Ok(Dialect::OpenApi32),
        (Some(_), Some(_)) => {
            let message = "the document states both `swagger` and `openapi`";
            let help = "Remove the one in whose format it is not written.";
            Err(Problem::error(Rule::UnknownFormat, at("/swagger"), message, help))
        }
        (swagger, openapi) => {
            let keyword = if swagger.is_some() { "/swagger" } else { "/openapi" };
            let found = swagger.or(openapi).unwrap_or_default();
            let message = format!("`{found}` is not a supported version of OpenAPI or Swagger");
            let help = "Give a document of Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2.";
            Err(Problem::error(Rule::UnknownFormat, at(keyword), message, help))
        }
    }
}
