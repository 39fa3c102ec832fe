//! Checks of the constraints that the API definition states, for crates that enforce them.

pub mod call;
pub mod decimal;
pub mod validate;
