//! The bodies and headers of success and error responses.

use super::{Docs, Ident, Type};

/// The result of a successful call.
#[derive(Clone, Debug, PartialEq)]
pub enum Success {
    /// No body: only the status and headers.
    Empty,
    /// One type of body.
    Body(Content),
    /// Several types of bodies, by status.
    Several(Ident, Vec<SuccessCase>),
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A JSON value.
    Json(Type),
    /// A string.
    Text,
    /// A stream of bytes.
    Download,
    /// Server-sent events with JSON payloads of a type, or with strings.
    Events(Option<Type>),
    /// Server-sent events as JSON objects of a type: the property `event` is their name, and `data` their payload.
    WholeEvents(Type),
    /// A value on each line.
    Lines(Type),
    /// A string on each line.
    TextLines,
    /// A value in each part.
    Parts(Type),
}

impl Content {
    /// Whether the body is read as a stream.
    pub fn is_stream(&self) -> bool {
        match self {
            Self::Json(_) | Self::Text => false,
            Self::Download
            | Self::Events(_)
            | Self::WholeEvents(_)
            | Self::Lines(_)
            | Self::TextLines
            | Self::Parts(_) => true,
        }
    }

    /// The type of the body in the spec.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Events(Some(ty)) | Self::WholeEvents(ty) | Self::Lines(ty) | Self::Parts(ty) => {
                Some(ty)
            }
            Self::Text | Self::Download | Self::Events(None) | Self::TextLines => None,
        }
    }

    /// The type of the body in the spec, mutably.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Events(Some(ty)) | Self::WholeEvents(ty) | Self::Lines(ty) | Self::Parts(ty) => {
                Some(ty)
            }
            Self::Text | Self::Download | Self::Events(None) | Self::TextLines => None,
        }
    }
}

/// One of several success responses.
#[derive(Clone, Debug, PartialEq)]
pub struct SuccessCase {
    /// The documentation of the response.
    pub docs: Docs,
    /// The name of the variant.
    pub name: Ident,
    /// The statuses of the response.
    pub status: crate::spec::StatusPattern,
    /// The type of the body; `None` if there is no body.
    pub body: Option<Content>,
}

/// The enum of several success types.
#[derive(Clone, Debug, PartialEq)]
pub struct SuccessResponses {
    /// The name of the enum.
    pub name: Ident,
    /// The request type to which the enum belongs.
    pub request: Ident,
    /// The variants of the enum.
    pub cases: Vec<SuccessCase>,
}

/// The enum of several types of error responses.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorBodies {
    /// The name of the enum.
    pub name: Ident,
    /// The request type to which the enum belongs.
    pub request: Ident,
    /// The variants of the enum.
    pub cases: Vec<ErrorCase>,
}

/// One of several types of error responses.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorCase {
    /// The name of the variant.
    pub name: Ident,
    /// The statuses of the response; `default` only alone and last.
    pub statuses: Vec<crate::spec::StatusPattern>,
    /// The type of the body.
    pub ty: Type,
}

/// The headers that the responses of an operation may have.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeaders {
    /// The name of the type.
    pub name: Ident,
    /// The request type to which the headers belong.
    pub request: Ident,
    /// The headers, each of which has a method.
    pub headers: Vec<ResponseHeader>,
}

/// A header that a response may have.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// The documentation of the header.
    pub docs: Docs,
    /// The name of the method.
    pub name: Ident,
    /// The name of the header on the wire.
    pub wire: String,
    /// The type to which the header is parsed; `None` if it remains a string.
    pub ty: Option<Type>,
}
