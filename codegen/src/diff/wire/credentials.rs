//! Whether two security schemes send the same credential.

use crate::spec::{KeyPlace, SecurityKind};

/// Whether two schemes send the same credential. The names of headers are case-insensitive.
pub(super) fn same_credential(old: &SecurityKind, new: &SecurityKind) -> bool {
    match (old, new) {
        (
            SecurityKind::ApiKey { place: KeyPlace::Header, name: old },
            SecurityKind::ApiKey { place: KeyPlace::Header, name: new },
        )
        | (SecurityKind::Bearer { header: old }, SecurityKind::Bearer { header: new }) => old.eq_ignore_ascii_case(new),
        (old, new) => old == new,
    }
}
