//! From the line and column of a fault to the member that stands there, such as `lineItems[2].quantity`.

use std::fmt::Write;

/// The path of the member that stands at a line and column of JSON, as serde_json counts them: the column is the number
/// of bytes of the line that were read. None where that is the whole, or no place.
///
/// The text up to there has been read before, so it is JSON; anything else gives some path or none.
pub fn member_at(body: &[u8], line: usize, column: usize) -> Option<String> {
    let mut steps: Vec<Step> = Vec::new();
    let end = offset(body, line, column)?;
    let mut at = 0;
    while at < end {
        match (body[at], steps.last_mut()) {
            (b'"', step) => {
                let after = end_of_string(body, at);
                if let Some(Step::Object(name @ None)) = step {
                    *name = Some((at, after));
                }
                at = after;
                continue;
            }
            (b'{', _) => steps.push(Step::Object(None)),
            (b'[', _) => steps.push(Step::Array(0)),
            (b'}' | b']', _) => drop(steps.pop()),
            (b',', Some(Step::Array(index))) => *index += 1,
            (b',', Some(Step::Object(name))) => *name = None,
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    for step in &steps {
        match step {
            Step::Array(index) => write!(path, "[{index}]").expect("a string takes all that is written to it"),
            Step::Object(Some((from, to))) => push_name(&mut path, &body[*from..*to]),
            Step::Object(None) => {}
        }
    }
    (!path.is_empty()).then_some(path)
}

/// A step into the JSON.
enum Step {
    /// Into an object, to the member of which the name, with its quotes, stands between these offsets.
    Object(Option<(usize, usize)>),
    /// Into an array, to that element.
    Array(usize),
}

/// How many bytes come before a line and column.
fn offset(body: &[u8], line: usize, column: usize) -> Option<usize> {
    let mut breaks = body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    let start = match line.checked_sub(2) {
        Some(breaks_before) => breaks.nth(breaks_before)?,
        // Errors that have no place are on line 0.
        None => (line == 1).then_some(0)?,
    };
    Some(start.saturating_add(column).min(body.len()))
}

/// The offset after a string that starts at another.
fn end_of_string(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < body.len() {
        match body[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    body.len()
}

/// Adds the name of a member: as it is, or with quotes where it would be taken for something else.
fn push_name(path: &mut String, quoted: &[u8]) {
    let name: String = serde_json::from_slice(quoted).unwrap_or_default();
    let is_plain =
        !name.is_empty() && !name.contains(|letter: char| ".[]\"".contains(letter) || letter.is_whitespace());
    if !is_plain {
        write!(path, "[{name:?}]").expect("a string takes all that is written to it");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(&name);
}
