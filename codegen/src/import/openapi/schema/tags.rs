//! Assigns the values of a discriminator to the alternatives.
//!
//! A mapping has precedence, then a constant that the schema states for the property, then the value that mappings
//! elsewhere in the documents give to the schema, then its name in the document, as OpenAPI specifies. A name that the
//! importer generated is never used.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::read::{Discriminator, read_discriminator};
use super::state::Mappings;
use super::{DEPTH, Id, id};
use crate::import::openapi::dialect::Dialect;
use crate::import::openapi::reference::{self, Step};
use crate::import::openapi::{Import, Node};
use crate::problem::Rule;
use crate::spec::Variant;

/// The values of a discriminator, by the schema that they select.
type Mapped = HashMap<Id, Vec<String>>;

impl<'d> Import<'d> {
    /// The values of a discriminator that select each of several alternatives.
    pub(super) fn tags_of_all(&mut self, by: &Discriminator<'d>, nodes: &[Node<'d>]) -> Vec<Vec<String>> {
        let mapped = self.mapped(by);
        let targets: Vec<Node<'d>> = nodes.iter().map(|node| self.target_of(node)).collect();
        let alternatives: HashSet<Id> = targets.iter().map(id).collect();
        self.tell_mapping(by, &targets, &alternatives);
        let lists: Vec<Vec<String>> =
            nodes.iter().map(|node| self.values_of(node, by.name, alternatives.clone())).collect();
        let mut nearest = lists.clone();
        keep_nearest(&mut nearest);
        let stated: Vec<Vec<String>> = targets.iter().map(|target| self.stated(by, &mapped, target)).collect();
        if stated.iter().any(Vec::is_empty) && self.schemas.families.mappings.is_none() {
            self.schemas.families.mappings = Some(self.mappings());
        }
        let rows = nodes.iter().zip(&targets).enumerate();
        let found = rows.map(|(at, (node, target))| {
            if !stated[at].is_empty() {
                return stated[at].clone();
            }
            let others = || lists.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, list)| list);
            match lists[at].as_slice() {
                [] => {
                    let elsewhere = self.mapped_elsewhere(by.name, target);
                    let is_free = |value: &String| !stated.iter().flatten().any(|other| other == value);
                    elsewhere.filter(is_free).or_else(|| self.named_value(node, target, by.name)).into_iter().collect()
                }
                [only] => vec![only.clone()],
                values if others().any(|list| list.iter().any(|value| values.contains(value))) => {
                    let named = self.named_value(node, target, by.name).into_iter().collect::<Vec<_>>();
                    if named.is_empty() { nearest[at].clone() } else { named }
                }
                values => values.to_vec(),
            }
        });
        let mut found: Vec<Vec<String>> = found.collect();
        // The alternative of all other values needs none.
        let default = by.node.text("defaultMapping").and_then(|to| self.mapping_target(by, to));
        for ((node, target), list) in nodes.iter().zip(&targets).zip(&mut found) {
            if default != Some(id(target)) {
                self.drop_impossible(by, node, list);
            }
        }
        // A value that is stated for one alternative belongs to no other, even if another lists it.
        for (list, _) in found.iter_mut().zip(&stated).filter(|(_, stated)| stated.is_empty()) {
            list.retain(|value| !stated.iter().flatten().any(|other| other == value));
        }
        found
    }

    /// Drops the values that the property of an alternative cannot have, such as a name where the property is a number.
    fn drop_impossible(&mut self, by: &Discriminator<'d>, node: &Node<'d>, values: &mut Vec<String>) {
        let mut types = Vec::new();
        self.each_description(node, by.name, &mut HashSet::new(), &mut |part| types.extend(part.text("type")));
        let Some(kind) = types.iter().find(|kind| matches!(**kind, "integer" | "number" | "boolean")) else { return };
        let is_possible = |value: &String| match *kind {
            "boolean" => value.parse::<bool>().is_ok(),
            _ => value.parse::<serde_json::Number>().is_ok(),
        };
        for value in values.extract_if(.., |value| !is_possible(value)) {
            let message =
                format!("`{value}` cannot be a value of the discriminator `{}`, whose type is {kind}", by.name);
            let help = "It is ignored. Give the schema a value of that type in the `mapping`, or correct the type.";
            self.accept(Rule::InvalidSchema, &by.node, message, help);
        }
    }

    /// The value of a discriminator that the mappings of the documents give to a schema, if they agree on one: a service
    /// that writes it in one place writes it in all, also where the mapping lists only some of the schemas.
    fn mapped_elsewhere(&self, property: &str, target: &Node<'d>) -> Option<String> {
        let values = self.schemas.families.mappings.as_ref()?.get(&(property, id(target)))?;
        let mut values = values.iter();
        values.next().filter(|_| values.next().is_none()).map(|value| (*value).to_owned())
    }

    /// The mappings of all documents, those of schemas within operations included.
    fn mappings(&self) -> Mappings<'d> {
        let mut found = Mappings::new();
        for top in (0..self.documents.len()).filter_map(|file| self.documents.top(file)) {
            let mut places = BTreeSet::new();
            reference::each(top.value, &mut |path, _| {
                if let [schema @ .., Step::Name("discriminator"), Step::Name("mapping"), Step::Name(_)] = path {
                    places.insert(reference::pointer(schema));
                }
            });
            for by in places.iter().filter_map(|place| read_discriminator(&self.documents.at(&top, place)?)) {
                for (value, to) in &by.mapping {
                    if let Some(target) = self.mapping_target(&by, to) {
                        found.entry((by.name, target)).or_default().insert(*value);
                    }
                }
            }
        }
        found
    }

    /// The name of a schema as the value of a discriminator, which OpenAPI uses where no value is stated.
    pub(super) fn implied_tag(&self, node: &Node<'d>) -> Option<String> {
        self.document_name(&self.target_of(node))
    }

    /// The value of the discriminator for an alternative that states none: the name of its schema, or the value that is the
    /// same word among those listed for all alternatives.
    fn named_value(&self, node: &Node<'d>, target: &Node<'d>, property: &str) -> Option<String> {
        let name = self.document_name(target)?;
        let values = self.values_of(node, property, HashSet::new());
        match values.len() {
            0 | 1 => Some(name),
            _ => values.into_iter().find(|value| is_same_word(value, &name)),
        }
    }

    /// Reports values of a mapping whose schema does not exist or is not an alternative. One that belongs to an alternative,
    /// or extends it, is.
    fn tell_mapping(&mut self, by: &Discriminator<'d>, targets: &[Node<'d>], alternatives: &HashSet<Id>) {
        let is_several =
            |node: &Node<'d>| ["oneOf", "anyOf", "discriminator"].iter().any(|name| node.get(name).is_some());
        let holds_others = targets.iter().any(is_several);
        for (value, to) in &by.mapping {
            let (what, help) = match self.mapping_target(by, to) {
                None => ("does not exist", "The value is ignored. Correct the reference, or add the schema."),
                Some(target) if holds_others || alternatives.contains(&target) || self.extends(by, to) => continue,
                Some(_) => (
                    "is not an alternative",
                    "The value is ignored. Correct the reference, or add the schema to the alternatives.",
                ),
            };
            let message = format!("the mapping of the value `{value}` leads to `{to}`, which {what}");
            self.accept(Rule::InvalidSchema, &by.node, message, help);
        }
    }

    /// Whether the schema that a mapping names extends another one, or cannot be looked at.
    fn extends(&self, by: &Discriminator<'d>, to: &str) -> bool {
        let reference = match (self.schemas.by_name.contains_key(to), self.dialect) {
            (false, _) => to.to_owned(),
            (true, Dialect::Swagger2) => format!("#/definitions/{to}"),
            (true, _) => format!("#/components/schemas/{to}"),
        };
        self.documents.follow(&by.node, &reference).map_or(true, |target| target.get("allOf").is_some())
    }

    /// The discriminator of a schema that all alternatives extend.
    pub(super) fn common_discriminator(&mut self, nodes: &[Node<'d>]) -> Option<Discriminator<'d>> {
        let mut common: Option<Discriminator<'d>> = None;
        for node in nodes {
            node.text("$ref")?;
            let target = self.target_of(node);
            if self.is_base(&target) {
                return None;
            }
            let by = self.discriminator(&target)?;
            if common.as_ref().is_some_and(|common| id(&common.node) != id(&by.node)) {
                return None;
            }
            common = Some(by);
        }
        common
    }

    /// The values that the mapping of a union or of a base, or an extension, gives to a schema.
    fn stated(&mut self, by: &Discriminator<'d>, mapped: &Mapped, target: &Node<'d>) -> Vec<String> {
        if let Some(mapped) = mapped.get(&id(target)) {
            return mapped.clone();
        }
        let extensions = ["x-ms-discriminator-value", "x-discriminator-value"];
        if let Some(value) = extensions.iter().find_map(|name| target.text(name)) {
            return vec![value.to_owned()];
        }
        let base = self.discriminator(target).filter(|base| base.name == by.name && id(&base.node) != id(&by.node));
        base.and_then(|base| self.mapped(&base).remove(&id(target))).unwrap_or_default()
    }

    /// The values that a mapping gives to each schema: it names them, or refers to them.
    fn mapped(&self, by: &Discriminator<'d>) -> Mapped {
        let mut mapped = Mapped::new();
        for (value, to) in &by.mapping {
            if let Some(target) = self.mapping_target(by, to) {
                mapped.entry(target).or_default().push((*value).to_owned());
            }
        }
        mapped
    }

    /// The schema that a mapping names, or to which it refers.
    fn mapping_target(&self, by: &Discriminator<'d>, to: &str) -> Option<Id> {
        match self.schemas.by_name.get(to) {
            Some(target) => Some(*target),
            None => self.documents.follow(&by.node, to).ok().map(|node| id(&node)),
        }
    }

    /// The alternative of a value without the discriminator, or with a value of it that nothing else has: `defaultMapping`
    /// of OpenAPI 3.2.
    pub(super) fn default_of(&mut self, by: &Discriminator<'d>, nodes: &[Node<'d>]) -> Option<usize> {
        let stated = by.node.get("defaultMapping")?;
        let target = stated.value.as_str().and_then(|to| self.mapping_target(by, to));
        let found = nodes.iter().position(|node| target == Some(id(&self.target_of(node))));
        if found.is_none() {
            self.note_invalid(&stated, "`defaultMapping` names none of the alternatives");
        }
        found
    }

    /// The name of a schema in the document.
    fn document_name(&self, target: &Node<'d>) -> Option<String> {
        if let Some(name) = self.schemas.renamed.get(&id(target)) {
            return Some(name.clone());
        }
        let name = self.schemas.names.get(&id(target))?;
        (self.schemas.by_name.get(name) == Some(&id(target))).then(|| name.clone())
    }

    /// The target of a node, or the node itself if it is not a reference.
    fn target_of(&self, node: &Node<'d>) -> Node<'d> {
        let target = node.text("$ref").and_then(|reference| self.documents.follow(node, reference).ok());
        target.unwrap_or_else(|| node.clone())
    }

    /// The values that a schema lists for one of its properties, there, behind a reference or in its `allOf`: the
    /// shortest list, since a schema may narrow what another one allows. Parts that are other alternatives are not
    /// looked into.
    fn values_of(&self, node: &Node<'d>, property: &str, mut others: HashSet<Id>) -> Vec<String> {
        let mut found: Vec<Vec<String>> = Vec::new();
        others.remove(&id(&self.target_of(node)));
        self.each_description(node, property, &mut others, &mut |part| found.extend(values(part)));
        found.into_iter().min_by_key(Vec::len).unwrap_or_default()
    }

    /// Calls a function with each schema that describes a property of a schema, there, behind a reference or in an `allOf`.
    fn each_description(
        &self,
        node: &Node<'d>,
        property: &str,
        others: &mut HashSet<Id>,
        call: &mut impl FnMut(&Node<'d>),
    ) {
        self.each_part(node, 0, others, &mut |part| {
            let properties = part.get("properties");
            let described = properties.iter().flat_map(Node::members).filter(|(name, _)| *name == property);
            for (_, described) in described {
                self.each_part(&described, 0, &mut HashSet::new(), call);
            }
        });
    }

    /// Calls a function with each schema that applies together with a schema: the targets of its references and its
    /// `allOf`.
    fn each_part(&self, node: &Node<'d>, depth: usize, seen: &mut HashSet<Id>, call: &mut impl FnMut(&Node<'d>)) {
        if depth > DEPTH || !seen.insert(id(node)) {
            return;
        }
        call(node);
        if node.text("$ref").is_some() {
            self.each_part(&self.target_of(node), depth + 1, seen, call);
        }
        for part in node.get("allOf").iter().flat_map(Node::listed) {
            self.each_part(&part, depth + 1, seen, call);
        }
    }
}

/// The values that a schema lists, as the values of a discriminator.
fn values(node: &Node<'_>) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let values: Vec<String> = match (node.get("const"), node.get("enum")) {
        (Some(constant), _) => text(constant.value).into_iter().collect(),
        (None, Some(values)) => values.items().filter_map(|value| text(value.value)).collect(),
        (None, None) => Vec::new(),
    };
    (!values.is_empty()).then_some(values)
}

/// Whether two names differ only in case and in what separates words.
fn is_same_word(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

/// Leaves each value of a discriminator only in the shortest list that has it, because a base may list the values of
/// all its members. A value in several shortest lists is ambiguous, and is removed from all. This is the only rule for
/// values that several alternatives list, and the order of the alternatives does not count.
pub(super) fn keep_nearest(lists: &mut [Vec<String>]) {
    let mut shortest: HashMap<String, (usize, usize)> = HashMap::new();
    for list in lists.iter_mut() {
        list.sort_unstable();
        list.dedup();
        for value in list.iter() {
            let (length, lists) = shortest.entry(value.clone()).or_insert((list.len(), 0));
            match list.len().cmp(length) {
                Ordering::Less => (*length, *lists) = (list.len(), 1),
                Ordering::Equal => *lists += 1,
                Ordering::Greater => {}
            }
        }
    }
    for list in lists.iter_mut() {
        let length = list.len();
        list.retain(|value| shortest[value] == (length, 1));
    }
}

/// Assigns each value of a discriminator to one variant, and returns whether every variant has a value. If not, all
/// values are removed.
pub(super) fn told_apart(variants: &mut [Variant]) -> bool {
    let mut lists: Vec<Vec<String>> = variants.iter_mut().map(|variant| std::mem::take(&mut variant.tags)).collect();
    keep_nearest(&mut lists);
    let is_told = lists.iter().all(|list| !list.is_empty());
    if is_told {
        variants.iter_mut().zip(lists).for_each(|(variant, tags)| variant.tags = tags);
    }
    is_told
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists of alternatives, in any order.
    #[test]
    fn a_value_belongs_to_the_shortest_list_that_has_it() {
        for (lists, kept) in [
            (["a", "a b c"], ["a", "b c"]),
            (["a b", "a c"], ["b", "c"]),
            (["a", "a"], ["", ""]),
            (["b a a", "c"], ["a b", "c"]),
        ] {
            for order in [[0, 1], [1, 0]] {
                let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                let mut found = order.map(|at: usize| words(lists[at]));
                keep_nearest(&mut found);
                assert_eq!(found, order.map(|at| words(kept[at])), "{lists:?}");
            }
        }
    }
}
