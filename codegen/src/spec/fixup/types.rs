//! Corrections of types as a whole.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::stale::{Stale, stale};
use crate::spec::{Api, Shape, TypeDef, TypeName, TypeRef, refs};

/// Adds a type. Expects that no type has that name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddType {
    /// The name of the type.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The definition of the type.
    pub definition: TypeDef,
}

/// Renames a type, also in references to it. Expects that no type has the new name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenameType {
    /// The current name of the type.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The new name of the type.
    pub to: TypeName,
}

/// Merges several types into one. Expects that they are equal except for their documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeTypes {
    /// The types to merge, at least two. Where documentation differs, that of the first type with documentation is
    /// kept.
    pub types: Vec<TypeName>,
    /// The name of the merged type: one of the old names, or a new one.
    pub into: TypeName,
}

pub(super) fn type_mut<'a>(api: &'a mut Api, name: &str) -> Result<&'a mut TypeDef, Stale> {
    api.types.get_mut(name).map_or_else(|| no_type(name), Ok)
}

fn no_type<T>(name: &str) -> Result<T, Stale> {
    stale(format!("the type `{name}`"), "it does not exist")
}

fn expect_free(api: &Api, name: &str) -> Result<(), Stale> {
    if api.types.contains_key(name) { stale(format!("no type `{name}`"), "there is one") } else { Ok(()) }
}

fn renamed(ty: &mut TypeRef, from: &BTreeSet<&TypeName>, to: &TypeName) {
    let mut concerned = false;
    ty.walk(&mut |part| concerned |= matches!(part, TypeRef::Named(name, _) if from.contains(name)));
    if concerned {
        *ty = ty.map(&mut |part| match part {
            TypeRef::Named(name, args) if from.contains(&name) => TypeRef::Named(to.clone(), args),
            other => other,
        });
    }
}

impl AddType {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        expect_free(api, &self.ty)?;
        api.types.insert(self.ty.clone(), self.definition.clone());
        Ok(())
    }
}

impl RenameType {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, to } = self;
        expect_free(api, to)?;
        let Some(def) = api.types.remove(ty) else { return no_type(ty) };
        api.types.insert(to.clone(), def);
        refs::rename(api, ty, to);
        Ok(())
    }
}

impl MergeTypes {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { types, into } = self;
        let names: BTreeSet<&TypeName> = types.iter().collect();
        let [first, others @ ..] = types.as_slice() else { return stale("two types at least", "it names none") };
        if names.len() != types.len() || others.is_empty() {
            return stale("two types at least, each once", format!("it names {}", types.join(", ")));
        }
        let defs: Vec<&TypeDef> =
            types.iter().map(|name| api.types.get(name).map_or_else(|| no_type(name), Ok)).collect::<Result<_, _>>()?;
        if !names.contains(into) {
            expect_free(api, into)?;
        }
        let bare: Vec<(&[String], Shape)> = defs.iter().map(|def| (&*def.params, bare(def, &names, into))).collect();
        if let Some(at) = bare.iter().position(|other| *other != bare[0]) {
            let difference = difference(&bare[0].1, &bare[at].1);
            return stale(format!("that `{first}` and `{}` are equal", types[at]), difference);
        }
        let mut merged = defs[0].clone();
        if let Some(documented) = defs.iter().find(|def| !def.docs.is_empty()) {
            merged.docs.clone_from(&documented.docs);
        }
        api.types.retain(|name, _| !names.contains(name));
        api.types.insert(into.clone(), merged);
        refs::replace(api, &mut |reference| renamed(reference, &names, into));
        Ok(())
    }
}

/// The shape without documentation, with references to any of the types replaced by the merged name.
fn bare(def: &TypeDef, names: &BTreeSet<&TypeName>, into: &TypeName) -> Shape {
    let mut shape = def.shape.clone();
    refs::replace_in_shape(&mut shape, &mut |ty| renamed(ty, names, into));
    shape.clear_docs();
    shape
}

/// The difference between two unequal shapes, in words.
fn difference(left: &Shape, right: &Shape) -> String {
    let (left, right) = match (left, right) {
        (Shape::Struct(left), Shape::Struct(right)) => {
            let differs = |name: &&String| left.members.get(*name) != right.members.get(*name);
            let names = left.members.keys().chain(right.members.keys()).filter(differs).cloned();
            return differ(["property", "properties"], names.collect());
        }
        (Shape::Strings(left), Shape::Strings(right)) => {
            let values = |of: &crate::spec::StringEnum| of.values.iter().map(|value| value.value.clone()).collect();
            (values(left), values(right))
        }
        (Shape::Integers(left), Shape::Integers(right)) => {
            let value = |value: &crate::spec::IntegerValue| match &value.name {
                Some(name) => format!("{} ({name})", value.value),
                None => value.value.to_string(),
            };
            let values = |of: &crate::spec::IntegerEnum| of.values.iter().map(value).collect();
            (values(left), values(right))
        }
        // The shapes are of different kinds, or of a kind whose parts have no names.
        _ => return "they differ".to_owned(),
    };
    let (left, right): (BTreeSet<String>, BTreeSet<String>) = (left, right);
    differ(["value", "values"], left.symmetric_difference(&right).cloned().collect())
}

fn differ([one, several]: [&str; 2], names: BTreeSet<String>) -> String {
    const SHOWN: usize = 10;
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("...".to_owned());
    }
    match names.as_slice() {
        [] => "they differ".to_owned(),
        [name] => format!("they differ in the {one} {name}"),
        _ => format!("they differ in the {several} {}", names.join(", ")),
    }
}
