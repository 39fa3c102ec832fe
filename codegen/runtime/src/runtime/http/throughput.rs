//! The minimum throughput of bodies in both directions, so that a connection on which nothing moves does not hold a
//! call until its timeout.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;

use super::transport::{Body, BoxError, BoxFuture, Transport};

/// The maximum size in bytes of the pieces in which a request body is passed to the transport, so that its progress is
/// visible.
const PIECE: usize = 64 << 10;

/// The minimum throughput of a body. A body that is slower fails the attempt with
/// [`ErrorKind::Timeout`](crate::runtime::call::error::ErrorKind::Timeout).
///
/// A request body counts while the transport does not take more of it, a response body while the client waits for more
/// of it; the time that a stream of the caller takes to produce or consume its bytes does not count. Response bodies of
/// events and of lines are exempt, because they are silent while nothing happens.
///
/// # Examples
///
/// ```
/// use runtime::MinThroughput;
/// use std::time::Duration;
///
/// // 10 KiB in each 5 seconds.
/// let minimum = MinThroughput::new(10 << 10, Duration::from_secs(5));
/// assert_ne!(minimum, MinThroughput::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinThroughput {
    /// The minimum number of bytes in each period; 0 if there is no minimum.
    bytes: u64,
    period: Duration,
}

impl MinThroughput {
    /// Creates a minimum of `bytes` in each period.
    pub fn new(bytes: u64, period: Duration) -> Self {
        Self { bytes, period }
    }

    /// Creates a value without a minimum: a body may be as slow as the timeouts allow.
    pub fn off() -> Self {
        Self { bytes: 0, period: Duration::ZERO }
    }

    fn is_off(self) -> bool {
        self.bytes == 0 || self.period.is_zero()
    }

    /// The message that a body was too slow.
    pub(crate) fn missed(self, body: &str) -> String {
        format!("less than {} bytes of the {body} body moved within {:?}", self.bytes, self.period)
    }
}

impl Default for MinThroughput {
    /// Returns a minimum of 20 bytes in 20 s.
    fn default() -> Self {
        Self::new(20, Duration::from_secs(20))
    }
}

/// Measures the throughput of a response body.
pub(crate) struct Meter {
    minimum: MinThroughput,
    transport: Arc<dyn Transport>,
    bytes: u64,
    /// The time that the client has waited in this period.
    waited: Duration,
    /// When the current wait began.
    since: Option<Instant>,
    sleep: Option<BoxFuture<'static, ()>>,
}

impl Meter {
    pub(crate) fn new(minimum: MinThroughput, transport: Arc<dyn Transport>) -> Self {
        Self { minimum, transport, bytes: 0, waited: Duration::ZERO, since: None, sleep: None }
    }

    pub(crate) fn minimum(&self) -> MinThroughput {
        self.minimum
    }

    /// Counts received bytes.
    pub(crate) fn received(&mut self, bytes: usize) {
        self.sleep = None;
        let Some(since) = self.since.take() else { return };
        self.bytes += bytes as u64;
        self.waited += self.transport.now().saturating_duration_since(since);
        // The client may have done something else in between; a period counts only the time that it waited for bytes.
        if self.waited >= self.minimum.period {
            (self.bytes, self.waited) = (0, Duration::ZERO);
        }
    }

    /// Becomes ready if the body is too slow. It is called while there are no bytes to read.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.minimum.is_off() {
            return Poll::Pending;
        }
        loop {
            self.since.get_or_insert_with(|| self.transport.now());
            let left = self.minimum.period.saturating_sub(self.waited);
            let sleep = self.sleep.get_or_insert_with(|| sleep(&self.transport, left));
            ready!(sleep.as_mut().poll(context));
            self.sleep = None;
            if self.bytes < self.minimum.bytes {
                return Poll::Ready(());
            }
            (self.bytes, self.waited, self.since) = (0, Duration::ZERO, None);
        }
    }
}

/// A sleep that keeps its transport alive.
fn sleep(transport: &Arc<dyn Transport>, time: Duration) -> BoxFuture<'static, ()> {
    let transport = transport.clone();
    Box::pin(async move { transport.sleep(time).await })
}

/// The progress with which the transport reads a request body.
#[derive(Default)]
pub(crate) struct Progress {
    bytes: AtomicU64,
    /// Whether the body waits for its source, or has done so in this period.
    source: AtomicBool,
    source_waited: AtomicBool,
    ended: AtomicBool,
}

impl Progress {
    /// Watches a body that is long enough to stall. Other bodies are passed on in one piece.
    pub(crate) fn watch(body: Body, minimum: MinThroughput) -> (Body, Option<Arc<Self>>) {
        let short = body.size_hint().upper().is_some_and(|length| length <= PIECE as u64);
        if short || minimum.is_off() {
            return (body, None);
        }
        let (progress, length) = (Arc::new(Self::default()), body.size_hint().exact());
        let watched = Watched { body, rest: Bytes::new(), length, progress: progress.clone() };
        (watched.boxed_unsync(), Some(progress))
    }

    /// Completes if the transport reads too little of the body within a period.
    pub(crate) async fn stalled(&self, minimum: MinThroughput, transport: &dyn Transport) {
        let mut before = self.bytes.load(Relaxed);
        loop {
            if self.ended.load(Relaxed) {
                return std::future::pending().await;
            }
            transport.sleep(minimum.period).await;
            let now = self.bytes.load(Relaxed);
            let source = self.source_waited.swap(false, Relaxed) || self.source.load(Relaxed);
            if !source && !self.ended.load(Relaxed) && now - before < minimum.bytes {
                return;
            }
            before = now;
        }
    }
}

/// A request body whose progress is watched.
struct Watched {
    body: Body,
    /// The unread rest of the last piece.
    rest: Bytes,
    /// The length of the body, if it is known.
    length: Option<u64>,
    progress: Arc<Progress>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if this.rest.is_empty() {
            let frame = Pin::new(&mut this.body).poll_frame(context);
            this.progress.source.store(frame.is_pending(), Relaxed);
            if frame.is_pending() {
                this.progress.source_waited.store(true, Relaxed);
            }
            let Some(frame) = ready!(frame) else {
                this.progress.ended.store(true, Relaxed);
                return Poll::Ready(None);
            };
            match frame?.into_data() {
                Ok(data) => this.rest = data,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        let before = this.progress.bytes.fetch_add(piece.len() as u64, Relaxed);
        if this.length.is_some_and(|length| before + piece.len() as u64 >= length) {
            this.progress.ended.store(true, Relaxed);
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (mut size, rest) = (self.body.size_hint(), self.rest.len() as u64);
        if let Some(upper) = size.upper() {
            size.set_upper(upper + rest);
        }
        size.set_lower(size.lower() + rest);
        size
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.progress.ended.store(true, Relaxed);
    }
}
