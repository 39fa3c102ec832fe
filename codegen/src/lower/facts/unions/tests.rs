//! Finds the tests that distinguish the types of a union, if there are any.

use std::collections::{BTreeMap, BTreeSet};

use super::leaves::{self, Form, Object};
use super::plan::Row;
use crate::rust::Test;
use crate::spec::resolve::resolved;
use crate::spec::{Api, Holds, TypeRef, Union};

/// The maximum nesting of arrays that are distinguished by their items.
const DEPTH: usize = 8;

/// Finds the tests of each row; false if nothing distinguishes the types.
pub(super) fn find(api: &Api, union: &Union, rows: &mut [Row]) -> bool {
    let mut forms = Forms::new(api, union.tag.as_deref(), union.holds, DEPTH);
    for (at, row) in rows.iter().enumerate() {
        let tag = union.tag.as_deref().filter(|_| !row.tags.is_empty());
        let Some(leaves) = leaves::of(api, at, &row.ty, tag.map(|tag| (tag, row.tags.as_slice()))) else {
            return false;
        };
        leaves.into_iter().for_each(|leaf| forms.add(leaf.row, leaf.form));
    }
    let Some(found) = forms.found() else { return false };
    for (row, test) in found {
        add(&mut rows[row].tests, test);
    }
    // For the default variant, any object is enough. The test comes last, so that the discriminator values of other
    // variants have precedence.
    let by_default = rows.iter_mut().find(|row| union.variants[row.variant].default);
    if let Some(row) = by_default.filter(|row| !row.tags.is_empty()) {
        add(&mut row.tests, Test::Object);
    }
    // A type without known values, such as a union of itself, cannot be distinguished from others.
    rows.iter().all(|row| !row.tests.is_empty())
}

/// Adds a test; the values of the same property are joined into one test.
fn add(tests: &mut Vec<Test>, test: Test) {
    if let Test::Is(name, values) = &test
        && let Some((_, known)) = tests.iter_mut().find_map(|other| match other {
            Test::Is(other, known) if other == name => Some((other, known)),
            _ => None,
        })
    {
        known.extend(values.iter().cloned());
        known.sort();
        known.dedup();
    } else if !tests.contains(&test) {
        tests.push(test);
    }
}

/// The rows, by the forms that their values may have.
struct Forms<'a> {
    api: &'a Api,
    /// The discriminator of the union.
    tag: Option<&'a str>,
    holds: Holds,
    /// The remaining depth at which the items of arrays are examined.
    depth: usize,
    nulls: Vec<usize>,
    booleans: Vec<usize>,
    arrays: Vec<(usize, Option<&'a TypeRef>)>,
    integers: Vec<(usize, Test)>,
    numbers: Vec<usize>,
    texts: Vec<usize>,
    listed: Vec<(usize, Vec<&'a str>)>,
    objects: Vec<(usize, Object<'a>)>,
}

/// The tests by row; `None` if nothing distinguishes the rows.
type Found = Option<Vec<(usize, Test)>>;

impl<'a> Forms<'a> {
    fn new(api: &'a Api, tag: Option<&'a str>, holds: Holds, depth: usize) -> Self {
        Self {
            api,
            tag,
            holds,
            depth,
            nulls: Vec::new(),
            booleans: Vec::new(),
            arrays: Vec::new(),
            integers: Vec::new(),
            numbers: Vec::new(),
            texts: Vec::new(),
            listed: Vec::new(),
            objects: Vec::new(),
        }
    }

    /// The tests of all rows.
    fn found(&self) -> Found {
        let found = [
            self.alone(&self.nulls, &Test::Null, true),
            self.alone(&self.booleans, &Test::Boolean, false),
            self.arrays(),
            self.numeric(),
            self.strings(),
            self.objects(),
        ];
        Some(found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Arrays are distinguished by their items. An empty array is of the first type that allows it.
    fn arrays(&self) -> Found {
        let rows: Vec<usize> = self.arrays.iter().map(|(row, _)| *row).collect();
        if let found @ Some(_) = self.alone(&rows, &Test::Array, false) {
            return found;
        }
        let mut items = Forms::new(self.api, None, self.holds, self.depth.checked_sub(1)?);
        let mut any = Vec::new();
        // Unions of unions and their arrays lead to the same items in a number of ways that doubles with each union.
        let (mut seen, mut known) = (BTreeSet::new(), BTreeMap::new());
        for (row, item) in &self.arrays {
            if !seen.insert((*row, item.map(|item| resolved(self.api, item)))) {
                continue;
            }
            let known = known.entry(*row).or_default();
            let Some(leaves) = item.and_then(|item| leaves::more(self.api, *row, item, None, known)) else {
                any.push(*row);
                continue;
            };
            // Null items do not distinguish types.
            let leaves = leaves.into_iter().filter(|leaf| !matches!(leaf.form, Form::Null));
            leaves.for_each(|leaf| items.add(leaf.row, leaf.form));
        }
        let mut found = self.alone(&any, &Test::Array, false)?;
        let mut tests: BTreeMap<usize, Vec<Test>> = BTreeMap::new();
        for (row, test) in items.found()? {
            add(tests.entry(row).or_default(), test);
        }
        // Items that may be of any type cannot be distinguished.
        if rows.iter().any(|row| !any.contains(row) && !tests.contains_key(row)) {
            return None;
        }
        let first = rows.iter().find(|row| tests.contains_key(row));
        found.extend(tests.iter().map(|(row, tests)| (*row, Test::Items(tests.clone()))));
        found.extend(first.map(|row| (*row, Test::NoItems)));
        Some(found)
    }

    fn add(&mut self, row: usize, form: Form<'a>) {
        match form {
            Form::Null => self.nulls.push(row),
            Form::Boolean => self.booleans.push(row),
            Form::Array(item) => self.arrays.push((row, item)),
            Form::Integer(test) => self.integers.push((row, test)),
            Form::Number => self.numbers.push(row),
            Form::Text => self.texts.push(row),
            Form::Strings(values) => self.listed.push((row, values)),
            Form::Object(object) => self.objects.push((row, object)),
        }
    }

    /// The test for a form that only one row may have. If `first` is set, the first of several rows gets it.
    fn alone(&self, rows: &[usize], test: &Test, first: bool) -> Found {
        match rows {
            [] => Some(Vec::new()),
            [row, rest @ ..] if first || rest.iter().all(|other| other == row) => Some(vec![(*row, test.clone())]),
            _ => None,
        }
    }

    /// An integer is distinguished from other numbers because it has no fraction.
    fn numeric(&self) -> Found {
        let integers: BTreeSet<usize> = self.integers.iter().map(|(row, _)| *row).collect();
        let is_apart = self.numbers.iter().any(|row| !integers.contains(row)) && !integers.is_empty();
        let of_number = if is_apart { Test::Fraction } else { Test::Number };
        let mut found = self.alone(&self.numbers, &of_number, false)?;
        if integers.len() > 1 {
            return None;
        }
        found
            .extend(self.integers.iter().map(|(row, test)| (*row, if is_apart { Test::Digits } else { test.clone() })));
        Some(found)
    }

    /// Strings are distinguished by the values of enums; one of the types may be a plain string.
    fn strings(&self) -> Found {
        let rows: BTreeSet<usize> = self.texts.iter().chain(self.listed.iter().map(|(row, _)| row)).copied().collect();
        if rows.len() < 2 {
            return Some(rows.into_iter().map(|row| (row, Test::String)).collect());
        }
        let mut found = self.alone(&self.texts, &Test::String, false)?;
        let mut owners = BTreeMap::new();
        for (row, values) in &self.listed {
            if values.iter().any(|value| *owners.entry(*value).or_insert(*row) != *row) {
                return None;
            }
            // A plain string accepts the values of an enum too.
            if !self.texts.contains(row) {
                found.push((*row, Test::Text(values.iter().map(|value| (*value).to_owned()).collect())));
            }
        }
        Some(found)
    }

    /// Objects are distinguished by one property each, or by the optional properties that no other type has; one of the
    /// types may have none of these properties.
    fn objects(&self) -> Found {
        let rows: BTreeSet<usize> = self.objects.iter().map(|(row, _)| *row).collect();
        let is_tagged = |object: &Object| self.tag.is_some_and(|tag| object.closed.contains_key(tag));
        if rows.len() < 2 && !self.objects.iter().any(|(_, object)| is_tagged(object)) {
            return Some(rows.into_iter().map(|row| (row, Test::Object)).collect());
        }
        let signs = Signs::of(&self.objects, self.tag, self.holds);
        let (mut found, mut rest) = (Vec::new(), Vec::new());
        for (row, object) in &self.objects {
            match signs.sign(*row, object) {
                Some(test) => found.push((*row, test)),
                None => rest.push((*row, object)),
            }
        }
        if rest.len() > 1 {
            rest.retain(|(row, object)| match signs.optional(object) {
                Some(test) => {
                    found.push((*row, test));
                    false
                }
                None => true,
            });
        }
        match rest.as_slice() {
            [] => Some(found),
            [(row, object)] if self.holds.is_one() && !object.takes_all => {
                let required = object.members.iter().filter(|(_, required)| **required);
                let required: Vec<String> = required.map(|(name, _)| (*name).to_owned()).collect();
                found.push((*row, if required.is_empty() { Test::Object } else { Test::All(required) }));
                Some(found)
            }
            _ => None,
        }
    }
}

/// The properties of the objects of a union, compared with each other.
struct Signs<'a> {
    tag: Option<&'a str>,
    /// Whether a value may be of several types at once.
    may_overlap: bool,
    /// Whether an object accepts additional properties.
    takes_all: bool,
    objects: usize,
    /// The number of objects that name a property.
    named: BTreeMap<&'a str, usize>,
    /// The number of objects with a property of a few values.
    closed: BTreeMap<&'a str, usize>,
    /// The row that has a value of a property; `None` if several rows do.
    owners: BTreeMap<(&'a str, &'a str), Option<usize>>,
}

impl<'a> Signs<'a> {
    fn of(objects: &'a [(usize, Object<'a>)], tag: Option<&'a str>, holds: Holds) -> Self {
        let (mut named, mut closed, mut owners) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (row, object) in objects {
            object.members.keys().for_each(|name| *named.entry(*name).or_default() += 1);
            for (name, values) in &object.closed {
                *closed.entry(*name).or_default() += 1;
                for value in values {
                    let owner = owners.entry((*name, value.as_str())).or_insert(Some(*row));
                    *owner = owner.filter(|owner| owner == row);
                }
            }
        }
        Self {
            tag,
            may_overlap: !holds.is_one(),
            takes_all: objects.iter().any(|(_, object)| object.takes_all),
            objects: objects.len(),
            named,
            closed,
            owners,
        }
    }

    /// The test for a property that only this object has.
    fn sign(&self, row: usize, object: &Object<'_>) -> Option<Test> {
        let is = |name: &str| {
            let values = object.closed.get(name)?;
            Some(Test::Is(name.to_owned(), values.iter().cloned().collect()))
        };
        // The discriminator of the union has precedence over other differences between its types.
        if let Some(test) = self.tag.and_then(is) {
            return Some(test);
        }
        let apart = object.closed.iter().filter(|(name, values)| {
            let others_lack_it = !self.may_overlap && !self.takes_all && self.closed[*name] == self.named[*name];
            (self.closed[*name] == self.objects || others_lack_it)
                && values.iter().all(|value| self.owners[&(**name, value.as_str())] == Some(row))
        });
        // The intended property is the one that distinguishes most of the types, is required, and has the fewest
        // values. Values like codes are preferred to sentences.
        let is_sentence = |values: &BTreeSet<String>| values.iter().any(|value| value.contains(' '));
        let best = apart.min_by_key(|(name, values)| {
            let most_types = std::cmp::Reverse(self.closed[*name]);
            (most_types, !object.members[*name], is_sentence(values), values.len(), **name)
        });
        if let Some((name, _)) = best {
            return is(name);
        }
        if self.may_overlap || self.takes_all {
            return None;
        }
        let only = object.members.iter().find(|(name, required)| **required && self.named[*name] == 1);
        only.map(|(name, _)| Test::Has((*name).to_owned()))
    }

    /// The optional properties that no other object names, if each value is of exactly one type.
    fn optional(&self, object: &Object<'_>) -> Option<Test> {
        if self.may_overlap || self.takes_all {
            return None;
        }
        let own: Vec<String> =
            object.members.keys().filter(|name| self.named[*name] == 1).map(|name| (*name).to_owned()).collect();
        (!own.is_empty()).then_some(Test::Any(own))
    }
}
