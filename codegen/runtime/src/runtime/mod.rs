//! What generated code calls.

pub mod decode;
pub mod extra;
pub mod json;
pub mod maybe;
pub mod open_codes;
pub mod open_enum;
pub mod wire;

pub use decode::Decode;
pub use extra::Extra;
pub use json::Json;
pub use maybe::Maybe;
pub(crate) use open_codes::open_codes;
pub use open_enum::Unlisted;
pub(crate) use open_enum::open_enum;
pub(crate) use wire::wire;
