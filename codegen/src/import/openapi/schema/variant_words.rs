//! Chooses names for the alternatives of a union that have no name in the document: each name states how the
//! alternative differs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::id;
use super::kinds::Kinds;
use crate::import::openapi::{Hint, Import, Node};
use crate::words;

/// The maximum number of references and `allOf`s that are followed for an alternative.
const STEPS: usize = 8;
/// The maximum number of schemas of an alternative that are read for its name.
const MOST: usize = 256;
/// The maximum length of a value that names an alternative.
const LONGEST: usize = 40;
/// The maximum length of one word in such a value.
const LONGEST_WORD: usize = 64;

/// The number of levels, from the best, with words that the document itself uses for an alternative.
const SAID: usize = 5;

/// A summary of an alternative before it is read.
#[derive(Debug, Default)]
struct Outline {
    title: Option<String>,
    kind: Option<Kinds>,
    /// Whether the alternative lists its values.
    is_listed: bool,
    /// The named schema that the alternative extends.
    extends: Option<String>,
    /// The properties with a constant value.
    constants: BTreeMap<String, String>,
    /// The properties, each with a word for the kind of its value, where that is stated in place.
    properties: BTreeMap<String, Option<String>>,
    required: BTreeSet<String>,
    /// The properties of the objects in the properties.
    inner: BTreeSet<String>,
    /// The description, if it is a short phrase.
    phrase: Option<String>,
    /// The number of schemas that were read for the outline.
    looked_into: usize,
}

impl Outline {
    /// Whether the alternative is an object without known properties.
    fn is_empty(&self) -> bool {
        self.kind == Some(Kinds::OBJECT) && self.properties.is_empty() && self.required.is_empty()
    }

    /// The constant in a property that usually states the type of an object.
    fn usual_constant(&self) -> Option<&str> {
        let is_usual = |name: &str| ["type", "kind", "object"].contains(&name) || name.to_lowercase().ends_with("type");
        let usual = self.constants.iter().find(|(name, _)| is_usual(name));
        usual.map(|(_, value)| value.as_str())
    }
}

impl<'d> Import<'d> {
    /// The suggested name for each alternative of the union `hint`. A list gets the name of the union itself, so that
    /// its items are named after the union.
    pub(super) fn variant_hints(&self, nodes: &[Node<'d>], tag: Option<&str>, hint: &Hint) -> Vec<Hint> {
        let outlines: Vec<Outline> = nodes.iter().map(|node| self.outline(node)).collect();
        let constants = telling_constants(&outlines);
        let users =
            users_of(&outlines, |outline| outline.properties.keys().chain(&outline.required).cloned().collect());
        let held_users = users_of(&outlines, held);
        let inner_users = users_of(&outlines, |outline| outline.inner.clone());
        let mut chosen: Vec<Option<String>> = vec![None; nodes.len()];
        let of_union = words::split(&hint.name());
        let own = |name: &String| without_shared(name, &of_union);
        let levels: &[&dyn Fn(usize) -> Option<String>] = &[
            &|at| outlines[at].title.as_ref().map(own),
            &|at| tag.and_then(|tag| outlines[at].constants.get(tag).cloned()),
            &|at| constants.get(&at).cloned(),
            &|at| outlines[at].usual_constant().map(str::to_owned),
            &|at| outlines[at].extends.as_ref().map(own),
            &|at| outlines[at].kind.map(|kind| kind.word().to_owned()),
            &|at| outlines[at].is_listed.then(|| "Keyword".to_owned()),
            &|at| outlines[at].required.iter().find(|name| users[*name] == 1).cloned(),
            &|at| outlines[at].properties.keys().find(|name| users[*name] == 1).cloned(),
            &|at| outlines[at].phrase.clone(),
            &|at| outlines[at].is_empty().then(|| "Empty".to_owned()),
            &|at| held(&outlines[at]).into_iter().find(|held| held_users[held] == 1),
            &|at| outlines[at].inner.iter().find(|name| inner_users[*name] == 1).cloned(),
            &|at| outlines[at].required.first().cloned(),
            &|at| outlines[at].properties.keys().next().cloned(),
        ];
        for level in levels {
            choose(&mut chosen, level);
        }
        // A word that several alternatives share is better than a number alone.
        levels[..SAID].iter().for_each(|level| number(&mut chosen, level));
        let is_only_list = outlines.iter().filter(|outline| outline.kind == Some(Kinds::ARRAY)).count() == 1;
        let hints = chosen.into_iter().enumerate().map(|(at, word)| match word {
            _ if nodes[at].text("$ref").is_some() => hint.clone(),
            _ if is_only_list && outlines[at].kind == Some(Kinds::ARRAY) && outlines[at].title.is_none() => {
                hint.clone()
            }
            Some(word) => match outlines[at].title.as_deref().filter(|title| is_type_name(title)) {
                Some(title) => hint.extended(&word).called(title),
                None => hint.extended(&word),
            },
            None => hint.with(&format!("Variant{}", at + 1)),
        });
        hints.collect()
    }

    fn outline(&self, node: &Node<'d>) -> Outline {
        let mut outline = Outline::default();
        if node.text("$ref").is_none() {
            outline.title = short_title(node).map(str::to_owned);
            outline.phrase = phrase(node).map(str::to_owned);
        }
        self.add_to_outline(node, &mut outline, STEPS);
        outline
    }

    fn add_to_outline(&self, node: &Node<'d>, outline: &mut Outline, steps: usize) {
        let Some(steps) = steps.checked_sub(1).filter(|_| outline.looked_into < MOST) else { return };
        outline.looked_into += 1;
        if let Some(reference) = node.text("$ref")
            && let Ok(target) = self.documents.follow(node, reference)
        {
            return self.add_to_outline(&target, outline, steps);
        }
        outline.is_listed |= node.get("enum").is_some() || node.get("const").is_some();
        if outline.kind.is_none() {
            outline.kind = self.outlined_kind(node, outline, steps);
        }
        for (name, property) in node.get("properties").iter().flat_map(Node::members) {
            outline.properties.insert(name.to_owned(), kind_word(&property));
            let items = property.get("items").unwrap_or_else(|| property.clone());
            outline
                .inner
                .extend(items.get("properties").iter().flat_map(Node::members).map(|(name, _)| name.to_owned()));
            if let Some(constant) = constant(&property) {
                outline.constants.insert(name.to_owned(), constant);
            }
        }
        let required = node.get("required");
        outline
            .required
            .extend(required.iter().flat_map(Node::items).filter_map(|name| name.value.as_str()).map(str::to_owned));
        for part in node.get("allOf").iter().flat_map(Node::items) {
            let target = part.text("$ref").and_then(|reference| self.documents.follow(&part, reference).ok());
            let name = target.and_then(|target| self.schemas.names.get(&id(&target)).cloned());
            if name.is_none() {
                outline.title = outline.title.take().or_else(|| short_title(&part).map(str::to_owned));
                outline.phrase = outline.phrase.take().or_else(|| phrase(&part).map(str::to_owned));
            }
            outline.extends = outline.extends.take().or(name);
            self.add_to_outline(&part, outline, steps);
        }
        if outline.kind == Some(Kinds::ARRAY)
            && let Some(items) = node.get("items")
        {
            self.add_items(&items, outline, steps);
        }
    }

    /// Lists differ in their items.
    fn add_items(&self, items: &Node<'d>, outline: &mut Outline, steps: usize) {
        let mut item = Outline { looked_into: outline.looked_into, ..Outline::default() };
        self.add_to_outline(items, &mut item, steps);
        outline.looked_into = item.looked_into;
        outline.constants.extend(item.constants);
        outline.properties.extend(item.properties);
        outline.required.extend(item.required);
    }

    fn outlined_kind(&self, node: &Node<'d>, outline: &mut Outline, steps: usize) -> Option<Kinds> {
        if let Some(kind) = node.text("type") {
            return Kinds::named(kind);
        }
        if node.get("properties").is_some() || node.get("additionalProperties").is_some() {
            return Some(Kinds::OBJECT);
        }
        if node.get("items").is_some() {
            return Some(Kinds::ARRAY);
        }
        let choices = ["oneOf", "anyOf"].into_iter().find_map(|name| node.get(name));
        let mut kinds: Vec<Option<Kinds>> = Vec::new();
        for choice in choices.iter().flat_map(Node::items) {
            let mut inner = Outline { looked_into: outline.looked_into, ..Outline::default() };
            self.add_to_outline(&choice, &mut inner, steps);
            outline.looked_into = inner.looked_into;
            outline.properties.extend(inner.properties);
            kinds.push(inner.kind);
        }
        let first = *kinds.first()?;
        first.filter(|_| kinds.iter().all(|kind| *kind == first))
    }
}

/// Gives alternatives without a word the word of a level, where it is unique.
fn choose(words: &mut [Option<String>], level: &dyn Fn(usize) -> Option<String>) {
    let camel = |word: &String| words::camel(word);
    let offered: Vec<Option<String>> = (0..words.len()).map(|at| level(at).filter(|word| is_word(word))).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (at, offer) in offered.iter().enumerate() {
        let word = words[at].as_ref().or(offer.as_ref());
        word.map(camel).into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    for (word, offer) in words.iter_mut().zip(offered) {
        if word.is_none() && offer.as_ref().is_some_and(|offer| counts[&camel(offer)] == 1) {
            *word = offer;
        }
    }
}

/// Gives alternatives without a word the word of a level that several share, with numbers: `Refused`, `Refused2`.
fn number(words: &mut [Option<String>], level: &dyn Fn(usize) -> Option<String>) {
    let camel = |word: &String| words::camel(word);
    let mut taken: BTreeSet<String> = words.iter().flatten().map(camel).collect();
    for (at, word) in words.iter_mut().enumerate().filter(|(_, word)| word.is_none()) {
        let Some(offer) = level(at).filter(|offer| is_word(offer)) else { continue };
        let numbered = (2..).map(|number| format!("{offer} {number}"));
        let free = std::iter::once(offer.clone()).chain(numbered).find(|offer| taken.insert(camel(offer)));
        *word = free;
    }
}

/// Whether a title is written like the name of a type, so that it needs no prefix.
fn is_type_name(title: &str) -> bool {
    title.starts_with(|first: char| first.is_ascii_uppercase())
        && title.chars().all(|c| c.is_ascii_alphanumeric())
        && title.contains(|c: char| c.is_ascii_lowercase())
        && words::split(title).len() > 1
}

/// A name without the words that it begins and ends with as that of the union does: `TextDone` for
/// `ResponseTextDoneEvent` in `ResponseStreamEvent`.
fn without_shared(name: &str, of_union: &[String]) -> String {
    let own = words::split(name);
    let is_same = |(one, other): &(&String, &String)| words::same(one, other);
    let lead = own.iter().zip(of_union).take_while(is_same).count();
    let trail = own[lead..].iter().rev().zip(of_union[lead..].iter().rev()).take_while(is_same).count();
    let rest = own[lead..own.len() - trail].join(" ");
    if is_word(&rest) { rest } else { name.to_owned() }
}

/// Whether a value is not a sentence.
pub(super) fn is_short(text: &str) -> bool {
    text.chars().count() <= if text.contains(char::is_whitespace) { LONGEST } else { LONGEST_WORD }
}

/// Whether a string can be part of a name.
pub(super) fn is_word(word: &str) -> bool {
    is_short(word) && words::camel(word).starts_with(|first: char| first.is_alphabetic())
}

/// The constants of the property that distinguishes most alternatives.
fn telling_constants(outlines: &[Outline]) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<&str, BTreeMap<usize, String>> = BTreeMap::new();
    for (at, outline) in outlines.iter().enumerate() {
        for (name, value) in &outline.constants {
            found.entry(name).or_default().insert(at, value.clone());
        }
    }
    found.retain(|_, values| values.len() > 1 && values.values().collect::<BTreeSet<_>>().len() == values.len());
    let best = found.into_iter().max_by_key(|(name, values)| (values.len(), std::cmp::Reverse(*name)));
    best.map(|(_, values)| values).unwrap_or_default()
}

/// The number of alternatives that have each name.
fn users_of(outlines: &[Outline], names: impl Fn(&Outline) -> BTreeSet<String>) -> HashMap<String, usize> {
    let mut users = HashMap::new();
    for outline in outlines {
        names(outline).into_iter().for_each(|name| *users.entry(name).or_default() += 1);
    }
    users
}

/// A description that reads as a name: a few words, and no sentence.
fn phrase<'d>(node: &Node<'d>) -> Option<&'d str> {
    let text = node.text("description")?.trim();
    let is_phrase = text.split_whitespace().count() <= 4 && !text.ends_with('.') && !text.contains('\n');
    (is_phrase && !text.is_empty()).then_some(text)
}

/// The properties of an alternative with the words for the kinds of their values.
fn held(outline: &Outline) -> BTreeSet<String> {
    outline.properties.iter().filter_map(|(name, kind)| Some(format!("{name} {}", kind.as_deref()?))).collect()
}

/// The kind of the value of a property, for a list that of its items: `String`, `ObjectList`.
fn kind_word(property: &Node<'_>) -> Option<String> {
    let word = |node: &Node<'_>| node.text("type").and_then(Kinds::named).map(Kinds::word);
    match (word(property)?, property.get("items")) {
        (list, Some(items)) if list == Kinds::ARRAY.word() => Some(format!("{}{list}", word(&items)?)),
        (word, _) => Some(word.to_owned()),
    }
}

/// The constant string of a property.
fn constant(property: &Node<'_>) -> Option<String> {
    let value = match (property.get("const"), property.get("enum")) {
        (Some(constant), _) => constant.value,
        (None, Some(list)) => match list.value.as_array()?.as_slice() {
            [only] => only,
            _ => return None,
        },
        (None, None) => return None,
    };
    match value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

pub(super) fn short_title<'d>(node: &Node<'d>) -> Option<&'d str> {
    node.text("title").map(str::trim).filter(|title| !title.is_empty() && is_short(title))
}
