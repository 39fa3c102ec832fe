//! Conversions of UUIDs from and to the type of the crate uuid.

use super::uuid::{ParseUuidError, Uuid};

impl TryFrom<&Uuid> for ::uuid::Uuid {
    type Error = ParseUuidError;

    fn try_from(id: &Uuid) -> Result<Self, ParseUuidError> {
        id.bytes().map(Self::from_bytes)
    }
}

/// Writes the UUID with hyphens and in lower case, as in RFC 9562.
impl From<::uuid::Uuid> for Uuid {
    fn from(id: ::uuid::Uuid) -> Self {
        Self::from(id.into_bytes())
    }
}

/// Writes the UUID with hyphens and in lower case, as in RFC 9562.
impl From<&::uuid::Uuid> for Uuid {
    fn from(id: &::uuid::Uuid) -> Self {
        Self::from(*id.as_bytes())
    }
}
