//! The possible JSON forms of a type, with aliases, nulls and nested unions resolved.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::Test;
use crate::spec::resolve::{is_nullable, resolved};
use crate::spec::{Access, Api, IntegerFormat, Member, Scalar, Shape, Struct, TypeRef};

/// One possible form of the values of a row.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'a> {
    /// The index of the row.
    pub row: usize,
    /// The form of the values.
    pub form: Form<'a>,
}

/// A possible JSON form of a value.
#[derive(Clone, Debug)]
pub(crate) enum Form<'a> {
    /// `null`.
    Null,
    /// Any string.
    Text,
    /// A string out of a list.
    Strings(Vec<&'a str>),
    /// `true` or `false`.
    Boolean,
    /// An integer, and the test for its width.
    Integer(Test),
    /// Any number.
    Number,
    /// An array, and the type of its items; `None` if the items may be of any type.
    Array(Option<&'a TypeRef>),
    /// An object.
    Object(Object<'a>),
}

/// What is known about the properties of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object<'a> {
    /// Whether the source states a type for additional properties.
    pub takes_all: bool,
    /// The documented properties, and whether each is always present.
    pub members: BTreeMap<&'a str, bool>,
    /// The properties with one of a few values.
    pub closed: BTreeMap<&'a str, BTreeSet<String>>,
}

/// A type that is still to be examined, with the discriminator values from the unions around it.
type Open<'a> = (&'a TypeRef, Vec<(&'a str, &'a [String])>);

/// The JSON forms of a type; `None` if any form is possible. Each union is examined once.
pub(crate) fn of<'a>(
    api: &'a Api,
    row: usize,
    ty: &'a TypeRef,
    tag: Option<(&'a str, &'a [String])>,
) -> Option<Vec<Leaf<'a>>> {
    more(api, row, ty, tag, &mut BTreeSet::new())
}

/// The JSON forms of a type, without those of the unions in `known`, to which the unions of this type are added. A type
/// may contain the same unions in very many ways.
pub(crate) fn more<'a>(
    api: &'a Api,
    row: usize,
    ty: &'a TypeRef,
    tag: Option<(&'a str, &'a [String])>,
    known: &mut BTreeSet<&'a str>,
) -> Option<Vec<Leaf<'a>>> {
    let mut leaves = Vec::new();
    let mut seen = BTreeSet::new();
    let mut has_tags = tag.is_some();
    let mut open: Vec<Open<'a>> = vec![(ty, tag.into_iter().collect())];
    while let Some((ty, tags)) = open.pop() {
        if is_nullable(api, ty) {
            leaves.push(Form::Null);
        }
        match resolved(api, ty) {
            TypeRef::Scalar(scalar) => leaves.extend(of_scalar(*scalar)?),
            TypeRef::List(item) => leaves.push(Form::Array(Some(item.as_ref()))),
            // The items of a tuple are of several types.
            TypeRef::Tuple(_) => leaves.push(Form::Array(None)),
            TypeRef::Map(_) => {
                leaves.push(Form::Object(tagged(Object { takes_all: true, ..Object::default() }, &tags)))
            }
            TypeRef::Param(_) => return None,
            TypeRef::Nullable(_) => unreachable!("a resolved type is not nullable"),
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Struct(object) => leaves.push(Form::Object(tagged(of_struct(api, object), &tags))),
                Shape::Strings(values) => {
                    leaves.push(Form::Strings(values.values.iter().map(|value| value.value.as_str()).collect()));
                }
                Shape::Integers(of_enum) => leaves.push(Form::Integer(match of_enum.format {
                    IntegerFormat::Int32 => Test::Int32,
                    IntegerFormat::Int64 => Test::Int64,
                })),
                Shape::Union(_) if tags.is_empty() && known.contains(name.as_str()) => {}
                Shape::Union(union) if seen.insert(name.as_str()) => {
                    has_tags |= union.tag.is_some();
                    open.extend(union.variants.iter().rev().map(|variant| {
                        let own = union.tag.as_deref().filter(|_| !variant.tags.is_empty());
                        let own = own.map(|tag| (tag, variant.tags.as_slice()));
                        (&variant.ty, tags.iter().copied().chain(own).collect())
                    }));
                }
                Shape::Union(_) => {}
                Shape::Alias(_) => unreachable!("a resolved type is not an alias"),
            },
        }
    }
    // With other discriminator values, the objects of a union have other forms.
    if !has_tags {
        known.extend(seen);
    }
    Some(leaves.into_iter().map(|form| Leaf { row, form }).collect())
}

fn of_scalar<'a>(scalar: Scalar) -> Option<Vec<Form<'a>>> {
    Some(vec![match scalar {
        Scalar::Json => return None,
        Scalar::Decimal => return Some(vec![Form::Number, Form::Text]),
        Scalar::Boolean => Form::Boolean,
        Scalar::Int32 => Form::Integer(Test::Int32),
        Scalar::Int64 | Scalar::UnixTime => Form::Integer(Test::Int64),
        Scalar::Uint32 => Form::Integer(Test::Uint32),
        Scalar::Uint64 => Form::Integer(Test::Uint64),
        Scalar::Float | Scalar::Double => Form::Number,
        text => {
            assert!(text.is_text(), "all other scalars are text");
            Form::Text
        }
    }])
}

fn of_struct<'a>(api: &'a Api, object: &'a Struct) -> Object<'a> {
    let Struct { members, rest } = object;
    // Values are read from responses, which lack what only callers set.
    let is_required = |member: &Member| !member.presence.is_optional() && member.access != Access::Caller;
    Object {
        takes_all: rest.is_some(),
        members: members.iter().map(|(name, member)| (name.as_str(), is_required(member))).collect(),
        closed: members.iter().filter_map(|(name, member)| Some((name.as_str(), values(api, member)?))).collect(),
    }
}

/// The possible values of a property, if there are few, as strings for comparison: the content of a string, otherwise
/// the JSON.
fn values(api: &Api, member: &Member) -> Option<BTreeSet<String>> {
    // A null is read like an absent value, which tells nothing.
    if let Some(constant) = member.constraints.constant.as_ref().filter(|constant| !constant.is_null()) {
        return Some(BTreeSet::from([constant.as_str().map_or_else(|| constant.to_string(), str::to_owned)]));
    }
    let values: BTreeSet<String> = match resolved(api, &member.ty) {
        TypeRef::Named(name, _) => match &api.types[name].shape {
            Shape::Strings(of_enum) => of_enum.values.iter().map(|value| value.value.clone()).collect(),
            Shape::Integers(of_enum) => of_enum.values.iter().map(|value| value.value.to_string()).collect(),
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => return None,
        },
        _ => return None,
    };
    // An optional property distinguishes types only if it has a single value.
    (!member.presence.is_optional() || values.len() == 1).then_some(values)
}

/// The object, with its discriminator as a required property that has the values of the union.
fn tagged<'a>(mut object: Object<'a>, tags: &[(&'a str, &'a [String])]) -> Object<'a> {
    for (tag, values) in tags {
        object.members.insert(tag, true);
        object.closed.insert(tag, values.iter().cloned().collect());
    }
    object
}
