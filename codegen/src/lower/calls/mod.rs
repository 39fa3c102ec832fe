//! Lowers calls: parameters, bodies, responses, headers, pagination, operations and the client.

pub(super) mod alternatives;
pub(super) mod bodies;
pub(super) mod client;
pub(super) mod context;
pub(super) mod error_members;
pub(super) mod example;
mod formats;
pub(super) mod headers;
pub(super) mod long_running;
mod named;
pub(super) mod operations;
pub(super) mod pagination;
pub(super) mod params;
pub(super) mod responses;
pub(super) mod xml;
