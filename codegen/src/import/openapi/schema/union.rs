//! Reads `oneOf` and `anyOf`: unions, and schemas that use the keywords without being unions.

use serde_json::Value;

use super::facts::line;
use super::join::{Part, Parts};
use super::kinds::Kinds;
use super::read::{Alternatives, Schema, Values};
use super::tags::told_apart;
use super::{ConvertedSchema, Facts, Id, TypeOrShape, id, variant_words};
use crate::import::openapi::{Hint, Import, Node};
use crate::spec::{Holds, OTHER_VALUES, Scalar, Shape, TypeRef, Union, Variant};

/// The maximum number of combinations of alternatives from several groups.
const MOST: usize = 64;

impl<'d> Import<'d> {
    /// Creates the type of a schema with alternatives.
    pub(super) fn alternatives(&mut self, mut schema: Schema<'d>, hint: &Hint, owner: Option<Id>) -> ConvertedSchema {
        let group = schema.alternatives.remove(0);
        let offered: usize = schema.alternatives.iter().map(|group| group.nodes.len()).product();
        if offered > 1 && offered * group.nodes.len() > MOST {
            for group in std::mem::take(&mut schema.alternatives) {
                ask_all(&mut schema.facts, &group);
            }
        }
        let (nulls, nodes): (Vec<Node<'d>>, Vec<Node<'d>>) =
            group.nodes.iter().cloned().partition(|node| self.is_null(node, &group.nodes));
        schema.nullable |= !nulls.is_empty();
        // poem-openapi writes `type: object` next to alternatives of any kind.
        let is_other =
            |node: &Node<'d>| node.text("type").and_then(Kinds::named).is_some_and(|kind| kind != Kinds::OBJECT);
        if schema.kinds == Some(Kinds::OBJECT) && nodes.iter().any(is_other) {
            schema.kinds = None;
        }
        let nodes = possible(&schema, nodes);
        let nodes = without_texts(self.without_blanks(nodes, &mut schema.facts));
        if nodes.is_empty() || nodes.iter().all(asks_only) {
            if !nodes.is_empty() {
                ask_all(&mut schema.facts, &group);
            } else if schema.kinds.is_none() && !schema.is_strong() {
                schema.kinds = Some(Kinds::NULL);
            }
            return self.shape(schema, hint, owner);
        }
        if let Some((kind, values)) = listed_values(&schema, &nodes) {
            return self.shape(Schema { kinds: Some(kind), values: Some(values), ..schema }, hint, owner);
        }
        if let [node] = nodes.as_slice() {
            return self.only(schema, node, hint, owner);
        }
        self.union(schema, &group, &nodes, hint, owner)
    }

    /// The only alternative, together with its sibling keywords.
    fn only(&mut self, schema: Schema<'d>, node: &Node<'d>, hint: &Hint, owner: Option<Id>) -> ConvertedSchema {
        let parts = self.with_base(&schema, node);
        let ConvertedSchema { made, facts: inner, nullable } = self.join(parts, hint, owner);
        let mut facts = schema.facts;
        facts.add(inner);
        ConvertedSchema { made, facts, nullable: nullable || schema.nullable }
    }

    /// An alternative together with the keywords that apply to all of them.
    fn with_base(&mut self, schema: &Schema<'d>, node: &Node<'d>) -> Parts<'d> {
        let mut parts = self.parts(std::slice::from_ref(node));
        let base = Schema { facts: Facts::default(), nullable: false, discriminator: None, ..schema.clone() };
        if base.is_strong() || base.kinds.is_some() {
            parts.list.insert(0, Part::Plain(Box::new(base)));
        }
        parts
    }

    /// The union of several alternatives. Strings that alternatives list in place are one enum, the first variant.
    fn union(
        &mut self,
        schema: Schema<'d>,
        group: &Alternatives<'d>,
        nodes: &[Node<'d>],
        hint: &Hint,
        owner: Option<Id>,
    ) -> ConvertedSchema {
        let mut nullable = schema.nullable;
        let mut facts = schema.facts.clone();
        let mut variants: Vec<Variant> = Vec::new();
        let mut asks = false;
        let by = schema.discriminator.clone().or_else(|| self.common_discriminator(nodes));
        let mut tags = by.as_ref().map_or_else(Vec::new, |by| self.tags_of_all(by, nodes));
        let default = by.as_ref().and_then(|by| self.default_of(by, nodes));
        let literals = literals(nodes);
        let hints = self.variant_hints(nodes, by.as_ref().map(|by| by.name), hint);
        if let Some(first) = literals.first() {
            let ty = self.literal_enum(first, &literals, nodes.iter().any(is_any_string), hint);
            variants.push(Variant::of(ty));
        }
        let is_literal = |node: &Node<'d>| literals.iter().any(|one| id(one) == id(node));
        for (index, node) in nodes.iter().enumerate().filter(|(_, node)| !is_literal(node)) {
            let typed = self.variant(&schema, node, &hints[index], owner);
            asks |= !matches!(typed.ty, TypeRef::Named(..)) && !typed.facts.constraints.is_empty();
            let ty = match typed.ty {
                TypeRef::Nullable(inner) => {
                    nullable = true;
                    *inner
                }
                ty => ty,
            };
            let tags = tags.get_mut(index).map(std::mem::take).unwrap_or_default();
            let Facts { docs, deprecated, .. } = typed.facts;
            add_variant(&mut variants, Variant { ty, tags, default: default == Some(index), deprecated, docs });
        }
        if asks {
            ask_all(&mut facts, group);
        }
        let json = TypeRef::Scalar(Scalar::Json);
        if variants.iter().any(|variant| variant.ty == json) {
            return ConvertedSchema { made: TypeOrShape::JSON, facts, nullable };
        }
        if self.drop_strings(&mut variants, nodes, literals.len()) {
            facts.ask(line(OTHER_VALUES, &Value::Bool(true)));
        }
        if let [variant] = variants.as_slice() {
            return ConvertedSchema { made: TypeOrShape::Ref(variant.ty.clone()), facts, nullable };
        }
        let tag = match by {
            Some(by) if told_apart(&mut variants) => Some(by.name.to_owned()),
            Some(by) if schema.discriminator.is_some() => {
                // Without a value for each variant, the discriminator is only documented.
                facts.ask(line("discriminator", by.node.value));
                None
            }
            Some(_) | None => None,
        };
        ConvertedSchema {
            made: TypeOrShape::Shape(Shape::Union(Union { holds: group.holds, tag, variants })),
            facts,
            nullable,
        }
    }

    fn variant(&mut self, schema: &Schema<'d>, node: &Node<'d>, hint: &Hint, owner: Option<Id>) -> super::Typed {
        let is_complete = !schema.is_strong() || self.descends(node, owner);
        if is_complete {
            return self.typed(node, hint);
        }
        self.schemas.read += 1;
        let target = node.text("$ref").and_then(|reference| self.documents.follow(node, reference).ok());
        // Keywords that apply to all alternatives are added to each, so that each is complete.
        let hint = match target.and_then(|target| self.schemas.names.get(&id(&target)).cloned()) {
            Some(name) => hint.with(&name),
            None => hint.clone(),
        };
        if self.schemas.depth >= super::DEPTH {
            self.untyped(node, "it is nested too deeply");
            return super::Typed { ty: TypeRef::Scalar(Scalar::Json), facts: Facts::default() };
        }
        self.schemas.depth += 1;
        let parts = self.with_base(schema, node);
        let built = self.join(parts, &hint, None);
        let typed = self.placed(built, node, &hint);
        self.schemas.depth -= 1;
        typed
    }

    /// Merges a string alternative into the only enum of strings, since the type of an enum keeps any string.
    /// `literals` alternatives are one enum. Returns whether there was one to merge, and the enum does not say that it
    /// is open, since it is a model of its own.
    fn drop_strings(&self, variants: &mut Vec<Variant>, nodes: &[Node<'d>], literals: usize) -> bool {
        let string = TypeRef::Scalar(Scalar::String);
        let enums = nodes.iter().filter(|node| self.is_string_enum(node)).count() - literals.saturating_sub(1);
        if enums == 1 && variants.iter().any(|variant| variant.ty == string) {
            let has_enum = variants.iter().any(|variant| matches!(variant.ty, TypeRef::Named(..)));
            variants.retain(|variant| variant.ty != string || !has_enum);
            return has_enum && literals == 0 && nodes.iter().any(is_any_string);
        }
        false
    }

    /// The enum of the strings that several alternatives list.
    ///
    /// An alternative of one string would otherwise be a plain string, and its value lost.
    fn literal_enum(&mut self, first: &Node<'d>, literals: &[Node<'d>], is_open: bool, hint: &Hint) -> TypeRef {
        self.schemas.read += literals.len();
        let list = literals.iter().flat_map(strings).collect();
        let node = first.clone();
        let schema = Schema { kinds: Some(Kinds::STRING), ..Schema::new(first.clone()) };
        let values = Values { node, list, open: is_open, alternatives: literals.to_vec() };
        let made = self.enumeration(&schema, values, Kinds::STRING, &mut Facts::default(), hint, true);
        let values: Vec<&str> = literals.iter().flat_map(strings).filter_map(Value::as_str).collect();
        let title = if literals.len() == 1 { variant_words::short_title(first) } else { None };
        let hint = match (title, values.as_slice()) {
            (Some(title), _) => hint.extended(title),
            // The empty string is offered in many places, so its enum has the same name in all of them.
            (None, [""]) => Hint::new("EmptyString"),
            (None, [only]) if variant_words::is_word(only) => hint.extended(only),
            (None, _) => hint.with("String"),
        };
        self.named_shape(made, &schema, &hint)
    }

    /// Whether an alternative allows null alone, there or in the schema to which it refers.
    fn is_null(&self, node: &Node<'d>, all: &[Node<'d>]) -> bool {
        // Microsoft Graph writes a reference that may be null as `anyOf: [$ref, {type: object, nullable: true}]`.
        let is_nullable_object = |node: &Node<'d>| {
            let members = node.value.as_object();
            node.flag("nullable")
                && node.text("type") == Some("object")
                && members.is_some_and(|members| members.len() == 2)
                && all.iter().filter(|other| other.text("$ref").is_some()).count() + 1 == all.len()
        };
        is_null(node) || is_nullable_object(node) || self.referred(node).is_some_and(|target| is_null(&target))
    }

    /// The alternatives without those of the empty string alone, where another one is an enum of strings: it is open,
    /// and so has the empty string already. Django's documents write an optional choice so.
    fn without_blanks(&self, mut nodes: Vec<Node<'d>>, facts: &mut Facts) -> Vec<Node<'d>> {
        let is_blank = |node: &Node<'d>| {
            let target = self.referred(node).unwrap_or_else(|| node.clone());
            matches!(strings(&target).as_slice(), [Value::String(text)] if text.is_empty())
        };
        let has_enum = nodes.iter().any(|node| self.is_string_enum(node) && !is_blank(node));
        if has_enum && nodes.iter().any(is_blank) {
            nodes.retain(|node| !is_blank(node));
            facts.ask("may be the empty string".to_owned());
        }
        nodes
    }

    /// The target of a reference.
    fn referred(&self, node: &Node<'d>) -> Option<Node<'d>> {
        node.text("$ref").and_then(|reference| self.documents.follow(node, reference).ok())
    }

    fn is_string_enum(&self, node: &Node<'d>) -> bool {
        let target = self.referred(node);
        !strings(target.as_ref().unwrap_or(node)).is_empty()
    }
}

/// The values with their kind, if each alternative lists strings or each lists integers: an enum with a title and a
/// description for each value. One of the alternatives may be a string in general.
fn listed_values<'d>(schema: &Schema<'d>, nodes: &[Node<'d>]) -> Option<(Kinds, Values<'d>)> {
    let mut list: Vec<&'d Value> = Vec::new();
    let mut stated = Kinds::ALL;
    let mut open = false;
    for node in nodes {
        if says_more(node) {
            return None;
        }
        if let Some(kind) = node.text("type") {
            stated = stated & Kinds::named(kind)?;
        }
        match (node.get("const"), node.get("enum")) {
            (Some(constant), _) => list.push(constant.value),
            (None, Some(values)) => list.extend(values.items().map(|value| value.value)),
            (None, None) if node.text("type") == Some("string") => open = true,
            (None, None) => return None,
        }
    }
    let is_kind = |kind: Kinds| !list.is_empty() && list.iter().all(|value| kind.holds(Kinds::of(value)));
    let kind = [Kinds::STRING, Kinds::INTEGER].into_iter().find(|kind| is_kind(*kind))?;
    if !stated.holds(kind) || schema.kinds.is_some_and(|kinds| !kinds.holds(kind)) {
        return None;
    }
    // A schema based on an enum may allow only some of its values.
    if let Some(values) = &schema.values {
        open &= values.open;
        list.retain(|value| values.list.contains(value));
        if list.is_empty() {
            return None;
        }
    }
    Some((kind, Values { node: schema.node.clone(), list, open, alternatives: nodes.to_vec() }))
}

/// Whether an alternative allows any string, so that the values that others list are examples.
fn is_any_string(node: &Node<'_>) -> bool {
    node.text("type") == Some("string")
        && !says_more(node)
        && ["const", "enum"].iter().all(|name| node.get(name).is_none())
}

/// Whether an alternative has keywords that decide about its values, besides its type and a list of values.
fn says_more(node: &Node<'_>) -> bool {
    ["$ref", "allOf", "oneOf", "anyOf", "format", "pattern"].iter().any(|name| node.get(name).is_some())
}

/// Adds a variant. If there is one of its type, that one gets the values of its discriminator.
fn add_variant(variants: &mut Vec<Variant>, variant: Variant) {
    match variants.iter_mut().find(|other| other.ty == variant.ty) {
        Some(other) => {
            other.tags.extend(variant.tags);
            other.default |= variant.default;
            other.deprecated &= variant.deprecated;
        }
        None => variants.push(variant),
    }
}

/// The alternatives with a kind that is allowed for all of them; all alternatives if there is none.
fn possible<'d>(schema: &Schema<'d>, nodes: Vec<Node<'d>>) -> Vec<Node<'d>> {
    let Some(kinds) = schema.kinds else { return nodes };
    let is_possible = |node: &Node<'d>| {
        let stated = node.text("type").and_then(Kinds::named);
        stated.is_none_or(|stated| stated & kinds != Kinds::NONE)
    };
    let possible: Vec<Node<'d>> = nodes.iter().filter(|node| is_possible(node)).cloned().collect();
    if possible.is_empty() { nodes } else { possible }
}

/// The alternatives without those that are the string form of another one. Elysia also accepts numbers, booleans, lists
/// and objects as strings, and describes a date by all forms that it accepts.
fn without_texts(mut nodes: Vec<Node<'_>>) -> Vec<Node<'_>> {
    if nodes.iter().any(|node| node.text("type") == Some("Date")) {
        nodes.retain(|node| node.text("type") == Some("Date"));
        return nodes;
    }
    // Elysia's OpenAPI plugin leaves out the `Date`.
    let forms: Vec<_> = nodes.iter().map(|node| (node.text("type"), node.text("format"))).collect();
    if forms == [(Some("string"), Some("date-time")), (Some("string"), Some("date")), (Some("number"), None)] {
        nodes.truncate(1);
        return nodes;
    }
    let kinds: Vec<Option<&str>> = nodes.iter().map(|node| node.text("type")).collect();
    let has = |names: &[&str]| kinds.iter().flatten().any(|kind| names.contains(kind));
    let is_text_of_another = |node: &Node<'_>| {
        node.text("type") == Some("string")
            && match node.text("format") {
                Some("numeric") => has(&["number", "integer"]),
                Some("integer") => has(&["integer"]),
                Some("boolean") => has(&["boolean"]),
                Some("ArrayString") => has(&["array"]),
                Some("ObjectString") => has(&["object"]),
                _ => false,
            }
    };
    let texts: Vec<bool> = nodes.iter().map(is_text_of_another).collect();
    let mut texts = texts.into_iter();
    nodes.retain(|_| !texts.next().unwrap_or_default());
    nodes
}

/// The alternatives that list strings inline, if there are several of them or one lists a single string.
fn literals<'d>(nodes: &[Node<'d>]) -> Vec<Node<'d>> {
    let listed: Vec<Node<'d>> =
        nodes.iter().filter(|node| node.text("$ref").is_none() && !strings(node).is_empty()).cloned().collect();
    let is_kept = matches!(listed.as_slice(), [node] if strings(node).len() > 1);
    if is_kept { Vec::new() } else { listed }
}

/// The strings that a schema lists; empty if it lists anything else, or has other keywords.
fn strings<'d>(node: &Node<'d>) -> Vec<&'d Value> {
    let says_more = ["allOf", "oneOf", "anyOf"].iter().any(|name| node.get(name).is_some());
    if says_more || node.text("type").is_some_and(|kind| kind != "string") {
        return Vec::new();
    }
    let list: Vec<&'d Value> = match (node.get("const"), node.get("enum")) {
        (Some(constant), _) => vec![constant.value],
        (None, Some(values)) => values.items().map(|value| value.value).collect(),
        (None, None) => Vec::new(),
    };
    if list.iter().all(|value| value.is_string()) { list } else { Vec::new() }
}

fn is_null(node: &Node<'_>) -> bool {
    let members = node.value.as_object();
    let by_type = node.text("type") == Some("null");
    let by_value = node.get("enum").is_some_and(|list| {
        !list.value.as_array().is_none_or(Vec::is_empty) && list.items().all(|value| value.value.is_null())
    }) || node.get("const").is_some_and(|value| value.value.is_null());
    // `{"nullable": true}` offers null in a document of OpenAPI 3.0.
    let by_flag = node.flag("nullable")
        && members.is_some_and(|members| members.keys().all(|name| name == "nullable" || name == "description"));
    by_type || by_value || by_flag
}

/// Whether an alternative has no shape: it only states which properties are required together, or what the value must
/// not be.
fn asks_only(node: &Node<'_>) -> bool {
    const WORDS: &[&str] = &[
        "required",
        "not",
        "description",
        "title",
        "minProperties",
        "maxProperties",
        "example",
        "examples",
        "if",
        "then",
        "else",
        "dependentRequired",
    ];
    match node.value {
        Value::Object(members) => members.iter().all(|(name, value)| {
            // Some documents list the required properties again, without any description.
            let names_only = name == "properties"
                && value.as_object().is_some_and(|members| {
                    members.values().all(|member| member.as_object().is_some_and(|member| member.is_empty()))
                });
            let is_kind = name == "type" && value == "object" && members.contains_key("required");
            WORDS.contains(&name.as_str()) || names_only || is_kind
        }),
        Value::Bool(_) => true,
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}

fn ask_all(facts: &mut Facts, group: &Alternatives<'_>) {
    let word = match group.holds {
        Holds::One => "oneOf",
        Holds::Any => "anyOf",
    };
    let all: Value = group.nodes.iter().map(|node| node.value.clone()).collect();
    facts.ask(line(word, &all));
}
