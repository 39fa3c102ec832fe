//! Facts about the API that are independent of Rust names: directions, recursion, unions, integer enums.

pub(super) mod direction;
pub(super) mod discriminators;
pub(super) mod integer_enums;
pub(super) mod recursion;
pub(super) mod taken_apart;
pub(super) mod unions;
