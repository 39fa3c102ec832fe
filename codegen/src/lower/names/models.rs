//! The pass that chooses the names of types, fields, values and modules; names in `crate.json` have precedence.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::config::{CrateConfig, TypeConfig};
use crate::lower::facts::unions::{self, Plan, Plans};
use crate::lower::models::types;
use crate::lower::names::naming::Naming;
use crate::lower::names::placement;
use crate::lower::names::{self, Choice, Distinct, RESERVED_TYPES, Resolved, Style};
use crate::lower::places::{config_place, stale};
use crate::problem::{Problem, Rule};
use crate::rust::Ident;
use crate::spec::{self, Api, Member, Shape, TypeRef};
use crate::words;

/// The field for additional properties.
pub(crate) const EXTRA: &str = "extra";
/// The field for additional properties with a type.
pub(crate) const REST: &str = "rest";
/// The variant of an enum that keeps values without a name.
const UNLISTED: &str = "Unlisted";
/// The constants of an integer enum in addition to its values.
const LISTS: &[&str] = &["LISTED", "NAMES"];

/// Names all models, their fields and their values.
pub(crate) fn name_models(api: &Api, plans: &Plans, config: &CrateConfig, problems: &mut Vec<Problem>) -> Naming {
    let mut naming = Naming { formats: types::formats(config, problems), ..Naming::default() };
    for (name, setting) in config.types.iter().filter(|(name, _)| !api.types.contains_key(*name)) {
        let meant = meant(api, config, name, setting);
        problems.push(stale(&["types", name], format!("the spec has no type `{name}`"), meant));
    }
    let resolved = name_types(api, config, problems);
    for name in &resolved.moved {
        naming.moved.entry(name.clone()).or_default().name = Some(resolved.names[name].text().to_owned());
    }
    naming.types = resolved.names;
    naming.file_owners = placement::find(api, config.group_features);
    naming.modules = name_modules(&naming);
    let has_view = |name: &str| matches!(plans.get(name), Some(Plan::AnyOf { .. }));
    naming.views = companions(&naming.types, "View", "Enum", has_view);
    let is_struct = |name: &str| matches!(api.types[name].shape, Shape::Struct(_));
    naming.required = companions(&naming.types, "Required", "Fields", is_struct);
    for (name, def) in &api.types {
        let setting = config.types.get(name).cloned().unwrap_or_default();
        let texts = part_texts(api, plans, name, &def.shape, &naming.types);
        let (parts, moved) = name_parts(name, &def.shape, texts, &setting, problems);
        naming.parts.insert(name.clone(), parts);
        if let Some(moved) = moved {
            let entry = naming.moved.entry(name.clone()).or_default();
            (entry.members, entry.values) = (moved.members, moved.values);
        }
    }
    naming
}

/// The type without settings that is likely meant by a name that the spec does not have, as after a rename in the source:
/// one with all properties or values that the settings name, or with a similar name.
fn meant<'a>(api: &'a Api, config: &CrateConfig, name: &str, setting: &TypeConfig) -> Option<&'a str> {
    let parts = || setting.members.keys().chain(setting.values.keys());
    let has = |shape: &Shape, part: &String| match shape {
        Shape::Struct(of) => of.members.contains_key(part),
        Shape::Strings(of) => of.values.iter().any(|value| value.value == *part),
        Shape::Integers(of) => of.values.iter().any(|value| value.value.to_string() == *part),
        Shape::Union(_) | Shape::Alias(_) => false,
    };
    let free = api.types.iter().filter(|(name, _)| !config.types.contains_key(*name));
    let with_parts =
        free.clone().filter(|(_, def)| parts().next().is_some() && parts().all(|part| has(&def.shape, part)));
    let with_parts: Vec<&str> = with_parts.map(|(name, _)| name.as_str()).collect();
    match &with_parts[..] {
        [] => words::most_similar(name, free.map(|(name, _)| name.as_str())),
        [only] => Some(only),
        several => words::most_similar(name, several.iter().copied()),
    }
}

/// The modules of the models that have a file, by the names of their types.
fn name_modules(naming: &Naming) -> BTreeMap<String, Ident> {
    let has_file = |name: &str| naming.file_owners[name] == name;
    let files = naming.types.iter().filter(|(name, _)| has_file(name));
    let choices = files.map(|(name, ident)| (name.clone(), Choice::Derived(names::module(ident)))).collect();
    names::resolve(&choices, &["mod"], names::ignoring_case).names
}

/// The names of the additional types of models, such as `PetView`, or a longer name if a model has that name.
fn companions(
    types: &BTreeMap<String, Ident>,
    suffix: &str,
    more: &str,
    has_one: impl Fn(&str) -> bool,
) -> BTreeMap<String, Ident> {
    let taken: BTreeSet<&str> = types.values().map(Ident::text).collect();
    let companion = |(name, ident): (&String, &Ident)| {
        let mut companion = format!("{}{suffix}", ident.text());
        while taken.contains(companion.as_str()) {
            companion.push_str(more);
        }
        (name.clone(), Ident::new(companion))
    };
    types.iter().filter(|(name, _)| has_one(name)).map(companion).collect()
}

fn name_types(api: &Api, config: &CrateConfig, problems: &mut Vec<Problem>) -> Resolved {
    let setting = |name: &str| config.types.get(name).and_then(|setting| setting.name.as_deref());
    let configured: Vec<&str> = api.types.keys().filter_map(|name| setting(name)).collect();
    let operations = api.operations.iter().map(|(id, operation)| (id.as_str(), operation.name.as_str())).collect();
    let short = names::types::short(api.types.keys().filter(|name| setting(name).is_none()), &configured, &operations);
    let text = |name: &str| short.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let choices = api
        .types
        .keys()
        .map(|name| {
            (name.clone(), choose(&text(name), Style::Camel, setting(name), &["types", name, "name"], problems))
        })
        .collect();
    let mut resolved = names::resolve_with_suffix(&choices, RESERVED_TYPES, "Model", names::exactly);
    // Names that depend on other names are recorded as well as names that had to change.
    let is_shorter = |name: &&String| short.get(name.as_str()).is_some_and(|short| short != *name);
    resolved.moved.extend(api.types.keys().filter(is_shorter).cloned());
    clashes(&resolved, |name| ["types", name, "name"].map(str::to_owned).to_vec(), problems);
    resolved
}

/// Names the fields or values of one model. Also returns the names that depend on others.
fn name_parts(
    name: &str,
    shape: &Shape,
    texts: BTreeMap<String, Part>,
    setting: &TypeConfig,
    problems: &mut Vec<Problem>,
) -> (BTreeMap<String, Ident>, Option<TypeConfig>) {
    let (kind, configured, style, reserved) = match shape {
        Shape::Struct(spec::Struct { rest: None, .. }) | Shape::Alias(_) => {
            ("members", &setting.members, Style::Snake, &[EXTRA][..])
        }
        Shape::Struct(spec::Struct { rest: Some(_), .. }) => ("members", &setting.members, Style::Snake, &[REST][..]),
        Shape::Strings(_) | Shape::Union(_) => ("values", &setting.values, Style::Camel, &[UNLISTED][..]),
        Shape::Integers(_) => ("values", &setting.values, Style::Shouty, LISTS),
    };
    let (other, unused) =
        if kind == "members" { ("values", setting.values.keys()) } else { ("members", setting.members.keys()) };
    let unknown = configured.keys().filter(|part| !texts.contains_key(*part)).map(|part| (kind, part));
    for (kind, part) in unused.map(|part| (other, part)).chain(unknown) {
        let word = &kind[..kind.len() - 1];
        let others = texts.keys().filter(|part| !configured.contains_key(*part)).map(String::as_str);
        let meant = words::most_similar(part, others.filter(|_| kind != other));
        let message = format!("the type `{name}` has no {word} `{part}`");
        problems.push(stale(&["types", name, kind, part], message, meant));
    }
    let resolved = resolve_parts(name, kind, &texts, configured, style, reserved, problems);
    let moved: BTreeMap<String, String> =
        resolved.moved.iter().map(|part| (part.clone(), resolved.names[part].text().to_owned())).collect();
    let moved = (!moved.is_empty()).then(|| match kind {
        "members" => TypeConfig { members: moved, ..TypeConfig::default() },
        _ => TypeConfig { values: moved, ..TypeConfig::default() },
    });
    (resolved.names, moved)
}

/// Gives each part the name in `crate.json`, or derives a distinct one.
fn resolve_parts(
    name: &str,
    kind: &str,
    texts: &BTreeMap<String, Part>,
    configured: &BTreeMap<String, String>,
    style: Style,
    reserved: &[&str],
    problems: &mut Vec<Problem>,
) -> Resolved {
    let mut choices: BTreeMap<String, Choice> = BTreeMap::new();
    for (wire, setting) in configured.iter().filter(|(wire, _)| texts.contains_key(*wire)) {
        choices.insert(wire.clone(), choose(wire, style, Some(setting), &["types", name, kind, wire], problems));
    }
    let taken =
        choices.values().map(|(Choice::Configured(name) | Choice::Derived(name))| name.text().to_owned()).collect();
    let free = texts.iter().filter(|(wire, _)| !configured.contains_key(*wire));
    let free: BTreeMap<&str, &str> =
        free.filter_map(|(wire, part)| Some((wire.as_str(), part.text.as_deref()?))).collect();
    let suffix = match style {
        Style::Camel | Style::Shouty => "value",
        Style::Snake => "field",
    };
    let distinct = names::distinct(&free, style, &taken, reserved, suffix);
    // A name that is not the one that the part would have alone depends on the other parts, and is recorded.
    let is_moved = |(wire, distinct): &(&String, &Distinct)| match &texts[*wire].alone {
        Some(alone) => *alone != distinct.ident,
        None => !distinct.is_plain,
    };
    let moved: Vec<String> = distinct.iter().filter(is_moved).map(|(wire, _)| wire.clone()).collect();
    choices.extend(distinct.into_iter().map(|(wire, distinct)| (wire, Choice::Derived(distinct.ident))));
    let mut resolved = names::resolve(&choices, reserved, names::exactly);
    resolved.moved.extend(moved);
    clashes(&resolved, |part| ["types", name, kind, part].map(str::to_owned).to_vec(), problems);
    resolved
}

/// The strings from which the name of a field, value or variant is derived.
struct Part {
    /// The string from which the name is derived; `None` if the part has no name.
    text: Option<String>,
    /// The name without regard to the other parts, if it is not derived from `text`.
    alone: Option<Ident>,
}

/// The fields, values or variants of a shape by their form on the wire.
fn part_texts(
    api: &Api,
    plans: &Plans,
    name: &str,
    shape: &Shape,
    types: &BTreeMap<String, Ident>,
) -> BTreeMap<String, Part> {
    let part = |text: Option<&str>| Part { text: text.map(str::to_owned), alone: None };
    match shape {
        Shape::Struct(spec::Struct { members, rest: _ }) => {
            let text = |(name, member): (&String, &Member)| member.client_name.clone().unwrap_or_else(|| name.clone());
            members.iter().map(|member| (member.0.clone(), part(Some(&text(member))))).collect()
        }
        Shape::Strings(spec::StringEnum { open: _, values }) => {
            values.iter().map(|value| (value.value.clone(), part(Some(&value.value)))).collect()
        }
        Shape::Integers(spec::IntegerEnum { format: _, values }) => {
            let names: Vec<Option<&str>> = values.iter().map(|value| value.name.as_deref()).collect();
            let texts = without_type(&names, types[name].text());
            values.iter().zip(texts).map(|(value, text)| (value.value.to_string(), part(text.as_deref()))).collect()
        }
        Shape::Union(union) => {
            // Types that are merged into another type of the union have no variant.
            let mut parts: BTreeMap<String, Part> =
                union.variants.iter().map(|variant| (variant.ty.to_string(), part(None))).collect();
            let used: Vec<(usize, &TypeRef)> = match &plans[name] {
                Plan::Alias(_) => Vec::new(),
                Plan::OneOf(rows) => rows.iter().map(|row| (row.variant, &row.ty)).collect(),
                Plan::AnyOf { .. } => {
                    let all = union.variants.iter().enumerate().map(|(at, of)| (at, &of.ty));
                    all.filter(|(_, ty)| !unions::is_itself(api, name, ty)).collect()
                }
            };
            for (wire, (text, alone)) in names::variants(api, name, union, &used, types) {
                parts.insert(wire, Part { text: Some(text), alone: Some(alone) });
            }
            parts
        }
        Shape::Alias(_) => BTreeMap::new(),
    }
}

/// The names of the values of an integer enum without the name of the type, with which all of them start in languages
/// where they are constants of a package: `PriorityLow` of `Priority` is `Low`.
fn without_type(names: &[Option<&str>], ty: &str) -> Vec<Option<String>> {
    let ty = words::split(ty);
    let split: Vec<Vec<String>> = names.iter().flatten().map(|name| words::split(name)).collect();
    let may_begin = |words: &Vec<String>, at: usize| words[at].starts_with(|next: char| next.is_alphabetic());
    let shared = (1..=words::shared_start(&split))
        .rev()
        .find(|count| ty.ends_with(&split[0][..*count]) && split.iter().all(|words| may_begin(words, *count)));
    let Some(shared) = shared else { return names.iter().map(|name| name.map(str::to_owned)).collect() };
    names.iter().map(|name| name.map(|name| words::split(name).split_off(shared).join("_"))).collect()
}

/// The configured name if it is valid, otherwise a name derived from the string.
pub(crate) fn choose(
    text: &str,
    style: Style,
    setting: Option<&str>,
    at: &[&str],
    problems: &mut Vec<Problem>,
) -> Choice {
    match setting.map(|setting| (setting, names::configured(setting))) {
        Some((_, Some(ident))) => Choice::Configured(ident),
        Some((setting, None)) => {
            problems.push(Problem::error(
                Rule::InvalidConfig,
                config_place(at),
                format!("`{setting}` is not an identifier"),
                "Name it with letters, digits and `_`, a letter first.",
            ));
            Choice::Derived(names::ident(text, style))
        }
        None => Choice::Derived(names::ident(text, style)),
    }
}

/// Reports the configured names that clash.
pub(crate) fn clashes(resolved: &Resolved, at: impl Fn(&str) -> Vec<String>, problems: &mut Vec<Problem>) {
    for thing in &resolved.clashes {
        let at = at(thing);
        let at: Vec<&str> = at.iter().map(String::as_str).collect();
        problems.push(Problem::error(
            Rule::NameClash,
            config_place(&at),
            format!("the name `{}` is taken", resolved.names[thing].text()),
            "Configure another name.",
        ));
    }
}
