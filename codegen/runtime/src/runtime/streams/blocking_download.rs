//! A download for callers without async: a reader whose thread waits for the next bytes.

use std::fmt;
use std::io::{self, BufRead, Read};

use bytes::{Buf, Bytes};

use super::download::Download;
use crate::runtime::call::blocking;
use crate::runtime::call::error::{Error, ErrorKind};

/// The body of a response as a [`Read`] and a [`BufRead`].
///
/// The thread is blocked until the next bytes arrive, with the restrictions that `send_blocking` documents. If the
/// request was sent with `send`, the connection belongs to the async runtime in which that happened, which must keep
/// running.
///
/// The size of the body is not limited: use `take` for that. Errors are [`io::Error`]s that hold the [`Error`] of the
/// call (`get_ref`), with the kind `TimedOut` if the next bytes did not arrive in time. A reader that has failed fails
/// again and never reports the end of the body.
///
/// # Examples
///
/// ```
/// use runtime::Download;
/// use std::io;
///
/// fn save(download: Download, mut file: impl io::Write) -> io::Result<u64> {
///     io::copy(&mut download.blocking(), &mut file)
/// }
/// # let response = http::Response::builder().header("content-type", "application/octet-stream");
/// # let fake = runtime::Fake::new().respond(response.body("abc".into()).unwrap());
/// # let client = runtime::Client::builder().transport(fake).build().unwrap();
/// # let mut file = Vec::new();
/// # assert_eq!(save(client.samples().export().send_blocking().unwrap().into_inner(), &mut file).unwrap(), 3);
/// ```
#[must_use = "nothing is read before it is wanted"]
pub struct DownloadReader {
    download: Download,
    /// The received bytes that have not been read yet.
    piece: Bytes,
    failed: bool,
}

impl Download {
    /// Converts the download to a [`Read`], for callers without async.
    pub fn blocking(self) -> DownloadReader {
        DownloadReader { download: self, piece: Bytes::new(), failed: false }
    }
}

impl DownloadReader {
    /// The number of bytes after the buffered ones (`fill_buf`), if the service has stated the length.
    pub fn length(&self) -> Option<u64> {
        self.download.length()
    }
}

impl Read for DownloadReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let count = self.fill_buf()?.len().min(into.len());
        self.piece.copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}

impl BufRead for DownloadReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.piece.is_empty() {
            if self.failed {
                return Err(io::Error::other("the download has failed before"));
            }
            match blocking::wait(self.download.next()) {
                Some(Ok(piece)) => self.piece = piece,
                Some(Err(error)) => {
                    self.failed = true;
                    return Err(io_error(error));
                }
                None => break,
            }
        }
        Ok(&self.piece)
    }

    fn consume(&mut self, count: usize) {
        self.piece.advance(count);
    }
}

fn io_error(error: Error) -> io::Error {
    let kind = match error.kind() {
        ErrorKind::Timeout => io::ErrorKind::TimedOut,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

impl fmt::Debug for DownloadReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadReader").field("download", &self.download).finish_non_exhaustive()
    }
}
