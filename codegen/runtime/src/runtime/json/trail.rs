//! Finds the path of the property that caused an error of serde_json, from the JSON and the position of the error.

use std::fmt::Write;

/// The maximum length of a path; a longer one is cut off.
const LONGEST: usize = 400;

/// A step on the way down to a value.
enum Step<'a> {
    /// A step into an object: the name of the property as it is written in the JSON, once it has been read.
    Member(Option<&'a [u8]>),
    /// A step into an array: the index of the item.
    Item(usize),
}

/// The path of the property that caused an error, such as `lineItems[2].quantity`; `None` for the whole value.
///
/// The JSON is scanned once, up to the error, without parsing its values.
pub fn member_at(text: &[u8], error: &serde_json::Error) -> Option<String> {
    let end = offset(text, error.line(), error.column())?;
    // A syntax error may be an early bracket or comma; the location is then before it.
    let early = error.is_syntax() && matches!(text[end - 1], b'}' | b']' | b',');
    let mut steps = steps(text, if early { end - 1 } else { end });
    // serde_json reports the position after the opening bracket both for an unexpected array and for an unexpected
    // first item; and for an unexpected object, sometimes the position after its first name.
    let (kind, next) = (error.to_string(), text.get(end));
    let beyond = match text[end - 1] {
        b'[' => next != Some(&b'[') && kind.starts_with("invalid type: sequence"),
        b'"' => kind.starts_with("invalid type: map"),
        _ => false,
    };
    if beyond {
        steps.pop();
    }
    Some(path(&steps)).filter(|path| !path.is_empty())
}

/// The number of bytes before a line and column. Both count from 1, and the column counts bytes.
fn offset(text: &[u8], line: usize, column: usize) -> Option<usize> {
    let before = text.split(|byte| *byte == b'\n').take(line.checked_sub(1)?);
    let start: usize = before.map(|line| line.len() + 1).sum();
    Some(start + column).filter(|end| (1..=text.len()).contains(end))
}

/// The steps to the value that is at a position, or has just ended there.
fn steps(text: &[u8], end: usize) -> Vec<Step<'_>> {
    let (mut steps, mut at) = (Vec::new(), 0);
    while at < end {
        let start = at;
        at += 1;
        match text[start] {
            b'{' => steps.push(Step::Member(None)),
            b'[' => steps.push(Step::Item(0)),
            b'}' | b']' => drop(steps.pop()),
            b',' => match steps.last_mut() {
                Some(Step::Member(name)) => *name = None,
                Some(Step::Item(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                at = string_end(text, at);
                if let Some(Step::Member(name @ None)) = steps.last_mut() {
                    *name = Some(&text[start..at]);
                }
            }
            _ => {}
        }
    }
    steps
}

/// The index at which a string ends, from an index inside it.
fn string_end(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// The name of a property as a step of a path.
pub(super) fn step(name: &str) -> String {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-@$".contains(&byte));
    if is_plain && !name.is_empty() { name.to_owned() } else { format!("[{name:?}]") }
}

fn path(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        // Writing to a String does not fail.
        let _ = match step {
            Step::Item(index) => write!(path, "[{index}]"),
            Step::Member(None) => Ok(()),
            Step::Member(Some(name)) => {
                let name: String = serde_json::from_slice(name).unwrap_or_default();
                let step = self::step(&name);
                let dot = if path.is_empty() || step.starts_with('[') { "" } else { "." };
                write!(path, "{dot}{step}")
            }
        };
        if path.len() > LONGEST {
            path.push('…');
            break;
        }
    }
    path
}
