//! Combines schemas that all apply (`allOf`, a `$ref` and its siblings) into one.

use std::collections::HashSet;

use serde_json::Value;

use super::kinds::Kinds;
use super::named::same;
use super::read::{Rest, Schema, Values};
use super::read_facts::lifecycle;
use super::{ConvertedSchema, Facts, Id, Join, TypeOrShape, id};
use crate::import::openapi::{Hint, Import, Node};
use crate::problem::Rule;
use crate::spec::{Constraints, Shape, TypeDef, TypeName, TypeRef};

/// One of several schemas that all apply to a value.
#[derive(Clone)]
pub(super) enum Part<'d> {
    /// A reference to a schema that has a name.
    Named(Node<'d>, TypeName),
    /// Keywords that are stated at the location itself.
    Plain(Box<Schema<'d>>),
}

impl Part<'_> {
    fn is_strong(&self) -> bool {
        match self {
            Self::Named(..) => true,
            Self::Plain(schema) => schema.is_strong(),
        }
    }

    fn id(&self) -> Id {
        match self {
            Self::Named(node, _) => id(node),
            Self::Plain(schema) => id(&schema.node),
        }
    }
}

/// Schemas that all apply to a value, and what they state in addition to its type.
pub(super) struct Parts<'d> {
    pub node: Node<'d>,
    pub list: Vec<Part<'d>>,
    pub facts: Facts,
    pub nullable: bool,
}

impl<'d> Import<'d> {
    /// The parts of several schemas that all apply, including the parts of each `allOf`.
    pub(super) fn parts(&mut self, nodes: &[Node<'d>]) -> Parts<'d> {
        let node = nodes.first().expect("there is a schema to read").clone();
        let mut parts = Parts { node, list: Vec::new(), facts: Facts::default(), nullable: false };
        for node in nodes {
            self.take_apart(node, &mut parts, &mut Vec::new());
        }
        parts
    }

    fn take_apart(&mut self, node: &Node<'d>, parts: &mut Parts<'d>, trail: &mut Vec<Id>) {
        match node.value {
            Value::Object(_) => {}
            Value::Bool(true) => return,
            Value::Bool(false) => return parts.facts.ask("no value is allowed".to_owned()),
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                self.wrong(Rule::InvalidSchema, node, "a schema is not an object", "Write a schema there.");
                self.untyped(node, "it is not a schema");
                return;
            }
        }
        if trail.contains(&id(node)) || trail.len() > super::DEPTH {
            let message = "this schema includes itself";
            self.wrong(Rule::EndlessType, node, message, "Remove the `allOf` or `$ref` that leads back to it.");
            return;
        }
        trail.push(id(node));
        match node.text("$ref") {
            Some(reference) => self.take_reference(node, reference, parts, trail),
            None => self.take_plain(node, parts, trail),
        }
        trail.pop();
    }

    fn take_reference(&mut self, node: &Node<'d>, reference: &str, parts: &mut Parts<'d>, trail: &mut Vec<Id>) {
        let has_siblings = node.value.as_object().is_some_and(|members| members.len() > 1);
        if has_siblings {
            let mut facts = self.read_facts(node);
            // Before OpenAPI 3.1, the siblings of a reference are ignored. Docs, null, a default and who sets the value are
            // read, because producers mean them there.
            if !self.dialect.has_json_schema() {
                facts.constraints = Constraints { others: lifecycle(node).collect(), ..Constraints::default() };
            }
            parts.facts.add(facts);
            parts.nullable |= ["nullable", "x-nullable", "x-isnullable"].iter().any(|name| node.flag(name));
        }
        let Some(target) = self.target(node, reference) else { return };
        self.take_target(target, parts, trail);
        if has_siblings && self.dialect.has_json_schema() {
            let schema = self.read_schema(node);
            parts.nullable |= node.text("type") == Some("null");
            if schema.is_strong() {
                parts.list.push(Part::Plain(Box::new(Schema { facts: Facts::default(), ..schema })));
            }
        }
    }

    fn take_target(&mut self, target: Node<'d>, parts: &mut Parts<'d>, trail: &mut Vec<Id>) {
        if self.is_named(&target) {
            let name = self.name_of(&target);
            if !parts.list.iter().any(|part| part.id() == id(&target)) {
                let facts = self.facts_of(&target);
                parts.facts.add(facts);
                parts.list.push(Part::Named(target, name));
            }
        } else {
            self.take_apart(&target, parts, trail);
        }
    }

    /// The schema that `type` names in place of a type, as swaggo writes it for a type of Go that it does not know.
    fn named_by_type(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let name = node.text("type").filter(|name| Kinds::named(name).is_none() && *name != "any")?;
        self.schemas.by_name.get(name)?;
        let target = self.documents.follow(node, name).ok()?;
        let help = "It is read as a reference to the schema of that name. Write `$ref`.";
        self.accept(Rule::InvalidSchema, &node.get("type")?, format!("`{name}` is not a JSON type"), help);
        Some(target)
    }

    fn take_plain(&mut self, node: &Node<'d>, parts: &mut Parts<'d>, trail: &mut Vec<Id>) {
        let mut schema = self.read_schema(node);
        parts.nullable |= schema.nullable;
        parts.facts.add(std::mem::take(&mut schema.facts));
        if schema.is_strong()
            || schema.kinds.is_some()
            || schema.format.is_some()
            || schema.discriminator.is_some()
            || !matches!(schema.rest, Rest::Unsaid)
        {
            parts.list.push(Part::Plain(Box::new(schema)));
        }
        if let Some(target) = self.named_by_type(node) {
            self.take_target(target, parts, trail);
        }
        if let Some(all) = node.get("allOf") {
            for part in all.listed() {
                self.take_apart(&part, parts, trail);
            }
        }
    }

    /// Creates one type from schemas that all apply. `owner` is the named schema that consists of them.
    pub(super) fn join(&mut self, parts: Parts<'d>, hint: &Hint, owner: Option<Id>) -> ConvertedSchema {
        let Parts { node, mut list, facts, nullable } = parts;
        self.drop_ancestors(&mut list);
        drop_repeated_values(&mut list);
        let strong: Vec<&Part<'d>> = list.iter().filter(|part| part.is_strong()).collect();
        match strong.as_slice() {
            [Part::Named(target, name)] if !self.is_family(owner, target) && !self.is_alternative(owner, target) => {
                let made = TypeOrShape::Ref(self.reference(target, name.clone()));
                return ConvertedSchema { made, facts, nullable };
            }
            [] | [Part::Plain(_)] => {
                let mut list = list.into_iter().filter_map(|part| match part {
                    Part::Plain(schema) => Some(*schema),
                    Part::Named(..) => None,
                });
                let Some(first) = list.next() else {
                    return ConvertedSchema { made: self.bare(&facts), facts, nullable };
                };
                return match list.try_fold(first, |schema, other| self.both(schema, other)) {
                    Some(schema) => self.shape(Schema { facts, nullable, ..schema }, hint, owner),
                    None => ConvertedSchema { made: TypeOrShape::JSON, facts, nullable },
                };
            }
            _ => {}
        }
        self.join_all(node, list, facts, nullable, hint, owner)
    }

    /// Creates one type from several schemas that each restrict the shape of the value.
    fn join_all(
        &mut self,
        node: Node<'d>,
        list: Vec<Part<'d>>,
        facts: Facts,
        nullable: bool,
        hint: &Hint,
        owner: Option<Id>,
    ) -> ConvertedSchema {
        let mut key: Vec<Id> = list.iter().map(Part::id).collect();
        key.sort_unstable();
        match self.schemas.joins.get_mut(&key) {
            _ if owner.is_some() => {}
            None => {
                self.schemas.joins.insert(key.clone(), Join::Open(hint.name()));
            }
            Some(Join::Known(ty)) => return ConvertedSchema { made: TypeOrShape::Ref(ty.clone()), facts, nullable },
            Some(Join::Open(wanted)) => {
                // The type contains itself, so its name is needed before its shape is known.
                let wanted = wanted.clone();
                let ty = TypeRef::named(self.free_name(&wanted));
                self.schemas.joins.insert(key, Join::Known(ty.clone()));
                return ConvertedSchema { made: TypeOrShape::Ref(ty), facts, nullable };
            }
        }
        let mut schemas = Vec::new();
        let mut path = Vec::from_iter(owner);
        self.expand(list, &mut schemas, &mut path, &mut HashSet::new());
        let mut schemas = schemas.into_iter();
        let first = schemas.next().unwrap_or_else(|| Schema::new(node.clone()));
        let built = match schemas.try_fold(first, |schema, other| self.both(schema, other)) {
            Some(schema) => {
                let mut facts = facts;
                facts.add_constraints(schema.facts.constraints);
                self.shape(
                    Schema { node: node.clone(), facts, nullable, ..Schema { facts: Facts::default(), ..schema } },
                    hint,
                    owner,
                )
            }
            None => ConvertedSchema { made: TypeOrShape::JSON, facts, nullable },
        };
        if owner.is_some() {
            return built;
        }
        self.joined(key, built, &node, hint)
    }

    /// Records the type that was created from joined schemas, so that the same schemas become the same type again.
    fn joined(&mut self, key: Vec<Id>, built: ConvertedSchema, node: &Node<'d>, hint: &Hint) -> ConvertedSchema {
        let ConvertedSchema { made, facts, nullable } = built;
        let early = match self.schemas.joins.get(&key) {
            Some(Join::Known(ty)) => Some(ty.clone()),
            Some(Join::Open(_)) | None => None,
        };
        let ty = match (early, made) {
            (None, TypeOrShape::Ref(ty)) => ty,
            (None, TypeOrShape::Shape(shape)) => self.define(hint, joined_def(shape, &facts, node)),
            (Some(ty), made) => {
                let shape = match made {
                    TypeOrShape::Shape(shape) => shape,
                    TypeOrShape::Ref(ty) => Shape::Alias(ty),
                };
                if let TypeRef::Named(name, _) = &ty {
                    self.api.types.insert(name.clone(), joined_def(shape, &facts, node));
                }
                ty
            }
        };
        self.schemas.joins.insert(key, Join::Known(ty.clone()));
        ConvertedSchema { made: TypeOrShape::Ref(ty), facts, nullable }
    }

    /// Reads the parts of named schemas, and their parts in turn.
    fn expand(
        &mut self,
        list: Vec<Part<'d>>,
        schemas: &mut Vec<Schema<'d>>,
        path: &mut Vec<Id>,
        seen: &mut HashSet<Id>,
    ) {
        for part in list {
            let (node, _) = match part {
                Part::Plain(schema) => {
                    schemas.push(*schema);
                    continue;
                }
                Part::Named(node, name) => (node, name),
            };
            if path.len() > super::DEPTH {
                let message = format!("schemas include each other more than {} levels deep", super::DEPTH);
                self.wrong(Rule::DeepType, &node, message, "Move what they have in common into one schema.");
                continue;
            }
            if path.contains(&id(&node)) {
                let message = "this schema includes itself";
                self.wrong(Rule::EndlessType, &node, message, "Remove the entry of `allOf` that leads back to it.");
                continue;
            }
            if !seen.insert(id(&node)) {
                continue;
            }
            path.push(id(&node));
            let problems = self.problems.len();
            let Parts { mut list, mut facts, .. } = self.parts(std::slice::from_ref(&node));
            // The problems of the named schema are reported at its own location.
            self.problems.truncate(problems);
            for part in &mut list {
                if let Part::Plain(schema) = part {
                    schema.facts.add_constraints(std::mem::take(&mut facts.constraints));
                    let leads_back = |node: &Node<'d>| self.leads_to(node, path);
                    schema.alternatives.retain(|group| !group.nodes.iter().any(leads_back));
                    // The discriminator of a base selects among the schemas that extend it; it does not describe a
                    // type.
                    if schema.alternatives.is_empty() {
                        schema.discriminator = None;
                    }
                }
            }
            self.expand(list, schemas, path, seen);
            path.pop();
        }
    }

    /// Whether an alternative is one of the schemas that are being read: then it refers to the type that is being
    /// created.
    fn leads_to(&self, node: &Node<'d>, path: &[Id]) -> bool {
        let target = node.text("$ref").and_then(|reference| self.documents.follow(node, reference).ok());
        target.is_some_and(|target| path.iter().any(|id| same(*id, &target)))
    }

    /// The conjunction of two schemas; `None` if no value can satisfy both.
    pub(super) fn both(&mut self, one: Schema<'d>, other: Schema<'d>) -> Option<Schema<'d>> {
        let mut schema = one;
        let (here, there) = (is_bare_object(&schema), is_bare_object(&other));
        let Schema {
            node,
            kinds,
            nullable: _,
            format,
            values,
            properties,
            required,
            rest,
            patterns,
            items,
            prefix,
            alternatives,
            discriminator,
            facts,
        } = other;
        schema.kinds = self.both_kinds((schema.kinds, here), (kinds, there), &node)?;
        schema.format = schema.format.or(format);
        schema.values = both_values(schema.values, values);
        for (name, nodes) in properties {
            add_nodes(schema.properties.entry(name).or_default(), nodes);
        }
        for (name, nodes) in patterns {
            add_nodes(schema.patterns.entry(name).or_default(), nodes);
        }
        schema.required.extend(required);
        schema.rest = both_rests(schema.rest, rest);
        add_nodes(&mut schema.items, items);
        schema.prefix = schema.prefix.or(prefix);
        schema.alternatives.extend(alternatives);
        schema.discriminator = schema.discriminator.or(discriminator);
        schema.facts.add_constraints(facts.constraints);
        Some(schema)
    }

    /// The kinds of value that two schemas allow; `None` after reporting that no kind is allowed by both. The flags state
    /// whether a schema says that a value is an object, and nothing about it.
    fn both_kinds(
        &mut self,
        (one, one_is_bare): (Option<Kinds>, bool),
        (other, other_is_bare): (Option<Kinds>, bool),
        node: &Node<'d>,
    ) -> Option<Option<Kinds>> {
        let (Some(here), Some(there)) = (one, other) else { return Some(one.or(other)) };
        if here != there && (here == Kinds::NULL || there == Kinds::NULL) {
            // Converters of `nullable: true` from OpenAPI 3.0 write this.
            let message = "one part of `allOf` only allows null, and another one only other values";
            let help = "Either is allowed. Use `anyOf` instead of `allOf`.";
            self.accept(Rule::Conflict, node, message, help);
            return Some(Some(if here == Kinds::NULL { there } else { here }));
        }
        if here & there == Kinds::NONE {
            if one_is_bare || other_is_bare {
                let message = "one part of `allOf` says `type: object` and no more, and another one another type";
                let help = "The other type counts. Leave the `type` out where any value is allowed.";
                self.accept(Rule::Conflict, node, message, help);
                return Some(if one_is_bare { other } else { one });
            }
            let (here, there) = (here.phrase(), there.phrase());
            let message = format!("a value would have to be both {here} and {there}, which is impossible");
            self.wrong(Rule::Conflict, node, message, "Make the types equal, or remove one of them.");
            self.untyped(node, "its types contradict each other");
            return None;
        }
        Some(Some(here & there))
    }
}

/// Removes lists of values that a named enum beside them has, as swaggo writes them for a field with a tag `enums`: they
/// restrict nothing, and the enum has the name.
fn drop_repeated_values(list: &mut Vec<Part<'_>>) {
    let listed = |part: &Part<'_>| match part {
        Part::Named(node, _) => node.get("enum")?.value.as_array().cloned(),
        Part::Plain(_) => None,
    };
    let Some(named) = list.iter().find_map(listed) else { return };
    list.retain(|part| {
        let Part::Plain(schema) = part else { return true };
        let others = Schema { values: None, kinds: None, ..(**schema).clone() };
        // A single value is a constant, which may say more than the enum: the tag of a type in a union.
        let has_all = |values: &Values<'_>| {
            values.list.len() > 1 && named.iter().all(|value| value.is_null() || values.list.contains(&value))
        };
        others.is_strong() || !schema.values.as_ref().is_some_and(has_all)
    });
}

/// Whether a schema says that a value is an object, and nothing about it. Generators for languages with a type for any
/// value write it so (swaggo's `interface{}`), and describe the value where the schema is used.
fn is_bare_object(schema: &Schema<'_>) -> bool {
    schema.kinds == Some(Kinds::OBJECT)
        && schema.values.is_none()
        && schema.properties.is_empty()
        && schema.patterns.is_empty()
        && schema.required.is_empty()
        && schema.alternatives.is_empty()
        && matches!(schema.rest, Rest::Unsaid)
}

/// The type that joined schemas become.
fn joined_def(shape: Shape, facts: &Facts, node: &Node<'_>) -> TypeDef {
    let (docs, constraints, origin) = (super::type_docs(facts), facts.of_model(), Some(node.origin()));
    TypeDef { docs, deprecated: false, params: Vec::new(), shape, constraints, xml: None, origin }
}

/// The values that two schemas list in common.
fn both_values<'d>(one: Option<Values<'d>>, other: Option<Values<'d>>) -> Option<Values<'d>> {
    let (mut here, there) = match (one, other) {
        (Some(here), Some(there)) => (here, there),
        (here, there) => return here.or(there),
    };
    here.open &= there.open;
    let common: Vec<&'d Value> = here.list.iter().copied().filter(|value| there.list.contains(value)).collect();
    // Enums are open: two lists without a common value do not contradict each other.
    if common.is_empty() {
        here.list.extend(there.list);
    } else {
        here.list = common;
    }
    Some(here)
}

/// The additional properties that two schemas allow.
fn both_rests<'d>(one: Rest<'d>, other: Rest<'d>) -> Rest<'d> {
    match (one, other) {
        (Rest::Typed(mut nodes), Rest::Typed(others)) => {
            add_nodes(&mut nodes, others);
            Rest::Typed(nodes)
        }
        (Rest::Typed(nodes), _) | (_, Rest::Typed(nodes)) => Rest::Typed(nodes),
        // If a branch of an `allOf` really forbade additional properties, it would forbid the properties of the other
        // branches.
        (Rest::Any, _) | (_, Rest::Any) => Rest::Any,
        (Rest::Closed, _) | (_, Rest::Closed) => Rest::Closed,
        (Rest::Unsaid, Rest::Unsaid) => Rest::Unsaid,
    }
}

fn add_nodes<'d>(here: &mut Vec<Node<'d>>, others: Vec<Node<'d>>) {
    for node in others {
        if !here.iter().any(|other| other.value == node.value) {
            here.push(node);
        }
    }
}
