//! The pass that turns parameters and bodies into arguments and setters.

use std::collections::BTreeMap;

use super::names::{self, Choice, Style};
use super::operations::Operations;
use super::wishes::OperationWish;
use super::{docs, models, naming, types};
use crate::problem::{Problem, Rule};
use crate::rust::{Arg, ArgType, ClientValue, Docs, Place};
use crate::spec::{self, Operation, ParamValue, Presence};

/// Methods that every request has: no setter can have their names.
const REQUEST_METHODS: &[&str] = &["send", "send_blocking", "with"];

/// What a caller gives with a call, and what is given for it.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What the caller must give: the path in its order, the query, headers, the body.
    pub args: Vec<Arg>,
    /// What the caller may give.
    pub setters: Vec<Arg>,
    /// What the client gives.
    pub client_values: Vec<ClientValue>,
    /// What is always the same.
    pub constants: Vec<(Place, String, String)>,
    /// The media type of the body, where there is one.
    pub content_type: Option<String>,
}

/// The arguments and setters of an operation.
pub(super) fn lower(
    operations: &Operations,
    id: &str,
    operation: &Operation,
    wish: &OperationWish,
    problems: &mut Vec<Problem>,
) -> Found {
    let mut found = Found::default();
    let mut given: Vec<(String, Presence, Choice, Arg)> = Vec::new();
    for (place, name, param) in in_order(operation) {
        match &param.value {
            ParamValue::Client(value) => {
                found.client_values.push(ClientValue { place, wire: name.to_owned(), value: value.clone() });
            }
            ParamValue::Constant(value) => found.constants.push((place, name.to_owned(), value.clone())),
            ParamValue::Caller | ParamValue::Default(_) => {
                let wish = operations.wishes.params.get(name).map(String::as_str);
                let choice = naming::choose(name, Style::Snake, wish, &["params", name], problems);
                let arg = arg(operations, place, name, param);
                let presence = if place == Place::Path { Presence::Required } else { param.presence };
                given.push((format!("{place:?} {name}"), presence, choice, arg));
            }
        }
    }
    if let Some(body) = &operation.body {
        found.content_type = json_form(body).map(|(media, _)| media.clone());
        given.extend(self::body(operations, id, body, wish, problems));
    }
    let choices: BTreeMap<String, Choice> =
        given.iter().map(|(key, _, choice, _)| (key.clone(), freed(choice))).collect();
    let settled = names::settle(&choices, REQUEST_METHODS, names::exactly);
    naming::clashes(&settled, |key| vec!["params".to_owned(), key.to_owned()], problems);
    for (key, presence, _, mut arg) in given {
        arg.name = settled.names[&key].clone();
        match presence {
            Presence::Required => found.args.push(arg),
            Presence::Optional => found.setters.push(arg),
        }
    }
    found
}

/// A wish for a parameter holds for all operations, so where two share it in one operation it gives way.
fn freed(choice: &Choice) -> Choice {
    match choice {
        Choice::Wished(name) | Choice::Made(name) => Choice::Made(name.clone()),
    }
}

/// The parameters: of the path in its order, of the query and of the headers by name.
fn in_order(operation: &Operation) -> impl Iterator<Item = (Place, &str, &spec::Param)> {
    let path = operation.path.params().map(|name| (Place::Path, name, &operation.params.path[name]));
    let query = operation.params.query.iter().map(|(name, param)| (Place::Query, name.as_str(), param));
    let header = operation.params.header.iter().map(|(name, param)| (Place::Header, name.as_str(), param));
    path.chain(query).chain(header)
}

fn arg(operations: &Operations, place: Place, name: &str, param: &spec::Param) -> Arg {
    let spec::Param { ty, presence: _, value, style: _, explode: _, reserved: _, constraints, deprecated, docs: text } =
        param;
    let mut facts = Vec::new();
    if let ParamValue::Default(value) = value {
        facts.push(format!("Taken as {} where it is absent.", docs::code(&value.to_string())));
    }
    facts.extend(models::limits(constraints));
    let facts = if facts.is_empty() { Docs::default() } else { docs::own(&[facts.join(" ")]) };
    Arg {
        docs: docs::inert(text).then(facts),
        deprecated: *deprecated,
        name: names::own("unsettled"),
        wire: name.to_owned(),
        place,
        ty: types::arg_type(operations.api, ty, operations.naming),
    }
}

/// The body as an argument: the first of its media types that is JSON.
fn body(
    operations: &Operations,
    id: &str,
    body: &spec::Body,
    wish: &OperationWish,
    problems: &mut Vec<Problem>,
) -> Option<(String, Presence, Choice, Arg)> {
    let spec::Body { presence, docs: text, content } = body;
    let Some(ty) = json_form(body).map(|(_, content)| content.ty.as_ref()) else {
        problems.push(Problem::error(
            Rule::Unsupported,
            super::place_of_operation(operations.api, id),
            format!(
                "the body of `{id}` has no form in JSON: {}",
                content.keys().cloned().collect::<Vec<_>>().join(", ")
            ),
            "Add a JSON form with a fixup, or leave the operation out.",
        ));
        return None;
    };
    let ty = ty.cloned().unwrap_or(spec::TypeRef::Scalar(spec::Scalar::Json));
    let rust = types::rust_type(&ty, operations.naming);
    let text_of_name = match &ty {
        spec::TypeRef::Named(name, _) => operations.naming.types[name].text().to_owned(),
        _ => "body".to_owned(),
    };
    let at = ["operations", id, "body"];
    let choice = naming::choose(&text_of_name, Style::Snake, wish.body.as_deref(), &at, problems);
    let arg = Arg {
        docs: docs::inert(text),
        deprecated: false,
        name: names::own("unsettled"),
        wire: String::new(),
        place: Place::JsonBody,
        ty: ArgType::Ref(rust),
    };
    Some(("body".to_owned(), *presence, choice, arg))
}

/// The form of a body in JSON; `application/json` where there are several.
fn json_form(body: &spec::Body) -> Option<(&String, &spec::Content)> {
    let plain = body.content.get_key_value("application/json");
    plain.or_else(|| body.content.iter().find(|(media, _)| is_json(media)))
}

/// Whether a media type is JSON: `application/json`, `text/json`, `application/merge-patch+json`.
pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
