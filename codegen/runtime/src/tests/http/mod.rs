//! Tests of calls: what goes out, what comes back, and what goes wrong in between.

mod blocking;
mod bodies;
mod cached;
mod calls;
mod client_credentials;
mod compressed;
mod credentials;
mod faults;
mod gunzip;
mod http_date;
mod once;
mod paging;
mod params;
mod places;
mod retries;
mod server;
mod streams;
mod support;
mod tables;
mod text;
mod timer;
mod trace;
mod transports;
mod url;
