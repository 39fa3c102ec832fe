//! Lowers a union according to its plan: to an enum, to a value that can be read as each type, or to an alias of one
//! type.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::context::{Head, Models};
use crate::docs;
use crate::lower::facts::unions::conversions::Unions;
use crate::lower::facts::unions::{self, Plan, Row};
use crate::lower::models::types;
use crate::lower::names;
use crate::lower::places::place_of_type;
use crate::problem::{Problem, Rule};
use crate::rust::{self, Docs, Ident, Model, Source, Type};
use crate::spec;
use crate::spec::resolve::resolved;

pub(crate) fn lower(
    models: &Models,
    name: &str,
    union: &spec::Union,
    head: Head,
    problems: &mut Vec<Problem>,
) -> Model {
    let Head { docs, deprecated, ident, params } = head;
    match &models.plans[name] {
        Plan::Alias(ty) => {
            let ty = types::rust_type(ty, models.naming);
            Model::Alias(rust::Alias { docs, deprecated, name: ident, params, ty })
        }
        Plan::OneOf(rows) => {
            let variants = variants(models, name, union, rows, !params.is_empty());
            let conversions = match params.is_empty() {
                true => conversions(models, name, union, &variants),
                false => Vec::new(),
            };
            Model::OneOf(rust::OneOf { docs, deprecated, name: ident, params, variants, conversions })
        }
        Plan::AnyOf { is_fallback } => {
            let place = place_of_type(models.api, name);
            let message = format!("nothing distinguishes the types of the union `{name}`");
            if !params.is_empty() {
                let help = "Make it a union for each argument, or a type without parameters.";
                problems.push(Problem::error(Rule::Unsupported, place, message, help));
            } else if *is_fallback {
                let help = "Its values are kept as plain JSON, from which each of the types can be read.";
                problems.push(Problem::warning(Rule::UntypedFallback, place, message, help));
            }
            let views = views(models, name, union);
            let variant = |at: usize| models.naming.parts[name][&union.variants[at].ty.to_string()].clone();
            let sources = sources(models).conversions(name).into_iter();
            let conversions = sources.map(|(from, at)| rust::Conversion { from, variant: variant(at) }).collect();
            let view = models.naming.views[name].clone();
            Model::AnyOf(rust::AnyOf { docs, deprecated, name: ident, view, views, conversions })
        }
    }
}

fn variants(models: &Models, name: &str, union: &spec::Union, rows: &[Row], is_generic: bool) -> Vec<rust::Variant> {
    let key = |row: &Row| {
        let key = types::type_key(models.api, models.plans, &models.naming.formats, &row.ty);
        // A type parameter may become the type argument of another variant, such as `Page<T>` beside `Page<Order>`.
        if is_generic { key.split_inclusive('(').next().unwrap_or_default().to_owned() } else { key }
    };
    let keys: Vec<String> = rows.iter().map(key).collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    keys.iter().for_each(|key| *counts.entry(key).or_default() += 1);
    let row = |(row, key): (&Row, &String)| {
        let variant = &union.variants[row.variant];
        let ty = types::rust_type(&row.ty, models.naming);
        let boxed = models.boxed.contains(&(name.to_owned(), row.variant.to_string()));
        rust::Variant {
            docs: variant_docs(variant),
            name: models.naming.parts[name][&variant.ty.to_string()].clone(),
            ty: if boxed { Type::Box(Box::new(ty)) } else { ty },
            alike: key.ends_with('$') || counts[key] > 1,
            tests: row.tests.clone(),
        }
    };
    rows.iter().zip(&keys).map(row).collect()
}

/// The documentation of a variant. The compiler cannot warn about uses of a deprecated one: the union itself uses it.
fn variant_docs(variant: &spec::Variant) -> Docs {
    let docs = docs::escaped(&variant.docs);
    if variant.deprecated { docs.with("Deprecated.".to_owned()) } else { docs }
}

fn sources<'a>(models: &'a Models) -> Unions<'a> {
    Unions { api: models.api, plans: models.plans, naming: models.naming }
}

/// The types from which a union can be created, besides the types of its variants.
fn conversions(models: &Models, name: &str, union: &spec::Union, variants: &[rust::Variant]) -> Vec<rust::Conversion> {
    let is_boxed = |variant: usize| models.boxed.contains(&(name.to_owned(), variant.to_string()));
    let found = sources(models).conversions(name).into_iter();
    let found = found.filter(|(_, variant)| !is_boxed(*variant));
    let variant = |variant: usize| models.naming.parts[name][&union.variants[variant].ty.to_string()].clone();
    let found = found.map(|(from, at)| rust::Conversion { from, variant: variant(at) });
    // Conversions take the type without its `Box`, so callers need not know which variants are boxed.
    let unboxed = variants.iter().filter(|variant| !variant.alike).filter_map(|variant| match &variant.ty {
        Type::Box(inner) => {
            Some(rust::Conversion { from: Source::Type((**inner).clone()), variant: variant.name.clone() })
        }
        _ => None,
    });
    unboxed.chain(found).collect()
}

/// The methods of a union kept as JSON that read its value as each type.
fn views(models: &Models, name: &str, union: &spec::Union) -> Vec<rust::View> {
    let parts = &models.naming.parts[name];
    let methods: BTreeMap<String, names::Choice> =
        parts.iter().map(|(ty, variant)| (ty.clone(), names::Choice::Derived(names::reading(variant)))).collect();
    let methods: BTreeMap<String, Ident> = names::resolve(&methods, &["as_json"], names::exactly).names;
    // Conversion from `Json` always exists, so it is not added again.
    let mut seen = BTreeSet::from([format!("<{:?}", Type::Json)]);
    let others = union.variants.iter().filter(|variant| !unions::is_itself(models.api, name, &variant.ty));
    let mut others: Vec<&spec::Variant> = others.collect();
    others.sort_by_key(|variant| rank(models, &variant.ty));
    others
        .into_iter()
        .map(|variant| {
            let key = types::type_key(models.api, models.plans, &models.naming.formats, &variant.ty);
            rust::View {
                docs: variant_docs(variant),
                name: methods[&variant.ty.to_string()].clone(),
                variant: parts[&variant.ty.to_string()].clone(),
                ty: types::rust_type(&variant.ty, models.naming),
                alike: !seen.insert(key),
            }
        })
        .collect()
}

/// The order in which types are tried: types that accept any value last, and before them first those that require most
/// properties, because a base that requires one property accepts all types that extend it.
fn rank(models: &Models, ty: &spec::TypeRef) -> (bool, Reverse<usize>) {
    let required = match resolved(models.api, ty) {
        spec::TypeRef::Scalar(spec::Scalar::Json) => return (true, Reverse(0)),
        spec::TypeRef::Named(name, _) => match (&models.api.types[name].shape, models.plans.get(name)) {
            (_, Some(Plan::AnyOf { .. })) => return (true, Reverse(0)),
            (spec::Shape::Struct(object), _) => {
                object.members.values().filter(|member| !member.presence.is_optional()).count()
            }
            _ => 0,
        },
        _ => 0,
    };
    (false, Reverse(required))
}
