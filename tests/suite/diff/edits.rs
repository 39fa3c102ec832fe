//! How much an edit changes.
