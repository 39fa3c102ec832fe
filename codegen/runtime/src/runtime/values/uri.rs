//! `Uri`: a URI, stored as the string that is sent and received.

use std::convert::Infallible;

use super::kept::kept;

/// A URI, absolute or relative, stored as the string that is sent and received.
///
/// Any string is accepted and kept, because services disagree on which characters a URI may have. Two URIs are equal if
/// their strings are. With the feature `url`, an absolute one converts to and from the type of the crate `url`.
///
/// # Examples
///
/// ```
/// use runtime::Uri;
///
/// let uri: Uri = "https://example.com/pets?limit=5".parse().unwrap();
/// assert_eq!(uri.as_str(), "https://example.com/pets?limit=5");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uri(Box<str>);

kept!(Uri, Infallible);

impl Uri {
    /// Creates a URI from any string.
    ///
    /// # Errors
    /// None.
    pub fn parse(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.into()))
    }
}
