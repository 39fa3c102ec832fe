//! The pass that finds discriminators: properties whose value follows from the type, because a union distinguishes its
//! types by them.

use std::collections::{BTreeMap, BTreeSet};

use super::unions::{Plan, Plans};
use crate::rust::Test;
use crate::spec::resolve::resolved;
use crate::spec::{Api, Shape, TypeRef};

/// The properties that identify a struct in unions, by struct and property, with the value if all unions agree on one.
pub(crate) type Discriminators = BTreeMap<(String, String), Option<String>>;

/// Finds the properties that identify structs in unions.
pub(crate) fn find(api: &Api, plans: &Plans) -> Discriminators {
    let mut found: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for (name, def) in &api.types {
        let Shape::Union(union) = &def.shape else { continue };
        let mut add = |ty: &TypeRef, property: &str, values: &[String]| {
            if let Some(of) = with_property(api, ty, property) {
                found.entry((of.to_owned(), property.to_owned())).or_default().extend(values.iter().cloned());
            }
        };
        if let Some(tag) = &union.tag {
            union.variants.iter().for_each(|variant| add(&variant.ty, tag, &variant.tags));
        }
        // Without a tag, constants that differ between the types serve as one.
        if let Plan::OneOf(rows) = &plans[name] {
            for row in rows {
                for test in &row.tests {
                    if let Test::Is(property, values) = test {
                        add(&row.ty, property, values);
                    }
                }
            }
        }
    }
    let only = |values: BTreeSet<String>| if values.len() == 1 { values.into_iter().next() } else { None };
    found.into_iter().map(|(property, values)| (property, only(values))).collect()
}

/// The struct behind a type, if it has the property.
fn with_property<'a>(api: &'a Api, ty: &'a TypeRef, property: &str) -> Option<&'a str> {
    let TypeRef::Named(name, _) = resolved(api, ty) else { return None };
    match &api.types[name].shape {
        Shape::Struct(object) => object.members.contains_key(property).then_some(name),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}
