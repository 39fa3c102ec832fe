//! Interprets the responses of a long-running operation: where its state is read, what the state is, and where the
//! result is.
//!
//! The rules are those of Azure's REST API guidelines (long-running operations), of the Resource Manager's RPC
//! (asynchronous operations) and of Google's AIP-151.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::long_running::{FinalState, LongRunning, StateSource};
use super::state::{PollState, PollStatus};
use crate::runtime::call::response::RawResponse;
use crate::runtime::http::headers;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::streams::pointer;

/// Where the state of an operation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// In the body of a status resource, at the URL in `Operation-Location` or `Azure-AsyncOperation`.
    Status,
    /// In the HTTP status at the URL in `Location`: 202 while the operation is in progress.
    Location,
    /// In the resource itself, in `provisioningState`.
    Resource,
    /// In an `Operation` of Google's AIP-151.
    Operation,
    /// Nowhere: the first response is the result.
    Inline,
}

impl Mode {
    const ALL: [Self; 5] = [Self::Status, Self::Location, Self::Resource, Self::Operation, Self::Inline];

    /// The name of the mode in a token.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Location => "location",
            Self::Resource => "resource",
            Self::Operation => "operation",
            Self::Inline => "inline",
        }
    }

    /// The mode with the given name.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The location at which an operation is polled.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub mode: Mode,
    /// The URL at which the state is read.
    pub url: String,
    /// The last value of the header `Location`, as a whole URL if its origin is that of the client.
    pub location: Option<String>,
    /// The URL of the first request.
    pub original: String,
}

/// Where the final result of an operation is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ResultAt {
    /// In the body of the last response.
    Body,
    /// In a part of the body of the last response, by its JSON pointer; null if the body lacks it.
    Part(&'static str),
    /// The operation has no result.
    Nowhere,
    /// At a URL.
    Url(String),
}

const OPERATION_LOCATION: [&str; 2] = ["operation-location", "azure-asyncoperation"];
const LOCATION: &str = "location";
const PROVISIONING_STATE: [&str; 2] = ["/properties/provisioningState", "/provisioningState"];

/// Where a service reports progress in percent: Azure's guidelines, then the usual names in the metadata of AIP-151.
const PROGRESS: [&str; 6] = [
    "/percentComplete",
    "/properties/percentComplete",
    "/metadata/progressPercent",
    "/metadata/progressPercentage",
    "/metadata/progress_percent",
    "/metadata/progress_percentage",
];

/// The locations of the error code of an operation, as JSON pointers.
pub(super) const CODE: [&str; 2] = ["/error/code", "/properties/error/code"];
/// The locations of the error message of an operation, as JSON pointers.
pub(super) const MESSAGE: [&str; 2] = ["/error/message", "/properties/error/message"];

/// Determines from the first response where an operation is polled. `url` is the URL of the first request.
///
/// # Errors
/// The operation is in progress, but the response does not state where to read its state.
pub(super) fn begin(
    response: &RawResponse,
    how: &LongRunning,
    method: &str,
    base: &BaseUrl,
    url: &str,
) -> Result<Track, String> {
    let location = link(response, LOCATION).map(|link| base.join(url, link).unwrap_or_else(|_| link.to_owned()));
    let is_resource = matches!(method, "PUT" | "PATCH");
    let accepted = response.status() == StatusCode::ACCEPTED;
    let (mode, url_of_state) = match how.via {
        StateSource::Operation(path) => (Mode::Operation, operation_url(response, path, base)?),
        // If the resource is ready, the operation has ended, even if there are headers for polling.
        StateSource::Headers if !accepted && is_ready(response) => (Mode::Inline, url.to_owned()),
        StateSource::Headers => match (status_link(response), &location) {
            (Some(link), _) => (Mode::Status, join(base, url, link)?),
            (None, Some(location)) if accepted => (Mode::Location, join(base, url, location)?),
            (None, _) if is_resource => (Mode::Resource, url.to_owned()),
            (None, _) if accepted => {
                let message = "the response is a 202 without a URL at which the state of the operation can be read";
                return Err(message.to_owned());
            }
            (None, _) => (Mode::Inline, url.to_owned()),
        },
    };
    Ok(Track { mode, url: url_of_state, location, original: url.to_owned() })
}

/// Reads the state of an operation from a response.
///
/// # Errors
/// The response does not state it.
pub(super) fn state(response: &RawResponse, track: &Track, is_first: bool, method: &str) -> Result<PollState, String> {
    let accepted = response.status() == StatusCode::ACCEPTED;
    let body = || json(response);
    let of_code = if accepted { PollStatus::InProgress } else { PollStatus::Succeeded };
    let (status, name, body) = match track.mode {
        Mode::Inline => (PollStatus::Succeeded, None, Value::Null),
        Mode::Operation => {
            let body = body()?;
            (of_operation(&body), None, body)
        }
        Mode::Status if is_first => {
            let body = body().unwrap_or_default();
            let name = provisioning_state(&body).or_else(|| text(&body, "/status"));
            (PollStatus::InProgress, name, body)
        }
        Mode::Status => {
            let body = body()?;
            let Some(name) = text(&body, "/status") else {
                return Err("the response does not have the `status` of the operation".to_owned());
            };
            (PollStatus::of(&name), Some(name), body)
        }
        Mode::Location if accepted => {
            let body = body().unwrap_or_default();
            (PollStatus::InProgress, provisioning_state(&body), body)
        }
        // A POST may return a resource with its own state, which is not that of the operation.
        Mode::Location if method == "POST" => (PollStatus::Succeeded, None, Value::Null),
        Mode::Location => {
            let body = body().unwrap_or_default();
            let name = provisioning_state(&body);
            let ended = name.as_deref().map(PollStatus::of).filter(|status| status.is_final());
            (ended.unwrap_or(PollStatus::Succeeded), name, body)
        }
        Mode::Resource => {
            let body = body()?;
            let name = provisioning_state(&body);
            (name.as_deref().map_or(of_code, PollStatus::of), name, body)
        }
    };
    let progress = PROGRESS.iter().find_map(|at| body.pointer(at)?.as_f64());
    Ok(PollState::new(status, name, progress, response))
}

/// Replaces the URLs for polling with those in a response.
///
/// # Errors
/// The URL of the state leads to another origin, or cannot be read.
pub(super) fn follow(response: &RawResponse, track: &mut Track, base: &BaseUrl) -> Result<(), String> {
    if let Some(link) = link(response, LOCATION) {
        track.location = Some(base.join(&track.url, link).unwrap_or_else(|_| link.to_owned()));
    }
    let next = match track.mode {
        Mode::Status => status_link(response),
        Mode::Location => link(response, LOCATION),
        Mode::Resource | Mode::Operation | Mode::Inline => None,
    };
    if let Some(link) = next {
        track.url = join(base, &track.url, link)?;
    }
    Ok(())
}

/// Where the result is read after the operation has succeeded. `is_first` is set if it succeeded with the first
/// response.
pub(super) fn result(
    response: &RawResponse,
    track: &Track,
    how: &LongRunning,
    is_first: bool,
    method: &str,
) -> ResultAt {
    let original = || ResultAt::Url(track.original.clone());
    let location = || track.location.clone().map(ResultAt::Url);
    if track.mode == Mode::Operation {
        return ResultAt::Part("/response");
    }
    if is_first {
        return ResultAt::Body;
    }
    match (track.mode, how.final_state) {
        (Mode::Location, FinalState::OriginalUri) => original(),
        (Mode::Location | Mode::Resource | Mode::Inline | Mode::Operation, _) => ResultAt::Body,
        (Mode::Status, FinalState::OriginalUri) => original(),
        (Mode::Status, FinalState::StatusBody) => in_status(response),
        (Mode::Status, FinalState::Location) => location().unwrap_or_else(|| match method {
            "PUT" | "PATCH" => original(),
            _ => in_status(response),
        }),
        (Mode::Status, FinalState::Usual) => match method {
            "PUT" => original(),
            "PATCH" => location().unwrap_or_else(original),
            "DELETE" => ResultAt::Nowhere,
            _ => location().unwrap_or_else(|| in_status(response)),
        },
    }
}

/// The result in a status resource: its property `result`, otherwise the whole body.
fn in_status(response: &RawResponse) -> ResultAt {
    let has_result = json(response).is_ok_and(|body| body.get("result").is_some_and(|result| !result.is_null()));
    if has_result { ResultAt::Part("/result") } else { ResultAt::Body }
}

/// The response with its body replaced with a part of the body.
pub(super) fn part(mut response: RawResponse, at: &str) -> RawResponse {
    let found = response.text().ok().and_then(|text| pointer::at(&text, at).ok()?.map(str::to_owned));
    response.received.body = found.unwrap_or_else(|| "null".to_owned()).into();
    response.received.headers.remove(CONTENT_TYPE);
    response
}

/// The URL at which an `Operation` of AIP-151 is read. The slashes in its name are not encoded.
fn operation_url(response: &RawResponse, path: &str, base: &BaseUrl) -> Result<String, String> {
    let body = json(response)?;
    let Some(name) = text(&body, "/name") else {
        // An operation that has ended does not need a name.
        let is_done = of_operation(&body) != PollStatus::InProgress;
        return if is_done { Ok(base.as_str().to_owned()) } else { Err("the operation has no `name`".to_owned()) };
    };
    let url = format!("{}{}", base.as_str(), path.replace("{name}", &name));
    join(base, base.as_str(), &url)
}

/// The status of an `Operation` of AIP-151. The code 1 of its error is `CANCELLED`.
fn of_operation(body: &Value) -> PollStatus {
    if body.get("done").and_then(Value::as_bool) != Some(true) {
        return PollStatus::InProgress;
    }
    match body.get("error").filter(|error| !error.is_null()) {
        Some(error) if error.get("code").and_then(Value::as_i64) == Some(1) => PollStatus::Canceled,
        Some(_) => PollStatus::Failed,
        None => PollStatus::Succeeded,
    }
}

/// Whether a response contains a resource whose provisioning has ended.
fn is_ready(response: &RawResponse) -> bool {
    let state = json(response).ok().and_then(|body| provisioning_state(&body));
    state.is_some_and(|state| PollStatus::of(&state) == PollStatus::Succeeded)
}

fn provisioning_state(body: &Value) -> Option<String> {
    PROVISIONING_STATE.iter().find_map(|at| text(body, at))
}

fn text(body: &Value, at: &str) -> Option<String> {
    body.pointer(at)?.as_str().map(str::to_owned)
}

fn json(response: &RawResponse) -> Result<Value, String> {
    let text = response.text()?;
    if text.trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&text).map_err(|error| format!("the state of the operation cannot be read: {error}"))
}

fn status_link(response: &RawResponse) -> Option<&str> {
    OPERATION_LOCATION.iter().find_map(|name| link(response, name))
}

fn link<'a>(response: &'a RawResponse, name: &str) -> Option<&'a str> {
    headers::get(response.headers(), name).map(str::trim).filter(|link| !link.is_empty())
}

fn join(base: &BaseUrl, from: &str, link: &str) -> Result<String, String> {
    base.join(from, link).map_err(|error| format!("the URL of the operation's state is not followed: {error}"))
}
