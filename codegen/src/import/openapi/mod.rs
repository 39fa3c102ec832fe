//! The OpenAPI family: Swagger 2.0, OpenAPI 3.0 and 3.1, from text to the normalized spec.

mod node;
