//! The direction in which values are sent.

use serde::Serialize;

/// The direction in which a value is sent.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// No operation sends or receives the value.
    Neither,
    /// The caller sends the value.
    Sent,
    /// The service sends the value.
    Received,
    /// The caller and the service send the value.
    Both,
}

impl Direction {
    /// The direction of a value that is sent, received, or both.
    pub fn of(sent: bool, received: bool) -> Self {
        match (sent, received) {
            (false, false) => Self::Neither,
            (true, false) => Self::Sent,
            (false, true) => Self::Received,
            (true, true) => Self::Both,
        }
    }

    /// Whether the caller sends the value.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Sent | Self::Both)
    }

    /// Whether the service sends the value.
    pub fn is_received(self) -> bool {
        matches!(self, Self::Received | Self::Both)
    }

    /// The directions that are in both this and the other one.
    pub fn and(self, other: Self) -> Self {
        Self::of(self.is_sent() && other.is_sent(), self.is_received() && other.is_received())
    }

    /// The directions that are in this or the other one.
    pub fn or(self, other: Self) -> Self {
        Self::of(self.is_sent() || other.is_sent(), self.is_received() || other.is_received())
    }

    /// The name of the direction, in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Neither => "used by no operation",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Both => "sent and received",
        }
    }
}
