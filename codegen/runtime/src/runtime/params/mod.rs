//! Parameters that are sent in a style other than the default.

pub mod style;
pub mod tree;
