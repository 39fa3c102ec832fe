//! Finds the values at JSON pointers in one pass over a JSON text, which may be invalid.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::problem::Position;
use crate::spec::push_token;

/// The positions at which the values at JSON pointers start.
///
/// A property starts with its name. A pointer that leads to no value has no position. If the JSON is invalid, only
/// values before the first error are found.
pub fn positions(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, pointer) in pointers.iter().enumerate() {
        wanted.entry(pointer).or_default().push(index);
    }
    let mut above: HashSet<&str> = HashSet::with_capacity(pointers.len());
    for pointer in pointers {
        let mut next = Some(*pointer);
        // What is around a known pointer is known as well.
        while let Some(pointer) = next.filter(|pointer| above.insert(pointer)) {
            next = pointer.rsplit_once('/').map(|(around, _)| around);
        }
    }
    let mut walk = Walk { pointer: String::new(), open: Vec::new(), above };
    let mut found = vec![None; pointers.len()];
    // Characters are counted from the last position on, not from the start of a line that may be the whole document.
    let mut column = Column { start: 0, at: 0, count: 0 };
    scan(text, &mut walk, &mut |pointer, Start { line, start, at }| {
        for index in wanted.get(pointer).into_iter().flatten() {
            let column = column.of(text, start, at);
            found[*index].get_or_insert(Position { line, column: Some(column) });
        }
    });
    found
}

/// The position at which a value starts.
#[derive(Clone, Copy)]
struct Start {
    /// The line, counted from 1.
    line: usize,
    /// The index of the line's first byte.
    start: usize,
    /// The index of the value's first byte, or of its name's.
    at: usize,
}

/// The column of the last requested value.
struct Column {
    start: usize,
    at: usize,
    count: usize,
}

impl Column {
    /// The column of the character at the index `at`, counted from 1, in the line that starts at the index `start`.
    /// Each call has to ask for a later index than the one before.
    fn of(&mut self, text: &str, start: usize, at: usize) -> usize {
        if self.start != start || self.at < start {
            *self = Self { start, at: start, count: 0 };
        }
        self.count += text.get(self.at..at).map_or(0, |text| text.chars().count());
        self.at = at;
        self.count + 1
    }
}

/// The position of the scan in the document.
struct Walk<'p> {
    /// The pointer of the innermost open container, or of the value that comes next.
    pointer: String,
    /// The open containers, from the outside in.
    open: Vec<Open>,
    /// The wanted pointers, and those of the values around these.
    above: HashSet<&'p str>,
}

struct Open {
    /// The length of the pointer of the container.
    length: usize,
    /// The next index of a list; `None` for an object.
    index: Option<usize>,
    /// Whether the next string is a name.
    names: bool,
}

impl Walk<'_> {
    /// Sets the pointer to the entry with the given token in the innermost container.
    fn enter(&mut self, token: &str) {
        let Some(open) = self.open.last() else { return };
        self.pointer.truncate(open.length);
        push_token(&mut self.pointer, token);
    }

    /// Whether the value at the pointer, or a value in it, is wanted.
    fn is_wanted(&self) -> bool {
        self.above.contains(self.pointer.as_str())
    }
}

/// Calls `found` with the pointer and the start of each value.
fn scan(text: &str, walk: &mut Walk<'_>, found: &mut impl FnMut(&str, Start)) {
    let bytes = text.as_bytes();
    let (mut at, mut line, mut start) = (0, 1, 0);
    // Whether the value that comes next has been reported, with the line of its name.
    let mut named = false;
    while let Some(byte) = bytes.get(at) {
        let mut end = at + 1;
        match byte {
            b'\n' => (line, start) = (line + 1, end),
            b' ' | b'\t' | b'\r' | b':' => {}
            b',' => match walk.open.last_mut() {
                Some(open) => open.names = open.index.is_none(),
                None => return,
            },
            b'}' | b']' => match walk.open.pop() {
                Some(open) => walk.pointer.truncate(open.length),
                None => return,
            },
            b'"' if walk.open.last().is_some_and(|open| open.names) => {
                end = string_end(bytes, at);
                let Some(name) = text.get(at..end).and_then(name) else { return };
                walk.enter(&name);
                found(&walk.pointer, Start { line, start, at });
                walk.open.last_mut().expect("a name is in an open object").names = false;
                named = true;
            }
            _ => {
                report(walk, &mut named, Start { line, start, at }, found);
                end = match byte {
                    b'"' => string_end(bytes, at),
                    // Nearly all of a document is in values that are not wanted.
                    b'{' | b'[' if !walk.is_wanted() => container_end(bytes, at),
                    b'{' | b'[' => {
                        let list = *byte == b'[';
                        let length = walk.pointer.len();
                        walk.open.push(Open { length, index: list.then_some(0), names: !list });
                        end
                    }
                    _ => scalar_end(bytes, at),
                };
            }
        }
        let within = &bytes[at + 1..end.min(bytes.len())];
        if let Some(last) = within.iter().rposition(|byte| *byte == b'\n') {
            line += within.iter().filter(|byte| **byte == b'\n').count();
            start = at + 2 + last;
        }
        at = end;
    }
}

/// Reports the start of a value, unless the value was reported at its name.
fn report(walk: &mut Walk<'_>, named: &mut bool, start: Start, found: &mut impl FnMut(&str, Start)) {
    if !std::mem::take(named) {
        if let Some(index) = walk.open.last_mut().and_then(|open| open.index.as_mut()) {
            let token = index.to_string();
            *index += 1;
            walk.enter(&token);
        }
        found(&walk.pointer, start);
    }
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start + 1;
    while let Some(byte) = bytes.get(end) {
        end += match byte {
            b'"' => return end + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

/// The content of a string between quotes; `None` if it is not one of JSON.
fn name(quoted: &str) -> Option<Cow<'_, str>> {
    let plain = quoted.strip_prefix('"')?.strip_suffix('"').filter(|name| !name.contains(['\\', '"']));
    match plain.filter(|name| name.bytes().all(|byte| byte >= b' ')) {
        Some(plain) => Some(Cow::Borrowed(plain)),
        None => serde_json::from_str(quoted).ok().map(Cow::Owned),
    }
}

/// The end of an object or a list, whatever is in it.
fn container_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'\n' | b' ' | b'\t' | b'\r');
    bytes[start + 1..].iter().position(ends).map_or(bytes.len(), |length| start + 1 + length)
}
