//! Problems of the input. Every stage collects them; they are sorted, and shown together with the lines around them.

mod show;

use std::fmt;

pub use self::show::{Locate, Position, Reported, report, show};

/// An error in the input, or a fact that the user should know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The location of the problem.
    pub place: Place,
    /// The severity of the problem.
    pub level: Level,
    /// The kind of the problem.
    pub rule: Rule,
    /// A sentence that states what was found.
    pub message: String,
    /// A sentence that states what to do about it.
    pub help: String,
    /// The reference that leads to the file, if the file is not the main document.
    pub referred_by: Option<Box<Reference>>,
}

/// A reference from one file to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The location of the reference.
    pub place: Place,
    /// The reference that leads to the file with this one, if that is not the main document.
    pub referred_by: Option<Box<Self>>,
}

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The input is wrong, and nothing is written.
    Error,
    /// Something could not be expressed fully.
    Warning,
    /// A fact that the user may want to know.
    Note,
}

/// The location of a problem: a file and a place in it.
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
        /// The rules that the input can violate: the kinds of problems.
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
    /// A file does not have its format: a JSON syntax error, an unknown property, or a missing one.
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
    /// The same fact is stated twice with different values.
    Conflict = "conflict",
    /// Two items share a name or an identifier.
    DuplicateId = "duplicate-id",
    /// Two values of an enum are equal.
    DuplicateValue = "duplicate-value",
    /// Two listed values of an enum have the same name.
    DuplicateValueName = "duplicate-value-name",
    /// A schema is invalid: an unknown type, or a bound that is not a number.
    InvalidSchema = "invalid-schema",
    /// A type is referred to that does not exist.
    UnresolvedType = "unresolved-type",
    /// A type parameter is referred to that the model does not have.
    UnresolvedParam = "unresolved-param",
    /// A type parameter is never referred to.
    UnusedParam = "unused-param",
    /// A reference to a model has a different number of arguments than the model has type parameters.
    ArgumentCount = "argument-count",
    /// A parameter of the path is not declared, or a declared one is not in the path.
    PathParams = "path-params",
    /// Two operations have the same method and path.
    DuplicateRoute = "duplicate-route",
    /// The path of an operation is not allowed in a URL.
    InvalidPath = "invalid-path",
    /// A type has no finite values: a struct that always contains itself, an alias of itself.
    EndlessType = "endless-type",
    /// A generic model contains itself with arguments that grow without end.
    PolymorphicRecursion = "polymorphic-recursion",
    /// A type is nested too deeply to be read back.
    DeepType = "deep-type",
    /// A union has no variant.
    EmptyUnion = "empty-union",
    /// Two variants of a union have the same type.
    DuplicateVariant = "duplicate-variant",
    /// An enum has no value.
    EmptyEnum = "empty-enum",
    /// Two properties of an error body have the same role.
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
    /// An API has no operations left.
    EmptyApi = "empty-api",
    /// A part that lenient reading would leave out.
    LeftOut = "left-out",
    /// An operation has no responses.
    NoReply = "no-reply",
    /// A body has no media type.
    EmptyBody = "empty-body",
    /// An invalid name: of a header, a media type or a status; or an empty name.
    InvalidName = "invalid-name",
    /// The URL of a server is invalid.
    InvalidServer = "invalid-server",
    /// A parameter of a path, a query, a header or a cookie has a type that cannot be sent there.
    ParamType = "param-type",
    /// A parameter, or a property of a form, has a style that is not allowed there.
    ParamStyle = "param-style",
    /// A parameter has no location, or an unknown one.
    ParamPlace = "param-place",
    /// A header parameter has a name that OpenAPI reserves.
    IgnoredHeader = "ignored-header",
    /// A security scheme is invalid.
    SecurityScheme = "security-scheme",
    /// A variable in a server's URL is not defined, or a defined variable does not occur in the URL.
    ServerVariables = "server-variables",
    /// The description of paging names something that the operation does not have.
    Paging = "paging",
    /// The long-running operation cannot be polled as stated.
    LongRunning = "long-running",
    /// An encoding names a property that the body does not have.
    Encoding = "encoding",
    /// The discriminator of a union does not distinguish its variants.
    UnionTag = "union-tag",
    /// An overlay cannot be applied.
    Overlay = "overlay",
    /// A fixup no longer applies.
    StaleFixup = "stale-fixup",
    /// The file system refused to read or write something, or files that the generator did not write would be lost.
    FileSystem = "file-system",
    /// A glob names no operation.
    EmptySelection = "empty-selection",
    /// A setting in `crate.json` names something that does not exist.
    StaleConfig = "stale-config",
    /// An accepted change did not happen, or is no longer accepted.
    StaleAcceptance = "stale-acceptance",
    /// A setting in `crate.json` is invalid.
    InvalidConfig = "invalid-config",
    /// Two items would get the same name in Rust.
    NameClash = "name-clash",
    /// Something cannot be expressed yet.
    Unsupported = "unsupported",
    /// A type cannot be expressed or distinguished from another one, and becomes plain JSON.
    UntypedFallback = "untyped-fallback",
}

impl Problem {
    /// Creates an error.
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

    /// Creates a warning.
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
    /// The location of a file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::File }
    }

    /// The location of a line of a file, counted from 1.
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
