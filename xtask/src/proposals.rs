//! Fixups that are likely right: printed, or applied with `--accept-proposals`.

use codegen::problem::{At, Level, Place, Problem, Rule};
use codegen::spec::fixup::{self, Fix, Fixup, Fixups, Operations};
use codegen::spec::{Api, json};

/// How proposed fixups are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposals {
    /// Proposals are not computed.
    Ignore,
    /// Proposals are printed.
    Print,
    /// Proposals are applied.
    Accept,
}

impl Proposals {
    /// They are applied if the option is set, and printed otherwise.
    pub fn accepted_if(accept: bool) -> Self {
        if accept { Self::Accept } else { Self::Print }
    }
}

/// Applies the fixups that an API suggests, and returns those that were applied; or the notes that print them. `known`
/// are the fixups of the API, which may decline some.
///
/// # Errors
/// A proposal does not apply, which is a bug of this program.
pub fn offer(api: &mut Api, known: &Fixups, proposals: Proposals) -> Result<(Vec<Fixup>, Vec<Problem>), Vec<Problem>> {
    let fixups = if proposals == Proposals::Ignore { Vec::new() } else { fixup::propose(api, known) };
    if proposals != Proposals::Accept {
        let notes = fixups.iter().map(|fixup| note(api, fixup)).collect();
        return Ok((Vec::new(), notes));
    }
    let problems = fixup::apply(api, &Fixups { schema: None, fixups: fixups.clone() }, "fixups.json");
    if problems.is_empty() { Ok((fixups, Vec::new())) } else { Err(problems) }
}

/// The note that shows a fixup as it would be written in `fixups.json`.
fn note(api: &Api, fixup: &Fixup) -> Problem {
    let ids = match &fixup.fix {
        Fix::SetPaging(fix) => match &fix.operations {
            Operations::Listed(ids) => ids.as_slice(),
            Operations::All | Operations::Matching(_) => &[],
        },
        _ => &[],
    };
    let origin = ids.first().and_then(|id| api.operations.get(id)?.origin.clone());
    let place = origin
        .map_or_else(|| Place { file: "api.json".to_owned(), at: At::Pointer("/operations".to_owned()) }, Place::from);
    let message = match ids {
        [id] => format!("`{id}` is probably paged: {}", fixup.why),
        ids => format!("{} operations are probably paged: {}", ids.len(), fixup.why),
    };
    let fixup = serde_json::to_string(fixup).expect("a fixup has a JSON form");
    let help = format!(
        "Accept it with `--accept-proposals`, or add it to the fixups: {fixup}. A `no-paging` with the same operations \
         declines it."
    );
    Problem { level: Level::Note, ..Problem::warning(Rule::Paging, place, message, help) }
}

/// The text of `fixups.json` with more fixups at its end.
///
/// # Errors
/// The file has a syntax error.
pub fn added(text: Option<&str>, schema: &str, more: Vec<Fixup>) -> Result<String, Vec<Problem>> {
    let mut fixups = match text {
        Some(text) => fixup::read("fixups.json", text)?,
        None => Fixups { schema: Some(schema.to_owned()), fixups: Vec::new() },
    };
    for mut fixup in more {
        let is_taken = |name: &str| fixups.fixups.iter().any(|other| other.name == name);
        let name = fixup.name.clone();
        let free = (2..).map(|number| format!("{name}-{number}"));
        fixup.name = std::iter::once(name.clone()).chain(free).find(|name| !is_taken(name)).unwrap_or(name);
        fixups.fixups.push(fixup);
    }
    Ok(json::write(&fixups))
}
