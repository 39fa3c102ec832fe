//! The models of a crate.

use super::{Docs, Ident, Type};

/// A model that is a JSON object.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// The documentation of the struct.
    pub docs: Docs,
    /// Whether the struct is deprecated.
    pub deprecated: bool,
    /// Whether the struct occurs in responses only, so that fields may be added without breaking its users.
    pub non_exhaustive: bool,
    /// The name of the struct.
    pub name: Ident,
    /// The type parameters of the struct.
    pub params: Vec<Ident>,
    /// How to create a value without arguments.
    pub default: Default,
    /// The fields of the struct.
    pub fields: Vec<Field>,
    /// What happens to additional properties.
    pub rest: Rest,
    /// How to create a value from the required fields.
    pub constructor: Constructor,
}

/// How to create a value from its required fields, without those that have a single value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// There is no constructor: no field is required, or callers do not create values.
    None,
    /// With `new`, which takes these fields.
    New(Vec<usize>),
    /// From a struct of this name that has these fields and no others.
    From(Ident, Vec<usize>),
}

/// How `Default` creates a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// `Default` is not implemented, because a field is required.
    None,
    /// All fields are absent.
    LeftOut,
    /// The required fields have their constant values.
    Filled,
}

/// What happens to additional properties.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// Additional properties are kept in the field `extra`.
    Extra(Ident),
    /// Additional properties are values of a type, in the given field.
    Typed(Ident, Type),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The documentation of the field.
    pub docs: Docs,
    /// Whether the field is deprecated.
    pub deprecated: bool,
    /// Whether `Debug` hides the value of the field.
    pub secret: bool,
    /// The name of the field in Rust.
    pub name: Ident,
    /// The name of the property on the wire.
    pub wire: String,
    /// The type of the field, without `Option` or `Maybe` for its presence.
    pub ty: Type,
    /// Whether the field may be absent or null.
    pub presence: Presence,
    /// Whether the field is or contains an integer enum, so that the JSON form of its value is kept.
    pub keeps_form: bool,
    /// The constant value of the field, if callers need not write it.
    pub constant: Option<Constant>,
    /// The default or the only value of the field as JSON, if the field is required and a response without it is read as
    /// that.
    pub absent: Option<String>,
}

/// The constant value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A string, or a value of a string enum.
    Text(String),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
    /// Null, of a property that has no other value.
    Null,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`: always present.
    Required,
    /// `Option<T>`: always present, perhaps null.
    RequiredOrNull,
    /// `Option<T>`: may be absent.
    Optional,
    /// `Maybe<T>`: may be absent, and may be null.
    OptionalOrNull,
    /// `T`: always sent. If a response lacks it, it has its constant value.
    Filled,
}

impl Field {
    /// The type with which the field is declared.
    pub fn declared(&self) -> Type {
        let ty = self.ty.clone();
        match self.presence {
            Presence::Required | Presence::Filled => ty,
            Presence::RequiredOrNull | Presence::Optional => ty.option(),
            Presence::OptionalOrNull => Type::Maybe(Box::new(ty)),
        }
    }
}

/// A string enum.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEnum {
    /// The documentation of the enum.
    pub docs: Docs,
    /// Whether the enum is deprecated.
    pub deprecated: bool,
    /// Whether the enum is `#[non_exhaustive]`, so that values may be added without breaking its users.
    pub non_exhaustive: bool,
    /// The name of the enum.
    pub name: Ident,
    /// The listed values.
    pub values: Vec<EnumValue>,
}

/// A listed value of a string enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The documentation of the value.
    pub docs: Docs,
    /// The name of the variant.
    pub name: Ident,
    /// The value on the wire.
    pub wire: String,
}

/// An integer enum.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCodes {
    /// The documentation of the enum.
    pub docs: Docs,
    /// Whether the enum is deprecated.
    pub deprecated: bool,
    /// The name of the enum.
    pub name: Ident,
    /// The Rust type of the integer: `i32` or `i64`.
    pub repr: Type,
    /// The listed values.
    pub values: Vec<CodeValue>,
}

/// A listed value of an integer enum.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeValue {
    /// The documentation of the value.
    pub docs: Docs,
    /// The name of the constant, if the value has one.
    pub name: Option<Ident>,
    /// The name in the spec, which is accepted in JSON instead of the number.
    pub spoken: Option<String>,
    /// The value on the wire.
    pub wire: i64,
}

/// A union whose types can be distinguished.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOf {
    /// The documentation of the union.
    pub docs: Docs,
    /// Whether the union is deprecated.
    pub deprecated: bool,
    /// The name of the union.
    pub name: Ident,
    /// The type parameters of the union.
    pub params: Vec<Ident>,
    /// The variants of the union.
    pub variants: Vec<Variant>,
    /// The types from which a value can be created, in addition to those of the variants.
    pub conversions: Vec<Conversion>,
}

/// A type from which a union can be created.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// The type that is converted.
    pub from: Source,
    /// The variant that is created.
    pub variant: Ident,
}

/// A type from which a union can be created.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// `&str`.
    Str,
    /// A type, unchanged.
    Type(Type),
    /// An array of items of this type, of any length.
    Array(Type),
}

impl Source {
    /// The type in the source, if it has one.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Str => None,
            Self::Type(ty) | Self::Array(ty) => Some(ty),
        }
    }
}

/// One type of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The documentation of the variant.
    pub docs: Docs,
    /// The name of the variant.
    pub name: Ident,
    /// The type of the variant.
    pub ty: Type,
    /// Whether another variant has the same type.
    pub alike: bool,
    /// The tests that identify a value of the variant; any of them is enough.
    pub tests: Vec<Test>,
}

/// A test that identifies the type of a JSON value, as the runtime performs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The value is `null`.
    Null,
    /// The value is a string.
    String,
    /// The value is one of these strings.
    Text(Vec<String>),
    /// The value is `true` or `false`.
    Boolean,
    /// The value is a number that fits into an `i32`.
    Int32,
    /// The value is a number that fits into an `i64`.
    Int64,
    /// The value is a number that fits into a `u32`.
    Uint32,
    /// The value is a number that fits into a `u64`.
    Uint64,
    /// The value is a number without a fraction, where numbers with a fraction are of another type.
    Digits,
    /// The value is a number.
    Number,
    /// The value is a number with a fraction, where numbers without one are of another type.
    Fraction,
    /// The value is an array.
    Array,
    /// The value is an array in which each item, except for null, passes one of these tests.
    Items(Vec<Test>),
    /// The value is an array that is empty or contains only nulls.
    NoItems,
    /// The value is an object.
    Object,
    /// The value is an object whose property with that name has one of these values: the content of a string, otherwise
    /// JSON.
    Is(String, Vec<String>),
    /// The value is an object with a property of that name.
    Has(String),
    /// The value is an object with a value other than null in one of these properties.
    Any(Vec<String>),
    /// The value is an object with all of these properties, which fits no other test.
    All(Vec<String>),
}

/// A union that is kept as JSON, because a value may have several of its types, or the types cannot be distinguished.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyOf {
    /// The documentation of the union.
    pub docs: Docs,
    /// Whether the union is deprecated.
    pub deprecated: bool,
    /// The name of the union.
    pub name: Ident,
    /// The name of the enum of the types that can be read.
    pub view: Ident,
    /// The types that can be read from the value, in the order in which they are tried.
    pub views: Vec<View>,
    /// The types from which a value can be created, in addition to those that can be read, each with the variant of the
    /// enum as which it can be read.
    pub conversions: Vec<Conversion>,
}

/// A type that a value can be read as.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The documentation of the type.
    pub docs: Docs,
    /// The name of the method that reads the type.
    pub name: Ident,
    /// The name of the variant of the enum.
    pub variant: Ident,
    /// The type that is read.
    pub ty: Type,
    /// Whether an earlier view has the same type.
    pub alike: bool,
}

/// Another name for a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// The documentation of the alias.
    pub docs: Docs,
    /// Whether the alias is deprecated.
    pub deprecated: bool,
    /// The name of the alias.
    pub name: Ident,
    /// The type parameters of the alias.
    pub params: Vec<Ident>,
    /// The target of the alias.
    pub ty: Type,
}
