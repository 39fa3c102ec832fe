//! Documents, their formats, and the reasons why a referenced file cannot be read.

/// A document: the name of its file and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of the file, relative to the API's folder of sources.
    pub name: String,
    /// The content of the document.
    pub text: String,
}

impl Source {
    /// Whether the file may contain a part of a document, by its name.
    pub(super) fn may_be_part(&self) -> bool {
        [".json", ".yaml", ".yml"].iter().any(|end| self.name.ends_with(end))
    }
}

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The normalized spec itself: `api.json`.
    Spec,
    /// A reference page of learn.microsoft.com, copied as text or saved as HTML.
    Learn,
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0, 3.1 or 3.2.
    OpenApi3,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[Self::Spec, Self::Learn, Self::Swagger2, Self::OpenApi3];

    /// The format's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Learn => "learn",
            Self::Swagger2 => "swagger2",
            Self::OpenApi3 => "openapi3",
        }
    }
}

/// The reason why a file to which a document refers cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The file does not exist.
    Missing,
    /// The file is outside of the root folder, for example behind a symbolic link.
    Outside,
    /// The file cannot be read, for the given reason: "is not UTF-8".
    Invalid(String),
}

/// Reads a file by its path from the root folder, with `/` between folders. The source that is returned has the path
/// without symbolic links, so that a file with several paths is one source.
pub type ReadFile<'r> = dyn FnMut(&str) -> Result<Source, Unread> + 'r;
