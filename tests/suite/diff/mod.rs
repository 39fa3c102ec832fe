//! Tests each rule of the comparison by a case that breaks it: `cases/diff/<rule>.patch.json` is a JSON merge patch
//! (RFC 7396) for `_base.api.json`; its member `$crate` is one for `_base.crate.json`. Where the old side needs more
//! than the base has, `<rule>.old.json` is a patch for both.

mod agreement;
mod callers;
mod documents;
mod edits;
mod fields;
mod keywords;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use codegen::diff::{self, Change, Diff, Rule, Scope, Side};
use codegen::lower::config::CrateConfig;
use codegen::lower::{Lowered, lower};
use codegen::problem::show;
use codegen::spec::check::check;
use codegen::spec::{Api, json};
use serde_json::Value;

use crate::workshop::files;

fn folder() -> PathBuf {
    crate::root().join("tests/cases/diff")
}

fn read(file: &str) -> Value {
    let text = fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The cases, each with the rule that it has to break.
fn cases() -> BTreeMap<String, Rule> {
    let rules: BTreeMap<&str, Rule> = Rule::ALL.iter().map(|rule| (rule.id(), *rule)).collect();
    let names = files(&folder()).into_keys().filter_map(|file| Some(file.strip_suffix(".patch.json")?.to_owned()));
    names
        .map(|name| {
            let rule = name.split('.').next().and_then(|id| rules.get(id));
            let rule = *rule.unwrap_or_else(|| panic!("{name} is named after no rule"));
            (name, rule)
        })
        .collect()
}

/// Applies a merge patch to a value.
fn patched(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(target) = target else { unreachable!("it was made one") };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(name);
        } else {
            patched(target.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

/// A spec and its crate.
#[derive(Clone)]
struct Part {
    spec: Api,
    lowered: Lowered,
}

impl Part {
    fn new(name: &str, spec: &Value, config: &Value) -> Self {
        let spec: Api = json::read(name, &spec.to_string()).unwrap_or_else(|problem| panic!("{name}: {problem:?}"));
        let made = || {
            let config: CrateConfig = json::read(name, &config.to_string()).map_err(|one| vec![one])?;
            lower(&check(spec.clone(), Some(name))?, &config)
        };
        match made() {
            Ok(lowered) => Self { spec, lowered },
            Err(problems) => panic!("{name}\n{}", show(&problems, &|_| None, json::positions)),
        }
    }

    /// The base, which most cases start from.
    fn base() -> Self {
        static BASE: OnceLock<Part> = OnceLock::new();
        BASE.get_or_init(|| Self::new("_base", &read("_base.api.json"), &read("_base.crate.json"))).clone()
    }

    /// The old and the new side of a case.
    fn both(name: &str) -> (Self, Self) {
        let (mut spec, mut config) = (read("_base.api.json"), read("_base.crate.json"));
        let mut patch = |patch: &str| {
            let mut patch = read(patch);
            if let Some(setting) = patch.as_object_mut().and_then(|patch| patch.remove("$crate")) {
                patched(&mut config, &setting);
            }
            patched(&mut spec, &patch);
            Self::new(name, &spec, &config)
        };
        let old = format!("{name}.old.json");
        let old = if folder().join(&old).is_file() { patch(&old) } else { Self::base() };
        (old, patch(&format!("{name}.patch.json")))
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.spec, krate: Some(&self.lowered.krate) }
    }
}

fn compare(old: &Part, new: &Part) -> Diff {
    diff::compare(old.side(), new.side())
}

/// The changes of the comparison to which a rule belongs.
fn of_scope(diff: &Diff, scope: Scope) -> Vec<&Change> {
    diff.changes().filter(|change| change.rule.scope() == scope).collect()
}

/// Rules for changes of the generator, which no spec shows. `commands::diff` and unit tests have their cases.
const OF_THE_GENERATOR: &[Rule] =
    &[Rule::GeneratorReads, Rule::GeneratorBreaks, Rule::GeneratorAdds, Rule::GeneratorWrites];

/// Features are added and removed together with the items that need them, and conversions because of other variants.
/// These are changes themselves.
const GO_WITH_OTHERS: &[Rule] =
    &[Rule::RustFeatureAdded, Rule::RustFeatureRemoved, Rule::RustConversionAdded, Rule::RustConversionRemoved];

#[test]
fn each_rule_has_a_case_and_fires_alone() {
    let of_specs = Rule::ALL.iter().filter(|rule| !OF_THE_GENERATOR.contains(rule));
    let mut missing: BTreeSet<&str> = of_specs.map(|rule| rule.id()).collect();
    let mut wrong = Vec::new();
    for (name, rule) in cases() {
        missing.remove(rule.id());
        let (old, new) = Part::both(&name);
        let diff = compare(&old, &new);
        let found: BTreeSet<&str> = of_scope(&diff, rule.scope()).iter().map(|change| change.rule.id()).collect();
        let alone = found.len() == 1 || GO_WITH_OTHERS.contains(&rule);
        if !(alone && found.contains(rule.id())) {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty() && missing.is_empty(), "{}\nwithout a case: {missing:?}", wrong.join("\n"));
}

#[test]
fn the_changes_of_each_case_are_told_in_full() {
    let mut told = String::new();
    for (name, rule) in cases() {
        let (old, new) = Part::both(&name);
        let diff = compare(&old, &new);
        for change in of_scope(&diff, rule.scope()) {
            let Change { rule, severity, direction, what, before, after, operations, .. } = change;
            let (before, after) = (before.as_deref().unwrap_or("-"), after.as_deref().unwrap_or("-"));
            let verdict = severity.word(rule.scope());
            let line = format!("{name}: {verdict}, {}: {what}: {before} -> {after} {operations:?}", direction.word());
            told.push_str(&line.replace('\n', " "));
            told.push('\n');
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diff__changes", told);
    });
}

/// The rule that represents a group of rules whose swapped change is the same: something can be added in several ways,
/// but is removed in one.
fn plain(rule: Rule) -> Rule {
    rule.opposite().opposite()
}

#[test]
fn swapping_the_sides_swaps_what_is_told() {
    for name in cases().into_keys() {
        let (old, new) = Part::both(&name);
        let count = |diff: &Diff, turned: bool| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for change in diff.changes() {
                let rule = if turned { plain(change.rule.opposite()) } else { plain(change.rule) };
                // Changed documentation is not reported together with another change of the same item.
                *counts.entry(rule.id()).or_default() += 1;
            }
            counts
        };
        let (forth, back) = (compare(&old, &new), compare(&new, &old));
        assert_eq!(count(&forth, true), count(&back, false), "{name}");
    }
}

#[test]
fn opposites_are_each_others() {
    for rule in Rule::ALL {
        assert_eq!(plain(*rule).opposite(), rule.opposite(), "{}", rule.id());
        let row = rule.row();
        assert!(row.sentence.ends_with('.') && !row.example.is_empty(), "{}", row.id);
        assert!(row.sent == row.received || row.scope == Scope::Wire, "{}", row.id);
    }
}

#[test]
fn a_spec_compared_with_itself_is_the_same() {
    let root = crate::root();
    let specs = ["specs", "tests/cases"]
        .into_iter()
        .flat_map(|folder| files(&root.join(folder)).into_iter().filter(|(file, _)| file.ends_with("api.json")));
    let mut compared = 0;
    for (file, bytes) in specs {
        let text = String::from_utf8(bytes).expect("a spec is UTF-8");
        let Ok(api) = json::read::<Api>(&file, &text) else { continue };
        let Ok(checked) = check(api, Some(&file)) else { continue };
        assert_eq!(diff::wire::compare(&checked, &checked), [], "{file}");
        if let Ok(lowered) = lower(&checked, &config()) {
            assert_eq!(diff::surface::compare(&lowered.krate, &lowered.krate), [], "{file}");
            compared += 1;
        }
    }
    assert!(compared >= 12, "{compared}");
}

#[test]
fn operations_of_one_path_are_not_taken_for_each_other() {
    // The names are in the order in which they are compared: what is gone comes first, last and between.
    let calls = |names: &[&str]| {
        let mut spec = read("_base.api.json");
        for name in names {
            let mut call = spec["operations"]["count"].clone();
            (call["name"], call["path"]) = ((*name).into(), "/calls".into());
            spec["operations"][*name] = call;
        }
        Part::new("calls", &spec, &read("_base.crate.json"))
    };
    let all = ["call1", "call2", "call3"];
    for gone in all {
        let left: Vec<&str> = all.into_iter().filter(|name| *name != gone).collect();
        let diff = compare(&calls(&all), &calls(&left));
        let told: Vec<_> =
            of_scope(&diff, Scope::Wire).into_iter().map(|change| (change.rule, change.what.as_str())).collect();
        assert_eq!(told, [(Rule::OperationRemoved, gone)]);
    }
}

/// A method that takes the name of one that is gone is another one.
#[test]
fn a_name_may_pass_to_another_item() {
    let (mut spec, mut config) = (read("_base.api.json"), read("_base.crate.json"));
    let mut second = spec["operations"]["count"].clone();
    (second["name"], second["path"]) = ("tally".into(), "/tally".into());
    spec["operations"]["tally"] = second;
    let old = Part::new("old", &spec, &config);
    spec["operations"].as_object_mut().expect("an object").remove("count");
    patched(&mut config, &serde_json::json!({ "operations": { "tally": { "method": "count" } } }));
    let new = Part::new("new", &spec, &config);
    let rules = |old: &Part, new: &Part| -> BTreeSet<Rule> {
        let methods = [Rule::RustMethodRemoved, Rule::RustMethodAdded, Rule::RustMethodRenamed];
        compare(old, new).changes().map(|change| change.rule).filter(|rule| methods.contains(rule)).collect()
    };
    assert_eq!(rules(&old, &new), BTreeSet::from([Rule::RustMethodRemoved, Rule::RustMethodRenamed]));
    assert_eq!(rules(&new, &old), BTreeSet::from([Rule::RustMethodAdded, Rule::RustMethodRenamed]));
}

fn config() -> CrateConfig {
    json::read("_base.crate.json", &read("_base.crate.json").to_string()).expect("the config can be read")
}

#[test]
fn a_model_that_takes_the_name_of_required_fields_breaks_callers() {
    let (mut spec, base) = (read("_base.api.json"), Part::base());
    patched(&mut spec, &serde_json::json!({ "types": { "FullRequired": { "shape": { "alias": "string" } } } }));
    let taken = Part::new("taken", &spec, &read("_base.crate.json"));
    let diff = compare(&base, &taken);
    let renamed: Vec<_> = diff.changes().filter(|change| change.rule == Rule::RustTypeRenamed).collect();
    let [change] = renamed[..] else { panic!("{renamed:?}") };
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("FullRequired"), Some("FullRequiredFields")));
    assert_eq!(compare(&taken, &taken).changes().count(), 0);
}

/// The page for users is that of the table; `UPDATE_RULES=1` writes it.
#[test]
fn the_page_of_rules_is_that_of_the_table() {
    let (file, page) = (crate::root().join("docs/diff-rules.md"), diff::rules::page());
    if std::env::var_os("UPDATE_RULES").is_some() {
        fs::write(&file, &page).expect("the page can be written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == page, "docs/diff-rules.md is not that of the table: set UPDATE_RULES=1");
    for rule in Rule::ALL {
        assert!(page.contains(&format!("| `{}` |", rule.id())), "{}", rule.id());
    }
}
