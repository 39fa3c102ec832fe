//! The kinds of identifiers with which parts of a spec refer to each other.

/// The name of a type in [`Api::types`](super::Api::types).
pub type TypeName = String;
/// The identifier of an operation in [`Api::operations`](super::Api::operations).
pub type OperationId = String;
/// The name of a security scheme in [`Api::security_schemes`](super::Api::security_schemes).
pub type SchemeName = String;
/// The name of a value that is set once on the client, in [`Api::client_params`](super::Api::client_params).
pub type ClientParamName = String;
/// A media type as the source writes it, such as `application/json`.
pub type MediaType = String;
