//! A union.
