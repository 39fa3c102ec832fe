//! The reason why a correction no longer applies.

/// Why a correction no longer applies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stale {
    /// What it expects, as the end of "it expects ...".
    pub(super) expected: String,
    /// What was found, as a clause.
    pub(super) found: String,
}

/// The error of a correction that does not find what it expects.
pub(super) fn stale<T>(expected: impl Into<String>, found: impl Into<String>) -> Result<T, Stale> {
    Err(Stale { expected: expected.into(), found: found.into() })
}
