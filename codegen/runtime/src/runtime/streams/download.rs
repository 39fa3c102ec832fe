//! Response bodies that are streamed instead of held in memory.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http_body::Body as _;
use http_body_util::BodyExt;

use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::response::{RawResponse, Response, Rest};
use crate::runtime::http::compressed;
use crate::runtime::http::decoder::Decoded;
use crate::runtime::http::received::Received;
use crate::runtime::http::text;
use crate::runtime::http::throughput::Meter;
use crate::runtime::http::transport::BoxFuture;

/// The body of a response as a stream of bytes. It ends after the first error.
///
/// The maximum size of a response and the deadline of a call do not apply to it; the timeout of an attempt applies to
/// each piece. It implements `Stream`, and has a method [`next`](Self::next) for callers that do not use `Stream`.
///
/// # Examples
///
/// ```
/// use runtime::{BoxError, Download};
/// use std::io::Write;
///
/// async fn save(mut download: Download, mut file: impl Write) -> Result<(), BoxError> {
///     while let Some(piece) = download.next().await {
///         file.write_all(&piece?)?;
///     }
///     Ok(())
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let response = http::Response::builder().header("content-type", "application/octet-stream");
/// #     let fake = runtime::Fake::new().respond(response.body("abc".into())?);
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     let mut file = Vec::new();
/// #     save(client.samples().export().send().await?.into_inner(), &mut file).await?;
/// #     assert_eq!(file, b"abc");
/// #     Ok(())
/// # }
/// ```
#[must_use = "nothing is read before it is wanted"]
pub struct Download {
    /// The response without its body, for errors.
    response: RawResponse,
    rest: Option<Rest>,
    sleep: Option<BoxFuture<'static, ()>>,
    /// Measures the throughput, unless the body may be silent.
    meter: Option<Meter>,
}

impl RawResponse {
    /// Returns the body as a stream.
    ///
    /// # Errors
    /// The body has a content coding that this client does not support.
    pub fn download(self) -> Result<Response<Download>, Error> {
        let (head, mut download) = self.split()?;
        let meter = |rest: &Rest| Meter::new(rest.min_throughput, rest.core.0.transport.clone());
        download.meter = download.rest.as_ref().map(meter);
        Ok(head.response(download))
    }

    /// Like [`split`](Self::split), for a body with an expected media type. A response with another content type is an
    /// error, since it would look like a stream without items. A response without a content type is read.
    pub(super) fn split_typed(
        self,
        expected: &str,
        is_expected: impl Fn(&str) -> bool,
    ) -> Result<(Self, Download), Error> {
        if text::may_be(self.headers(), is_expected) {
            return self.split();
        }
        let error = self.error(ErrorKind::Decode, self.other_type(expected));
        Err(error.with_response(self.received).without(&self.secrets))
    }

    /// Separates the head from the body, which is decompressed.
    pub(super) fn split(mut self) -> Result<(Self, Download), Error> {
        let rest = self.rest.take();
        let rest = rest.map(|rest| decoded(rest, &mut self.received.headers));
        let empty = rest.as_ref().map_or(self.received.body.is_empty(), |rest| rest.body.is_end_stream());
        if let Some(packed) = self.packed().filter(|_| !empty) {
            let error = self.error(ErrorKind::Decode, packed);
            return Err(error.with_response(self.received).without(&self.secrets));
        }
        let received = Received {
            status: self.received.status,
            headers: self.received.headers.clone(),
            body: std::mem::take(&mut self.received.body),
        };
        let (api, operation, attempts, key) = (self.api, self.operation, self.attempts, self.key.clone());
        let response = Self { api, operation, received, attempts, key, secrets: self.secrets.clone(), rest: None };
        Ok((self, Download { response, rest, sleep: None, meter: None }))
    }
}

/// The body of a response without its compression, if it has one that this crate decodes.
fn decoded(rest: Rest, headers: &mut HeaderMap) -> Rest {
    match compressed::decoder(headers) {
        Some(decoder) => Rest { body: Decoded::new(rest.body, decoder).boxed_unsync(), ..rest },
        None => rest,
    }
}

impl Download {
    /// Returns the next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The number of remaining bytes, if the service has stated the length, which it cannot for a compressed body.
    pub fn length(&self) -> Option<u64> {
        self.rest.as_ref().map_or(Some(self.response.received.body.len() as u64), |rest| rest.body.size_hint().exact())
    }

    /// Reads the whole body into memory, up to the maximum size of a response.
    ///
    /// # Errors
    /// The body is incomplete, or larger than the maximum.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let most = self.rest.as_ref().map_or(usize::MAX, |rest| rest.core.0.max_response_size);
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if piece.len() > most - whole.len() {
                return Err(self.error(ErrorKind::TooLarge, format!("the response is larger than {most} bytes")));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.into())
    }

    /// The maximum size of one event or line.
    pub(super) fn most(&self) -> usize {
        self.rest.as_ref().map_or(usize::MAX, |rest| rest.core.0.max_response_size)
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(rest) = &mut self.rest else {
            // The response was read completely before, for example by a transport with a cache.
            let body = std::mem::take(&mut self.response.received.body);
            return Poll::Ready((!body.is_empty()).then_some(Ok(body)));
        };
        loop {
            match Pin::new(&mut rest.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    self.sleep = None;
                    match frame.into_data() {
                        Ok(data) if !data.is_empty() => {
                            if let Some(meter) = &mut self.meter {
                                meter.received(data.len());
                            }
                            return Poll::Ready(Some(Ok(data)));
                        }
                        Ok(_) | Err(_) => {}
                    }
                }
                Poll::Ready(Some(Err(cause))) => {
                    let error = self.error(ErrorKind::Transport, "the response did not arrive completely".to_owned());
                    self.rest = None;
                    return Poll::Ready(Some(Err(error.because(cause).without(&self.response.secrets))));
                }
                Poll::Ready(None) => {
                    self.rest = None;
                    return Poll::Ready(None);
                }
                Poll::Pending => break,
            }
        }
        if let Some(meter) = &mut self.meter
            && meter.poll(context).is_ready()
        {
            let missed = meter.minimum().missed("response");
            self.rest = None;
            return Poll::Ready(Some(Err(self.error(ErrorKind::Timeout, missed))));
        }
        let timeout = rest.timeout;
        let sleep = self.sleep.get_or_insert_with(|| waiting(rest, timeout));
        if sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        let error = self.error(ErrorKind::Timeout, format!("nothing more of the response within {timeout:?}"));
        self.rest = None;
        Poll::Ready(Some(Err(error)))
    }

    pub(super) fn error(&self, kind: ErrorKind, detail: String) -> Error {
        self.error_of(Bytes::new(), |response| response.error(kind, detail))
    }

    /// An error with a part of the body.
    pub(super) fn error_of(&self, body: Bytes, error: impl FnOnce(&RawResponse) -> Error) -> Error {
        let Received { status, headers, body: _ } = &self.response.received;
        let received = Received { status: *status, headers: headers.clone(), body };
        error(&self.response).with_response(received).without(&self.response.secrets)
    }

    /// Ends the stream, because nothing more is read.
    pub(super) fn end(&mut self) {
        self.rest = None;
    }
}

/// A wait by the clock of the client's transport, for as long as the wait lives.
fn waiting(rest: &Rest, time: Duration) -> BoxFuture<'static, ()> {
    let transport = rest.core.0.transport.clone();
    Box::pin(async move { transport.sleep(time).await })
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("response", &self.response).finish_non_exhaustive()
    }
}
