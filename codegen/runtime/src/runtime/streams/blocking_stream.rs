//! Streams for callers without async: an iterator whose thread waits for the next item.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use crate::runtime::call::blocking;

/// An iterator over events, lines, pages or items. It ends after the first error.
///
/// The thread is blocked until the next one arrives, with the restrictions that `send_blocking` documents. If the
/// request was sent with `send`, the connection belongs to the async runtime in which that happened, which must keep
/// running.
///
/// # Examples
///
/// ```
/// use runtime::{Blocking, Error};
///
/// /// Collects what arrives before the first error.
/// fn collect<S, T>(stream: Blocking<S>) -> Result<Vec<T>, Error>
/// where
///     Blocking<S>: Iterator<Item = Result<T, Error>>,
/// {
///     stream.collect()
/// }
/// # let fake = runtime::Fake::new().respond_json(200, "[1, 2]").respond_json(200, "[]");
/// # let client = runtime::Client::builder().transport(fake).build().unwrap();
/// # assert_eq!(collect(client.samples().list().items().blocking()).unwrap(), [1, 2]);
/// ```
#[must_use = "nothing is read before it is wanted"]
pub struct Blocking<S>(S);

impl<S> Blocking<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(stream)
    }

    /// The async stream, for example for the identifier of the last event.
    pub fn get_ref(&self) -> &S {
        &self.0
    }

    /// The async stream, which continues at the same position.
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
