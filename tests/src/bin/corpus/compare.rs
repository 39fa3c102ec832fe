//! Compares a document with itself, with itself in another order, and with an edited copy in both directions.

use std::collections::BTreeMap;

use codegen::diff::{self, Diff, Direction, Rule, Side};
use codegen::import::{self, Leniency, Source};
use codegen::lower::config::CrateConfig;
use codegen::lower::{self, Lowered};
use codegen::problem::Problem;
use codegen::spec::{Checked, check};
use fastrand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The number of edits of the copy.
const EDITS: usize = 8;

/// The result of comparing a document.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Compared {
    /// The number of edits in the copy.
    pub edits: usize,
    /// The number of changes that the comparison with the copy reports.
    pub changes: usize,
    /// Whether the crates could be compared, too.
    pub crates: bool,
}

/// A document as input of the comparison.
struct Part {
    checked: Checked,
    lowered: Option<Lowered>,
}

impl Part {
    fn read(source: &Source, name: &str) -> Result<Self, Vec<Problem>> {
        let import = |leniency| import::import(None, std::slice::from_ref(source), leniency);
        let imported = import(Leniency::Normal).or_else(|_| import(Leniency::Lenient))?;
        let checked = check::check(imported.api, None)?;
        let lowered = lower::lower(&checked, &CrateConfig::named(name)).ok();
        Ok(Self { checked, lowered })
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.checked, krate: self.lowered.as_ref().map(|lowered| &lowered.krate) }
    }
}

/// Compares the document; `None` if it cannot be read at all.
///
/// # Errors
/// Changes that the comparison reports although nothing changed, or that it reports in one direction only.
pub fn compare(source: &Source, name: &str, seed: u64) -> Result<Option<Compared>, String> {
    let Ok(part) = Part::read(source, name) else { return Ok(None) };
    same(&diff::compare(part.side(), part.side()), "itself")?;
    let mut compared = Compared { crates: part.lowered.is_some(), ..Compared::default() };
    let Ok(mut value) = serde_json::from_str::<Value>(&source.text) else { return Ok(Some(compared)) };
    let read = |text: String| Part::read(&Source { name: source.name.clone(), text }, name);
    // The runner reports a document that cannot be read, so only a reordered one is reported here.
    let reordered = read(reversed(&value)).map_err(|_| "it cannot be read in another order".to_owned())?;
    same(&diff::compare(part.side(), reordered.side()), "itself in another order")?;
    drop(reordered);
    let mut rng = Rng::with_seed(seed);
    compared.edits = edit(&mut value, &mut rng);
    let Ok(edited) = read(value.to_string()) else { return Ok(Some(compared)) };
    let (there, back) = (diff::compare(part.side(), edited.side()), diff::compare(edited.side(), part.side()));
    compared.changes = there.changes().count();
    swapped(&there, &back)?;
    Ok(Some(compared))
}

fn same(diff: &Diff, with: &str) -> Result<(), String> {
    match diff.changes().next() {
        None => Ok(()),
        Some(first) => {
            let count = diff.changes().count();
            Err(format!("compared with {with}: {count} changes, first `{}` of {}", first.rule.id(), first.what))
        }
    }
}

/// The number of changes for each rule and direction. The rules of the swapped comparison count as their opposites.
fn counted(diff: &Diff, is_swapped: bool) -> BTreeMap<(&'static str, &'static str), usize> {
    let plain = |rule: Rule| rule.opposite().opposite();
    let mut counts = BTreeMap::new();
    // Changes of documentation and behaviour are reported only for items without other changes.
    let own = |rule: Rule| !matches!(rule, Rule::DocsChanged | Rule::RustDocsChanged | Rule::RustBehaviourChanged);
    for change in diff.changes().filter(|change| own(change.rule)) {
        let rule = if is_swapped { plain(change.rule.opposite()) } else { plain(change.rule) };
        let direction: Direction = change.direction;
        *counts.entry((rule.id(), direction.word())).or_default() += 1;
    }
    counts
}

fn swapped(there: &Diff, back: &Diff) -> Result<(), String> {
    let (forth, back) = (counted(there, true), counted(back, false));
    let rules = forth.keys().chain(back.keys());
    let unlike: BTreeMap<_, _> = rules
        .map(|rule| (*rule, (forth.get(rule).copied().unwrap_or(0), back.get(rule).copied().unwrap_or(0))))
        .filter(|(_, (forth, back))| forth != back)
        .collect();
    if unlike.is_empty() { Ok(()) } else { Err(format!("swapped, the comparison differs: {unlike:?}")) }
}

/// The document with the properties of each object in the opposite order, as JSON.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let properties = object.iter().rev().map(|(name, value)| format!("{}:{}", json!(name), reversed(value)));
            format!("{{{}}}", properties.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// Edits random objects of a document. Returns the number of edits.
fn edit(document: &mut Value, rng: &mut Rng) -> usize {
    let mut places = Vec::new();
    find(document, &mut String::new(), &mut places);
    let mut done = 0;
    // An edit may have removed the object of another one.
    for _ in 0..EDITS * 20 {
        let Some(pointer) = rng.choice(&places) else { return done };
        let object = document.pointer_mut(pointer).and_then(Value::as_object_mut);
        done += usize::from(object.is_some_and(|object| edit_object(object, rng)));
        if done == EDITS {
            break;
        }
    }
    done
}

/// The pointers of all objects that can be edited.
fn find(value: &Value, pointer: &mut String, places: &mut Vec<String>) {
    let length = pointer.len();
    match value {
        Value::Object(object) => {
            if ["properties", "enum", "type", "responses", "in", "get", "post"]
                .iter()
                .any(|name| object.contains_key(*name))
            {
                places.push(pointer.clone());
            }
            // Examples are not part of the API.
            for (name, value) in
                object.iter().filter(|(name, _)| !name.starts_with("example") && !name.starts_with("x-"))
            {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                find(value, pointer, places);
                pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                find(value, pointer, places);
                pointer.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Makes one edit of an object. Returns whether there was something to edit.
fn edit_object(object: &mut Map<String, Value>, rng: &mut Rng) -> bool {
    let string = |object: &Map<String, Value>, name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    match rng.u8(0..10) {
        0 => remove_one(object.get_mut("properties"), rng),
        1 => remove_one(object.get_mut("enum"), rng),
        2 => remove_one(object.get_mut("required"), rng),
        3 => remove_one(object.get_mut("responses"), rng),
        4 => match object.get_mut("properties").and_then(Value::as_object_mut) {
            Some(properties) => properties.insert("added".to_owned(), json!({ "type": "string" })).is_none(),
            None => false,
        },
        5 => match object.get_mut("enum").and_then(Value::as_array_mut) {
            Some(values) if values.iter().all(Value::is_string) => {
                values.push(json!("added"));
                true
            }
            Some(_) | None => false,
        },
        6 if string(object, "type").as_deref() == Some("string") && !object.contains_key("enum") => {
            let most = object.get("maxLength").and_then(Value::as_u64).map_or(20, |most| most + 1);
            object.insert("maxLength".to_owned(), json!(most));
            true
        }
        7 if string(object, "type").as_deref() == Some("integer") => {
            object.insert("type".to_owned(), json!("string"));
            object.remove("format");
            true
        }
        8 if string(object, "in").is_some_and(|location| location == "query" || location == "header") => {
            let required = object.get("required") == Some(&json!(true));
            object.insert("required".to_owned(), json!(!required));
            true
        }
        9 => ["get", "post", "put", "delete"].iter().any(|method| {
            let is_operation = object.get(*method).is_some_and(|operation| operation.get("responses").is_some());
            is_operation && object.shift_remove(*method).is_some()
        }),
        _ => false,
    }
}

/// Removes one property of an object or one item of a list, but not the last one.
fn remove_one(value: Option<&mut Value>, rng: &mut Rng) -> bool {
    match value {
        Some(Value::Object(object)) if object.len() > 1 => {
            let name = object.keys().nth(rng.usize(0..object.len())).cloned();
            name.is_some_and(|name| object.shift_remove(&name).is_some())
        }
        Some(Value::Array(items)) if items.len() > 1 => {
            items.remove(rng.usize(0..items.len()));
            true
        }
        Some(_) | None => false,
    }
}
