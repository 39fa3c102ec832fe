//! Resolves facts about operations that depend on all types: styles, defaults, forms, routes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::media::Kind;
use super::query_objects::{self, QueryForms, SplitParam};
use super::{long_running, media, next_pages, paging, params};
use crate::import::openapi::Import;
use crate::problem::{Level, Place, Problem, Rule};
use crate::spec::check::bodies::has_member;
use crate::spec::check::defaults::{fits, text_fits};
use crate::spec::check::params::target;
use crate::spec::check::routes::route;
use crate::spec::forms::{Form, Forms, ParamPlace};
use crate::spec::media::{Encoding, essence, split};
use crate::spec::{
    Api, BoxMap, Content, MediaType, Operation, OperationId, Origin, Param, ParamValue, REFERENCE, Scalar, Shape,
    Struct, Style, TypeRef, Unread, WHOLE,
};

/// Adjusts operations to the types that they name.
pub(in crate::import::openapi) fn adjust(import: &mut Import<'_>) {
    let mut operations = std::mem::take(&mut import.api.operations);
    let mut problems = Vec::new();
    {
        let api = &import.api;
        let forms = Forms::new(api);
        for (id, operation) in &mut operations {
            let mut adjuster =
                Adjuster { api, forms: &forms, origin: operation.origin.clone(), problems: &mut problems };
            adjuster.operation(operation, import.query_forms.get(id));
        }
    }
    problems.into_iter().for_each(|problem| import.report(problem));
    next_pages::complete(import, &mut operations);
    duplicates(import, &operations);
    import.api.operations = operations;
}

struct Adjuster<'a, 't> {
    api: &'a Api,
    forms: &'t Forms<'a>,
    origin: Option<Origin>,
    problems: &'t mut Vec<Problem>,
}

impl Adjuster<'_, '_> {
    fn place(&self) -> Place {
        self.origin.clone().map_or_else(|| Place::file(&self.api.title), Place::from)
    }

    fn wrong(&mut self, rule: Rule, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem::error(rule, self.place(), message, help));
    }

    fn report(&mut self, level: Level, rule: Rule, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Problem { level, ..Problem::error(rule, self.place(), message, help) });
    }

    fn operation(&mut self, operation: &mut Operation, query_forms: Option<&QueryForms>) {
        self.query_objects(operation, query_forms);
        for place in ParamPlace::ALL {
            for (name, param) in params::of_place(&mut operation.params, place) {
                self.style(place, name, param);
                self.value(name, param);
            }
        }
        if let Some(body) = &mut operation.body {
            body.content = self.contents(std::mem::take(&mut body.content), "application/octet-stream");
            self.parts(&body.content);
            self.files(&mut body.content);
            body.content.keys().for_each(|media_type| self.charset(media_type));
            // Beside JSON, the form is one of the media types that a framework lists.
            let has_json = has_json(&body.content);
            if let Some(form) = body.content.get("application/x-www-form-urlencoded").filter(|_| !has_json) {
                self.nested(form);
            }
        }
        for reply in operation.replies.values_mut() {
            let mut content = std::mem::take(&mut reply.content);
            without_labels(&mut content);
            reply.content = self.contents(content, "*/*");
            self.forms_of_reply(&reply.content);
            for header in reply.headers.values_mut() {
                if matches!(self.forms.of(&header.ty), Form::Lists | Form::Deep) {
                    header.ty = TypeRef::Scalar(Scalar::String);
                }
            }
        }
        self.idempotency_header(operation);
        self.paging(operation);
        if operation.long_running.is_none() {
            operation.long_running = long_running::shown(self.api, operation);
        }
    }

    /// Reports bodies whose parts the client does not write: it knows only lists of JSON, and `multipart/form-data`.
    fn parts(&mut self, contents: &BoxMap<MediaType, Content>) {
        for (media_type, content) in contents {
            if Encoding::of(media_type) == Encoding::OtherMultipart && !self.is_list(content) {
                let message = format!("the client does not write the parts of a body `{media_type}`");
                let help = "Callers give the body as bytes, and the header names no boundary. Describe the body as \
                            `multipart/form-data` if the service reads that.";
                self.report(Level::Warning, Rule::Unsupported, message, help);
            }
        }
    }

    /// Reports responses that are forms, which the client does not read, unless they are JSON too.
    fn forms_of_reply(&mut self, contents: &BoxMap<MediaType, Content>) {
        if has_json(contents) {
            return;
        }
        for (media_type, content) in contents {
            let is_typed = content.ty.as_ref().is_some_and(|ty| !self.is_binary(ty));
            let is_read = Encoding::of(media_type) == Encoding::OtherMultipart && self.is_list(content);
            if media::kind(media_type) == Kind::Form && is_typed && !is_read {
                let message = format!("the client does not read the values of a response `{media_type}`");
                let help = "Callers read its bytes. Add `application/json` if the service offers it.";
                self.report(Level::Warning, Rule::Unsupported, message, help);
            }
        }
    }

    /// Leaves out URL-encoded forms with a file where the body may be multipart, and reports others: the bytes of a
    /// file are no text.
    fn files(&mut self, contents: &mut BoxMap<MediaType, Content>) {
        let is_multipart = contents.keys().any(|media_type| Encoding::of(media_type) == Encoding::FormData);
        let has_file = |content: &Content| content.ty.as_ref().is_some_and(|ty| self.has_file(ty));
        let is_form = |(media_type, content): (&MediaType, &Content)| {
            Encoding::of(media_type) == Encoding::UrlEncoded && has_file(content)
        };
        if !contents.iter().any(is_form) {
            return;
        }
        if is_multipart {
            contents.retain(|media_type, _| Encoding::of(media_type) != Encoding::UrlEncoded);
            return;
        }
        let help = "It is sent as text. Describe the body as `multipart/form-data` if the service reads that.";
        self.report(Level::Warning, Rule::Unsupported, "a form in URL encoding has a file", help);
    }

    /// Reports a body in another character encoding than the one that the client writes.
    fn charset(&mut self, media_type: &str) {
        let (_, params) = split(media_type);
        let named = params.split(';').filter_map(|param| param.split_once('='));
        let charset = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, value)| value);
        let is_utf8 = |charset: &str| {
            let charset = charset.trim().trim_matches('"').to_ascii_lowercase();
            matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii" | "")
        };
        if charset.into_iter().all(is_utf8) || matches!(media::kind(media_type), Kind::Binary | Kind::Other) {
            return;
        }
        let message = format!("`{media_type}` of a request body is not UTF-8");
        let help = "The body is sent in UTF-8, under that media type. State `charset=utf-8` if the service reads that.";
        self.report(Level::Warning, Rule::Unsupported, message, help);
    }

    /// Notes the objects of a form in URL encoding for which the document does not say how they are written. By
    /// OpenAPI's default they are JSON; the services that have them read brackets.
    fn nested(&mut self, form: &Content) {
        let Some(object) = form.ty.as_ref().and_then(|ty| self.object(ty)) else { return };
        let is_nested = |ty: &TypeRef| matches!(self.forms.of(ty), Form::Object | Form::Lists | Form::Deep);
        let nested: Vec<&str> = (object.members.iter())
            .filter(|(name, member)| is_nested(&member.ty) && !form.encoding.contains_key(*name))
            .map(|(name, _)| name.as_str())
            .collect();
        if let Some(property) = nested.first() {
            let listed = nested.join("`, `");
            let message = format!("a form in URL encoding has objects without an `encoding`: `{listed}`");
            let help = format!(
                "They are sent as in `{property}[name]=value`. If the service reads JSON, which is OpenAPI's default, state \
                 `contentType: application/json` in their `encoding`."
            );
            self.report(Level::Note, Rule::Encoding, message, help);
        }
    }

    /// Whether a property of an object is a file, or a list of files.
    fn has_file(&self, ty: &TypeRef) -> bool {
        let Some(object) = self.object(ty) else { return false };
        object.members.values().any(|member| match target(self.api, &member.ty).map(|target| target.ty) {
            Some(TypeRef::List(item)) => self.is_binary(item),
            _ => self.is_binary(&member.ty),
        })
    }

    /// The object that a type names.
    fn object(&self, ty: &TypeRef) -> Option<&Struct> {
        let TypeRef::Named(name, _) = target(self.api, ty)?.ty else { return None };
        match &self.api.types.get(name)?.shape {
            Shape::Struct(object) => Some(object),
            _ => None,
        }
    }

    fn is_list(&self, content: &Content) -> bool {
        let target = content.ty.as_ref().and_then(|ty| target(self.api, ty));
        target.is_some_and(|target| matches!(target.ty, TypeRef::List(_)))
    }

    /// Sends the properties of an object that no style can write as separate parameters.
    fn query_objects(&mut self, operation: &mut Operation, query_forms: Option<&QueryForms>) {
        let (query, none) = (&mut operation.params.query, QueryForms::new());
        let query_forms = query_forms.unwrap_or(&none);
        let apart = query_objects::take_apart(self.api, self.forms, query, query_forms);
        self.query_encodings(query_forms, &apart, &operation.params.query);
        for SplitParam { name, texts } in apart {
            if texts.is_empty() {
                continue;
            }
            let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
            let message =
                format!("the document does not say how {} of the query parameter `{name}` are sent", texts.join(", "));
            let help = "They are nested objects. Each property of the parameter is a separate parameter, and callers \
                        provide these as strings. State the style `deepObject` or a `content` of JSON if the service \
                        reads it so.";
            self.report(Level::Warning, Rule::ParamType, message, help);
        }
    }

    /// Reports encodings of query strings that are not applied.
    fn query_encodings(&mut self, forms: &QueryForms, apart: &[SplitParam], query: &BoxMap<String, Param>) {
        for (name, encodings) in forms.iter().filter(|(_, encodings)| !encodings.is_empty()) {
            if !apart.iter().any(|object| object.name == *name) {
                let message = format!("the `encoding` of the query string `{name}` is not applied");
                let help = "Its schema does not list its properties. List them, or describe them as query parameters.";
                self.report(Level::Warning, Rule::Encoding, message, help);
                continue;
            }
            for property in encodings.keys().filter(|property| !query.contains_key(*property)) {
                let message =
                    format!("an encoding is described for `{property}`, which the query string `{name}` does not have");
                let help = "The encoding is ignored. Name a property of the query string, or remove it.";
                self.report(Level::Warning, Rule::Encoding, message, help);
            }
        }
    }

    /// Makes the style of a parameter one that can write its type, and leaves it out if it is the default.
    fn style(&mut self, place: ParamPlace, name: &str, param: &mut Param) {
        let is_list = matches!(target(self.api, &param.ty).map(|target| target.ty), Some(TypeRef::List(_)));
        if is_list && !self.forms.can_write(place, param) {
            self.items_as_strings(place, name, param);
        }
        if !self.forms.can_write(place, param) {
            let place = place.name();
            let message = format!("the document does not say how an object in the {place} parameter `{name}` is sent");
            let help =
                "State the style `deepObject` or a `content` of JSON, or give it a type without further objects.";
            self.wrong(Rule::ParamType, message, help);
            param.style = Some(Style::Json);
        }
        match (param.style, self.forms.of(&param.ty)) {
            (Some(Style::Json), _) => param.explode = None,
            (Some(Style::Label | Style::Matrix), _) => {}
            (_, Form::Single) => (param.style, param.explode) = (None, None),
            (Some(Style::DeepObject), _) => param.explode = None,
            (_, Form::List | Form::Object | Form::Lists | Form::Deep) => {}
        }
        if param.style == Some(place.default_style()) {
            param.style = None;
        }
        let usual = param.style.unwrap_or(place.default_style()).explodes();
        param.explode = param.explode.filter(|explode| *explode != usual);
    }

    /// Converts the items of a list that the style cannot write to strings, which callers provide in the form that the
    /// service expects.
    fn items_as_strings(&mut self, place: ParamPlace, name: &str, param: &mut Param) {
        let place = place.name();
        let message = format!("the document does not say how the items of the {place} parameter `{name}` are sent");
        let help = "They are objects or lists, and callers provide each as a string. In OpenAPI 3, state a `content` of JSON if \
             it is JSON.";
        self.report(Level::Warning, Rule::ParamType, message, help);
        // For comparisons, the model of the items is kept beside the strings.
        if let Some(TypeRef::List(item)) = target(self.api, &param.ty).map(|target| target.ty)
            && let TypeRef::Named(model, _) = &**item
            && let Some(origin) = self.api.types.get(model).and_then(|def| def.origin.as_ref())
        {
            let items = serde_json::json!({ "items": { REFERENCE: format!("#{}", origin.pointer) } });
            param.constraints.others.push(format!("{WHOLE}: {items}"));
        }
        let texts = TypeRef::List(Box::new(TypeRef::Scalar(Scalar::String)));
        param.ty = if matches!(param.ty, TypeRef::Nullable(_)) { texts.nullable() } else { texts };
        param.constraints.items = None;
        let separator = if param.docs.is_empty() { "" } else { "\n\n" };
        param.docs.push_str(separator);
        param.docs.push_str("Each item is the text that the service expects.");
    }

    /// Removes a default that is not a value of the type.
    fn value(&mut self, name: &str, param: &mut Param) {
        let fault = match &param.value {
            ParamValue::Default(value) if !fits(self.api, value, &param.ty) => value.to_string(),
            ParamValue::Constant(text) if !text_fits(self.api, text, &param.ty) => text.clone(),
            ParamValue::Default(_)
            | ParamValue::Constant(_)
            | ParamValue::Caller
            | ParamValue::Client(_)
            | ParamValue::Unique => return,
        };
        let short: String = fault.chars().take(60).collect();
        let message = format!("the default `{short}` of the parameter `{name}` is not of the type `{}`", param.ty);
        let help = "The default is ignored. Correct or remove it, or correct the type.";
        self.report(Level::Warning, Rule::DefaultType, message, help);
        param.value = ParamValue::Caller;
    }

    /// Replaces the types of bodies that their media types cannot contain. Bytes of a media type that the document does
    /// not state are of the type `any_bytes`.
    fn contents(&mut self, contents: BoxMap<MediaType, Content>, any_bytes: &str) -> BoxMap<MediaType, Content> {
        let mut adjusted = BoxMap::new();
        // If one media type can be read, the problems of the others need not be reported.
        let is_readable = contents.keys().any(|media_type| match media::kind(media_type) {
            Kind::Json | Kind::Stream | Kind::Form | Kind::Any => true,
            Kind::Xml | Kind::Text | Kind::Binary | Kind::Other => false,
        });
        let in_json: Vec<Option<TypeRef>> = contents
            .iter()
            .filter(|(media_type, _)| media::kind(media_type) == Kind::Json)
            .map(|(_, content)| content.ty.clone())
            .collect();
        // `*/*` is read as a media type that may have a description of its own, which counts.
        let (any, named): (Vec<_>, Vec<_>) =
            contents.into_iter().partition(|(media_type, _)| media::kind(media_type) == Kind::Any);
        for (mut media_type, mut content) in named.into_iter().chain(any) {
            let kind = media::kind(&media_type);
            let mut stated = None;
            if let (Kind::Any, Some(ty)) = (kind, &content.ty) {
                let meant = self.media_type_of(ty, any_bytes).to_owned();
                stated = Some(std::mem::replace(&mut media_type, meant));
            }
            let ty = self.type_of(kind, content.ty.clone(), &media_type, is_readable);
            if ty != content.ty {
                let unread = self.unread(&media_type, &content, &in_json);
                content.unread = content.unread.take().or(unread);
                // The constraints on the items of the list apply to the items of the stream; for other forms nothing is
                // known. The schema of the whole is only compared.
                let items = content.constraints.items.take().filter(|_| kind == Kind::Stream);
                let mut stated = std::mem::take(&mut content.constraints.others).into_iter();
                let whole = stated.find(|other| other.strip_prefix(WHOLE).is_some_and(|rest| rest.starts_with(':')));
                content.constraints = items.map(|items| *items).unwrap_or_default();
                content.constraints.others.extend(whole);
            }
            content.ty = ty;
            self.encodings(&mut content);
            content.range = stated.filter(|stated| *stated != media_type);
            match adjusted.entry(media_type) {
                Entry::Vacant(free) => {
                    free.insert(Box::new(content));
                }
                Entry::Occupied(mut known) if known.get().ty == content.ty => {
                    known.get_mut().range = content.range;
                }
                Entry::Occupied(known) => {
                    let stated = content.range.unwrap_or_default();
                    let message = format!("`{stated}` has another schema than `{}`, as which it is read", known.key());
                    let help = "It is ignored. Name the media type that has the schema.";
                    self.report(Level::Warning, Rule::DuplicateId, message, help);
                }
            }
        }
        adjusted
    }

    /// The body as the document describes it, if the client reads it as a string or as bytes. Frameworks list
    /// `text/plain` beside JSON for all that they can write as JSON, so text of the same type is only text.
    fn unread(&self, media_type: &str, content: &Content, in_json: &[Option<TypeRef>]) -> Option<Box<Unread>> {
        let ty = content.ty.clone().filter(|ty| self.forms.of(ty) != Form::Single)?;
        let is_kept = match media::kind(media_type) {
            Kind::Text => media_type != "text/plain" || !in_json.contains(&content.ty),
            Kind::Binary | Kind::Other => true,
            Kind::Json | Kind::Stream | Kind::Form | Kind::Xml | Kind::Any => false,
        };
        let Content { constraints, xml, .. } = content.clone();
        is_kept.then(|| Box::new(Unread { ty, constraints, xml, docs: String::new() }))
    }

    /// The media type to use for `*/*` with a schema.
    fn media_type_of<'a>(&self, ty: &TypeRef, any_bytes: &'a str) -> &'a str {
        match target(self.api, ty).map(|target| target.ty) {
            Some(TypeRef::Scalar(Scalar::Binary)) => any_bytes,
            Some(TypeRef::Scalar(Scalar::String)) => "text/plain",
            _ => "application/json",
        }
    }

    /// The type of a body for its media type and its stated type.
    fn type_of(&mut self, kind: Kind, stated: Option<TypeRef>, media_type: &str, is_readable: bool) -> Option<TypeRef> {
        let text = Some(TypeRef::Scalar(Scalar::String));
        match (kind, stated) {
            (Kind::Json | Kind::Form | Kind::Any, stated) => stated,
            (Kind::Stream, stated) => stated.map(|ty| item(self.api, ty)),
            (Kind::Binary, Some(ty)) if self.is_binary(&ty) => Some(ty),
            (Kind::Binary, _) | (Kind::Other, None) => Some(TypeRef::Scalar(Scalar::Binary)),
            (Kind::Xml, Some(ty)) => Some(ty),
            (Kind::Xml | Kind::Text, None) => text,
            (Kind::Text | Kind::Other, Some(ty)) if self.forms.of(&ty) == Form::Single => Some(ty),
            (Kind::Text | Kind::Other, Some(_)) if is_readable => text,
            (Kind::Text | Kind::Other, Some(ty)) => {
                let message = format!("the document does not say how a value of `{ty}` is sent as `{media_type}`");
                let help =
                    "Callers write and read it as text or bytes. Add `application/json` if the service offers it.";
                self.report(Level::Warning, Rule::Unsupported, message, help);
                text
            }
        }
    }

    fn is_binary(&self, ty: &TypeRef) -> bool {
        matches!(target(self.api, ty).map(|target| target.ty), Some(TypeRef::Scalar(Scalar::Binary)))
    }

    /// Removes encodings of properties that the body does not have.
    fn encodings(&mut self, content: &mut Content) {
        let Some(ty) = content.ty.clone() else { return };
        let unknown: Vec<String> =
            content.encoding.keys().filter(|name| !has_member(self.api, &ty, name)).cloned().collect();
        for name in unknown {
            let message = format!("an encoding is described for `{name}`, which the body does not have");
            let help = "The encoding is ignored. Name a property of the body, or remove it.";
            self.report(Level::Warning, Rule::Encoding, message, help);
            content.encoding.remove(&name);
        }
    }

    fn idempotency_header(&mut self, operation: &mut Operation) {
        let Some(header) = &operation.retry.idempotency_header else { return };
        let ty = operation.params.header.get(header).and_then(|param| target(self.api, &param.ty));
        if !ty.is_some_and(|target| matches!(target.ty, TypeRef::Scalar(Scalar::String | Scalar::Uuid))) {
            operation.retry.idempotency_header = None;
        }
    }

    fn paging(&mut self, operation: &mut Operation) {
        match operation.paging.take() {
            Some(stated) if paging::holds(self.api, operation, &stated) => {
                operation.paging = Some(paging::with_token(self.api, operation, stated));
            }
            Some(stated) => {
                let message =
                    format!("the extension for paging refers to what the operation does not have: `{}`", stated.items);
                let help = "It is ignored. Correct the names of the properties and of the parameter.";
                self.report(Level::Warning, Rule::Paging, message, help);
            }
            None => operation.paging = paging::shown(self.api, operation),
        }
    }
}

/// Whether a body may be JSON.
fn has_json(contents: &BoxMap<MediaType, Content>) -> bool {
    contents.keys().any(|media_type| media::kind(media_type) == Kind::Json)
}

/// Removes `text/plain` where its type is that of JSON too. ASP.NET Core lists all media types under which it would
/// serialize a value, and a value that is not a string is JSON in each.
fn without_labels(contents: &mut BoxMap<MediaType, Content>) {
    let json: Vec<_> = contents
        .iter()
        .filter(|(media_type, _)| media::kind(media_type) == Kind::Json)
        .map(|(_, content)| content.ty.clone())
        .collect();
    contents.retain(|media_type, content| !(essence(media_type) == "text/plain" && json.contains(&content.ty)));
}

/// The type of an item of a stream. Some documents state the list of all items instead.
fn item(api: &Api, ty: TypeRef) -> TypeRef {
    match target(api, &ty).map(|target| target.ty) {
        Some(TypeRef::List(item)) => (**item).clone(),
        _ => ty,
    }
}

/// Reports operations that send the same request as another one. Both are kept.
fn duplicates(import: &mut Import<'_>, operations: &BTreeMap<OperationId, Operation>) {
    let mut seen = HashMap::new();
    for (id, operation) in operations {
        let (Some(other), Some(origin)) = (seen.insert(route(operation), id), &operation.origin) else { continue };
        let request = format!("{} {}", operation.method.as_str(), operation.path);
        let message = format!("the operations `{other}` and `{id}` send the same request: {request}");
        let help = "Both exist. Remove one of the two, or describe what distinguishes them.";
        import.report(Problem::warning(Rule::DuplicateRoute, origin.clone(), message, help));
    }
}
