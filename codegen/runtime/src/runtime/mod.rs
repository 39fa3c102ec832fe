//! The code that all generated crates share: how models are read and written, and how calls are made.

pub mod auth;
pub mod body;
pub mod call;
pub mod constraints;
pub mod http;
pub mod json;
pub mod models;
pub mod params;
pub mod polling;
pub mod streams;
pub mod values;
pub mod xml;

pub(crate) use call::replies::{answers, faults, reply_headers};
pub(crate) use call::request::{operation, setters};
pub use constraints::validate::Invalid;
pub use json::decode::Decode;
pub use json::value::Json;
pub(crate) use models::any_of::any_of;
pub use models::extra::Extra;
pub(crate) use models::model::model;
pub(crate) use models::one_of::one_of;
pub(crate) use models::open_codes::open_codes;
pub use models::open_enum::Unlisted;
pub(crate) use models::open_enum::open_enum;
pub(crate) use polling::poller::long_running;
pub use values::base64::Base64;
pub use values::date::Date;
pub use values::date_time::DateTime;
pub use values::decimal::Decimal;
pub use values::maybe::Maybe;
