//! Overlays: corrections of a document, as defined by the OpenAPI Overlay Specification 1.0 and 1.1.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::Source;
use super::edits::Edit;
use super::openapi;
use crate::problem::{Problem, Rule};
use crate::spec::{Origin, push_token};

/// An overlay that was read.
#[derive(Debug)]
pub(super) struct Overlay {
    file: String,
    /// The document that the overlay corrects, by its path from the root folder; `None` for the only document.
    pub extends: Option<String>,
    actions: Vec<Action>,
}

/// One correction of an overlay.
#[derive(Debug)]
struct Action {
    target: JsonPath,
    /// The target as it is written in the overlay.
    text: String,
    origin: Origin,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Remove,
    Update(Value),
    /// The value at another path, as the update.
    Copy(JsonPath),
}

/// Whether a file is an overlay, by its name.
pub(super) fn is_overlay(name: &str) -> bool {
    [".overlay.yaml", ".overlay.yml", ".overlay.json"].iter().any(|end| name.ends_with(end))
}

/// Reads an overlay.
///
/// # Errors
///
/// The problems with the overlay.
pub(super) fn read(source: &Source) -> Result<Overlay, Vec<Problem>> {
    let parsed = openapi::parse(source).map_err(|problem| vec![problem])?;
    if !parsed.faults.is_empty() {
        return Err(parsed.faults);
    }
    let value = parsed.value;
    let error = |tokens: &[&str], message: String, help: &str| {
        Problem::error(Rule::Overlay, Origin::new(&source.name, tokens), message, help)
    };
    let version = match value.get("overlay") {
        Some(Value::String(version)) => version.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    if !["1.0", "1.1"].iter().any(|known| version == *known || version.starts_with(&format!("{known}."))) {
        let message = format!("`{version}` is not a supported version of overlays");
        return Err(vec![error(&["overlay"], message, "Write `overlay: 1.1.0`, or 1.0.0.")]);
    }
    let extends = value.get("extends").and_then(Value::as_str).and_then(|reference| {
        match openapi::locate(&source.name, reference) {
            openapi::Target::File(file) => Some(file),
            // The URL at which the document was published does not identify the file.
            openapi::Target::Url | openapi::Target::Absolute | openapi::Target::Outside => None,
        }
    });
    let (mut actions, mut problems) = (Vec::new(), Vec::new());
    let listed = value.get("actions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if listed.is_empty() {
        problems.push(error(&["actions"], "the overlay has no actions".to_owned(), "Add `actions`."));
    }
    for (index, action) in listed.iter().enumerate() {
        let number = index.to_string();
        match self::action(action, Origin::new(&source.name, &["actions", &number])) {
            Ok(action) => actions.push(action),
            Err((message, help)) => problems.push(error(&["actions", &number], message, help)),
        }
    }
    if problems.is_empty() { Ok(Overlay { file: source.name.clone(), extends, actions }) } else { Err(problems) }
}

fn action(value: &Value, origin: Origin) -> Result<Action, (String, &'static str)> {
    let path = |text: &str| {
        let help = "Write a JSONPath of RFC 9535, such as `$.paths['/pets'].get`.";
        JsonPath::parse(text).map_err(|error| (format!("`{text}` is not a JSONPath: {error}"), help))
    };
    let Some(text) = value.get("target").and_then(Value::as_str) else {
        return Err(("the action has no `target`".to_owned(), "Name what is changed by a JSONPath."));
    };
    let copy = value.get("copy").and_then(Value::as_str);
    let change = match (value.get("remove"), value.get("update"), copy) {
        (Some(Value::Bool(true)), ..) => Change::Remove,
        (_, Some(update), _) => Change::Update(update.clone()),
        (_, None, Some(from)) => Change::Copy(path(from)?),
        (_, None, None) => {
            let message = "the action neither updates nor removes nor copies anything".to_owned();
            return Err((message, "Add `update`, `remove: true` or `copy`."));
        }
    };
    Ok(Action { target: path(text)?, text: text.to_owned(), origin, change })
}

impl Overlay {
    /// The problem that there is no document for the overlay.
    pub fn without_document(&self) -> Problem {
        let message = match &self.extends {
            Some(file) => format!("the overlay corrects `{file}`, which is not read"),
            None => "the overlay does not say which of several documents it corrects".to_owned(),
        };
        let help = "State the path of the document in `extends`.";
        Problem::error(Rule::Overlay, Origin::new(&self.file, &["extends"]), message, help)
    }

    /// Applies the actions to a document, in order. Adds the changes to `edits`.
    ///
    /// # Errors
    /// The actions that match nothing, or cannot be carried out.
    pub fn apply(&self, document: &mut Value, edits: &mut Vec<Edit>) -> Vec<Problem> {
        self.actions.iter().filter_map(|action| action.apply(document, edits).err()).collect()
    }
}

impl Action {
    fn apply(&self, document: &mut Value, edits: &mut Vec<Edit>) -> Result<(), Problem> {
        let mut places = pointers(&self.target, document);
        if places.is_empty() {
            let message = format!("the target `{}` matches nothing", self.text);
            return Err(self.error(message, "Correct the path, or remove the action if the document is right now."));
        }
        match &self.change {
            Change::Remove => {
                // Starting with the last one, so that the indices of the others stay valid.
                places.sort_by(|one, other| order(other).cmp(&order(one)));
                places.dedup();
                places.iter().for_each(|place| edits.extend(remove(document, place)));
            }
            Change::Update(update) => {
                places.iter().for_each(|place| edits.extend(self.merge(document, place, update, false)));
            }
            Change::Copy(from) => {
                let sources = pointers(from, document);
                let [source] = sources.as_slice() else {
                    let message = format!("`copy` matches {} values, and must match one", sources.len());
                    return Err(self.error(message, "Correct the path."));
                };
                let copied = document.pointer(source).cloned().unwrap_or_default();
                places.iter().for_each(|place| edits.extend(self.merge(document, place, &copied, true)));
            }
        }
        Ok(())
    }

    /// Merges the value of an update, or a copied one.
    fn merge(&self, document: &mut Value, target: &str, update: &Value, is_copy: bool) -> Option<Edit> {
        let value = document.pointer_mut(target)?;
        let before = value.clone();
        merge(value, update);
        let Origin { file, mut pointer } = self.origin.clone();
        push_token(&mut pointer, if is_copy { "copy" } else { "update" });
        let (target, update) = (target.to_owned(), update.clone());
        Some(Edit::Merged { target, before, update, from: Origin { file, pointer }, is_copy })
    }

    fn error(&self, message: String, help: &str) -> Problem {
        Problem::error(Rule::Overlay, self.origin.clone(), message, help)
    }
}

fn pointers(path: &JsonPath, document: &Value) -> Vec<String> {
    path.query_located(document).locations().map(|place| place.to_json_pointer()).collect()
}

/// The order of pointers in a document, with the indices of lists as numbers.
fn order(pointer: &str) -> Vec<(usize, &str)> {
    pointer.split('/').map(|token| (token.parse().unwrap_or_default(), token)).collect()
}

fn remove(document: &mut Value, pointer: &str) -> Option<Edit> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match document.pointer_mut(parent)? {
        Value::Object(members) => {
            members.remove(&*crate::spec::unescaped(last));
            None
        }
        Value::Array(items) => {
            let index = last.parse().ok().filter(|index| *index < items.len())?;
            items.remove(index);
            Some(Edit::Removed { list: parent.to_owned(), index })
        }
        _ => None,
    }
}

/// Merges objects, adds to lists, and replaces anything else.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(members), Value::Object(update)) => {
            for (name, value) in update {
                match members.get_mut(name) {
                    Some(member) if is_same_kind(member, value) => merge(member, value),
                    Some(member) => member.clone_from(value),
                    None => drop(members.insert(name.clone(), value.clone())),
                }
            }
        }
        (Value::Array(items), Value::Array(update)) => items.extend(update.iter().cloned()),
        (Value::Array(items), update) => items.push(update.clone()),
        (target, update) => target.clone_from(update),
    }
}

fn is_same_kind(one: &Value, other: &Value) -> bool {
    matches!((one, other), (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn applied(actions: Value, mut document: Value) -> Result<Value, String> {
        let text = json!({"overlay": "1.1.0", "info": {}, "actions": actions}).to_string();
        let source = Source { name: "a.overlay.json".to_owned(), text };
        let overlay = read(&source).map_err(|problems| problems[0].message.clone())?;
        match overlay.apply(&mut document, &mut Vec::new()).first() {
            Some(problem) => Err(problem.message.clone()),
            None => Ok(document),
        }
    }

    #[test]
    fn actions_update_remove_and_copy() {
        let document = json!({"a": {"b": [1, 2, 3], "c": {"d": 1}}, "e": [{"n": 1}, {"n": 2}]});
        let rows = [
            (json!([{"target": "$.a.c", "update": {"d": 2, "x": {"y": 1}}}]), "/a/c", json!({"d": 2, "x": {"y": 1}})),
            (json!([{"target": "$.a.b", "update": 4}]), "/a/b", json!([1, 2, 3, 4])),
            (json!([{"target": "$.a", "update": {"b": [4]}}]), "/a/b", json!([1, 2, 3, 4])),
            (json!([{"target": "$.a.b[0,1]", "remove": true}]), "/a/b", json!([3])),
            (json!([{"target": "$.e[?@.n == 2]", "update": {"m": 3}}]), "/e/1", json!({"n": 2, "m": 3})),
            (json!([{"target": "$.a.c.d", "update": "text"}]), "/a/c/d", json!("text")),
            (json!([{"target": "$.a.c", "copy": "$.e[0]"}]), "/a/c", json!({"d": 1, "n": 1})),
        ];
        for (actions, pointer, expected) in rows {
            let found = applied(actions.clone(), document.clone()).unwrap();
            assert_eq!(found.pointer(pointer), Some(&expected), "{actions}");
        }
    }

    #[test]
    fn an_action_that_cannot_be_carried_out_is_an_error() {
        let rows = [
            (json!([{"target": "$.b", "remove": true}]), "the target `$.b` matches nothing"),
            (json!([{"target": "b", "remove": true}]), "`b` is not a JSONPath"),
            (json!([{"target": "$.a"}]), "neither updates nor removes"),
            (json!([{"update": {}}]), "the action has no `target`"),
            (json!([{"target": "$.a", "copy": "$.c"}]), "`copy` matches 0 values"),
            (json!([]), "the overlay has no actions"),
        ];
        for (actions, expected) in rows {
            let found = applied(actions.clone(), json!({"a": {}})).unwrap_err();
            assert!(found.contains(expected), "{actions}: {found}");
        }
    }
}
