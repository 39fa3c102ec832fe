//! Rust-shaped data: what will be written, every decision made, no tokens yet.

mod limits;
mod model;
mod operation;
mod response;
mod samples;
mod ty;
mod visit;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

pub use self::limits::*;
pub use self::model::*;
pub use self::operation::*;
pub use self::response::*;
pub use self::samples::*;
pub use self::ty::*;
pub use self::visit::Visited;
pub use self::xml::*;
pub use crate::spec::ParamPlace as Place;

/// A crate that will be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Crate {
    /// The package, as in `Cargo.toml`.
    pub package: Package,
    /// What the API calls itself.
    pub title: String,
    /// The modules, by path.
    pub files: Vec<File>,
    /// What the modules need of the runtime.
    pub parts: BTreeSet<Part>,
    /// The features that groups of operations are, where they are features.
    pub group_features: Vec<String>,
    /// The documents from which the spec was imported, by their file names.
    pub sources: Vec<String>,
    /// The call that the crate's documentation shows, where there is an operation.
    pub example: Option<Example>,
    /// The parts of the spec that the types and methods represent.
    pub names: SpecNames,
}

impl Crate {
    /// Its models, with or without the features that they need.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        let items = self.files.iter().flat_map(|file| &file.items);
        items.filter_map(|item| if let Item::Model(model) = item.ungated() { Some(model) } else { None })
    }

    /// The tests that read samples.
    pub fn samples(&self) -> impl Iterator<Item = &SampleTest> {
        let items = self.files.iter().flat_map(|file| &file.items);
        items.flat_map(|item| if let Item::Samples(samples) = item { samples.tests.as_slice() } else { &[] })
    }
}

/// The names in Rust of what the spec has, by its names there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecNames {
    /// The types.
    pub types: BTreeMap<crate::spec::TypeName, Ident>,
    /// The operations, each as `group.method`.
    pub operations: BTreeMap<crate::spec::OperationId, String>,
}

/// The package of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One sentence on it.
    pub description: String,
    /// Its licence as an SPDX expression; `None` if whoever vendors the crate decides.
    pub license: Option<String>,
}

impl Package {
    /// The name with which code refers to the crate.
    pub fn library(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// A part of the runtime that a crate may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Reading values; always needed.
    Decode,
    /// Reading and writing structs.
    Wire,
    /// Additional properties that are kept.
    Extra,
    /// Additional properties that are skipped.
    ExtraOff,
    /// Any JSON value.
    Json,
    /// Absent, null or a value.
    Maybe,
    /// Dates with times.
    DateTime,
    /// Numbers whose digits all count.
    Decimal,
    /// Bytes in base64.
    Base64,
    /// What types have in common that keep their text.
    Kept,
    /// Bytes in the Base64 of URLs.
    Base64Url,
    /// Dates with times as in HTTP headers.
    HttpDate,
    /// Seconds since 1970.
    UnixTime,
    /// Times without dates.
    TimeOfDay,
    /// Spans of time.
    IsoDuration,
    /// UUIDs.
    Uuid,
    /// URIs.
    Uri,
    /// IP addresses.
    Ip,
    /// Arrays with a fixed number of items.
    Tuple,
    /// String enums that may grow.
    OpenEnum,
    /// Integer enums that may grow.
    OpenCodes,
    /// Members that keep the form of an integer with a name.
    CodeForms,
    /// Unions with distinguishable types.
    OneOf,
    /// Limits of values.
    Validate,
    /// Limits of decimals.
    ValidateDecimal,
    /// Constraints of parameters.
    ValidateCall,
    /// Unions from whose values each type can be read.
    AnyOf,
    /// Calling the service.
    Http,
    /// Tokens that are renewed.
    Token,
    /// Keys.
    ApiKey,
    /// A user and a password.
    Basic,
    /// Requests to the token endpoint of an OAuth 2 service.
    TokenService,
    /// Tokens of the OAuth 2 client credentials grant.
    ClientCredentials,
    /// Tokens that are renewed with an OAuth 2 refresh token.
    RefreshToken,
    /// Parameters in any style.
    Param,
    /// Bodies that are forms.
    Form,
    /// Bodies that are several JSON values.
    Sequence,
    /// Bodies that are sent as they are.
    Upload,
    /// Bodies of parts.
    Multipart,
    /// Bodies of parts that are written in a style.
    MultipartStyle,
    /// Answers that are read as they come.
    Download,
    /// Answers that are server-sent events.
    Events,
    /// Answers of a value a line.
    Lines,
    /// Answers of a value in each part.
    Parts,
    /// Responses that can be requested in another form.
    Alternative,
    /// Paged lists.
    Paging,
    /// Parts of JSON that are found by a pointer.
    Pointer,
    /// Operations that go on after their response.
    Polling,
    /// The methods of streams, and iterators over streams.
    Stream,
    /// Bodies in XML.
    Xml,
    /// Values as parameters, forms and XML need them.
    Tree,
}

/// A module.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its path in the crate, with `/`.
    pub path: String,
    /// What it is for.
    pub docs: Docs,
    /// Its items, in order.
    pub items: Vec<Item>,
}

/// An item of a module.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `use a::b;`
    Use(Use),
    /// `mod a;`
    Mod(Mod),
    /// A model.
    Model(Model),
    /// The constraints of a model.
    Validation(Validation),
    /// The operations of a group.
    Group(Group),
    /// An operation.
    Operation(Box<Operation>),
    /// The enum of a response with several successful types.
    Answers(Answers),
    /// What a failed call tells, of several types.
    Faults(Faults),
    /// The headers that a response may have.
    ReplyHeaders(ReplyHeaders),
    /// The client.
    Client(Client),
    /// What bodies look like in XML.
    Xml(Xml),
    /// The tests that read samples.
    Samples(Samples),
    /// The root of the crate.
    Root(Root),
    /// An item that exists only with a feature.
    Gated(Gated),
}

impl Item {
    /// The item, with or without the features that it needs.
    pub fn ungated(&self) -> &Self {
        let mut item = self;
        while let Self::Gated(gated) = item {
            item = &gated.item;
        }
        item
    }
}

/// A type that is sent or received.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// A JSON object.
    Struct(Struct),
    /// A string out of a list.
    OpenEnum(OpenEnum),
    /// An integer out of a list.
    OpenCodes(OpenCodes),
    /// One of several types.
    OneOf(OneOf),
    /// What may be of several types at once.
    AnyOf(AnyOf),
    /// Another name for a type.
    Alias(Alias),
}

impl Model {
    /// Its name.
    pub fn name(&self) -> &Ident {
        match self {
            Self::Struct(model) => &model.name,
            Self::OpenEnum(model) => &model.name,
            Self::OpenCodes(model) => &model.name,
            Self::OneOf(model) => &model.name,
            Self::AnyOf(model) => &model.name,
            Self::Alias(model) => &model.name,
        }
    }
}

/// An item that is there only with a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Gated {
    /// The features of which any one is sufficient.
    pub features: Vec<String>,
    /// The item.
    pub item: Box<Item>,
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Whether it is visible outside.
    pub public: bool,
    /// The path up to the names: `crate::runtime`.
    pub path: Vec<Ident>,
    /// What is imported.
    pub names: Names,
}

/// What a `use` imports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// The path itself.
    This,
    /// All that is public below it.
    All,
    /// The names below it, sorted.
    List(BTreeSet<Ident>),
}

/// A declaration of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mod {
    /// What it is for.
    pub docs: Docs,
    /// Whether it is visible outside.
    pub public: bool,
    /// Its name.
    pub name: Ident,
}
