//! Compares the parameters in the path, the query, headers and cookies.

use std::collections::BTreeMap;

use super::super::Rule;
use super::compare::{At, Compare};
use super::forms::Lists;
use super::refs;
use super::singles::{Valued, bare};
use super::texts::{self, Texts};
use super::words;
use crate::spec::{Api, Param, ParamPlace, ParamValue, Params, Presence, Scalar, Shape, Style, TypeRef};

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
    let text = as_text(compare, place, old, new);
    if let Some(text) = &text {
        text.report(compare, at, &old.ty, ty);
    }
    let valued = |ty, constraints| Valued { ty: Some(ty), constraints };
    let whole = (valued(&old.ty, &old.constraints), valued(ty, constraints));
    let (before, after) = text.as_ref().map_or(whole, Texts::values);
    compare.value(at, before, after, Rule::ParamRetyped);
    match (old.presence, presence) {
        (Presence::Optional, Presence::Required) => compare.push(at, Rule::ParamRequired, None, None),
        (Presence::Required, Presence::Optional) => compare.push(at, Rule::ParamOptional, None, None),
        (Presence::Optional, Presence::Optional) | (Presence::Required, Presence::Required) => {}
    }
    self::value(compare, at, &old.value, value);
    let (before, after) = (writing(compare.old, place, old), writing(compare.new, place, new));
    // A string is written as it is in any style.
    let is_same_text = text.is_some_and(|text| text.is_joined || is_json(old) != is_json(new));
    if before != after && !is_same_text {
        compare.push(at, Rule::ParamRestyled, Some(style(before)), Some(style(after)));
    }
    compare.deprecated(at, old.deprecated, *deprecated);
    compare.docs(at, &old.docs, docs);
}

/// What two parameters have in common as text; `None` if the types say what changed.
fn as_text(compare: &Compare, place: &str, old: &Param, new: &Param) -> Option<Texts> {
    let is_string = |api: &Api, param: &Param| refs::resolved(api, &param.ty) == &TypeRef::Scalar(Scalar::String);
    match (is_json(old), is_json(new)) {
        (true, true) => return None,
        // JSON is a string of a certain form.
        (true, false) => return is_string(compare.new, new).then(|| Texts::only(Rule::FormatWidened, false)),
        (false, true) => return is_string(compare.old, old).then(|| Texts::only(Rule::FormatNarrowed, false)),
        (false, false) => {}
    }
    let [before, after] = [old, new].map(|param| Valued { ty: Some(&param.ty), constraints: &param.constraints });
    texts::compare(compare, before, after, lists(compare, place, old, new))
}

/// How the items of a list are written, of which the other side may have a single one.
fn lists(compare: &Compare, place: &str, old: &Param, new: &Param) -> Lists {
    let (before, after) = (writing(compare.old, place, old), writing(compare.new, place, new));
    let is_list = |api: &Api, param: &Param| matches!(refs::resolved(api, &param.ty), TypeRef::List(_));
    let explodes = (!is_list(compare.old, old) || before.1) && (!is_list(compare.new, new) || after.1);
    let is_same = (before.0, before.2, before.3, before.4) == (after.0, after.2, after.3, after.4);
    match before.0 {
        Style::Form if before == after && before.1 => Lists::Repeated,
        Style::Form if is_same && !explodes => Lists::Joined,
        Style::Simple if is_same => Lists::Joined,
        Style::Form
        | Style::Simple
        | Style::Label
        | Style::Matrix
        | Style::SpaceDelimited
        | Style::PipeDelimited
        | Style::TabDelimited
        | Style::DeepObject
        | Style::Json => Lists::Other,
    }
}

fn is_json(param: &Param) -> bool {
    param.style == Some(Style::Json)
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
