//! Responses in parts, one JSON value in each: `multipart/mixed` (RFC 2046).

use std::fmt;
use std::task::{Context, Poll, ready};

use http::header::CONTENT_TYPE;
use serde::de::Error as _;

use super::lines::{TextLines, Unreadable, json};
use super::stream::stream;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::response::{RawResponse, Response};
use crate::runtime::http::header_values;
use crate::runtime::json::decode::Decode;

/// The values of a response in parts, in the order in which they arrive. The stream ends after the first error.
///
/// It implements `Stream`, and has a method [`next`](Self::next) for callers that do not use `Stream`.
///
/// # Examples
///
/// ```
/// use runtime::{Error, Parts};
///
/// async fn sum(mut parts: Parts<i64>) -> Result<i64, Error> {
///     let mut sum = 0;
///     while let Some(part) = parts.next().await {
///         sum += part?;
///     }
///     Ok(sum)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let response = http::Response::builder().header("content-type", "multipart/mixed; boundary=b");
/// #     let fake = runtime::Fake::new().respond(response.body("--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--".into())?);
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     assert_eq!(sum(client.samples().split().send().await?.into_inner()).await?, 3);
/// #     Ok(())
/// # }
/// ```
#[must_use = "nothing is read before it is wanted"]
pub struct Parts<T> {
    lines: TextLines,
    /// The line between parts: `--` and the boundary that the content type names.
    delimiter: String,
    within: Within,
    read: fn(&[u8]) -> Result<T, Unreadable>,
}

/// The section to which the next line belongs.
enum Within {
    /// The text before the first part or after the last one, which is ignored.
    Margin,
    /// The headers of a part. `other` is its content type if that is not JSON.
    Headers { other: Option<String> },
    /// The content of a part: its lines so far.
    Content(Vec<u8>),
}

impl RawResponse {
    /// Reads the body part by part, as JSON. A part without a content type is JSON.
    ///
    /// # Errors
    /// The response has a content type that is not multipart or names no boundary, or a content coding that this client
    /// does not support.
    pub fn parts<T: Decode>(self) -> Result<Response<Parts<T>>, Error> {
        let content_type = self.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = content_type.and_then(|value| header_values::param(value, "boundary"));
        let Some(delimiter) = boundary.filter(|boundary| !boundary.is_empty()).map(|boundary| format!("--{boundary}"))
        else {
            let error =
                self.error(ErrorKind::Decode, "the response has no multipart content type with a boundary".to_owned());
            return Err(error.with_response(self.received).without(&self.secrets));
        };
        let (head, download) = self.split_typed("parts", |media| media.starts_with("multipart/"))?;
        Ok(head.response(Parts { lines: TextLines::new(download), delimiter, within: Within::Margin, read: json }))
    }
}

impl<T: Decode> Parts<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let line = match ready!(self.lines.poll(context)) {
                Some(Ok(line)) => line,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.ended().map(Err)),
            };
            let outcome = match self.mark(&line) {
                Some(is_last) => self.delimited(is_last),
                None => self.add(&line),
            };
            if let Some(outcome) = outcome {
                return Poll::Ready(Some(outcome));
            }
        }
    }

    /// Whether a line separates parts, and if so, whether it follows the last one.
    fn mark(&self, line: &[u8]) -> Option<bool> {
        let rest = line.strip_prefix(self.delimiter.as_bytes())?.trim_ascii_end();
        matches!(rest, b"" | b"--").then_some(!rest.is_empty())
    }

    /// Ends the current part, and returns its value.
    fn delimited(&mut self, is_last: bool) -> Option<Result<T, Error>> {
        let next = if is_last { Within::Margin } else { Within::Headers { other: None } };
        let outcome = match std::mem::replace(&mut self.within, next) {
            Within::Margin => None,
            Within::Headers { .. } => {
                Some(Err(self.unreadable(serde_json::Error::custom("it ends before its content").into())))
            }
            Within::Content(content) => Some((self.read)(&content).map_err(|cause| self.unreadable(cause))),
        };
        if is_last {
            self.lines.end();
        }
        outcome
    }

    fn add(&mut self, line: &[u8]) -> Option<Result<T, Error>> {
        match &mut self.within {
            Within::Margin => None,
            Within::Headers { other } if line.is_empty() => match other.take() {
                Some(other) => {
                    let cause = serde_json::Error::custom(format_args!("it is `{other}`, and not JSON"));
                    Some(Err(self.unreadable(cause.into())))
                }
                None => {
                    self.within = Within::Content(Vec::new());
                    None
                }
            },
            Within::Headers { other } => {
                let header = String::from_utf8_lossy(line);
                if let Some((name, value)) = header.split_once(':')
                    && name.trim().eq_ignore_ascii_case(CONTENT_TYPE.as_str())
                    && !value.to_ascii_lowercase().contains("json")
                {
                    *other = Some(value.trim().to_owned());
                }
                None
            }
            Within::Content(content) => {
                // JSON contains line ends only between values, where all forms of white space are equal.
                content.extend_from_slice(line);
                content.push(b'\n');
                let is_too_large = content.len() > self.lines.most();
                is_too_large.then(|| Err(self.lines.too_large("a part")))
            }
        }
    }

    /// The error at the end of the response; `None` if the end follows the last part.
    fn ended(&mut self) -> Option<Error> {
        match std::mem::replace(&mut self.within, Within::Margin) {
            Within::Margin => None,
            Within::Headers { .. } | Within::Content(_) => {
                Some(self.unreadable(serde_json::Error::custom("the response ends within it").into()))
            }
        }
    }

    fn unreadable(&mut self, part: Unreadable) -> Error {
        self.within = Within::Margin;
        self.lines.unreadable("a part", part)
    }
}

stream!(Parts<T: Decode> of T, "value");

impl<T> fmt::Debug for Parts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("delimiter", &self.delimiter).finish_non_exhaustive()
    }
}
