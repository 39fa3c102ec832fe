//! URIs from and to the type of the crate url.

use url::{ParseError, Url};

use super::uri::Uri;

/// Of an absolute URI. For a relative one, call `join` of the URL that it is relative to.
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
