//! Compares constraints: whether fewer values are allowed than before, more, or others.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::Rule;
use super::alternatives::{self, Constrained};
use super::bounds;
use super::compare::{At, Compare};
use super::effect::{Effect, Keywords};
use super::keywords::of_constraints;
use super::open;
use super::refs;
use super::schemas;
use super::singles::{self, Valued, bare, singles};
use super::words;
use crate::spec::{
    Api, Constraints, LIMITS, OTHER_VALUES, PATTERNS, POSITIONS, REFERENCE, STABILITY, SUNSET, Scalar, Shape, TypeDef,
    TypeRef, WHOLE,
};

impl Compare<'_> {
    /// Compares the types of a value and its constraints; `retyped` is the rule for unrelated types. `places` are the
    /// names of the type and of the constraints in the spec.
    pub(super) fn value(&mut self, at: &At, old: Valued<'_>, new: Valued<'_>, retyped: Rule) {
        let rest = singles(self, old, new, retyped);
        for single in &rest.singles {
            single.report(self, &at.down(&single.called, &["type"]));
        }
        let (old, new) = rest.values(old, new);
        let renamed = same_integers(self, old, new);
        let old = renamed.as_ref().map_or(old, |constraints| Valued { ty: new.ty, constraints });
        const ANY: TypeRef = TypeRef::Scalar(Scalar::Json);
        let (before, after) = (old.ty.unwrap_or(&ANY), new.ty.unwrap_or(&ANY));
        let below = at.down("", &["type"]);
        match open::moved(self, old, new) {
            Some(moved) => moved.report(self, &below),
            None => self.ty(&below, before, after, retyped),
        }
        // Only schemas among the other constraints refer to models, which may have moved.
        if old.constraints == new.constraints && old.constraints.others.is_empty() {
            return;
        }
        let of_models = match (old.ty, new.ty) {
            (Some(before), Some(after)) => of_models(self, before, after),
            (_, _) => BTreeMap::new(),
        };
        let (mut before, mut after) = (self.of_old(old), keywords(new, self.new));
        if [&old, &new].iter().any(|value| open::states(value)) {
            before.remove(OTHER_VALUES);
            after.remove(OTHER_VALUES);
        }
        if let (Some(old), Some(new)) = (old.ty, new.ty) {
            aligned(self, (old, &mut before), (new, &mut after));
        }
        compare(self, &at.down("", &["constraints"]), &before, &after, &of_models, retyped);
    }

    /// Compares the types of additional properties, together with the constraints on them in the constraints of the
    /// model.
    pub(super) fn rest(&mut self, at: &At, old: (&TypeRef, &Constraints), new: (&TypeRef, &Constraints)) {
        let [old_values, new_values] = [old, new].map(|(_, constraints)| singles::of_values(constraints));
        let before = Valued { ty: Some(old.0), constraints: &old_values };
        let after = Valued { ty: Some(new.0), constraints: &new_values };
        let rest = singles(self, before, after, Rule::RestRetyped);
        for single in &rest.singles {
            single.report(self, &at.down(&single.called, &[]));
        }
        let (before, after) = rest.values(before, after);
        self.ty(at, before.ty.unwrap_or(old.0), after.ty.unwrap_or(new.0), Rule::RestRetyped);
    }

    /// Compares the constraints on all values of a model.
    pub(super) fn model_constraints(
        &mut self,
        at: &At,
        (old_name, old): (&str, &TypeDef),
        (name, new): (&str, &TypeDef),
    ) {
        let (mut before, mut after) = (self.of_old(of_model(old)), keywords(of_model(new), self.new));
        let [old, new] = [old_name, name].map(|name| TypeRef::Named(name.to_owned(), Vec::new()));
        aligned(self, (&old, &mut before), (&new, &mut after));
        compare(self, &at.down("", &["constraints"]), &before, &after, &BTreeMap::new(), Rule::TypeReshaped);
    }

    /// The keywords of the old side, in which a model that has moved is located where the new source has it.
    fn of_old(&self, value: Valued<'_>) -> Keywords {
        self.relocated(keywords(value, self.old))
    }

    fn relocated(&self, mut keywords: Keywords) -> Keywords {
        for name in [PATTERNS, POSITIONS, WHOLE] {
            keywords.get_mut(name).into_iter().for_each(|schemas| self.relocate(schemas));
        }
        keywords
    }

    fn relocate(&self, schema: &mut Value) {
        match schema {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get_mut(REFERENCE)
                    && let Some(moved) = self.moved_to(reference)
                {
                    *reference = moved;
                }
                members.values_mut().for_each(|schema| self.relocate(schema));
            }
            Value::Array(items) => items.iter_mut().for_each(|schema| self.relocate(schema)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The location in the new source of the model at a location in the old one.
    fn moved_to(&self, reference: &str) -> Option<String> {
        let pointer = reference.strip_prefix('#')?;
        let new = self.matched.types.get(self.old_places.get(pointer)?)?;
        Some(format!("#{}", self.new.types[*new].origin.as_ref()?.pointer))
    }
}

/// The values of a model. Those of another name of a type have that type.
fn of_model(def: &TypeDef) -> Valued<'_> {
    let ty = match &def.shape {
        Shape::Alias(ty) => Some(ty),
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => None,
    };
    Valued { ty, constraints: &def.constraints }
}

/// Where one side is a union of the other side's type and further ones, leaves the keywords that apply to that type.
fn aligned(compare: &Compare<'_>, (old, before): (&TypeRef, &mut Keywords), (new, after): (&TypeRef, &mut Keywords)) {
    let (old_api, new_api) = (compare.old, compare.new);
    let [of_old, of_new] = alternatives::align(
        Constrained { api: old_api, ty: old, keywords: before },
        Constrained { api: new_api, ty: new, keywords: after },
    );
    if of_old {
        without_implied(new, new_api, before);
    }
    if of_new {
        without_implied(old, old_api, after);
    }
}

/// The changes of models that also affect a value of such a type: they are reported for the model.
fn of_models(compare: &Compare<'_>, old: &TypeRef, new: &TypeRef) -> BTreeMap<String, Effect> {
    if !refs::same_name(compare, bare(old), bare(new)) {
        return BTreeMap::new();
    }
    let of = |api: &Api, ty: &TypeRef| match bare(ty) {
        TypeRef::Named(name, _) => api.types.get(name).map(|def| {
            let value = Valued { ty: Some(ty), constraints: &def.constraints };
            keywords(value, api)
        }),
        _ => None,
    };
    match (of(compare.old, old), of(compare.new, new)) {
        (Some(old), Some(new)) => moves(&compare.relocated(old), &new),
        (_, _) => BTreeMap::new(),
    }
}

/// The changes of keywords. The type is compared elsewhere; here it determines which bounds are equal.
fn moves(old: &Keywords, new: &Keywords) -> BTreeMap<String, Effect> {
    let mut moves = schemas::keywords(old, new);
    moves.remove("type");
    // Where the patterns say what other names have, they say which names are allowed.
    let has_others = |keywords: &Keywords| keywords.get(PATTERNS).is_some_and(|patterns| patterns.get("").is_some());
    if has_others(old) || has_others(new) {
        moves.remove("names");
    }
    moves
}

/// Reports all changes of constraints in one change, except for those that are reported elsewhere. `retyped` is the
/// rule for a pattern of names or a position with another type.
fn compare(
    compare: &mut Compare<'_>,
    at: &At,
    old: &Keywords,
    new: &Keywords,
    of_models: &BTreeMap<String, Effect>,
    retyped: Rule,
) {
    let [before, after] = [old, new].map(|keywords| keywords.get("default"));
    compare.default(at, before, after);
    let is_deprecated = |keywords: &Keywords| keywords.contains_key("deprecated");
    compare.deprecated(at, is_deprecated(old), is_deprecated(new));
    let texts = |name: &str| [old, new].map(|keywords| keywords.get(name).and_then(Value::as_str));
    if !of_models.contains_key(SUNSET) {
        let [before, after] = texts(SUNSET);
        compare.sunset(at, before, after);
    }
    if !of_models.contains_key(STABILITY) {
        let [before, after] = texts(STABILITY);
        compare.stability(at, before, after);
    }
    let mut moves = moves(old, new);
    moves.retain(|keyword, _| !matches!(keyword.as_str(), "default" | "deprecated" | SUNSET | STABILITY));
    moves.retain(|keyword, moved| of_models.get(keyword) != Some(moved));
    let types = |keywords: &Keywords, name: &str| keywords.get(name).map(types);
    for name in [PATTERNS, POSITIONS] {
        let (before, after) = (types(old, name), types(new, name));
        if moves.get(name) == Some(&Effect::Other)
            && schemas::keyword(name, before.as_ref(), after.as_ref()) == Effect::Other
        {
            moves.remove(name);
            let text = |value: Option<Value>| value.map(|value| words::keyword(name, &value));
            compare.push(at, retyped, text(before), text(after));
        }
    }
    if let Some(rule) = moves.values().fold(Effect::Not, |all, moved| all.and(*moved)).rule() {
        let text = |keywords: &Keywords| {
            let shown = |keyword: &String| {
                let twin = match keyword.as_str() {
                    "minimum" => "exclusiveMinimum",
                    "maximum" => "exclusiveMaximum",
                    "exclusiveMinimum" => "minimum",
                    "exclusiveMaximum" => "maximum",
                    other => other,
                };
                let keyword = if keywords.contains_key(keyword) { keyword } else { twin };
                keywords.get(keyword).map(|value| words::keyword(keyword, value))
            };
            let lines: Vec<String> = moves.keys().filter_map(shown).collect();
            (!lines.is_empty()).then(|| lines.join(", "))
        };
        compare.push(at, rule, text(old), text(new));
    }
}

/// A schema with nothing but its types.
fn types(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let is_limit = |name: &str, value: &Value| LIMITS.contains(&name) && !value.is_object();
            let kept = members.iter().filter(|(name, value)| !is_limit(name, value));
            kept.map(|(name, value)| (name.clone(), types(value))).collect()
        }
        Value::Array(items) => items.iter().map(types).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

/// The constraints as JSON Schema keywords.
fn keywords(value: Valued<'_>, api: &Api) -> Keywords {
    let mut keywords = of_constraints(value.constraints);
    let Some(ty) = value.ty else { return keywords };
    without_implied(ty, api, &mut keywords);
    // The type determines which bounds are equal.
    if matches!(plain(api, ty), TypeRef::Scalar(scalar) if range(*scalar).is_some()) {
        keywords.insert("type".to_owned(), Value::from("integer"));
    }
    keywords
}

fn plain<'a>(api: &'a Api, ty: &'a TypeRef) -> &'a TypeRef {
    refs::resolved(api, bare(refs::resolved(api, bare(ty))))
}

/// Removes what the type of a value says already.
fn without_implied(ty: &TypeRef, api: &Api, keywords: &mut Keywords) {
    let mut within = |keyword: &str, ty: &TypeRef| {
        let Some(Value::Object(inner)) = keywords.get_mut(keyword) else { return };
        without_implied(ty, api, inner);
        if inner.is_empty() {
            keywords.remove(keyword);
        }
    };
    match plain(api, ty) {
        TypeRef::Scalar(Scalar::Binary) => {
            // The media type of the body or the part says what the bytes are.
            keywords.remove("contentMediaType");
        }
        TypeRef::Scalar(scalar) => {
            if let Some(range) = range(*scalar) {
                bounds::remove_implied(keywords, range);
            }
        }
        TypeRef::List(item) => within("items", item),
        TypeRef::Map(item) => within("additionalProperties", item),
        TypeRef::Named(..) | TypeRef::Param(_) | TypeRef::Tuple(_) | TypeRef::Nullable(_) => {}
    }
}

/// The old constraints with the bounds of the new side, if both allow the same integers although their widths differ:
/// `format: int32`, and `format: int64` with the bounds of 32 bits.
fn same_integers(compare: &Compare<'_>, old: Valued<'_>, new: Valued<'_>) -> Option<Constraints> {
    let (before, after) = (old.ty?, new.ty?);
    let scalar = |api, ty| match plain(api, ty) {
        TypeRef::Scalar(scalar) => Some((*scalar, range(*scalar)?)),
        _ => None,
    };
    let ((one, of_old), (other, of_new)) = (scalar(compare.old, before)?, scalar(compare.new, after)?);
    let is_null = |ty: &TypeRef| matches!(ty, TypeRef::Nullable(_));
    let within = |value: Valued<'_>, range| bounds::within(&of_constraints(value.constraints), range);
    let is_same = one != other && is_null(before) == is_null(after) && within(old, of_old) == within(new, of_new);
    is_same.then(|| {
        let Constraints { minimum, maximum, exclusive_minimum, exclusive_maximum, .. } = new.constraints.clone();
        Constraints { minimum, maximum, exclusive_minimum, exclusive_maximum, ..old.constraints.clone() }
    })
}

/// The least and the greatest value of an integer.
fn range(scalar: Scalar) -> Option<(i128, i128)> {
    match scalar {
        Scalar::Int32 => Some((i32::MIN.into(), i32::MAX.into())),
        Scalar::Int64 => Some((i64::MIN.into(), i64::MAX.into())),
        Scalar::Uint32 => Some((0, u32::MAX.into())),
        Scalar::Uint64 => Some((0, u64::MAX.into())),
        Scalar::Json
        | Scalar::String
        | Scalar::Boolean
        | Scalar::Float
        | Scalar::Double
        | Scalar::Decimal
        | Scalar::DateTime
        | Scalar::HttpDate
        | Scalar::UnixTime
        | Scalar::Date
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Ipv4
        | Scalar::Ipv6
        | Scalar::Base64
        | Scalar::Base64Url
        | Scalar::Binary => None,
    }
}
