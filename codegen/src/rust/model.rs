//! The models of a crate.

use super::{Docs, Ident, Type};

/// A model that is a JSON object.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether it is only received, so that fields may be added without breaking its users.
    pub non_exhaustive: bool,
    /// Its name.
    pub name: Ident,
    /// Its type parameters.
    pub params: Vec<Ident>,
    /// How to create a value without arguments.
    pub default: Default,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What happens to additional properties.
    pub rest: Rest,
    /// How to create a value from the required fields.
    pub constructor: Constructor,
}

/// How to create a value from its required fields, without those that have a single value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// In no such way: no field is required, or callers do not create values.
    None,
    /// With `new`, which takes these fields.
    New(Vec<usize>),
    /// From a struct of this name that has these fields and no others.
    From(Ident, Vec<usize>),
}

/// How to create a value without arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// Not at all, because a field is required.
    None,
    /// By leaving all fields out.
    LeftOut,
    /// By filling in the required fields, which all have a single value.
    Filled,
}

/// What happens to additional properties.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// They go to the field `extra`.
    Extra(Ident),
    /// They are values of a type, in a field.
    Typed(Ident, Type),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether it is hidden when the struct is shown.
    pub secret: bool,
    /// Its name in Rust.
    pub name: Ident,
    /// Its name on the wire.
    pub wire: String,
    /// Its type, without what its presence adds.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether it is or contains an integer enum, so that the JSON form of its value is kept.
    pub keeps_form: bool,
    /// Its one value, where a caller need not write it.
    pub constant: Option<Constant>,
    /// The JSON of its default, if it is required and a response without it reads as that.
    pub absent: Option<String>,
}

/// The single value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A string, or a value of a string enum.
    Text(String),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`: always there.
    Required,
    /// `Option<T>`: always there, perhaps null.
    RequiredOrNull,
    /// `Option<T>`: may be absent.
    Optional,
    /// `Maybe<T>`: may be absent, and may be null.
    OptionalOrNull,
    /// `T`: always sent, and its one value where a response lacks it.
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

/// A model that is a string out of a list that may grow.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEnum {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether values may be added without breaking its users: they match it with a wildcard.
    pub non_exhaustive: bool,
    /// Its name.
    pub name: Ident,
    /// The listed values.
    pub values: Vec<EnumValue>,
}

/// A listed value of a string enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// What it means.
    pub docs: Docs,
    /// The variant.
    pub name: Ident,
    /// The value on the wire.
    pub wire: String,
}

/// A model that is an integer out of a list that may grow.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCodes {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its name.
    pub name: Ident,
    /// The integer: `i32` or `i64`.
    pub repr: Type,
    /// The listed values.
    pub values: Vec<CodeValue>,
}

/// A listed value of an integer enum.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeValue {
    /// What it means.
    pub docs: Docs,
    /// The constant, where the value has a name.
    pub name: Option<Ident>,
    /// The name in the spec, which is accepted in JSON instead of the number.
    pub spoken: Option<String>,
    /// The value on the wire.
    pub wire: i64,
}

/// A model that is one of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct OneOf {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its name.
    pub name: Ident,
    /// Its type parameters.
    pub params: Vec<Ident>,
    /// Its variants.
    pub variants: Vec<Variant>,
    /// From what a value is made besides the types of its variants.
    pub conversions: Vec<Conversion>,
}

/// A type from which a union is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// The type.
    pub from: Source,
    /// The variant that it becomes.
    pub variant: Ident,
}

/// A type from which a value is made.
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
    /// The type that it names.
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
    /// What it means.
    pub docs: Docs,
    /// The variant.
    pub name: Ident,
    /// Its type.
    pub ty: Type,
    /// Whether another variant has that type too.
    pub alike: bool,
    /// What it is known by; any of them is enough.
    pub tests: Vec<Test>,
}

/// What a value of a type is known by, as the runtime tests it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is `null`.
    Null,
    /// It is a string.
    String,
    /// It is one of these strings.
    Text(Vec<String>),
    /// It is `true` or `false`.
    Boolean,
    /// It is a number that an `i32` holds.
    Int32,
    /// It is a number that an `i64` holds.
    Int64,
    /// It is a number that a `u32` holds.
    Uint32,
    /// It is a number that a `u64` holds.
    Uint64,
    /// It is a number of digits alone, where a number with a fraction is of another type.
    Digits,
    /// It is a number.
    Number,
    /// It is an array.
    Array,
    /// It is an array of which each item, null aside, passes one of these tests.
    Items(Vec<Test>),
    /// It is an array without items, or of nulls alone.
    NoItems,
    /// It is an object.
    Object,
    /// An object whose property with that name has one of these values: the content of a string, or else JSON.
    Is(String, Vec<String>),
    /// An object with a property of that name.
    Has(String),
    /// An object with a value other than null in one of these properties.
    Any(Vec<String>),
    /// An object with these properties that fits no other test.
    All(Vec<String>),
}

/// A model that may be of several types at once, or of one of several that nothing tells apart.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyOf {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its name.
    pub name: Ident,
    /// The name of the enum of what it can be read as.
    pub view: Ident,
    /// What it can be read as, what is tried first in front.
    pub views: Vec<View>,
    /// From what a value is made besides the types as which it can be read.
    pub conversions: Vec<Source>,
}

/// A type that a value can be read as.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// What it means.
    pub docs: Docs,
    /// The method that reads it.
    pub name: Ident,
    /// The variant of the enum.
    pub variant: Ident,
    /// The type.
    pub ty: Type,
    /// Whether an earlier view has that type too.
    pub alike: bool,
}

/// Another name for a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// What it is.
    pub docs: Docs,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Its name.
    pub name: Ident,
    /// Its type parameters.
    pub params: Vec<Ident>,
    /// The type.
    pub ty: Type,
}
