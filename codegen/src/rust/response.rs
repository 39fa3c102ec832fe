//! What calls give: the bodies and headers of responses, of success and of failure.

use super::{Docs, Ident, Type};

/// What a successful call gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Success {
    /// Nothing but the status and headers.
    Empty,
    /// A body.
    Body(Content),
    /// One of several bodies, by status.
    Several(Ident, Vec<SuccessCase>),
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes as they come.
    Download,
    /// Server-sent events that tell JSON of a type, or text.
    Events(Option<Type>),
    /// Server-sent events as JSON objects of a type: their name is the property `event`, what they tell is `data`.
    WholeEvents(Type),
    /// A value a line.
    Lines(Type),
    /// Lines of text.
    TextLines,
    /// A value in each part.
    Parts(Type),
}

impl Content {
    /// Whether it is read as it comes.
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

    /// The type that the spec gives.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Events(Some(ty)) | Self::WholeEvents(ty) | Self::Lines(ty) | Self::Parts(ty) => {
                Some(ty)
            }
            Self::Text | Self::Download | Self::Events(None) | Self::TextLines => None,
        }
    }

    /// The type that the spec gives, to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Events(Some(ty)) | Self::WholeEvents(ty) | Self::Lines(ty) | Self::Parts(ty) => {
                Some(ty)
            }
            Self::Text | Self::Download | Self::Events(None) | Self::TextLines => None,
        }
    }
}

/// One of several success bodies.
#[derive(Clone, Debug, PartialEq)]
pub struct SuccessCase {
    /// When it is given.
    pub docs: Docs,
    /// The variant.
    pub name: Ident,
    /// The statuses for which it is given.
    pub status: crate::spec::StatusPattern,
    /// The type of the body; `None` if there is no body.
    pub body: Option<Content>,
}

/// The type of an answer of several success types.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Its name.
    pub name: Ident,
    /// The request to which it belongs.
    pub request: Ident,
    /// Its variants.
    pub cases: Vec<SuccessCase>,
}

/// The type of what a failed call tells, where the spec declares several.
#[derive(Clone, Debug, PartialEq)]
pub struct Faults {
    /// Its name.
    pub name: Ident,
    /// The request to which it belongs.
    pub request: Ident,
    /// Its variants.
    pub cases: Vec<FaultCase>,
}

/// One of several bodies of failure.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultCase {
    /// The variant.
    pub name: Ident,
    /// The statuses with which it comes; `default` only alone and last.
    pub statuses: Vec<crate::spec::StatusPattern>,
    /// The type of the body.
    pub ty: Type,
}

/// The headers that the answers of an operation may have.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyHeaders {
    /// Its name.
    pub name: Ident,
    /// The request to which it belongs.
    pub request: Ident,
    /// A method for each.
    pub headers: Vec<ReplyHeader>,
}

/// A header that an answer may have.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyHeader {
    /// What it tells.
    pub docs: Docs,
    /// The method.
    pub name: Ident,
    /// Its name on the wire.
    pub wire: String,
    /// What its text is read as; none where it stays text.
    pub ty: Option<Type>,
}
