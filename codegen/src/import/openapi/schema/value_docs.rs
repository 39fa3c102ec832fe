//! Documentation of listed values that producers write into the description of their enum.

use crate::import::openapi::Node;

/// A description that documents the values.
pub(super) struct ValueDocs {
    /// The description without the lines about values.
    pub rest: String,
    pub values: Vec<Described>,
}

/// What a line of a description states about a value.
pub(super) struct Described {
    pub value: String,
    pub name: Option<String>,
    pub docs: String,
}

/// The documentation of values in the description of a schema, in the forms of known producers.
pub(super) fn of(node: &Node<'_>) -> Option<ValueDocs> {
    let description = node.text("description").unwrap_or_default();
    if let Some(lines) = node.text("x-go-enum-desc") {
        return Some(of_go_swagger(description, lines));
    }
    let (rest, table) = description.split_once("|---|").filter(|_| node.get("enum").is_some())?;
    of_scramble(rest, table)
}

/// go-swagger appends a line for each constant to the description and repeats these lines in an extension:
/// `open StateOpen  StateOpen is waiting for payment.`
fn of_go_swagger(description: &str, lines: &str) -> ValueDocs {
    let rest = description.trim_end().strip_suffix(lines.trim_end()).unwrap_or(description).trim_end().to_owned();
    let values = lines.lines().filter_map(|line| {
        let (value, line) = line.trim().split_once(' ')?;
        let (name, docs) = line.trim_start().split_once(' ').unwrap_or((line.trim_start(), ""));
        Some(Described { value: value.to_owned(), name: Some(name.to_owned()), docs: docs.trim().to_owned() })
    });
    ValueDocs { rest, values: values.collect() }
}

/// Scramble writes a table of one column: ``| `draft` <br/> Only visible to its author. |``. `None` if a row has another
/// form.
fn of_scramble(rest: &str, table: &str) -> Option<ValueDocs> {
    let row = |line: &str| {
        let (value, docs) = line.trim().strip_prefix('|')?.strip_suffix('|')?.split_once("<br/>")?;
        let value = value.trim().strip_prefix('`')?.strip_suffix('`')?;
        Some(Described { value: value.to_owned(), name: None, docs: docs.trim().to_owned() })
    };
    let values = table.lines().filter(|line| !line.trim().is_empty()).map(row).collect::<Option<Vec<_>>>()?;
    let head = rest.trim_end();
    let rest = head.strip_suffix("| |").unwrap_or(head).trim_end().to_owned();
    Some(ValueDocs { rest, values })
}
