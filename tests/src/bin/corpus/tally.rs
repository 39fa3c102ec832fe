//! Formats the result of a document as a line, and the totals of all.

use std::collections::BTreeMap;

use crate::compare::Compared;
use crate::one::{Outcome, Written};
use crate::run::Document;

/// The result of one document, as a line.
pub fn line(document: &Document, outcome: &Outcome) -> String {
    let Outcome { failed, written, strict, problems: _, lenient: _, compared, bytes, millis, cpu, peak } = outcome;
    let name = &document.name;
    if let (None, Some(Compared { edits, changes, crates })) = (failed, compared) {
        let crates = if *crates { "" } else { ", without crates" };
        return format!("compared {name}: {edits} edits, {changes} changes{crates}, {cpu} ms of CPU, {peak} MiB");
    }
    match (failed, written) {
        (Some(why), _) => format!("FAILED  {name}: {why}"),
        (None, None) => format!("refused {name}: {}", reason(outcome)),
        (None, Some(written)) => {
            let Written { operations, skipped, types, schemas, untyped, files, lines } = written;
            let how = if *strict { "plain  " } else { "lenient" };
            format!(
                "{how} {name}: {operations} operations, {skipped} skipped, {types} types, {untyped} of {schemas} \
                 schemas untyped, {files} files, {lines} lines, {} KiB, {millis} ms, {peak} MiB",
                bytes / 1024
            )
        }
    }
}

fn reason(outcome: &Outcome) -> String {
    let said = if outcome.lenient.is_empty() { &outcome.problems } else { &outcome.lenient };
    let errors: Vec<String> = said
        .iter()
        .filter(|(rule, _)| rule.starts_with("error"))
        .map(|(rule, (count, first))| format!("{rule} x{count} ({first})"))
        .collect();
    errors.join("; ")
}

/// Prints the totals, and returns the number of documents that became a crate.
pub fn print(documents: &[Document], outcomes: &[Outcome]) -> usize {
    let count = |holds: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| holds(outcome)).count();
    let sum =
        |part: fn(&Written) -> usize| outcomes.iter().filter_map(|one| one.written.as_ref()).map(part).sum::<usize>();
    let (total, written) = (outcomes.len(), count(&|one| one.is_well()));
    println!("\n{total} documents: {written} crates, {} of them by plain reading", count(&|one| one.strict));
    println!(
        "{} failed, {} refused",
        count(&|one| one.failed.is_some()),
        count(&|one| one.failed.is_none() && one.written.is_none())
    );
    let (operations, skipped) = (sum(|one| one.operations), sum(|one| one.skipped));
    println!("{operations} operations, {skipped} skipped ({})", percent(skipped, operations + skipped));
    let (schemas, untyped) = (sum(|one| one.schemas), sum(|one| one.untyped));
    println!("{schemas} schemas, {untyped} untyped though they state a shape ({})", percent(untyped, schemas));
    println!("{} types, {} files, {} lines", sum(|one| one.types), sum(|one| one.files), sum(|one| one.lines));
    rules("plain reading", documents, outcomes, |one| &one.problems);
    rules("lenient reading of what plain reading refuses", documents, outcomes, |one| &one.lenient);
    top("slowest (ms of CPU)", documents, outcomes, |one| one.cpu);
    top("most memory (MiB)", documents, outcomes, |one| one.peak);
    top("most lines", documents, outcomes, |one| one.written.map_or(0, |written| written.lines as u64));
    written
}

/// Prints the totals of comparisons, and returns the number of documents without errors.
pub fn print_compared(outcomes: &[Outcome]) -> usize {
    let compared: Vec<&Compared> = outcomes.iter().filter_map(|one| one.compared.as_ref()).collect();
    let failed = outcomes.iter().filter(|one| one.failed.is_some()).count();
    let edits: usize = compared.iter().map(|one| one.edits).sum();
    let changes: usize = compared.iter().map(|one| one.changes).sum();
    println!("\n{} documents compared, {edits} edits, {changes} changes", compared.len());
    let unread = outcomes.iter().filter(|one| one.failed.is_none() && one.compared.is_none()).count();
    println!("{failed} failed, {unread} could not be read");
    if failed == 0 { compared.len() } else { 0 }
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.3} %", if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 })
}

type Said = BTreeMap<String, (usize, String)>;

fn rules(what: &str, documents: &[Document], outcomes: &[Outcome], said: fn(&Outcome) -> &Said) {
    let mut rules: BTreeMap<&str, (usize, usize, &str, &str)> = BTreeMap::new();
    for (document, outcome) in documents.iter().zip(outcomes) {
        for (rule, (count, first)) in said(outcome) {
            let entry = rules.entry(rule).or_insert((0, 0, &document.name, first));
            entry.0 += 1;
            entry.1 += count;
        }
    }
    println!("\n{what}: rule, documents, times, an example");
    for (rule, (documents, times, name, example)) in rules {
        println!("  {rule:<32} {documents:>5} {times:>7}  {name}: {example}");
    }
}

fn top(what: &str, documents: &[Document], outcomes: &[Outcome], value: fn(&Outcome) -> u64) {
    let mut order: Vec<(u64, &str)> =
        documents.iter().zip(outcomes).map(|(document, outcome)| (value(outcome), document.name.as_str())).collect();
    order.sort_by(|one, other| other.cmp(one));
    println!("\n{what}");
    for (value, name) in order.iter().take(5) {
        println!("  {value:>9}  {name}");
    }
}
