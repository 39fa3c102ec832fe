//! Reads listed values: enums of strings and of integers, constants, and lists of mixed kinds.

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::facts::line;
use super::kinds::Kinds;
use super::read::{Schema, Values};
use super::value_docs::{self, Described};
use super::{Facts, TypeOrShape};
use crate::import::openapi::{Hint, Import, Node};
use crate::problem::{Level, Problem, Rule};
use crate::spec::{
    Holds, IntegerEnum, IntegerFormat, IntegerValue, Scalar, Shape, StringEnum, StringValue, TypeDef, TypeRef, Union,
    Variant,
};
use crate::words;

/// The name and the documentation that a document states for a listed value.
#[derive(Clone, Default)]
struct Label {
    name: Option<String>,
    docs: String,
}

/// The values of one schema, each with its documentation.
struct Listed {
    /// The strings, in the order of the document.
    strings: IndexMap<String, Label>,
    integers: BTreeMap<i64, Label>,
    booleans: HashSet<bool>,
    /// Values that an enum cannot have: numbers with fractions or beyond 64 bits, lists and objects.
    others: Vec<Value>,
}

impl<'d> Import<'d> {
    pub(super) fn enumeration(
        &mut self,
        schema: &Schema<'d>,
        values: Values<'d>,
        kinds: Kinds,
        facts: &mut Facts,
        hint: &Hint,
        is_model: bool,
    ) -> TypeOrShape {
        let stated = schema.kinds.is_some().then_some(kinds);
        let stated = stated.map(|stated| self.kinds_on_the_wire(&values, stated));
        let listed = self.listed(&values, stated);
        let is_open = values.open;
        let Listed { strings, integers, booleans, others } = listed;
        if !others.is_empty() {
            // The type is the one that the rest of the schema states, or a number.
            let all: Value = values.list.iter().map(|value| (*value).clone()).collect();
            facts.ask(line("enum", &all));
            let kinds =
                stated.unwrap_or_else(|| others.iter().fold(Kinds::NONE, |kinds, value| kinds | Kinds::of(value)));
            let numbers = if kinds & Kinds::NUMBER == Kinds::NONE { kinds } else { kinds | Kinds::NUMBER };
            return match numbers {
                Kinds::NUMBER => TypeOrShape::Ref(TypeRef::Scalar(self.scalar(schema, Kinds::NUMBER, facts))),
                kinds if stated.is_some() || kinds.each().len() == 1 => {
                    self.shape(Schema { kinds: Some(kinds), values: None, ..schema.clone() }, hint, None).made
                }
                _ => TypeOrShape::JSON,
            };
        }
        let format = schema.format;
        match (strings.is_empty(), integers.is_empty(), booleans.len()) {
            (false, true, 0) => strings_of(strings, is_open, facts, is_model),
            (true, false, 0) => integers_of(integers, format, facts, is_model),
            (true, true, 1) => {
                facts.constraints.constant = booleans.into_iter().next().map(Value::from);
                TypeOrShape::Ref(TypeRef::Scalar(Scalar::Boolean))
            }
            (true, true, 2) => TypeOrShape::Ref(TypeRef::Scalar(Scalar::Boolean)),
            (true, true, _) => self.shape(Schema { values: None, ..schema.clone() }, hint, None).made,
            (_, _, booleans) => self.mixed(schema, strings, integers, booleans > 0, hint),
        }
    }

    /// The kinds of the listed values where the `type` is that of the server's own code: .NET lists the names of an
    /// `int32` enum, and sends them as strings.
    fn kinds_on_the_wire(&mut self, values: &Values<'d>, stated: Kinds) -> Kinds {
        let is_name = |text: &str| {
            let text = text.trim();
            let is_value = stated.holds(Kinds::BOOLEAN) && text.parse::<bool>().is_ok()
                || (stated.holds(Kinds::INTEGER) || stated.holds(Kinds::NUMBER)) && text.parse::<f64>().is_ok();
            !is_value
        };
        let texts: Vec<&str> = values.list.iter().filter_map(|value| value.as_str()).collect();
        let nulls = values.list.iter().filter(|value| value.is_null()).count();
        if stated.holds(Kinds::STRING)
            || texts.len() + nulls != values.list.len()
            || !texts.iter().any(|text| is_name(text))
        {
            return stated;
        }
        let place = values.node.place();
        self.schemas.named_values.entry(place.file.clone()).or_insert((place, 0)).1 += 1;
        Kinds::STRING
    }

    /// Reports, once for each document, how many enums list strings although their `type` is another one.
    pub(in crate::import::openapi) fn report_named_values(&mut self) {
        for (place, count) in std::mem::take(&mut self.schemas.named_values).into_values() {
            let subject = if count == 1 { "an enum lists".to_owned() } else { format!("{count} enums list") };
            let message = format!("{subject} strings although the `type` is another one; strings are what is sent");
            let help = "Write `type: string`, which is what the values say.";
            let problem = Problem::error(Rule::InvalidSchema, place, message, help);
            self.problems.push(Problem { level: Level::Note, ..problem });
        }
    }

    fn listed(&mut self, values: &Values<'d>, stated: Option<Kinds>) -> Listed {
        let labels = labels(values);
        let mut listed = Listed {
            strings: IndexMap::new(),
            integers: BTreeMap::new(),
            booleans: HashSet::new(),
            others: Vec::new(),
        };
        let node = values.node.get("enum").unwrap_or_else(|| values.node.clone());
        for (index, value) in values.list.iter().enumerate() {
            let label = labels.get(index).cloned().unwrap_or_default();
            let Some(value) = self.converted(value, stated, &node) else { continue };
            let is_new = match &value {
                Value::String(text) => listed.strings.insert(text.clone(), label).is_none(),
                Value::Bool(value) => listed.booleans.insert(*value),
                Value::Number(number) => match whole(number) {
                    Some(number) => listed.integers.insert(number, label).is_none(),
                    None => {
                        listed.others.push(value.clone());
                        true
                    }
                },
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    listed.others.push(value.clone());
                    true
                }
            };
            if !is_new {
                let message = format!("the value {value} is listed twice");
                self.note(Rule::DuplicateValue, &node, message, "Remove one of the two.");
            }
        }
        // In a list with fractions, integers are numbers like the others.
        if !listed.others.is_empty() {
            listed.others.extend(listed.integers.keys().map(|number| Value::from(*number)));
            listed.integers.clear();
            listed.others.extend(listed.strings.keys().map(|text| Value::from(text.as_str())));
            listed.strings.clear();
        }
        listed
    }

    /// A listed value converted to one of the kinds that the schema states; `None` if that is impossible.
    fn converted(&mut self, value: &Value, stated: Option<Kinds>, node: &Node<'d>) -> Option<Value> {
        let Some(stated) = stated.filter(|stated| !stated.holds(Kinds::of(value))) else { return Some(value.clone()) };
        let as_text = value.as_str().map(str::trim);
        let converted = match value {
            // YAML reads `1` as a number, even if the schema states that it is a string.
            Value::Number(_) | Value::Bool(_) if stated.holds(Kinds::STRING) => Some(Value::String(value.to_string())),
            Value::String(_) if stated.holds(Kinds::INTEGER) => {
                as_text.and_then(|text| text.parse::<i64>().ok()).map(Value::from)
            }
            Value::String(_) if stated.holds(Kinds::BOOLEAN) => {
                as_text.and_then(|text| text.parse::<bool>().ok()).map(Value::from)
            }
            _ => None,
        };
        let message = match &converted {
            // The message leaves the values out, so that equal notes are shown once.
            Some(converted) => {
                let (is, wanted) = (Kinds::of(value).phrase(), Kinds::of(converted).phrase());
                format!("a listed value is {is}, and is read as {wanted}, which is what `type` says")
            }
            None => format!("a listed value is {}, and `type` says {}", Kinds::of(value).phrase(), stated.phrase()),
        };
        self.note_invalid_value(node, message, converted.is_some());
        converted
    }

    fn note_invalid_value(&mut self, node: &Node<'d>, message: String, is_read: bool) {
        let help =
            if is_read { "Write it as a value of the type." } else { "It is left out. Correct the value or the type." };
        self.note(Rule::InvalidSchema, node, message, help);
    }

    fn mixed(
        &mut self,
        schema: &Schema<'d>,
        strings: IndexMap<String, Label>,
        integers: BTreeMap<i64, Label>,
        has_booleans: bool,
        hint: &Hint,
    ) -> TypeOrShape {
        let mut variants = Vec::new();
        let mut add = |ty: TypeRef| variants.push(Variant::of(ty));
        if !strings.is_empty() {
            let made = TypeOrShape::Shape(Shape::Strings(string_enum(strings, false)));
            add(self.named_shape(made, schema, &hint.with("String")));
        }
        if !integers.is_empty() {
            let shape = integer_enum(integers, schema.format);
            let def = TypeDef {
                docs: String::new(),
                deprecated: false,
                params: Vec::new(),
                shape,
                constraints: Default::default(),
                xml: None,
                origin: Some(schema.node.origin()),
            };
            add(self.define(&hint.with("Integer"), def));
        }
        if has_booleans {
            add(TypeRef::Scalar(Scalar::Boolean));
        }
        TypeOrShape::Shape(Shape::Union(Union { holds: Holds::One, tag: None, variants }))
    }
}

fn strings_of(strings: IndexMap<String, Label>, is_open: bool, facts: &mut Facts, is_model: bool) -> TypeOrShape {
    if strings.len() == 1 && !is_model && !is_open {
        facts.constraints.constant = strings.into_keys().next().map(Value::from);
        return TypeOrShape::Ref(TypeRef::Scalar(Scalar::String));
    }
    TypeOrShape::Shape(Shape::Strings(string_enum(strings, is_open)))
}

fn string_enum(strings: IndexMap<String, Label>, is_open: bool) -> StringEnum {
    let plain = |text: &str| text.chars().filter(|next| next.is_alphanumeric()).collect::<String>().to_lowercase();
    let names: Vec<Vec<String>> =
        strings.values().filter_map(|label| label.name.as_deref()).map(words::split).collect();
    let shared = if names.len() == strings.len() { words::shared_start(&names) } else { 0 };
    let value = |(value, label): (String, Label)| {
        // A name that only repeats the value adds nothing, also behind the prefix that Go requires (`StatusActive`).
        let repeats = |name: &str| {
            let own = words::split(name).split_off(shared).concat();
            plain(name) == plain(&value) || own == plain(&value)
        };
        let name = label.name.filter(|name| !repeats(name));
        let docs = match (name, label.docs.is_empty()) {
            (Some(name), true) => name,
            (Some(name), false) => format!("{name}: {}", label.docs),
            (None, _) => label.docs,
        };
        StringValue { value, docs }
    };
    StringEnum { open: is_open, values: strings.into_iter().map(value).collect() }
}

fn integers_of(integers: BTreeMap<i64, Label>, format: Option<&str>, facts: &mut Facts, is_model: bool) -> TypeOrShape {
    if integers.len() > 1 || is_model {
        return TypeOrShape::Shape(integer_enum(integers, format));
    }
    facts.constraints.constant = integers.into_keys().next().map(Value::from);
    let scalar = if format == Some("int32") { Scalar::Int32 } else { Scalar::Int64 };
    TypeOrShape::Ref(TypeRef::Scalar(scalar))
}

fn integer_enum(integers: BTreeMap<i64, Label>, format: Option<&str>) -> Shape {
    let is_small = format == Some("int32") && integers.keys().all(|value| i32::try_from(*value).is_ok());
    let format = if is_small { IntegerFormat::Int32 } else { IntegerFormat::Int64 };
    let mut seen = HashSet::new();
    let value = |(value, label): (i64, Label)| {
        // A name that two values share names neither of them.
        let name = label.name.filter(|name| !name.is_empty() && seen.insert(name.clone()));
        IntegerValue { value, name, docs: label.docs }
    };
    Shape::Integers(IntegerEnum { format, values: integers.into_iter().map(value).collect() })
}

/// The integer value of a number, also where it is written as `5.0`.
fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let number = number.as_f64()?;
        // Up to 2^53, `f64` represents every integer exactly.
        (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
    })
}

/// The names and documentation of listed values, in their order. There are many extensions for that.
fn labels(values: &Values<'_>) -> Vec<Label> {
    let Values { node, list, open: _, alternatives } = values;
    let count = list.len();
    let mut labels = vec![Label::default(); count];
    let texts = |names: &[&'static str]| {
        let list = names.iter().find_map(|name| node.get(name));
        let items: Vec<String> =
            list.iter().flat_map(Node::items).map(|item| item.value.as_str().unwrap_or_default().to_owned()).collect();
        // A list of another length describes none of the values.
        if items.len() == count { items } else { Vec::new() }
    };
    for (label, name) in labels.iter_mut().zip(texts(&["x-enum-varnames", "x-enumNames", "x-enum-names"])) {
        label.name = Some(name).filter(|name| !name.is_empty());
    }
    for (label, docs) in labels.iter_mut().zip(texts(&["x-enum-descriptions", "x-enumDescriptions"])) {
        label.docs = docs;
    }
    // swaggo documents the values by their names.
    if let Some(comments) = node.get("x-enum-comments") {
        for label in &mut labels {
            let docs = label.name.as_deref().and_then(|name| comments.text(name));
            label.docs = docs.map_or_else(|| std::mem::take(&mut label.docs), str::to_owned);
        }
    }
    for Described { value, name, docs } in value_docs::of(node).into_iter().flat_map(|described| described.values) {
        let at = list.iter().position(|other| spelled(other) == value);
        let Some(label) = at.and_then(|at| labels.get_mut(at)) else { continue };
        label.name = label.name.take().or(name);
        if label.docs.is_empty() {
            label.docs = docs;
        }
    }
    if count == 1 && node.get("const").is_some() {
        labels[0].docs = super::facts::docs(node);
    }
    let values = node.get("enum").into_iter().flat_map(|list| list.items().map(|item| item.value).collect::<Vec<_>>());
    let values: Vec<&Value> = values.filter(|value| !value.is_null()).collect();
    let described = node.get("x-ms-enum").and_then(|extension| extension.get("values"));
    for item in described.iter().flat_map(Node::items) {
        let at = item.get("value").and_then(|value| values.iter().position(|other| *other == value.value));
        let Some(label) = at.and_then(|at| labels.get_mut(at)) else { continue };
        label.name = item.text("name").map(str::to_owned);
        label.docs = item.text("description").unwrap_or_default().to_owned();
    }
    let by_value = node.get("x-enum-descriptions").or_else(|| node.get("x-enumDescriptions"));
    for (value, docs) in by_value.iter().flat_map(Node::members) {
        let at = values.iter().position(|other| spelled(other) == value);
        let Some(label) = at.and_then(|at| labels.get_mut(at)) else { continue };
        label.docs = docs.value.as_str().unwrap_or_default().to_owned();
    }
    for (value, node) in alternatives.iter().filter_map(|node| Some((only_value(node)?, node))) {
        let at = list.iter().position(|other| **other == *value);
        let Some(label) = at.and_then(|at| labels.get_mut(at)) else { continue };
        label.name = label.name.take().or_else(|| node.text("title").map(|title| title.trim().to_owned()));
        if label.docs.is_empty() {
            label.docs = node.text("description").unwrap_or_default().to_owned();
        }
    }
    labels
}

/// The value of an alternative that allows a single one.
fn only_value<'d>(node: &Node<'d>) -> Option<&'d Value> {
    if let Some(constant) = node.get("const") {
        return Some(constant.value);
    }
    match node.get("enum")?.value.as_array()?.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// A value as a string, for a use that requires one, such as the name of a property.
fn spelled(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
