//! Tests of the conversion of descriptions, and that the resulting documentation is always safe.

use std::time::{Duration, Instant};

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::model::{Block, Content, Run};
use super::*;
use crate::text::shown;

fn assert_lines(cases: &[(&str, &[&str])]) {
    for (description, expected) in cases {
        assert_eq!(lines(description), *expected, "{description:?}");
        check(description);
    }
}

#[test]
fn text_stays_text() {
    assert_lines(&[
        ("A cart.", &["A cart."]),
        ("one\r\ntwo\rthree\u{2028}four", &["one", "two", "three", "four"]),
        ("\n\na\n\n\n\nb\n\n", &["a", "", "b"]),
        (
            "snake_case, 2 * 3, a*b, _x, R&D, &amp;lt; a < b -> c",
            &["snake_case, 2 * 3, a\\*b, \\_x, R&D, \\&lt; a < b -> c"],
        ),
        ("\\# x\n\\- y\n1\\. z\n\\> q", &["\\# x", "\\- y", "1\\. z", "\\> q"]),
        ("[`Vec`] ~x~ a|b \\[c]: d", &["\\[`Vec`\\] \\~x\\~ a\\|b \\[c\\]: d"]),
        ("\u{202e}evil", &["\\\\u{202e}evil"]),
        ("*/ /* */", &["*/ /* \\*/"]),
        ("", &[]),
        (" \t\n ", &[]),
    ]);
}

#[test]
fn links_to_websites_stay_links() {
    assert_lines(&[
        ("see https://example.com/a_b.", &["see <https://example.com/a_b>."]),
        ("(https://example.com/a_(b))", &["(<https://example.com/a_(b)>)"]),
        ("<https://a.example> [a](https://b.example \"title\")", &["<https://a.example> [a](https://b.example)"]),
        ("[a][1]\n\n[1]: http://a.example/x?a=1&copy;=2", &["[a](http://a.example/x?a=1%C2%A9=2)"]),
        ("<a href=\"https://a.example/?a=1&amp;b=2\">a <b>b</b></a>!", &["[a **b**](https://a.example/?a=1&b=2)!"]),
        (
            "![a *b*](https://a.example/x.png) x![b](https://a.example) Hi\\!<https://c.example>",
            &["[a *b*](https://a.example/x.png) x[b](https://a.example) Hi!<https://c.example>"],
        ),
        ("x![a](/b)", &["xa (`/b`)"]),
        ("Hi\\![a](https://a.example)", &["Hi\\![a](https://a.example)"]),
        ("[a](https://a.example/x) (y) z]", &["[a](https://a.example/x) (y) z\\]"]),
        ("[a](<https://a.example/x (y) z>)", &["[a](https://a.example/x%20%28y%29%20z)"]),
        // Links to other targets become text.
        (
            "[a](/b/c) [d](#e) [f](javascript:alert(1)) <g@h.example>",
            &["a (`/b/c`) d f (`javascript:alert(1)`) g@h.example"],
        ),
        ("<a href='/x'>a</a> <a name=x>b</a> javascript:http://", &["a (`/x`) b javascript:http\\://"]),
    ]);
}

#[test]
fn code_stays_code_and_never_runs() {
    assert_lines(&[
        ("`a<b>` and `c", &["`a<b>` and \\`c"]),
        ("``a`b``", &["``a`b``"]),
        ("a\n\n```rust\npanic!()\n```\nb", &["a", "", "```text", "panic!()", "```", "", "b"]),
        ("~~~\n```\n~~~", &["````text", "```", "````"]),
        ("x\n\n    let x = 1;\n\n      y", &["x", "", "```text", "let x = 1;", "", "  y", "```"]),
        ("```\n```", &[]),
        (
            "<code>a_b &lt; *c*</code> and\n\n<pre>a\n  b &amp; c</pre>",
            &["`a_b < c` and", "", "```text", "a", "  b & c", "```"],
        ),
    ]);
}

#[test]
fn simple_html_becomes_markdown() {
    assert_lines(&[
        (
            "<p>One <code>id</code>, <b>two</b><br>three.</p>\n\n<P>Four</P>",
            &["One `id`, **two**\\", "three.", "", "Four"],
        ),
        ("One of: <ul><li>a</li><li>b <i>c</i></li></ul> rest", &["One of:", "- a", "- b *c*", "", "rest"]),
        ("<ul>\n  <li>a\n    <ol><li>b<li>c</ol>\n  <li>d\n</ul>", &["- a", "  1. b", "  2. c", "- d"]),
        ("<li>a</li><li>b</li>", &["- a", "- b"]),
        ("<div>a `b` and [c](https://d.example)</div>", &["a `b` and [c](https://d.example)"]),
        ("<h2>Title</h2>text", &["**Title**", "", "text"]),
        ("<blockquote>a</blockquote>", &["> a"]),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>c|d</td><td><ul><li>e</ul></td></tr></table>",
            &["| a | b |", "| --- | --- |", "| c\\|d | e |"],
        ),
        // Placeholders, and HTML that is not simple.
        (
            "/repos/<owner>/<b>?code=<code> <script>x()</script> </p> <!-- c -->",
            &["/repos/\\<owner>/\\<b>?code=\\<code> \\<script>x()\\</script>", "", "\\<!-- c -->"],
        ),
    ]);
}

#[test]
fn blocks_of_markdown_keep_their_form() {
    assert_lines(&[
        ("# Errors\ntext\n\nTitle\n---\n***\nx", &["**Errors**", "", "text", "", "**Title**", "", "x"]),
        ("a:\n* b\n* c\n    1. d\n\ne", &["a:", "- b", "- c", "  1. d", "", "e"]),
        ("3. a\n\n   b\n4. c", &["3. a", "", "   b", "", "4. c"]),
        ("> a\nb", &["> a", "> b"]),
        ("**a** *b* ***c*** __d__", &["**a** *b* **c** **d**"]),
        (
            "a | b\n--|--\n`c\\|d` | [e](https://f.example)",
            &["| a | b |", "| --- | --- |", "| `c\\|d` | [e](https://f.example) |"],
        ),
    ]);
}

#[test]
fn a_line_has_no_blocks() {
    for (description, expected) in
        [("# A\n\n- b\n- c\n\n```\nd\n  e\n```", "**A** b c `d e`"), ("a\\\nb\nc", "a b c"), ("- a", "a"), ("", "")]
    {
        assert_eq!(line(description), expected, "{description:?}");
    }
}

#[test]
fn code_is_shown_as_it_is() {
    for (text, expected) in [
        ("GET /v1/{id}", "`GET /v1/{id}`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("``a`", "``` ``a` ```"),
        ("```\npanic!()", "```` ```\\u{a}panic!() ````"),
        (" a ", "`  a  `"),
        ("", "`\"\"`"),
        ("\u{202e}", "`\\u{202e}`"),
    ] {
        assert_eq!(code(text), expected, "{text:?}");
    }
}

/// Strings with a meaning in Markdown or HTML, alone or together with others.
const PIECES: &[&str] = &[
    "a",
    "b ",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "  \n",
    "\\",
    "`",
    "``",
    "```",
    "~~~",
    "```rust\n",
    "*",
    "**",
    "_",
    "__",
    "***",
    "-",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "-1",
    "#",
    "# ",
    "## ",
    "=",
    "===",
    "---",
    "- - -",
    "> ",
    ">",
    "<",
    "|",
    "| a | b |\n|---|:-:|\n",
    "|--|",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[x]",
    "[x]: ",
    "[^1]",
    "[^1]: ",
    "![",
    "!",
    ":",
    "://",
    "http://a.example",
    "https://b.example/c_d?e=f&g;h(i)",
    "http",
    "https:",
    "<https://c.example>",
    "[t](https://d.example)",
    "[t](/e \"f\")",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<code>",
    "</code>",
    "<a href=\"https://g.example\">",
    "<a href='#'>",
    "</a>",
    "<br>",
    "<br/>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<pre>",
    "</pre>",
    "<div>",
    "</div>",
    "<h1>",
    "</h1>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<blockquote>",
    "</blockquote>",
    "<img src=x>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<?",
    "<![CDATA[",
    "<x y=\"",
    "&",
    "&amp;",
    "&lt;",
    "&#",
    "&#42;",
    ";",
    "\r",
    "\u{2028}",
    "\u{202e}",
    "\u{0}",
    "é",
    "“",
    "💥",
    "*/",
    "/*",
    "$",
    "{",
    "}",
    "~",
    "~x~",
    "www.a.example",
    "a@b.example",
    "<a@b.example>",
    ".",
    ",",
    "'",
    "\"",
];

#[test]
fn no_mix_of_markdown_and_html_is_unsafe() {
    let random = &mut fastrand::Rng::with_seed(7);
    for _ in 0..20_000 {
        let length = random.usize(1..24);
        let description: String =
            (0..length).map(|_| random.choice(PIECES.iter()).copied().expect("there are some")).collect();
        check(&description);
    }
}

#[test]
fn long_and_deep_descriptions_take_linear_time() {
    let start = Instant::now();
    for piece in PIECES.iter().copied().chain(["- > ", "<ul><li>", "*a_", "`<a href='", "<td><tr>", "a)", "http://a("])
    {
        let description = piece.repeat(10_000_000 / piece.len());

        let written = lines(&description);

        assert!(written.iter().map(String::len).sum::<usize>() < 400_000, "{piece:?}");
    }
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}

/// Checks the lines as rustdoc reads them: they have the text of the description, and nothing in them is unsafe.
fn check(description: &str) {
    let blocks = read::blocks(&limited(description));
    let text = lines(description).join("\n");
    let mut seen = String::new();
    let broken = &mut |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        panic!("{description:?} links to {:?}:\n{text}", link.reference)
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut is_shown_as_is = false;
    for event in Parser::new_with_broken_link_callback(&text, options, Some(broken)) {
        let is_safe = match &event {
            Event::Text(text) => {
                seen.push_str(text);
                is_shown_as_is || !text.contains("http://") && !text.contains("https://")
            }
            Event::Code(text) => {
                seen.push_str(text);
                true
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                is_shown_as_is = true;
                dest_url.starts_with("http://") || dest_url.starts_with("https://")
            }
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => {
                is_shown_as_is = false;
                true
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                is_shown_as_is = true;
                *kind == CodeBlockKind::Fenced("text".into())
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Emphasis
                | Tag::Strong
                | Tag::List(_)
                | Tag::Item
                | Tag::BlockQuote(None)
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            )
            | Event::End(_)
            | Event::SoftBreak
            | Event::HardBreak => true,
            _ => false,
        };
        assert!(is_safe, "{description:?} has {event:?}:\n{text}");
    }
    let mut said = String::new();
    add_text(&blocks, &mut said);
    let packed = |text: &str| text.chars().filter(|next| !next.is_whitespace()).collect::<String>();
    assert_eq!(packed(&seen), packed(&said), "{description:?}\n{blocks:?}\n{text}");
}

fn add_text(blocks: &[Block], said: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(runs) => add_runs(runs, said),
            Block::Code(text) => {
                said.push_str(&text.split('\n').map(|line| shown(&line.replace('\t', "    "))).collect::<String>())
            }
            Block::Quote(blocks) => add_text(blocks, said),
            Block::List { first: _, items } => items.iter().for_each(|item| add_text(item, said)),
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| add_runs(cell, said)),
        }
    }
}

fn add_runs(runs: &[Run], said: &mut String) {
    for run in runs {
        match &run.content {
            Content::Text(text) => said.push_str(&shown(&text.split_whitespace().collect::<String>())),
            Content::Code(text) => said.push_str(&shown(text)),
            Content::SoftBreak | Content::HardBreak => {}
        }
    }
}

/// What is written as it is would be read and written as the same.
#[test]
fn a_plain_description_is_read_as_itself() {
    let parts = ["a", "B", "1", " ", ".", ",", ";", ":", "!", "?", "'", "\"", "(", ")", "/", "-", "ttp", "www"];
    let mut texts = vec![String::new()];
    let mut plain = 0;
    for _ in 0..4 {
        texts = texts.iter().flat_map(|text| parts.map(|part| format!("{text}{part}"))).collect();
        for text in texts.iter().filter(|text| is_plain(text)) {
            let blocks = read::blocks(text);
            assert_eq!((write::lines(&blocks), write::line(&blocks)), (vec![text.clone()], text.clone()));
            plain += 1;
        }
    }
    assert!(plain > 1000, "{plain}");
}
