//! What a schema states in addition to its type: docs, access, default, constraints.

use serde_json::{Number, Value};

use super::value_docs;
use crate::import::openapi::hint::Hint;
use crate::import::openapi::node::Node;
use crate::import::openapi::parsed::sorted;
use crate::spec::{Access, Constraints, OTHER_VALUES, Sensitivity, TypeRef, Xml, sentences};
use crate::words;

/// What a schema states about the property, parameter or body that it describes, in addition to its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::import::openapi) struct Facts {
    pub docs: String,
    pub deprecated: bool,
    pub access: Access,
    pub sensitivity: Sensitivity,
    /// The default, as the document has it. It is checked once all types are known.
    pub default: Option<Value>,
    pub constraints: Constraints,
    pub xml: Option<Xml>,
}

impl Facts {
    /// Adds what another schema states about the same value; what is known already has precedence.
    pub fn add(&mut self, other: Facts) {
        let Facts { docs, deprecated, access, sensitivity, default, constraints, xml } = other;
        if self.docs.is_empty() {
            self.docs = docs;
        }
        self.deprecated |= deprecated;
        if self.access.is_both() {
            self.access = access;
        }
        if self.sensitivity.is_plain() {
            self.sensitivity = sensitivity;
        }
        self.default = self.default.take().or(default);
        match (&mut self.xml, xml) {
            (Some(here), Some(xml)) => here.add(&xml),
            (here @ None, xml) => *here = xml,
            (Some(_), None) => {}
        }
        self.add_constraints(constraints);
    }

    /// Adds the constraints of another schema for the same value. Of two bounds, the narrower one is kept.
    pub fn add_constraints(&mut self, other: Constraints) {
        add(&mut self.constraints, other);
    }

    /// Adds a constraint that the spec cannot express otherwise.
    pub fn ask(&mut self, other: String) {
        ask(&mut self.constraints, other);
    }

    /// The constraints that a named model has itself; the other constraints belong to the location of the schema.
    pub fn of_model(&self) -> Constraints {
        Constraints { others: self.constraints.others.clone(), ..Constraints::default() }
    }

    /// Adds a paragraph to the documentation.
    pub fn note(&mut self, paragraph: &str) {
        if !self.docs.is_empty() {
            self.docs.push_str("\n\n");
        }
        self.docs.push_str(paragraph);
    }

    /// The constraints of a value without documentation of its own. They include its default and its deprecation,
    /// unless a model has them.
    pub fn into_constraints(self, ty: &TypeRef) -> Constraints {
        let mut constraints = self.constraints;
        if matches!(ty, TypeRef::Named(..)) {
            // Other constraints are documented on the model.
            constraints.others.retain(|other| other.starts_with(OTHER_VALUES));
        } else {
            if let Some(default) = &self.default {
                ask(&mut constraints, line("default", default));
            }
            if self.deprecated {
                ask(&mut constraints, line("deprecated", &Value::Bool(true)));
            }
        }
        constraints
    }
}

fn ask(these: &mut Constraints, other: String) {
    if !these.others.contains(&other) {
        these.others.push(other);
    }
}

fn add(these: &mut Constraints, other: Constraints) {
    let Constraints {
        constant,
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        items,
        others,
    } = other;
    these.constant = these.constant.take().or(constant);
    these.min_length = these.min_length.max(min_length);
    these.max_length = least(these.max_length, max_length);
    these.min_items = these.min_items.max(min_items);
    these.max_items = least(these.max_items, max_items);
    narrow(&mut these.minimum, minimum, |new, old| new > old);
    narrow(&mut these.maximum, maximum, |new, old| new < old);
    narrow(&mut these.exclusive_minimum, exclusive_minimum, |new, old| new > old);
    narrow(&mut these.exclusive_maximum, exclusive_maximum, |new, old| new < old);
    these.unique_items |= unique_items;
    match (&these.pattern, pattern) {
        (Some(here), Some(pattern)) if *here != pattern => these.others.push(format!("pattern: {pattern}")),
        (None, pattern) => these.pattern = pattern,
        (Some(_), _) => {}
    }
    match (&these.multiple_of, multiple_of) {
        (Some(here), Some(factor)) if *here != factor => these.others.push(format!("multipleOf: {factor}")),
        (None, factor) => these.multiple_of = factor,
        (Some(_), _) => {}
    }
    match (&mut these.items, items) {
        (Some(here), Some(items)) => add(here, *items),
        (None, items) => these.items = items,
        (Some(_), None) => {}
    }
    for other in others {
        ask(these, other);
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn narrow(here: &mut Option<Number>, new: Option<Number>, is_narrower: fn(f64, f64) -> bool) {
    let value = |number: &Number| number.as_f64().unwrap_or_default();
    match (&here, new) {
        (Some(old), Some(new)) if is_narrower(value(&new), value(old)) => *here = Some(new),
        (None, new) => *here = new,
        (Some(_), _) => {}
    }
}

/// A keyword and its value as one line, in the notation of the document. It is whole, since comparisons read it; docs
/// show only the start of a long one.
pub(super) fn line(name: &str, value: &Value) -> String {
    format!("{name}: {}", in_order_of_names(value))
}

/// The value with the properties of each object sorted, so that the order of a document does not change the line.
fn in_order_of_names(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            sorted(members).into_iter().map(|(name, value)| (name.clone(), in_order_of_names(value))).collect()
        }
        Value::Array(items) => items.iter().map(in_order_of_names).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The line for an object that forbids additional properties.
pub(super) const CLOSED: &str = "additionalProperties: false";

/// Whether documentation is a title that only repeats the location of the schema. FastAPI writes one for every schema:
/// `Response Create Pet Pets Post` for the response of `create_pet_pets_post`.
pub(super) fn repeats(node: &Node<'_>, docs: &str, hint: &Hint) -> bool {
    if docs.is_empty() || node.text("title").map(str::trim) != Some(docs) {
        return false;
    }
    let mut known = words::split(&hint.name());
    // Its path and method contain the words that the name of the operation leaves out.
    known.extend(words::split(&node.origin().pointer.replace("~1", "/")));
    words::split(docs).iter().all(|word| known.contains(word))
}

/// The documentation of a schema.
pub(super) fn docs(node: &Node<'_>) -> String {
    let said = |name| node.text(name).map(str::trim).filter(|text| !text.is_empty());
    // Generators of documents, such as pydantic, write each name once more as a title: `Item Id` for `item_id`.
    let joined = |name: &str| words::split(name).concat();
    // FastAPI distinguishes the two directions of a model by its name alone: `Item-Input` and `Item-Output`.
    let is_name = |title: &&str| {
        let (name, title) = (joined(node.name().unwrap_or_default()), joined(title));
        name.strip_prefix(&title).is_some_and(|rest| ["", "input", "output"].contains(&rest))
    };
    let title = || said("title").filter(|title| !is_name(title));
    // The values have their own documentation.
    let description = match value_docs::of(node) {
        Some(described) => Some(described.rest).filter(|rest| !rest.is_empty()),
        None => said("description").map(str::to_owned),
    };
    let mut docs = match (title(), description) {
        // go-swagger makes a title of the first sentence of a comment, and a description of the others.
        (Some(title), Some(description)) if is_first_sentence(title, &description) => {
            format!("{title}\n\n{description}")
        }
        (_, Some(description)) => description,
        (title, None) => title.unwrap_or_default().to_owned(),
    };
    let more = node.get("externalDocs");
    if let Some(url) = more.as_ref().and_then(|more| more.text("url")).filter(|url| !url.is_empty()) {
        if !docs.is_empty() {
            docs.push_str("\n\n");
        }
        docs.push_str(&format!("See {url}"));
    }
    docs
}

/// Whether a title is a sentence that the description continues, instead of a name for the schema.
fn is_first_sentence(title: &str, description: &str) -> bool {
    title.ends_with('.')
        && title.split_whitespace().count() > 2
        && !description.starts_with(title.trim_end_matches('.'))
}

/// The documentation of a type: its description, and its other constraints.
pub(super) fn type_docs(facts: &Facts) -> String {
    let asked = sentences::constraints(&facts.of_model()).join(" ");
    match (facts.docs.is_empty(), asked.is_empty()) {
        (_, true) => facts.docs.clone(),
        (true, false) => asked,
        (false, false) => format!("{}\n\n{asked}", facts.docs),
    }
}

/// The name of a property or parameter in client code, if the document states it.
pub(in crate::import::openapi) fn client_name(node: &Node<'_>) -> Option<String> {
    node.text("x-ms-client-name").filter(|name| !name.trim().is_empty()).map(str::to_owned)
}
