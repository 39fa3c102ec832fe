//! XML bodies, which are converted to and from the JSON of the models according to tables.

pub mod call;
pub mod element;
pub mod read;
pub mod response;
pub mod shape;
pub mod write;
