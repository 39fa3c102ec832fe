//! Reads the body of an operation: its media types, and the forms of Swagger 2.0.

use std::collections::BTreeMap;

use serde_json::Value;

use super::docs::{description, presence};
use super::draft::Draft;
use super::encodings::says_nothing;
use super::media;
use super::media::Kind;
use super::reader::{Reader, RequiredConvention, UnreadablePart};
use crate::import::openapi::schema::{Typed, client_name};
use crate::import::openapi::{Hint, Node};
use crate::problem::Rule;
use crate::spec::media::{Encoding as FormOfBody, rank, words as words_of};
use crate::spec::{
    Body, BoxMap, Constraints, Content, Encoding, MediaType, Member, Members, Method, Presence, Scalar, Shape, Struct,
    Style, TypeDef, TypeRef, WHOLE,
};

/// The number of bodies from which a document is assumed not to state `required` at all, if none of its bodies has it.
const ENOUGH: usize = 5;

/// Whether the document says which bodies are required. Qdrant's and Google's describe hundreds of bodies that their
/// services require, and leave the keyword out everywhere.
pub(super) fn states<'d>(reader: &mut Reader<'_, 'd>, drafts: &[Draft<'d>]) -> RequiredConvention {
    if reader.is_swagger() {
        return RequiredConvention::Presence;
    }
    let bodies = drafts.iter().filter_map(|draft| draft.node.get("requestBody"));
    // A reference without a target is reported where the body is read.
    let bodies: Vec<Node<'d>> = bodies.filter_map(|body| reader.import.documents.resolve(&body).ok()).collect();
    let says_nothing = bodies.iter().all(|body| body.get("required").is_none());
    let first = bodies.first().filter(|_| says_nothing && bodies.len() >= ENOUGH);
    let Some(first) = first else { return RequiredConvention::Presence };
    let message = format!("none of the {} request bodies states whether it is required", bodies.len());
    let help = "Those of POST, PUT and PATCH are read as required, except forms. Add `required` to each body.";
    reader.import.note(Rule::EmptyBody, first, message, help);
    RequiredConvention::Nothing
}

/// Whether all parts of a multipart body are JSON, as far as OpenAPI 3.2 describes parts by position.
fn has_json_parts(content: &Node<'_>) -> bool {
    let is_other = |encoding: &Node<'_>| {
        encoding.text("contentType").is_some_and(|media_type| FormOfBody::of(media_type) != FormOfBody::Json)
    };
    let prefix = content.get("prefixEncoding");
    let mut encodings = prefix.iter().flat_map(Node::items).chain(content.get("itemEncoding"));
    !encodings.any(|encoding| is_other(&encoding))
}

/// The location of a schema, or of a reference to one, that a document has in place of a body, a response or a media
/// type.
pub(super) fn schema_instead<'d>(stated: &Node<'d>, found: &Node<'d>) -> Option<Node<'d>> {
    const OWN: &[&str] = &["content", "schema", "itemSchema", "encoding", "headers", "links"];
    const OF_SCHEMA: &[&str] =
        &["type", "properties", "items", "allOf", "anyOf", "oneOf", "enum", "const", "additionalProperties"];
    let states = |keywords: &[&str]| keywords.iter().any(|keyword| found.value.get(keyword).is_some());
    let is_schema = states(OF_SCHEMA) && !states(OWN);
    is_schema.then(|| stated.step("$ref").unwrap_or_else(|| stated.clone()))
}

impl<'d> Reader<'_, 'd> {
    /// The body of an operation, if it has one; `rest` has the body parameters and form parameters of Swagger 2.0.
    ///
    /// # Errors
    /// A body that cannot be read, which is reported.
    pub(super) fn body(
        &mut self,
        draft: &Draft<'d>,
        rest: &[Node<'d>],
        hint: &Hint,
    ) -> Result<Option<Body>, UnreadablePart> {
        let hint = hint.with("Request");
        if self.is_swagger() {
            return Ok(self.swagger_body(draft, rest, &hint));
        }
        let Some(body) = draft.node.get("requestBody") else { return Ok(None) };
        let node = self.resolved(&body).ok_or(UnreadablePart)?;
        let Some(node) = self.object(Some(node))? else { return Ok(None) };
        let presence = self.body_presence(draft, &node);
        let mut docs = description(&node);
        if let Some(schema) = self.schema_of_json(&body, &node) {
            let content = self.content(&schema, &hint, &mut docs);
            return Ok(Some(Body { presence, docs, content: self.alike(&[], &content) }));
        }
        let stated = self.object(node.get("content"))?;
        let is_empty = stated.as_ref().is_none_or(|content| content.members().next().is_none());
        if is_empty && presence == Presence::Optional {
            let help = "It is ignored. Add a media type to its `content`, or remove it.";
            self.import.accept(Rule::EmptyBody, &node, "the optional body has no media type", help);
            return Ok(None);
        }
        let content = self.contents(stated, &hint, &mut docs)?;
        if content.is_empty() {
            let message = "the body has no media type";
            self.wrong(Rule::EmptyBody, &node, message, "Add one to its `content`, such as `application/json`.");
            return Err(UnreadablePart);
        }
        Ok(Some(Body { presence, docs, content }))
    }

    /// The schema of JSON in a body or a response without media types: below `schema` as in Swagger 2.0, or in place of
    /// the object. It is reported.
    pub(super) fn schema_of_json(&mut self, stated: &Node<'d>, found: &Node<'d>) -> Option<Node<'d>> {
        let below = found.get("schema").filter(|_| found.get("content").is_none());
        let (schema, place) = match below {
            Some(schema) => (schema.clone(), schema),
            None => (stated.clone(), schema_instead(stated, found)?),
        };
        let help = if self.is_swagger() {
            "It is read as the schema of the body. Write it below `schema`."
        } else {
            "It is read as the schema of `application/json`. Write it in `content`, below a media type."
        };
        self.import.accept(Rule::Syntax, &place, "there is a schema without a media type", help);
        Some(schema)
    }

    /// Whether a body may be left out.
    fn body_presence(&self, draft: &Draft<'d>, body: &Node<'d>) -> Presence {
        let is_form = |(media_type, _): (&str, Node<'d>)| media::kind(media_type) == Kind::Form;
        let content = body.get("content");
        let has_body = content.as_ref().is_some_and(|content| content.entries().any(|entry| !is_form(entry)));
        let sends = matches!(draft.method, Method::Post | Method::Put | Method::Patch);
        match self.bodies {
            RequiredConvention::Nothing if sends && has_body => Presence::Required,
            RequiredConvention::Nothing | RequiredConvention::Presence => presence(body),
        }
    }

    /// The types of a request or response body by media type. The documentation of the schemas is added to that of the
    /// body.
    ///
    /// # Errors
    /// A description that cannot be read, which is reported.
    pub(super) fn contents(
        &mut self,
        stated: Option<Node<'d>>,
        hint: &Hint,
        docs: &mut String,
    ) -> Result<BoxMap<MediaType, Content>, UnreadablePart> {
        let (mut contents, mut is_lost) = (BoxMap::new(), false);
        let mut read: Vec<(&'d Value, Content)> = Vec::new();
        let mut seen: BTreeMap<MediaType, &'d Value> = BTreeMap::new();
        let documents = self.import.documents;
        // What stands at the media type, which may be a reference, and what it leads to.
        let both = |(text, stated): (&'d str, Node<'d>)| (text, documents.behind(stated.clone()), stated);
        let mut all: Vec<_> = stated.iter().flat_map(Node::members).map(both).collect();
        // Of two spellings of a media type, the proper one counts. The type of JSON has the plain name.
        all.sort_by_key(|(text, ..)| (!media::is_proper(text), media::kind(text) != Kind::Json, rank(text)));
        let json = || all.iter().filter(|(media_type, ..)| media::kind(media_type) == Kind::Json);
        let has_json = json().next().is_some();
        let in_json: Vec<&Value> = json().filter_map(|(_, node, _)| Some(node.get("schema")?.value)).collect();
        for (text, node, stated) in all {
            let Some(media_type) = self.media_type(text, &node) else { continue };
            if self.object(Some(node.clone())).is_err() {
                is_lost = true;
                continue;
            }
            if let Some(first) = seen.insert(media_type.clone(), node.value) {
                if first != node.value {
                    let message = format!("`{text}` is `{media_type}`, which is described already");
                    let help = "It is ignored. Remove one of the two.";
                    self.import.accept(Rule::DuplicateId, &node, message, help);
                }
                continue;
            }
            let form = FormOfBody::of(&media_type);
            if form == FormOfBody::OtherMultipart && !has_json_parts(&node) {
                let unread = node.get("schema").and_then(|schema| self.import.unread(&schema, &hint.with("Parts")));
                let ty = Some(TypeRef::Scalar(Scalar::Binary));
                contents.insert(media_type, Content { unread, ..Content::new(ty) });
                continue;
            }
            let is_form = matches!(form, FormOfBody::UrlEncoded | FormOfBody::FormData);
            let item = node.get("itemSchema").filter(|_| !is_form);
            if let Some(item) = item {
                let mut content = self.sequence(&media_type, &item, hint, docs);
                // The whole has to match as well.
                let whole = node.get("schema").map(|schema| self.import.schema_outline(&schema));
                content.constraints.others.extend(whole.map(|whole| format!("{WHOLE}: {whole}")));
                contents.insert(media_type, content);
                continue;
            }
            let instead = schema_instead(&stated, &node);
            if let Some(place) = &instead {
                let help = "It is read as the schema of the media type. Write it below `schema`.";
                self.import.accept(Rule::Syntax, place, "there is a schema in place of a media type", help);
            }
            let schema = node.get("schema").or_else(|| instead.map(|_| stated));
            let content = match (media::kind(&media_type), schema.clone()) {
                // Where there is JSON, XML is not read: the crate has no use for a separate type.
                (Kind::Xml, Some(schema)) if has_json && !in_json.contains(&schema.value) => {
                    let message = format!("the schema of `{media_type}` differs from that of JSON");
                    let help = "JSON is sent and received. Remove the media type of JSON where XML is to be used.";
                    self.import.note(Rule::Unsupported, &node, message, help);
                    let unread = self.import.unread(&schema, &hint.with("Xml"));
                    Content { unread, ..Content::new(Some(TypeRef::Scalar(Scalar::String))) }
                }
                // A body of any media type and any schema is not assumed to be JSON.
                (_, schema) if is_unknown(&media_type, schema.as_ref()) => {
                    Content::new(Some(TypeRef::Scalar(Scalar::Binary)))
                }
                (_, None) => Content::default(),
                // Equal schemas of several media types are one type.
                (_, Some(schema)) => match read.iter().find(|(value, _)| *value == schema.value) {
                    Some((_, content)) => content.clone(),
                    None => {
                        let other = (!read.is_empty()).then(|| hint.in_media_type(&words_of(&media_type)));
                        let hint = other.as_ref().unwrap_or(hint);
                        let content = match self.payloads(&media_type, &schema) {
                            Some(payloads) => self.content_of_events(&schema, payloads, hint, docs),
                            None => self.content(&schema, hint, docs),
                        };
                        read.push((schema.value, content.clone()));
                        content
                    }
                },
            };
            let encoding = self.encodings_of(&media_type, &node, schema);
            let mut content = Content { encoding, ..content };
            // The media type in the key states it already.
            content.constraints.others.retain(|other| *other != format!("contentMediaType: \"{media_type}\""));
            contents.insert(media_type, content);
        }
        if is_lost { Err(UnreadablePart) } else { Ok(contents) }
    }

    /// The type of a body, and the constraints on its values. The documentation of a schema that is not a model is
    /// added to that of the body.
    pub(super) fn content(&mut self, schema: &Node<'d>, hint: &Hint, docs: &mut String) -> Content {
        let typed = self.import.typed(schema, hint);
        Self::content_of(typed, docs)
    }

    fn content_of(typed: Typed, docs: &mut String) -> Content {
        let text = &typed.facts.docs;
        if !matches!(typed.ty, TypeRef::Named(..)) && !docs.contains(text.as_str()) {
            if !docs.is_empty() {
                docs.push_str("\n\n");
            }
            docs.push_str(text);
        }
        let xml = typed.facts.xml.clone();
        let constraints = typed.facts.into_constraints(&typed.ty);
        Content { constraints, xml, ..Content::new(Some(typed.ty)) }
    }

    /// The type of a body that is a sequence of items (OpenAPI 3.2): the list of them.
    fn sequence(&mut self, media_type: &str, item: &Node<'d>, hint: &Hint, docs: &mut String) -> Content {
        let item = match FormOfBody::of(media_type) {
            // The payload of an event is in its `data`.
            FormOfBody::Events => self.event_data(item).unwrap_or_else(|| item.clone()),
            _ => item.clone(),
        };
        let item = self.content(&item, &hint.item(), docs);
        let items = (!item.constraints.is_empty()).then(|| Box::new(item.constraints));
        let ty = item.ty.map(|ty| TypeRef::List(Box::new(ty)));
        Content { constraints: Constraints { items, ..Constraints::default() }, ..Content::new(ty) }
    }

    /// The type of the JSON in the events of a stream, in place of the events themselves.
    fn content_of_events(
        &mut self,
        schema: &Node<'d>,
        payloads: Vec<Node<'d>>,
        hint: &Hint,
        docs: &mut String,
    ) -> Content {
        let text = schema.text("description").unwrap_or_default();
        if !text.is_empty() && !docs.contains(text) {
            docs.push_str(if docs.is_empty() { "" } else { "\n\n" });
            docs.push_str(text);
        }
        let hint = hint.with("Event");
        match payloads.as_slice() {
            [payload] => self.content(payload, &hint, docs),
            _ => Self::content_of(self.import.one_of(payloads, schema, &hint), docs),
        }
    }

    /// The schemas of the JSON in the events of a stream whose schema describes whole events, as that of Huma and
    /// Micronaut does: only an event has a `retry` beside its `data`.
    fn payloads(&mut self, media_type: &str, schema: &Node<'d>) -> Option<Vec<Node<'d>>> {
        const FIELDS: [&str; 6] = ["comment", "data", "event", "id", "name", "retry"];
        if FormOfBody::of(media_type) != FormOfBody::Events {
            return None;
        }
        let documents = self.import.documents;
        let mut schema = documents.behind(schema.clone());
        if let Some(items) = schema.get("items") {
            schema = documents.behind(items);
        }
        let alternatives = schema.get("oneOf").or_else(|| schema.get("anyOf"));
        let events = alternatives.map_or_else(|| vec![schema], |list| list.items().collect());
        let mut payloads: Vec<Node<'d>> = Vec::new();
        for event in events {
            let properties = documents.behind(event).get("properties")?;
            let is_event =
                properties.get("retry").is_some() && properties.members().all(|(name, _)| FIELDS.contains(&name));
            let data = properties.get("data").filter(|_| is_event)?;
            if !payloads.iter().any(|other| other.value == data.value) {
                payloads.push(data);
            }
        }
        (!payloads.is_empty()).then_some(payloads)
    }

    /// The schema of the JSON in the `data` of a server-sent event.
    fn event_data(&mut self, event: &Node<'d>) -> Option<Node<'d>> {
        let event = self.resolved(event)?;
        let data = event.get("properties")?.get("data")?;
        let data = self.resolved(&data)?;
        Some(data.get("contentSchema").unwrap_or(data))
    }

    /// A media type; `None` if the string is not one, which is reported.
    pub(super) fn media_type(&mut self, text: &str, node: &Node<'d>) -> Option<MediaType> {
        let meant = media::meant(text);
        if !media::is_valid(text) {
            let message = format!("`{text}` is not a media type");
            let help = match &meant {
                Some(meant) => format!("It is read as `{meant}`. Correct it."),
                None => "It is ignored. A media type is written as in `application/json`.".to_owned(),
            };
            self.import.accept(Rule::InvalidName, node, message, help);
        }
        meant
    }

    fn swagger_body(&mut self, draft: &Draft<'d>, rest: &[Node<'d>], hint: &Hint) -> Option<Body> {
        let consumes = self.listed(&draft.node, "consumes");
        let (bodies, members): (Vec<&Node<'d>>, Vec<&Node<'d>>) =
            rest.iter().partition(|node| node.text("in") == Some("body"));
        let Some(body) = bodies.first() else {
            return (!members.is_empty()).then(|| self.form(&draft.node, &consumes, &members, hint));
        };
        if !members.is_empty() {
            let is_form = |(text, _): &(String, Node<'d>)| media::kind(text) == Kind::Form;
            let lists_forms = !consumes.is_empty() && consumes.iter().all(is_form);
            let takes_form = lists_forms || members.iter().any(|part| has_file(part));
            let (used, ignored) = if takes_form { ("form parameters", "body") } else { ("body", "form parameters") };
            let message = format!("{} has a body and form parameters, but only one of them can be sent", draft.route());
            let help = format!("The {used} are used, and the {ignored} ignored. Remove one of the two.");
            let help = if takes_form { help } else { help.replacen("are", "is", 1) };
            self.import.accept(Rule::Conflict, body, message, help);
            if takes_form {
                return Some(self.form(&draft.node, &consumes, &members, hint));
            }
        }
        if let [_, second, ..] = bodies.as_slice() {
            let message = format!("{} has {} bodies, but only one can be sent", draft.route(), bodies.len());
            let are_values = bodies.iter().all(|body| self.is_value(body));
            let help = if are_values {
                "They are read as the properties of one JSON object. Make it one body, with a schema for that object."
            } else {
                "The first one is used, and the others are ignored. Make it one body."
            };
            self.import.accept(Rule::Conflict, second, message, help);
            if are_values {
                let (ty, presence) = self.object_of(&draft.node, &bodies, hint);
                let content = self.alike(&consumes, &Content::new(Some(ty)));
                return Some(Body { presence, docs: String::new(), content });
            }
        }
        let mut docs = description(body);
        let schema = body.get("schema").or_else(|| {
            body.get("type")?;
            let message = "the body has a `type`, and Swagger 2.0 describes it in a `schema`";
            let help = "The parameter is read as the schema. Write `schema`, with the `type` in it.";
            self.import.accept(Rule::ParamType, body, message, help);
            Some((*body).clone())
        });
        let content = schema.map(|schema| self.content(&schema, hint, &mut docs));
        let content = self.alike(&consumes, &content.unwrap_or_default());
        Some(Body { presence: presence(body), docs, content })
    }

    /// Whether a body is not an object: authors describe each property of a body by one such.
    fn is_value(&self, body: &Node<'d>) -> bool {
        let schema = self.import.documents.behind(body.get("schema").unwrap_or_else(|| body.clone()));
        matches!(schema.text("type"), Some("string" | "integer" | "number" | "boolean" | "array"))
    }

    /// The same content for each media type; for JSON if there is none.
    pub(super) fn alike(
        &mut self,
        media_types: &[(String, Node<'d>)],
        content: &Content,
    ) -> BoxMap<MediaType, Content> {
        let mut contents = BoxMap::new();
        for (text, node) in media_types {
            let Some(media_type) = self.media_type(text, node) else { continue };
            contents.insert(media_type, content.clone());
        }
        if contents.is_empty() {
            contents.insert("application/json".to_owned(), content.clone());
        }
        contents
    }

    /// The media types that an operation of Swagger 2.0 lists, or its document for all of them.
    pub(super) fn listed(&mut self, node: &Node<'d>, name: &'static str) -> Vec<(String, Node<'d>)> {
        let listed = node.get(name).or_else(|| self.import.documents.around(node)?.get(name));
        let listed = listed.or_else(|| self.import.top().get(name));
        let items = listed.iter().flat_map(Node::listed);
        items.filter_map(|item| Some((item.value.as_str()?.to_owned(), item))).collect()
    }

    /// The body for the form parameters of Swagger 2.0.
    fn form(&mut self, node: &Node<'d>, consumes: &[(String, Node<'d>)], stated: &[&Node<'d>], hint: &Hint) -> Body {
        let (ty, presence) = self.object_of(node, stated, hint);
        // Each file of a list is a separate part.
        let lists = stated.iter().filter(|part| !has_file(part));
        let encoding: BTreeMap<String, Encoding> =
            lists.filter_map(|part| Some((part.text("name")?.to_owned(), collection(part)?))).collect();
        let has_file = stated.iter().any(|part| has_file(part));
        let mut content = BoxMap::new();
        for (text, _) in consumes.iter().filter(|(text, _)| media::kind(text) == Kind::Form) {
            if !has_file || text.starts_with("multipart/") {
                content.insert(text.clone(), Content { encoding: encoding.clone(), ..Content::new(Some(ty.clone())) });
            }
        }
        if content.is_empty() {
            let media_type = if has_file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
            content.insert(media_type.to_owned(), Content { encoding, ..Content::new(Some(ty)) });
        }
        Body { presence, docs: String::new(), content }
    }

    /// The type of a body whose properties are separate parameters, and whether it must be sent.
    fn object_of(&mut self, node: &Node<'d>, parts: &[&Node<'d>], hint: &Hint) -> (TypeRef, Presence) {
        let mut members = Members::new();
        for part in parts {
            let Some(name) = part.text("name").filter(|name| !name.is_empty()) else {
                self.wrong(Rule::InvalidName, part, "the parameter has no name", "Give it a name.");
                continue;
            };
            let schema = part.get("schema").filter(|_| part.text("in") == Some("body"));
            let mut typed = self.import.typed(schema.as_ref().unwrap_or(part), &hint.with(name));
            if schema.is_some() && typed.facts.docs.is_empty() {
                typed.facts.docs = description(part);
            }
            members.insert(name.to_owned(), typed.member(presence(part), client_name(part)));
        }
        let is_needed = members.values().any(|member: &Member| member.presence == Presence::Required);
        let def = TypeDef {
            docs: String::new(),
            deprecated: false,
            params: Vec::new(),
            shape: Shape::Struct(Struct { members, rest: None }),
            constraints: Default::default(),
            xml: None,
            origin: Some(node.origin()),
        };
        let presence = if is_needed { Presence::Required } else { Presence::Optional };
        (self.import.define(hint, def), presence)
    }
}

/// Whether neither the media type nor the schema describes a body: `*/*` with `{}`.
fn is_unknown(media_type: &str, schema: Option<&Node<'_>>) -> bool {
    FormOfBody::of(media_type) == FormOfBody::Any && schema.is_none_or(|schema| says_nothing(schema))
}

/// Whether a form parameter is a file, or a list of files.
fn has_file(part: &Node<'_>) -> bool {
    let is_file = |node: &Node<'_>| node.text("type") == Some("file") || node.text("format") == Some("binary");
    is_file(part) || part.get("items").is_some_and(|items| is_file(&items))
}

/// How the items of a list in a form of Swagger 2.0 are written.
fn collection(node: &Node<'_>) -> Option<Encoding> {
    if node.text("type") != Some("array") {
        return None;
    }
    let (style, explode) = match node.text("collectionFormat") {
        Some("multi") => return None,
        Some("ssv") => (Some(Style::SpaceDelimited), None),
        Some("tsv") => (Some(Style::TabDelimited), None),
        Some("pipes") => (Some(Style::PipeDelimited), None),
        Some(_) | None => (None, Some(false)),
    };
    Some(Encoding { style, explode, ..Encoding::default() })
}
