//! The pass that names types, members, values and modules, with the wishes of `crate.json`.

use std::collections::BTreeMap;

use crate::lower::config::{CrateConfig, TypeConfig};
use crate::lower::facts::unions::{self, Plan, Plans};
use crate::lower::models::types::{self, Formats};
use crate::lower::names::placement as homes;
use crate::lower::names::types as short_types;
use crate::lower::names::{self, Choice, RESERVED_TYPES, Settled, Style};
use crate::problem::{At, Place, Problem, Rule};
use crate::rust::Ident;
use crate::spec::{self, Api, Member, Shape, TypeRef};

/// The field that keeps members without a name.
pub(crate) const EXTRA: &str = "extra";
/// The field that keeps members without a name where they have a type.
pub(crate) const REST: &str = "rest";
/// The variant that keeps values without a name.
const UNLISTED: &str = "Unlisted";
/// The constants that an enum of integers has besides its values.
const LISTS: &[&str] = &["LISTED", "NAMES"];

/// The names of all models.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    /// The type of each model.
    pub types: BTreeMap<String, Ident>,
    /// The model in whose module each model stands.
    pub homes: BTreeMap<String, String>,
    /// The module of each model that has one of its own.
    pub modules: BTreeMap<String, Ident>,
    /// The members or values of each model.
    pub parts: BTreeMap<String, BTreeMap<String, Ident>>,
    /// The types that stand for scalars.
    pub formats: Formats,
    /// Names that had to move, as wishes that keep them where they are.
    pub moved: BTreeMap<String, TypeConfig>,
}

/// Names every model, its members and its values.
pub(crate) fn name_models(api: &Api, plans: &Plans, wishes: &CrateConfig, problems: &mut Vec<Problem>) -> Naming {
    let mut naming = Naming { formats: types::formats(wishes, problems), ..Naming::default() };
    for name in wishes.types.keys().filter(|name| !api.types.contains_key(*name)) {
        problems.push(stale(&["types", name], format!("the spec has no type `{name}`")));
    }
    let settled = name_types(api, wishes, problems);
    for name in &settled.moved {
        naming.moved.entry(name.clone()).or_default().name = Some(settled.names[name].text().to_owned());
    }
    naming.homes = homes::find(api, wishes.group_features);
    let files = settled.names.iter().filter(|(name, _)| naming.homes[*name] == **name);
    let files = files.map(|(name, ident)| (name.clone(), Choice::Made(names::module(ident)))).collect();
    naming.modules = names::settle(&files, &["mod"], names::ignoring_case).names;
    naming.types = settled.names;
    for (name, def) in &api.types {
        let wish = wishes.types.get(name).cloned().unwrap_or_default();
        let texts = part_texts(api, plans, name, &def.shape, &naming.types);
        let (parts, moved) = name_parts(name, &def.shape, texts, &wish, problems);
        naming.parts.insert(name.clone(), parts);
        if let Some(moved) = moved {
            let entry = naming.moved.entry(name.clone()).or_default();
            (entry.members, entry.values) = (moved.members, moved.values);
        }
    }
    naming
}

fn name_types(api: &Api, wishes: &CrateConfig, problems: &mut Vec<Problem>) -> Settled {
    let wish = |name: &str| wishes.types.get(name).and_then(|wish| wish.name.as_deref());
    let wished: Vec<&str> = api.types.keys().filter_map(|name| wish(name)).collect();
    let short = short_types::short(api.types.keys().filter(|name| wish(name).is_none()), &wished);
    let text = |name: &str| short.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let choices = api
        .types
        .keys()
        .map(|name| (name.clone(), choose(&text(name), Style::Camel, wish(name), &["types", name, "name"], problems)))
        .collect();
    let mut settled = names::settle_with_suffix(&choices, RESERVED_TYPES, "Model", names::exactly);
    // What depends on the other names is recorded as well as what had to move.
    let is_shorter = |name: &&String| short.get(name.as_str()).is_some_and(|short| short != *name);
    settled.moved.extend(api.types.keys().filter(is_shorter).cloned());
    clashes(&settled, |name| vec!["types".to_owned(), name.to_owned(), "name".to_owned()], problems);
    settled
}

/// Names the members or values of one model; also the names that had to move.
fn name_parts(
    name: &str,
    shape: &Shape,
    texts: BTreeMap<String, Part>,
    wish: &TypeConfig,
    problems: &mut Vec<Problem>,
) -> (BTreeMap<String, Ident>, Option<TypeConfig>) {
    let (kind, wished, style, reserved) = match shape {
        Shape::Struct(spec::Struct { members: _, rest: None }) => {
            ("members", &wish.members, Style::Snake, &[EXTRA][..])
        }
        Shape::Struct(spec::Struct { members: _, rest: Some(_) }) => {
            ("members", &wish.members, Style::Snake, &[REST][..])
        }
        Shape::Strings(_) => ("values", &wish.values, Style::Camel, &[UNLISTED][..]),
        Shape::Integers(_) => ("values", &wish.values, Style::Shouty, LISTS),
        Shape::Union(_) => ("values", &wish.values, Style::Camel, &[UNLISTED][..]),
        Shape::Alias(_) => ("members", &wish.members, Style::Snake, &[EXTRA][..]),
    };
    let (other, unused) =
        if kind == "members" { ("values", wish.values.keys()) } else { ("members", wish.members.keys()) };
    let unknown = wished.keys().filter(|part| !texts.contains_key(*part)).map(|part| (kind, part));
    for (kind, part) in unused.map(|part| (other, part)).chain(unknown) {
        let word = &kind[..kind.len() - 1];
        problems.push(stale(&["types", name, kind, part], format!("the type `{name}` has no {word} `{part}`")));
    }
    let settled = settle_parts(name, kind, &texts, wished, style, reserved, problems);
    let moved: BTreeMap<String, String> =
        settled.moved.iter().map(|part| (part.clone(), settled.names[part].text().to_owned())).collect();
    let moved = (!moved.is_empty()).then(|| match kind {
        "members" => TypeConfig { members: moved, ..TypeConfig::default() },
        _ => TypeConfig { values: moved, ..TypeConfig::default() },
    });
    (settled.names, moved)
}

/// Gives each part the name that `crate.json` states, or a name of its own.
fn settle_parts(
    name: &str,
    kind: &str,
    texts: &BTreeMap<String, Part>,
    wished: &BTreeMap<String, String>,
    style: Style,
    reserved: &[&str],
    problems: &mut Vec<Problem>,
) -> Settled {
    let mut choices: BTreeMap<String, Choice> = BTreeMap::new();
    for (wire, wish) in wished.iter().filter(|(wire, _)| texts.contains_key(*wire)) {
        choices.insert(wire.clone(), choose(wire, style, Some(wish), &["types", name, kind, wire], problems));
    }
    let taken = choices.values().map(|(Choice::Wished(name) | Choice::Made(name))| name.text().to_owned()).collect();
    let free = texts.iter().filter(|(wire, _)| !wished.contains_key(*wire));
    let free: BTreeMap<&str, &str> =
        free.filter_map(|(wire, part)| Some((wire.as_str(), part.text.as_deref()?))).collect();
    let suffix = match style {
        Style::Camel | Style::Shouty => "value",
        Style::Snake => "field",
    };
    let distinct = names::distinct(&free, style, &taken, reserved, suffix);
    let moved: Vec<String> = distinct
        .iter()
        .filter(|(wire, ident)| {
            texts[*wire].alone.clone().unwrap_or_else(|| names::plain(free[wire.as_str()], style)) != **ident
        })
        .map(|(wire, _)| wire.clone())
        .collect();
    choices.extend(distinct.into_iter().map(|(wire, ident)| (wire, Choice::Made(ident))));
    let mut settled = names::settle(&choices, reserved, names::exactly);
    settled.moved.extend(moved);
    clashes(&settled, |part| [["types", name], [kind, part]].concat().map_to_owned(), problems);
    settled
}

/// What names a part.
struct Part {
    /// The string from which the name is made; none where the part has no name.
    text: Option<String>,
    /// The name that it would have alone, where that is not made from the string.
    alone: Option<Ident>,
}

/// The parts of a shape by what each is on the wire.
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
        Shape::Strings(spec::StringEnum { values }) => {
            values.iter().map(|value| (value.value.clone(), part(Some(&value.value)))).collect()
        }
        Shape::Integers(spec::IntegerEnum { format: _, values }) => {
            values.iter().map(|value| (value.value.to_string(), part(value.name.as_deref()))).collect()
        }
        Shape::Union(union) => {
            // Types that are held as another one have no variant.
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

/// The wish where there is a proper one, else the name that the text gives.
pub(crate) fn choose(text: &str, style: Style, wish: Option<&str>, at: &[&str], problems: &mut Vec<Problem>) -> Choice {
    match wish.map(|wish| (wish, names::wished(wish))) {
        Some((_, Some(ident))) => Choice::Wished(ident),
        Some((wish, None)) => {
            problems.push(Problem::error(
                Rule::InvalidWish,
                wish_place(at),
                format!("`{wish}` is no identifier"),
                "Name it with letters, digits and `_`, a letter first.",
            ));
            Choice::Made(names::ident(text, style))
        }
        None => Choice::Made(names::ident(text, style)),
    }
}

/// Reports the wishes that clash.
pub(crate) fn clashes(settled: &Settled, at: impl Fn(&str) -> Vec<String>, problems: &mut Vec<Problem>) {
    for thing in &settled.clashes {
        let at = at(thing);
        let at: Vec<&str> = at.iter().map(String::as_str).collect();
        problems.push(Problem::error(
            Rule::NameClash,
            wish_place(&at),
            format!("the name `{}` is taken", settled.names[thing].text()),
            "Wish for another name.",
        ));
    }
}

/// A wish that names something that does not exist.
pub(crate) fn stale(at: &[&str], message: String) -> Problem {
    Problem::error(Rule::StaleWish, wish_place(at), message, "Remove the wish, or name something that exists.")
}

/// A place in `crate.json`.
pub(crate) fn wish_place(at: &[&str]) -> Place {
    Place { file: "crate.json".to_owned(), at: At::Pointer(spec::pointer(at)) }
}

trait MapToOwned {
    fn map_to_owned(self) -> Vec<String>;
}

impl MapToOwned for Vec<&str> {
    fn map_to_owned(self) -> Vec<String> {
        self.into_iter().map(str::to_owned).collect()
    }
}
