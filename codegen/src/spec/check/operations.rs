//! Checks that operations are distinct, and that their requests and responses are possible.

use std::collections::BTreeSet;

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, BoxMap, Operation, Param, PathTemplate, Segment, dots};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        let spot = operations.name(id).from(&operation.origin);
        path(&spot, &operation.path, &operation.params.path, findings);
        path_params(&spot, operation, findings);
        if operation.replies.is_empty() {
            let message = format!("the operation `{id}` has no response");
            findings.error(
                Rule::NoReply,
                &spot.name("replies"),
                message,
                "Add the statuses with which the service responds.",
            );
        }
        if operation.body.as_ref().is_some_and(|body| body.content.is_empty()) {
            let message = format!("the body of `{id}` has no media type");
            let help = "Add one to its `content`, such as `application/json`, or remove the body.";
            findings.error(Rule::EmptyBody, &spot.name("body").name("content"), message, help);
        }
        let security = spot.name("security");
        for (index, schemes) in operation.security.iter().enumerate() {
            for scheme in schemes.keys().filter(|scheme| !api.security_schemes.contains_key(*scheme)) {
                let message = format!("the security scheme `{scheme}` does not exist");
                let help = "Add it to `security_schemes`, or name one that is there.";
                findings.error(Rule::UnresolvedScheme, &security.index(index).name(scheme), message, help);
            }
        }
    }
}

fn path(spot: &Spot<'_>, path: &PathTemplate, params: &BoxMap<String, Param>, findings: &mut Findings<'_>) {
    let spot = spot.name("path");
    let mut literals = path.segments().iter().filter_map(|segment| match segment {
        Segment::Literal(text) => Some(text.as_str()),
        Segment::Param(_) => None,
    });
    let is_stray = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '?' | '#' | '\\');
    if let Some(stray) = literals.find_map(|text| text.chars().find(|c| is_stray(*c))) {
        let message = format!("the path `{path}` contains {stray:?}");
        let help = match stray {
            '?' => {
                "Make a query parameter of what follows the `?`; where it is always the same, with a constant value."
            }
            _ => "Correct the path, or percent-encode the character.",
        };
        return findings.error(Rule::InvalidPath, &spot, message, help);
    }
    if let Some(part) = dots::of_constants(path, params) {
        let of_params =
            if path.to_string().split('/').any(dots::is_dots) { "" } else { " from its constant parameters" };
        let message = format!("the path `{path}` has the part `{part}`{of_params}, which URLs resolve");
        findings.error(Rule::InvalidPath, &spot, message, "Write the path that is meant.");
    }
}

fn path_params(spot: &Spot<'_>, operation: &Operation, findings: &mut Findings<'_>) {
    let in_path: BTreeSet<&str> = operation.path.params().collect();
    for name in in_path.iter().filter(|name| !operation.params.path.contains_key(**name)) {
        let message = format!("the path has `{{{name}}}`, but no path parameter is called `{name}`");
        findings.error(Rule::PathParams, &spot.name("path"), message, format!("Add `{name}` to the path parameters."));
    }
    let params = spot.name("params");
    for (name, param) in &operation.params.path {
        let path = params.name("path");
        let spot = path.name(name);
        if !in_path.contains(name.as_str()) {
            let message = format!("the path parameter `{name}` does not occur in the path `{}`", operation.path);
            let help = format!("Add `{{{name}}}` to the path, or remove the parameter.");
            findings.error(Rule::PathParams, &spot, message, help);
        }
        if param.presence.is_optional() {
            let message = format!("the path parameter `{name}` is optional, which would leave a gap in the path");
            findings.error(Rule::PathParams, &spot, message, "Set its `presence` to `required`.");
        }
    }
}
