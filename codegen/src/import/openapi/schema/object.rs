//! Reads objects: those with named properties, maps, and those without any information.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::facts::{CLOSED, line};
use super::kinds::Kinds;
use super::read::{Rest, Schema};
use super::{Facts, TypeOrShape, Typed, client_name, producers};
use crate::import::openapi::{Hint, Import, Node};
use crate::problem::Rule;
use crate::spec::{Holds, Member, PATTERNS, Presence, Scalar, Shape, Struct, TypeRef, Union, Variant};

impl<'d> Import<'d> {
    pub(super) fn object(&mut self, schema: Schema<'d>, facts: &mut Facts, hint: &Hint) -> TypeOrShape {
        if producers::is_json(&schema.node) {
            return TypeOrShape::JSON;
        }
        let rest = self.rest(&schema, facts, hint);
        if matches!(schema.rest, Rest::Closed) {
            facts.ask(CLOSED.to_owned());
        }
        if schema.properties.is_empty() {
            for name in &schema.required {
                facts.ask(line("required", &Value::from(*name)));
            }
            return match (rest, &schema.rest) {
                (Some(ty), _) => self.nested(&schema.node, TypeRef::Map(Box::new(ty))),
                (None, Rest::Closed) => TypeOrShape::Shape(Shape::Struct(Struct::default())),
                (None, _) => TypeOrShape::Ref(TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Json)))),
            };
        }
        // The properties are sorted, so that the names of their inline types do not depend on the order of the
        // document.
        let mut sorted: Vec<(&str, Vec<Node<'d>>)> =
            schema.properties.iter().map(|(name, nodes)| (*name, nodes.clone())).collect();
        sorted.sort_unstable_by_key(|(name, _)| *name);
        let mut read: BTreeMap<&str, Member> = BTreeMap::new();
        for (name, nodes) in sorted {
            let in_string = self.in_field_of_form(&schema.node, &nodes);
            let typed = if self.contradicts(name, &nodes) {
                Typed { ty: TypeRef::Scalar(Scalar::Json), facts: self.read_facts(&nodes[0]) }
            } else if let Some(inner) = &in_string {
                let typed = self.typed(inner, &hint.with(name));
                typed.with_docs(self.read_facts(&nodes[0]))
            } else {
                self.typed_all(&nodes, &hint.with(name))
            };
            let presence = if schema.required.contains(name) { Presence::Required } else { Presence::Optional };
            read.insert(name, typed.member(presence, nodes.iter().find_map(client_name)));
        }
        let in_order = schema.properties.keys().filter_map(|name| Some(((*name).to_owned(), read.remove(name)?)));
        let members = in_order.collect();
        for name in schema.required.iter().filter(|name| !schema.properties.contains_key(*name)) {
            facts.ask(line("required", &Value::from(*name)));
        }
        TypeOrShape::Shape(Shape::Struct(Struct { members, rest }))
    }

    /// Whether several parts of an `allOf` describe a property as values of different kinds, which is reported. Producers
    /// write this for a field that a derived class declares anew, so that neither of the two is known to be sent.
    fn contradicts(&mut self, name: &str, nodes: &[Node<'d>]) -> bool {
        let [first, others @ ..] = nodes else { return false };
        if others.is_empty() {
            return false;
        }
        let Some(kinds) = self.stated_kinds(first) else { return false };
        for node in others {
            let Some(other) = self.stated_kinds(node).filter(|other| kinds & *other == Kinds::NONE) else { continue };
            let (kinds, other) = (kinds.phrase(), other.phrase());
            let message = format!("`{name}` is {kinds} in one part of `allOf`, and {other} in another one");
            let help = "Any JSON value is read and sent there. Make the types equal, or correct the one that is wrong.";
            self.accept(Rule::Conflict, node, message, help);
            return true;
        }
        false
    }

    /// The kinds that a schema states by its `type`, or that to which it refers, unless it may be any value.
    fn stated_kinds(&self, node: &Node<'d>) -> Option<Kinds> {
        let node = match node.text("$ref") {
            Some(reference) => self.documents.follow(node, reference).ok()?,
            None => node.clone(),
        };
        let kinds = node.text("type").and_then(Kinds::named)?;
        let is_bare = kinds == Kinds::OBJECT && node.value.as_object().is_some_and(|members| members.len() == 1);
        (!is_bare && kinds != Kinds::NULL).then_some(kinds)
    }

    /// The type of additional properties, if the schema states one.
    fn rest(&mut self, schema: &Schema<'d>, facts: &mut Facts, hint: &Hint) -> Option<TypeRef> {
        let inner = if schema.properties.is_empty() { hint.item() } else { hint.with("Rest") };
        let mut types: Vec<TypeRef> = Vec::new();
        let patterns: Vec<(&str, Vec<Node<'d>>)> =
            schema.patterns.iter().map(|(name, nodes)| (*name, nodes.clone())).collect();
        // Beside a schema for additional properties, other names are allowed as well.
        let has_other_names = matches!(schema.rest, Rest::Typed(_) | Rest::Any);
        for (pattern, nodes) in &patterns {
            if !has_other_names {
                facts.ask(format!("names: {pattern}"));
            }
            types.push(self.element(nodes, "patternProperties", facts, &inner));
        }
        match &schema.rest {
            Rest::Typed(nodes) => types.push(self.element(nodes, "additionalProperties", facts, &inner)),
            Rest::Any if !types.is_empty() => types.push(TypeRef::Scalar(Scalar::Json)),
            Rest::Any | Rest::Closed | Rest::Unsaid => {}
        }
        let rest = match &schema.rest {
            Rest::Typed(nodes) => Some(self.schema_outlines(nodes)),
            Rest::Closed => Some(Value::Bool(false)),
            Rest::Any => Some(Value::Bool(true)),
            Rest::Unsaid => None,
        };
        if !patterns.is_empty() && patterns.len() + usize::from(rest.is_some()) > 1 {
            let all = patterns.iter().map(|(name, nodes)| ((*name).to_owned(), self.schema_outlines(nodes)));
            let all: Map<String, Value> = all.chain(rest.map(|rest| (String::new(), rest))).collect();
            // Patterns with the schema of all other names say nothing.
            let is_same = |schema: &Value| Some(schema) == all.get("");
            if !(all.values().all(is_same) && types.iter().all(|ty| Some(ty) == types.first())) {
                facts.ask(line(PATTERNS, &Value::Object(all)));
            }
        }
        let mut variants: Vec<Variant> = Vec::new();
        for ty in types {
            if !variants.iter().any(|variant| variant.ty == ty) {
                variants.push(Variant::of(ty));
            }
        }
        match variants.as_slice() {
            [] => None,
            [Variant { ty, .. }] => Some(ty.clone()),
            _ if variants.iter().any(|variant| variant.ty == TypeRef::Scalar(Scalar::Json)) => {
                Some(TypeRef::Scalar(Scalar::Json))
            }
            _ => {
                let made = TypeOrShape::Shape(Shape::Union(Union { holds: Holds::One, tag: None, variants }));
                Some(self.named_shape(made, schema, &inner))
            }
        }
    }
}
