//! Request bodies: bodies that can be sent again, forms, multipart bodies, uploads.

pub mod form;
pub mod multipart;
pub mod multipart_style;
pub mod payload;
pub mod sequence;
pub mod upload;
