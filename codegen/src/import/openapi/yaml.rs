//! Reads YAML into a JSON value: the core schema of YAML 1.2, with bounded aliases. Tags are ignored.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};
use serde_json::{Map, Number, Value};

use super::indented::Indented;
use super::parsed::{Parsed, is_read, rounded, twice};
use crate::problem::{At, Place, Position, Problem, Rule};
use crate::spec::{json, push_token};

/// The maximum nesting of values; serde_json has the same bound.
const DEPTH: usize = 128;
/// The maximum size that all aliases together may add, in bytes and values.
const COPIES: usize = 64 << 20;

/// Reads a string with a single document.
///
/// # Errors
/// The first syntax error.
pub(super) fn read(file: &str, text: &str) -> Result<Parsed, Problem> {
    let first = match read_text(file, text) {
        Ok(parsed) => return Ok(parsed),
        Err(problem) => problem,
    };
    let indented = Indented::new(text);
    let in_text = |place: &mut Place| {
        if let At::Line(line, Some(column)) = &mut place.at {
            *column = indented.column(*line, *column - 1) + 1;
        }
    };
    match read_text(file, &indented.text) {
        Ok(mut parsed) => {
            parsed.faults.iter_mut().for_each(|fault| in_text(&mut fault.place));
            Ok(parsed)
        }
        Err(mut problem) => {
            in_text(&mut problem.place);
            // An error at a later position is real regardless of the indentation.
            Err(if problem.place > first.place { problem } else { first })
        }
    }
}

/// How to correct a syntax error: for text that needs quotes, and for tabs.
fn advice(text: &str, place: &Place) -> Option<String> {
    let At::Line(line, Some(column)) = place.at else { return None };
    let line = text.lines().nth(line.checked_sub(1)?)?;
    if line.trim_start_matches(' ').starts_with('\t') {
        return Some("Indent with spaces: YAML allows no tabs there.".to_owned());
    }
    let (name, value) = line.split_once(": ")?;
    let start = line.chars().count() - value.trim_start().chars().count();
    let (name, value) = (name.trim_start().trim_start_matches("- ").trim_start(), value.trim());
    if value.starts_with('*') && !value.contains(' ') {
        return Some(format!("No value before it has the anchor `&{}`.", value.trim_matches('*')));
    }
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    let is_text = column > start && !name.is_empty() && name.chars().all(is_plain) && !value.is_empty();
    is_text.then(|| format!("Write what follows `{name}:` in quotes if it is text: `{name}: '..'`."))
}

fn read_text(file: &str, text: &str) -> Result<Parsed, Problem> {
    let mut reader = Reader { open: Vec::new(), anchors: HashMap::new(), copied: 0, top: None, faults: Vec::new() };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| scanned(file, text, &error))?;
        let known = reader.faults.len();
        reader.event(event).map_err(|message| problem(file, span.start, message))?;
        for fault in &mut reader.faults[known..] {
            fault.place = place(file, span.start);
        }
    }
    let mut value = reader.top.unwrap_or(Value::Null);
    decide(&mut value, false);
    Ok(Parsed { value, faults: reader.faults })
}

fn scanned(file: &str, text: &str, error: &ScanError) -> Problem {
    let problem = problem(file, *error.marker(), error.info().to_owned());
    let help = advice(text, &problem.place).unwrap_or(problem.help);
    Problem { help, ..problem }
}

fn problem(file: &str, at: Marker, message: String) -> Problem {
    let help = "Correct the YAML there, or write the document as JSON.";
    Problem::error(Rule::Syntax, place(file, at), message, help)
}

fn place(file: &str, at: Marker) -> Place {
    Place { file: file.to_owned(), at: At::Line(at.line(), Some(at.col() + 1)) }
}

/// A list or an object that has not ended.
struct Open {
    value: Value,
    /// The name of the next property.
    name: Option<String>,
    anchor: usize,
    /// The number of levels inside the list or object.
    height: usize,
}

struct Reader {
    open: Vec<Open>,
    /// The values of the anchors, with the number of levels inside.
    anchors: HashMap<usize, (Value, usize)>,
    copied: usize,
    top: Option<Value>,
    /// The errors that do not prevent reading. Their line is added where it is known.
    faults: Vec<Problem>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_name = self.open.last().is_some_and(|open| open.value.is_object() && open.name.is_none());
                // Only the tag for strings changes the type of a plain scalar.
                let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                if !is_text && matches!(style, ScalarStyle::Plain) && is_rounded(&text) && self.is_read() {
                    self.faults.push(rounded(&text, Place::file("")));
                }
                let value = match style {
                    ScalarStyle::Plain if !is_name && !is_text => plain(text),
                    _ => Value::String(text.into_owned()),
                };
                self.put(value, anchor, 0)
            }
            Event::SequenceStart(anchor, _) => self.begin(Value::Array(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => self.begin(Value::Object(Map::new()), anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                let mut open = self.open.pop().expect("an end follows a start");
                decide_members(&mut open.value);
                self.put(merged(open.value), open.anchor, open.height + 1)
            }
            Event::Alias(anchor) => {
                let (value, height) =
                    self.anchors.get(&anchor).ok_or("an alias is inside the value that it repeats")?;
                let (value, height) = (value.clone(), *height);
                self.copy(&value)?;
                self.put(value, 0, height)
            }
            Event::DocumentStart(_) if self.top.is_some() => {
                Err("a second document starts; one file holds one document".to_owned())
            }
            Event::DocumentStart(_) | Event::DocumentEnd | Event::StreamStart | Event::StreamEnd | Event::Nothing => {
                Ok(())
            }
        }
    }

    /// Whether the importer interprets the value that comes next.
    fn is_read(&self) -> bool {
        is_read(self.open.iter().filter_map(|open| open.name.as_deref()))
    }

    fn begin(&mut self, value: Value, anchor: usize) -> Result<(), String> {
        if self.open.last().is_some_and(|open| open.value.is_object() && open.name.is_none()) {
            return Err("a list or an object is used as a name".to_owned());
        }
        if self.open.len() >= DEPTH {
            return Err("the values are nested too deeply to be read".to_owned());
        }
        self.open.push(Open { value, name: None, anchor, height: 0 });
        Ok(())
    }

    fn put(&mut self, value: Value, anchor: usize, height: usize) -> Result<(), String> {
        if self.open.len() + height > DEPTH {
            return Err("the values are nested too deeply to be read".to_owned());
        }
        if anchor != 0 {
            self.copy(&value)?;
            self.anchors.insert(anchor, (value.clone(), height));
        }
        let Some(open) = self.open.last_mut() else {
            self.top = Some(value);
            return Ok(());
        };
        open.height = open.height.max(height);
        match (&mut open.value, open.name.take()) {
            (Value::Object(members), Some(name)) => {
                members.insert(name, value);
            }
            (Value::Object(members), None) => {
                let name = match value {
                    Value::String(name) => name,
                    // An alias as a name, for example for a number: the name is the string form, as in JSON.
                    Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
                    Value::Array(_) | Value::Object(_) => {
                        return Err("a list or an object is used as a name".to_owned());
                    }
                };
                if members.contains_key(&name) {
                    self.faults.push(twice(&name, Place::file("")));
                }
                open.name = Some(name);
            }
            (Value::Array(items), _) => items.push(value),
            (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => {
                unreachable!("only lists and objects are open")
            }
        }
        Ok(())
    }

    /// Counts a copy of a value for an anchor or an alias.
    fn copy(&mut self, value: &Value) -> Result<(), String> {
        self.copied = self.copied.saturating_add(weight(value));
        if self.copied > COPIES { Err("the aliases expand to more than the limit".to_owned()) } else { Ok(()) }
    }
}

fn weight(value: &Value) -> usize {
    32 + match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + weight(value)).sum(),
    }
}

/// The object with the properties from its `<<`; its own properties have precedence.
fn merged(mut value: Value) -> Value {
    let Value::Object(members) = &mut value else { return value };
    let sources = match members.get("<<") {
        Some(Value::Object(source)) => vec![source.clone()],
        Some(Value::Array(sources)) if sources.iter().all(Value::is_object) => {
            sources.iter().filter_map(|source| source.as_object().cloned()).collect()
        }
        _ => return value,
    };
    members.remove("<<");
    for (name, inherited) in sources.into_iter().flatten() {
        members.entry(name).or_insert(inherited);
    }
    value
}

/// The value of a plain scalar in the core schema.
fn plain(text: Cow<'_, str>) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    match number(&text) {
        Some(number) if number.to_string() == text => Value::Number(number),
        // In a list of strings, `1.10` is a string; elsewhere it is the number 1.1.
        Some(_) => Value::Object(Map::from_iter([(UNDECIDED.to_owned(), Value::String(text.into_owned()))])),
        None => Value::String(text.into_owned()),
    }
}

/// The name of the only property of an object that represents a number until it is known whether it is one. No name in
/// a document is equal to it.
const UNDECIDED: &str = "\0number";

/// Decides which values of an object are numbers: the values that a schema of strings lists are strings.
fn decide_members(value: &mut Value) {
    let Value::Object(members) = value else { return };
    let is_of_strings = match members.get("type") {
        Some(Value::String(kind)) => kind == "string",
        Some(Value::Array(kinds)) => {
            kinds.iter().any(|kind| kind == "string") && !kinds.iter().any(|kind| kind == "number" || kind == "integer")
        }
        _ => false,
    };
    for (name, member) in members.iter_mut() {
        let is_value = matches!(name.as_str(), "const" | "default" | "enum" | "example" | "examples");
        decide(member, is_of_strings && is_value);
    }
}

/// Replaces a value that may be a number, and the items of a list, with a number or a string.
fn decide(value: &mut Value, is_string: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| decide(item, is_string)),
        Value::Object(members) => {
            let Some(Value::String(text)) = members.get_mut(UNDECIDED) else { return };
            let text = std::mem::take(text);
            *value = match number(&text).filter(|_| !is_string) {
                Some(number) => Value::Number(number),
                None => Value::String(text),
            };
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether the string is a number that cannot be kept exactly.
fn is_rounded(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = unsigned.starts_with(|first: char| first.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    is_number
        && match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                number(text).is_some_and(|number| number.is_f64()) && !json::is_exact(text)
            }
            Ok(_) => true,
            Err(_) => false,
        }
}

fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().filter(|_| !digits.starts_with('+')).map(Number::from);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')).map(Number::from);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let starts = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    if !starts || !unsigned.contains(|next: char| next.is_ascii_digit()) {
        return None;
    }
    let is_integer = unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if is_integer {
        let exact = text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from));
        if let Ok(exact) = exact {
            return Some(exact);
        }
    }
    let allowed = |byte: u8| byte.is_ascii_digit() || b".eE+-".contains(&byte);
    // A number that is too large is kept as a string.
    unsigned.bytes().all(allowed).then(|| text.parse::<f64>().ok().and_then(Number::from_f64)).flatten()
}

/// Where the values at JSON pointers start.
///
/// A property starts with its name. The value of an alias has no positions below it.
pub(super) fn positions(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    match positions_of(text, pointers) {
        (positions, true) => positions,
        // Adding indentation does not change the line of any value.
        (_, false) => positions_of(&Indented::new(text).text, pointers).0,
    }
}

/// The positions, and whether the text could be read to its end.
fn positions_of(text: &str, pointers: &[&str]) -> (Vec<Option<Position>>, bool) {
    let mut wanted: HashMap<&str, Option<Position>> = pointers.iter().map(|pointer| (*pointer, None)).collect();
    let longest = pointers.iter().map(|pointer| pointer.len()).max().unwrap_or(0);
    let mut walk = Walk { open: Vec::new(), pointer: String::new() };
    let mut is_whole = true;
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            is_whole = false;
            break;
        };
        let position = Position { line: span.start.line(), column: Some(span.start.col() + 1) };
        match event {
            Event::Scalar(text, ..) => walk.enter(&text, longest),
            Event::Alias(_) => walk.enter("", longest),
            Event::SequenceStart(..) => walk.begin(Some(0), longest),
            Event::MappingStart(..) => walk.begin(None, longest),
            Event::SequenceEnd | Event::MappingEnd => {
                walk.open.pop();
                continue;
            }
            Event::DocumentStart(_) | Event::DocumentEnd | Event::StreamStart | Event::StreamEnd | Event::Nothing => {
                continue;
            }
        }
        if let Some(found) = wanted.get_mut(walk.pointer.as_str()) {
            found.get_or_insert(position);
        }
    }
    (pointers.iter().map(|pointer| wanted.get(pointer).copied().flatten()).collect(), is_whole)
}

struct Walk {
    open: Vec<Level>,
    /// The pointer of the last value or name.
    pointer: String,
}

struct Level {
    /// The length of the pointer of the list or object.
    length: usize,
    /// The next index of a list.
    index: Option<usize>,
    /// Whether a name was read, so that its value comes next.
    named: bool,
}

impl Walk {
    /// Sets the pointer to a list or an object, and enters it.
    fn begin(&mut self, index: Option<usize>, longest: usize) {
        self.enter("", longest);
        self.open.push(Level { length: self.pointer.len(), index, named: false });
    }

    /// Sets the pointer to a name, an item, or the value of the name that was read.
    fn enter(&mut self, text: &str, longest: usize) {
        let Some(level) = self.open.last_mut() else { return };
        // A name and its value have the same pointer.
        if std::mem::take(&mut level.named) {
            return;
        }
        let token = match &mut level.index {
            Some(index) => {
                *index += 1;
                Cow::Owned((*index - 1).to_string())
            }
            None => {
                level.named = true;
                Cow::Borrowed(text)
            }
        };
        self.pointer.truncate(level.length);
        // A pointer that is longer than every wanted pointer matches none of them, so it need not grow further.
        if self.pointer.len() <= longest {
            push_token(&mut self.pointer, &token);
        }
    }
}
