//! The body of a request: nothing, bytes, or pieces that are still being produced.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

use crate::runtime::http::transport::{self, Body, BoxError};

/// The body of a request before it is sent. A clone shares the streams in it.
#[derive(Clone)]
pub(crate) enum Payload {
    /// No body.
    Empty,
    /// Bytes, which can be sent any number of times.
    Whole(Bytes),
    /// Several pieces, one after the other.
    Pieces(Vec<Piece>),
}

/// A piece of the body of a request.
#[derive(Clone)]
pub(crate) enum Piece {
    /// Bytes.
    Whole(Bytes),
    /// A body that can be sent only once.
    Once(Once),
}

impl Payload {
    /// Whether a part of the body was consumed, so that it cannot be sent again.
    pub(crate) fn is_spent(&self) -> bool {
        match self {
            Self::Empty | Self::Whole(_) => false,
            Self::Pieces(pieces) => pieces.iter().any(|piece| match piece {
                Piece::Whole(_) => false,
                Piece::Once(once) => once.lock().started,
            }),
        }
    }

    /// The body in the form that transports take.
    pub(crate) fn body(&self) -> Body {
        match self {
            Self::Empty => transport::full_body(Bytes::new()),
            Self::Whole(bytes) => transport::full_body(bytes.clone()),
            Self::Pieces(pieces) => Chain(pieces.iter().cloned().collect()).boxed_unsync(),
        }
    }
}

/// A body that can be sent once. Until its first byte is read, it can be passed to another request.
#[derive(Clone)]
pub(crate) struct Once(Arc<Mutex<State>>);

struct State {
    body: Body,
    started: bool,
}

impl Once {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(State { body, started: false })))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body of several pieces, one after the other.
struct Chain(VecDeque<Piece>);

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            let frame = match self.0.front() {
                None => return Poll::Ready(None),
                Some(Piece::Whole(bytes)) => {
                    let bytes = bytes.clone();
                    self.0.pop_front();
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Some(Piece::Once(once)) => {
                    let mut state = once.lock();
                    state.started = true;
                    ready!(Pin::new(&mut state.body).poll_frame(context))
                }
            };
            match frame {
                Some(frame) => return Poll::Ready(Some(frame)),
                None => drop(self.0.pop_front()),
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let sizes = self.0.iter().map(|piece| match piece {
            Piece::Whole(bytes) => Some(bytes.len() as u64),
            Piece::Once(once) => http_body::Body::size_hint(&once.lock().body).exact(),
        });
        match sizes.sum::<Option<u64>>() {
            Some(size) => SizeHint::with_exact(size),
            None => SizeHint::default(),
        }
    }
}
