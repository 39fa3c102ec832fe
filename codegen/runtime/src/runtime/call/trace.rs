//! Tracing: a span for each call and an event for each retry. They never contain a URL, a body or a credential.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use super::error::Error;
use super::operation::{Api, Operation};
use super::response::RawResponse;
use crate::runtime::auth::conceal::conceal;
use crate::runtime::http::headers;

/// Runs a call in its span, and records the outcome in the span.
pub(super) async fn spanned(
    api: &'static Api,
    operation: &'static Operation,
    call: Pin<&mut (impl Future<Output = Result<RawResponse, Error>> + Send)>,
) -> Result<RawResponse, Error> {
    let span = tracing::info_span!(
        "call",
        api = api.name,
        operation = operation.id,
        method = operation.method,
        path = operation.path,
        status = Empty,
        attempts = Empty,
        request_id = Empty,
        correlation_id = Empty,
        error = Empty,
    );
    let outcome = call.instrument(span.clone()).await;
    if !span.is_disabled() {
        record(&span, api, &outcome);
    }
    outcome
}

fn record(span: &Span, api: &Api, outcome: &Result<RawResponse, Error>) {
    let (status, attempts, headers) = match outcome {
        Ok(response) => (Some(response.status()), response.attempts, Some(response.headers())),
        Err(error) => {
            span.record("error", tracing::field::debug(error.kind()));
            (error.status(), error.attempts(), error.headers())
        }
    };
    span.record("attempts", attempts);
    if let Some(status) = status {
        span.record("status", status.as_u16());
    }
    for (field, header) in [("request_id", api.request_id), ("correlation_id", api.correlation_id)] {
        let Some(name) = headers.zip(header).and_then(|(headers, header)| headers::get(headers, header)) else {
            continue;
        };
        let name = match outcome {
            Ok(response) => conceal(name, &response.secrets),
            Err(error) => error.concealed(name),
        };
        span.record(field, &*name);
    }
}

/// Records a retry, with its reason and the wait before it.
pub(super) fn retry(error: &Error, wait: Duration) {
    tracing::warn!(attempt = error.attempts(), wait_ms = wait.as_millis() as u64, "trying again after: {error}");
}
