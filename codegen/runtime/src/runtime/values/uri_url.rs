//! Conversions of URIs from and to the type of the crate url.

use url::{ParseError, Url};

use super::uri::Uri;

/// Converts an absolute URI. For a relative one, call `join` on the URL to which it is relative.
impl TryFrom<&Uri> for Url {
    type Error = ParseError;

    fn try_from(uri: &Uri) -> Result<Self, ParseError> {
        Self::parse(uri.as_str())
    }
}

impl From<Url> for Uri {
    fn from(url: Url) -> Self {
        Self::verbatim(String::from(url))
    }
}

impl From<&Url> for Uri {
    fn from(url: &Url) -> Self {
        Self::verbatim(url.as_str())
    }
}
