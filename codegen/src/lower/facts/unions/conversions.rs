//! Finds the types from which a union can be created, in addition to the types of its variants: a `&str` for a
//! `String`, a list for an inner union that contains lists. They are used only if no other variant could be meant.

use std::collections::BTreeMap;

use super::{Plan, Plans, is_itself};
use crate::lower::models::types::{rust_type, type_key};
use crate::lower::names::naming::Naming;
use crate::rust::{Source, Type};
use crate::spec::resolve::{is_nullable, resolved};
use crate::spec::{Api, Shape, TypeRef};

/// The maximum depth of unions within unions that are considered.
const DEPTH: usize = 3;

/// The input for finding conversions: all unions with their plans.
pub(crate) struct Unions<'a> {
    pub api: &'a Api,
    pub plans: &'a Plans,
    pub naming: &'a Naming,
}

/// A type from which a union can be created.
#[derive(Clone, Debug)]
struct Input {
    source: Source,
    /// The index of the variant; `None` if it is ambiguous.
    variant: Option<usize>,
    /// The number of steps to the type of the variant. Of several variants, the one with the fewest steps is used.
    distance: usize,
}

impl Unions<'_> {
    /// The types that convert to a union, with the index of the variant, in addition to the types of the variants
    /// themselves.
    pub(crate) fn conversions(&self, name: &str) -> Vec<(Source, usize)> {
        let inputs = self.inputs(name, DEPTH);
        let own = Type::Model(self.naming.types[name].clone(), Vec::new());
        let is_new = |input: &Input| input.distance > 0 && input.source != Source::Type(own.clone());
        inputs.into_values().filter(is_new).filter_map(|input| Some((input.source, input.variant?))).collect()
    }

    /// All types that convert to a union, by a string that is the same for equal types.
    fn inputs(&self, name: &str, depth: usize) -> BTreeMap<String, Input> {
        let mut inputs = BTreeMap::new();
        let Shape::Union(union) = &self.api.types[name].shape else { return inputs };
        let used: Vec<(usize, &TypeRef)> = match &self.plans[name] {
            Plan::Alias(_) => return inputs,
            Plan::OneOf(rows) => rows.iter().map(|row| (row.variant, &row.ty)).collect(),
            Plan::AnyOf { .. } => union.variants.iter().enumerate().map(|(at, of)| (at, &of.ty)).collect(),
        };
        for (variant, ty) in used.into_iter().filter(|(_, ty)| !is_itself(self.api, name, ty)) {
            let key = type_key(self.api, self.plans, &self.naming.formats, ty);
            let source = Source::Type(rust_type(ty, self.naming));
            add(&mut inputs, key, Input { source, variant: Some(variant), distance: 0 });
            if !is_nullable(self.api, ty) {
                self.derived(&mut inputs, ty, variant, depth);
            }
        }
        if let Plan::AnyOf { .. } = &self.plans[name] {
            inputs.retain(|_, input| is_kept_as_json(&input.source));
        }
        inputs
    }

    /// Adds the types that convert to the type of a variant.
    fn derived(&self, inputs: &mut BTreeMap<String, Input>, ty: &TypeRef, variant: usize, depth: usize) {
        let mut add = |key: &str, source: Source, distance: usize| {
            add(inputs, key.to_owned(), Input { source, variant: Some(variant), distance });
        };
        let formats = &self.naming.formats;
        let target = self.behind(ty);
        match rust_type(target, self.naming) {
            Type::String => add("&str", Source::Str, 1),
            Type::I64 => add(&format!("<{:?}", Type::I32), Source::Type(Type::I32), 1),
            Type::F64 => add(&format!("<{:?}", Type::I32), Source::Type(Type::I32), 2),
            Type::Vec(item) => {
                add(&format!("array {}", type_key(self.api, self.plans, formats, target)), Source::Array(*item), 1)
            }
            _ => {}
        }
        let TypeRef::Named(name, args) = target else { return };
        match &self.api.types[name].shape {
            // A value that unsets something, such as the empty string, is not a reason to convert every string.
            Shape::Strings(of_enum) if of_enum.values.iter().any(|value| !value.value.is_empty()) => {
                add("&str", Source::Str, 2);
                add(&format!("<{:?}", Type::String), Source::Type(Type::String), 2);
            }
            Shape::Union(_) if args.is_empty() && depth > 0 => {
                for (key, input) in self.inputs(name, depth - 1) {
                    let variant = input.variant.map(|_| variant);
                    self::add(inputs, key, Input { variant, distance: input.distance + 3, ..input });
                }
            }
            Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => {}
        }
    }

    /// The type of a variant, with aliases and unions of a single type resolved.
    fn behind<'b>(&'b self, ty: &'b TypeRef) -> &'b TypeRef {
        let mut ty = resolved(self.api, ty);
        while let TypeRef::Named(name, _) = ty
            && let Some(Plan::Alias(target)) = self.plans.get(name)
        {
            ty = resolved(self.api, target);
        }
        ty
    }
}

/// Whether a source converts to a union that keeps its value as JSON. Arrays have a JSON form up to 32 items only.
pub(crate) fn is_kept_as_json(source: &Source) -> bool {
    !matches!(source, Source::Array(_) | Source::Type(Type::Json))
}

/// Adds a source. Of equal sources, the one with the fewest steps counts; with the same number of steps the source is
/// ambiguous.
fn add(inputs: &mut BTreeMap<String, Input>, key: String, input: Input) {
    match inputs.get_mut(&key) {
        Some(known) if known.distance == input.distance && known.variant != input.variant => known.variant = None,
        Some(known) if known.distance <= input.distance => {}
        _ => _ = inputs.insert(key, input),
    }
}
