//! YAML as people write it, indented as the parser requires.
//!
//! YAML 1.2 wants each line of a flow collection (`[..]`, `{..}`) indented deeper than the block around it. The parser also
//! refuses tabs before a value. Most readers accept a closing bracket below its key, and tabs:
//!
//! ```yaml
//! required: [
//!   name
//! ]
//! ```

/// A document with deeper indentation in its flow collections and quoted strings.
#[derive(Debug)]
pub(super) struct Indented {
    pub text: String,
    /// By how many columns each line was moved to the right.
    moved: Vec<usize>,
}

impl Indented {
    /// Indents the lines of a YAML document. Nothing else changes: neither the number of lines nor their content.
    pub fn new(text: &str) -> Self {
        let mut scanner = Scanner::default();
        let (mut out, mut moved) = (String::with_capacity(text.len()), Vec::new());
        for line in text.split_inclusive('\n') {
            let content = line.trim_start_matches([' ', '\t']);
            let width = line.len() - content.len();
            let needed = scanner.needed().filter(|_| !content.trim().is_empty());
            let indent = needed.map_or(width, |needed| needed.max(width));
            match needed {
                Some(_) => out.push_str(&" ".repeat(indent)),
                None => out.push_str(&line[..width]),
            }
            let start = out.len();
            out.push_str(content);
            moved.push(indent - width);
            for tab in scanner.line(content, indent) {
                out.replace_range(start + tab..=start + tab, " ");
            }
        }
        Self { text: out, moved }
    }

    /// The column in the original; lines count from 1, columns from 0.
    pub fn column(&self, line: usize, column: usize) -> usize {
        let moved = line.checked_sub(1).and_then(|index| self.moved.get(index)).copied().unwrap_or_default();
        column.saturating_sub(moved)
    }
}

/// The state of the YAML document at the start of a line.
#[derive(Debug, Default)]
struct Scanner {
    /// The number of open flow collections.
    depth: usize,
    quote: Option<char>,
    /// The column of the key or dash to which the open value belongs.
    parent: usize,
    /// The column of the key or dash of a block scalar, whose lines are deeper.
    block: Option<usize>,
}

impl Scanner {
    /// The minimum indentation of the next line, if it is in a flow collection or a quoted string.
    fn needed(&self) -> Option<usize> {
        (self.depth > 0 || self.quote.is_some()).then_some(self.parent + 1)
    }

    /// Reads a line, without its indentation. Returns where tabs separate a value from what precedes it.
    fn line(&mut self, content: &str, indent: usize) -> Vec<usize> {
        let mut tabs = Vec::new();
        let is_blank = content.trim().is_empty();
        if let Some(parent) = self.block {
            if is_blank || indent > parent {
                return tabs;
            }
            self.block = None;
        }
        let is_continued = self.needed().is_some();
        let mut rest = content;
        if !is_continued {
            self.parent = indent;
        }
        // Whether a value, a key or an item may start here.
        let mut is_start = true;
        let mut previous = ' ';
        while let Some(next) = rest.chars().next() {
            let column = indent + content.len() - rest.len();
            let after = &rest[next.len_utf8()..];
            let is_before_space = after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']);
            rest = match next {
                _ if self.quote.is_some() => self.quoted(next, after),
                '#' if previous.is_whitespace() => return tabs,
                '\t' if is_start => {
                    tabs.push(content.len() - rest.len());
                    after
                }
                ' ' | '\t' | '\r' | '\n' => after,
                '"' | '\'' if is_start => {
                    self.quote = Some(next);
                    // A key may be quoted; its column counts as the indentation of the value after it.
                    if self.depth == 0 {
                        self.parent = column;
                    }
                    after
                }
                '[' | '{' if is_start || self.depth > 0 => {
                    self.depth += 1;
                    is_start = true;
                    previous = next;
                    rest = after;
                    continue;
                }
                ']' | '}' if self.depth > 0 => {
                    self.depth -= 1;
                    after
                }
                ',' if self.depth > 0 => {
                    (is_start, previous, rest) = (true, next, after);
                    continue;
                }
                ':' if is_before_space || (self.depth > 0 && matches!(previous, '"' | '\'')) => {
                    (is_start, previous, rest) = (true, next, after);
                    continue;
                }
                '-' | '?' if is_start && is_before_space && self.depth == 0 => {
                    self.parent = column;
                    (previous, rest) = (next, after);
                    continue;
                }
                '|' | '>' if is_start && self.depth == 0 => {
                    self.block = Some(self.parent);
                    return tabs;
                }
                // A tag or an anchor precedes the value.
                '!' | '&' if is_start => after.trim_start_matches(|c: char| !c.is_whitespace() && !",[]{}".contains(c)),
                _ => {
                    if is_start && self.depth == 0 && previous != ':' {
                        self.parent = column;
                    }
                    after
                }
            };
            if !next.is_whitespace() && !matches!(next, '!' | '&') {
                is_start = false;
            }
            previous = next;
        }
        tabs
    }

    /// Continues reading a quoted string.
    fn quoted<'t>(&mut self, next: char, after: &'t str) -> &'t str {
        match (self.quote, next) {
            (Some('"'), '\\') => {
                let mut escaped = after.chars();
                escaped.next();
                escaped.as_str()
            }
            (Some('\''), '\'') if after.starts_with('\'') => &after[1..],
            (Some(quote), next) if quote == next => {
                self.quote = None;
                after
            }
            _ => after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_may_close_below_their_key() {
        let rows = [
            ("a: [\n  b,\n]\nc: d\n", "a: [\n  b,\n ]\nc: d\n"),
            ("a:\n  b: {\n  c: 1\n  }\n  d: 2\n", "a:\n  b: {\n   c: 1\n   }\n  d: 2\n"),
            ("- a: [\n  b\n ]\n  c: 1\n", "- a: [\n   b\n   ]\n  c: 1\n"),
            ("a: {\n\t\"b\": 1, # c ]\n\t}\n", "a: {\n \"b\": 1, # c ]\n }\n"),
            ("a: {\"b\":\t1,\tc:\t'\t'\n}\n", "a: {\"b\": 1, c: '\t'\n }\n"),
            ("'a': ['b]', \"c\\\"]\",\n]\n", "'a': ['b]', \"c\\\"]\",\n ]\n"),
        ];
        for (text, expected) in rows {
            assert_eq!(Indented::new(text).text, expected);
        }
    }

    #[test]
    fn what_is_no_flow_collection_stays_as_it_is() {
        let rows = [
            "a: b [c\nd: 1\n",
            "a: |\n  [b\n c: {\nd: 1\n",
            "- >-\n  a: [\n  b\n- c\n",
            "a: http://b/{c\nd: e\n",
            "a: # [\nb: 1\n",
            "'a[': 1\nb: '{'\n",
            "a: !t [b]\nc: &d {e: f}\ng: h\n",
        ];
        for text in rows {
            assert_eq!(Indented::new(text).text, text);
        }
    }

    #[test]
    fn columns_lead_to_the_text_as_it_was() {
        let indented = Indented::new("  a: [\n@\n  ]\n");
        assert_eq!(indented.text, "  a: [\n   @\n   ]\n");
        assert_eq!(indented.column(2, 3), 0);
        assert_eq!(indented.column(9, 3), 3);
    }
}
