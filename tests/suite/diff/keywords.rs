//! Tests that the comparison reports a change of each keyword of a schema, at each position of a schema and in both
//! directions, with the verdict from the table of rules.

mod positions;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use codegen::diff::{Direction, Rule, Severity, wire};
use codegen::import::{Leniency, Source, import};
use codegen::spec::Api;
use serde_json::{Value, json};

use self::positions::{Position, positions};

/// The effect of a change on the allowed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Fewer values are allowed.
    Tighter,
    /// More values are allowed.
    Looser,
    /// Other values are allowed.
    Other,
    /// The severity is that of the rules for defaults, properties or documentation.
    Seen,
}

impl Effect {
    fn inverted(self) -> Self {
        match self {
            Self::Tighter => Self::Looser,
            Self::Looser => Self::Tighter,
            Self::Other | Self::Seen => self,
        }
    }

    /// Whether the severity is the expected one for a value in this direction.
    fn agrees(self, direction: Direction, severity: Option<Severity>) -> bool {
        let Some(severity) = severity else { return false };
        match (self, direction) {
            (Self::Seen, _) => true,
            (Self::Tighter | Self::Other, Direction::Sent) => severity == Severity::Error,
            (Self::Looser, Direction::Sent) | (Self::Tighter, _) => severity == Severity::Warning,
            (Self::Looser | Self::Other, _) => severity >= Severity::Caution,
        }
    }
}

/// The versions of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    Swagger2,
    OpenApi30,
    OpenApi31,
    OpenApi32,
}

use Version::{OpenApi30, OpenApi31, OpenApi32, Swagger2};

const VERSIONS: [Version; 4] = [Swagger2, OpenApi30, OpenApi31, OpenApi32];

impl Version {
    fn text(self) -> &'static str {
        match self {
            Swagger2 => "2.0",
            OpenApi30 => "3.0.3",
            OpenApi31 => "3.1.0",
            OpenApi32 => "3.2.0",
        }
    }

    /// The keywords of its schemas.
    fn keywords(self) -> BTreeSet<&'static str> {
        let mut all: BTreeSet<&str> = COMMON.split_whitespace().collect();
        all.extend(
            match self {
                Swagger2 => "",
                OpenApi30 => "oneOf anyOf not nullable writeOnly deprecated",
                OpenApi31 | OpenApi32 => JSON_SCHEMA,
            }
            .split_whitespace(),
        );
        all
    }
}

/// The keywords that all versions have.
const COMMON: &str = "title description type format enum default multipleOf maximum exclusiveMaximum minimum
    exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems items maxProperties minProperties required
    properties additionalProperties allOf discriminator readOnly xml externalDocs example $ref";

/// The further keywords of JSON Schema 2020-12 and OpenAPI 3.1.
const JSON_SCHEMA: &str = "oneOf anyOf not writeOnly deprecated const contains minContains maxContains prefixItems
    patternProperties propertyNames dependentRequired dependentSchemas if then else unevaluatedItems
    unevaluatedProperties contentEncoding contentMediaType contentSchema examples $defs $comment $id $schema $anchor
    $dynamicRef $dynamicAnchor $vocabulary";

/// The keywords whose change is not reported, with the reason.
const UNREPORTED: &[(&str, &str)] = &[
    ("example", "it is no statement about values"),
    ("examples", "they are no statement about values"),
    ("$defs", "what refers to a definition is compared"),
    ("$comment", "it is for authors of the document"),
    ("$id", "it names the schema for references"),
    ("$schema", "it names the dialect"),
    ("$anchor", "it names the schema for references"),
    ("$dynamicAnchor", "it names the schema for references"),
    ("$vocabulary", "it stands in definitions of dialects only"),
];

/// The keywords whose change is not reported, or with too high a severity, at positions with the given prefix.
const UNREPORTED_AT: &[(&str, &str, &str)] = &[
    ("title", "type of", "it only gives the type a name"),
    ("default", "type of", "a default of one type among several is never used"),
    ("contentSchema", "form", "the field has the type of the value then, and that is reported as another type"),
    ("contentSchema", "querystring", "the whole query is JSON then, and that is reported as another style"),
    ("contentSchema", "multipart", "the part has the type of the value then, and that is reported as another type"),
];

/// A keyword with a schema before and after the change.
struct Row {
    keyword: &'static str,
    since: Version,
    old: Value,
    new: Value,
    effect: Effect,
}

macro_rules! row {
    ($keyword:literal $since:ident $effect:ident: $old:tt => $new:tt) => {
        Row { keyword: $keyword, since: $since, old: json!($old), new: json!($new), effect: Effect::$effect }
    };
}

fn rows() -> Vec<Row> {
    vec![
        row!("type" Swagger2 Other: { "type": "boolean" } => { "type": "integer" }),
        row!("type" Swagger2 Looser: { "type": "integer" } => { "type": "number" }),
        row!("type" OpenApi31 Looser: { "type": "string" } => { "type": ["string", "integer"] }),
        row!("format" Swagger2 Tighter: { "type": "string" } => { "type": "string", "format": "date-time" }),
        row!("format" Swagger2 Tighter: { "type": "string" } => { "type": "string", "format": "hostname" }),
        row!("enum" Swagger2 Tighter: { "type": "string" } => { "type": "string", "enum": ["a", "b"] }),
        row!("enum" Swagger2 Tighter: { "type": "string", "enum": ["a", "b", "c"] } => { "type": "string", "enum": ["a", "b"] }),
        row!("default" Swagger2 Seen: { "type": "string", "default": "a" } => { "type": "string", "default": "b" }),
        row!("title" Swagger2 Seen: { "type": "string", "title": "One" } => { "type": "string", "title": "Another" }),
        row!("description" Swagger2 Seen: { "type": "string", "description": "One." } => { "type": "string", "description": "Another." }),
        row!("externalDocs" Swagger2 Seen: { "type": "string" } => { "type": "string", "externalDocs": { "url": "https://a.example" } }),
        row!("maxLength" Swagger2 Tighter: { "type": "string", "maxLength": 20 } => { "type": "string", "maxLength": 10 }),
        row!("maxLength" Swagger2 Tighter: { "type": "string" } => { "type": "string", "maxLength": 10 }),
        row!("minLength" Swagger2 Tighter: { "type": "string", "minLength": 1 } => { "type": "string", "minLength": 2 }),
        row!("pattern" Swagger2 Other: { "type": "string", "pattern": "^a" } => { "type": "string", "pattern": "^b" }),
        row!("pattern" Swagger2 Tighter: { "type": "string" } => { "type": "string", "pattern": "^b" }),
        row!("pattern" Swagger2 Tighter: { "type": "string", "pattern": ".*" } => { "type": "string", "pattern": "^b" }),
        row!("x-sunset" Swagger2 Seen: { "type": "string", "x-sunset": "2027-01-31" } => { "type": "string", "x-sunset": "2027-06-30" }),
        row!("x-stability-level" Swagger2 Seen: { "type": "string", "x-stability-level": "beta" } => { "type": "string", "x-stability-level": "alpha" }),
        row!("maximum" Swagger2 Tighter: { "type": "integer", "maximum": 20 } => { "type": "integer", "maximum": 10 }),
        row!("minimum" Swagger2 Tighter: { "type": "number", "minimum": 1 } => { "type": "number", "minimum": 1.5 }),
        row!("multipleOf" Swagger2 Tighter: { "type": "integer", "multipleOf": 2 } => { "type": "integer", "multipleOf": 4 }),
        row!("multipleOf" Swagger2 Other: { "type": "integer", "multipleOf": 2 } => { "type": "integer", "multipleOf": 3 }),
        row!("maxItems" Swagger2 Tighter: { "type": "array", "items": { "type": "string" }, "maxItems": 9 } => { "type": "array", "items": { "type": "string" }, "maxItems": 5 }),
        row!("minItems" Swagger2 Tighter: { "type": "array", "items": { "type": "string" }, "minItems": 1 } => { "type": "array", "items": { "type": "string" }, "minItems": 2 }),
        row!("uniqueItems" Swagger2 Tighter: { "type": "array", "items": { "type": "string" } } => { "type": "array", "items": { "type": "string" }, "uniqueItems": true }),
        row!("items" Swagger2 Looser: { "type": "array", "items": { "type": "integer" } } => { "type": "array", "items": { "type": "number" } }),
        row!("items" Swagger2 Tighter: { "type": "array", "items": { "type": "string" } } => { "type": "array", "items": { "type": "string", "maxLength": 4 } }),
        row!("maxProperties" Swagger2 Tighter: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" } }, "maxProperties": 5 }),
        row!("minProperties" Swagger2 Tighter: { "type": "object", "additionalProperties": { "type": "string" } } => { "type": "object", "additionalProperties": { "type": "string" }, "minProperties": 1 }),
        row!("required" Swagger2 Tighter: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] }),
        row!("properties" Swagger2 Seen: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "string" } } }),
        row!("additionalProperties" Swagger2 Tighter: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false }),
        row!("additionalProperties" Swagger2 Tighter: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": { "type": "integer" } }),
        row!("additionalProperties" Swagger2 Tighter: { "type": "object", "additionalProperties": { "type": "string" } } => { "type": "object", "additionalProperties": { "type": "string", "maxLength": 3 } }),
        row!("allOf" Swagger2 Tighter: { "allOf": [{ "type": "object", "properties": { "a": { "type": "string" } } }] } => { "allOf": [{ "type": "object", "properties": { "a": { "type": "string" } } }, { "type": "object", "required": ["a"] }] }),
        row!("readOnly" Swagger2 Seen: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string", "readOnly": true } } }),
        row!("$ref" Swagger2 Other: { "$ref": "#/definitions/One" } => { "$ref": "#/definitions/Other" }),
        row!("exclusiveMaximum" Swagger2 Tighter: { "type": "number", "maximum": 9 } => { "type": "number", "maximum": 9, "exclusiveMaximum": true }),
        row!("exclusiveMinimum" Swagger2 Tighter: { "type": "number", "minimum": 9 } => { "type": "number", "minimum": 9, "exclusiveMinimum": true }),
        row!("discriminator" Swagger2 Seen: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "discriminator": "a", "properties": { "a": { "type": "string" } }, "required": ["a"] }),
        row!("discriminator" OpenApi30 Seen:
            { "oneOf": [{ "$ref": "#/definitions/One" }, { "$ref": "#/definitions/Other" }], "discriminator": { "propertyName": "kind" } } =>
            { "oneOf": [{ "$ref": "#/definitions/One" }, { "$ref": "#/definitions/Other" }], "discriminator": { "propertyName": "kind", "mapping": { "first": "#/definitions/One" } } }),
        row!("nullable" OpenApi30 Looser: { "type": "string" } => { "type": "string", "nullable": true }),
        row!("writeOnly" OpenApi30 Seen: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string", "writeOnly": true } } }),
        row!("deprecated" OpenApi30 Seen: { "type": "string" } => { "type": "string", "deprecated": true }),
        row!("oneOf" OpenApi30 Looser: { "type": "string" } => { "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
        row!("anyOf" OpenApi30 Looser: { "anyOf": [{ "type": "string" }, { "type": "integer" }] } => { "anyOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }] }),
        row!("anyOf" OpenApi30 Looser: { "type": "string", "enum": ["a", "b"] } => { "anyOf": [{ "type": "string", "enum": ["a", "b"] }, { "type": "string" }] }),
        row!("oneOf" OpenApi30 Looser: { "type": "string", "enum": ["a", "b"] } => { "oneOf": [{ "type": "string" }, { "type": "string", "enum": ["a", "b"] }] }),
        row!("anyOf" OpenApi30 Looser: { "type": "string", "enum": ["a"] } => { "anyOf": [{ "type": "string" }, { "type": "string", "enum": ["a"] }] }),
        row!("not" OpenApi30 Tighter: { "type": "string" } => { "type": "string", "not": { "enum": ["a"] } }),
        row!("not" OpenApi30 Tighter: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" } }, "not": { "required": ["b"] } }),
        row!("type" OpenApi31 Looser: { "type": "string" } => { "type": ["string", "null"] }),
        row!("type" OpenApi31 Other: { "type": "string" } => { "type": "null" }),
        row!("type" OpenApi31 Tighter: { "type": ["string", "null"] } => { "type": "null" }),
        row!("exclusiveMaximum" OpenApi31 Tighter: { "type": "number", "exclusiveMaximum": 9 } => { "type": "number", "exclusiveMaximum": 8 }),
        row!("exclusiveMinimum" OpenApi31 Tighter: { "type": "integer", "exclusiveMinimum": 8 } => { "type": "integer", "exclusiveMinimum": 9 }),
        row!("const" OpenApi31 Other: { "const": "a" } => { "const": "b" }),
        row!("const" OpenApi31 Looser: { "const": "a" } => { "type": "string", "enum": ["a", "b"] }),
        row!("const" OpenApi31 Looser: { "type": "string", "const": "a" } => { "type": "string" }),
        row!("contains" OpenApi31 Tighter: { "type": "array", "items": { "type": "string" } } => { "type": "array", "items": { "type": "string" }, "contains": { "const": "a" } }),
        row!("minContains" OpenApi31 Tighter: { "type": "array", "contains": { "const": "a" }, "minContains": 1 } => { "type": "array", "contains": { "const": "a" }, "minContains": 2 }),
        row!("maxContains" OpenApi31 Looser: { "type": "array", "contains": { "const": "a" }, "maxContains": 1 } => { "type": "array", "contains": { "const": "a" }, "maxContains": 2 }),
        row!("prefixItems" OpenApi31 Other: { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "boolean" }], "items": false } => { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }], "items": false }),
        row!("prefixItems" OpenApi31 Tighter: { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "boolean" }], "items": false } => { "type": "array", "prefixItems": [{ "type": "string", "maxLength": 2 }, { "type": "boolean" }], "items": false }),
        row!("patternProperties" OpenApi31 Tighter: { "type": "object", "patternProperties": { "^a": { "type": "string" } } } => { "type": "object", "patternProperties": { "^a": { "type": "string", "maxLength": 5 } } }),
        row!("patternProperties" OpenApi31 Seen: { "type": "object", "patternProperties": { "^a": { "type": "string" } } } => { "type": "object", "patternProperties": { "^b": { "type": "string" } } }),
        row!("propertyNames" OpenApi31 Tighter: { "type": "object", "additionalProperties": { "type": "string" } } => { "type": "object", "additionalProperties": { "type": "string" }, "propertyNames": { "maxLength": 5 } }),
        row!("dependentRequired" OpenApi31 Tighter: { "type": "object", "properties": { "a": {}, "b": {} } } => { "type": "object", "properties": { "a": {}, "b": {} }, "dependentRequired": { "a": ["b"] } }),
        row!("dependentSchemas" OpenApi31 Tighter: { "type": "object", "properties": { "a": {}, "b": {} } } => { "type": "object", "properties": { "a": {}, "b": {} }, "dependentSchemas": { "a": { "required": ["b"] } } }),
        row!("if" OpenApi31 Other: { "type": "string", "if": { "maxLength": 2 }, "then": { "pattern": "^a" } } => { "type": "string", "if": { "maxLength": 3 }, "then": { "pattern": "^a" } }),
        row!("then" OpenApi31 Tighter: { "type": "string" } => { "type": "string", "if": { "maxLength": 2 }, "then": { "pattern": "^a" } }),
        row!("else" OpenApi31 Tighter: { "type": "string", "if": { "maxLength": 2 }, "then": { "pattern": "^a" } } => { "type": "string", "if": { "maxLength": 2 }, "then": { "pattern": "^a" }, "else": false }),
        row!("unevaluatedItems" OpenApi31 Tighter: { "type": "array", "items": { "type": "string" } } => { "type": "array", "items": { "type": "string" }, "unevaluatedItems": false }),
        row!("unevaluatedProperties" OpenApi31 Tighter: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string" } }, "unevaluatedProperties": false }),
        row!("contentEncoding" OpenApi31 Tighter: { "type": "string" } => { "type": "string", "contentEncoding": "quoted-printable" }),
        row!("contentMediaType" OpenApi31 Other: { "type": "string", "contentMediaType": "text/html" } => { "type": "string", "contentMediaType": "text/csv" }),
        row!("contentSchema" OpenApi31 Tighter: { "type": "string", "contentMediaType": "application/json" } => { "type": "string", "contentMediaType": "application/json", "contentSchema": { "type": "object" } }),
        row!("$dynamicRef" OpenApi31 Other: { "$dynamicRef": "#/definitions/One" } => { "$dynamicRef": "#/definitions/Other" }),
        row!("xml" Swagger2 Other: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string", "xml": { "attribute": true } } } }),
        row!("xml" Swagger2 Other: { "type": "object", "properties": { "a": { "type": "string" } } } => { "type": "object", "properties": { "a": { "type": "string", "xml": { "name": "b" } } } }),
        row!("xml" Swagger2 Other: { "type": "array", "items": { "type": "string" } } => { "type": "array", "items": { "type": "string" }, "xml": { "wrapped": true } }),
        row!("x-extensible-enum" Swagger2 Looser: { "type": "string", "x-extensible-enum": ["a"] } => { "type": "string", "x-extensible-enum": ["a", "b"] }),
        row!("x-extensible-enum" Swagger2 Seen: { "type": "string" } => { "type": "string", "x-extensible-enum": ["a", "b"] }),
    ]
}

/// Schemas have references of each version.
fn of_version(document: Value, version: Version) -> String {
    let text = document.to_string();
    if version == Swagger2 { text } else { text.replace("#/definitions/", "#/components/schemas/") }
}

fn api(text: String) -> Result<Api, String> {
    let source = Source { name: "a.json".to_owned(), text };
    let imported = import(None, &[source], Leniency::Normal);
    imported.map(|imported| imported.api).map_err(|problems| problems[0].message.clone())
}

/// The highest severity, without models that are added or removed together with their only reference.
fn heaviest(old: &Api, new: &Api) -> Option<Severity> {
    let changes = wire::compare(old, new);
    let own = changes.iter().filter(|change| !matches!(change.rule, Rule::TypeAdded | Rule::TypeRemoved));
    own.map(|change| change.severity).max()
}

/// Whether the keyword is allowed at the position, since parameters cannot be objects.
fn may_stand(row: &Row, version: Version, position: &Position) -> bool {
    if version < row.since || !position.versions.contains(&version) {
        return false;
    }
    // The keyword says nothing about other bodies, and XML bodies have the models of JSON bodies.
    if (row.keyword == "xml") != position.name.starts_with("XML") {
        return false;
    }
    let is_flag =
        |schema: &Value| ["exclusiveMinimum", "exclusiveMaximum"].iter().any(|name| schema[*name].is_boolean());
    let is_unreported =
        UNREPORTED_AT.iter().any(|(keyword, place, _)| *keyword == row.keyword && position.name.starts_with(place));
    if is_unreported {
        return false;
    }
    // The schemas of 3.2 are those of 3.1, apart from their positions.
    let is_own = position.versions == [OpenApi32] || position.name.starts_with("property of");
    if version == OpenApi32 && !is_own {
        return false;
    }
    // In 3.1, the flag has become a number.
    if version >= OpenApi31 && (is_flag(&row.new) || row.keyword == "nullable") {
        return false;
    }
    if version >= OpenApi30 && row.new["discriminator"].is_string() {
        return false;
    }
    let is_plain = |schema: &Value| {
        let kind = &schema["type"];
        let is_flat = kind == "string" || kind == "integer" || kind == "number" || kind == "array";
        is_flat && schema.get("readOnly").is_none()
    };
    !position.plain || is_plain(&row.old) && is_plain(&row.new)
}

#[test]
fn each_keyword_at_each_position_is_seen() {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    let mut read: HashMap<String, Rc<Result<Api, String>>> = HashMap::new();
    for (row, position) in rows().iter().flat_map(|row| positions().into_iter().map(move |position| (row, position))) {
        for version in VERSIONS.into_iter().filter(|version| may_stand(row, *version, &position)) {
            let mut made = |schema: &Value| {
                let document = of_version((position.document)(version, schema.clone()), version);
                read.entry(document.clone()).or_insert_with(|| Rc::new(api(document))).clone()
            };
            let (old, new) = (made(&row.old), made(&row.new));
            let (old, new) = match (&*old, &*new) {
                (Ok(old), Ok(new)) => (old, new),
                (Err(problem), _) | (_, Err(problem)) => {
                    wrong.push(format!("{} at {} ({}): {problem}", row.keyword, position.name, version.text()));
                    continue;
                }
            };
            for (effect, found) in [(row.effect, heaviest(old, new)), (row.effect.inverted(), heaviest(new, old))] {
                compared += 1;
                if !effect.agrees(position.direction, found) {
                    let direction = position.direction.word();
                    let place = format!("{} at {}, {direction} ({})", row.keyword, position.name, version.text());
                    wrong.push(format!("{place}: {effect:?} is {found:?}: {} -> {}", row.old, row.new));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 3000, "{compared}");
}

#[test]
fn each_keyword_has_a_row_or_a_reason() {
    let unreported: BTreeSet<&str> = UNREPORTED.iter().map(|(keyword, _)| *keyword).collect();
    let all = UNREPORTED.len() + UNREPORTED_AT.len() + super::fields::UNREPORTED.len();
    assert!(all < 20, "{all} changes are not reported");
    for version in VERSIONS {
        let covered: BTreeSet<&str> =
            rows().iter().filter(|row| row.since <= version).map(|row| row.keyword).chain(unreported.clone()).collect();
        let missing: Vec<&&str> = version
            .keywords()
            .iter()
            .filter(|keyword| !covered.contains(**keyword))
            .copied()
            .collect::<Vec<_>>()
            .leak()
            .iter()
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", version.text());
    }
}
