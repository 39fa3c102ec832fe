//! The way to a place in a JSON text: `lineItems[2].quantity`. Only walked after a failure.

use std::fmt::Write;

/// How many steps of a way are told; what lies deeper is of no use to a reader.
const STEPS: usize = 32;

/// The member that stands at a place in a JSON text, as `lineItems[2].quantity`; none for the text as a whole.
///
/// Line and column are those of `serde_json`, whose columns count bytes. Its errors point at the last byte that was
/// read: the end of a value that does not fit, the brace that closes an object without a required member, or the byte
/// before an array or object that stands where something else was expected. The text may be cut off or malformed
/// after the place. The scan takes no stack and time in proportion to the text.
pub fn member_at(body: &[u8], line: usize, column: usize) -> Option<String> {
    let at = offset(body, line, column)?;
    let mut steps: Vec<Step> = Vec::new();
    let mut next = 0;
    while let Some(byte) = body.get(next) {
        let start = next;
        next += 1;
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {}
            b'{' | b'[' if start > at => return path(&steps),
            b'{' => steps.push(Step::Name { name: &[], is_next: true }),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => {
                steps.pop();
                if start >= at {
                    return path(&steps);
                }
            }
            b',' => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(step) => *step = Step::Name { name: &[], is_next: true },
                None => return None,
            },
            b':' => {}
            _ => {
                next = if *byte == b'"' { end_of_string(body, next) } else { end_of_word(body, next) };
                match steps.last_mut() {
                    // A name at which the text ends or the fault lies is not yet a step.
                    Some(Step::Name { is_next: true, .. }) if next == body.len() || next > at + 1 => {
                        return path(&steps);
                    }
                    Some(step @ Step::Name { is_next: true, .. }) => {
                        *step = Step::Name { name: &body[start..next], is_next: false };
                    }
                    _ if next > at => return path(&steps),
                    _ => {}
                }
            }
        }
    }
    path(&steps)
}

/// A step into an object or an array.
enum Step<'a> {
    /// The name as it stands in the text, quotes included, and whether it has yet to come.
    Name {
        name: &'a [u8],
        is_next: bool,
    },
    Index(usize),
}

/// The byte at a line and a column, which both count from 1.
fn offset(body: &[u8], line: usize, column: usize) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line {
        start += body.get(start..)?.iter().position(|byte| *byte == b'\n')? + 1;
    }
    (start + column).checked_sub(1)
}

fn end_of_string(body: &[u8], mut next: usize) -> usize {
    while let Some(byte) = body.get(next) {
        next += 1;
        match byte {
            b'"' => return next,
            b'\\' => next += 1,
            _ => {}
        }
    }
    body.len()
}

fn end_of_word(body: &[u8], from: usize) -> usize {
    let is_end =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"');
    body[from..].iter().position(is_end).map_or(body.len(), |length| from + length)
}

fn path(steps: &[Step]) -> Option<String> {
    let mut path = String::new();
    for step in steps.iter().take(STEPS) {
        match step {
            Step::Index(index) => write!(path, "[{index}]").ok()?,
            // The object itself is meant, not one of its members.
            Step::Name { is_next: true, .. } => break,
            Step::Name { name, .. } => {
                let name = serde_json::from_slice(name).unwrap_or_else(|_| String::from_utf8_lossy(name).into_owned());
                if is_plain(&name) {
                    let dot = if path.is_empty() { "" } else { "." };
                    write!(path, "{dot}{name}").ok()?;
                } else {
                    write!(path, "[{name:?}]").ok()?;
                }
            }
        }
    }
    if steps.len() > STEPS {
        path.push('…');
    }
    (!path.is_empty()).then_some(path)
}

/// Whether a name can stand after a dot.
fn is_plain(name: &str) -> bool {
    let starts = |next: char| next.is_alphabetic() || matches!(next, '_' | '$' | '@');
    name.starts_with(starts) && name.chars().all(|next| starts(next) || next.is_numeric() || matches!(next, '-' | '.'))
}
