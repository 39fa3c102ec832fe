//! The states of a long-running operation.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::call::response::RawResponse;
use crate::runtime::http::received::Received;
use crate::runtime::http::retry_after;

/// The status of a long-running operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PollStatus {
    /// The operation has not started, or is in progress.
    InProgress,
    /// The operation has ended, and there is a result.
    Succeeded,
    /// The operation has ended without a result.
    Failed,
    /// The operation was canceled before it ended.
    Canceled,
}

impl PollStatus {
    /// The status for a name from a service. The names of final statuses are the same in all of Azure (REST API
    /// guidelines, section 13.2.5). Any other name means that the operation is in progress.
    pub(super) fn of(name: &str) -> Self {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("Succeeded") {
            Self::Succeeded
        } else if is("Failed") {
            Self::Failed
        } else if is("Canceled") || is("Cancelled") {
            Self::Canceled
        } else {
            Self::InProgress
        }
    }

    /// Whether the operation has ended.
    pub fn is_final(self) -> bool {
        self != Self::InProgress
    }
}

/// The state of a long-running operation, as one response reports it.
///
/// # Examples
///
/// ```
/// use runtime::PollState;
///
/// fn show(state: &PollState) -> String {
///     let name = state.name().unwrap_or("in progress");
///     match state.progress() {
///         Some(percent) => format!("{name}, {percent:.0} %"),
///         None => name.to_owned(),
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let started = http::Response::builder().status(202).header("operation-location", "https://api.example.com/jobs/1");
/// #     let running = r#"{"status": "Copying", "percentComplete": 50}"#;
/// #     let fake = runtime::Fake::new().respond(started.body("".into())?).respond_json(200, running);
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     let mut poller = client.samples().copy_disk("d").poller();
/// #     poller.next().await.unwrap()?;
/// #     assert_eq!(show(&poller.next().await.unwrap()?), "Copying, 50 %");
/// #     Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PollState {
    pub(super) status: PollStatus,
    pub(super) name: Option<String>,
    pub(super) progress: Option<f64>,
    code: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl PollState {
    pub(super) fn new(status: PollStatus, name: Option<String>, progress: Option<f64>, response: &RawResponse) -> Self {
        let Received { status: code, headers, body } = &response.received;
        Self { status, name, progress, code: *code, headers: headers.clone(), body: body.clone() }
    }

    /// The status of the operation.
    pub fn status(&self) -> PollStatus {
        self.status
    }

    /// What the service calls the state, such as `Provisioning`; `None` if it has no name for it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The progress in percent; `None` if the service does not report it.
    pub fn progress(&self) -> Option<f64> {
        self.progress
    }

    /// How long the service asks to wait before the state is read again.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::requested_wait(&self.headers, SystemTime::now())
    }

    /// The HTTP status of the response.
    pub fn http_status(&self) -> StatusCode {
        self.code
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body of the response as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for PollState {
    /// Headers and body are not shown: they may contain something that should not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PollState")
            .field("status", &self.status)
            .field("name", &self.name)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
