//! The JSON Schemas of the project's files, generated from the Rust types. Editors use them for completion and checks.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};

use crate::diff::accepted::Accepted;
use crate::lower::config::CrateConfig;
use crate::spec::fixup::{Fixups, Operations};
use crate::spec::{Api, Origin, PathTemplate, StatusPattern, TypeRef, json};

/// The files of `specs/schema`, each with its name and content.
pub fn schemas() -> Vec<(&'static str, String)> {
    let file = |name, schema: Schema| {
        let mut value = schema.to_value();
        value.sort_all_objects();
        // `Schema` writes its keywords in their conventional order.
        let schema = Schema::try_from(value).expect("a sorted schema is a schema");
        (name, json::write(&schema))
    };
    vec![
        file("accepted.schema.json", schema_for!(Accepted)),
        file("api.schema.json", schema_for!(Api)),
        file("crate.schema.json", schema_for!(CrateConfig)),
        file("diff.schema.json", crate::diff::report::schema()),
        file("fixups.schema.json", schema_for!(Fixups)),
    ]
}

/// The schema of a type that is written as one string of the given form.
macro_rules! written_as_string {
    ($type:ty, $pattern:literal, $docs:literal) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $docs })
            }
        }
    };
}

written_as_string!(
    TypeRef,
    r#"^(list<.+>|map<.+>|\$[A-Za-z0-9_.-]+|[A-Za-z_][A-Za-z0-9_.-]*(<.+>)?|".+"(<.+>)?)\??$"#,
    "A type: a scalar (`string`, `int32`, `date-time`, ...), `list<T>`, `map<T>`, the name of a model with its \
     arguments (`Cart`, `KeyValuePair<ParticipantType, string>`), a type parameter of the model (`$K`); `T?` where \
     an explicit null is allowed. A name with other characters stands in double quotes."
);
written_as_string!(
    Origin,
    "^[^#]*#(/.*)?$",
    "Where a fact stands in its source: the file, `#`, and a JSON pointer (RFC 6901); on a reference page the \
     pointer's tokens are headings and row names."
);
written_as_string!(
    PathTemplate,
    "^/([^{}]|\\{[^{}]+\\})*$",
    "A path below the server's URL, with `{name}` for each path parameter."
);
written_as_string!(
    StatusPattern,
    "^([1-5][0-9][0-9]|[1-5](XX|xx)|default)$",
    "The statuses for which a reply is given: `201`, `4XX`, or `default` for all that no other reply is for."
);

impl JsonSchema for crate::diff::Rule {
    fn schema_name() -> Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids = Self::ALL.iter().map(|rule| rule.id()).collect::<Vec<_>>();
        json_schema!({ "type": "string", "description": "The kind of a change.", "enum": ids })
    }
}

impl JsonSchema for Operations {
    fn schema_name() -> Cow<'static, str> {
        "Operations".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The operations that a correction is about.",
            "oneOf": [
                { "description": "All that have what the correction is about; one at least.", "const": "all" },
                { "description": "Those that the glob names, by identifier, group and name, or method and path.",
                  "type": "string", "pattern": "[*?. ]" },
                { "description": "The listed operations, each of which must have it.", "type": "array",
                  "items": generator.subschema_for::<String>(), "minItems": 1 },
            ],
        })
    }
}
