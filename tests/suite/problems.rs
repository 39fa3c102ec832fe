//! Tests each rule by a case that breaks it: the problems of `cases/problems/<rule>.*` as they are printed.
//!
//! The name of a case is the rule, a word where a rule has several cases, and what kind of file it is. A case breaks
//! the one rule and no other. Corrections and config meet `_base.api.json`, which breaks none. Pages are read, and what
//! is printed of them is pinned, by `import`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use codegen::lower::config::CrateConfig;
use codegen::lower::lower;
use codegen::problem::{Problem, Rule, report, show};
use codegen::spec::json::positions;
use codegen::spec::{Api, Checked, check, fixup, json};

/// The rules of stages that are not covered here, with the stage.
const LATER: &[(&str, &[Rule])] = &[
    // Errors of the file system have no text. The tests of the commands cover them.
    ("files", &[Rule::FileSystem]),
    // An overlay needs its document. The tests of the commands cover overlays.
    ("overlays", &[Rule::Overlay]),
    // An accepted change needs a comparison. The tests of the commands cover it.
    ("acceptance", &[Rule::StaleAcceptance]),
];

fn folder() -> PathBuf {
    crate::root().join("tests/cases/problems")
}

fn text(file: &str) -> Option<String> {
    fs::read_to_string(folder().join(file)).ok()
}

/// All cases, each with the rule that it has to break.
fn all_cases() -> BTreeMap<String, &'static str> {
    let rules: BTreeMap<&str, &'static str> = Rule::ALL.iter().map(|rule| (rule.id(), rule.id())).collect();
    let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let cases = names.filter(|name| !name.starts_with('_')).map(|name| {
        let rule =
            rules.get(name.split('.').next().unwrap()).unwrap_or_else(|| panic!("{name} is named after no rule"));
        (name, *rule)
    });
    cases.collect()
}

/// The suffixes of cases that are documents of the OpenAPI family.
const DOCUMENTS: &[&str] = &[".openapi.yaml", ".openapi.json", ".openapi3.yaml", ".swagger2.yaml"];

/// The cases in the project's own formats.
fn cases() -> BTreeMap<String, &'static str> {
    all_cases()
        .into_iter()
        .filter(|(name, _)| !name.ends_with(".page.txt") && !DOCUMENTS.iter().any(|end| name.ends_with(end)))
        .collect()
}

fn problems(file: &str) -> Vec<Problem> {
    let text = text(file).unwrap();
    match file.rsplit('.').nth(1) {
        Some("api") => match json::read::<Api>(file, &text) {
            Ok(api) => match check::check(api, Some(file)) {
                Ok(checked) => lowered(file, &checked, &CrateConfig::named("carts")),
                Err(problems) => problems,
            },
            Err(problem) => vec![problem],
        },
        Some("crate") => match json::read::<CrateConfig>(file, &text) {
            Ok(config) => lowered(file, &check::check(base(), None).unwrap(), &config),
            Err(problem) => vec![problem],
        },
        Some("fixups") => match fixup::read(file, &text) {
            Ok(fixups) => fixup::apply(&mut base(), &fixups, file),
            Err(problems) => problems,
        },
        _ => panic!("{file} is of no kind that is known here"),
    }
}

/// The problems of lowering, with the usual names of the project's files.
fn lowered(file: &str, checked: &Checked, config: &CrateConfig) -> Vec<Problem> {
    let mut problems = lower(checked, config).map_or_else(|problems| problems, |lowered| lowered.notes);
    for problem in &mut problems {
        problem.place.file = file.to_owned();
    }
    problems
}

fn base() -> Api {
    json::read("_base.api.json", &text("_base.api.json").unwrap()).unwrap()
}

/// The printed problems of a case, as a snapshot.
mod problems_are_printed_with_their_place_and_remedy {
    use super::*;

    fn case(file: &str) {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("problems__{file}"), show(&problems(file), &text, positions));
        });
    }

    include!(concat!(env!("OUT_DIR"), "/problems.rs"));
}

#[test]
fn a_case_breaks_its_rule_and_no_other() {
    for (file, rule) in cases() {
        let found: BTreeSet<&str> = problems(&file).iter().map(|problem| problem.rule.id()).collect();
        assert_eq!(found, BTreeSet::from([rule]), "{file}");
    }
    assert_eq!(check::check(base(), None).err(), None);
}

#[test]
fn each_rule_has_a_case() {
    let covered: BTreeSet<&str> = all_cases().into_values().collect();
    let later: BTreeSet<&str> = LATER.iter().flat_map(|(_, rules)| *rules).map(|rule| rule.id()).collect();
    for rule in Rule::ALL.iter().map(|rule| rule.id()) {
        match (covered.contains(rule), later.contains(rule)) {
            (false, false) => panic!("no case breaks the rule {rule}"),
            (true, true) => panic!("the rule {rule} has a case: take it off the list"),
            (true, false) | (false, true) => {}
        }
    }
}

#[test]
fn a_report_for_programs_tells_each_problem_with_its_line() {
    for file in cases().keys() {
        let problems = problems(file);
        let reported = report(&problems, &text, positions);
        assert_eq!(reported.len(), problems.len());
        for reported in reported {
            assert!(reported.at.starts_with(&format!("{file}:")) && !reported.help.is_empty(), "{reported:?}");
        }
    }
}

#[test]
fn damaged_files_are_problems_and_nothing_worse() {
    let mut texts: Vec<String> = cases().keys().filter_map(|file| text(file)).collect();
    texts.push(fs::read_to_string(crate::root().join("specs/partner-center/api.json")).unwrap());
    let mut state: u64 = 1;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..1500 {
        let mut damaged: Vec<char> = texts[round % texts.len()].chars().collect();
        for _ in 0..=random(3) {
            let (from, to) = (random(damaged.len()), random(damaged.len()));
            match random(5) {
                0 => damaged.truncate(from.max(1)),
                1 => damaged[from] = damaged[to],
                2 => damaged.insert(from, ['"', '\\', '{', ']', '\u{202e}', '5', '?', '>'][random(8)]),
                3 => drop(damaged.remove(from)),
                _ => drop(damaged.drain(from.min(to)..from.max(to).min(from.min(to) + 40))),
            }
            damaged.push(' ');
        }
        let damaged: String = damaged.into_iter().collect();
        drop(fixup::read("damaged", &damaged));
        let problems = match json::read::<Api>("damaged", &damaged) {
            Ok(api) => match check::check(api, Some("damaged")) {
                Ok(checked) => {
                    json::write_api(&checked);
                    Vec::new()
                }
                Err(problems) => problems,
            },
            Err(problem) => vec![problem],
        };
        show(&problems, &|_| Some(damaged.clone()), positions);
    }
}
