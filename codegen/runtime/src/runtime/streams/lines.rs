//! Responses with one JSON value per line: JSON Lines, and JSON text sequences (RFC 7464).

use std::fmt;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::download::Download;
use super::stream::stream;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::response::{RawResponse, Response};
use crate::runtime::json::decode::Decode;
use crate::runtime::json::read;

/// The values of a response, in the order in which they arrive. The stream ends after the first error.
///
/// It implements `Stream`, and has a method [`next`](Self::next) for callers that do not use `Stream`.
///
/// # Examples
///
/// ```
/// use runtime::{Error, Lines};
///
/// async fn sum(mut lines: Lines<i64>) -> Result<i64, Error> {
///     let mut sum = 0;
///     while let Some(line) = lines.next().await {
///         sum += line?;
///     }
///     Ok(sum)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let response = http::Response::builder().header("content-type", "application/jsonl");
/// #     let fake = runtime::Fake::new().respond(response.body("1\n2\n".into())?);
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     assert_eq!(sum(client.samples().tail().send().await?.into_inner()).await?, 3);
/// #     Ok(())
/// # }
/// ```
#[must_use = "nothing is read before it is wanted"]
pub struct Lines<T> {
    lines: TextLines,
    read: ReadLine<T>,
}

/// A function that reads a line; `None` if the line has no value.
type ReadLine<T> = fn(&[u8]) -> Option<Result<T, Unreadable>>;

/// Reads a line of JSON. A sequence has a mark before each value.
fn json_line<T: Decode>(line: &[u8]) -> Option<Result<T, Unreadable>> {
    let line = line.strip_prefix(b"\x1e").unwrap_or(line).trim_ascii();
    (!line.is_empty()).then(|| json(line))
}

/// A value of a stream that does not fit its type.
pub(super) struct Unreadable {
    /// The JSON of the value; empty if the value has none.
    json: Bytes,
    /// The path of the property that caused the error.
    member: Option<String>,
    cause: serde_json::Error,
}

impl From<serde_json::Error> for Unreadable {
    fn from(cause: serde_json::Error) -> Self {
        Self { json: Bytes::new(), member: None, cause }
    }
}

/// Reads a value of a stream. The JSON is copied only for an error.
pub(super) fn json<T: Decode>(text: &[u8]) -> Result<T, Unreadable> {
    match read::read(text) {
        Ok((value, _)) => Ok(value),
        Err((cause, member)) => Err(Unreadable { json: Bytes::copy_from_slice(text), member, cause }),
    }
}

impl RawResponse {
    /// Reads the body line by line, as JSON.
    ///
    /// The accepted media types are those of JSON and its line formats, those that the operation documents, and two
    /// unspecific ones: `text/plain` and `application/octet-stream`.
    ///
    /// # Errors
    /// The response has another content type, or a content coding that this client does not support.
    pub fn lines<T: Decode>(self) -> Result<Response<Lines<T>>, Error> {
        self.read_lines(json_line)
    }

    /// Reads the body line by line, as plain text. Invalid UTF-8 becomes U+FFFD.
    ///
    /// # Errors
    /// Those of [`lines`](Self::lines).
    pub fn text_lines(self) -> Result<Response<Lines<String>>, Error> {
        self.read_lines(|line| Some(Ok(String::from_utf8_lossy(line).into_owned())))
    }

    fn read_lines<T>(self, read: ReadLine<T>) -> Result<Response<Lines<T>>, Error> {
        let declared = self.operation.accept;
        let (head, download) = self.split_typed("lines of JSON", |media| {
            let mut declared = declared.split(',').map(|media| media.split(';').next().unwrap_or_default().trim());
            media.contains("json")
                || matches!(media, "text/plain" | "application/octet-stream")
                || declared.any(|declared| declared.eq_ignore_ascii_case(media))
        })?;
        Ok(head.response(Lines { lines: TextLines::new(download), read }))
    }
}

impl<T: Decode> Lines<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let line = match ready!(self.lines.poll(context)) {
                Some(Ok(line)) => line,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            if let Some(value) = (self.read)(&line) {
                return Poll::Ready(Some(value.map_err(|cause| self.lines.unreadable("a line", cause))));
            }
        }
    }
}

stream!(Lines<T: Decode> of T, "value");

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("download", &self.lines.download).finish_non_exhaustive()
    }
}

/// The lines of a body, without their ends: a line feed, a carriage return, or both; and without a byte order mark
/// before the first.
pub(super) struct TextLines {
    download: Download,
    /// Whether a line has been returned.
    begun: bool,
    /// Whether the last line ended in a carriage return, so that a line feed right after it belongs to it. The line is
    /// returned without waiting for that: the service may send nothing more for a long time.
    after_return: bool,
    /// The received bytes. Those from a position on have not been returned yet.
    held: Vec<u8>,
    from: usize,
    /// The number of bytes in the buffer in which no line end was found.
    searched: usize,
    ended: bool,
}

impl TextLines {
    pub(super) fn new(download: Download) -> Self {
        Self { download, begun: false, after_return: false, held: Vec::new(), from: 0, searched: 0, ended: false }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, Error>>> {
        loop {
            let line = self.line();
            // The limit applies to the line rather than to the piece in which it arrived, because a small piece may
            // decompress to a large one.
            if line.as_ref().map_or(self.searched - self.from, Vec::len) > self.download.most() {
                return Poll::Ready(Some(Err(self.too_large("a line"))));
            }
            if let Some(line) = line {
                return Poll::Ready(Some(Ok(self.unmarked(line))));
            }
            if self.ended {
                let last = self.held.split_off(self.from);
                (self.from, self.searched) = (0, 0);
                self.held.clear();
                return Poll::Ready((!last.is_empty()).then(|| Ok(self.unmarked(last))));
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

    /// Removes the byte order mark that the first line may have.
    fn unmarked(&mut self, line: Vec<u8>) -> Vec<u8> {
        let begun = std::mem::replace(&mut self.begun, true);
        match line.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) if !begun => rest.to_vec(),
            _ => line,
        }
    }

    /// A line that has been received completely.
    fn line(&mut self) -> Option<Vec<u8>> {
        if self.after_return && self.from < self.held.len() {
            self.after_return = false;
            if self.held[self.from] == b'\n' {
                self.from += 1;
                self.searched = self.from;
            }
        }
        let found = self.held[self.searched..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = found.map(|found| self.searched + found) else {
            self.searched = self.held.len();
            return None;
        };
        let line = self.held[self.from..end].to_vec();
        self.after_return = self.held[end] == b'\r';
        (self.from, self.searched) = (end + 1, end + 1);
        Some(line)
    }

    /// Ends the stream, because nothing more is read.
    pub(super) fn end(&mut self) {
        self.download.end();
        self.held.clear();
        (self.from, self.searched, self.ended) = (0, 0, true);
    }

    /// The maximum size in bytes of a line, or of a value from several lines.
    pub(super) fn most(&self) -> usize {
        self.download.most()
    }

    /// The error for a line that is too large; the stream ends with it.
    pub(super) fn too_large(&mut self, what: &str) -> Error {
        let error = format!("{what} of the response is larger than {} bytes", self.most());
        let error = self.download.error(ErrorKind::TooLarge, error);
        self.end();
        error
    }

    /// The error for a value that does not fit its type. The stream ends with it.
    pub(super) fn unreadable(&mut self, what: &str, value: Unreadable) -> Error {
        let Unreadable { json, member, cause } = value;
        let detail = format!("{what} of the response does not match its type");
        let error = self
            .download
            .error_of(json, |response| response.error(ErrorKind::Decode, detail).at(member).because(cause));
        self.end();
        error
    }
}
