//! Tests of the runtime.

mod cached;
mod calls;
mod credentials;
mod faults;
mod http_date;
mod retries;
mod server;
mod support;
mod text;
mod timer;
mod url;
