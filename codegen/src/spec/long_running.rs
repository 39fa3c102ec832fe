//! How a long-running operation is polled.

use serde::{Deserialize, Serialize};

use super::{PathTemplate, TypeRef};

/// How a long-running operation, which continues after its response, is polled until it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LongRunning {
    /// Where the state of the operation is read.
    #[serde(skip_serializing_if = "StateLocation::is_headers")]
    pub states: StateLocation,
    /// Where the result is read; `None` for the location that the method of the request implies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_state: Option<FinalState>,
    /// The type of the result; `None` for that of the success responses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<TypeRef>,
}

/// Where the state of a long-running operation is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StateLocation {
    /// At the URL in `Operation-Location`, `Azure-AsyncOperation` or `Location`; without these headers, in the resource
    /// that the request writes.
    #[default]
    Headers,
    /// In an operation resource of Google's AIP-151, with `name`, `done`, `error` and `response`.
    Operation {
        /// The path at which the operation resource is read, with `{name}` for its name.
        path: PathTemplate,
    },
}

impl StateLocation {
    /// Whether the state is read at the URL in a header.
    pub fn is_headers(&self) -> bool {
        *self == Self::Headers
    }
}

/// Where the result of a long-running operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FinalState {
    /// In the body of the last state: its `result`, otherwise the whole body.
    State,
    /// At the URL in the header `Location`.
    Location,
    /// At the URL of the request.
    OriginalUri,
}
