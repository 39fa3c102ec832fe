//! The objects of Swagger 2.0 and OpenAPI 3.0 to 3.2 with their keywords, as the specifications list them.
//!
//! Each table is a copy of a list in a specification. Tables of Swagger 2.0 and OpenAPI 3 therefore repeat rows, so that a
//! table can be compared with its specification line by line, and a new version of one specification does not change what
//! is read of the other.

/// What the value of a keyword is.
pub(super) enum Kind {
    /// A value of any JSON type, or one that another check examines.
    Any,
    Text,
    Flag,
    List(&'static Kind),
    /// The names of the properties that an object must have.
    Names,
    /// An object whose names are chosen by the author.
    Map(&'static Kind),
    Object(&'static Object),
    Schema,
}

impl Kind {
    /// The JSON type, in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Text => "a string",
            Self::Flag => "a boolean",
            Self::List(_) => "a list",
            Self::Names => "a list of the names of properties",
            Self::Map(_) | Self::Object(_) => "an object",
            Self::Schema => "a schema",
        }
    }
}

/// An object of the specification.
pub(super) struct Object {
    /// The name of the object, in words.
    pub name: &'static str,
    pub keywords: &'static [(&'static str, Kind)],
    /// Keywords of other dialects or objects, with what to write instead.
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// Whether the object may have further keywords, or another check examines them.
    pub is_open: bool,
}

use Kind::{Any, Flag, List, Map, Names, Schema, Text};

const SECURITY: Kind = List(&Map(&List(&Text)));

pub(super) static OPENAPI: Object = Object {
    name: "an OpenAPI document",
    keywords: &[
        ("openapi", Text),
        ("$self", Text),
        ("info", Kind::Object(&INFO)),
        ("jsonSchemaDialect", Text),
        ("servers", List(&Kind::Object(&SERVER))),
        ("paths", Map(&Kind::Object(&PATH_ITEM))),
        ("webhooks", Map(&Kind::Object(&PATH_ITEM))),
        ("components", Kind::Object(&COMPONENTS)),
        ("security", SECURITY),
        ("tags", List(&Kind::Object(&TAG))),
        ("externalDocs", Any),
    ],
    elsewhere: &[
        ("host", "Write the address in `servers`."),
        ("basePath", "Write the address in `servers`."),
        ("securityDefinitions", "Write the schemes in `components.securitySchemes`."),
    ],
    is_open: false,
};

static INFO: Object = Object {
    name: "`info`",
    keywords: &[
        ("title", Text),
        ("summary", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", Any),
        ("license", Any),
        ("version", Text),
    ],
    elsewhere: &[],
    is_open: true,
};

static SERVER: Object = Object {
    name: "a server",
    keywords: &[("url", Text), ("name", Text), ("description", Text), ("variables", Map(&Kind::Object(&VARIABLE)))],
    elsewhere: &[],
    is_open: false,
};

static VARIABLE: Object = Object {
    name: "a server variable",
    keywords: &[("enum", List(&Text)), ("default", Text), ("description", Text)],
    elsewhere: &[],
    is_open: false,
};

static TAG: Object = Object {
    name: "a tag",
    keywords: &[("name", Text), ("summary", Text), ("description", Text), ("parent", Text), ("kind", Text)],
    elsewhere: &[],
    is_open: true,
};

static COMPONENTS: Object = Object {
    name: "`components`",
    keywords: &[
        ("schemas", Map(&Schema)),
        ("responses", Map(&Kind::Object(&RESPONSE))),
        ("parameters", Map(&Kind::Object(&PARAMETER))),
        ("examples", Any),
        ("requestBodies", Map(&Kind::Object(&BODY))),
        ("headers", Map(&Kind::Object(&HEADER))),
        ("securitySchemes", Map(&Any)),
        ("links", Any),
        ("callbacks", Map(&Map(&Kind::Object(&PATH_ITEM)))),
        ("pathItems", Map(&Kind::Object(&PATH_ITEM))),
        ("mediaTypes", Map(&Kind::Object(&MEDIA_TYPE))),
    ],
    elsewhere: &[],
    is_open: false,
};

/// Unknown keys of a path item are examined with the methods.
static PATH_ITEM: Object = Object {
    name: "a path",
    keywords: &[
        ("summary", Text),
        ("description", Text),
        ("get", Kind::Object(&OPERATION)),
        ("put", Kind::Object(&OPERATION)),
        ("post", Kind::Object(&OPERATION)),
        ("delete", Kind::Object(&OPERATION)),
        ("options", Kind::Object(&OPERATION)),
        ("head", Kind::Object(&OPERATION)),
        ("patch", Kind::Object(&OPERATION)),
        ("trace", Kind::Object(&OPERATION)),
        ("query", Kind::Object(&OPERATION)),
        ("additionalOperations", Map(&Kind::Object(&OPERATION))),
        ("servers", List(&Kind::Object(&SERVER))),
        ("parameters", List(&Kind::Object(&PARAMETER))),
    ],
    elsewhere: &[],
    is_open: true,
};

static OPERATION: Object = Object {
    name: "an operation",
    keywords: &[
        ("tags", List(&Text)),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", Any),
        ("operationId", Text),
        ("parameters", List(&Kind::Object(&PARAMETER))),
        ("requestBody", Kind::Object(&BODY)),
        ("responses", Map(&Kind::Object(&RESPONSE))),
        ("callbacks", Map(&Map(&Kind::Object(&PATH_ITEM)))),
        ("deprecated", Flag),
        ("security", SECURITY),
        ("servers", List(&Kind::Object(&SERVER))),
    ],
    elsewhere: &[
        ("consumes", "Write the media types in the `content` of the `requestBody`."),
        ("produces", "Write the media types in the `content` of the responses."),
    ],
    is_open: false,
};

static PARAMETER: Object = Object {
    name: "a parameter",
    keywords: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", Schema),
        ("example", Any),
        ("examples", Any),
        ("content", Map(&Kind::Object(&MEDIA_TYPE))),
    ],
    elsewhere: &[("collectionFormat", "Write `style` and `explode`.")],
    is_open: false,
};

static HEADER: Object = Object {
    name: "a header",
    keywords: &[
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("schema", Schema),
        ("example", Any),
        ("examples", Any),
        ("content", Map(&Kind::Object(&MEDIA_TYPE))),
    ],
    elsewhere: &[],
    is_open: true,
};

static BODY: Object = Object {
    name: "a request body",
    keywords: &[("description", Text), ("content", Map(&Kind::Object(&MEDIA_TYPE))), ("required", Flag)],
    elsewhere: &[("schema", "Write it in `content`, below the media type.")],
    is_open: false,
};

static RESPONSE: Object = Object {
    name: "a response",
    keywords: &[
        ("summary", Text),
        ("description", Text),
        ("headers", Map(&Kind::Object(&HEADER))),
        ("content", Map(&Kind::Object(&MEDIA_TYPE))),
        ("links", Any),
    ],
    elsewhere: &[("schema", "Write it in `content`, below the media type.")],
    is_open: false,
};

static MEDIA_TYPE: Object = Object {
    name: "a media type",
    keywords: &[
        ("schema", Schema),
        ("itemSchema", Schema),
        ("example", Any),
        ("examples", Any),
        ("encoding", Map(&Any)),
        ("prefixEncoding", Any),
        ("itemEncoding", Any),
    ],
    elsewhere: &[],
    is_open: false,
};

/// JSON Schema allows further keywords. Those with a check where schemas are read are left out.
pub(super) static SCHEMA: Object = Object {
    name: "a schema",
    keywords: &[
        ("title", Text),
        ("description", Text),
        ("properties", Map(&Schema)),
        ("patternProperties", Map(&Schema)),
        ("allOf", List(&Schema)),
        ("anyOf", List(&Schema)),
        ("oneOf", List(&Schema)),
        ("prefixItems", List(&Schema)),
        ("additionalProperties", Schema),
        ("required", Names),
        ("nullable", Flag),
        ("readOnly", Flag),
        ("writeOnly", Flag),
        ("deprecated", Flag),
        ("format", Text),
    ],
    elsewhere: &[],
    is_open: true,
};

/// The properties of `components`, or of a Swagger 2.0 document, with the objects that they contain.
pub(super) const SECTIONS: &[(&str, &str)] = &[
    ("schemas", "a schema"),
    ("definitions", "a schema"),
    ("responses", "a response"),
    ("parameters", "a parameter"),
    ("requestBodies", "a request body"),
    ("headers", "a header"),
    ("pathItems", "a path"),
    ("mediaTypes", "a media type"),
];

/// Whether a name is a keyword of a schema in one of the dialects, or of a parameter of Swagger 2.0, which is its own
/// schema.
pub(super) fn is_schema_keyword(name: &str) -> bool {
    SCHEMA_KEYWORDS.binary_search(&name).is_ok()
        || matches!(name, "allowEmptyValue" | "collectionFormat" | "dependencies" | "id" | "in" | "name" | "schema")
}

/// The keywords of a schema in all dialects, sorted.
pub(super) const SCHEMA_KEYWORDS: &[&str] = &[
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "xml",
];

pub(super) static SWAGGER: Object = Object {
    name: "a Swagger 2.0 document",
    keywords: &[
        ("swagger", Text),
        ("info", Kind::Object(&INFO)),
        ("host", Text),
        ("basePath", Text),
        ("schemes", List(&Text)),
        ("consumes", List(&Text)),
        ("produces", List(&Text)),
        ("paths", Map(&Kind::Object(&SWAGGER_PATH))),
        ("definitions", Map(&Schema)),
        ("parameters", Map(&Kind::Object(&SWAGGER_PARAMETER))),
        ("responses", Map(&Kind::Object(&SWAGGER_RESPONSE))),
        ("securityDefinitions", Map(&Any)),
        ("security", SECURITY),
        ("tags", List(&Kind::Object(&TAG))),
        ("externalDocs", Any),
    ],
    elsewhere: &[("servers", "Write the address in `host`, `basePath` and `schemes`.")],
    is_open: false,
};

static SWAGGER_PATH: Object = Object {
    name: "a path",
    keywords: &[
        ("get", Kind::Object(&SWAGGER_OPERATION)),
        ("put", Kind::Object(&SWAGGER_OPERATION)),
        ("post", Kind::Object(&SWAGGER_OPERATION)),
        ("delete", Kind::Object(&SWAGGER_OPERATION)),
        ("options", Kind::Object(&SWAGGER_OPERATION)),
        ("head", Kind::Object(&SWAGGER_OPERATION)),
        ("patch", Kind::Object(&SWAGGER_OPERATION)),
        ("parameters", List(&Kind::Object(&SWAGGER_PARAMETER))),
    ],
    elsewhere: &[],
    is_open: true,
};

static SWAGGER_OPERATION: Object = Object {
    name: "an operation",
    keywords: &[
        ("tags", List(&Text)),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", Any),
        ("operationId", Text),
        ("consumes", List(&Text)),
        ("produces", List(&Text)),
        ("parameters", List(&Kind::Object(&SWAGGER_PARAMETER))),
        ("responses", Map(&Kind::Object(&SWAGGER_RESPONSE))),
        ("schemes", List(&Text)),
        ("deprecated", Flag),
        ("security", SECURITY),
    ],
    elsewhere: &[("requestBody", "Write a parameter with `in: body`.")],
    is_open: false,
};

/// A parameter has the keywords of a schema besides, some of which other checks examine.
static SWAGGER_PARAMETER: Object = Object {
    name: "a parameter",
    keywords: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Flag),
        ("allowEmptyValue", Flag),
        ("collectionFormat", Text),
        ("schema", Schema),
    ],
    elsewhere: &[],
    is_open: true,
};

static SWAGGER_RESPONSE: Object = Object {
    name: "a response",
    keywords: &[("description", Text), ("schema", Schema), ("headers", Map(&Any)), ("examples", Any)],
    elsewhere: &[("content", "Write its schema in `schema`, and its media types in `produces`.")],
    is_open: false,
};
