//! The description of long-running operations, as constants that the runtime interprets.

use crate::runtime::call::operation::Operation;

/// How a long-running operation is polled.
#[derive(Debug)]
pub struct LongRunning {
    /// Where the state of the operation is read.
    pub via: StateSource,
    /// Where the result of the operation is read.
    pub final_state: FinalState,
    /// The operation with which a state is read.
    pub poll: &'static Operation,
}

/// Where the state of a long-running operation is read.
#[derive(Clone, Copy, Debug)]
pub enum StateSource {
    /// At the URLs in the headers of the response, otherwise in the resource that the request writes.
    Headers,
    /// In an `Operation` of Google's AIP-151, which is read at this path, with `{name}` for its name.
    Operation(&'static str),
}

/// Where the result of a long-running operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// The default for the method of the request.
    Usual,
    /// In the resource that contains the status.
    StatusBody,
    /// At the URL in the header `Location`.
    Location,
    /// At the URL of the first request.
    OriginalUri,
}
