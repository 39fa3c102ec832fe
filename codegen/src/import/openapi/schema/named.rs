//! Named types: those of the document, and those that are named after their location.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use super::facts::line;
use super::{ConvertedSchema, Facts, Id, TypeOrShape, id, type_docs};
use crate::import::openapi::dialect::Dialect;
use crate::import::openapi::{Hint, Import, Node, reference};
use crate::problem::Rule;
use crate::spec::{Origin, Shape, TypeDef, TypeName, TypeRef, tokens};
use crate::words;

/// The maximum number of consecutive aliases whose documentation is looked up.
const STEPS: usize = 16;
/// The maximum number of types with the same suggested name that are compared with a new one.
const ALIKE: usize = 8;

impl<'d> Import<'d> {
    /// Creates a type for each named schema of the documents.
    pub fn models(&mut self) {
        let components = self.components();
        for (name, node) in &components {
            self.schemas.names.insert(id(node), name.clone());
            self.schemas.by_name.insert(name.clone(), id(node));
            self.schemas.taken.insert(name.clone());
        }
        self.find_families(&components);
        let (parts, own): (Vec<_>, Vec<_>) = components.into_iter().partition(|(_, node)| self.documents.is_part(node));
        self.schemas.unused = parts.into_iter().map(|(_, node)| (id(&node), node)).collect();
        for (name, node) in own {
            self.model(name, &node);
        }
        self.waiting();
    }

    /// The named schemas of all documents, sorted by name.
    fn components(&mut self) -> Vec<(TypeName, Node<'d>)> {
        let mut found: Vec<(TypeName, Node<'d>)> = Vec::new();
        for index in 0..self.documents.len() {
            let Some(top) = self.documents.top(index) else { continue };
            let schemas = match self.dialect {
                Dialect::Swagger2 => top.get("definitions"),
                Dialect::OpenApi30 | Dialect::OpenApi31 | Dialect::OpenApi32 => {
                    top.get("components").and_then(|parts| parts.get("schemas"))
                }
            };
            let inner = top.get("$defs").filter(|_| self.documents.is_part(&top));
            for (name, node) in schemas.iter().chain(&inner).flat_map(Node::members).collect::<Vec<_>>() {
                if name.is_empty() {
                    self.wrong(Rule::InvalidName, &node, "the name of a schema is empty", "Give it a name.");
                }
                let name = if name.is_empty() { "Value" } else { name };
                found.push((name.to_owned(), node));
            }
        }
        // Sorted, because the order of files is the user's choice and the order within a file has no meaning. Parts
        // come after the other documents.
        found.sort_by_cached_key(|(name, node)| (self.documents.is_part(node), name.clone()));
        self.name_targets(&mut found);
        let mut seen = HashSet::new();
        for (name, node) in &mut found {
            if !seen.insert(name.clone()) {
                let file = node.origin().file;
                let stem = reference::stem(&file).unwrap_or_default();
                self.schemas.renamed.insert(id(node), name.clone());
                *name = Hint::new(&words::camel(&stem)).with(name).name();
                seen.insert(name.clone());
            }
        }
        found
    }

    /// If a named schema only refers to an unnamed schema, for example in another file, that schema gets the name.
    fn name_targets(&self, found: &mut Vec<(TypeName, Node<'d>)>) {
        let mut named: HashSet<Id> = found.iter().map(|(_, node)| id(node)).collect();
        for (_, node) in found.iter_mut() {
            let is_reference = node.text("$ref").is_some() && node.value.as_object().is_some_and(|all| all.len() == 1);
            if !is_reference {
                continue;
            }
            // A broken reference is reported where the type is read.
            let Ok(target) = self.documents.resolve(node) else { continue };
            if target.value.is_object() && named.insert(id(&target)) {
                *node = target;
            }
        }
    }

    /// Creates the type of a named schema in a part, now that something refers to it.
    pub(super) fn need(&mut self, node: &Node<'d>, name: &TypeName) {
        if let Some(node) = self.schemas.unused.remove(&id(node)) {
            self.schemas.waiting.push((name.clone(), node));
        }
    }

    /// Creates the types of the named schemas that are waiting because something refers to them.
    pub(super) fn waiting(&mut self) {
        while let Some((name, node)) = self.schemas.waiting.pop() {
            self.model(name, &node);
        }
    }

    fn model(&mut self, name: TypeName, node: &Node<'d>) {
        self.schemas.read += 1;
        let hint = Hint::new(&name);
        let parts = self.parts(std::slice::from_ref(node));
        let ConvertedSchema { made, facts, nullable: _ } = self.join(parts, &hint, Some(id(node)));
        let shape = match made {
            TypeOrShape::Shape(shape) => shape,
            // Each reference to the type states whether null is allowed.
            TypeOrShape::Ref(TypeRef::Nullable(inner)) => Shape::Alias(*inner),
            TypeOrShape::Ref(ty) => Shape::Alias(ty),
        };
        let docs = type_docs(&facts);
        let shape = self.with_family(&name, node, shape, &facts);
        let mut facts = facts;
        if let Some(default) = &facts.default {
            facts.constraints.others.push(line("default", default));
        }
        let def = TypeDef {
            docs,
            deprecated: facts.deprecated,
            params: Vec::new(),
            shape,
            constraints: facts.constraints,
            xml: facts.xml.clone(),
            origin: Some(node.origin()),
        };
        self.api.types.insert(name, def);
    }

    /// Gives a type the suggested name of its location; equal types with equal names become one.
    pub(in crate::import::openapi) fn define(&mut self, hint: &Hint, def: TypeDef) -> TypeRef {
        let wanted = hint.name();
        let mut name = wanted.clone();
        for number in 1..=ALIKE {
            if number > 1 {
                name.truncate(wanted.len());
                name.push_str(&number.to_string());
            }
            // Most of these names are not taken, which is found sooner than that no type has them.
            let other = self.schemas.taken.get(&name).and_then(|name| self.api.types.get(name));
            let is_same = other.is_some_and(|other| {
                other.shape == def.shape && other.docs == def.docs && other.deprecated == def.deprecated
            });
            if is_same {
                return TypeRef::named(name);
            }
        }
        let name = self.free_name(&wanted);
        self.schemas.places.insert(name.clone(), hint.clone());
        self.api.types.insert(name.clone(), def);
        TypeRef::named(name)
    }

    /// An unused name that is similar to the wanted one.
    pub(super) fn free_name(&mut self, wanted: &str) -> TypeName {
        let mut name = wanted.to_owned();
        // The numbers continue from the last one, because many types may want the same name.
        let mut number = self.schemas.numbers.get(wanted).copied().unwrap_or(1);
        while !self.schemas.taken.insert(name.clone()) {
            number += 1;
            name = format!("{wanted}{number}");
        }
        if number > 1 {
            self.schemas.numbers.insert(wanted.to_owned(), number);
        }
        name
    }

    /// The name of a referenced schema; a schema without a name gets one.
    pub(super) fn name_of(&mut self, node: &Node<'d>) -> TypeName {
        if let Some(name) = self.schemas.names.get(&id(node)).cloned() {
            return name;
        }
        let made = self.schemas.made.get(&id(node)).map(|made| match &made.ty {
            TypeRef::Nullable(inner) => (**inner).clone(),
            ty => ty.clone(),
        });
        if let Some(TypeRef::Named(name, _)) = made {
            self.schemas.names.insert(id(node), name.clone());
            return name;
        }
        let name = self.free_name(&place_name(node));
        self.schemas.names.insert(id(node), name.clone());
        self.schemas.waiting.push((name.clone(), node.clone()));
        name
    }

    /// A reference to a named schema.
    pub(super) fn reference(&mut self, target: &Node<'d>, name: TypeName) -> TypeRef {
        self.need(target, &name);
        let ty = TypeRef::named(name);
        if self.allows_null(target, STEPS) { ty.nullable() } else { ty }
    }

    /// Whether a schema allows null.
    pub(super) fn allows_null(&self, node: &Node<'d>, steps: usize) -> bool {
        let Some(steps) = steps.checked_sub(1) else { return false };
        if ["nullable", "x-nullable", "x-isnullable"].iter().any(|name| node.flag(name)) {
            return true;
        }
        if let Some(reference) = node.text("$ref") {
            return self.documents.follow(node, reference).is_ok_and(|target| self.allows_null(&target, steps));
        }
        let is_null = |value: &Value| value == "null";
        let by_type = node.get("type").is_some_and(|ty| is_null(ty.value) || ty.items().any(|ty| is_null(ty.value)));
        let by_value = node.get("enum").is_some_and(|list| list.items().any(|value| value.value.is_null()))
            || node.get("const").is_some_and(|value| value.value.is_null());
        let by_choice = ["oneOf", "anyOf"].into_iter().any(|name| {
            let list = node.get(name);
            list.is_some_and(|list| list.listed().iter().any(|item| self.allows_null(item, steps)))
        });
        by_type || by_value || by_choice
    }

    /// The constraints of a named schema for each value that refers to it, if its type cannot have them.
    pub(super) fn facts_of(&mut self, target: &Node<'d>) -> Facts {
        let mut node = target.clone();
        for _ in 0..STEPS {
            let Some(reference) = node.text("$ref") else { break };
            match self.documents.follow(&node, reference) {
                Ok(next) => node = next,
                Err(_) => return Facts::default(),
            }
        }
        let has_shape =
            ["properties", "allOf", "oneOf", "anyOf", "enum", "$ref"].into_iter().any(|name| node.get(name).is_some());
        if has_shape || node.text("type").is_none_or(|kind| kind == "object") {
            return Facts::default();
        }
        let problems = self.problems.len();
        let facts = self.read_facts(&node);
        // The problems of the target are reported at its own location.
        self.problems.truncate(problems);
        Facts { docs: String::new(), deprecated: false, xml: None, ..facts }
    }

    /// The target of a reference in a node, after one step.
    pub(super) fn target(&mut self, node: &Node<'d>, reference: &str) -> Option<Node<'d>> {
        match self.documents.follow(node, reference) {
            Ok(target) => Some(target),
            Err(problem) => {
                self.report(problem);
                self.untyped(node, "the target of its `$ref` does not exist");
                None
            }
        }
    }

    /// Whether a schema has a name, or needs one because of its content.
    pub(super) fn is_named(&self, node: &Node<'d>) -> bool {
        let shapes = [
            "properties",
            "allOf",
            "oneOf",
            "anyOf",
            "items",
            "prefixItems",
            "additionalProperties",
            "enum",
            "patternProperties",
        ];
        self.schemas.names.contains_key(&id(node)) || shapes.into_iter().any(|name| node.get(name).is_some())
    }
}

/// The name of a schema, derived from its location.
fn place_name(node: &Node<'_>) -> TypeName {
    let Origin { file, pointer } = node.origin();
    let is_name = |token: &Cow<'_, str>| {
        let token = token.as_ref();
        !matches!(
            token,
            "$defs" | "components" | "schemas" | "definitions" | "properties" | "paths" | "schema" | "content"
        )
    };
    let parts: Vec<Cow<'_, str>> = tokens(&pointer).filter(is_name).collect();
    let Some((first, rest)) = parts.split_first() else {
        let stem = words::camel(&reference::stem(&file).unwrap_or_default());
        return if stem.is_empty() { "Value".to_owned() } else { stem };
    };
    // A path alone is not a name.
    let start = if first.contains('/') { Hint::new("").with(first) } else { Hint::new(first) };
    rest.iter().fold(start, |hint, part| hint.with(part)).name()
}

/// Whether a node is the schema with the given identity.
pub(super) fn same(one: Id, other: &Node<'_>) -> bool {
    std::ptr::eq(one, other.value)
}
