//! The kinds of JSON that a schema allows.

use std::ops::{BitAnd, BitOr};

use serde_json::Value;

/// A set of JSON kinds. `number` consists of integers and fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub const NONE: Self = Self(0);
    pub const NULL: Self = Self(1);
    pub const BOOLEAN: Self = Self(2);
    pub const INTEGER: Self = Self(4);
    pub const NUMBER: Self = Self(4 | 8);
    pub const STRING: Self = Self(16);
    pub const ARRAY: Self = Self(32);
    pub const OBJECT: Self = Self(64);
    /// All kinds except null.
    pub const ALL: Self = Self(2 | 4 | 8 | 16 | 32 | 64);

    /// The kind with that name in JSON Schema or Swagger 2.0.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" | "file" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The name of the type that a name of another language means, with its format: `int`, `bool`, `datetime`.
    pub fn meant(name: &str) -> Option<(&'static str, Option<&'static str>)> {
        Some(match name {
            // JavaScript's, as Elysia writes it.
            "Date" => ("string", Some("date-time")),
            _ => match name.to_ascii_lowercase().as_str() {
                "int" | "integer" | "long" => ("integer", None),
                "bool" | "boolean" => ("boolean", None),
                "float" | "double" | "decimal" | "number" => ("number", None),
                // poem-openapi writes `bytes`.
                "str" | "string" | "bytes" => ("string", None),
                "date" => ("string", Some("date")),
                "datetime" | "date-time" | "timestamp" => ("string", Some("date-time")),
                "uuid" | "guid" => ("string", Some("uuid")),
                "list" | "array" => ("array", None),
                "dict" | "map" | "object" => ("object", None),
                _ => return None,
            },
        })
    }

    /// The kind of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() && number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
                Self(8)
            }
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Whether the set contains all kinds of the other set.
    pub fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Each kind in the set; integers and fractions are one kind.
    pub fn each(self) -> Vec<Self> {
        let mut each = Vec::new();
        for kind in [Self::BOOLEAN, Self::STRING, Self::ARRAY, Self::OBJECT] {
            if self.holds(kind) {
                each.push(kind);
            }
        }
        let number = self & Self::NUMBER;
        if number != Self::NONE {
            each.insert(usize::from(self.holds(Self::BOOLEAN)), number);
        }
        each
    }

    /// The kinds in words, each with its article: `a string or a list`.
    pub fn phrase(self) -> String {
        let phrase = |kind: Self| match kind {
            Self::BOOLEAN => "a boolean",
            Self::STRING => "a string",
            Self::ARRAY => "an array",
            Self::OBJECT => "an object",
            Self::INTEGER => "an integer",
            _ => "a number",
        };
        let mut phrases: Vec<&str> = self.each().into_iter().map(phrase).collect();
        if self.holds(Self::NULL) {
            phrases.push("null");
        }
        match phrases.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => "nothing".to_owned(),
        }
    }

    /// The word for the kinds in a generated name.
    pub fn word(self) -> &'static str {
        match self {
            Self::BOOLEAN => "Boolean",
            Self::STRING => "String",
            Self::ARRAY => "List",
            Self::OBJECT => "Object",
            Self::INTEGER => "Integer",
            _ => "Number",
        }
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Kinds {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}
