//! Compares how the properties of a form, and the parts of a multipart body, are sent.

use super::super::Rule;
use super::compare::{At, Compare};
use super::effect::Effect;
use super::pairs::{each, keyed};
use super::refs;
use super::schemas;
use super::singles::bare;
use super::words;
use crate::spec::{Api, BoxMap, Content, Encoding, PartHeader, Scalar, Shape, Style, TypeRef, media};

/// Compares how the properties of a form or the parts of a multipart body are sent. What is the default anyway says
/// nothing.
pub(super) fn compare(compare: &mut Compare, at: &At, media: &str, old: &Content, new: &Content) {
    let form = media::Encoding::of(media);
    let usual = |api: &Api, content: &Content, part: &str, stated: &Encoding| {
        let mut encoding = Encoding { headers: BoxMap::new(), ..stated.clone() };
        if form == media::Encoding::FormData && encoding.content_type.is_none() {
            encoding.content_type = default_media(api, content, part).map(str::to_owned);
        }
        if form == media::Encoding::UrlEncoded {
            let style = encoding.style.unwrap_or(Style::Form);
            (encoding.style, encoding.explode) = (Some(style), Some(encoding.explode.unwrap_or(style.explodes())));
        }
        encoding
    };
    each(&old.encoding, &new.encoding, |part, before, after| {
        let (nothing, below) = (Encoding::default(), at.down(&format!(" part {part}"), &["encoding", part]));
        let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
        let (usual_old, usual_new) = (usual(compare.old, old, part, before), usual(compare.new, new, part, after));
        if usual_old != usual_new {
            let text = |of: &Encoding| Some(words::encoding(of));
            compare.push(&below, moved(&usual_old, &usual_new), text(before), text(after));
        }
        part_headers(compare, &below, &before.headers, &after.headers);
    });
}

/// The rule for two different encodings: more or fewer media types, or another way to send the part.
fn moved(old: &Encoding, new: &Encoding) -> Rule {
    let others = |of: &Encoding| Encoding { content_type: None, allowed: Vec::new(), ..of.clone() };
    let all = |of: &Encoding| -> Vec<String> {
        if of.allowed.is_empty() { of.content_type.iter().cloned().collect() } else { of.allowed.clone() }
    };
    let (before, after) = (all(old), all(new));
    let covers = |wide: &[String], narrow: &[String]| {
        let is_in = |media: &String| wide.iter().any(|wide| wide == media || media::includes(wide, media));
        !narrow.is_empty() && narrow.iter().all(is_in)
    };
    match (covers(&after, &before), covers(&before, &after)) {
        _ if others(old) != others(new) => Rule::BodyRestyled,
        (true, _) => Rule::MediaTypeWidened,
        (_, true) => Rule::MediaTypeNarrowed,
        (false, false) => Rule::BodyRestyled,
    }
}

/// The media type of a part for which none is stated: JSON for an object, bytes for a file, and plain text for the rest.
/// Each item of a list is a part.
fn default_media(api: &Api, content: &Content, part: &str) -> Option<&'static str> {
    let plain = |ty| refs::resolved(api, bare(refs::resolved(api, ty)));
    let TypeRef::Named(name, _) = plain(content.ty.as_ref()?) else { return None };
    let Shape::Struct(object) = &api.types.get(name)?.shape else { return None };
    let ty = match plain(&object.members.get(part)?.ty) {
        TypeRef::List(item) => plain(item),
        ty => ty,
    };
    match ty {
        TypeRef::Scalar(Scalar::Binary) => Some("application/octet-stream"),
        TypeRef::Scalar(Scalar::Json) | TypeRef::Param(_) | TypeRef::Nullable(_) => None,
        TypeRef::Scalar(_) => Some("text/plain"),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) => Some("application/json"),
        TypeRef::Named(name, _) => match &api.types.get(name)?.shape {
            Shape::Struct(_) => Some("application/json"),
            Shape::Strings(_) | Shape::Integers(_) => Some("text/plain"),
            Shape::Union(_) | Shape::Alias(_) => None,
        },
    }
}

/// Compares the headers of a part, which come from the sender of the body.
fn part_headers(compare: &mut Compare, at: &At, old: &BoxMap<String, PartHeader>, new: &BoxMap<String, PartHeader>) {
    let lower = |name: &str| name.to_ascii_lowercase();
    each(&keyed(old, lower), &keyed(new, lower), |_, old, new| {
        let name = new.or(old).map_or("", |(name, _)| name);
        let (called, tokens) = (format!(" header {name}"), ["headers", name]);
        match (old, new) {
            (Some((_, old)), Some((_, new))) => {
                let below = at.down(&called, &tokens);
                match (old.required, new.required) {
                    (false, true) => compare.push(&below, Rule::ParamRequired, None, None),
                    (true, false) => compare.push(&below, Rule::ParamOptional, None, None),
                    (false, false) | (true, true) => {}
                }
                let rule = match schemas::keyword("type", old.schema.get("type"), new.schema.get("type")) {
                    Effect::Other => Some(Rule::ParamRetyped),
                    _ => schemas::schema(&old.schema, &new.schema).rule(),
                };
                if let Some(rule) = rule {
                    let [before, after] = [&old.schema, &new.schema].map(|schema| Some(words::schema(schema)));
                    compare.push(&below, rule, before, after);
                }
            }
            (None, Some((_, new))) => {
                let rule = if new.required { Rule::ParamAddedRequired } else { Rule::ParamAdded };
                compare.push(&at.only_new(&called, &tokens), rule, None, Some(words::schema(&new.schema)));
            }
            (Some((_, old)), None) => {
                compare.push(
                    &at.only_old(&called, &tokens),
                    Rule::ParamRemoved,
                    Some(words::schema(&old.schema)),
                    None,
                );
            }
            (None, None) => {}
        }
    });
}
