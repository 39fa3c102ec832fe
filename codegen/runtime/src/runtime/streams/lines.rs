//! Answers that are values on lines of their own: JSON lines, and JSON text sequences (RFC 7464).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::download::Download;
use crate::runtime::call::answer::{Answer, Reply};
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::json::decode::{self, Decode};

/// The values of an answer, as they come. It ends after the first error.
///
/// It is a `Stream`, and has its own [`next`](Self::next) for those who do without.
#[must_use = "nothing is read before it is wanted"]
pub struct Lines<T> {
    lines: TextLines,
    value: PhantomData<fn() -> T>,
}

impl Answer {
    /// Reads the body line by line, as JSON.
    ///
    /// # Errors
    /// It is compressed in a way that this client does not read.
    pub fn lines<T: Decode>(self) -> Result<Reply<Lines<T>>, Error> {
        let (head, download) = self.split()?;
        Ok(head.reply(Lines { lines: TextLines::new(download), value: PhantomData }))
    }
}

impl<T: Decode> Lines<T> {
    /// The next value; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The values for callers without async: an iterator.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::blocking_stream::Blocking<Self> {
        super::blocking_stream::Blocking::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let line = match ready!(self.lines.poll(context)) {
                Some(Ok(line)) => line,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            // A sequence has a mark before each value.
            let line = line.strip_prefix(b"\x1e").unwrap_or(&line).trim_ascii();
            if !line.is_empty() {
                let value = decode::from_slice(line).map_err(|cause| self.lines.unreadable("a line", cause));
                return Poll::Ready(Some(value));
            }
        }
    }
}

impl<T: Decode> Stream for Lines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("download", &self.lines.download).finish_non_exhaustive()
    }
}

/// The lines of a body, without their ends: a line feed, a carriage return, or both.
pub(super) struct TextLines {
    download: Download,
    /// What has come and is not yet told, from a place on.
    held: Vec<u8>,
    from: usize,
    /// How much of what is held has no end of a line.
    searched: usize,
    ended: bool,
}

impl TextLines {
    pub(super) fn new(download: Download) -> Self {
        Self { download, held: Vec::new(), from: 0, searched: 0, ended: false }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, Error>>> {
        loop {
            let line = self.line();
            // What is bounded is the line, not the piece in which it came: a small one may have become large.
            if line.as_ref().map_or(self.searched - self.from, Vec::len) > self.download.most() {
                return Poll::Ready(Some(Err(self.too_large("a line"))));
            }
            if let Some(line) = line {
                return Poll::Ready(Some(Ok(line)));
            }
            if self.ended {
                let last = self.held.split_off(self.from);
                (self.from, self.searched) = (0, 0);
                self.held.clear();
                return Poll::Ready((!last.is_empty()).then_some(Ok(last)));
            }
            self.held.drain(..self.from);
            self.searched -= self.from;
            self.from = 0;
            match ready!(self.download.poll(context)) {
                Some(Ok(piece)) => self.held.extend_from_slice(&piece),
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
    }

    /// A line that is held whole.
    fn line(&mut self) -> Option<Vec<u8>> {
        let found = self.held[self.searched..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = found.map(|found| self.searched + found) else {
            self.searched = self.held.len();
            return None;
        };
        let next = match (self.held[end], self.held.get(end + 1)) {
            (b'\r', Some(b'\n')) => end + 2,
            // A line feed may be still to come.
            (b'\r', None) if !self.ended => {
                self.searched = end;
                return None;
            }
            _ => end + 1,
        };
        let line = self.held[self.from..end].to_vec();
        (self.from, self.searched) = (next, next);
        Some(line)
    }

    /// Nothing more is wanted.
    pub(super) fn end(&mut self) {
        self.download.end();
        self.held.clear();
        (self.from, self.searched, self.ended) = (0, 0, true);
    }

    /// The most bytes that one line may have, or what is made of several.
    pub(super) fn most(&self) -> usize {
        self.download.most()
    }

    /// The error for what is too large; nothing comes after it.
    pub(super) fn too_large(&mut self, what: &str) -> Error {
        let fault = format!("{what} of the answer is over {} bytes", self.most());
        let fault = self.download.fault(ErrorKind::TooLarge, fault);
        self.end();
        fault
    }

    /// The error for what does not fit; nothing comes after it.
    pub(super) fn unreadable(&mut self, what: &str, cause: serde_json::Error) -> Error {
        let fault = self.download.fault(ErrorKind::Decode, format!("{what} of the answer does not fit"));
        self.end();
        fault.because(cause)
    }
}
