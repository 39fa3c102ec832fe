//! How a long-running operation is followed, as constants that the runtime interprets.

use crate::runtime::call::operation::Operation;

/// How a long-running operation is followed.
#[derive(Debug)]
pub struct LongRunning {
    /// Where its states are.
    pub via: Via,
    /// Where its result is.
    pub final_state: FinalState,
    /// The request that reads a state.
    pub poll: &'static Operation,
}

/// Where the states of a long-running operation are.
#[derive(Clone, Copy, Debug)]
pub enum Via {
    /// Where the headers of the response lead, otherwise in the resource that the request writes.
    Headers,
    /// In an `Operation` of Google's AIP-151, which is read at this path, with `{name}` for its name.
    Operation(&'static str),
}

/// Where the result of a long-running operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// Where the method of the request suggests.
    Usual,
    /// In the resource that has the status.
    StatusBody,
    /// Where the header `Location` leads.
    Location,
    /// At the URL of the first request.
    OriginalUri,
}
