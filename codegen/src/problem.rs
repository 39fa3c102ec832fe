//! What is wrong with the input: collected by every stage, sorted, and shown at once with the lines around it.

mod show;

use std::fmt;

pub use self::show::{Locate, Reported, report, show};

/// Something that is wrong with the input, or that its user should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// How bad it is.
    pub level: Level,
    /// What kind of thing it is.
    pub rule: Rule,
    /// What was found, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The reference that leads to the file, where that is another one than the main document.
    pub referred_by: Option<Box<Reference>>,
}

/// A reference from one file to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Where it is.
    pub place: Place,
    /// The reference that leads to the file in which it is.
    pub referred_by: Option<Box<Self>>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is written.
    Error,
    /// Something could not be expressed fully.
    Warning,
    /// Something that is good to know.
    Note,
}

/// Where a problem is: a file and a place in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// The place in the file.
    pub at: At,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The file as a whole.
    File,
    /// A line, and a column where one is known; both count from 1.
    Line(usize, Option<usize>),
    /// A JSON pointer, or the headings and row names of a page in the same form.
    Pointer(String),
}

macro_rules! rules {
    ($($(#[$docs:meta])* $variant:ident = $id:literal,)*) => {
        /// The kinds of problems.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$docs])* $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The rule's name in messages and reports.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }
        }
    };
}

rules! {
    /// A file is not what its format says: a JSON fault, an unknown member, a member that is missing.
    Syntax = "syntax",
    /// A document's format was not recognized.
    UnknownFormat = "unknown-format",
    /// A rendering of a reference page has lost types or names.
    LossyPage = "lossy-page",
    /// A reference page lacks a part that it must have.
    PagePart = "page-part",
    /// A row of a reference page cannot be read.
    PageRow = "page-row",
    /// A type of a reference page cannot be read.
    PageType = "page-type",
    /// A definition of a reference page is listed but not given, or given but not listed.
    PageDefinition = "page-definition",
    /// The same thing is said twice, and not alike.
    Conflict = "conflict",
    /// Two things share a name or an identifier.
    DuplicateId = "duplicate-id",
    /// Two values of an enum are alike.
    DuplicateValue = "duplicate-value",
    /// Two listed values of an enum have one name.
    DuplicateValueName = "duplicate-value-name",
    /// A schema says something that means nothing: a kind of value that there is none of, a bound that is no number.
    InvalidSchema = "invalid-schema",
    /// A type is referred to that does not exist.
    UnresolvedType = "unresolved-type",
    /// A type parameter is referred to that the model does not have.
    UnresolvedParam = "unresolved-param",
    /// A type parameter is never referred to.
    UnusedParam = "unused-param",
    /// A model has other type parameters than it is given arguments.
    ArgumentCount = "argument-count",
    /// A parameter of the path is not declared, or a declared one is not in the path.
    PathParams = "path-params",
    /// Two operations have the same method and path.
    DuplicateRoute = "duplicate-route",
    /// The path of an operation cannot stand in a URL.
    InvalidPath = "invalid-path",
    /// A value has no end: a struct that always holds itself, an alias of itself.
    EndlessType = "endless-type",
    /// A generic model holds itself with arguments that grow without end.
    PolymorphicRecursion = "polymorphic-recursion",
    /// A type is nested too deeply to be read back.
    DeepType = "deep-type",
    /// A union has no variant.
    EmptyUnion = "empty-union",
    /// Two variants of a union have one type.
    DuplicateVariant = "duplicate-variant",
    /// An enum has no value.
    EmptyEnum = "empty-enum",
    /// Two members of an error body tell the same of a failed call.
    DuplicateRole = "duplicate-role",
    /// A listed integer does not fit the width of its enum.
    ValueRange = "value-range",
    /// A default does not fit its type.
    DefaultType = "default-type",
    /// A security scheme is named that does not exist.
    UnresolvedScheme = "unresolved-scheme",
    /// A client parameter is named that does not exist, or exists and is never named.
    ClientParams = "client-params",
    /// A header is named that the operation does not have.
    UnresolvedHeader = "unresolved-header",
    /// No operation is left of an API.
    EmptyApi = "empty-api",
    /// What lenient reading would leave out.
    LeftOut = "left-out",
    /// An operation has no reply.
    NoReply = "no-reply",
    /// A body has no form in which it may be sent.
    EmptyBody = "empty-body",
    /// A name is none: of a header, a media type, a status; or it is empty.
    InvalidName = "invalid-name",
    /// A URL of a server is none.
    InvalidServer = "invalid-server",
    /// A parameter of a path, a query, a header or a cookie has a type that cannot stand there.
    ParamType = "param-type",
    /// A parameter, or a member of a form, has a style that cannot stand there.
    ParamStyle = "param-style",
    /// A parameter does not say where it stands, or names a place where none can.
    ParamPlace = "param-place",
    /// A header parameter has a name that OpenAPI keeps for itself.
    IgnoredHeader = "ignored-header",
    /// A way to prove who one is cannot be read.
    SecurityScheme = "security-scheme",
    /// A variable stands in a server's URL and is not described, or is described and does not stand there.
    ServerVariables = "server-variables",
    /// What tells how a list is had in parts names something that the operation does not have.
    Paging = "paging",
    /// An encoding names a member that the body does not have.
    Encoding = "encoding",
    /// The tags of a union do not tell its variants apart.
    UnionTag = "union-tag",
    /// An overlay cannot be applied.
    Overlay = "overlay",
    /// A fixup no longer applies.
    StaleFixup = "stale-fixup",
    /// The file system refused to read or to write something, or would lose what is not ours.
    FileSystem = "file-system",
    /// A glob names no operation.
    EmptySelection = "empty-selection",
    /// A wish in `crate.json` names something that does not exist.
    StaleWish = "stale-wish",
    /// A wish in `crate.json` cannot be met.
    InvalidWish = "invalid-wish",
    /// Two things would get one name in Rust.
    NameClash = "name-clash",
    /// Something cannot be expressed yet.
    Unsupported = "unsupported",
    /// A shape cannot be told from another, and is kept as plain JSON.
    UntypedFallback = "untyped-fallback",
}

impl Problem {
    /// An error.
    pub fn error(rule: Rule, place: impl Into<Place>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            level: Level::Error,
            rule,
            message: message.into(),
            help: help.into(),
            referred_by: None,
        }
    }

    /// A warning.
    pub fn warning(rule: Rule, place: impl Into<Place>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(rule, place, message, help) }
    }

    /// The places of the references that lead from the main document to the file, the first one first.
    pub fn trail(&self) -> Vec<&Place> {
        let references =
            std::iter::successors(self.referred_by.as_deref(), |reference| reference.referred_by.as_deref());
        let mut trail: Vec<&Place> = references.map(|reference| &reference.place).collect();
        trail.reverse();
        trail
    }
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::File }
    }

    /// A line of a file, counted from 1.
    pub fn line(file: impl Into<String>, line: usize) -> Self {
        Self { file: file.into(), at: At::Line(line, None) }
    }
}

impl From<crate::spec::Origin> for Place {
    fn from(origin: crate::spec::Origin) -> Self {
        Self { file: origin.file, at: At::Pointer(origin.pointer) }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}
