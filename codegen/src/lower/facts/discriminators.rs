//! The pass that finds discriminators: properties whose value follows from the type, because a union distinguishes its
//! types by them.

use std::collections::{BTreeMap, BTreeSet};

use super::unions::{Plan, Plans};
use crate::rust::Test;
use crate::spec::resolve::resolved;
use crate::spec::{Api, Shape, TypeRef};

/// The properties that identify a struct in unions, by struct and property.
pub(crate) type Discriminators = BTreeMap<(String, String), Discriminator>;

/// What the unions say about a property that identifies a struct.
#[derive(Debug, Default)]
pub(crate) struct Discriminator {
    /// The value, if all unions agree on one.
    pub value: Option<String>,
    /// Whether objects with another value are read as the struct: `defaultMapping`.
    pub is_open: bool,
}

/// Finds the properties that identify structs in unions.
pub(crate) fn find(api: &Api, plans: &Plans) -> Discriminators {
    let mut found: BTreeMap<(String, String), (BTreeSet<String>, bool)> = BTreeMap::new();
    for (name, def) in &api.types {
        let Shape::Union(union) = &def.shape else { continue };
        let mut add = |ty: &TypeRef, property: &str, values: &[String], is_open: bool| {
            if let Some(of) = with_property(api, ty, property) {
                let known = found.entry((of.to_owned(), property.to_owned())).or_default();
                known.0.extend(values.iter().cloned());
                known.1 |= is_open;
            }
        };
        if let Some(tag) = &union.tag {
            union.variants.iter().for_each(|variant| add(&variant.ty, tag, &variant.tags, variant.default));
        }
        // Without a tag, constants that differ between the types serve as one.
        if let Plan::OneOf(rows) = &plans[name] {
            for row in rows {
                for test in &row.tests {
                    if let Test::Is(property, values) = test {
                        add(&row.ty, property, values, false);
                    }
                }
            }
        }
    }
    let only = |values: BTreeSet<String>| if values.len() == 1 { values.into_iter().next() } else { None };
    let discriminator = |(values, is_open)| Discriminator { value: only(values), is_open };
    found.into_iter().map(|(property, known)| (property, discriminator(known))).collect()
}

/// The struct behind a type, if it has the property.
fn with_property<'a>(api: &'a Api, ty: &'a TypeRef, property: &str) -> Option<&'a str> {
    let TypeRef::Named(name, _) = resolved(api, ty) else { return None };
    match &api.types[name].shape {
        Shape::Struct(object) => object.members.contains_key(property).then_some(name),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}
