//! Tests of the runtime, outside of the folder that is copied.

mod http;
