//! The changes for code hosts: annotations of GitHub Actions, and SARIF 2.1.0, which GitHub, GitLab and Azure DevOps read.

use serde_json::{Value, json};

use super::{Report, Row, located, moved_sentence, reached};
use crate::diff::{Rule, Scope, Severity};
use crate::problem::Locate;

/// The changes as annotations of a GitHub workflow (`::error file=..`), one line each, without changes of
/// documentation.
pub fn github(report: &Report, locate: Locate) -> String {
    let rows = report.rows(locate);
    let listed = rows.iter().filter(|row| row.change.severity > Severity::Info);
    let lines = listed.map(|row| {
        let command = match level(row) {
            "none" | "note" => "notice",
            level => level,
        };
        let (file, line) = place(report, row);
        let place = format!("file={},line={line},", property(&file));
        let title = format!("{} [{}]", row.change.severity.word(row.change.rule.scope()), row.change.rule.id());
        format!("::{command} {}title={}::{}\n", place, property(&title), data(&message(row)))
    });
    let verdicts = [Scope::Wire, Scope::Surface].map(|scope| format!("{}: {}", scope.word(), report.verdict(scope)));
    format!("{}::notice title=what changed::{}\n", lines.collect::<String>(), data(&verdicts.join(", ")))
}

/// The changes as a SARIF log with one run.
pub fn sarif(report: &Report, locate: Locate) -> String {
    let rows = report.rows(locate);
    let mut rules: Vec<Rule> = rows.iter().map(|row| row.change.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let described = rules.iter().map(|rule| {
        let row = rule.row();
        json!({ "id": row.id, "shortDescription": { "text": row.sentence }, "help": { "text": format!("For example: {}", row.example) } })
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo xtask diff",
                "rules": described.collect::<Vec<_>>(),
            }},
            "results": rows.iter().map(|row| result(report, row)).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("JSON has a text");
    text.push('\n');
    text
}

fn result(report: &Report, row: &Row) -> Value {
    let (file, line) = place(report, row);
    let location = json!({ "artifactLocation": { "uri": uri(&file) }, "region": { "startLine": line } });
    let mut result = json!({
        "ruleId": row.change.rule.id(),
        "level": level(row),
        "message": { "text": message(row) },
        // GitHub rejects a log with a result that has no location.
        "locations": [{ "physicalLocation": location }],
    });
    if let Some(reason) = &row.change.accepted {
        result["suppressions"] = json!([{ "kind": "external", "justification": reason }]);
    }
    result
}

/// The level of a change in SARIF. An accepted change is not an error.
fn level(row: &Row) -> &'static str {
    match row.change.severity {
        Severity::Error | Severity::Caution if row.change.accepted.is_some() => "note",
        Severity::Error => "error",
        Severity::Caution => "warning",
        Severity::Warning => "note",
        Severity::Info => "none",
    }
}

fn message(row: &Row) -> String {
    let change = row.change;
    let plain = |text: &str| text.to_owned();
    let reached = reached(change, 5, &plain);
    let reached = reached.and_then(|text| Some(format!("Reaches{}.", text.strip_prefix("reaches")?)));
    let facts = [moved_sentence(change, 200, &plain), reached];
    let mut text = format!("{}: {}", located(&change.what), change.sentence());
    facts.into_iter().flatten().for_each(|fact| text.push_str(&format!(" {fact}")));
    if let Some(reason) = &change.accepted {
        text.push_str(&format!(" Accepted: {reason}"));
    }
    text
}

/// The file and the line of a change, on the new side if possible, because annotations are shown on the files of a
/// commit. The location of a change of the crate is the document from which it is generated.
fn place(report: &Report, row: &Row) -> (String, usize) {
    let side = if row.new.is_some() || row.old.is_none() { &report.new } else { &report.old };
    let whole = || (side.spec.map_or(side.name, |(file, _)| file).to_owned(), 1);
    let of_crate = row.change.rule.scope() == Scope::Surface;
    let Some(excerpt) = row.new.as_ref().or(row.old.as_ref()).filter(|_| !of_crate) else { return whole() };
    let Some((file, Ok(line))) = excerpt.at.rsplit_once(':').map(|(file, line)| (file, line.parse())) else {
        return whole();
    };
    // The names of documents are relative to the folder of the main document.
    match (side.spec, side.name.rsplit_once('/')) {
        (None, Some((folder, _))) => (format!("{folder}/{file}"), line),
        (Some(_), _) | (None, None) => (file.to_owned(), line),
    }
}

/// A path as a URI of SARIF: relative, or of the scheme `file` for an absolute path.
fn uri(file: &str) -> String {
    let file = file.replace('\\', "/");
    let is_drive = file.as_bytes().get(1) == Some(&b':') && file.as_bytes()[0].is_ascii_alphabetic();
    let scheme = match file.starts_with('/') {
        true => "file://",
        false if is_drive => "file:///",
        false => "",
    };
    let mut uri = scheme.to_owned();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || is_drive && byte == b':' {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// An escaped value for the properties of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The escaped text of a workflow command, which ends at the end of its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_uri() {
        let rows = [
            ("specs/a/api.json", "specs/a/api.json"),
            ("../a b#c/x:1.json", "../a%20b%23c/x%3A1.json"),
            ("/tmp/ü%.yaml", "file:///tmp/%C3%BC%25.yaml"),
            ("C:\\apis\\a.json", "file:///C:/apis/a.json"),
        ];
        for (path, expected) in rows {
            assert_eq!(uri(path), expected);
        }
    }
}
