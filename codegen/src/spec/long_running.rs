//! How an operation is followed that goes on after its response.

use serde::{Deserialize, Serialize};

use super::{PathTemplate, TypeRef};

/// How a long-running operation, which goes on after its response, is followed to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LongRunning {
    /// Where its states are read.
    #[serde(skip_serializing_if = "StateLocation::is_headers")]
    pub states: StateLocation,
    /// Where its result is read; none for what the method of the request suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_state: Option<FinalState>,
    /// The type of the result; none for that of the successful responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<TypeRef>,
}

/// Where the states of a long-running operation are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StateLocation {
    /// Where `Operation-Location`, `Azure-AsyncOperation` or `Location` leads; without them, in the resource that the
    /// request writes.
    #[default]
    Headers,
    /// In an operation resource of Google's AIP-151: it has `name`, `done`, `error` and `response`.
    Operation {
        /// The path at which it is read, with `{name}` for its name.
        path: PathTemplate,
    },
}

impl StateLocation {
    /// Whether it is where headers lead.
    pub fn is_headers(&self) -> bool {
        *self == Self::Headers
    }
}

/// Where the result of a long-running operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FinalState {
    /// In the last state: its `result`, otherwise the whole body.
    State,
    /// Where the header `Location` leads.
    Location,
    /// At the URL of the request.
    OriginalUri,
}
