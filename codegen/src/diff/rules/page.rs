//! The page for users about all rules: `docs/diff-rules.md`.

use std::fmt::Write;

use super::{Group, Row, Rule, Scope, Severity};

/// The groups, in the order of the page.
const GROUPS: [Group; 10] = [
    Group::Operations,
    Group::Parameters,
    Group::Bodies,
    Group::Answers,
    Group::Models,
    Group::Enums,
    Group::Unions,
    Group::Service,
    Group::Docs,
    Group::Rust,
];

/// The page, in Markdown.
pub fn page() -> String {
    let mut page = format!("{START}\n");
    let mut pairs: Vec<(Severity, Severity)> = of(Scope::Wire).map(|row| (row.sent, row.received)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    page.push_str("| sent | received | reason |\n| --- | --- | --- |\n");
    for (sent, received) in pairs.into_iter().rev() {
        let (sent_word, word) = (sent.word(Scope::Wire), received.word(Scope::Wire));
        line(&mut page, &[sent_word, word, &reason(sent, received)]);
    }
    page.push_str(USES);
    for group in GROUPS {
        let rows: Vec<Row> = Rule::ALL.iter().map(|rule| rule.row()).filter(|row| row.group == group).collect();
        let (on_wire, of_crate): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.scope == Scope::Wire);
        if !on_wire.is_empty() {
            let _ = write!(page, "\n## {}\n\n", title(group));
            page.push_str("| rule | change | example | sent | received |\n| --- | --- | --- | --- | --- |\n");
            for Row { id, sent, received, sentence, if_sent, if_received, example, .. } in &on_wire {
                let [sent, received] = [sent, received].map(|severity| severity.word(Scope::Wire));
                let sentences: Vec<&str> = [Some(*sentence), *if_sent, *if_received].into_iter().flatten().collect();
                line(&mut page, &[&format!("`{id}`"), &sentences.join(" "), example, sent, received]);
            }
            let reasons = on_wire.iter().filter_map(|row| Some(format!("- `{}`: {}\n", row.id, row.reason?)));
            let reasons: String = reasons.collect();
            if !reasons.is_empty() {
                let _ = write!(page, "\nThe reason for some of these levels is another one:\n\n{reasons}");
            }
        }
        if !of_crate.is_empty() {
            page.push_str(CRATE);
            page.push_str("| rule | change | example | version |\n| --- | --- | --- | --- |\n");
            for Row { id, sent, sentence, example, .. } in of_crate {
                line(&mut page, &[&format!("`{id}`"), sentence, example, sent.word(Scope::Surface)]);
            }
        }
    }
    page
}

fn of(scope: Scope) -> impl Iterator<Item = Row> {
    Rule::ALL.iter().map(|rule| rule.row()).filter(move |row| row.scope == scope)
}

/// Adds a row of a table.
fn line(page: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

fn title(group: Group) -> &'static str {
    match group {
        Group::Operations => "Operations",
        Group::Parameters => "Parameters",
        Group::Bodies => "Bodies",
        Group::Answers => "Responses",
        Group::Models => "Models",
        Group::Enums => "Enums",
        Group::Unions => "Unions",
        Group::Service => "Service",
        Group::Docs => "Documentation",
        Group::Rust => "The crate",
    }
}

/// Why a change has these severities, depending on who sends the value.
fn reason(sent: Severity, received: Severity) -> String {
    let of_sent = match sent {
        Severity::Error => "A client in use sends what the service no longer accepts or understands.",
        Severity::Caution => "Whether what a client in use sends is still right depends on the caller.",
        Severity::Warning => "The service accepts what a client in use sends.",
        Severity::Info => "What a client sends is the same.",
    };
    let of_received = match received {
        Severity::Error => "A client in use misses what it relies on, or cannot read what it receives.",
        Severity::Caution => "A client in use reads what it receives, but its caller may not expect it.",
        Severity::Warning => "A client in use reads what it receives.",
        Severity::Info => "What it receives is the same.",
    };
    format!("{of_sent} {of_received}")
}

const START: &str = "\
# Rules of `diff`

`cargo xtask diff` reports each change by a rule of these tables, which are made from those in
`wire.rs` and `surface.rs` of `codegen/src/diff/rules/`. A test compares this page with them.

On the wire, the question is whether a client that was built from the old version keeps working with the new service. The
answer depends on who sends the changed value: the client (*sent*) or the service (*received*). In webhooks and callbacks,
the service sends the request. A value that goes both ways has the worse level of the two.

- *breaking*: a client in use fails.
- *may break*: a client in use keeps working, but its caller may not, such as a database column that is too short.
- *compatible*: a client in use keeps working.
- *docs*: the same requests and responses are valid.

These are the reasons for the levels, unless there is another one below the table of a rule:
";

const USES: &str = "
What no operation uses breaks nobody, so its changes are at most *compatible*.
";

const CRATE: &str = "
## The crate

Whether code that calls the generated crate compiles with the next version, and means the same. A *major* change is one
after which it may not compile or sends something else, a *minor* one adds something, and after a *patch* the same code
has the same meaning to the compiler. This is for callers that create structs as the README of the crate says: with
`..Default::default()`, with `new`, or from the struct of the required fields. Code that lists every field of a struct does
not compile after a *minor* change that adds one.

";
