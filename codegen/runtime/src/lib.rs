//! The runtime of generated crates, tested here. The folder `runtime` is copied into each of them.
//!
//! The root exports what a generated crate exports, so that examples in the documentation of the runtime are the same
//! here and there. Hidden lines of an example run it with the sample client; they are removed from copies.

pub mod runtime;
pub mod sample;
pub mod sample_client;
pub mod sample_operations;
#[cfg(test)]
mod tests;

pub use runtime::auth::api_key::ApiKey;
pub use runtime::auth::basic::Basic;
pub use runtime::auth::cached::Cached;
pub use runtime::auth::client_credentials::ClientCredentials;
pub use runtime::auth::credential::{Bearer, Credential, CredentialContext, Secret, Token};
pub use runtime::auth::refresh_token::RefreshToken;
pub use runtime::body::multipart::Part;
pub use runtime::body::upload::Upload;
pub use runtime::call::error::{Error, ErrorKind};
pub use runtime::call::options::CallOptions;
pub use runtime::call::random::Random;
pub use runtime::call::response::Response;
pub use runtime::call::retry::{Retry, RetryBudget};
#[cfg(feature = "test-util")]
pub use runtime::http::fake::Fake;
pub use runtime::http::layer::{Layered, Next};
#[cfg(feature = "reqwest")]
pub use runtime::http::reqwest::Reqwest;
pub use runtime::http::throughput::MinThroughput;
pub use runtime::http::transport::{Body, BoxError, BoxFuture, NotSent, Transport, full_body};
pub use runtime::polling::poller::Poller;
pub use runtime::polling::state::{PollState, PollStatus};
#[cfg(feature = "blocking")]
pub use runtime::streams::blocking_download::DownloadReader;
#[cfg(feature = "blocking")]
pub use runtime::streams::blocking_stream::Blocking;
pub use runtime::streams::download::Download;
pub use runtime::streams::events::{Event, Events};
pub use runtime::streams::lines::Lines;
pub use runtime::streams::pages::{Items, Pages};
pub use runtime::streams::parts::Parts;
pub use runtime::values::base64::ParseBase64Error;
pub use runtime::values::date_time::{ConvertDateError, ParseDateError};
pub use runtime::values::decimal::ParseDecimalError;
pub use runtime::values::iso_duration::ConvertDurationError;
pub use runtime::values::time_of_day::ParseTimeError;
pub use runtime::values::uuid::ParseUuidError;
pub use runtime::{
    Base64, Base64Url, Date, DateTime, Decimal, Decode, Extra, HttpDate, Invalid, Ipv4, Ipv6, IsoDuration, Json, Maybe,
    TimeOfDay, UnixTime, Unlisted, Uri, Uuid,
};
pub use sample_client::{Client, ClientBuilder};
