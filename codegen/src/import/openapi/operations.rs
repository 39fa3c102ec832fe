//! The operations of a document: paths, parameters, bodies, replies.

use super::Import;

/// Reads what stands at the top of the document, and all operations.
pub(super) fn read(import: &mut Import<'_>) {
    import.api.title = import.top().get("info").and_then(|info| info.text("title")).unwrap_or_default().to_owned();
}
