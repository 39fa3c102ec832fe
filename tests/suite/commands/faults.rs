//! Tests that a part removed from a file is noticed: as a problem at its line, by its name, or as a stale file.

use codegen::problem::{Level, show};
use codegen::spec::{fixup, json};

use super::{API, CART, FIXUPS, ends, refuses};
use crate::workshop::Workshop;

const IMPORT: &[&str] = &["import", "partner-center"];
const IMPORT_CHECK: &[&str] = &["import", "partner-center", "--check"];
const REGENERATE: &[&str] = &["regenerate", "partner-center"];
const REGENERATE_CHECK: &[&str] = &["regenerate", "partner-center", "--check"];

/// Checks that the command ends with an error at a line of a file, states what to do, and writes nothing.
fn errs(workshop: &Workshop, args: &[&str], file: &str, line: usize, says: &str) {
    let said = refuses(workshop, args, 1, &["error[", "= help: ", says]);
    let place = format!("--> {file}:{line}");
    let is_place =
        |line: &str| line.trim().strip_prefix(&place).is_some_and(|rest| !rest.starts_with(char::is_numeric));
    assert!(said.err.lines().any(is_place), "{args:?} says {place}\n{}", said.err);
}

/// Replaces a string, which occurs once in the file, and returns the line on which it starts, counted from 1.
fn replace(workshop: &Workshop, file: &str, from: &str, to: &str) -> usize {
    let text = workshop.read(file);
    let line = text[..text.find(from).unwrap_or_else(|| panic!("{file} holds: {from}"))].matches('\n').count() + 1;
    workshop.replace(file, from, to);
    line
}

/// The part from the start of one string to the start of another.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).expect("the first text is there");
    &text[start..start + text[start..].find(to).expect("the second text follows")]
}

#[test]
fn what_a_page_lacks_is_told_at_the_line() {
    let workshop = Workshop::new("what-a-page-lacks");
    let page = workshop.read(CART);
    let index = between(&page, "Definitions\n", "Name Type Description\nbody\n");
    let rows = [
        ("friendlyName\n\nstring\n", "friendlyName\n", "the row `friendlyName` has no type"),
        ("quantity\n\ninteger (int32)\n", "quantity\n", "the row `quantity` has no type"),
        ("errorDescription\n\nstring\n", "errorDescription\n", "the row `errorDescription` has no type"),
        ("ms-cv\n\nstring\n", "ms-cv\n", "the row `ms-cv` has no type"),
        ("customer_id\npath True\n\nstring\n", "customer_id\npath True\n", "the row `customer_id` has no type"),
        // Removes the labels of each kind of table.
        ("Name In Required Type Description\n", "", "no row of column labels"),
        ("Name Required Type Description\n", "", "says neither `path` nor `query`"),
        ("form-urlencoded\"\n\nName Type Description\n", "form-urlencoded\"\n\n", "no row of column labels"),
        ("Name Type Description\n201 Created", "201 Created", "is in no table of responses"),
        ("Name Type Description\nerrorCode enum:", "errorCode enum:", "but has no table"),
        ("Definitions\n\nName Description\n", "Definitions\n\n", "no row of column labels"),
        (index, "", "there is no index of definitions above this table"),
    ];
    for (from, to, says) in rows {
        let line = replace(&workshop, CART, from, to);
        errs(&workshop, IMPORT, CART, line, says);
        errs(&workshop, IMPORT_CHECK, CART, line, says);
        workshop.write(CART, &page);
    }
}

#[test]
fn a_heading_of_a_definition_is_recovered() {
    let workshop = Workshop::new("a-heading-is-recovered");
    let page = workshop.read(CART);
    let definitions = &page[page.find("\nDefinitions\n").expect("there are definitions")..];
    let lines: Vec<&str> = definitions.lines().collect();
    let headings = lines.windows(3).filter(|next| next[1].is_empty() && next[2] == "Name Type Description");
    let headings: Vec<&str> = headings.map(|next| next[0]).filter(|line| line.contains('.')).collect();
    // The page lacks the headings of two of its twelve definitions.
    assert_eq!(headings.len(), 10);
    for heading in headings {
        replace(&workshop, CART, &format!("\n\n{heading}\n\nName Type"), "\n\nName Type");
        refuses(&workshop, IMPORT_CHECK, 0, &["api.json: unchanged"]);
        workshop.write(CART, &page);
    }
}

/// A row of the headers of a request.
const CV: &str = "\
ms-cv

string

The correlation vector, which follows a call from service to service. Left out, the service picks one for each call.

";

/// The effect of removing a string from all pages.
enum Removal {
    /// The spec has less content, and the file is stale.
    Stale,
    /// A correction that expected the string is reported by its name.
    Missed(&'static str),
}

#[test]
fn what_all_pages_lack_is_stale_or_missed_by_name() {
    let workshop = Workshop::new("what-all-pages-lack");
    let pages: Vec<String> = workshop.files().into_keys().filter(|path| path.ends_with(".page.txt")).collect();
    assert_eq!(pages.len(), 3);
    let rows = [
        ("  • 10020 (int32)\n", Removal::Stale),
        ("  • consumption_reseller (int32)\n", Removal::Stale),
        (CV, Removal::Missed("correlation-vector-of-the-pages")),
        ("  • biennial (int32)\n", Removal::Missed("one-billing-cycle")),
        ("  • 10002 (int32)\n", Removal::Missed("names-of-cart-error-codes")),
        ("provisioningContext\n\nobject\n\n", Removal::Missed("provisioning-context-holds-strings")),
        ("friendlyName\n\nstring\n\n", Removal::Missed("document-line-items")),
        ("orderGroup\n\nstring\n\n", Removal::Missed("line-item-members-of-the-service")),
    ];
    for (text, removal) in rows {
        let before: Vec<String> = pages.iter().map(|page| workshop.read(page)).collect();
        for page in &pages {
            replace(&workshop, page, text, "");
        }
        match removal {
            Removal::Stale => refuses(&workshop, IMPORT_CHECK, 4, &["api.json: stale"]),
            Removal::Missed(fixup) => {
                let line = workshop.read(FIXUPS).lines().position(|line| line.contains(&format!("\"{fixup}\"")));
                // The reason is below the name, followed by the help.
                let place = format!("--> {FIXUPS}:{}\n", line.expect("there is such a correction") + 3);
                refuses(&workshop, IMPORT_CHECK, 1, &["error[stale-fixup]", &format!("`{fixup}`"), &place])
            }
        };
        for (page, text) in pages.iter().zip(before) {
            workshop.write(page, &text);
        }
    }
}

/// Removing a member makes the spec stale, and then the crate. If a correction names the member, the correction is
/// reported first.
#[test]
fn a_member_that_goes_is_stale_unless_a_correction_expects_it() {
    let workshop = Workshop::new("a-member-that-goes");
    let pages: Vec<String> = workshop.files().into_keys().filter(|path| path.ends_with(".page.txt")).collect();
    let on_each_page = |from: &str, to: &str| pages.iter().for_each(|page| workshop.replace(page, from, to));
    let (named, colour) = ("friendlyName\n\nstring\n\n", "colour\n\nstring\n\n");
    on_each_page(named, &format!("{colour}{named}"));
    for command in [IMPORT, REGENERATE] {
        ends(&workshop, command, 0, &["written"]);
        refuses(&workshop, command, 0, &["unchanged"]);
    }
    let model = "generated/partner-center/src/models/cart_line_item.rs";
    assert!(workshop.read(model).contains("pub colour: Option<String>,"));

    on_each_page(colour, "");
    refuses(&workshop, IMPORT_CHECK, 4, &["api.json: stale; run `cargo xtask import partner-center`"]);
    ends(&workshop, IMPORT, 0, &["api.json: written"]);
    refuses(&workshop, REGENERATE_CHECK, 4, &["stale: src/models/cart_line_item.rs"]);
    ends(&workshop, REGENERATE, 0, &["1 written"]);
    assert!(!workshop.read(model).contains("colour"));

    on_each_page(named, "");
    refuses(&workshop, IMPORT_CHECK, 1, &["error[stale-fixup]", "`document-line-items`", "`friendlyName`"]);
    let fixups = workshop.read(FIXUPS);
    let line = fixups.lines().find(|line| line.contains("\"friendlyName\"")).expect("a correction documents it");
    workshop.replace(FIXUPS, &format!("{line}\n"), "");
    refuses(&workshop, IMPORT_CHECK, 4, &["api.json: stale"]);
    ends(&workshop, IMPORT, 0, &["api.json: written"]);
    ends(&workshop, REGENERATE, 0, &["1 written"]);
    assert!(!workshop.read(model).contains("friendly_name"));
}

#[test]
fn pages_that_differ_are_both_shown() {
    let workshop = Workshop::new("pages-that-differ");
    replace(&workshop, CART, "  • 10020 (int32)\n", "");
    let says = ["error[conflict]", "create-a-new-cart.page.txt", "get-a-cart-by-id.page.txt", "= help: "];
    refuses(&workshop, IMPORT, 1, &says);
}

/// The line, from a given one on, on which an object ends whose properties have the given indentation.
fn end_of_object(text: &str, line: usize, indentation: &str) -> usize {
    let end = format!("{}}}", &indentation[2..]);
    let ends = text.lines().skip(line - 1).position(|line| line.trim_end_matches(',') == end);
    line + ends.expect("an object has an end")
}

#[test]
fn what_a_spec_lacks_is_told_at_the_line() {
    let workshop = Workshop::new("what-a-spec-lacks");
    let spec = workshop.read(API);
    let rows = [
        ("  ", "\"title\": \"Microsoft Partner Center\",\n", "`title`"),
        ("      ", "\"name\": \"Get a cart by ID\",\n", "`name`"),
        ("              ", "\"value\": 10000,\n", "`value`"),
        ("      ", "\"url\": \"https://api.partnercenter.microsoft.com\",\n", "`url`"),
    ];
    for (indentation, from, says) in rows {
        let line = replace(&workshop, API, from, "");
        let end = end_of_object(&workshop.read(API), line, indentation);
        errs(&workshop, REGENERATE, API, end, says);
        workshop.write(API, &spec);
    }
}

#[test]
fn a_correction_says_why() {
    let workshop = Workshop::new("a-correction-says-why");
    let fixups = workshop.read(FIXUPS);
    let lines: Vec<&str> = fixups.lines().collect();
    let indentation = "      ";
    let whys = |line: &&str| line.starts_with(&format!("{indentation}\"why\": "));
    let count = lines.iter().filter(|line| whys(line)).count();
    assert_eq!(count, lines.iter().filter(|line| line.starts_with(&format!("{indentation}\"fix\": "))).count());
    for (index, at) in (0..lines.len()).filter(|at| whys(&lines[*at])).enumerate() {
        let others = lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| *line);
        let rest = others.collect::<Vec<&str>>().join("\n");
        let end = end_of_object(&rest, at + 1, indentation);
        let problem = fixup::read(FIXUPS, &rest).expect_err("a fixup has no reason").remove(0);
        assert!(problem.message.contains("`why`") && problem.level == Level::Error && !problem.help.is_empty());
        let shown = show(&[problem], &|_| Some(rest.clone()), json::positions);
        let is_shown = |next: &str| shown.contains(&format!("--> {FIXUPS}:{end}{next}"));
        assert!(is_shown(":") || is_shown("\n"), "{shown}");
        // The command imports all documents each time, and shows what is read here.
        if index == 0 || index == count - 1 {
            workshop.write(FIXUPS, &rest);
            errs(&workshop, IMPORT, FIXUPS, end, "`why`");
        }
    }
}
