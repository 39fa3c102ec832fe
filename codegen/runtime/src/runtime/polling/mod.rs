//! Long-running operations: polling until they end, in this process or in another one.

pub mod long_running;
pub mod poller;
pub mod rules;
pub mod state;
pub mod token;
