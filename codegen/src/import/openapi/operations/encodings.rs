//! Reads how the properties of a form are written, and which of its parts are files.

use std::collections::BTreeMap;

use serde_json::Value;

use super::media;
use super::media::Kind;
use super::params::style;
use super::reader::Reader;
use crate::import::openapi::Node;
use crate::problem::Rule;
use crate::spec::media::Encoding as FormOfBody;
use crate::spec::{BoxMap, Encoding, MediaType, PartHeader, Style};
use crate::words;

/// The maximum number of schemas within each other that are searched for a media type.
const STEPS: usize = 4;

impl<'d> Reader<'_, 'd> {
    /// The encodings of the properties of a body: those that are stated, and for the parts of a multipart form those
    /// that follow from their schemas.
    pub(super) fn encodings_of(
        &mut self,
        media_type: &str,
        content: &Node<'d>,
        schema: Option<Node<'d>>,
    ) -> BTreeMap<String, Encoding> {
        if media::kind(media_type) != Kind::Form {
            return BTreeMap::new();
        }
        let mut encodings = self.encodings(content, media_type.starts_with("multipart/"));
        let parts = self.parts(schema.as_ref());
        if FormOfBody::of(media_type) != FormOfBody::FormData {
            let form = schema.and_then(|schema| self.resolved(&schema)).filter(|form| self.import.is_of_forms(form));
            for (name, part) in parts.iter().filter(|_| form.is_some()) {
                if self.import.schema_in_string(part).is_some() {
                    let encoding: &mut Encoding = encodings.entry(name.clone()).or_default();
                    encoding.content_type.get_or_insert_with(|| "application/json".to_owned());
                }
            }
            return encodings;
        }
        for (name, part) in &parts {
            if let Some(media_type) = self.stated_media_type(part, STEPS) {
                let encoding: &mut Encoding = encodings.entry(name.clone()).or_default();
                encoding.content_type.get_or_insert(media_type);
            }
        }
        // OpenAPI 3.1 sends a part whose schema states no type as `application/octet-stream`.
        let without_type =
            parts.into_iter().filter(|(_, part)| self.import.dialect.has_json_schema() && says_nothing(part));
        let mut files: Vec<String> = without_type.map(|(name, _)| name).collect();
        files.extend(self.files_by_name(schema));
        for name in files {
            let encoding: &mut Encoding = encodings.entry(name).or_default();
            encoding.content_type.get_or_insert_with(|| "application/octet-stream".to_owned());
        }
        encodings
    }

    /// The schemas of the parts of a form, by name. Each item of a list is a part.
    fn parts(&mut self, schema: Option<&Node<'d>>) -> Vec<(String, Node<'d>)> {
        let Some(schema) = schema.and_then(|schema| self.resolved(schema)) else { return Vec::new() };
        let properties = schema.get("properties");
        let part = |(name, node): (&str, Node<'d>)| {
            let item = node.get("items").filter(|_| node.text("type") == Some("array"));
            (name.to_owned(), item.unwrap_or(node))
        };
        properties.iter().flat_map(Node::members).map(part).collect()
    }

    /// The media type that the schema of a part states (`contentMediaType` of OpenAPI 3.1), there, where it refers, or in
    /// one of its alternatives beside null. A part in base64 is text.
    fn stated_media_type(&mut self, part: &Node<'d>, steps: usize) -> Option<MediaType> {
        let steps = steps.checked_sub(1)?;
        let part = self.resolved(part)?;
        if let Some(stated) = part.text("contentMediaType") {
            let encoding = part.text("contentEncoding");
            return media::meant(stated).filter(|_| encoding.is_none_or(|encoding| encoding == "binary"));
        }
        let list = ["anyOf", "oneOf", "allOf"].into_iter().find_map(|name| part.get(name))?;
        list.listed().iter().find_map(|node| self.stated_media_type(node, steps))
    }

    /// The parts that are files according to their name, in a form without any other file: Stripe's `file` is a
    /// `string`.
    fn files_by_name(&mut self, schema: Option<Node<'d>>) -> Vec<String> {
        const SAYS_MORE: &[&str] = &[
            "format",
            "enum",
            "const",
            "pattern",
            "maxLength",
            "contentMediaType",
            "contentEncoding",
            "anyOf",
            "oneOf",
            "allOf",
            "$ref",
            "default",
        ];
        let is_file = |name: &str| words::split(name).last().is_some_and(|word| word == "file");
        let is_string = |node: &Node<'_>| {
            node.text("type") == Some("string") && SAYS_MORE.iter().all(|keyword| node.get(keyword).is_none())
        };
        let is_binary = |node: &Node<'_>| {
            let item = node.get("items").unwrap_or_else(|| node.clone());
            item.text("format") == Some("binary") || item.get("contentMediaType").is_some() || says_nothing(&item)
        };
        let Some(schema) = schema.and_then(|schema| self.resolved(&schema)) else { return Vec::new() };
        let properties: Vec<(&str, Node<'d>)> =
            schema.get("properties").iter().flat_map(|list| list.members().collect::<Vec<_>>()).collect();
        if properties.iter().any(|(_, node)| is_binary(node)) {
            return Vec::new();
        }
        let files = properties.into_iter().filter(|(name, node)| is_file(name) && is_string(node));
        files.map(|(name, _)| name.to_owned()).collect()
    }

    /// The encodings of the properties of a form. Only those of parts have headers.
    pub(super) fn encodings(&mut self, content: &Node<'d>, has_parts: bool) -> BTreeMap<String, Encoding> {
        let mut encodings = BTreeMap::new();
        for (name, node) in content.get("encoding").into_iter().flat_map(|list| list.entries().collect::<Vec<_>>()) {
            let mut encoding = Encoding::default();
            match node.text("contentType") {
                Some(text) if text.contains([',', '*']) => {
                    let message = format!("the part `{name}` may be of several media types: `{text}`");
                    let help = "It is sent with the usual one for its type. The caller of a file may state another with \
                                `Part::content_type`.";
                    self.import.note(Rule::Encoding, &node, message, help);
                    let mut allowed: Vec<MediaType> = text.split(',').filter_map(media::meant).collect();
                    allowed.sort();
                    allowed.dedup();
                    encoding.allowed = allowed;
                }
                Some(text) => encoding.content_type = self.media_type(text, &node),
                None => {}
            }
            if let Some(text) = node.text("style") {
                let fits = |style: &Style| !matches!(style, Style::Simple | Style::Label | Style::Matrix);
                encoding.style = style(text).map(|(style, _)| style).filter(fits);
                if encoding.style.is_none() {
                    let message = format!("a property of a form cannot have the style `{text}`");
                    let help = "The style is ignored. Remove it, or name one that it can have.";
                    self.import.accept(Rule::ParamStyle, &node, message, help);
                }
            }
            encoding.explode = node.value.get("explode").and_then(Value::as_bool);
            encoding.reserved = node.flag("allowReserved");
            if let Some(headers) = node.get("headers") {
                let message = format!("headers are described for the part `{name}`");
                let help = "They are not sent: a part has only a name, a file name and a media type.";
                self.import.note(Rule::Encoding, &headers, message, help);
                if has_parts {
                    encoding.headers = self.part_headers(&headers);
                }
            }
            if encoding != Encoding::default() {
                encodings.insert(name.to_owned(), encoding);
            }
        }
        encodings
    }

    /// The headers of a part. A `Content-Type` is ignored, because the encoding states it.
    fn part_headers(&mut self, headers: &Node<'d>) -> BoxMap<String, PartHeader> {
        let mut read = BoxMap::new();
        for (name, node) in headers.members().filter(|(name, _)| !name.eq_ignore_ascii_case("Content-Type")) {
            let Some(node) = self.resolved(&node) else { continue };
            let schema = node.get("schema").map(|schema| self.import.schema_outline(&schema)).unwrap_or_default();
            read.insert(name.to_owned(), PartHeader { required: node.flag("required"), schema });
        }
        read
    }
}

/// Whether a schema accepts every value.
pub(super) fn says_nothing(node: &Node<'_>) -> bool {
    const ANNOTATIONS: &[&str] =
        &["title", "description", "example", "examples", "deprecated", "readOnly", "writeOnly", "default"];
    let members = node.value.as_object();
    members.is_some_and(|members| members.keys().all(|name| ANNOTATIONS.contains(&name.as_str())))
}
