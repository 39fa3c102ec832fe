//! Finds the values at JSON pointers in one pass over a JSON text, which may be invalid.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::{memchr_iter, memchr2, memrchr};

use crate::problem::Position;
use crate::spec::unescaped;

/// The positions at which the values at JSON pointers start.
///
/// A property starts with its name. A pointer that leads to no value has no position. If the JSON is invalid, only
/// values before the first error are found.
pub fn positions(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    located(text, pointers).0
}

/// The positions, and whether the text looks like JSON to its end: outside of strings it has only characters that JSON has
/// there, and each bracket is closed. YAML with brackets and without quotes does not look like JSON.
pub(crate) fn located(text: &str, pointers: &[&str]) -> (Vec<Option<Position>>, bool) {
    let mut walk = Walk { wanted: Wanted::new(pointers), open: Vec::new(), next: Some(0) };
    let mut found = vec![None; pointers.len()];
    // Characters are counted from the last position on, not from the start of a line that may be the whole document.
    let mut column = Column { start: 0, at: 0, count: 0 };
    let is_json = scan(text, &mut walk, &mut |pointers, Start { line, start, at }| {
        for index in pointers {
            let column = column.of(text, start, at);
            found[*index].get_or_insert(Position { line, column: Some(column) });
        }
    });
    (found, is_json)
}

/// The pointers as a tree, so that each name of the document is looked up once, and only below wanted values.
struct Wanted<'p> {
    values: Vec<Value>,
    /// The values by the value around them and their name or index.
    within: HashMap<(usize, Cow<'p, str>), usize>,
}

/// A value that is wanted, or is around one that is.
#[derive(Default)]
struct Value {
    /// The indices of the wanted JSON pointers that lead to the value.
    pointers: Vec<usize>,
    /// Whether a value in it is wanted.
    has_more: bool,
}

impl<'p> Wanted<'p> {
    /// The first value is the document.
    fn new(pointers: &[&'p str]) -> Self {
        let mut wanted = Self { values: vec![Value::default()], within: HashMap::with_capacity(pointers.len()) };
        for (index, pointer) in pointers.iter().enumerate() {
            let mut tokens = pointer.split('/');
            // Before the first slash there is nothing.
            if tokens.next() != Some("") {
                continue;
            }
            let at = tokens.fold(0, |around, token| {
                wanted.values[around].has_more = true;
                let next = wanted.values.len();
                let at = *wanted.within.entry((around, unescaped(token))).or_insert(next);
                if at == next {
                    wanted.values.push(Value::default());
                }
                at
            });
            wanted.values[at].pointers.push(index);
        }
        wanted
    }
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
    wanted: Wanted<'p>,
    /// The open containers, from the outside in. All of them have wanted values.
    open: Vec<Open>,
    /// The value that comes next, if it is wanted or has wanted values.
    next: Option<usize>,
}

struct Open {
    /// The value that the container is.
    value: usize,
    /// The next index of a list; `None` for an object.
    index: Option<usize>,
    /// Whether the next string is a name.
    names: bool,
}

impl Walk<'_> {
    /// Continues with the value of that name in the innermost container.
    fn enter(&mut self, token: Cow<'_, str>) {
        let Some(open) = self.open.last() else { return };
        self.next = self.wanted.within.get(&(open.value, token)).copied();
    }

    /// The pointers of the next value.
    fn pointers(&self) -> &[usize] {
        self.next.map_or(&[], |next| &self.wanted.values[next].pointers)
    }

    /// The next value, if values in it are wanted.
    fn container(&self) -> Option<usize> {
        self.next.filter(|next| self.wanted.values[*next].has_more)
    }
}

/// What a byte outside of strings means for the structure of JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A part of a number or a word, a comma, a colon or a blank.
    Inner,
    /// The start of a string.
    Quote,
    Open,
    Close,
    /// A byte that is not JSON.
    Other,
}

/// The sign of each byte.
const SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Other; 256];
    let inner = b"0123456789+-.eEtrufalsn,: \t\r\n";
    let mut at = 0;
    while at < inner.len() {
        signs[inner[at] as usize] = Sign::Inner;
        at += 1;
    }
    signs[b'"' as usize] = Sign::Quote;
    (signs[b'{' as usize], signs[b'[' as usize]) = (Sign::Open, Sign::Open);
    (signs[b'}' as usize], signs[b']' as usize]) = (Sign::Close, Sign::Close);
    signs
};

/// Calls `found` with the pointers and the start of each value. Returns whether the text looks like JSON to its end.
fn scan(text: &str, walk: &mut Walk<'_>, found: &mut impl FnMut(&[usize], Start)) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut line, mut start) = (0, 1, 0);
    let mut is_json = true;
    // Whether the value that comes next has been reported, with the line of its name.
    let mut named = false;
    while let Some(byte) = bytes.get(at) {
        let mut end = at + 1;
        match byte {
            b'\n' => {
                (line, start) = (line + 1, end);
                // Most of a document that is printed in lines is their indentation.
                at = end + bytes[end..].iter().take_while(|byte| **byte == b' ').count();
                continue;
            }
            b' ' | b'\t' | b'\r' | b':' => {
                at = end;
                continue;
            }
            b',' => match walk.open.last_mut() {
                Some(open) => open.names = open.index.is_none(),
                None => return false,
            },
            b'}' | b']' => {
                if walk.open.pop().is_none() {
                    return false;
                }
            }
            b'"' if walk.open.last().is_some_and(|open| open.names) => {
                end = string_end(bytes, at);
                let Some(name) = text.get(at..end).and_then(name) else { return false };
                walk.enter(name);
                found(walk.pointers(), Start { line, start, at });
                walk.open.last_mut().expect("a name is in an open object").names = false;
                named = true;
            }
            _ => {
                // A value in the place of a name.
                is_json &= SIGNS[usize::from(*byte)] != Sign::Other && walk.open.last().is_none_or(|open| !open.names);
                report(walk, &mut named, Start { line, start, at }, found);
                end = match (byte, walk.container()) {
                    (b'"', _) => string_end(bytes, at),
                    (b'{' | b'[', Some(value)) => {
                        let list = *byte == b'[';
                        walk.open.push(Open { value, index: list.then_some(0), names: !list });
                        end
                    }
                    // Nearly all of a document is in values that are not wanted.
                    (b'{' | b'[', None) => container_end(bytes, at, &mut is_json),
                    (_, _) => scalar_end(bytes, at),
                };
            }
        }
        let within = &bytes[at + 1..end.min(bytes.len())];
        if let Some(last) = memrchr(b'\n', within) {
            line += memchr_iter(b'\n', within).count();
            start = at + 2 + last;
        }
        at = end;
    }
    is_json && walk.open.is_empty()
}

/// Reports the start of a value, unless the value was reported at its name.
fn report(walk: &mut Walk<'_>, named: &mut bool, start: Start, found: &mut impl FnMut(&[usize], Start)) {
    if !std::mem::take(named) {
        if let Some(index) = walk.open.last_mut().and_then(|open| open.index.as_mut()) {
            let token = index.to_string();
            *index += 1;
            walk.enter(Cow::Owned(token));
        }
        found(walk.pointers(), start);
    }
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start + 1;
    while let Some(length) = bytes.get(end..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        end += length;
        if bytes[end] == b'"' {
            return end + 1;
        }
        end += 2;
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

/// The end of an object or a list, whatever is in it. `is_json` becomes false if that is not JSON.
fn container_end(bytes: &[u8], start: usize, is_json: &mut bool) -> usize {
    let (mut at, mut depth) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        match SIGNS[usize::from(*byte)] {
            Sign::Inner => {}
            Sign::Quote => {
                at = string_end(bytes, at);
                continue;
            }
            Sign::Open => depth += 1,
            Sign::Close => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            Sign::Other => *is_json = false,
        }
        at += 1;
    }
    *is_json = false;
    at
}

fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b'\n' | b' ' | b'\t' | b'\r');
    bytes[start + 1..].iter().position(ends).map_or(bytes.len(), |length| start + 1 + length)
}
