//! Follows operations that the source renamed, so that their settings in `crate.json` stay theirs.

use std::collections::BTreeMap;

use codegen::lower::config::CrateConfig;
use codegen::spec::{Api, Method, Operation, OperationId};

/// An operation by its method and path.
type Route = (Method, String);

/// Moves the settings of operations that a spec no longer has to the operations with the same method and path. Where
/// that operation has settings already, these are kept. Returns the moved identifiers, the old one first.
pub fn follow(config: &mut CrateConfig, old: &Api, new: &Api) -> Vec<(OperationId, OperationId)> {
    let (of_old, of_new) = (by_route(old), by_route(new));
    let stale: Vec<OperationId> =
        config.operations.keys().filter(|id| !new.operations.contains_key(*id)).cloned().collect();
    let mut moved = Vec::new();
    for id in stale {
        let Some(operation) = old.operations.get(&id) else { continue };
        let route = route(operation);
        if let (Some(Some(_)), Some(Some(renamed))) = (of_old.get(&route), of_new.get(&route))
            && let Some(settings) = config.operations.remove(&id)
        {
            config.operations.entry((*renamed).clone()).or_insert(settings);
            moved.push((id, (*renamed).clone()));
        }
    }
    moved
}

fn route(operation: &Operation) -> Route {
    (operation.method.clone(), operation.path.to_string())
}

/// The operations by method and path; `None` where several have both.
fn by_route(api: &Api) -> BTreeMap<Route, Option<&OperationId>> {
    let mut routes = BTreeMap::new();
    for (id, operation) in &api.operations {
        routes.entry(route(operation)).and_modify(|known| *known = None).or_insert(Some(id));
    }
    routes
}
