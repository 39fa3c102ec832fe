//! What is true of the API, before anything about Rust is decided: directions, recursion, unions, integer enums.

pub(super) mod direction;
pub(super) mod discriminators;
pub(super) mod integer_enums;
pub(super) mod recursion;
pub(super) mod taken_apart;
pub(super) mod unions;
