//! The changes as an HTML page without external resources, which shows each change next to the lines that it concerns.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::{self, Docs};
use super::entries::{self, Entry, Lists};
use super::escape::{code, text};
use super::rust_lines::{self, Hunk, Moved, Seen};
use super::{Excerpt, Report, Row, cut, located, moved, reached};
use crate::diff::rules::Group;
use crate::diff::{Scope, Subject};
use crate::problem::Locate;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The changes as an HTML page.
pub fn html(report: &Report, locate: Locate) -> String {
    // The page shows words of documentation, but not its lines.
    let rows = report.rows_with_lines(locate, |change| !entries::is_docs(change));
    let (docs, changes) = entries::split(&rows.iter().collect::<Vec<_>>());
    let (entries, docs) = (entries::same(&changes), docs::entries(&docs));
    let mut page = Page { moved: rust_lines::find(report), shown: BTreeMap::new(), lists: Lists::default() };
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
    out.push_str(&index(&entries, docs.len()));
    out.push_str("<main id=\"changes\" tabindex=\"-1\">\n");
    if rows.is_empty() {
        out.push_str("<p>Nothing changed.</p>\n");
    }
    for entry in &entries {
        out.push_str(&page.article(entry));
    }
    if !docs.is_empty() {
        out.push_str("<section id=\"docs\" tabindex=\"-1\">\n<h2>Documentation</h2>\n");
        docs.iter().for_each(|docs| out.push_str(&page.docs(docs)));
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n");
    out.push_str(&page.lists.script());
    out.push_str(&format!("<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
    out
}

/// The page so far.
struct Page {
    moved: Moved,
    /// The entries that show generated lines.
    shown: Seen,
    lists: Lists,
}

fn header(report: &Report, title: &str) -> String {
    let mut out = format!(
        "<header>\n<h1>{title}: what changed</h1>\n<p>From {} to {}.</p>\n<div class=\"verdicts\">\n",
        code(report.old.name),
        code(report.new.name)
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
    out.push_str("<p><label for=\"search\">Search</label> <input type=\"search\" id=\"search\"></p>\n");
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

/// The properties of a change that the filters of the page use.
fn facts(row: &Row) -> String {
    let table = row.change.rule.row();
    let verdict = row.change.severity.word(table.scope);
    format!("data-verdict=\"{verdict}\" data-group=\"{}\"", table.group.word())
}

fn badge(verdict: &str) -> String {
    format!("<span class=\"badge {}\">{verdict}</span>", verdict.replace(' ', "-"))
}

fn index(entries: &[Entry], docs: usize) -> String {
    let mut out = "<nav aria-label=\"Changes\"><ol>\n".to_owned();
    for entry in entries {
        let (change, number) = (entry.first().change, entry.number());
        out.push_str(&format!(
            "<li class=\"change\" {}><a href=\"#change-{number}\">{1} {2}</a>{3}: {4}</li>\n",
            facts(entry.first()),
            badge(change.severity.word(change.rule.scope())),
            code(&located(&change.what)),
            entry.more(),
            text(&change.sentence()),
        ));
    }
    out.push_str("</ol>\n");
    if docs > 0 {
        out.push_str(&format!("<p><a href=\"#docs\">Documentation</a>: {docs} entries, folded</p>\n"));
    }
    out.push_str("</nav>\n");
    out
}

impl Page {
    fn article(&mut self, entry: &Entry) -> String {
        let (row, number) = (entry.first(), entry.number());
        let (change, table) = (row.change, row.change.rule.row());
        let badge = badge(change.severity.word(table.scope));
        let mut out = format!(
            "<article class=\"change\" id=\"change-{number}\" tabindex=\"-1\" {}>\n\
             <h2>{badge} {}{} \
             <a class=\"self\" href=\"#change-{number}\" aria-label=\"Link to this change\">#{number}</a></h2>\n\
             <p>{} <span class=\"rule\">{}</span></p>\n",
            facts(row),
            code(&located(&change.what)),
            entry.more(),
            text(&change.sentence()),
            table.id
        );
        if let Some(moved) = moved(change, 300, &code) {
            out.push_str(&format!("<p class=\"moved\">{moved}</p>\n"));
        }
        let travels = table.scope == Scope::Wire && matches!(change.subject, Subject::Type(_));
        let way = travels.then(|| format!("It is {}.", change.direction.word()));
        let accepted = change.accepted.as_ref().map(|reason| format!("It is accepted: {}", text(&cut(reason, 300))));
        let reached = self.reached(entry);
        let facts: Vec<String> = way.into_iter().chain(reached).chain(accepted).collect();
        if !facts.is_empty() {
            out.push_str(&format!("<p>{}</p>\n", facts.join(" ")));
        }
        out.push_str(&self.places(entry));
        out.push_str("<div class=\"sides\">\n");
        out.push_str(&side("Old", row.old.as_ref()));
        out.push_str(&side("New", row.new.as_ref()));
        out.push_str("</div>\n");
        for hunk in self.moved.of(change, &self.shown) {
            match hunk.above {
                Some(first) if hunk.lines.is_empty() => out.push_str(&format!(
                    "<p class=\"again\">Generated: {}, as for <a href=\"#change-{first}\">#{first}</a></p>\n",
                    code(&hunk.file)
                )),
                Some(_) | None => out.push_str(&self::hunk(&hunk)),
            }
            self.shown.extend(hunk.parts.into_iter().map(|part| ((hunk.file.clone(), part), number)));
        }
        out.push_str("</article>\n");
        out
    }

    /// The operations that changes affect. If there are many, the page inserts them when the reader opens the list.
    fn reached(&mut self, entry: &Entry) -> Option<String> {
        let all = entry.operations();
        if all.is_empty() || entry.rows.len() == 1 && reached(entry.first().change, 1, &code).is_none() {
            return None;
        }
        let count = match all.len() {
            1 => String::new(),
            count => format!("{count} operations: "),
        };
        let names: Vec<&str> = all.into_iter().collect();
        Some(format!("It reaches {count}{}", self.names(&names)))
    }

    /// Names as a sentence. If there are many, the page inserts them when the reader opens the list.
    fn names(&mut self, all: &[&str]) -> String {
        const FEW: usize = 5;
        let (some, more) = all.split_at(all.len().min(FEW));
        let names = some.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
        match more.len() {
            0 => format!("{names}."),
            count => {
                let list = self.lists.add(more);
                let summary = format!("<summary>and {count} more</summary>");
                format!("{names} <details class=\"more\" data-list=\"{list}\">{summary}</details>")
            }
        }
    }

    /// The further places of an entry, folded. If there are many, the page inserts them when the reader opens the list.
    fn places(&mut self, entry: &Entry) -> String {
        const MANY: usize = 200;
        let (some, more) = entry.rows[1..].split_at((entry.rows.len() - 1).min(MANY));
        if some.is_empty() {
            return String::new();
        }
        let item = |row: &&Row| {
            let at =
                row.new.as_ref().or(row.old.as_ref()).map(|excerpt| format!(" <small>{}</small>", text(&excerpt.at)));
            format!("<li>{}{}</li>", code(&located(&row.change.what)), at.unwrap_or_default())
        };
        let items: String = some.iter().map(item).collect();
        let more = match more.len() {
            0 => String::new(),
            count => {
                let list = self.lists.add(&more.iter().map(|row| row.change.what.as_str()).collect::<Vec<_>>());
                format!(
                    "<li><details class=\"more\" data-list=\"{list}\"><summary>and {count} more</summary></details></li>"
                )
            }
        };
        format!("<details class=\"places\"><summary>The other places</summary><ul>{items}{more}</ul></details>\n")
    }

    /// Changes of documentation that belong together, folded.
    fn docs(&mut self, docs: &Docs) -> String {
        let first = docs.first();
        let title = match docs.subject() {
            Some(name) => code(&located(name)),
            None => {
                let (some, more) = docs.replaced();
                let shown: Vec<String> = some.iter().map(|(old, new)| replacement(old, new)).collect();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("<span class=\"words\">{}</span>{more}", shown.join(", "))
            }
        };
        let mut out = format!(
            "<article class=\"change docs\" {}><details><summary>{} {title}{}</summary>\n",
            facts(first),
            badge(first.change.severity.word(first.change.rule.scope())),
            docs.count()
        );
        let shown = if docs.subject().is_some() { &docs.texts[..] } else { &docs.texts[..1] };
        for (row, words) in shown {
            let what = &row.change.what;
            let what = if docs.subject() == Some(what) { String::new() } else { format!("{}: ", code(&located(what))) };
            out.push_str(&format!("<p class=\"words\">{what}{}</p>\n", words.html()));
        }
        if docs.subject().is_none() {
            let others: Vec<&str> = docs.texts[1..].iter().map(|(row, _)| row.change.what.as_str()).collect();
            out.push_str(&format!("<p>The same words in the docs of {}</p>\n", self.names(&others)));
        }
        out.push_str("</details></article>\n");
        out
    }
}

fn replacement(old: &str, new: &str) -> String {
    let one = |tag: &str, words: &str| match words {
        "" => String::new(),
        words => format!("<{tag}>{}</{tag}>", text(words)),
    };
    format!("{}{}", one("del", old), one("ins", new))
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
