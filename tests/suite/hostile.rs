//! Tests documents in which each string is a known attack on other generators: every payload in every slot.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{Generated, generate};
use codegen::import::{Leniency, Source, import, positions};
use codegen::lower::config::CrateConfig;
use codegen::problem::{Level, Problem, Rule, show};
use codegen::spec::check::check;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value};

/// The names of the documents, which are also those of their crates.
pub const NAMES: [&str; 2] = ["hostile-openapi3", "hostile-swagger2"];

/// The names that payloads would call, and that generated code never does.
const CALLED: [&str; 4] = ["compile_error", "exit", "asm", "include_str"];

fn case(file: &str) -> Value {
    let path = crate::root().join("tests/cases/hostile").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The payloads by their effect: those of the case, and those that are too long for it.
fn payloads() -> Vec<String> {
    let Value::Object(written) = case("payloads.json") else { panic!("payloads have names") };
    let texts = written.values().map(|text| text.as_str().expect("a payload is a text").to_owned());
    texts.chain([String::new(), "long ".repeat(2_000), "z".repeat(10_000)]).collect()
}

/// A string with the payload and its number inserted.
fn filled(text: &str, number: usize, payload: &str) -> String {
    text.replace("$N", &number.to_string()).replace("$P", payload)
}

/// The template with the payload in each of its slots, both names and values.
fn with(template: &Value, number: usize, payload: &str) -> Value {
    match template {
        Value::String(text) => Value::String(filled(text, number, payload)),
        Value::Array(items) => items.iter().map(|item| with(item, number, payload)).collect(),
        Value::Object(members) => {
            let member =
                |(name, value): (&String, &Value)| (filled(name, number, payload), with(value, number, payload));
            Value::Object(members.iter().map(member).collect())
        }
        other => other.clone(),
    }
}

/// Merges one document into another: properties and items are added, and of two strings the first is kept.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (name, value) in from {
        match (into.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (Some(_), _) => {}
            (None, value) => _ = into.insert(name, value),
        }
    }
}

/// A document with one payload, or with all of them.
fn document(name: &str, payloads: &[(usize, String)]) -> Source {
    let template = case(&format!("{}.json", name.trim_start_matches("hostile-")));
    let mut whole = Map::new();
    for (number, payload) in payloads {
        let Value::Object(part) = with(&template, *number, payload) else { panic!("a document is an object") };
        merge(&mut whole, part);
    }
    Source { name: format!("{name}.json"), text: Value::Object(whole).to_string() }
}

fn made(name: &str, source: &Source, leniency: Leniency) -> Result<Generated, Vec<Problem>> {
    let imported = import(None, std::slice::from_ref(source), leniency)?;
    generate(&check(imported.api, None)?, &CrateConfig::named(name), "cargo xtask in a test", WorkspaceRole::Member)
}

/// The crates of the documents with every payload, which several tests use.
pub fn crates() -> &'static [(&'static str, Generated)] {
    static CRATES: OnceLock<Vec<(&str, Generated)>> = OnceLock::new();
    CRATES.get_or_init(|| {
        let crates = NAMES.into_iter().map(|name| {
            let payloads: Vec<(usize, String)> = payloads().into_iter().enumerate().collect();
            let source = document(name, &payloads);
            let generated = made(name, &source, Leniency::Lenient).unwrap_or_else(|problems| {
                panic!("{name}\n{}", show(&problems, &|_| Some(source.text.clone()), positions))
            });
            (name, generated)
        });
        crates.collect()
    })
}

/// Whether a path stays in its folder, on every system.
fn is_safe(path: &str) -> bool {
    let devices = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    path.len() < 200
        && path.split('/').all(|part| {
            let stem = part.split('.').next().unwrap_or_default();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            (!stem.is_empty() || part == ".gitattributes") && part.bytes().all(plain) && !devices.contains(&stem)
        })
}

/// Collects the names in a file that only a payload would contain.
fn calls(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => calls(group.stream(), found),
            TokenTree::Ident(ident) if CALLED.iter().any(|called| ident == called) => found.push(ident.to_string()),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn assert_inert(what: &str, generated: &Generated) {
    let mut lower_case = BTreeMap::new();
    for (path, text) in generated.tree.files() {
        assert!(is_safe(path), "{what}: {path}");
        let same = lower_case.insert(path.to_ascii_lowercase(), path);
        assert_eq!(same, None, "{what}: {path} is another file where case is ignored");
        let lines = |control: char| control.is_control() && control != '\n' && control != '\t';
        assert!(!text.contains(lines), "{what}: {path} holds a control character");
        let turns = |turn: char| matches!(turn, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!text.contains(turns), "{what}: {path} holds a character that turns the direction");
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let mut found = Vec::new();
            calls(text.parse().unwrap_or_else(|error| panic!("{what}: {path}: {error}")), &mut found);
            assert_eq!(found, [""; 0], "{what}: {path}");
        }
    }
    let manifest = generated.tree.get("Cargo.toml").expect("a crate has a manifest");
    let starts = |start: &str| manifest.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((starts("[dependencies]"), starts("[lib]"), starts("ran")), (1, 0, 0), "{what}: {manifest}");
}

/// Tests each payload alone, so that a refused one does not hide another. Normal reading may refuse a payload, but
/// never panics.
#[test]
fn a_payload_is_text_wherever_it_stands() {
    for name in NAMES {
        for (number, payload) in payloads().into_iter().enumerate() {
            let what = format!("{name}: {}", payload.escape_debug().to_string().chars().take(80).collect::<String>());
            let source = document(name, &[(number, payload)]);
            match made(name, &source, Leniency::Lenient) {
                Ok(lenient) => assert_inert(&what, &lenient),
                // If a payload makes the path or a parameter of every operation invalid, lenient reading leaves no
                // operation, which is an error.
                Err(problems) => assert!(
                    problems.iter().all(|problem| problem.level != Level::Error || problem.rule == Rule::EmptyApi),
                    "{what}\n{}",
                    show(&problems, &|_| Some(source.text.clone()), positions)
                ),
            }
            match made(name, &source, Leniency::Normal) {
                Ok(strict) => assert_inert(&what, &strict),
                Err(problems) => assert!(!show(&problems, &|_| Some(source.text.clone()), positions).is_empty()),
            }
        }
    }
}

#[test]
fn payloads_together_are_text() {
    for (name, generated) in crates() {
        assert_inert(name, generated);
        // One of the three operations for each payload has a header and a cookie with the payload as name, and is left
        // out if that is not a valid name. Some paths are equal if a payload is a slash, and some are not valid at all.
        let operations = generated.counts.operations;
        assert!(operations * 10 >= payloads().len() * 2 * 9, "{name}: {operations} operations");
    }
}
