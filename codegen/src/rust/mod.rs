//! Rust-shaped data: the crate with every decision made, but not yet as tokens.

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

/// The data from which a crate is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Crate {
    /// The package, as in `Cargo.toml`.
    pub package: Package,
    /// The title of the API.
    pub title: String,
    /// The modules, by path.
    pub files: Vec<File>,
    /// The runtime modules that the crate needs.
    pub parts: BTreeSet<Part>,
    /// The features of the groups of operations, if each group is a feature.
    pub group_features: Vec<String>,
    /// The documents from which the spec was imported, by their file names.
    pub sources: Vec<String>,
    /// The call that the crate's documentation shows; `None` if there are no operations.
    pub example: Option<Example>,
    /// The Rust names of the types and operations in the spec.
    pub names: SpecNames,
}

impl Crate {
    /// The models of the crate, including those that need a feature.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        let items = self.files.iter().flat_map(|file| &file.items);
        items.filter_map(|item| if let Item::Model(model) = item.ungated() { Some(model) } else { None })
    }

    /// The operations of the crate, including those that need a feature.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        let items = self.files.iter().flat_map(|file| &file.items);
        items.filter_map(|item| if let Item::Operation(operation) = item.ungated() { Some(&**operation) } else { None })
    }

    /// The tests that read samples.
    pub fn samples(&self) -> impl Iterator<Item = &SampleTest> {
        let items = self.files.iter().flat_map(|file| &file.items);
        items.flat_map(|item| if let Item::Samples(samples) = item { samples.tests.as_slice() } else { &[] })
    }
}

/// The Rust names of the types and operations in the spec, by their names there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecNames {
    /// The name of each type.
    pub types: BTreeMap<crate::spec::TypeName, Ident>,
    /// Each operation as `group.method`.
    pub operations: BTreeMap<crate::spec::OperationId, String>,
}

/// The package of a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The name of the package.
    pub name: String,
    /// The version of the package.
    pub version: String,
    /// A sentence that describes the package.
    pub description: String,
    /// The licence of the package as an SPDX expression; `None` if whoever vendors the crate decides.
    pub license: Option<String>,
}

impl Package {
    /// The name with which code refers to the crate.
    pub fn library(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// A runtime module that a crate may need.
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
    /// The type for any JSON value.
    Json,
    /// The type for a value that is absent, null or present.
    Maybe,
    /// Dates with times.
    DateTime,
    /// Decimal numbers that keep all digits.
    Decimal,
    /// Identifiers of calls.
    RequestId,
    /// Bytes in base64.
    Base64,
    /// Helpers for types that keep the string form of a value.
    Kept,
    /// Bytes in URL-safe base64.
    Base64Url,
    /// Dates with times, in the format of HTTP headers.
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
    /// Fields that keep the JSON form of an integer enum.
    CodeForms,
    /// Unions with distinguishable types.
    OneOf,
    /// Constraints of values.
    Validate,
    /// Constraints of decimals.
    ValidateDecimal,
    /// Constraints of parameters.
    ValidateCall,
    /// Unions kept as JSON, from which each type can be read.
    AnyOf,
    /// Calling the service.
    Http,
    /// Tokens that are renewed.
    Token,
    /// API keys.
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
    /// Bodies that are sent unchanged.
    Upload,
    /// Multipart bodies.
    Multipart,
    /// Parts of multipart bodies that are written in a style.
    MultipartStyle,
    /// Responses that are streamed as bytes.
    Download,
    /// Responses of server-sent events.
    Events,
    /// Responses with a value on each line.
    Lines,
    /// Responses with a value in each part.
    Parts,
    /// Responses that can be requested in another format.
    Alternative,
    /// Paged lists.
    Paging,
    /// Lookup of JSON values by pointer.
    Pointer,
    /// Polling of long-running operations.
    Polling,
    /// The methods of streams, and iterators over streams.
    Stream,
    /// Bodies in XML.
    Xml,
    /// The intermediate form of values for parameters, forms and XML.
    Tree,
}

/// A module.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The path of the module in the crate, with `/`.
    pub path: String,
    /// The documentation of the module.
    pub docs: Docs,
    /// The items of the module, in order.
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
    SuccessResponses(SuccessResponses),
    /// The enum of several types of error responses.
    ErrorBodies(ErrorBodies),
    /// The headers that a response may have.
    ResponseHeaders(ResponseHeaders),
    /// The client.
    Client(Client),
    /// The tables of XML bodies.
    Xml(Xml),
    /// The tests that read samples.
    Samples(Samples),
    /// The root of the crate.
    Root(Root),
    /// An item that exists only with a feature.
    Gated(Gated),
}

impl Item {
    /// The item without its feature gate.
    pub fn ungated(&self) -> &Self {
        let mut item = self;
        while let Self::Gated(gated) = item {
            item = &gated.item;
        }
        item
    }
}

/// A type in requests or responses.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// A JSON object.
    Struct(Struct),
    /// One of several strings.
    OpenEnum(OpenEnum),
    /// One of several integers.
    OpenCodes(OpenCodes),
    /// One of several types.
    OneOf(OneOf),
    /// A union that is kept as JSON, because a value may have several of the types, or none can be recognized.
    AnyOf(AnyOf),
    /// Another name for a type.
    Alias(Alias),
}

impl Model {
    /// The name of the model.
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

/// An item that exists only with a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Gated {
    /// The features; any one of them is sufficient.
    pub features: Vec<String>,
    /// The item.
    pub item: Box<Item>,
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Whether the import is public.
    pub public: bool,
    /// The path up to the names: `crate::runtime`.
    pub path: Vec<Ident>,
    /// The imported names.
    pub names: Names,
}

/// The names that a `use` imports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// Only the path itself.
    This,
    /// All public names below the path.
    All,
    /// These names below the path, sorted.
    List(BTreeSet<Ident>),
}

/// A declaration of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mod {
    /// The documentation of the module.
    pub docs: Docs,
    /// Whether the module is public.
    pub public: bool,
    /// The name of the module.
    pub name: Ident,
}
