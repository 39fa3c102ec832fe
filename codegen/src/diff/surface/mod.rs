//! Compares two crates: does code that calls the old crate compile, and have the same meaning, with the new one?

mod calls;
mod inventory;
mod naming;
mod public_item;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};
use std::ptr;

use super::change::{group_values, sort};
use super::{Change, Direction, Place, Rule, Subject};
use crate::rust::Crate;
use crate::spec::StatusPattern;

use self::public_item::{Argument, EXACT, Exhaustive, GivenFields, Key, Kind, PublicItem};

/// Compares two crates; the most severe changes come first.
pub fn compare(old: &Crate, new: &Crate) -> Vec<Change> {
    let (renames, own) = naming::find(old, new);
    let (mut before, mut after) = (inventory::of(old, &renames), inventory::of(new, &own));
    // The package reports once that groups have become features, or no longer are.
    if old.group_features.is_empty() != new.group_features.is_empty() {
        let is_group = |key: &Key, krate: &Crate| key.0 == Kind::Feature && krate.group_features.contains(&key.1);
        before.retain(|key, _| !is_group(key, old));
        after.retain(|key, _| !is_group(key, new));
    }
    let mut changes = Vec::new();
    let (pairs, mut gone, mut fresh) = pair(&before, &after);
    // A variant that holds another type is converted from other types.
    let of_retyped = |(_, entry): &Keyed| {
        let variant = |all: &BTreeMap<Key, PublicItem>| Some(all.get(entry.parent.as_ref()?)?.ty.clone());
        entry.kind == Kind::Conversion
            && variant(&before).is_some_and(|old| variant(&after).is_some_and(|new| old != new))
    };
    gone.retain(|keyed| !of_retyped(keyed));
    fresh.retain(|keyed| !of_retyped(keyed));
    let routes = Routes::of(&pairs, &gone, &fresh);
    for (old, new) in pairs {
        both(old, new, &routes, &mut changes);
    }
    // An item that is added or removed with its container is reported by the container.
    let in_container =
        |entry: &PublicItem, all: &BTreeSet<&Key>| entry.parent.as_ref().is_some_and(|parent| all.contains(parent));
    let (gone_keys, fresh_keys) =
        (gone.iter().map(|(key, _)| *key).collect(), fresh.iter().map(|(key, _)| *key).collect());
    for (_, entry) in gone.iter().filter(|(_, entry)| !in_container(entry, &gone_keys)) {
        push(&mut changes, entry.kind.removed(), Some(entry), None, Some(entry.spelled()), None);
    }
    for (_, entry) in fresh.iter().filter(|(_, entry)| !in_container(entry, &fresh_keys)) {
        let holder = entry.parent.as_ref().and_then(|parent| before.get(parent));
        push(&mut changes, added(entry, holder), None, Some(entry), None, Some(entry.spelled()));
    }
    without_consequences(&mut changes);
    let mut changes = group_values(changes);
    sort(&mut changes);
    changes
}

/// Removes changes in the behaviour of types and operations with other changes, because they mostly follow from those.
fn without_consequences(changes: &mut Vec<Change>) {
    let follows = |change: &Change| matches!(change.rule, Rule::RustBehaviourChanged | Rule::RustDocsChanged);
    let reported: BTreeSet<Subject> =
        changes.iter().filter(|change| !follows(change)).map(|change| change.subject.clone()).collect();
    changes
        .retain(|change| !follows(change) || change.subject == Subject::Service || !reported.contains(&change.subject));
}

type Keyed<'a> = (&'a Key, &'a PublicItem<'a>);

/// Matches items of both crates: first by what they represent, then by their paths.
fn pair<'a>(
    old: &'a BTreeMap<Key, PublicItem<'a>>,
    new: &'a BTreeMap<Key, PublicItem<'a>>,
) -> (Vec<(&'a PublicItem<'a>, &'a PublicItem<'a>)>, Vec<Keyed<'a>>, Vec<Keyed<'a>>) {
    let mut pairs: Vec<(&PublicItem, &PublicItem)> =
        old.iter().filter_map(|(key, entry)| Some((entry, new.get(key)?))).collect();
    let mut fresh: Vec<Keyed> = new.iter().filter(|(key, _)| !old.contains_key(*key)).collect();
    let mut by_path: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for (index, (_, entry)) in fresh.iter().enumerate() {
        by_path.insert((entry.kind, entry.path.as_str()), index);
    }
    let mut taken = BTreeSet::new();
    let mut gone = Vec::new();
    for (key, entry) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        match by_path.get(&(entry.kind, entry.path.as_str())) {
            Some(index) => {
                taken.insert(*index);
                pairs.push((entry, fresh[*index].1));
            }
            None => gone.push((key, entry)),
        }
    }
    let mut index = 0;
    fresh.retain(|_| {
        index += 1;
        !taken.contains(&(index - 1))
    });
    renamed_variants(&mut pairs, &mut gone, &mut fresh);
    (pairs, gone, fresh)
}

/// Pairs the remaining variants of a union if exactly one on each side contains the type.
fn renamed_variants<'a>(
    pairs: &mut Vec<(&'a PublicItem<'a>, &'a PublicItem<'a>)>,
    gone: &mut Vec<Keyed<'a>>,
    fresh: &mut Vec<Keyed<'a>>,
) {
    // Variants of the enums of responses represent statuses, so variants with the same type are still different.
    let is_alternative = |entry: &PublicItem| {
        entry.kind == Kind::Variant && !entry.ty.is_empty() && matches!(entry.subject, Subject::Type(_))
    };
    let mut by_type: BTreeMap<_, (Vec<&'a PublicItem<'a>>, Vec<&'a PublicItem<'a>>)> = BTreeMap::new();
    for (_, entry) in gone.iter().filter(|(_, entry)| is_alternative(entry)) {
        by_type.entry((&entry.parent, &entry.ty)).or_default().0.push(entry);
    }
    for (_, entry) in fresh.iter().filter(|(_, entry)| is_alternative(entry)) {
        by_type.entry((&entry.parent, &entry.ty)).or_default().1.push(entry);
    }
    let renamed = by_type.into_values().filter_map(|(old, new)| match (&old[..], &new[..]) {
        ([old], [new]) => Some((*old, *new)),
        (_, _) => None,
    });
    let from = pairs.len();
    pairs.extend(renamed);
    let is_paired =
        |entry: &PublicItem| pairs[from..].iter().any(|(old, new)| ptr::eq(*old, entry) || ptr::eq(*new, entry));
    gone.retain(|(_, entry)| !is_paired(entry));
    fresh.retain(|(_, entry)| !is_paired(entry));
}

/// The rule for an added item, given the item that contains it.
fn added(entry: &PublicItem, holder: Option<&PublicItem>) -> Rule {
    let free = entry.kind.added();
    match (entry.kind, holder) {
        (Kind::Field, Some(holder)) => match holder.given {
            GivenFields::Nothing => free,
            GivenFields::Required if !entry.required => free,
            GivenFields::Required | GivenFields::Everything => Rule::RustFieldAddedRequired,
        },
        (Kind::Variant, Some(PublicItem { exhaustive: Exhaustive::Yes, .. })) => Rule::RustVariantAddedListed,
        (_, _) => free,
    }
}

/// The requests of all methods: those that a method sends in the new crate alone, and those that it sent in the old
/// crate alone. A method may be in one crate only.
#[derive(Debug, Default)]
struct Routes<'a> {
    taken_over: BTreeSet<&'a str>,
    given_up: BTreeSet<&'a str>,
}

impl<'a> Routes<'a> {
    fn of(pairs: &[(&'a PublicItem<'a>, &'a PublicItem<'a>)], gone: &[Keyed<'a>], fresh: &[Keyed<'a>]) -> Self {
        let mut routes = Self::default();
        let mut add = |old: &'a str, new: &'a str| {
            if old != new {
                routes.given_up.extend((!old.is_empty()).then_some(old));
                routes.taken_over.extend((!new.is_empty()).then_some(new));
            }
        };
        pairs.iter().for_each(|(old, new)| add(&old.route, &new.route));
        gone.iter().for_each(|(_, old)| add(&old.route, ""));
        fresh.iter().for_each(|(_, new)| add("", &new.route));
        routes
    }

    /// Whether a method with the same path has the request of another operation: another method now sends what it sent,
    /// or sent what it sends now. The path of an operation may change as well, and then no other method has either of
    /// them.
    fn replaces(&self, old: &PublicItem, new: &PublicItem) -> bool {
        old.path == new.path
            && old.route != new.route
            && (self.taken_over.contains(&*old.route) || self.given_up.contains(&*new.route))
    }
}

/// Compares an item that both crates have.
fn both(old: &PublicItem, new: &PublicItem, routes: &Routes, changes: &mut Vec<Change>) {
    let from = changes.len();
    let mut report = |rule: Rule, before: &str, after: &str| {
        push(changes, rule, Some(old), Some(new), Some(before.to_owned()), Some(after.to_owned()));
    };
    if (old.name != new.name || old.home != new.home)
        && let Some(rule) = new.kind.renamed()
    {
        report(rule, &old.path, &new.path);
    }
    // The type beside a model is renamed with it. If only one crate has such a type, the fields or the kind of the
    // model differ, and they are reported.
    if old.name == new.name && old.companion != new.companion && !new.companion.is_empty() && !old.companion.is_empty()
    {
        report(Rule::RustTypeRenamed, &old.companion, &new.companion);
    }
    match (old.kind, old.gated, new.gated) {
        (Kind::Package, false, true) => report(Rule::RustGated, "", "each group is a feature"),
        (Kind::Package, true, false) => report(Rule::RustUngated, "each group is a feature", ""),
        (_, _, _) => {}
    }
    if old.ty != new.ty {
        report(new.kind.retyped(), &old.ty, &new.ty);
    }
    // A field that `new` fills in is not one of its arguments.
    if old.kind == Kind::Field && old.ty == new.ty && old.required != new.required {
        let how = |entry: &PublicItem| if entry.required { "an argument of `new`" } else { "filled in" };
        report(Rule::RustArgumentsChanged, how(old), how(new));
    }
    match (old.sealed, new.sealed) {
        (Some(false), Some(true)) => report(Rule::RustSealed, "a literal", "only received"),
        (Some(true), Some(false)) => report(Rule::RustUnsealed, "only received", "a literal"),
        (_, _) => {}
    }
    match (old.exhaustive, new.exhaustive) {
        (Exhaustive::Yes, Exhaustive::No) => report(Rule::RustEnumSealed, "", "#[non_exhaustive]"),
        (Exhaustive::No, Exhaustive::Yes) => report(Rule::RustEnumUnsealed, "#[non_exhaustive]", ""),
        (Exhaustive::No | Exhaustive::Yes, _) => {}
    }
    arguments(old, new, &mut report);
    if routes.replaces(old, new) {
        report(Rule::RustMethodReplaced, &old.route, &new.route);
    }
    if old.request != new.request {
        report(Rule::RustRequestRenamed, &old.request, &new.request);
    }
    if old.result != new.result {
        report(Rule::RustResultChanged, &old.result, &new.result);
    }
    errors(old, new, &mut report);
    match (old.deprecated, new.deprecated) {
        (false, true) => report(Rule::RustDeprecated, "", ""),
        (true, false) => report(Rule::RustUndeprecated, "", ""),
        (false, false) | (true, true) => {}
    }
    if old.hidden != new.hidden {
        let (before, after) = difference(&old.hidden, &new.hidden);
        report(Rule::RustBehaviourChanged, &before, &after);
    }
    // A change of docs is reported only if nothing else has changed.
    if changes.len() == from && old.docs != new.docs {
        let text = |entry: &PublicItem| Some(entry.docs.join("\n")).filter(|text| !text.is_empty());
        push(changes, Rule::RustDocsChanged, Some(old), Some(new), text(old), text(new));
    }
}

fn arguments(old: &PublicItem, new: &PublicItem, report: &mut dyn FnMut(Rule, &str, &str)) {
    let same = |part: fn(&Argument) -> &String| old.args.iter().map(part).eq(new.args.iter().map(part));
    let sorted_wires = |entry: &PublicItem| {
        let mut wires: Vec<String> = entry.args.iter().map(|arg| arg.wire.clone()).collect();
        wires.sort();
        wires
    };
    if !same(|arg| &arg.ty) {
        report(Rule::RustArgumentsChanged, &signature(old), &signature(new));
    } else if !same(|arg| &arg.wire) && sorted_wires(old) == sorted_wires(new) {
        report(Rule::RustArgumentsSwapped, &signature(old), &signature(new));
    } else if !same(|arg| &arg.name) {
        report(Rule::RustArgumentRenamed, &signature(old), &signature(new));
    }
}

/// Compares the type as which callers read errors: `error.body_as::<Problem>()` compiles with any type. Several types
/// are the variants of an enum, which are compared as such.
fn errors(old: &PublicItem, new: &PublicItem, report: &mut dyn FnMut(Rule, &str, &str)) {
    let types: BTreeSet<&String> = old.errors.values().collect();
    let (Some(before), 1) = (types.first(), types.len()) else { return };
    let meet = |one: StatusPattern, other: StatusPattern| one == other || one.includes(other) || other.includes(one);
    let was_read = |status: StatusPattern| old.errors.keys().any(|other| meet(*other, status));
    let changed = new.errors.iter().find(|(status, after)| after != before && was_read(**status));
    if let Some((_, after)) = changed {
        report(Rule::RustErrorRetyped, before, after);
    }
}

fn signature(entry: &PublicItem) -> String {
    let args: Vec<String> = entry.args.iter().map(|arg| format!("{}: {}", arg.name, arg.ty)).collect();
    format!("({})", args.join(", "))
}

/// The lines in which two strings differ.
fn difference(old: &[String], new: &[String]) -> (String, String) {
    let only = |these: &[String], others: &[String]| -> Vec<String> {
        let words = |line: &String| line.split(EXACT).next().unwrap_or_default().to_owned();
        let mut words: Vec<String> = these.iter().filter(|line| !others.contains(line)).map(words).collect();
        words.dedup();
        words
    };
    let (before, after) = (only(old, new), only(new, old));
    // If only the exact value of a fact differs, the words are shown once.
    let before: Vec<String> = before.into_iter().filter(|line| !after.contains(line)).collect();
    (before.join(", "), after.join(", "))
}

fn push(
    changes: &mut Vec<Change>,
    rule: Rule,
    old: Option<&PublicItem>,
    new: Option<&PublicItem>,
    before: Option<String>,
    after: Option<String>,
) {
    let Some(entry) = new.or(old) else { return };
    let subject: &Subject = &entry.subject;
    let place = |entry: &PublicItem| Place::Rust {
        file: entry.file.to_owned(),
        trail: entry.trail.iter().map(|part| part.to_string()).collect(),
    };
    changes.push(Change {
        rule,
        severity: rule.severity(Direction::Both),
        direction: Direction::Both,
        subject: subject.clone(),
        what: entry.path.clone(),
        old: old.map(place),
        new: new.map(place),
        before: before.filter(|text| !text.is_empty()),
        after: after.filter(|text| !text.is_empty()),
        operations: Vec::new(),
        parts: Vec::new(),
        accepted: None,
    });
}

impl Kind {
    fn added(self) -> Rule {
        match self {
            Self::Type => Rule::RustTypeAdded,
            Self::Field => Rule::RustFieldAdded,
            Self::Variant => Rule::RustVariantAdded,
            Self::Constant | Self::Repr => Rule::RustConstantAdded,
            Self::Conversion => Rule::RustConversionAdded,
            Self::Group => Rule::RustGroupAdded,
            Self::Method => Rule::RustMethodAdded,
            Self::Setter => Rule::RustSetterAdded,
            Self::Builder => Rule::RustClientMethodAdded,
            Self::Feature => Rule::RustFeatureAdded,
            Self::Package | Self::Client => Rule::RustBehaviourChanged,
        }
    }

    fn removed(self) -> Rule {
        self.added().opposite()
    }

    /// The rule for a renamed item; `None` if callers never write its name.
    fn renamed(self) -> Option<Rule> {
        Some(match self {
            Self::Type => Rule::RustTypeRenamed,
            Self::Field => Rule::RustFieldRenamed,
            Self::Variant => Rule::RustVariantRenamed,
            Self::Constant => Rule::RustConstantRenamed,
            Self::Method => Rule::RustMethodRenamed,
            Self::Setter => Rule::RustSetterRenamed,
            Self::Package => Rule::RustPackageRenamed,
            Self::Group => Rule::RustGroupRenamed,
            Self::Repr | Self::Conversion | Self::Builder | Self::Client | Self::Feature => return None,
        })
    }

    fn retyped(self) -> Rule {
        match self {
            Self::Type => Rule::RustTypeChanged,
            Self::Field => Rule::RustFieldRetyped,
            Self::Variant => Rule::RustVariantRetyped,
            Self::Constant | Self::Repr => Rule::RustConstantRetyped,
            Self::Setter => Rule::RustSetterRetyped,
            Self::Group | Self::Method => Rule::RustArgumentsChanged,
            Self::Conversion | Self::Builder | Self::Package | Self::Client | Self::Feature => {
                Rule::RustBehaviourChanged
            }
        }
    }
}
