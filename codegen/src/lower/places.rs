//! The locations of problems: of a type or an operation in its source, and of a setting in `crate.json`.

use crate::problem::{At, Place, Problem, Rule};
use crate::spec::{self, Checked, Origin};

/// The location of a type in its source, or in `api.json`.
pub(crate) fn place_of_type(api: &Checked, name: &str) -> Place {
    place(api.types[name].origin.as_ref(), &["types", name])
}

/// The location of an operation in its source, or in `api.json`.
pub(crate) fn place_of_operation(api: &Checked, id: &str) -> Place {
    place(api.operations[id].origin.as_ref(), &["operations", id])
}

fn place(origin: Option<&Origin>, at: &[&str]) -> Place {
    match origin {
        Some(origin) => origin.clone().into(),
        None => Place { file: "api.json".to_owned(), at: At::Pointer(spec::pointer(at)) },
    }
}

/// The location of a setting in `crate.json`.
pub(crate) fn config_place(at: &[&str]) -> Place {
    Place { file: "crate.json".to_owned(), at: At::Pointer(spec::pointer(at)) }
}

/// The problem that a setting is for something that does not exist; `meant` is the name that is likely meant.
pub(crate) fn stale(at: &[&str], message: String, meant: Option<&str>) -> Problem {
    let help = match meant {
        Some(meant) => format!("Did you mean `{meant}`? Name it, or remove the setting."),
        None => "Remove the setting, or name something that exists.".to_owned(),
    };
    Problem::error(Rule::StaleConfig, config_place(at), message, help)
}
