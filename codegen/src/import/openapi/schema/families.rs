//! Inheritance: a schema with a discriminator, and the schemas that have it in their `allOf`.

use std::collections::{BTreeSet, HashSet};

use super::join::Part;
use super::read::Discriminator;
use super::tags::{keep_nearest, told_apart};
use super::{Facts, Id, id, type_docs};
use crate::import::openapi::{Import, Node};
use crate::spec::{Holds, Shape, TypeDef, TypeName, TypeRef, Union, Variant};

impl<'d> Import<'d> {
    pub(super) fn find_families(&mut self, components: &[(TypeName, Node<'d>)]) {
        for (_, node) in components {
            self.schemas.families.nodes.insert(id(node), node.clone());
            for part in node.get("allOf").iter().flat_map(Node::listed) {
                let Some(reference) = part.text("$ref") else { continue };
                let Ok(target) = self.documents.follow(&part, reference) else { continue };
                let families = &mut self.schemas.families;
                families.parents.entry(id(node)).or_default().push(id(&target));
                families.children.entry(id(&target)).or_default().push(id(node));
            }
        }
        let roots: Vec<&(TypeName, Node<'d>)> =
            components.iter().filter(|(_, node)| node.get("discriminator").is_some() && !has_choice(node)).collect();
        let mut bases: BTreeSet<(TypeName, Id)> = BTreeSet::new();
        for (name, node) in roots {
            let below = self.schemas.families.below(id(node));
            if below.is_empty() {
                continue;
            }
            bases.insert((name.clone(), id(node)));
            for child in below.iter().filter(|child| self.schemas.families.children.contains_key(*child)) {
                if let Some(name) = self.schemas.names.get(child) {
                    bases.insert((name.clone(), *child));
                }
            }
        }
        for (name, node) in bases {
            let base = self.free_name(&format!("{name}Base"));
            self.schemas.families.bases.insert(node, base);
        }
    }

    /// Whether a reference in a schema to a base means only the base itself, and not the schemas that extend it.
    pub(super) fn is_family(&self, owner: Option<Id>, target: &Node<'d>) -> bool {
        let families = &self.schemas.families;
        owner.is_some_and(|owner| {
            families.bases.contains_key(&id(target)) && families.above(owner).contains(&id(target))
        })
    }

    /// Whether a schema is one of the alternatives of a base that it extends, as springdoc writes it: in its `allOf`, the
    /// base means its own properties.
    pub(super) fn is_alternative(&self, owner: Option<Id>, base: &Node<'d>) -> bool {
        let Some(owner) = owner.filter(|owner| *owner != id(base)) else { return false };
        let alternatives = ["oneOf", "anyOf"].into_iter().filter_map(|name| base.get(name));
        let is_owner = |one: Node<'d>| {
            let target = one.text("$ref").and_then(|reference| self.documents.follow(&one, reference).ok());
            target.is_some_and(|target| id(&target) == owner)
        };
        alternatives.flat_map(|all| all.listed()).any(is_owner)
    }

    /// Whether a schema represents itself and all schemas that extend it.
    pub(super) fn is_base(&self, node: &Node<'d>) -> bool {
        self.schemas.families.bases.contains_key(&id(node))
    }

    /// Whether the target of a node extends the given schema.
    pub(super) fn descends(&self, node: &Node<'d>, from: Option<Id>) -> bool {
        let Some(from) = from else { return false };
        let target = node.text("$ref").and_then(|reference| self.documents.follow(node, reference).ok());
        target.is_some_and(|target| self.schemas.families.above(id(&target)).contains(&from))
    }

    /// Removes the schemas from which another one in the list is derived, because that one contains them.
    pub(super) fn drop_ancestors(&self, list: &mut Vec<Part<'d>>) {
        let named: Vec<Id> = list
            .iter()
            .filter_map(|part| if let Part::Named(node, _) = part { Some(id(node)) } else { None })
            .collect();
        if named.len() < 2 {
            return;
        }
        let above: HashSet<Id> = named.iter().flat_map(|one| self.schemas.families.above(*one)).collect();
        list.retain(|part| match part {
            Part::Named(node, _) => !above.contains(&id(node)),
            Part::Plain(_) => true,
        });
    }

    /// The type of a named schema: for the base of a family, a union of all its members.
    pub(super) fn with_family(&mut self, name: &str, node: &Node<'d>, shape: Shape, facts: &Facts) -> Shape {
        let Some(base) = self.schemas.families.bases.get(&id(node)).cloned() else { return shape };
        let Some(by) = self.discriminator(node) else { return shape };
        let mut variants = Vec::new();
        let members = self.named_nodes(self.schemas.families.below(id(node)));
        let members: Vec<(TypeName, Node<'d>)> = members.into_iter().chain([(name.to_owned(), node.clone())]).collect();
        let nodes: Vec<Node<'d>> = members.iter().map(|(_, node)| node.clone()).collect();
        let mut all = self.tags_of_all(&by, &nodes);
        keep_nearest(&mut all);
        let default = self.default_of(&by, &nodes);
        let has_parent =
            self.schemas.families.above(id(node)).iter().any(|above| self.schemas.families.bases.contains_key(above));
        if all.iter().all(Vec::is_empty) && !has_parent {
            // None of the members has a value of the discriminator, so each value is read as the base.
            self.schemas.families.bases.remove(&id(node));
            return shape;
        }
        for (index, ((name, node), mut tags)) in members.into_iter().zip(all).enumerate() {
            if is_abstract(&node) && self.is_base(&node) {
                continue;
            }
            if tags.is_empty() {
                // The values belong to the members: a base without a value is only sent as one of them.
                if self.is_base(&node) {
                    continue;
                }
                tags.extend(self.implied_tag(&node));
            }
            let ty = self.schemas.families.bases.get(&id(&node)).unwrap_or(&name).clone();
            self.need(&node, &name);
            let default = default == Some(index);
            variants.push(Variant { tags, default, ..Variant::of(TypeRef::named(ty)) });
        }
        let def = TypeDef {
            docs: type_docs(facts),
            deprecated: facts.deprecated,
            params: Vec::new(),
            shape,
            constraints: facts.of_model(),
            xml: facts.xml.clone(),
            origin: Some(node.origin()),
        };
        // A base that is only sent as one of its members needs no type, unless a family above refers to it.
        if has_parent || variants.iter().any(|variant| variant.ty == TypeRef::named(base.clone())) {
            self.api.types.insert(base, def);
        }
        let tag = told_apart(&mut variants).then(|| by.name.to_owned());
        Shape::Union(Union { holds: Holds::One, tag, variants })
    }

    /// The members of a family with their names, sorted by name.
    fn named_nodes(&self, members: HashSet<Id>) -> Vec<(TypeName, Node<'d>)> {
        let schemas = &self.schemas;
        let named = members.into_iter().filter_map(|member| {
            Some((schemas.names.get(&member)?.clone(), schemas.families.nodes.get(&member)?.clone()))
        });
        let mut named: Vec<(TypeName, Node<'d>)> = named.collect();
        named.sort_by(|(one, _), (other, _)| one.cmp(other));
        named
    }

    /// The discriminator of a schema, or of one of its bases.
    pub(super) fn discriminator(&mut self, node: &Node<'d>) -> Option<Discriminator<'d>> {
        let problems = self.problems.len();
        let own = self.read_schema(node).discriminator;
        let above = self.named_nodes(self.schemas.families.above(id(node)));
        let found = own.or_else(|| above.iter().find_map(|(_, node)| self.read_schema(node).discriminator));
        // The problems of the bases are reported at their own locations.
        self.problems.truncate(problems);
        found
    }
}

/// Whether a base is only sent as one of its members, which NSwag marks with `x-abstract`: beside `allOf` or, if the base
/// is derived from another one, in the part of `allOf` that has its own properties.
fn is_abstract(node: &Node<'_>) -> bool {
    node.flag("x-abstract") || node.get("allOf").iter().flat_map(Node::listed).any(|part| part.flag("x-abstract"))
}

fn has_choice(node: &Node<'_>) -> bool {
    ["oneOf", "anyOf"].into_iter().any(|name| node.get(name).is_some())
}
