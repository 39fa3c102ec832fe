//! Tests that a broken page is reported or read literally, and never makes the importer panic or run forever.

use codegen::import::{self, Format, Imported, Leniency, Source, learn};
use codegen::problem::{At, Level};

use super::carts;

fn cart() -> Source {
    carts().into_iter().find(|page| page.name.starts_with("create")).expect("the page is there")
}

fn read(text: String) -> Result<Imported, Vec<codegen::problem::Problem>> {
    import::import(Some(Format::Learn), &[Source { name: "page".to_owned(), text }], Leniency::Normal)
}

/// The possible effects of removing a line on the spec.
#[derive(Debug, PartialEq)]
enum Removal {
    /// No effect: the line has no information, or repeats something.
    Equal,
    /// The spec has less content: a description, a value, a list of media types, the type of a response.
    Less,
    /// The page is refused.
    Refused,
}

fn allowed(text: &[&str], at: usize) -> &'static [Removal] {
    let line = text[at].trim();
    let headings = ["Share via", "URI Parameters", "Request Header", "Request Body", "Responses", "Definitions"];
    let labels_follow = text.get(at + 2).is_some_and(|next| next.starts_with("Name "));
    if line.is_empty() {
        // A blank line separates a description from the name of the next row, or from the heading of the next section.
        &[Removal::Equal, Removal::Less, Removal::Refused]
    } else if INDEX.contains(&at) {
        &[Removal::Refused]
    } else if headings.contains(&line) || (labels_follow && line.contains('.')) {
        &[Removal::Equal]
    } else if line.starts_with("Media Types") {
        // The media types of the request are stated twice, those of a response once.
        if at < 97 { &[Removal::Equal] } else { &[Removal::Less] }
    } else if line.ends_with('.') || line.starts_with('•') || at == 99 {
        &[Removal::Less]
    } else {
        &[Removal::Refused]
    }
}

/// The lines of the index of definitions. A name that is missing there is reported at its definition.
const INDEX: std::ops::Range<usize> = 138..150;

#[test]
fn each_line_counts() {
    let page = cart();
    let whole = read(page.text.clone()).expect("the page is in order");
    let lines: Vec<&str> = page.text.lines().collect();
    let mut odd = Vec::new();
    for at in 0..lines.len() {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| *line).collect();
        let removal = match read(rest.join("\n")) {
            Ok(Imported { api, .. }) if api == whole.api => Removal::Equal,
            Ok(_) => Removal::Less,
            Err(problems) => {
                // A problem is reported where the page is broken, or within four lines of the removed line.
                let near = |line: usize| line.abs_diff(at + 1) <= 4 || INDEX.contains(&at);
                let told = problems.iter().any(|problem| matches!(problem.place.at, At::Line(line, _) if near(line)));
                if !told {
                    let places: Vec<String> =
                        problems.iter().map(|problem| format!("{:?}: {}", problem.place.at, problem.message)).collect();
                    odd.push(format!("line {} `{}` is told of at {places:#?}", at + 1, lines[at]));
                }
                Removal::Refused
            }
        };
        if !allowed(&lines, at).contains(&removal) {
            odd.push(format!("line {} `{}` is {removal:?}", at + 1, lines[at]));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

#[test]
fn a_lost_type_of_an_answer_is_warned_of() {
    let text =
        cart().text.replacen("201 Created\n\nMicrosoft.Partner.Services.Carts.V1.Models.Cart\n", "201 Created\n", 1);
    let imported = read(text).expect("an answer may have no type");
    assert_eq!(imported.notes.len(), 1);
    assert_eq!(imported.notes[0].place.at, At::Line(98, None));
}

/// A source of numbers that are the same on each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).expect("it fits")).expect("it fits")
    }
}

/// Lines with a meaning at some position.
const LINES: [&str; 24] = [
    "",
    "string",
    "integer",
    "int32",
    "enum:",
    "x enum:",
    "  • one",
    "path True",
    "query",
    "201 Created",
    "Name Type Description",
    "Name Description",
    "A.B[C,D[E]]",
    "A[B",
    "Object",
    "Media Types: \"a/b\"",
    "GET https://a.example/{b}?c={d}&e=f",
    "Type: oauth2",
    "Authorization True",
    "a.b.c",
    "minLength: 9",
    "Regex pattern: (",
    "Some prose.",
    "Two Words",
];

#[test]
fn random_damage_is_survived() {
    let page = cart();
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for round in 0..2000 {
        let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
        for _ in 0..=numbers.below(6) {
            let at = numbers.below(lines.len());
            match numbers.below(6) {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, LINES[numbers.below(LINES.len())].to_owned()),
                2 => LINES[numbers.below(LINES.len())].clone_into(&mut lines[at]),
                3 => {
                    let other = numbers.below(lines.len());
                    lines.swap(at, other);
                }
                4 => lines.truncate(at.max(1)),
                _ => {
                    let keep = numbers.below(lines[at].chars().count());
                    lines[at] = lines[at].chars().take(keep).collect();
                }
            }
        }
        let text = lines.join("\n");
        if round % 20 == 0 {
            let _ = learn::positions(&text, &["/Definitions/X/y"]);
        }
        if let Err(problems) = read(text) {
            assert!(problems.iter().any(|problem| problem.level == Level::Error && !problem.help.is_empty()));
        }
    }
}

/// Any amount of input is read in a time that is proportional to its size. A greater growth would be noticed here.
#[test]
fn any_amount_of_anything_is_survived() {
    let head = "A - B\n\nPOST https://a.example/b\n\nResponses\n\nName Type Description\n200 OK\n\nOK\n\n";
    for line in LINES {
        for text in [
            format!("{head}{}", format!("{line}\n").repeat(4_000)),
            format!("{head}{}", format!("{line}\n\n").repeat(4_000)),
        ] {
            let _ = read(text);
        }
        let _ = read(format!("{head}{}", line.repeat(4_000)));
    }
    let _ = read(format!("{head}Definitions\n\nName Description\n{}", definitions(1_000)));
    let _ = read("[".repeat(1_000_000));
    let _ = read(format!("{head}{}", "• ".repeat(500_000)));
}

/// An index and the given number of definitions, all instances of one generic type.
fn definitions(count: usize) -> String {
    let names: Vec<String> = (0..count).map(|at| format!("A.Pair[A.T{at},System.String]")).collect();
    let table =
        |name: &String| format!("{name}\n\nName Type Description\nkey enum:\n  • a\n  • b{name}\nvalue\n\nstring\n");
    let tables: Vec<String> = names.iter().map(table).collect();
    format!("{}\n\n{}", names.join("\n"), tables.join("\n"))
}
