//! Request bodies: how a body is held and sent again, forms, multipart bodies, uploads.

pub mod form;
pub mod multipart;
pub mod multipart_style;
pub mod payload;
pub mod sequence;
pub mod upload;
