//! Checks that a spec is consistent, or reports everything that is wrong with it.

pub(crate) mod bodies;
mod cycles;
pub(crate) mod defaults;
mod depth;
mod findings;
mod long_running;
pub(crate) mod names;
mod operations;
pub(crate) mod paging;
pub(crate) mod params;
mod references;
pub(crate) mod routes;
pub(crate) mod service;
mod shapes;

pub(crate) use self::defaults::fits;
pub(crate) use self::depth::is_shallow;
use self::findings::Findings;
use super::{Api, Shape, TypeName, TypeRef};
use crate::problem::Problem;

/// A consistent spec. It can be created only by [`check`].
#[derive(Clone, Debug)]
pub struct Checked(Api);

impl std::ops::Deref for Checked {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.0
    }
}

impl Checked {
    /// The part of the spec that [`select`](super::select::select) keeps, and the globs that match no operation.
    ///
    /// The part is consistent too, because operations and types are kept as a whole with everything they refer to.
    pub fn select(&self, globs: &[String]) -> (Self, Vec<String>) {
        let mut api = self.0.clone();
        let unused = super::select::select(&mut api, globs);
        (Self(api), unused)
    }

    /// The same API with some unions replaced by aliases of types that accept all of their values.
    pub(crate) fn with_aliases<'a>(&self, aliases: impl Iterator<Item = (&'a TypeName, &'a TypeRef)>) -> Self {
        let mut api = self.0.clone();
        for (name, ty) in aliases {
            if let Some(def) = api.types.get_mut(name) {
                def.shape = Shape::Alias(ty.clone());
            }
        }
        Self(api)
    }

    /// The spec as a plain [`Api`].
    pub fn into_inner(self) -> Api {
        self.0
    }
}

/// Checks that a spec is consistent: names resolve, identifiers and routes are unique, values fit their types.
///
/// If `file` is the name of the `api.json` from which the spec was read, the locations of problems are JSON pointers in
/// it. Otherwise they are locations in the imported documents.
///
/// # Errors
/// Everything that is wrong, sorted by place.
pub fn check(api: Api, file: Option<&str>) -> Result<Checked, Vec<Problem>> {
    let mut findings = Findings { file, title: &api.title, problems: Vec::new() };
    depth::check(&api, &mut findings);
    // The other checks cannot safely walk a spec that is nested too deeply.
    if findings.problems.is_empty() {
        names::check(&api, &mut findings);
        references::check(&api, &mut findings);
        shapes::check(&api, &mut findings);
        cycles::check(&api, &mut findings);
        defaults::check(&api, &mut findings);
        operations::check(&api, &mut findings);
        paging::check(&api, &mut findings);
        long_running::check(&api, &mut findings);
        params::check(&api, &mut findings);
        bodies::check(&api, &mut findings);
        service::check(&api, &mut findings);
    }
    let mut problems = findings.problems;
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(Checked(api)) } else { Err(problems) }
}

#[cfg(test)]
mod tests;
