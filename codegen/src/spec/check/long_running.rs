//! Checks that the path of an operation resource has the parameter for its name.

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, StateLocation};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        let Some(long_running) = &operation.long_running else { continue };
        let StateLocation::Operation { path } = &long_running.states else { continue };
        if path.params().collect::<Vec<_>>() == ["name"] {
            continue;
        }
        let spot = operations.name(id).from(&operation.origin);
        let spot = spot.name("long_running");
        let spot = spot.name("states");
        let spot = spot.name("operation");
        let message = format!("the path `{path}` cannot take the name of an operation");
        let help = "Write `{name}` at its place, and no other parameter.";
        findings.error(Rule::LongRunning, &spot.name("path"), message, help);
    }
}
