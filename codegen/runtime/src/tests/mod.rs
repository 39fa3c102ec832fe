//! Tests of the runtime.

mod calls;
mod server;
mod support;
mod url;
