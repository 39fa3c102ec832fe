//! Tests of the changes that a team has accepted.

use super::diff::{ACCEPTED, VALUE, committed};
use super::{API, refuses};

const GONE: &str =
    r#"{ "rule": "value-removed", "place": "BillingCycle value triennial", "reason": "No longer sold." }"#;

#[test]
fn a_break_is_accepted_with_a_reason() {
    let workshop = committed("a-break-is-accepted");
    let diff = ["diff", "partner-center", "--deny-breaking", "wire"];
    let with = |more: &[&'static str]| [&diff[..], more].concat();
    workshop.replace(API, VALUE, "");
    refuses(&workshop, &diff, 4, &["wire: breaking", "[value-removed] BillingCycle value triennial"]);
    workshop.write(ACCEPTED, &format!("{{ \"changes\": [{GONE}] }}"));
    refuses(&workshop, &diff, 0, &["wire: breaking", "accepted: No longer sold."]);
    refuses(&workshop, &with(&["--output", "json"]), 0, &["\"accepted\": \"No longer sold.\""]);
    refuses(&workshop, &with(&["--output", "markdown"]), 0, &["accepted: No longer sold."]);
    refuses(&workshop, &with(&["--output", "html"]), 0, &["It is accepted: No longer sold."]);
    // The crate breaks too, which is another matter.
    refuses(&workshop, &with(&["--deny-breaking", "source"]), 4, &["[rust-variant-removed]"]);
    workshop.write("other.json", "{ \"changes\": [] }");
    refuses(&workshop, &with(&["--accept", "other.json"]), 4, &["wire: breaking"]);
    refuses(&workshop, &with(&["--accept", "nowhere.json"]), 2, &["error: nowhere.json: "]);
    workshop.write("other.json", &format!("[{GONE}]"));
    let a_list =
        ["found a list where an object is expected", "these properties: `$schema`, `changes`", "other.json:1:1"];
    a_list.iter().for_each(|said| drop(refuses(&workshop, &with(&["--accept", "other.json"]), 1, &[said])));
}

#[test]
fn what_is_accepted_has_to_happen() {
    let workshop = committed("what-is-accepted-has-to-happen");
    workshop.replace(API, VALUE, "");
    let entries: &[(&str, &str, &str, &str)] = &[
        (
            "triennial",
            "monthly",
            "there is no change `value-removed` of BillingCycle value monthly",
            "a change of this rule is at BillingCycle value triennial",
        ),
        ("value-removed", "value-gone", "there is no rule `value-gone`", "prints the rule of each change"),
        ("value-removed", "member-removed", "there is no change `member-removed`", "Remove the entry."),
        (
            "\"reason\"",
            "\"until\": \"0.1.0\", \"reason\"",
            "is accepted until 0.1.0, and the crate has 0.1.0",
            "decide anew",
        ),
        ("\"reason\"", "\"until\": \"soon\", \"reason\"", "\"soon\" in `until` is not a version", "such as `2.0.0`"),
        (
            "No longer sold.",
            "",
            "the entry for `value-removed` of BillingCycle value triennial has no reason",
            "`reason`",
        ),
        (
            "BillingCycle value triennial",
            "",
            "the entry for `value-removed` has no place",
            "BillingCycle value triennial",
        ),
        ("\"reason\"", "\"because\"", "`because` is not a property of this object", ""),
    ];
    for (from, to, message, help) in entries {
        workshop.write(ACCEPTED, &format!("{{\n  \"changes\": [\n    {}\n  ]\n}}\n", GONE.replace(from, to)));
        let told = refuses(&workshop, &["diff", "partner-center"], 1, &[message, help]);
        assert!(told.err.contains("accepted.json:3"), "{}", told.err);
    }
    let again = GONE.replace("No longer sold.", "It was never sold.");
    workshop.write(ACCEPTED, &format!("{{\n  \"changes\": [\n    {GONE},\n    {again}\n  ]\n}}\n"));
    let message = "an earlier entry accepts `value-removed` of BillingCycle value triennial already";
    refuses(&workshop, &["diff", "partner-center"], 1, &[message, "accepted.json:4", "1 error"]);
}

#[test]
fn an_acceptance_may_be_of_certain_values_alone() {
    let workshop = committed("an-acceptance-of-certain-values");
    let diff = ["diff", "partner-center", "--deny-breaking", "wire"];
    let accept = |entries: &str| workshop.write(ACCEPTED, &format!("{{ \"changes\": [{entries}] }}"));
    workshop.replace(API, VALUE, "");
    // What is printed for a refused change accepts it with its values, once it has a reason.
    let told = refuses(&workshop, &diff, 4, &["give a reason in specs/partner-center/accepted.json: "]);
    let (_, entry) = told.err.split_once("accepted.json: ").expect("an entry is proposed");
    let entry = entry.lines().next().expect("an entry is one line").replace("\"reason\":\"\"", "\"reason\":\"Gone.\"");
    assert!(entry.contains("\"before\":\"triennial\""), "{entry}");
    accept(&entry);
    refuses(&workshop, &diff, 0, &["accepted: Gone."]);
    let other = entry.replace("\"before\":\"triennial\"", "\"before\":\"weekly\"");
    accept(&other);
    let message = "`value-removed` of BillingCycle value triennial is accepted for other values";
    refuses(&workshop, &diff, 1, &[message, "than these: `triennial`", "Correct `before` and `after`"]);
    accept(&format!("{GONE}, {entry}"));
    refuses(&workshop, &diff, 1, &["an earlier entry accepts `value-removed` of BillingCycle value triennial already"]);
}

#[test]
fn values_that_go_together_are_one_change() {
    let workshop = committed("values-that-go-together");
    let diff = ["diff", "partner-center", "--deny-breaking", "wire"];
    workshop.replace(API, VALUE, "");
    workshop.replace(API, "{ \"value\": \"one_time\" },", "");
    let told = refuses(&workshop, &diff, 4, &["[value-removed] BillingCycle values", "was one_time, triennial"]);
    assert_eq!(told.out.matches("[value-removed]").count(), 1, "{}", told.out);
    // An entry of one value accepts that value alone.
    workshop.write(ACCEPTED, &format!("{{ \"changes\": [{GONE}] }}"));
    refuses(&workshop, &diff, 4, &["denied: [value-removed] BillingCycle values"]);
    let other = GONE.replace("triennial", "one_time");
    workshop.write(ACCEPTED, &format!("{{ \"changes\": [{GONE}, {other}] }}"));
    refuses(&workshop, &diff, 0, &["accepted: No longer sold."]);
    let all = GONE.replace("value triennial", "values");
    workshop.write(ACCEPTED, &format!("{{ \"changes\": [{all}] }}"));
    refuses(&workshop, &diff, 0, &["accepted: No longer sold."]);
    let json = refuses(&workshop, &[&diff[..], &["--output", "json"]].concat(), 0, &[]);
    assert!(json.out.contains("\"what\": \"BillingCycle value one_time\""), "{}", json.out);
}
