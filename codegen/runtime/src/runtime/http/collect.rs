//! Collects the body of a response into one buffer of limited size.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;

use super::throughput::Meter;
use super::transport::{Body, BoxError};

/// The reason why a body was not read to its end.
pub(crate) enum CollectError {
    /// The body was incomplete.
    Broken(BoxError),
    /// The body is larger than the limit.
    TooLarge,
    /// The body was slower than the minimum throughput.
    Stalled,
}

/// The number of frames after which other futures of the task run.
const FRAMES: usize = 64;

/// Lets the other futures of the task run once, such as a timer, which a body that always has a frame would not.
async fn pause() {
    let mut paused = false;
    poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

/// Reads a body up to a size. Returns the bytes that were read and, if the body was not read to its end, the reason.
pub(crate) async fn collect(mut body: Body, most: usize, mut meter: Meter) -> (Bytes, Option<CollectError>) {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let mut cut = None;
    for count in 1_usize.. {
        if count % FRAMES == 0 {
            pause().await;
        }
        let next = poll_fn(|context| match Pin::new(&mut body).poll_frame(context) {
            Poll::Ready(frame) => Poll::Ready(Some(frame)),
            Poll::Pending => meter.poll(context).map(|()| None),
        });
        let frame = match next.await {
            Some(Some(frame)) => frame,
            Some(None) => break,
            None => {
                cut = Some(CollectError::Stalled);
                break;
            }
        };
        let mut data = match frame.map(http_body::Frame::into_data) {
            Ok(Ok(data)) => data,
            Ok(Err(_trailers)) => continue,
            Err(cause) => {
                cut = Some(CollectError::Broken(cause));
                break;
            }
        };
        meter.received(data.len());
        let room = most - first.len() - rest.len();
        if data.len() > room {
            data.truncate(room);
            cut = Some(CollectError::TooLarge);
        }
        // Most responses arrive in one piece, which is then not copied.
        if first.is_empty() {
            first = data;
        } else {
            rest.extend_from_slice(&data);
        }
        if cut.is_some() {
            break;
        }
    }
    if rest.is_empty() {
        return (first, cut);
    }
    let mut whole = BytesMut::with_capacity(first.len() + rest.len());
    whole.extend_from_slice(&first);
    whole.extend_from_slice(&rest);
    (whole.freeze(), cut)
}
