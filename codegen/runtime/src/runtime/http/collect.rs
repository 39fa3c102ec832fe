//! The body of an answer, frame by frame, into one piece of memory that stays within bounds.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

use super::transport::{Body, BoxError};

/// Why a body was not read to its end.
pub(crate) enum Cut {
    /// It did not come whole.
    Broken(BoxError),
    /// It is larger than wanted.
    TooLarge,
}

/// Reads a body up to a size: what came, and why it is not all.
pub(crate) async fn collect(mut body: Body, most: usize) -> (Bytes, Option<Cut>) {
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    let mut cut = None;
    while let Some(frame) = body.frame().await {
        let mut data = match frame.map(http_body::Frame::into_data) {
            Ok(Ok(data)) => data,
            Ok(Err(_trailers)) => continue,
            Err(cause) => {
                cut = Some(Cut::Broken(cause));
                break;
            }
        };
        let room = most - first.len() - rest.len();
        if data.len() > room {
            data.truncate(room);
            cut = Some(Cut::TooLarge);
        }
        // Most answers come in one piece, which is then not copied.
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
