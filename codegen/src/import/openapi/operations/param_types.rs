//! Reads the types of parameters: from a schema, from the `content` that a media type has, or from a query string.

use serde_json::Value;

use super::docs::presence;
use super::media;
use super::reader::{ParsedParam, Reader};
use crate::import::openapi::schema::client_name;
use crate::import::openapi::{Hint, Node};
use crate::problem::Rule;
use crate::spec::forms::ParamPlace;
use crate::spec::{Param, ParamValue, Presence, Scalar, Style, TypeRef};

impl<'d> Reader<'_, 'd> {
    /// The type and the value of a parameter.
    pub(super) fn schema_of(&mut self, node: &Node<'d>, presence: Presence, hint: &Hint) -> Param {
        let (mut style, mut unwritten) = (None, None);
        let schema = match (self.is_swagger(), node.get("schema"), node.get("content")) {
            (true, Some(schema), _) if node.get("type").is_none() => {
                let message = "the parameter has a `schema`, as only body parameters have in Swagger 2.0";
                let help = "Its type is read from there. Write the `type` in the parameter itself.";
                self.import.accept(Rule::ParamType, node, message, help);
                Some(schema)
            }
            (true, ..) => Some(node.clone()),
            (false, Some(schema), content) => {
                if let Some(content) = content {
                    let message = "the parameter has a `schema` and a `content`";
                    self.import.accept(
                        Rule::ParamType,
                        &content,
                        message,
                        "The `schema` counts. Remove one of the two.",
                    );
                }
                Some(schema)
            }
            (false, None, Some(content)) => {
                let mut media_types = content.entries();
                let first = media_types.next();
                let fault = match (&first, media_types.next()) {
                    (None, _) => Some(("has no media type", "It is read as a string. Add one, with a `schema`.")),
                    (Some(_), Some(_)) => Some(("has several media types", "The first counts. Remove the others.")),
                    (Some(_), None) => None,
                };
                if let Some((what, help)) = fault {
                    let message = format!("the `content` of the parameter {what}");
                    self.import.accept(Rule::ParamType, &content, message, help);
                }
                first.and_then(|(media_type, content)| {
                    let kind = media::kind(media_type);
                    if kind != media::Kind::Text {
                        style = Some(Style::Json);
                    }
                    if !matches!(kind, media::Kind::Text | media::Kind::Json | media::Kind::Any) {
                        let message = format!("the client does not write a parameter as `{media_type}`");
                        self.import.warn(Rule::Unsupported, &content, message, "It is sent as JSON.");
                        unwritten = media::meant(media_type);
                    }
                    content.get("schema")
                })
            }
            (false, None, None) if node.get("type").is_some() => {
                let message = "the parameter has a `type`, and OpenAPI 3 describes it in a `schema`";
                let help = "The parameter is read as the schema. Write `schema`, with the `type` in it.";
                self.import.accept(Rule::ParamType, node, message, help);
                Some(node.clone())
            }
            (false, None, None) => {
                let message = "the parameter has neither a `schema` nor a `content`";
                self.import.accept(Rule::ParamType, node, message, "It is read as a string. Add a `schema`.");
                None
            }
        };
        let Some(schema) = schema else {
            return Param { presence, style, unwritten, ..Param::new(TypeRef::Scalar(Scalar::String)) };
        };
        if presence == Presence::Required
            && let Some((ty, text)) = self.constant(&schema)
        {
            let value = ParamValue::Constant(text);
            return Param { presence, style, unwritten, value, ..Param::new(TypeRef::Scalar(ty)) };
        }
        let in_string = self.import.schema_in_string(&schema).filter(|_| style.is_none());
        let typed = match in_string {
            Some(inner) => {
                style = Some(Style::Json);
                let stated = self.import.typed(&schema, hint);
                self.import.typed(&inner, hint).with_docs(stated.facts)
            }
            None => self.import.typed(&schema, hint),
        };
        let facts = typed.facts;
        if self.is_swagger() && node.get("x-ms-enum").is_some_and(|extension| extension.get("name").is_some()) {
            self.without_docs(&typed.ty, node);
        }
        Param {
            presence,
            style,
            unwritten,
            value: match facts.default {
                Some(default) if !default.is_null() => ParamValue::Default(default),
                Some(_) | None => ParamValue::Caller,
            },
            constraints: facts.constraints,
            deprecated: facts.deprecated,
            docs: facts.docs,
            ..Param::new(typed.ty)
        }
    }

    /// Takes the description from a type to which a parameter gives a name: in Swagger 2.0 the parameter is its own schema,
    /// and says what it is for. Several parameters name one type, and are for different things.
    fn without_docs(&mut self, ty: &TypeRef, node: &Node<'d>) {
        let ty = if let TypeRef::Nullable(ty) = ty { ty } else { ty };
        if let TypeRef::Named(name, _) = ty
            && let Some(def) = self.import.api.types.get_mut(name)
            && def.origin.as_ref() == Some(&node.origin())
        {
            def.docs.clear();
        }
    }

    /// The one value that a schema allows.
    fn constant(&mut self, schema: &Node<'d>) -> Option<(Scalar, String)> {
        let schema = self.import.documents.resolve(schema).ok()?;
        let only = match (schema.get("const"), schema.value.get("enum").and_then(Value::as_array)) {
            (Some(constant), _) => constant.value,
            (None, Some(values)) if values.len() == 1 => &values[0],
            (None, _) => return None,
        };
        Some(match only {
            Value::String(text) => (Scalar::String, text.clone()),
            Value::Bool(value) => (Scalar::Boolean, value.to_string()),
            Value::Number(number) if number.is_i64() => (Scalar::Int64, number.to_string()),
            Value::Number(_) | Value::Null | Value::Array(_) | Value::Object(_) => return None,
        })
    }

    /// A parameter that is the whole query (OpenAPI 3.2): the properties of a form are sent as separate pairs; anything
    /// else is sent without a name.
    pub(super) fn query_string(&mut self, node: &Node<'d>, name: &str, hint: &Hint) -> Option<ParsedParam> {
        let Some((media_type, content)) = node.get("content").and_then(|content| content.entries().next()) else {
            let message = format!("the query string `{name}` has no media type");
            let help = "Describe it by a `content`, such as `application/x-www-form-urlencoded` with a `schema`.";
            self.wrong(Rule::ParamStyle, node, message, help);
            return None;
        };
        let (wire, style) = match media::kind(media_type) {
            media::Kind::Form => (name, None),
            media::Kind::Json => ("", Some(Style::Json)),
            _ => ("", None),
        };
        let form = (media::kind(media_type) == media::Kind::Form).then(|| self.encodings(&content, false));
        let typed = content.get("schema").map(|schema| self.import.typed(&schema, hint));
        let (ty, facts) = typed.map_or((TypeRef::Scalar(Scalar::String), None), |typed| (typed.ty, Some(typed.facts)));
        // It is unknown how other media types write anything but a string.
        let is_text = wire.is_empty() && style.is_none();
        let ty = if is_text { TypeRef::Scalar(Scalar::String) } else { ty };
        let (schema_docs, constraints) =
            facts.map(|facts| (facts.docs.clone(), facts.into_constraints(&ty))).unwrap_or_default();
        let docs = node.text("description").map_or(schema_docs, |text| text.trim().to_owned());
        let client_name = client_name(node).or_else(|| wire.is_empty().then(|| name.to_owned()));
        let presence = presence(node);
        let deprecated = node.flag("deprecated");
        let param = Param { presence, client_name, style, constraints, docs, deprecated, ..Param::new(ty) };
        Some(ParsedParam { place: ParamPlace::Query, name: wire.to_owned(), param, form })
    }
}
