//! Which way values travel.

use serde::Serialize;

/// Which way a value travels.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// No operation sends or receives it.
    Neither,
    /// The caller sends it.
    Sent,
    /// The service sends it.
    Received,
    /// Both send it.
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

    /// Whether the caller sends it.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Sent | Self::Both)
    }

    /// Whether the service sends it.
    pub fn is_received(self) -> bool {
        matches!(self, Self::Received | Self::Both)
    }

    /// What goes in both this and the other direction.
    pub fn and(self, other: Self) -> Self {
        Self::of(self.is_sent() && other.is_sent(), self.is_received() && other.is_received())
    }

    /// What goes in this or the other direction.
    pub fn or(self, other: Self) -> Self {
        Self::of(self.is_sent() || other.is_sent(), self.is_received() || other.is_received())
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Neither => "used by no operation",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Both => "sent and received",
        }
    }
}
