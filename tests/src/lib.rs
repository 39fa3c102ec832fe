//! The package holds only tests.
