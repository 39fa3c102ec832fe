//! Passes over the finished items: imports, features, enforced constraints, runtime modules, tests of samples, the
//! crate root.

pub(super) mod constraints;
pub(super) mod features;
pub(super) mod imports;
pub(super) mod qualify;
pub(super) mod root;
pub(super) mod runtime_modules;
pub(super) mod samples;
