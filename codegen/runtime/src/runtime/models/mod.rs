//! The macros that define models, and the functions in their expansion.

pub mod any_of;
pub mod code_forms;
pub mod extra;
pub mod model;
pub mod one_of;
pub mod open_codes;
pub mod open_enum;
pub mod show;
pub mod unnamed;
pub mod wire;
