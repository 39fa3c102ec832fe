//! The changes as text for a terminal.

use super::docs::{self, Docs};
use super::entries::{self, Entry};
use super::{Report, Row, cut, located, moved};
use crate::diff::{Direction, Scope};
use crate::problem::Locate;

/// The properties of the output device.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// The width of a line in characters.
    pub width: usize,
    /// Whether verdicts have colours (ANSI escape codes).
    pub colours: bool,
}

impl Screen {
    /// Lines of any length, without colours: for files and pipes.
    pub const PLAIN: Self = Self { width: usize::MAX, colours: false };

    /// The verdict, with its colour.
    fn verdict(self, word: &str) -> String {
        let code = match word {
            "breaking" | "major" => "1;31",
            "may break" => "1;33",
            "compatible" | "minor" => "32",
            _ => return word.to_owned(),
        };
        if self.colours { format!("\u{1b}[{code}m{word}\u{1b}[0m") } else { word.to_owned() }
    }

    /// Adds text that starts in a column. Further lines of a long text start in the same column.
    fn add(self, out: &mut String, column: usize, text: &str) {
        self.wrap(out, column, column, text);
    }

    /// Adds the first line of an entry. Further lines of a long text are indented.
    fn head(self, out: &mut String, text: &str) {
        self.wrap(out, 2, 6, text);
    }

    fn wrap(self, out: &mut String, start: usize, column: usize, text: &str) {
        let room = self.width.saturating_sub(column).max(30);
        let mut length = 0;
        out.push_str(&" ".repeat(start));
        for word in text.split(' ') {
            let needed = shown(word);
            if length > 0 && length + 1 + needed > room {
                out.push('\n');
                out.push_str(&" ".repeat(column));
                length = 0;
            } else if length > 0 {
                out.push(' ');
                length += 1;
            }
            out.push_str(word);
            length += needed;
        }
        out.push('\n');
    }
}

/// The changes as text for a terminal, the most severe first. The verdicts are at the end, where they remain visible.
pub fn text(report: &Report, locate: Locate, screen: Screen) -> String {
    let mut out = format!("{}\n  old: {}\n  new: {}\n", cut(&report.title, 100), report.old.name, report.new.name);
    let rows = report.rows(locate);
    for scope in [Scope::Wire, Scope::Surface] {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.change.rule.scope() == scope).collect();
        if !rows.is_empty() {
            out.push_str(&format!("\n{}\n", scope.word()));
        }
        // The same change in several places is one entry, and so are related changes of documentation.
        let (docs, changes) = entries::split(&rows);
        for entry in entries::same(&changes) {
            one(&mut out, &entry, screen);
        }
        for docs in docs::entries(&docs) {
            documentation(&mut out, &docs, screen);
        }
    }
    out.push('\n');
    for scope in [Scope::Wire, Scope::Surface] {
        let verdict = screen.verdict(report.verdict(scope));
        screen.wrap(&mut out, 0, 2, &format!("{}: {verdict} ({})", scope.word(), report.counted(scope)));
    }
    if let Some(unmade) = &report.unmade {
        screen.wrap(&mut out, 0, 2, &format!("the crates were not compared: {unmade}"));
    }
    if let Some((old, next)) = &report.version {
        out.push_str(&if old == next {
            format!("version: stays {old}\n")
        } else {
            format!("version: {old} -> {next}\n")
        });
    }
    out
}

fn one(out: &mut String, entry: &Entry, screen: Screen) {
    let row = entry.first();
    let change = row.change;
    let scope = change.rule.scope();
    let way = match (scope, change.direction) {
        (Scope::Wire, Direction::Sent | Direction::Received | Direction::Neither) => {
            format!(" ({})", change.direction.word())
        }
        (Scope::Wire, Direction::Both) | (Scope::Surface, _) => String::new(),
    };
    let row_of = change.rule.row();
    let verdict = screen.verdict(change.severity.word(scope));
    screen.head(out, &format!("{verdict} [{}] {}{}{way}", row_of.id, located(&change.what), entry.more()));
    screen.add(out, 6, &change.sentence());
    let plain = |text: &str| text.to_owned();
    let facts = [moved(change, 120, &plain), entry.also(5, &plain), entry.reached(5, &plain)];
    for fact in facts.into_iter().flatten() {
        screen.add(out, 6, &fact);
    }
    if let Some(reason) = &change.accepted {
        screen.add(out, 6, &format!("accepted: {}", cut(reason, 200)));
    }
    at(out, row, screen);
}

/// Changes of documentation that belong together, as one entry with the first of them in full.
fn documentation(out: &mut String, docs: &Docs, screen: Screen) {
    let change = docs.first().change;
    let verdict = screen.verdict(change.severity.word(change.rule.scope()));
    let plain = |text: &str| text.to_owned();
    screen.head(out, &format!("{verdict} [{}] {}{}", change.rule.id(), docs.title(&plain), docs.count()));
    for fact in [docs.also(5, &plain), moved(change, 120, &plain)].into_iter().flatten() {
        screen.add(out, 6, &fact);
    }
    if let Some(reason) = entries::accepted(&docs.rows()) {
        screen.add(out, 6, &format!("accepted: {}", cut(reason, 200)));
    }
    at(out, docs.first(), screen);
}

/// The location of a change in the old and the new file.
fn at(out: &mut String, row: &Row, screen: Screen) {
    let at = match (&row.old, &row.new) {
        (Some(old), Some(new)) if old.at == new.at => new.at.clone(),
        (Some(old), Some(new)) => format!("{} -> {}", old.at, new.at),
        (Some(only), None) | (None, Some(only)) => only.at.clone(),
        (None, None) => return,
    };
    let origin = row.new.as_ref().or(row.old.as_ref()).and_then(|excerpt| excerpt.origin.as_deref());
    screen.add(out, 6, &format!("at {at}{}", origin.map(|origin| format!(" ({origin})")).unwrap_or_default()));
}

/// The number of characters that a terminal shows for a word: colour codes take no room.
fn shown(word: &str) -> usize {
    let mut parts = word.split('\u{1b}');
    let first = parts.next().unwrap_or_default().chars().count();
    first + parts.map(|part| part.split_once('m').map_or(0, |(_, rest)| rest.chars().count())).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::Screen;

    #[test]
    fn long_lines_go_on_below() {
        let mut out = String::new();
        Screen { width: 44, colours: false }.add(&mut out, 6, "More values are allowed than callers may expect.");
        assert_eq!(out, "      More values are allowed than callers\n      may expect.\n");
        let mut out = String::new();
        let narrow = Screen { width: 40, colours: true };
        narrow.head(&mut out, &format!("{} [member-removed] Cart.lineItems.sku (sent)", narrow.verdict("breaking")));
        assert_eq!(out, "  \u{1b}[1;31mbreaking\u{1b}[0m [member-removed]\n      Cart.lineItems.sku (sent)\n");
        let coloured = Screen { width: 80, colours: true };
        assert_eq!(
            (coloured.verdict("docs"), coloured.verdict("minor").contains("\u{1b}[32m")),
            ("docs".to_owned(), true)
        );
    }
}
