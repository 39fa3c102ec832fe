//! XML bodies: they are converted to and from the JSON of the models, as tables say.

pub mod call;
pub mod element;
pub mod read;
pub mod response;
pub mod shape;
pub mod write;
