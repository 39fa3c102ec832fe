//! Reading JSON: the `Decode` trait, plain JSON values, the location of an error.

pub mod decode;
pub mod encode;
pub mod lenient;
pub mod read;
pub mod trail;
pub mod tuple;
pub mod value;
