//! The pass that turns parameters and bodies into arguments and setters.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::calls::bodies;
use crate::lower::calls::context::{KeyedArg, Operations, written};
use crate::lower::config::{Limits, OperationConfig};
use crate::lower::finish::constraints;
use crate::lower::models::types;
use crate::lower::names::models as naming;
use crate::lower::names::{self, Choice, Style};
use crate::lower::sentences;
use crate::problem::Problem;
use crate::rust::{self, Arg, ArgType, ClientValue, Ident, Place, Sent, Written};
use crate::spec::resolve::resolved;
use crate::spec::{self, Operation, ParamValue, Presence};

/// Methods that every request has: no setter can have their names.
const REQUEST_METHODS: &[&str] = &[
    "send",
    "send_blocking",
    "send_download",
    "send_download_blocking",
    "send_events",
    "send_events_blocking",
    "send_lines",
    "send_lines_blocking",
    "send_parts",
    "send_parts_blocking",
    "send_text",
    "send_text_blocking",
    "with",
    "part",
    "pages",
    "items",
    "poller",
    "resume",
];

/// The parameters of a call, by who provides their values.
#[derive(Debug, Default)]
pub(crate) struct MethodParams {
    /// The required arguments: those of the path in its order, of the query, the headers, the cookies, the body.
    pub args: Vec<Arg>,
    /// The optional parameters, as setters.
    pub setters: Vec<Arg>,
    /// The values that the client provides.
    pub client_values: Vec<ClientValue>,
    /// The constants.
    pub constants: Vec<(Place, String, String)>,
    /// The constants that are part of the path, in the form of a URL.
    pub raw: Vec<(Place, String, String)>,
    /// The media type of the body, if it is not implied.
    pub content_type: Option<String>,
    /// Whether the body is multipart.
    pub parts: bool,
    /// The headers that identify the call, with a new value for each.
    pub request_ids: Vec<String>,
}

/// The arguments and setters of an operation.
pub(crate) fn lower(
    operations: &Operations,
    id: &str,
    operation: &Operation,
    setting: &OperationConfig,
    is_other_kind: bool,
    problems: &mut Vec<Problem>,
) -> MethodParams {
    let mut found = MethodParams::default();
    let mut given: Vec<KeyedArg> = Vec::new();
    let distinct = distinct(operation);
    for (place, name, param) in in_order(operation) {
        match &param.value {
            ParamValue::Client(value) => {
                found.client_values.push(ClientValue { place, wire: name.to_owned(), value: value.clone() });
            }
            ParamValue::Constant(value) if param.raw => found.raw.push((place, name.to_owned(), raw(value))),
            ParamValue::Constant(value) => found.constants.push((place, name.to_owned(), value.clone())),
            ParamValue::Caller | ParamValue::Default(_) | ParamValue::Unique => {
                let setting = operations.config.params.get(name).map(String::as_str);
                let choice = match distinct.get(&(place, name)).filter(|_| setting.is_none()) {
                    Some(distinct) => Choice::Derived(distinct.clone()),
                    None => naming::choose(text(name, param), Style::Snake, setting, &["params", name], problems),
                };
                let arg = arg(operations, place, name, param);
                let presence = match &param.value {
                    ParamValue::Unique => Presence::Optional,
                    _ if place == Place::Path => Presence::Required,
                    _ => param.presence,
                };
                found.request_ids.extend((param.value == ParamValue::Unique).then(|| name.to_owned()));
                given.push((format!("{place:?} {name}"), presence, choice, arg));
            }
        }
    }
    if let Some(body) = &operation.body {
        let body = bodies::lower(operations, id, body, setting, is_other_kind, problems);
        let usual = body.given.iter().find_map(|(_, _, _, arg)| usual_media(&arg.sent));
        found.content_type = Some(body.media).filter(|media| usual.is_none_or(|usual| usual != media));
        found.parts = body.parts;
        given.extend(body.given);
    }
    distinguish(&mut given);
    let choices: BTreeMap<String, Choice> =
        given.iter().map(|(key, _, choice, _)| (key.clone(), freed(choice))).collect();
    let resolved = names::resolve(&choices, REQUEST_METHODS, names::exactly);
    naming::clashes(&resolved, |key| vec!["params".to_owned(), key.to_owned()], problems);
    for (key, presence, _, mut arg) in given {
        arg.name = resolved.names[&key].clone();
        match presence {
            Presence::Required => found.args.push(arg),
            Presence::Optional => found.setters.push(arg),
        }
    }
    found
}

/// The string from which the name of a parameter is derived.
fn text<'a>(name: &'a str, param: &'a spec::Param) -> &'a str {
    param.client_name.as_deref().unwrap_or(name)
}

/// The names of parameters that would have the name of another one in the same location, with words for what
/// distinguishes them: `type_capitalized` for `Type` beside `type`.
fn distinct(operation: &Operation) -> BTreeMap<(Place, &str), Ident> {
    let mut names = BTreeMap::new();
    for location in [Place::Path, Place::Query, Place::Header, Place::Cookie] {
        let here = in_order(operation).filter(|(place, ..)| *place == location);
        let texts: BTreeMap<&str, &str> = here.map(|(_, name, param)| (name, text(name, param))).collect();
        let distinct = names::distinct(&texts, Style::Snake, &BTreeSet::new(), &[], "param");
        let changed = texts.keys().filter(|name| !distinct[**name].is_plain);
        names.extend(changed.map(|name| ((location, *name), distinct[*name].ident.clone())));
    }
    names
}

/// Adds what it is to the name of an argument if another one has the name, and of a setter if each request has a method
/// with it: `version_header`, `items_param`.
fn distinguish(given: &mut [KeyedArg]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (key, presence, choice, _) in given {
        let Choice::Derived(name) = choice else { continue };
        let is_method = *presence == Presence::Optional && REQUEST_METHODS.contains(&name.text());
        if is_method || taken.contains(name.text()) {
            let what = match key.split(' ').next().unwrap_or_default() {
                "Path" | "Query" if is_method => "param",
                "Path" => "path",
                "Query" => "query",
                "Header" => "header",
                "Cookie" => "cookie",
                "Part" => "part",
                _ => "body",
            };
            *name = names::ident(&format!("{} {what}", name.text()), Style::Snake);
        }
        taken.insert(name.text().to_owned());
    }
}

/// A constant in the path, which is sent unchanged except for characters that a URL cannot contain.
fn raw(value: &str) -> String {
    let is_raw = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&byte);
    let encoded = value.bytes().map(|byte| match is_raw(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// The path, with constants inserted.
pub(crate) fn path_with(path: &spec::PathTemplate, raw: &[(Place, String, String)]) -> String {
    raw.iter().fold(path.to_string(), |path, (place, name, value)| match place {
        Place::Query => {
            let mark = if path.contains('?') { '&' } else { '?' };
            format!("{path}{mark}{}={value}", self::raw(name))
        }
        Place::Path | Place::Header | Place::Cookie => path.replace(&format!("{{{name}}}"), value),
    })
}

/// The default media type for a kind of body, which the runtime knows.
fn usual_media(sent: &Sent) -> Option<&'static str> {
    match sent {
        Sent::JsonBody => Some("application/json"),
        Sent::XmlBody(_) => Some("application/xml"),
        Sent::FormBody(_) => Some("application/x-www-form-urlencoded"),
        Sent::SequenceBody => Some("application/jsonl"),
        Sent::TextBody => Some("text/plain"),
        Sent::Upload => Some("application/octet-stream"),
        Sent::Part(..) | Sent::StyledPart(_) => Some("multipart/form-data"),
        Sent::InPath | Sent::Text(_) | Sent::Each(_) | Sent::Styled(..) => None,
    }
}

/// A configured name of a parameter applies to all operations, so it becomes a suggestion if two parameters of an
/// operation share it.
fn freed(choice: &Choice) -> Choice {
    match choice {
        Choice::Configured(name) | Choice::Derived(name) => Choice::Derived(name.clone()),
    }
}

/// The parameters: of the path in its order, of the query, of the headers and of the cookies by name.
fn in_order(operation: &Operation) -> impl Iterator<Item = (Place, &str, &spec::Param)> {
    let spec::Params { path: in_path, query, header, cookie } = &operation.params;
    let path = operation.path.params().map(|name| (Place::Path, name, &in_path[name]));
    let beside = [(Place::Query, query), (Place::Header, header), (Place::Cookie, cookie)];
    let beside = beside
        .into_iter()
        .flat_map(|(place, params)| params.iter().map(move |(name, param)| (place, name.as_str(), param)));
    // A path may name a parameter twice; the caller provides it once.
    let mut seen = BTreeSet::new();
    path.filter(move |(_, name, _)| seen.insert(*name)).chain(beside)
}

fn arg(operations: &Operations, place: Place, name: &str, param: &spec::Param) -> Arg {
    let spec::Param {
        ty,
        client_name: _,
        presence: _,
        value,
        style,
        explode,
        reserved,
        raw,
        constraints,
        deprecated,
        docs: text,
        unwritten: _,
    } = param;
    let mut sentences = sentences::constraints(constraints);
    match value {
        ParamValue::Default(value) => sentences.insert(0, sentences::default(value)),
        ParamValue::Unique => sentences.insert(0, "Defaults to a new UUID for each call.".to_owned()),
        ParamValue::Caller | ParamValue::Client(_) | ParamValue::Constant(_) => {}
    }
    let written = Written { raw: *raw, ..written(place, *style, *explode, *reserved) };
    let sent = sent(operations, place, written, ty);
    let ty = match crate::spec::resolve::resolved(operations.api, ty) {
        // In JSON a null item is written; all other styles leave it out.
        spec::TypeRef::List(item)
            if written.style != spec::Style::Json && types::is_displayed(operations.api, item, operations.naming) =>
        {
            types::displayed_items(operations.api, item, operations.naming)
        }
        ty => types::arg_type(operations.api, ty, operations.naming),
    };
    Arg {
        docs: sentences::documented(text, sentences),
        deprecated: *deprecated,
        name: names::own("unsettled"),
        wire: name.to_owned(),
        sent,
        limits: limits_of(operations, constraints, &ty),
        walks: false,
        ty,
    }
}

/// The enforced constraints of a single string or number.
fn limits_of(operations: &Operations, constraints: &spec::Constraints, ty: &ArgType) -> Vec<rust::Limit> {
    let ty = match ty {
        ArgType::Str => &rust::Type::String,
        ArgType::Value(ty) | ArgType::Ref(ty) => ty,
        ArgType::Slice(_) | ArgType::Upload | ArgType::Part | ArgType::Parts => return Vec::new(),
    };
    match constraints::check(constraints, ty).filter(|_| operations.config.constraints == Limits::Check) {
        Some(rust::CheckKind::Value(limits)) => limits,
        Some(rust::CheckKind::Items(_) | rust::CheckKind::Each(_) | rust::CheckKind::Nested) | None => Vec::new(),
    }
}

/// The simplest way to send a value according to the spec.
fn sent(operations: &Operations, place: Place, written: Written, ty: &spec::TypeRef) -> Sent {
    let Written { style, explode, reserved, raw } = written;
    let plain = !reserved && !raw && matches!(style, spec::Style::Simple | spec::Style::Form);
    let ty = resolved(operations.api, ty);
    match ty {
        _ if !plain => Sent::Styled(place, written),
        spec::TypeRef::List(item) if types::is_displayed(operations.api, item, operations.naming) => match place {
            Place::Query if explode => Sent::Each(place),
            Place::Header => Sent::Each(place),
            Place::Path | Place::Query | Place::Cookie => Sent::Styled(place, written),
        },
        ty if types::is_displayed(operations.api, ty, operations.naming) => Sent::Text(place),
        _ => Sent::Styled(place, written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_exploded_in_forms_alone() {
        let explode = |place, style| written(place, style, None, false).explode;
        assert!(explode(Place::Query, None) && explode(Place::Cookie, None));
        assert!(!explode(Place::Path, None) && !explode(Place::Query, Some(spec::Style::PipeDelimited)));
    }
}
