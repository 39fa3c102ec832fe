//! Compares the constraints of a single type with those of a union that has this type, as far as they apply to it.

use serde_json::Value;

use super::effect::{Effect, Keywords};
use super::exclusive::{Kind, kind};
use super::keywords::of_constraints;
use super::refs;
use super::schemas;
use super::singles::bare;
use crate::spec::{Api, PATTERNS, POSITIONS, Scalar, Shape, TypeDef, TypeRef};

/// A type with the keywords of its values.
pub(super) struct Constrained<'a> {
    pub(super) api: &'a Api,
    pub(super) ty: &'a TypeRef,
    pub(super) keywords: &'a mut Keywords,
}

/// Where one side is a union and the other one is not, replaces the keywords of the union by those that apply to values
/// of the other type: `maxLength: 5` of a string is the same as in `oneOf` of such a string and an integer. Returns
/// whether the keywords of each side were replaced.
pub(super) fn align(old: Constrained<'_>, new: Constrained<'_>) -> [bool; 2] {
    let (before, after) = (plain(old.api, old.ty), plain(new.api, new.ty));
    let keyword = match (before, after) {
        (TypeRef::List(_), TypeRef::List(_)) => "items",
        (TypeRef::Map(_), TypeRef::Map(_)) => "additionalProperties",
        (_, _) => match (union(old.api, before), union(new.api, after)) {
            (None, Some(model)) => {
                add(model, new.keywords);
                return [false, restrict(new.keywords, old.api, before, old.keywords)];
            }
            (Some(model), None) => {
                add(model, old.keywords);
                return [restrict(old.keywords, new.api, after, new.keywords), false];
            }
            (Some(_), Some(_)) | (None, None) => return [false, false],
        },
    };
    let ((TypeRef::List(before), TypeRef::List(after)) | (TypeRef::Map(before), TypeRef::Map(after))) = (before, after)
    else {
        return [false, false];
    };
    let (mut of_old, mut of_new) = (take(old.keywords, keyword), take(new.keywords, keyword));
    let replaced = align(
        Constrained { api: old.api, ty: before, keywords: &mut of_old },
        Constrained { api: new.api, ty: after, keywords: &mut of_new },
    );
    for (keywords, inner) in [(old.keywords, of_old), (new.keywords, of_new)] {
        if !inner.is_empty() {
            keywords.insert(keyword.to_owned(), Value::Object(inner));
        }
    }
    replaced
}

/// The keywords in an object of keywords, which are removed from it. A schema of another form stays where it is.
fn take(keywords: &mut Keywords, keyword: &str) -> Keywords {
    match keywords.remove(keyword) {
        Some(Value::Object(inner)) => inner,
        Some(other) => {
            keywords.insert(keyword.to_owned(), other);
            Keywords::new()
        }
        None => Keywords::new(),
    }
}

fn plain<'a>(api: &'a Api, ty: &'a TypeRef) -> &'a TypeRef {
    refs::resolved(api, bare(refs::resolved(api, ty)))
}

/// The model of a type that is a union.
fn union<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a TypeDef> {
    let TypeRef::Named(name, _) = ty else { return None };
    api.types.get(name).filter(|def| matches!(def.shape, Shape::Union(_)))
}

/// Adds the alternatives that the model of a union states, if its use does not state them.
fn add(model: &TypeDef, keywords: &mut Keywords) {
    if !keywords.contains_key("oneOf") && !keywords.contains_key("anyOf") {
        for (keyword, value) in of_constraints(&model.constraints) {
            keywords.entry(keyword).or_insert(value);
        }
    }
}

/// Keeps the keywords of a union that apply to values of one of its types, whose keywords on the other side are
/// `single`. Returns false if they cannot be separated.
fn restrict(union: &mut Keywords, api: &Api, ty: &TypeRef, single: &Keywords) -> bool {
    let Some(kind) = kind(api, ty) else { return false };
    let mut kept = Keywords::new();
    for (keyword, value) in &*union {
        match (keyword.as_str(), value) {
            ("oneOf" | "anyOf", Value::Array(schemas)) => {
                let Some(schema) = schema_of(schemas, kind, api, ty, single) else { return false };
                for (keyword, value) in schema {
                    kept.entry(keyword).or_insert(value);
                }
            }
            (keyword, value) => {
                if is_about(keyword, value, kind, api, ty) {
                    kept.insert(keyword.to_owned(), value.clone());
                }
            }
        }
    }
    // The type determines which bounds are equal.
    kept.extend(single.get_key_value("type").map(|(keyword, value)| (keyword.clone(), value.clone())));
    *union = kept;
    true
}

/// The keywords of the alternative that is of the kind. If several are, the one with the keywords of the other side.
fn schema_of(schemas: &[Value], kind: Kind, api: &Api, ty: &TypeRef, single: &Keywords) -> Option<Keywords> {
    let of_kind = |schema: &&Value| match schema.get("type").and_then(Value::as_str) {
        Some(stated) => self::stated(stated) == Some(kind),
        None => schema.get("type").is_none(),
    };
    let mut found: Vec<Keywords> = schemas
        .iter()
        .filter(of_kind)
        .filter_map(Value::as_object)
        .map(|schema| constraints(schema, kind, api, ty))
        .collect();
    let mut plain = single.clone();
    plain.remove("type");
    let same = |keywords: &Keywords| schemas::schema(&keywords.clone().into(), &plain.clone().into()) == Effect::Not;
    match found.iter().position(same) {
        Some(at) => Some(found.swap_remove(at)),
        None => <[Keywords; 1]>::try_from(found).ok().map(|[only]| only),
    }
}

fn stated(name: &str) -> Option<Kind> {
    Some(match name {
        "string" => Kind::String,
        "number" | "integer" => Kind::Number,
        "boolean" => Kind::Boolean,
        "array" => Kind::Array,
        "object" => Kind::Object,
        _ => return None,
    })
}

/// The constraints in a schema of a type, without what the type says already.
fn constraints(schema: &Keywords, kind: Kind, api: &Api, ty: &TypeRef) -> Keywords {
    // The model of an object has its constraints.
    if kind == Kind::Object {
        return Keywords::new();
    }
    let mut kept = Keywords::new();
    for (keyword, value) in schema.iter().filter(|(keyword, value)| is_about(keyword, value, kind, api, ty)) {
        match (keyword.as_str(), value, plain(api, ty)) {
            ("type" | "$ref" | "nullable" | "x-nullable", ..) => {}
            ("enum", _, TypeRef::Named(..)) => {}
            ("items", Value::Object(items), TypeRef::List(item)) => {
                let items = self::kind(api, item).map(|kind| constraints(items, kind, api, item)).unwrap_or_default();
                kept.extend((!items.is_empty()).then(|| ("items".to_owned(), Value::Object(items))));
            }
            ("items", ..) => {}
            (_, value, _) => _ = kept.insert(keyword.clone(), value.clone()),
        }
    }
    kept
}

/// Whether a keyword applies to values of a type, and says more about them than the type.
fn is_about(keyword: &str, value: &Value, kind: Kind, api: &Api, ty: &TypeRef) -> bool {
    const NUMBERS: [&str; 10] =
        ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float", "double"];
    match keyword {
        "format" => {
            let is_number = value.as_str().is_some_and(|format| NUMBERS.contains(&format));
            let is_free = !matches!(plain(api, ty), TypeRef::Scalar(scalar) if *scalar != Scalar::String);
            kind == Kind::String && !is_number && is_free
        }
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType" | "contentSchema" => {
            kind == Kind::String
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => kind == Kind::Number,
        "minItems" | "maxItems" | "uniqueItems" | "items" | "prefixItems" | "additionalItems" | "contains"
        | "minContains" | "maxContains" | "unevaluatedItems" | POSITIONS => kind == Kind::Array,
        "properties"
        | "patternProperties"
        | "additionalProperties"
        | "required"
        | "minProperties"
        | "maxProperties"
        | "propertyNames"
        | "dependentRequired"
        | "dependentSchemas"
        | "dependencies"
        | "unevaluatedProperties"
        | "names"
        | PATTERNS => kind == Kind::Object,
        _ => true,
    }
}
