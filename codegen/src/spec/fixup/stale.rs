//! The reason why a correction no longer applies.

/// The reason why a correction no longer applies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stale {
    /// The expectation of the correction, as the end of "it expects ...".
    pub(super) expected: String,
    /// The fact that was found instead, as a clause.
    pub(super) found: String,
}

/// The error of a correction that does not find what it expects.
pub(super) fn stale<T>(expected: impl Into<String>, found: impl Into<String>) -> Result<T, Stale> {
    Err(Stale { expected: expected.into(), found: found.into() })
}
