//! `diff` as it is run: against a revision of git, and of two documents.

use std::process::Command;

use super::{API, ends, refuses};
use crate::workshop::Workshop;

const VALUE: &str = "{ \"value\": \"triennial\" },";
const CRATE: &str = "specs/partner-center/crate.json";

/// A workspace whose first commit is the project's own state.
fn committed(name: &str) -> Workshop {
    let workshop = Workshop::new(name);
    for args in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", "The start"]] {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").args(identity).args(args).current_dir(workshop.folder()).status();
        assert!(status.expect("git can be run").success(), "{args:?}");
    }
    workshop
}

#[test]
fn one_more_value_is_told_and_may_be_denied() {
    let workshop = committed("one-more-value-is-told");
    let diff = ["diff", "partner-center"];
    let with = |more: &[&'static str]| [&diff[..], more].concat();
    refuses(&workshop, &diff, 0, &["wire: no change", "source: no change", "version: stays 0.1.0"]);
    workshop.replace(API, VALUE, &format!("{VALUE}\n            {{ \"value\": \"weekly\" }},"));
    let told = ["wire: compatible", "[value-added] BillingCycle value weekly", "reaches 6 operations", "api.json:"];
    refuses(&workshop, &with(&["--against", "HEAD"]), 0, &told);
    refuses(&workshop, &with(&["--deny-breaking", "wire"]), 0, &told);
    let source = ["source: minor", "[rust-variant-added] models::BillingCycle::Weekly"];
    refuses(&workshop, &with(&["--deny-breaking", "source"]), 0, &source);
    refuses(&workshop, &with(&["--output", "markdown"]), 0, &["## Compatible on the wire (1)", "`value-added`"]);
    refuses(&workshop, &with(&["--output", "json"]), 0, &["\"verdict\": \"compatible\"", "\"rule\": \"value-added\""]);
    let page = [
        "<!DOCTYPE html>",
        "<ins>+         Weekly = &quot;weekly&quot;,</ins>",
        "\"weekly\" = Weekly",
        "&quot;weekly&quot;",
    ];
    let said = refuses(&workshop, &with(&["--output", "html"]), 0, &page[..1]);
    assert!(said.out.contains(page[1]) && said.out.contains(page[3]), "the page shows both files");
}

#[test]
fn the_next_version_is_written_and_the_files_say_why_they_changed() {
    let workshop = committed("the-next-version-is-written");
    workshop.replace(API, VALUE, &format!("{VALUE}\n            {{ \"value\": \"weekly\" }},"));
    let config = workshop.read(CRATE);
    ends(&workshop, &["diff", "partner-center", "--bump"], 0, &["version: 0.1.0 -> 0.1.1", "crate.json: 0.1.1"]);
    // The file is a person's: it keeps its layout.
    assert_eq!(workshop.read(CRATE), config.replace("\"version\": \"0.1.0\"", "\"version\": \"0.1.1\""));
    ends(&workshop, &["diff", "partner-center", "--bump"], 0, &["crate.json: stays at 0.1.1"]);
    let reasons = [
        "written: src/models/cart_line_item.rs (value-added BillingCycle value weekly, rust-variant-added",
        "written: Cargo.toml (version 0.1.0 -> 0.1.1)",
        "written: src/client.rs (version 0.1.0 -> 0.1.1)",
    ];
    ends(&workshop, &["regenerate"], 0, &reasons);
    let told = ["[value-removed] BillingCycle value weekly", "api.json: written"];
    ends(&workshop, &["import", "partner-center"], 0, &told);
}

#[test]
fn two_documents_are_compared() {
    let workshop = Workshop::new("two-documents-are-compared");
    let text = workshop.read(API);
    workshop.write("old.api.json", &text);
    workshop.write(
        "new.api.json",
        &text.replace(
            "\"path\": \"/v{version}/customers/{customer_id}/carts\"",
            "\"path\": \"/v{version}/buyers/{customer_id}/carts\"",
        ),
    );
    let both = ["diff", "old.api.json", "new.api.json"];
    refuses(&workshop, &both, 0, &["wire: breaking", "[operation-path-changed]", "old.api.json:", "source: patch"]);
    refuses(&workshop, &[&both[..], &["--deny-breaking", "wire"]].concat(), 4, &["wire: breaking"]);
    refuses(&workshop, &[&both[..2], &["old.api.json", "--deny-breaking", "wire"]].concat(), 0, &["wire: no change"]);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let workshop = committed("what-cannot-be-compared");
    let rows: &[(&[&str], i32, &str)] = &[
        (&["diff"], 2, "required arguments"),
        (&["diff", "nowhere"], 2, "there is no specs/nowhere/api.json; the APIs are: partner-center"),
        (&["diff", "partner-center", "--against", "nothing"], 2, "there is no git revision `nothing`"),
        (&["diff", "partner-center", "--against=--help"], 2, "`--help` is not a git revision"),
        (&["diff", "nowhere.json", API], 2, "error: nowhere.json: "),
        (&["diff", API, "Cargo.toml"], 1, "error[unknown-format]"),
        (&["diff", API, API, "--bump"], 2, "--against and --bump apply to an API under specs/"),
        (&["diff", "partner-center", "--deny-breaking", "all"], 2, "invalid value 'all'"),
    ];
    for (args, code, says) in rows {
        refuses(&workshop, args, *code, &[says]);
    }
}
