//! What overlays have changed in a document, so that a problem with a changed value is shown in the overlay.

use serde_json::Value;

use crate::problem::{At, Place, Problem};
use crate::spec::{Origin, push_token, tokens};

/// One change of a document.
#[derive(Debug)]
pub(super) enum Edit {
    /// An item of a list was removed, so the items after it have moved.
    Removed { list: String, index: usize },
    /// A value was merged with another one.
    Merged {
        /// The pointer to the value.
        target: String,
        before: Value,
        update: Value,
        /// The location of the update in the overlay.
        from: Origin,
        /// Whether the overlay copies the value from elsewhere. Then `from` is the location of the path of the copied
        /// value, not of the value.
        is_copy: bool,
    },
}

/// The changes of one document, in the order in which they were made.
#[derive(Debug)]
pub(super) struct Edits {
    pub file: String,
    pub edits: Vec<Edit>,
}

impl Edits {
    /// Moves the places of a problem that are in the changed document to where they are written: in the overlay, or in
    /// the document as it was.
    pub fn move_places(&self, problem: &mut Problem) {
        self.move_place(&mut problem.place);
        let mut reference = problem.referred_by.as_deref_mut();
        while let Some(found) = reference {
            self.move_place(&mut found.place);
            reference = found.referred_by.as_deref_mut();
        }
    }

    fn move_place(&self, place: &mut Place) {
        let At::Pointer(pointer) = &place.at else { return };
        if place.file == self.file {
            *place = self.written(pointer);
        }
    }

    /// The location at which the value at a pointer of the changed document is written.
    fn written(&self, pointer: &str) -> Place {
        let mut pointer = pointer.to_owned();
        for edit in self.edits.iter().rev() {
            match edit {
                Edit::Removed { list, index } => pointer = before_removal(&pointer, list, *index),
                Edit::Merged { target, before, update, from, is_copy } => {
                    let Some(rest) = pointer.strip_prefix(target.as_str()) else { continue };
                    if !(rest.is_empty() || rest.starts_with('/')) {
                        continue;
                    }
                    if let Some(within) = in_update(before, update, rest) {
                        let within = if *is_copy { "" } else { &within };
                        return Origin { file: from.file.clone(), pointer: format!("{}{within}", from.pointer) }.into();
                    }
                }
            }
        }
        Origin { file: self.file.clone(), pointer }.into()
    }
}

/// The pointer of a value before an item of a list was removed.
fn before_removal(pointer: &str, list: &str, removed: usize) -> String {
    let moved = || {
        let rest = pointer.strip_prefix(list)?.strip_prefix('/')?;
        let (index, below) = rest.split_once('/').map_or((rest, None), |(index, below)| (index, Some(below)));
        let index = index.parse::<usize>().ok().filter(|index| *index >= removed)? + 1;
        Some(below.map_or_else(|| format!("{list}/{index}"), |below| format!("{list}/{index}/{below}")))
    };
    moved().unwrap_or_else(|| pointer.to_owned())
}

/// The pointer in an update to the value at `rest` of the merged value; `None` if that value was there before.
fn in_update(before: &Value, update: &Value, rest: &str) -> Option<String> {
    let (mut before, mut update, mut pointer) = (Some(before), update, String::new());
    let mut steps = tokens(rest);
    loop {
        match (before, update) {
            (Some(Value::Object(members)), Value::Object(new)) => {
                let Some(name) = steps.next() else {
                    // A keyword of the object itself has changed, and a problem with the object is probably about that.
                    let is_keyword = |value: &Value| !(value.is_object() || value.is_array());
                    return new.values().any(is_keyword).then_some(pointer);
                };
                update = new.get(&*name)?;
                before = members.get(&*name);
                push_token(&mut pointer, &name);
            }
            (Some(Value::Array(items)), added) => {
                let index = steps.next()?.parse::<usize>().ok()?.checked_sub(items.len())?;
                if added.is_array() {
                    pointer.push_str(&format!("/{index}"));
                }
                break;
            }
            _ => break,
        }
    }
    steps.for_each(|step| push_token(&mut pointer, &step));
    Some(pointer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_changed_value_is_written_in_the_overlay() {
        let merged = |target: &str, before: Value, update: Value| Edit::Merged {
            target: target.to_owned(),
            before,
            update,
            from: Origin::new("o.yaml", &["actions", "0", "update"]),
            is_copy: false,
        };
        let edits = vec![
            merged("/a", json!({"b": {"c": 1}, "list": [1, 2]}), json!({"b": {"d": 2}, "list": [3], "e": {"f": 1}})),
            Edit::Removed { list: "/a/list".to_owned(), index: 0 },
            merged("/x", json!("text"), json!({"y": 1})),
        ];
        let edits = Edits { file: "api.yaml".to_owned(), edits };
        for (pointer, file, expected) in [
            ("/a/b/c", "api.yaml", "/a/b/c"),
            ("/a", "api.yaml", "/a"),
            ("/a/b", "o.yaml", "/actions/0/update/b"),
            ("/a/b/d", "o.yaml", "/actions/0/update/b/d"),
            ("/a/e/f", "o.yaml", "/actions/0/update/e/f"),
            ("/a/list/0", "api.yaml", "/a/list/1"),
            ("/a/list/1/z", "o.yaml", "/actions/0/update/list/0/z"),
            ("/x", "o.yaml", "/actions/0/update"),
            ("/x/y", "o.yaml", "/actions/0/update/y"),
            ("/ab/d", "api.yaml", "/ab/d"),
        ] {
            let place = edits.written(pointer);
            assert_eq!((place.file.as_str(), &place.at), (file, &At::Pointer(expected.to_owned())), "{pointer}");
        }
    }
}
