//! The changes for a browser: one page that needs nothing else, with each change beside the lines that it is about.

use std::collections::BTreeSet;

use super::rust_lines::{self, Hunk, Moved};
use super::{Excerpt, Report, Row, cut, moved, reached};
use crate::diff::rules::Group;
use crate::diff::{Scope, Subject};
use crate::problem::Locate;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The changes for a browser.
pub fn html(report: &Report, locate: Locate) -> String {
    let rows = report.rows(locate);
    let moved = rust_lines::find(report);
    let title = text(&cut(&report.title, 100));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}: what changed</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#changes\">To the changes</a>\n"
    );
    out.push_str(&header(report, &title));
    out.push_str(&filters(&rows));
    out.push_str(&index(&rows));
    out.push_str("<main id=\"changes\" tabindex=\"-1\">\n");
    if rows.is_empty() {
        out.push_str("<p>Nothing changed.</p>\n");
    }
    for row in &rows {
        out.push_str(&article(row, &moved));
    }
    out.push_str(&format!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
    out
}

/// Escapes text of a document for the page.
fn text(text: &str) -> String {
    let mut out = String::new();
    for next in text.chars() {
        match next {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn code(inner: &str) -> String {
    format!("<code>{}</code>", text(inner))
}

fn header(report: &Report, title: &str) -> String {
    let mut out = format!(
        "<header>\n<h1>{title}: what changed</h1>\n<p>From {} to {}.</p>\n<div class=\"verdicts\">\n",
        code(&report.old.name),
        code(&report.new.name)
    );
    for (scope, what) in [(Scope::Wire, "Clients in use"), (Scope::Surface, "Code that calls the crate")] {
        let verdict = report.verdict(scope);
        out.push_str(&format!(
            "<section class=\"verdict {}\"><h2>{what}</h2><p class=\"word\">{verdict}</p><p>{}</p></section>\n",
            verdict.replace(' ', "-"),
            report.counted(scope)
        ));
    }
    if let Some((old, next)) = &report.version {
        let words = if old == next { "stays as it is".to_owned() } else { format!("is {} now", code(old)) };
        let section = "<section class=\"verdict version\"><h2>Version of the crate</h2>";
        out.push_str(&format!("{section}<p class=\"word\">{}</p><p>{words}</p></section>\n", text(next)));
    }
    out.push_str("</div>\n");
    if let Some(unmade) = &report.unmade {
        out.push_str(&format!("<p>The crates were not compared: {}</p>\n", text(&cut(unmade, 300))));
    }
    out.push_str("</header>\n");
    out
}

fn filters(rows: &[Row]) -> String {
    let verdicts: BTreeSet<(Scope, std::cmp::Reverse<crate::diff::Severity>)> =
        rows.iter().map(|row| (row.change.rule.scope(), std::cmp::Reverse(row.change.severity))).collect();
    let groups: BTreeSet<Group> = rows.iter().map(|row| row.change.rule.row().group).collect();
    let verdicts = verdicts.into_iter().map(|(scope, severity)| severity.0.word(scope));
    let mut out = "<form id=\"filters\" aria-label=\"Filters\">\n".to_owned();
    out.push_str(&choices("verdict", "Verdict", verdicts));
    out.push_str(&choices("group", "Group", groups.into_iter().map(Group::word)));
    out.push_str("<p id=\"shown\" role=\"status\"></p>\n</form>\n");
    out
}

fn choices(name: &str, legend: &str, words: impl Iterator<Item = &'static str>) -> String {
    let mut out = format!("<fieldset><legend>{legend}</legend>");
    for word in words {
        out.push_str(&format!(
            "<label><input type=\"checkbox\" name=\"{name}\" value=\"{word}\" checked> {word}</label>"
        ));
    }
    out.push_str("</fieldset>\n");
    out
}

/// What filters hold a change against.
fn facts(row: &Row) -> String {
    let table = row.change.rule.row();
    let verdict = row.change.severity.word(table.scope);
    format!("data-verdict=\"{verdict}\" data-group=\"{}\"", table.group.word())
}

fn badge(verdict: &str) -> String {
    format!("<span class=\"badge {}\">{verdict}</span>", verdict.replace(' ', "-"))
}

fn index(rows: &[Row]) -> String {
    let mut out = "<nav aria-label=\"Changes\"><ol>\n".to_owned();
    for row in rows {
        let (change, number) = (row.change, row.number);
        out.push_str(&format!(
            "<li class=\"change\" {}><a href=\"#change-{number}\">{1} {2}</a> {3}</li>\n",
            facts(row),
            badge(change.severity.word(change.rule.scope())),
            code(&cut(&change.what, 90)),
            text(change.rule.row().sentence),
        ));
    }
    out.push_str("</ol></nav>\n");
    out
}

fn article(row: &Row, generated: &Moved) -> String {
    let (change, number, table) = (row.change, row.number, row.change.rule.row());
    let badge = badge(change.severity.word(table.scope));
    let mut out = format!(
        "<article class=\"change\" id=\"change-{number}\" tabindex=\"-1\" {}>\n\
         <h2>{badge} {} \
         <a class=\"self\" href=\"#change-{number}\" aria-label=\"Link to this change\">#{number}</a></h2>\n\
         <p>{} <span class=\"rule\">{}</span></p>\n",
        facts(row),
        code(&cut(&change.what, 160)),
        text(table.sentence),
        table.id
    );
    if let Some(moved) = moved(change, 300, &code) {
        out.push_str(&format!("<p class=\"moved\">{moved}</p>\n"));
    }
    let travels = table.scope == Scope::Wire && matches!(change.subject, Subject::Type(_));
    let way = travels.then(|| format!("It is {}.", change.direction.word()));
    let reached = reached(change, 8, &code).map(|reached| format!("It {reached}."));
    let accepted = change.accepted.as_ref().map(|reason| format!("It is accepted: {}", text(&cut(reason, 300))));
    let facts: Vec<String> = way.into_iter().chain(reached).chain(accepted).collect();
    if !facts.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", facts.join(" ")));
    }
    out.push_str("<div class=\"sides\">\n");
    out.push_str(&side("Old", row.old.as_ref()));
    out.push_str(&side("New", row.new.as_ref()));
    out.push_str("</div>\n");
    for hunk in generated.of(change) {
        out.push_str(&self::hunk(&hunk));
    }
    out.push_str("</article>\n");
    out
}

fn side(word: &str, excerpt: Option<&Excerpt>) -> String {
    let Some(Excerpt { at, origin, lines }) = excerpt else { return String::new() };
    let origin = origin.as_ref().map(|origin| format!(" <small>{}</small>", text(origin))).unwrap_or_default();
    let mut out = format!("<figure><figcaption>{word}: {}{origin}</figcaption>", code(at));
    if !lines.is_empty() {
        let lines =
            lines.iter().map(|(number, line)| format!("<span class=\"number\">{number}</span>{}\n", text(line)));
        out.push_str(&format!("<pre tabindex=\"0\">{}</pre>", lines.collect::<String>()));
    }
    out.push_str("</figure>\n");
    out
}

fn hunk(hunk: &Hunk) -> String {
    let lines = hunk.lines.iter().map(|line| {
        let (tag, sign) = if line.new { ("ins", '+') } else { ("del", '-') };
        format!("<{tag}>{sign} {}</{tag}>", text(&line.text))
    });
    let more = if hunk.more > 0 { format!("… and {} more lines\n", hunk.more) } else { String::new() };
    format!(
        "<figure class=\"rust\"><figcaption>Generated: {}</figcaption><pre tabindex=\"0\">{}{more}</pre></figure>\n",
        code(&hunk.file),
        lines.collect::<String>()
    )
}
