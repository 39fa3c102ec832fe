//! What comes bit by bit, for callers without async: an iterator whose thread waits for the next item.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use crate::runtime::call::blocking;

/// Events, lines, pages or items, one after the other; it ends after the first error.
///
/// The thread waits for the next one, as it does in `send_blocking`, and what is said there holds here too. Where the
/// request was sent by `send`, the async runtime in which that was done has the connection and must go on meanwhile.
#[must_use = "nothing is read before it is wanted"]
pub struct Blocking<S>(S);

impl<S> Blocking<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(stream)
    }

    /// The async form: what it knows so far, such as the last event's identifier.
    pub fn get_ref(&self) -> &S {
        &self.0
    }

    /// The async form, which goes on where this one has come to.
    pub fn into_inner(self) -> S {
        self.0
    }
}

impl<S: Stream + Unpin> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        blocking::wait(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.0).finish()
    }
}
