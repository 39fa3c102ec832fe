//! Tests of the runtime.

mod cached;
mod calls;
mod client_credentials;
mod credentials;
mod faults;
mod http_date;
mod retries;
mod server;
mod support;
mod text;
mod timer;
mod transports;
mod url;
