//! From documents to the normalized spec: one importer a format.
