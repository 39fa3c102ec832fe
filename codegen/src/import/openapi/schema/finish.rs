//! Resolves facts about types that depend on all types: defaults that fit, and types that contain themselves.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::graph;
use crate::import::openapi::Import;
use crate::problem::{Problem, Rule};
use crate::spec::refs;
use crate::spec::resolve::resolved;
use crate::spec::{Api, Holds, Member, Origin, Scalar, Shape, TypeDef, TypeName, TypeRef, Union, Variant, check};

impl Import<'_> {
    /// Runs the checks and corrections that need all types.
    pub fn finish_types(&mut self) {
        self.complete();
        self.drop_absences();
        self.drop_defaults();
        self.add_tags();
    }

    /// Reads the named schemas that are still waiting, and ends types that contain themselves.
    pub fn complete(&mut self) {
        self.waiting();
        self.end_aliases();
        self.end_structs();
    }

    /// Removes types that describe only null or an empty string, and that the unions which name them have taken in:
    /// `NullEnum` and `BlankEnum` of drf-spectacular.
    fn drop_absences(&mut self) {
        let documents = self.documents;
        let says_absence = |origin: &Origin| {
            let top = documents.file(&origin.file).and_then(|file| documents.top(file));
            let schema = top.and_then(|top| documents.at(&top, &origin.pointer));
            schema.is_some_and(|schema| is_absence(schema.value))
        };
        let may_be = |shape: &Shape| match shape {
            Shape::Alias(_) => true,
            Shape::Strings(strings) => strings.values.iter().all(|value| value.value.is_empty()),
            Shape::Struct(_) | Shape::Union(_) | Shape::Integers(_) => false,
        };
        let stated = self
            .api
            .types
            .iter()
            .filter(|(_, def)| may_be(&def.shape) && def.origin.as_ref().is_some_and(says_absence));
        let mut unused: BTreeSet<TypeName> = stated.map(|(name, _)| name.clone()).collect();
        if unused.is_empty() {
            return;
        }
        refs::of_api(&self.api, &mut |_, reference| {
            reference.walk(&mut |part| {
                if let TypeRef::Named(name, _) = part {
                    unused.remove(name);
                }
            });
        });
        self.api.types.retain(|name, _| !unused.contains(name));
    }

    /// Removes defaults that are not values of their type.
    ///
    /// A default describes the service and is never sent. A wrong one breaks nothing, so the document is not refused
    /// for it.
    fn drop_defaults(&mut self) {
        let mut found: Vec<(TypeName, String)> = Vec::new();
        for (name, def) in &self.api.types {
            let Shape::Struct(of_struct) = &def.shape else { continue };
            for (member, described) in &of_struct.members {
                if described.default.as_ref().is_some_and(|value| !is_default(&self.api, value, &described.ty)) {
                    found.push((name.clone(), member.clone()));
                }
            }
        }
        for (name, member) in found {
            let def = self.api.types.get_mut(&name).expect("the name was just met");
            let Shape::Struct(of_struct) = &mut def.shape else { continue };
            let Some(described) = of_struct.members.get_mut(&member) else { continue };
            let Some(value) = described.default.take() else { continue };
            described.constraints.others.push(super::facts::line("default", &value));
            let origin = def.origin.clone().unwrap_or_else(|| Origin::new("", &[]));
            let message = format!("the default of `{member}` is not of the type `{}`", described.ty);
            self.problems.push(bad_default(origin, message));
        }
    }

    /// Adds the discriminator of a union to those of its types that do not describe it. The property is on the wire
    /// anyway, since nothing else states the type of a value.
    ///
    /// If unions with different discriminators contain the same type, each discriminator gets a separate copy of the
    /// type.
    fn add_tags(&mut self) {
        let lacking = self.without_tags();
        let mut tags: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for Lacking { of, tag, .. } in &lacking {
            tags.entry(of).or_default().insert(tag);
        }
        let several: HashSet<String> =
            tags.into_iter().filter(|(_, tags)| tags.len() > 1).map(|(of, _)| of.to_owned()).collect();
        let mut copies: HashMap<(TypeName, String), TypeName> = HashMap::new();
        for Lacking { union, variant, of, tag } in lacking {
            if !several.contains(&of) {
                add_tag(self.api.types.get_mut(&of), tag);
                continue;
            }
            let copy = match copies.get(&(of.clone(), tag.clone())) {
                Some(copy) => copy.clone(),
                None => {
                    let copy = self.free_name(&format!("{union}{of}"));
                    let mut def = self.api.types[&of].clone();
                    add_tag(Some(&mut def), tag.clone());
                    self.api.types.insert(copy.clone(), def);
                    copies.insert((of, tag), copy.clone());
                    copy
                }
            };
            let Some(Shape::Union(union)) = self.api.types.get_mut(&union).map(|def| &mut def.shape) else { continue };
            let described = &mut union.variants[variant];
            let is_nullable = matches!(described.ty, TypeRef::Nullable(_));
            described.ty = if is_nullable { TypeRef::named(copy).nullable() } else { TypeRef::named(copy) };
        }
    }

    /// The variants of unions whose struct does not describe the discriminator.
    fn without_tags(&self) -> Vec<Lacking> {
        let mut lacking = Vec::new();
        for (union, def) in &self.api.types {
            let Shape::Union(Union { tag: Some(tag), variants, .. }) = &def.shape else { continue };
            for (variant, described) in variants.iter().enumerate().filter(|(_, variant)| !variant.tags.is_empty()) {
                let TypeRef::Named(of, _) = resolved(&self.api, &described.ty) else { continue };
                let Some(Shape::Struct(object)) = self.api.types.get(of).map(|def| &def.shape) else { continue };
                if !object.members.contains_key(tag) {
                    lacking.push(Lacking { union: union.clone(), variant, of: of.clone(), tag: tag.clone() });
                }
            }
        }
        lacking
    }

    /// Replaces aliases that consist of themselves.
    fn end_aliases(&mut self) {
        let is_alias =
            |name: &TypeName| self.api.types.get(name).is_some_and(|def| matches!(def.shape, Shape::Alias(_)));
        let names: Vec<TypeName> = self.api.types.keys().filter(|name| is_alias(name)).cloned().collect();
        let numbers: HashMap<&str, usize> =
            names.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
        let mut edges = vec![Vec::new(); names.len()];
        for (number, name) in names.iter().enumerate() {
            let Some(Shape::Alias(ty)) = self.api.types.get(name).map(|def| &def.shape) else { continue };
            ty.walk(&mut |part| {
                if let TypeRef::Named(name, _) = part {
                    edges[number].extend(numbers.get(name.as_str()));
                }
            });
        }
        let components = graph::components(&edges);
        // A path from a type back to itself stays within its component.
        let leads_back = |number: usize| edges[number].iter().any(|target| components[*target] == components[number]);
        let found: Vec<&TypeName> =
            (0..names.len()).filter(|number| leads_back(*number)).map(|number| &names[number]).collect();
        for name in found {
            self.end_alias(name);
        }
    }

    fn end_alias(&mut self, name: &str) {
        let def = self.api.types.get_mut(name).expect("the alias was just met");
        let Shape::Alias(ty) = &def.shape else { return };
        let origin = def.origin.clone().unwrap_or_else(|| Origin::new("", &[]));
        match ty.clone() {
            // A list of itself has finite values: as the union of one type, it has a shape.
            ty @ (TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_)) => {
                let variants = vec![Variant::of(ty)];
                def.shape = Shape::Union(Union { holds: Holds::One, tag: None, variants });
            }
            _ => {
                def.shape = Shape::Alias(TypeRef::Scalar(crate::spec::Scalar::Json));
                let message = format!("`{name}` refers to itself and to nothing else");
                let help = "Write a schema for one of those that refer to each other.";
                self.report(Problem::error(Rule::EndlessType, origin, message, help));
            }
        }
    }
}

/// A struct that does not describe the discriminator of its union.
struct Lacking {
    union: TypeName,
    /// The index of the struct's variant.
    variant: usize,
    of: TypeName,
    tag: String,
}

fn add_tag(def: Option<&mut TypeDef>, tag: String) {
    if let Some(TypeDef { shape: Shape::Struct(object), .. }) = def
        && !object.members.contains_key(&tag)
    {
        object.members.shift_insert(0, tag, Member::new(TypeRef::Scalar(Scalar::String)));
    }
}

/// Whether a value is a possible default for a type.
pub(in crate::import::openapi) fn is_default(api: &Api, value: &Value, ty: &TypeRef) -> bool {
    check::fits(api, value, ty) && check::is_shallow(value)
}

/// The warning about a default that was removed.
pub(in crate::import::openapi) fn bad_default(origin: Origin, message: String) -> Problem {
    let help = "It is kept in the docs; write a value of the type, or leave the default out.";
    Problem::warning(Rule::DefaultType, origin, message, help)
}

/// Whether a schema lists nothing but null and the empty string.
fn is_absence(schema: &Value) -> bool {
    let listed = schema.get("enum").and_then(Value::as_array);
    listed.is_some_and(|values| {
        !values.is_empty() && values.iter().all(|value| value.is_null() || value.as_str() == Some(""))
    })
}
