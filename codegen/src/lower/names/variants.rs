//! Names for the variants of a union, with as few words as are needed to distinguish them.
//!
//! The first of these that exists names a variant: the value of the union's tag, the constant of a property in which
//! the types differ, the name of the type without the words that all variants share, the JSON kind.

use std::collections::{BTreeMap, BTreeSet};

use super::{Style, ident, plain, spoken};
use crate::rust::Ident;
use crate::spec::resolve::resolved;
use crate::spec::{Api, Scalar, Shape, TypeRef, Union};
use crate::words::{self, LONG};

/// The candidates for the name of a variant.
struct Naming<'a> {
    key: String,
    ty: &'a TypeRef,
    /// The short name, which may not be unique.
    short: String,
    /// The whole name of the type, or a name for its kind with details.
    whole: String,
}

/// The string from which each variant's name is derived, by the reference to its type, and the name that the variant
/// would have alone. `used` has the generated variants with their index and type.
pub(crate) fn texts(
    api: &Api,
    name: &str,
    union: &Union,
    used: &[(usize, &TypeRef)],
    types: &BTreeMap<String, Ident>,
) -> BTreeMap<String, (String, Ident)> {
    let constants = constants(api, used);
    let short = short_names(name, used, types);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    used.iter().filter_map(|(_, ty)| known_kind(api, ty)).for_each(|kind| *kinds.entry(kind).or_default() += 1);
    let mut namings: Vec<Naming> = Vec::new();
    for ((at, ty), short) in used.iter().zip(short) {
        let variant = &union.variants[*at];
        let tag = match (&union.tag, variant.tags.as_slice()) {
            (Some(_), [tag]) if ident(tag, Style::Camel) != types[name] => Some(tag.as_str()),
            _ => None,
        };
        let value = tag.or(constants.get(at).copied()).or(only_value(api, ty));
        let value = value.filter(|value| is_name(value));
        let short = match (value, known_kind(api, ty)) {
            (Some(value), _) => plain(value, Style::Camel).text().to_owned(),
            (None, Some(kind)) if short.len() > LONG && kinds[kind] == 1 => kind.to_owned(),
            (None, _) => short,
        };
        namings.push(Naming { key: variant.ty.to_string(), ty, short, whole: whole(ty, types) });
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    namings.iter().for_each(|naming| *counts.entry(naming.short.clone()).or_default() += 1);
    let texts = namings.into_iter().map(|Naming { key, ty, short, whole }| {
        let text = if counts[&short] > 1 { whole } else { short };
        let alone = match value(ty) {
            TypeRef::Named(name, _) => types[name].clone(),
            ty => ident(kind(ty), Style::Camel),
        };
        (key, (text, alone))
    });
    texts.collect()
}

/// The names of the types without the words that they share with the union and with each other, in the order of `used`.
fn short_names(union: &str, used: &[(usize, &TypeRef)], types: &BTreeMap<String, Ident>) -> Vec<String> {
    let mut union = words(union, types);
    let mut short: Vec<String> = used.iter().map(|(_, ty)| kind(ty).to_owned()).collect();
    let mut named: Vec<(usize, Vec<String>)> = Vec::new();
    for (place, (_, ty)) in used.iter().enumerate() {
        if let TypeRef::Named(name, _) = value(ty) {
            named.push((place, words(name, types)));
        }
    }
    let mut done = without_union(&union, &mut named);
    // Azure gives this name to the base of a family only, not to the types that extend it.
    if union.last().is_some_and(|last| last == "base") && union.len() > 1 {
        union.pop();
        done.extend(without_union(&union, &mut named));
    }
    if named.len() > 1 {
        strip(&mut named, |words, at| words.get(at), |words| _ = words.remove(0));
        strip(&mut named, |words, at| words.iter().rev().nth(at), |words| _ = words.pop());
    }
    for (place, words) in named.into_iter().chain(done) {
        short[place] = ident(&words.join("_"), Style::Camel).text().to_owned();
    }
    short
}

/// Separates the names that start or end with that of the union, and returns the remaining words.
fn without_union(union: &[String], named: &mut Vec<(usize, Vec<String>)>) -> Vec<(usize, Vec<String>)> {
    let mut done = Vec::new();
    named.retain(|(place, words)| {
        let rest = words.strip_prefix(union).or_else(|| words.strip_suffix(union)).filter(|rest| !rest.is_empty());
        done.extend(rest.map(|rest| (*place, rest.to_vec())));
        rest.is_none()
    });
    done
}

/// Removes the words that all names share at one end, as long as each keeps a word that may begin a name.
fn strip(
    named: &mut [(usize, Vec<String>)],
    word: impl Fn(&[String], usize) -> Option<&String>,
    take: impl Fn(&mut Vec<String>),
) {
    let shortest = named.iter().map(|(_, words)| words.len()).min().unwrap_or_default();
    let is_shared = |at: usize| named.iter().all(|(_, words)| word(words, at) == word(&named[0].1, at));
    let shared = (0..shortest.saturating_sub(1)).take_while(|at| is_shared(*at)).count();
    for _ in 0..shared {
        named.iter_mut().for_each(|(_, words)| take(words));
    }
}

/// All words of a type's name, even if its identifier was shortened.
fn words(name: &str, types: &BTreeMap<String, Ident>) -> Vec<String> {
    let ident_of_spec = ident(name, Style::Camel);
    let name = if ident_of_spec == types[name] { name } else { types[name].text() };
    words::snake(&spoken(name)).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The maximum number of words of a constant that names a variant.
const MOST_WORDS: usize = 3;

/// The constant of each variant in the property that distinguishes most of them.
fn constants<'a>(api: &'a Api, used: &[(usize, &TypeRef)]) -> BTreeMap<usize, &'a str> {
    let mut found: BTreeMap<&str, BTreeMap<usize, &str>> = BTreeMap::new();
    for (at, ty) in used {
        let TypeRef::Named(name, _) = resolved(api, ty) else { continue };
        let Shape::Struct(object) = &api.types[name].shape else { continue };
        for (property, member) in &object.members {
            if let Some(constant) = constant(api, member) {
                found.entry(property).or_default().insert(*at, constant);
            }
        }
    }
    found.retain(|_, values| {
        let distinct: BTreeSet<&str> = values.values().copied().collect();
        // A sentence is not a name.
        let is_name = |value: &str| value.split_whitespace().count() <= MOST_WORDS;
        values.len() > 1 && distinct.len() == values.len() && values.values().all(|value| is_name(value))
    });
    let is_usual = |property: &str| ["type", "kind", "object"].contains(&property);
    let best = found
        .into_iter()
        .max_by_key(|(property, values)| (values.len(), is_usual(property), std::cmp::Reverse(*property)));
    best.map(|(_, values)| values).unwrap_or_default()
}

/// The constant string of a property.
fn constant<'a>(api: &'a Api, member: &'a crate::spec::Member) -> Option<&'a str> {
    if let Some(constant) = &member.constraints.constant {
        return constant.as_str();
    }
    only_value(api, &member.ty)
}

/// The value of an enum with a single value.
fn only_value<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a str> {
    let TypeRef::Named(name, _) = resolved(api, ty) else { return None };
    match &api.types[name].shape {
        Shape::Strings(of_enum) => match of_enum.values.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        },
        Shape::Struct(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

/// Whether a value can be a name, unlike an address, a number or a sentence. The empty string can: its name is `Empty`.
fn is_name(value: &str) -> bool {
    value.is_empty()
        || value.starts_with(|first: char| first.is_ascii_alphabetic())
            && value.chars().count() <= LONG
            && value.chars().all(|next| next.is_ascii_alphanumeric() || "_-. ".contains(next))
}

/// The type without null.
fn value(ty: &TypeRef) -> &TypeRef {
    if let TypeRef::Nullable(inner) = ty { inner } else { ty }
}

/// The word for the kind of a type without a name.
fn kind(ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Json => "Json",
            Scalar::Boolean => "Boolean",
            Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => "Integer",
            Scalar::Float | Scalar::Double => "Number",
            Scalar::Decimal => "Decimal",
            Scalar::DateTime => "DateTime",
            Scalar::HttpDate => "HttpDate",
            Scalar::UnixTime => "UnixTime",
            Scalar::Date => "Date",
            Scalar::Time => "Time",
            Scalar::Duration => "Duration",
            Scalar::Uuid => "Uuid",
            Scalar::Ipv4 => "Ipv4",
            Scalar::Ipv6 => "Ipv6",
            Scalar::Base64 => "Base64",
            Scalar::Base64Url => "Base64Url",
            Scalar::String | Scalar::Uri | Scalar::Binary => "String",
        },
        TypeRef::List(_) => "List",
        TypeRef::Map(_) => "Map",
        TypeRef::Tuple(_) => "Tuple",
        TypeRef::Nullable(inner) => kind(inner),
        TypeRef::Named(..) | TypeRef::Param(_) => "Value",
    }
}

/// The JSON kind of the values of a type; `None` for a union.
fn known_kind(api: &Api, ty: &TypeRef) -> Option<&'static str> {
    match resolved(api, ty) {
        TypeRef::Named(name, _) => match &api.types[name].shape {
            Shape::Struct(_) => Some("Object"),
            Shape::Strings(_) => Some("String"),
            Shape::Integers(_) => Some("Integer"),
            Shape::Union(_) | Shape::Alias(_) => None,
        },
        ty => Some(kind(ty)),
    }
}

/// A detailed name for a type, to distinguish variants of one kind: `StringList`.
fn whole(ty: &TypeRef, types: &BTreeMap<String, Ident>) -> String {
    let listed = |items: &[TypeRef]| items.iter().map(|item| whole(item, types)).collect::<String>();
    match ty {
        TypeRef::Named(name, args) => format!("{}{}", types[name].text(), listed(args)),
        TypeRef::Scalar(scalar) => ident(scalar.name(), Style::Camel).text().to_owned(),
        TypeRef::List(item) => format!("{}List", item_word(item, types)),
        TypeRef::Map(item) => format!("{}Map", item_word(item, types)),
        TypeRef::Tuple(items) => {
            format!("Tuple{}", items.iter().map(|item| item_word(item, types)).collect::<String>())
        }
        TypeRef::Nullable(inner) => whole(inner, types),
        TypeRef::Param(name) => name.clone(),
    }
}

fn item_word(item: &TypeRef, types: &BTreeMap<String, Ident>) -> String {
    match item {
        TypeRef::Scalar(_) => kind(item).to_owned(),
        item => whole(item, types),
    }
}
