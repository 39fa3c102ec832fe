//! Reads the parameters of an operation: their places and styles, and those that the client sets.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::conventions::Conventions;
use super::draft::Draft;
use super::paths::{self, Pair};
use super::query_objects::QueryForms;
use super::reader::{CountedProblem, ParsedParam, Reader, UnreadablePart, any_case};
use super::security;
use crate::import::openapi::dialect::Dialect;
use crate::import::openapi::schema::{client_name, lifecycle};
use crate::import::openapi::{Hint, Node, reference};
use crate::problem::Rule;
use crate::spec::check::names::is_token;
use crate::spec::forms::ParamPlace;
use crate::spec::{
    BoxMap, ClientParam, EMPTY_VALUE, Param, ParamValue, Params, PathTemplate, Presence, Scalar, SchemeName, Style,
    TypeRef, dots,
};
use crate::words;

/// The locations of parameters.
const PLACES: &[&str] = &["path", "query", "header", "cookie"];

/// The path and the parameters of an operation, and what its parameters state about the body and security.
#[derive(Debug)]
pub(super) struct OperationParams<'d> {
    pub path: PathTemplate,
    pub params: Params,
    /// The query strings that are forms.
    pub query_forms: QueryForms,
    /// The body parameters and form parameters of Swagger 2.0, with their `$ref`s resolved.
    pub rest: Vec<Node<'d>>,
    /// The security requirement for a header parameter `Authorization`, if the document states none.
    pub security: Option<Vec<BTreeMap<SchemeName, Vec<String>>>>,
}

/// One of the parameters of an operation cannot be read, or its path.
#[derive(Debug)]
pub(super) struct Unreadable<'d> {
    /// The body parameters and form parameters of Swagger 2.0, with their `$ref`s resolved.
    pub rest: Vec<Node<'d>>,
}

impl<'d> Reader<'_, 'd> {
    /// The path and the parameters of an operation.
    ///
    /// # Errors
    /// A parameter or a path that cannot be read, which is reported.
    pub(super) fn operation_params(
        &mut self,
        draft: &Draft<'d>,
        hint: &Hint,
        is_open: bool,
    ) -> Result<OperationParams<'d>, Unreadable<'d>> {
        let (mut params, mut query_forms) = (Params::default(), QueryForms::new());
        let (mut rest, mut security, mut is_lost) = (Vec::new(), None, false);
        let path_hint = Hint::of_path(draft.path, &super::identity::resources(draft.path));
        let of_path = draft.items().map(|item| (item, &path_hint));
        for (owner, hint) in of_path.chain([(&draft.node, hint)]) {
            let mut seen = BTreeSet::new();
            let Ok(stated) = self.stated_params(owner) else {
                is_lost = true;
                continue;
            };
            for stated in stated {
                let Some(node) = self.resolved(&stated) else {
                    is_lost = true;
                    continue;
                };
                let in_body = matches!(node.text("in"), Some("body" | "formData"));
                if in_body && self.is_swagger() {
                    // A parameter of the operation overrides the one of the path.
                    let name =
                        |node: &Node<'d>| (node.text("in") == Some("body"), node.text("name").map(str::to_owned));
                    rest.retain(|other| name(other) != name(&node));
                    rest.push(node);
                    continue;
                }
                if is_open && security::is_authorization(&node) {
                    security = Some(self.authorization(&node));
                    continue;
                }
                if is_ignored_header(&node) {
                    self.count(CountedProblem::IgnoredHeader, &node);
                    continue;
                }
                if node.text("name") == Some("") && node.text("in") != Some("path") {
                    let help = "It is ignored, since nothing can be sent without a name. Give it a name, or remove it.";
                    self.import.accept(Rule::InvalidName, &node, "the name of the parameter is empty", help);
                    continue;
                }
                let Some(given) = self.param(&stated, &node, hint) else {
                    is_lost = true;
                    continue;
                };
                let name = match given.place {
                    // The case of header names does not matter (RFC 9110 section 5.1).
                    ParamPlace::Header => given.name.to_ascii_lowercase(),
                    ParamPlace::Path | ParamPlace::Query | ParamPlace::Cookie => given.name.clone(),
                };
                if !seen.insert((given.place.name(), name)) {
                    let message = match given.name.as_str() {
                        "" => "the query string is described twice".to_owned(),
                        name => format!("the {} parameter `{name}` is described twice", given.place.name()),
                    };
                    self.import.accept(Rule::DuplicateId, &stated, message, "The first counts. Remove one of the two.");
                    continue;
                }
                if let Some(form) = &given.form {
                    query_forms.insert(given.name.clone(), form.clone());
                }
                self.take(&mut params, &given, &stated);
            }
        }
        let Some(path) = self.path(draft, &mut params) else { return Err(Unreadable { rest }) };
        if params.query.contains_key("") && params.query.len() > 1 {
            let message =
                format!("{} has a query string and query parameters, but only one of them can be sent", draft.route());
            let help = "Describe the whole query as the query string (`in: querystring`), or as parameters.";
            self.wrong(Rule::Conflict, &draft.node, message, help);
            is_lost = true;
        }
        // The operation would not work without one of its parameters.
        if is_lost {
            Err(Unreadable { rest })
        } else {
            Ok(OperationParams { path, params, query_forms, rest, security })
        }
    }

    /// The parameters that a path or an operation lists.
    fn stated_params(&mut self, owner: &Node<'d>) -> Result<Vec<Node<'d>>, UnreadablePart> {
        let Some(stated) = owner.get("parameters") else { return Ok(Vec::new()) };
        let is_one = ["$ref", "in", "name"].iter().any(|name| stated.step(name).is_some());
        match stated.value {
            Value::Array(_) | Value::Null => {}
            Value::Object(_) if is_one => {}
            Value::Object(members) if members.is_empty() => return Ok(Vec::new()),
            Value::Object(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.unexpected(&stated, "a list", "Write a list of parameters, each with its `name` and `in`.");
                return Err(UnreadablePart);
            }
        }
        Ok(stated.listed())
    }

    /// Adds a parameter; a parameter of the operation replaces the one of the path with that name.
    fn take(&mut self, params: &mut Params, given: &ParsedParam, node: &Node<'d>) {
        if given.place == ParamPlace::Header {
            let like = params.header.keys().find(|name| name.eq_ignore_ascii_case(&given.name)).cloned();
            if let Some(like) = like {
                params.header.remove(&like);
                if like != given.name {
                    let message = format!(
                        "`{like}` and `{}` are the same header, since the case of header names does not matter",
                        given.name
                    );
                    self.import.accept(Rule::DuplicateId, node, message, "That of the operation counts. Remove one.");
                }
            }
        }
        of_place(params, given.place).insert(given.name.clone(), given.param.clone());
    }

    /// The path of an operation, with the parameters that are described for it.
    fn path(&mut self, draft: &Draft<'d>, params: &mut Params) -> Option<PathTemplate> {
        let names: Vec<String> = params.path.keys().cloned().collect();
        let declared: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let found = paths::read(draft.path, &declared).and_then(|route| {
            let path = route.path.parse::<PathTemplate>().ok()?;
            Some((route, path))
        });
        let Some((route, path)) = found else {
            let message = format!("the path `{}` has a part such as `..`, which URLs resolve", draft.path);
            self.wrong(Rule::InvalidPath, &draft.node, message, "Write the path that is meant.");
            return None;
        };
        for (fault, help) in &route.faults {
            let message = format!("the path `{}` {fault}", draft.path);
            self.import.accept(Rule::InvalidPath, &draft.node, message, *help);
        }
        if route.has_fragment {
            self.count(CountedProblem::Fragment, &draft.node);
        }
        if !route.query.is_empty() && !draft.is_extended {
            let message = format!("the path `{}` has a query", draft.path);
            let help = "What follows the `?` is always sent. Describe it as parameters.";
            self.import.accept(Rule::InvalidPath, &draft.node, message, help);
        }
        query_of_path(&route.query, params);
        for (name, param) in &mut params.path {
            param.reserved |= route.reserved.contains(name);
            param.reserved |= param.constraints.pattern.as_deref().is_some_and(spans_segments);
        }
        self.path_params(draft, &path, params);
        if let Some(part) = dots::of_constants(&path, &params.path) {
            let message = format!("the path `{}` has the part `{part}` from its constant parameters", draft.path);
            let help = "URLs resolve such a part. Write the path that is meant.";
            self.wrong(Rule::InvalidPath, &draft.node, message, help);
            return None;
        }
        Some(path)
    }

    fn path_params(&mut self, draft: &Draft<'d>, path: &PathTemplate, params: &mut Params) {
        let in_path: BTreeSet<&str> = path.params().collect();
        let essence = |name: &str| name.replace(['_', '-'], "").to_lowercase();
        for name in &in_path {
            if params.path.contains_key(*name) {
                continue;
            }
            let alike = |other: &&String| !in_path.contains(other.as_str()) && essence(other) == essence(name);
            if let Some(other) = params.path.keys().find(alike).cloned() {
                let message = format!("the path has `{{{name}}}`, and the parameter is called `{other}`");
                let help = format!("It is read as `{name}`. Write both in the same way.");
                self.import.accept(Rule::PathParams, &draft.node, message, help);
                let param = params.path.remove(&other);
                params.path.extend(param.map(|param| ((*name).to_owned(), param)));
            } else {
                let message = format!("the path has `{{{name}}}`, but no path parameter is called `{name}`");
                let help = format!("It is read as a string. Add `{name}` to the parameters, with `in: path`.");
                self.import.accept(Rule::PathParams, &draft.node, message, help);
                let param = Param { presence: Presence::Required, ..Param::new(TypeRef::Scalar(Scalar::String)) };
                params.path.insert((*name).to_owned(), param);
            }
        }
        let unused: Vec<String> = params.path.keys().filter(|name| !in_path.contains(name.as_str())).cloned().collect();
        for name in unused {
            let message = format!("the path parameter `{name}` does not occur in the path `{}`", draft.path);
            let help = format!("It is ignored. Add `{{{name}}}` to the path, or remove the parameter.");
            self.import.accept(Rule::PathParams, &draft.node, message, help);
            params.path.remove(&name);
        }
    }

    /// A parameter. One that several operations share is read once.
    pub(super) fn param(&mut self, stated: &Node<'d>, node: &Node<'d>, hint: &Hint) -> Option<Rc<ParsedParam>> {
        let key = std::ptr::from_ref(node.value);
        if let Some(known) = self.params.get(&key) {
            return known.clone();
        }
        // A shared parameter is named after itself and not after the first operation that uses it.
        let shared = stated.text("$ref").and_then(reference::name);
        let hint = match shared {
            Some(name) => Hint::new(&words::camel(&name)).with("Param"),
            None => hint.with(node.text("name").unwrap_or("Param")),
        };
        let given = self.read_param(node, &hint).map(Rc::new);
        self.params.insert(key, given.clone());
        given
    }

    fn read_param(&mut self, node: &Node<'d>, hint: &Hint) -> Option<ParsedParam> {
        let Some(name) = node.text("name").filter(|name| !name.is_empty()) else {
            self.wrong(Rule::InvalidName, node, "the parameter has no name", "Give it a name.");
            return None;
        };
        let stated = node.text("in").map(|text| (text, any_case(text, PLACES)));
        if let Some((text, meant)) = stated {
            let message = format!("`in` of the parameter `{name}` is `{text}`");
            self.other_case(Rule::ParamPlace, node, message, (text, meant));
        }
        let place = match stated.map(|(_, meant)| meant) {
            Some("path") => ParamPlace::Path,
            Some("query") => ParamPlace::Query,
            Some("header") => ParamPlace::Header,
            Some("cookie") => {
                if self.is_swagger() {
                    let message =
                        format!("`in` of the parameter `{name}` is `cookie`, which Swagger 2.0 does not have");
                    let help = "It is read as a cookie. Write the document in OpenAPI 3, or remove the parameter.";
                    self.import.accept(Rule::ParamPlace, node, message, help);
                }
                ParamPlace::Cookie
            }
            Some("querystring") if !self.is_swagger() => return self.query_string(node, name, hint),
            other => {
                let message = match other {
                    Some(other) => {
                        format!("`in` of the parameter `{name}` is `{other}`, which is not a location of parameters")
                    }
                    None => format!("the parameter `{name}` has no `in`"),
                };
                let help = match (other, self.import.dialect) {
                    (_, Dialect::Swagger2) => "Set `in` to `path`, `query`, `header`, `body` or `formData`.",
                    (Some("body" | "formData"), _) => {
                        "OpenAPI 3 describes what is sent in the body as the operation's `requestBody`: move it there."
                    }
                    (_, Dialect::OpenApi30 | Dialect::OpenApi31) => {
                        "Set `in` to `path`, `query`, `header` or `cookie`."
                    }
                    (_, Dialect::OpenApi32) => "Set `in` to `path`, `query`, `querystring`, `header` or `cookie`.",
                };
                self.wrong(Rule::ParamPlace, node, message, help);
                return None;
            }
        };
        let needs_token = matches!(place, ParamPlace::Header | ParamPlace::Cookie);
        if needs_token && !is_token(name) {
            let message = format!("`{name}` is not a valid name for a {}", place.name());
            let help = "Correct it: letters, digits and !#$%&'*+-.^_`|~ are allowed (RFC 9110, RFC 6265).";
            self.wrong(Rule::InvalidName, node, message, help);
            return None;
        }
        let is_required = node.flag("required");
        if place == ParamPlace::Path && !is_required {
            let message = format!("the path parameter `{name}` is not `required`");
            self.import.accept(Rule::PathParams, node, message, "It is read as required. Set `required` to `true`.");
        }
        let presence = if is_required || place == ParamPlace::Path { Presence::Required } else { Presence::Optional };
        let mut param = self.schema_of(node, presence, hint);
        // A title that only repeats the name, which pydantic writes for an alias: `Bornafter` for `bornAfter`.
        if words::split(&param.docs).concat() == words::split(name).concat() {
            param.docs.clear();
        }
        self.style(node, place, &mut param);
        param.client_name = client_name(node);
        param.deprecated |= node.flag("deprecated");
        // In Swagger 2.0, the parameter is its own schema.
        for line in lifecycle(node) {
            if !param.constraints.others.contains(&line) {
                param.constraints.others.push(line);
            }
        }
        if place == ParamPlace::Query && node.flag(EMPTY_VALUE) {
            param.constraints.others.push(format!("{EMPTY_VALUE}: true"));
        }
        if let Some(text) = node.text("description").map(str::trim).filter(|text| !text.is_empty()) {
            param.docs = text.to_owned();
        }
        let is_encoded = matches!(place, ParamPlace::Path | ParamPlace::Query);
        // The style `cookie` (OpenAPI 3.2) differs from `form` in that nothing is percent-encoded.
        let is_plain_cookie = place == ParamPlace::Cookie && node.text("style") == Some("cookie");
        let is_constant = matches!(param.value, ParamValue::Constant(_));
        param.raw = is_encoded && node.flag("x-ms-skip-url-encoding") || is_plain_cookie && !is_constant;
        param.reserved = is_encoded && node.flag("allowReserved");
        self.give_to_client(node, name, &mut param);
        Conventions::identify(node, place, name, &mut param);
        Some(ParsedParam { place, name: name.to_owned(), param, form: None })
    }

    /// Sets a parameter on the client if the document says that client code sets it once, and it is a string that is
    /// always sent. An optional one is set with each call.
    fn give_to_client(&mut self, node: &Node<'d>, name: &str, param: &mut Param) {
        let default = match &param.value {
            ParamValue::Caller => self.conventions.default_of_client(node, name, &self.import.api.version),
            ParamValue::Default(Value::String(text)) => Some(text.clone()),
            ParamValue::Default(_) | ParamValue::Client(_) | ParamValue::Constant(_) | ParamValue::Unique => return,
        };
        let is_text = matches!(param.ty, TypeRef::Scalar(scalar) if scalar.is_text() && scalar != Scalar::Binary);
        if !self.conventions.is_of_client(node) || param.presence != Presence::Required || !is_text {
            return;
        }
        let client_name = param.client_name.clone().unwrap_or_else(|| name.to_owned());
        let made = ClientParam { ty: param.ty.clone(), default, docs: param.docs.clone() };
        // Another parameter may have the same name and a different meaning.
        if *self.import.api.client_params.entry(client_name.clone()).or_insert_with(|| made.clone()) == made {
            param.value = ParamValue::Client(client_name);
        }
    }

    /// How the values of a parameter are written.
    fn style(&mut self, node: &Node<'d>, place: ParamPlace, param: &mut Param) {
        if param.style.is_some() {
            return;
        }
        if self.is_swagger() {
            return self.collection_format(node, place, param);
        }
        if let Some(text) = node.text("style") {
            // `cookie` and `form` differ only in percent-encoding, and in whether cookies are separate, which they always
            // are.
            let text = if text == "cookie" && place == ParamPlace::Cookie { "form" } else { text };
            // Only Swagger 2.0 has separators other than commas outside of the query.
            let is_separated = |style| matches!(style, Style::SpaceDelimited | Style::PipeDelimited);
            let fits = |style| place.allows(style) && (place == ParamPlace::Query || !is_separated(style));
            match style(text).filter(|(style, _)| fits(*style)) {
                Some((style, name)) => {
                    param.style = Some(style);
                    self.other_case(Rule::ParamStyle, node, format!("the style is `{text}`"), (text, name));
                }
                None => {
                    let message = format!("a {} parameter cannot have the style `{text}`", place.name());
                    let help = "The style is ignored. Remove it, or name one that it can have.";
                    self.import.accept(Rule::ParamStyle, node, message, help);
                }
            }
        }
        param.explode = node.value.get("explode").and_then(Value::as_bool);
    }

    /// The style and `explode` of a `collectionFormat`; `csv` if none is stated.
    fn collection_format(&mut self, node: &Node<'d>, place: ParamPlace, param: &mut Param) {
        if node.text("type") != Some("array") {
            return;
        }
        let text = node.text("collectionFormat").unwrap_or("csv");
        let found = match text {
            "csv" => Some((None, Some(false))),
            "multi" => Some((Some(Style::Form), Some(true))),
            "ssv" => Some((Some(Style::SpaceDelimited), Some(false))),
            "tsv" => Some((Some(Style::TabDelimited), Some(false))),
            "pipes" => Some((Some(Style::PipeDelimited), Some(false))),
            _ => None,
        };
        match found.filter(|(style, _)| style.is_none_or(|style| place.allows(style))) {
            Some((style, explode)) => (param.style, param.explode) = (style, explode),
            None => {
                let message = format!("a {} parameter cannot have the format `{text}`", place.name());
                let help = "The format is ignored. Remove it, or name one that it can have.";
                self.import.accept(Rule::ParamStyle, node, message, help);
                param.explode = Some(false);
            }
        }
    }
}

/// Whether OpenAPI ignores a header parameter, because its name is reserved.
fn is_ignored_header(node: &Node<'_>) -> bool {
    node.text("in") == Some("header")
        && node.text("name").is_some_and(|name| {
            ["Accept", "Content-Type", "Authorization"].iter().any(|other| name.eq_ignore_ascii_case(other))
        })
}

/// The style with that name in OpenAPI, in any case, and its proper name.
pub(super) fn style(text: &str) -> Option<(Style, &'static str)> {
    const STYLES: &[(Style, &str)] = &[
        (Style::Simple, "simple"),
        (Style::Label, "label"),
        (Style::Matrix, "matrix"),
        (Style::Form, "form"),
        (Style::SpaceDelimited, "spaceDelimited"),
        (Style::PipeDelimited, "pipeDelimited"),
        (Style::DeepObject, "deepObject"),
    ];
    STYLES.iter().copied().find(|(_, name)| name.eq_ignore_ascii_case(text))
}

/// The parameters of the given place.
pub(super) fn of_place(params: &mut Params, place: ParamPlace) -> &mut BoxMap<String, Param> {
    match place {
        ParamPlace::Path => &mut params.path,
        ParamPlace::Query => &mut params.query,
        ParamPlace::Header => &mut params.header,
        ParamPlace::Cookie => &mut params.cookie,
    }
}

/// Whether values that match a pattern can contain several segments of a path, such as `projects/[^/]+` of gRPC
/// gateways.
fn spans_segments(pattern: &str) -> bool {
    pattern.replace("[^/]", "").contains('/')
}

/// Adds the query of a path to the query parameters.
fn query_of_path(pairs: &[Pair], params: &mut Params) {
    let string = || Param { presence: Presence::Required, ..Param::new(TypeRef::Scalar(Scalar::String)) };
    for pair in pairs {
        match pair {
            Pair::Constant(name, value) => {
                let constant = Param { value: ParamValue::Constant(value.clone()), ..string() };
                params.query.insert(name.clone(), constant);
            }
            Pair::Param(name, param) => {
                let found = params.path.remove(param).or_else(|| params.query.remove(param));
                let found = found.or_else(|| params.query.remove(name)).unwrap_or_else(string);
                params.query.insert(name.clone(), found);
            }
        }
    }
}
