//! Values that are stored as they are sent and received: dates, decimals, Base64; and `Maybe`, for a value that is
//! absent, null or present.

pub mod base64;
pub mod date;
pub mod date_clock;
pub mod date_time;
#[cfg(feature = "chrono")]
pub mod date_time_chrono;
#[cfg(feature = "jiff")]
pub mod date_time_jiff;
#[cfg(feature = "time")]
pub mod date_time_time;
pub mod decimal;
pub mod maybe;
