//! Compares the parameters in the path, the query, headers and cookies.

use std::collections::BTreeMap;

use super::super::Rule;
use super::compare::{At, Compare};
use super::exclusive::{self, Kind};
use super::refs;
use super::singles::{Valued, bare};
use super::words;
use crate::spec::{
    Api, Constraints, Param, ParamPlace, ParamValue, Params, Presence, STABILITY, SUNSET, Scalar, Shape, Style, TypeRef,
};

/// The locations of parameters: the name, and whether case is ignored there.
const PLACES: [(&str, bool); 4] = [("path", false), ("query", false), ("header", true), ("cookie", false)];

type Named<'a> = BTreeMap<String, (&'a str, &'a Param)>;

/// Compares the parameters of an operation, which are sent in the direction of `at`. `renamed` has the parameters of
/// the path, by their old names. If the path has changed (`another`), its parameters are not compared.
pub(super) fn compare(
    compare: &mut Compare,
    at: &At,
    old: &Params,
    new: &Params,
    renamed: &BTreeMap<&str, &str>,
    another: bool,
) {
    let (old, new) = (places(old), places(new));
    let (mut gone, mut fresh) = (Vec::new(), Vec::new());
    for (index, (place, _)) in PLACES.iter().enumerate() {
        for (key, (name, param)) in &old[index] {
            let key = if index == 0 { renamed.get(key.as_str()).map_or(key.as_str(), |new| new) } else { key };
            match new[index].get(key) {
                Some((new_name, found)) => {
                    let mut below = at.down(&format!(": {place} {new_name}"), &["params", place, new_name]);
                    below.old = at.old.down(&["params", place, name]);
                    if index == 0 && name != new_name {
                        let (before, after) = (Some((*name).to_owned()), Some((*new_name).to_owned()));
                        // A name that was elsewhere in the path already suggests another order of the values.
                        let was_elsewhere = old[0].contains_key(key);
                        let rule = if was_elsewhere { Rule::PathParamSwapped } else { Rule::PathParamRenamed };
                        compare.push(&below, rule, before, after);
                    }
                    self::param(compare, &below, place, param, found);
                }
                None => gone.push((*place, *name, *param)),
            }
        }
        for (key, (name, param)) in &new[index] {
            let known = if index == 0 { renamed.values().any(|new| new == key) } else { false };
            if !known && !old[index].contains_key(key) {
                fresh.push((*place, *name, *param));
            }
        }
    }
    moved(compare, at, &mut gone, &mut fresh);
    let is_reported = |(place, ..): &Placed| another && *place == "path";
    gone.retain(|placed| !is_reported(placed));
    fresh.retain(|placed| !is_reported(placed));
    one_sided(compare, at, gone, fresh);
}

/// Reports the parameters that only one side has.
fn one_sided(compare: &mut Compare, at: &At, gone: Vec<Placed>, fresh: Vec<Placed>) {
    for (place, name, param) in gone {
        let below = at.only_old(&format!(": {place} {name}"), &["params", place, name]);
        compare.push(&below, Rule::ParamRemoved, Some(words::ty(&param.ty)), None);
    }
    for (place, name, param) in fresh {
        let below = at.only_new(&format!(": {place} {name}"), &["params", place, name]);
        // A new parameter with a single value, or one that is set on the client, is still missing in the requests of an
        // old client.
        let rule = match param.presence {
            Presence::Optional => Rule::ParamAdded,
            Presence::Required => Rule::ParamAddedRequired,
        };
        compare.push(&below, rule, None, Some(words::ty(&param.ty)));
    }
}

/// The parameters by place, and within a place by the names that distinguish them.
fn places(params: &Params) -> [Named<'_>; 4] {
    let Params { path, query, header, cookie } = params;
    let mut all = [path, query, header, cookie]
        .map(|params| params.iter().map(|(name, param)| (name.clone(), (name.as_str(), param))).collect::<Named>());
    for (named, (_, ignores_case)) in all.iter_mut().zip(PLACES) {
        if ignores_case {
            *named = std::mem::take(named).into_iter().map(|(key, entry)| (key.to_ascii_lowercase(), entry)).collect();
        }
    }
    all
}

type Placed<'a> = (&'static str, &'a str, &'a Param);

/// Reports a parameter as moved if it was removed at one place and added at another.
fn moved(compare: &mut Compare, at: &At, gone: &mut Vec<Placed>, fresh: &mut Vec<Placed>) {
    gone.retain(|(place, name, param)| {
        let found = fresh.iter().position(|(other, new, _)| other != place && new.eq_ignore_ascii_case(name));
        let Some((new_place, new_name, new_param)) = found.map(|found| fresh.remove(found)) else { return true };
        let mut below = at.down(&format!(": {new_place} {new_name}"), &["params", new_place, new_name]);
        below.old = at.old.down(&["params", place, name]);
        compare.push(&below, Rule::ParamMoved, Some((*place).to_owned()), Some(new_place.to_owned()));
        self::param(compare, &below, new_place, param, new_param);
        false
    });
}

fn param(compare: &mut Compare, at: &At, place: &str, old: &Param, new: &Param) {
    if old == new {
        return compare.ty(&at.down("", &["type"]), &old.ty, &new.ty, Rule::ParamRetyped);
    }
    // A change of the name in client code is found by the comparison of the crates.
    let Param {
        ty,
        client_name: _,
        presence,
        value,
        style: _,
        explode: _,
        reserved: _,
        raw: _,
        unwritten: _,
        constraints,
        deprecated,
        docs,
    } = new;
    let text = as_text(compare, old, new);
    if let Some(Some(rule)) = text {
        compare.push(at, rule, Some(words::ty(&old.ty)), Some(words::ty(ty)));
    }
    let (before, after) = match several(compare, place, old, new) {
        // The constraints of one side are about the value, those of the other about its text.
        _ if text.is_some() && is_json(old) != is_json(new) => {
            let text = (TypeRef::Scalar(Scalar::String), Constraints::default());
            (text.clone(), text)
        }
        _ if text.is_some() => {
            let text = TypeRef::Scalar(Scalar::String);
            ((text.clone(), old.constraints.clone()), (text, constraints.clone()))
        }
        Some(rule) => {
            compare.push(at, rule, Some(words::ty(&old.ty)), Some(words::ty(ty)));
            let (one, list) = if rule == Rule::FormatWidened { (old, new) } else { (new, old) };
            let (one, list) = (list_of_one(one, &list.constraints), (list.ty.clone(), list.constraints.clone()));
            if rule == Rule::FormatWidened { (one, list) } else { (list, one) }
        }
        None => ((old.ty.clone(), old.constraints.clone()), (ty.clone(), constraints.clone())),
    };
    let valued = |(ty, constraints)| Valued { ty: Some(ty), constraints };
    compare.value(at, valued((&before.0, &before.1)), valued((&after.0, &after.1)), Rule::ParamRetyped);
    match (old.presence, presence) {
        (Presence::Optional, Presence::Required) => compare.push(at, Rule::ParamRequired, None, None),
        (Presence::Required, Presence::Optional) => compare.push(at, Rule::ParamOptional, None, None),
        (Presence::Optional, Presence::Optional) | (Presence::Required, Presence::Required) => {}
    }
    self::value(compare, at, &old.value, value);
    let (before, after) = (writing(compare.old, place, old), writing(compare.new, place, new));
    // A string is written as it is in any style.
    let is_same_text = text.is_some() && is_json(old) != is_json(new);
    if before != after && !is_same_text {
        compare.push(at, Rule::ParamRestyled, Some(style(before)), Some(style(after)));
    }
    compare.deprecated(at, old.deprecated, *deprecated);
    compare.docs(at, &old.docs, docs);
}

/// The rule for a value that became a list of such values, or the reverse, where a list is written as repeated
/// parameters: `state=open` is also a list of one state.
fn several(compare: &Compare, place: &str, old: &Param, new: &Param) -> Option<Rule> {
    let (before, after) = (writing(compare.old, place, old), writing(compare.new, place, new));
    let (style, explode, ..) = before;
    let is_repeated = style == Style::Form && explode && before == after;
    let same = |old: &TypeRef, new: &TypeRef| refs::moves(compare, old, new, Rule::ParamRetyped).is_empty();
    match (refs::resolved(compare.old, &old.ty), refs::resolved(compare.new, &new.ty)) {
        _ if !is_repeated => None,
        (TypeRef::List(_), TypeRef::List(_)) => None,
        (one, TypeRef::List(item)) if same(one, item) => Some(Rule::FormatWidened),
        (TypeRef::List(item), one) if same(item, one) => Some(Rule::FormatNarrowed),
        (_, _) => None,
    }
}

/// The rule for a value that is written alike in a parameter, although its type differs: `q=5` is a string as well, and
/// `q=true` a value of an enum of `true` and `false`. `Some(None)` if both types allow the same values, `None` if the
/// types say what changed.
fn as_text(compare: &Compare, old: &Param, new: &Param) -> Option<Option<Rule>> {
    let is_string = |api: &Api, param: &Param| refs::resolved(api, &param.ty) == &TypeRef::Scalar(Scalar::String);
    match (is_json(old), is_json(new)) {
        (true, true) => return None,
        // JSON is a string of a certain form.
        (true, false) => return is_string(compare.new, new).then_some(Some(Rule::FormatWidened)),
        (false, true) => return is_string(compare.old, old).then_some(Some(Rule::FormatNarrowed)),
        (false, false) => {}
    }
    types_as_text(compare, &old.ty, &new.ty)
}

/// The same of the types of two values that are written as text, such as those of headers.
pub(super) fn types_as_text(compare: &Compare, old: &TypeRef, new: &TypeRef) -> Option<Option<Rule>> {
    let before = (compare.old, refs::resolved(compare.old, old));
    let after = (compare.new, refs::resolved(compare.new, new));
    let widened = is_wider(before.1, after).map(|more| more.then_some(Rule::FormatWidened));
    widened.or_else(|| is_wider(after.1, before).map(|more| more.then_some(Rule::FormatNarrowed)))
}

fn is_json(param: &Param) -> bool {
    param.style == Some(Style::Json)
}

/// Whether a type has further values than a number or a boolean, all of whose values it has as strings; `None` if it does
/// not have them.
fn is_wider(one: &TypeRef, (api, other): (&Api, &TypeRef)) -> Option<bool> {
    match (one, other) {
        (TypeRef::Scalar(Scalar::Boolean), TypeRef::Named(..)) => {
            let values = refs::listed(api, other)?;
            let has_both = values.contains(&"true") && values.contains(&"false");
            has_both.then_some(values.len() != 2)
        }
        (TypeRef::Scalar(scalar), TypeRef::Scalar(Scalar::String)) => {
            let is_text = *scalar == Scalar::Decimal
                || matches!(exclusive::scalar_kind(*scalar), Some(Kind::Number | Kind::Boolean));
            is_text.then_some(true)
        }
        (_, _) => None,
    }
}

/// A value as a list with this value alone, in the constraints of the list that it became or was.
fn list_of_one(one: &Param, list: &Constraints) -> (TypeRef, Constraints) {
    let mut items = one.constraints.clone();
    let is_of_param = |line: &String| [SUNSET, STABILITY].iter().any(|name| line.starts_with(name));
    let others = items.others.extract_if(.., |line| is_of_param(line)).collect();
    let constraints = Constraints {
        items: (items != Constraints::default()).then(|| Box::new(items)),
        min_items: list.min_items.map(|_| 1),
        max_items: list.max_items.map(|_| 1),
        unique_items: list.unique_items,
        others,
        ..Constraints::default()
    };
    (TypeRef::List(Box::new(one.ty.clone())), constraints)
}

/// The style of a value, with the defaults of its location filled in, as far as it shows in what is written: `explode`
/// changes nothing for a single value, nor for a list in the style `simple` (OpenAPI 3.1, "Style Values").
fn writing<'a>(api: &Api, place: &str, param: &'a Param) -> Writing<'a> {
    let place = ParamPlace::ALL.into_iter().find(|known| known.name() == place);
    let style = param.style.unwrap_or_else(|| place.expect("a place of parameters").default_style());
    let shows = match refs::resolved(api, bare(refs::resolved(api, &param.ty))) {
        TypeRef::List(_) | TypeRef::Tuple(_) => style != Style::Simple,
        TypeRef::Scalar(scalar) => *scalar == Scalar::Json,
        TypeRef::Named(name, _) => !matches!(api.types[name].shape, Shape::Strings(_) | Shape::Integers(_)),
        TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Param(_) => true,
    };
    let explode = if shows { param.explode.unwrap_or(style.explodes()) } else { style.explodes() };
    (style, explode, param.reserved, param.raw, param.unwritten.as_deref())
}

/// The style of a value, whether it is exploded, has reserved characters or is unencoded, and the media type that the
/// client does not write.
type Writing<'a> = (Style, bool, bool, bool, Option<&'a str>);

fn style((style, explode, reserved, raw, unwritten): Writing<'_>) -> String {
    let facts = [
        Some(unwritten.map_or_else(|| words::style(style).to_owned(), |media| format!("content: {media}"))),
        (unwritten.is_none() && style != Style::Json).then(|| format!("explode: {explode}")),
        reserved.then(|| "allowReserved: true".to_owned()),
        raw.then(|| "x-ms-skip-url-encoding: true".to_owned()),
    ];
    words::list(facts.into_iter().flatten())
}

fn value(compare: &mut Compare, at: &At, old: &ParamValue, new: &ParamValue) {
    let below = at.down("", &["value"]);
    match (old, new) {
        (ParamValue::Constant(old), ParamValue::Constant(new)) if old == new => {}
        (ParamValue::Constant(old), ParamValue::Constant(new)) => {
            compare.push(&below, Rule::ParamConstantChanged, Some(old.clone()), Some(new.clone()));
        }
        (
            ParamValue::Constant(old),
            ParamValue::Caller | ParamValue::Client(_) | ParamValue::Default(_) | ParamValue::Unique,
        ) => {
            compare.push(&below, Rule::ParamFreed, Some(old.clone()), None);
        }
        (
            ParamValue::Caller | ParamValue::Client(_) | ParamValue::Default(_) | ParamValue::Unique,
            ParamValue::Constant(new),
        ) => {
            compare.push(&below, Rule::ParamFixed, None, Some(new.clone()));
        }
        (ParamValue::Client(old), ParamValue::Client(new)) if old == new => {}
        (ParamValue::Unique, ParamValue::Unique) => {}
        (ParamValue::Client(_), ParamValue::Client(_) | ParamValue::Caller | ParamValue::Unique)
        | (ParamValue::Caller | ParamValue::Unique, ParamValue::Client(_))
        | (ParamValue::Caller, ParamValue::Unique)
        | (ParamValue::Unique, ParamValue::Caller) => {
            compare.push(&below, Rule::ParamSourceChanged, source(old), source(new));
        }
        (ParamValue::Client(_) | ParamValue::Unique, ParamValue::Default(value)) => {
            compare.push(&below, Rule::ParamSourceChanged, source(old), source(new));
            compare.default(&below, None, Some(value));
        }
        (ParamValue::Default(value), ParamValue::Client(_) | ParamValue::Unique) => {
            compare.push(&below, Rule::ParamSourceChanged, source(old), source(new));
            compare.default(&below, Some(value), None);
        }
        (ParamValue::Caller, ParamValue::Caller) => {}
        (ParamValue::Caller, ParamValue::Default(new)) => compare.default(&below, None, Some(new)),
        (ParamValue::Default(old), ParamValue::Caller) => compare.default(&below, Some(old), None),
        (ParamValue::Default(old), ParamValue::Default(new)) => compare.default(&below, Some(old), Some(new)),
    }
}

fn source(value: &ParamValue) -> Option<String> {
    Some(match value {
        ParamValue::Caller | ParamValue::Default(_) => "with each call".to_owned(),
        ParamValue::Client(name) => format!("on the client, as {name}"),
        ParamValue::Constant(value) => format!("always {value}"),
        ParamValue::Unique => "new for each call".to_owned(),
    })
}
