//! The pass that converts type references of the spec to Rust types.

use crate::lower::config::{CrateConfig, HeldAs};
use crate::lower::facts::unions::{Plan, Plans};
use crate::lower::names::naming::{Formats, Naming};
use crate::lower::names::{self, Style};
use crate::lower::places::config_place;
use crate::problem::{Problem, Rule};
use crate::rust::{ArgType, Kept, Type};
use crate::spec::resolve::{is_nullable, resolved};
use crate::spec::{Api, IntegerFormat, Scalar, Shape, TypeRef};

/// The maximum length of a tuple; longer ones are lists of JSON.
pub(crate) const LONGEST_TUPLE: usize = 12;

/// The Rust type for a reference; `Nullable` becomes an `Option`.
pub(crate) fn rust_type(ty: &TypeRef, naming: &Naming) -> Type {
    match ty {
        TypeRef::Named(name, args) => {
            Type::Model(naming.types[name].clone(), args.iter().map(|arg| rust_type(arg, naming)).collect())
        }
        TypeRef::Param(name) => Type::Param(names::ident(name, Style::Camel)),
        TypeRef::Scalar(scalar) => rust_scalar(*scalar, &naming.formats),
        TypeRef::List(item) => Type::Vec(Box::new(rust_type(item, naming))),
        // The runtime reads tuples up to this length.
        TypeRef::Tuple(items) if items.len() > LONGEST_TUPLE => Type::Vec(Box::new(Type::Json)),
        TypeRef::Tuple(items) => Type::Tuple(items.iter().map(|item| rust_type(item, naming)).collect()),
        TypeRef::Map(item) => Type::Map(Box::new(rust_type(item, naming))),
        TypeRef::Nullable(inner) => rust_type(inner, naming).option(),
    }
}

/// The Rust types of scalars that `crate.json` sets.
pub(crate) fn formats(config: &CrateConfig, problems: &mut Vec<Problem>) -> Formats {
    let mut formats = Formats::new();
    for (name, held) in &config.formats {
        let place = config_place(&["formats", name]);
        let Some(scalar) = Scalar::ALL.iter().find(|scalar| scalar.name() == name) else {
            let help = "Name a scalar as in `api.json`: `date-time`, `decimal`.";
            problems.push(Problem::error(Rule::StaleConfig, place, format!("there is no scalar `{name}`"), help));
            continue;
        };
        match held {
            // The crate has this type only if the config asks for it.
            HeldAs::Native if *scalar == Scalar::Uri => _ = formats.insert(*scalar, Type::Kept(Kept::Uri)),
            HeldAs::Native => {}
            HeldAs::Integer if *scalar == Scalar::UnixTime => _ = formats.insert(*scalar, Type::I64),
            HeldAs::Integer => {
                let help = "Only a `unixtime` can be held as an integer.";
                let message = format!("a `{name}` is not an integer with a meaning of its own");
                problems.push(Problem::error(Rule::InvalidConfig, place, message, help));
            }
            HeldAs::Decimal if matches!(scalar, Scalar::Double | Scalar::Float) => {
                _ = formats.insert(*scalar, Type::Decimal);
            }
            HeldAs::Decimal => {
                let help = "Only a `double` or a `float` can be held as a `Decimal`.";
                let message = format!("a `{name}` is not a number with a fraction");
                problems.push(Problem::error(Rule::InvalidConfig, place, message, help));
            }
            HeldAs::Json => _ = formats.insert(*scalar, Type::Json),
            HeldAs::String if scalar.is_text() => _ = formats.insert(*scalar, Type::String),
            HeldAs::String => {
                let help = "Only what is text on the wire can be held as a string; `json` takes anything.";
                problems.push(Problem::error(Rule::InvalidConfig, place, format!("a `{name}` is not a string"), help));
            }
        }
    }
    formats
}

/// The Rust type for a scalar. A scalar without a type in the runtime is a `String`.
fn rust_scalar(scalar: Scalar, formats: &Formats) -> Type {
    if let Some(ty) = formats.get(&scalar) {
        return ty.clone();
    }
    match scalar {
        Scalar::Json => Type::Json,
        Scalar::Decimal => Type::Decimal,
        Scalar::Boolean => Type::Bool,
        Scalar::Int32 => Type::I32,
        Scalar::Int64 => Type::I64,
        Scalar::Uint32 => Type::U32,
        Scalar::Uint64 => Type::U64,
        Scalar::Float => Type::F32,
        Scalar::Double => Type::F64,
        Scalar::DateTime => Type::DateTime,
        Scalar::Date => Type::Date,
        Scalar::Base64 => Type::Base64,
        Scalar::HttpDate => Type::Kept(Kept::HttpDate),
        Scalar::UnixTime => Type::Kept(Kept::UnixTime),
        Scalar::Time => Type::Kept(Kept::TimeOfDay),
        Scalar::Duration => Type::Kept(Kept::IsoDuration),
        Scalar::Uuid => Type::Kept(Kept::Uuid),
        Scalar::Ipv4 => Type::Kept(Kept::Ipv4),
        Scalar::Ipv6 => Type::Kept(Kept::Ipv6),
        Scalar::Base64Url => Type::Kept(Kept::Base64Url),
        // Callers and HTTP crates take a URI as a string.
        Scalar::String | Scalar::Uri | Scalar::Binary => Type::String,
    }
}

/// The type of a list argument whose items are each sent as a string. Null has no string form, so items cannot be null.
pub(crate) fn displayed_items(api: &Api, item: &TypeRef, naming: &Naming) -> ArgType {
    ArgType::Slice(rust_type(if is_nullable(api, item) { resolved(api, item) } else { item }, naming))
}

/// Whether each value of the type, except null, is sent as the string that its Rust type displays.
pub(crate) fn is_displayed(api: &Api, ty: &TypeRef, naming: &Naming) -> bool {
    match resolved(api, ty) {
        TypeRef::Scalar(scalar) => !matches!(rust_scalar(*scalar, &naming.formats), Type::Json),
        TypeRef::Named(name, _) => matches!(api.types[name].shape, Shape::Strings(_) | Shape::Integers(_)),
        TypeRef::List(_) | TypeRef::Tuple(_) | TypeRef::Map(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => false,
    }
}

/// The type of a parameter as an argument.
pub(crate) fn arg_type(api: &Api, ty: &TypeRef, naming: &Naming) -> ArgType {
    let ty = resolved(api, ty);
    let rust = rust_type(ty, naming);
    match ty {
        TypeRef::List(item) => ArgType::Slice(rust_type(item, naming)),
        TypeRef::Named(name, _) if matches!(api.types[name].shape, Shape::Integers(_)) => ArgType::Value(rust),
        TypeRef::Named(..) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Param(_) | TypeRef::Nullable(_) => {
            ArgType::Ref(rust)
        }
        TypeRef::Scalar(_) => match rust {
            Type::String => ArgType::Str,
            Type::DateTime | Type::Date | Type::Decimal | Type::Base64 | Type::Kept(_) | Type::Json => {
                ArgType::Ref(rust)
            }
            small => ArgType::Value(small),
        },
    }
}

/// The Rust integer for the format of an enum.
pub(crate) fn repr(format: IntegerFormat) -> Type {
    match format {
        IntegerFormat::Int32 => Type::I32,
        IntegerFormat::Int64 => Type::I64,
    }
}

/// A key that is the same for all references with the same Rust type, and differs for all others.
///
/// From the outside in, `?` is an `Option`, `[` a list, `{` a map; then follows the name of a model, `<` and a scalar, `$`
/// for a type parameter, or the length of a tuple: `?[<String` is `Option<Vec<String>>`. The keys of type arguments, and
/// those of the items of a tuple, follow in parentheses: `Page(Order)`, `2(<I64,<String)`.
pub(crate) fn type_key<'a>(api: &'a Api, plans: &'a Plans, formats: &Formats, mut ty: &'a TypeRef) -> String {
    let keys =
        |types: &[TypeRef]| types.iter().map(|ty| type_key(api, plans, formats, ty)).collect::<Vec<_>>().join(",");
    let mut key = String::new();
    loop {
        if is_nullable(api, ty) {
            key.push('?');
        }
        match resolved(api, ty) {
            TypeRef::List(item) => (key, ty) = (key + "[", item),
            TypeRef::Map(item) => (key, ty) = (key + "{", item),
            TypeRef::Named(name, args) => match plans.get(name) {
                Some(Plan::Alias(target)) => ty = target,
                Some(Plan::OneOf(_) | Plan::AnyOf { .. }) | None if args.is_empty() => return key + name,
                Some(Plan::OneOf(_) | Plan::AnyOf { .. }) | None => return format!("{key}{name}({})", keys(args)),
            },
            TypeRef::Scalar(scalar) => return format!("{key}<{:?}", rust_scalar(*scalar, formats)),
            TypeRef::Param(_) => return key + "$",
            TypeRef::Tuple(items) if items.len() > LONGEST_TUPLE => return format!("{key}[<{:?}", Type::Json),
            TypeRef::Tuple(items) => return format!("{key}{}({})", items.len(), keys(items)),
            TypeRef::Nullable(_) => unreachable!("a resolved type is not nullable"),
        }
    }
}
