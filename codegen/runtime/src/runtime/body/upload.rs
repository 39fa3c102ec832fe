//! Bodies in any format: bytes in memory, or a stream that is read while the request is sent.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

use super::payload::{Once, Payload, Piece};
use crate::runtime::call::builder::Call;
use crate::runtime::http::transport::{Body, BoxError};

/// A body that is sent unchanged: bytes, a string, or a stream of bytes.
///
/// Bytes and strings can be sent again by a retry. A stream can be read only once: after its first byte has been read,
/// the request is not retried. The timeout of an attempt
/// ([`CallOptions::timeout`](crate::runtime::call::options::CallOptions::timeout)) includes sending the body.
///
/// # Examples
///
/// A string is an upload, `Upload::from("abc")`, and so is a file that is not held in memory:
///
/// ```
/// use bytes::Bytes;
/// use futures_core::Stream;
/// use runtime::Upload;
/// use std::fs::File;
/// use std::io::{self, Read};
/// use std::pin::Pin;
/// use std::task::{Context, Poll};
///
/// struct Pieces(File);
///
/// impl Stream for Pieces {
///     type Item = io::Result<Bytes>;
///
///     fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
///         let mut piece = vec![0; 64 << 10];
///         Poll::Ready(match self.0.read(&mut piece) {
///             Ok(0) => None,
///             Ok(count) => Some(Ok(Bytes::from(piece).slice(..count))),
///             Err(error) => Some(Err(error)),
///         })
///     }
/// }
///
/// fn upload(path: &str) -> io::Result<Upload> {
///     let file = File::open(path)?;
///     let length = file.metadata()?.len();
///     Ok(Upload::sized_stream(Pieces(file), length).content_type("image/png"))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let path = std::env::temp_dir().join(format!("upload-of-an-example-{}", std::process::id()));
/// #     std::fs::write(&path, "abc")?;
/// #     let fake = runtime::Fake::new().respond_json(204, "");
/// #     let client = runtime::Client::builder().transport(fake.clone()).build()?;
/// #     let sent = client.samples().import(upload(path.to_str().unwrap())?).send().await;
/// #     std::fs::remove_file(path)?;
/// #     sent?;
/// #     assert_eq!(fake.requests()[0].body(), "abc");
/// #     assert_eq!(fake.requests()[0].headers()["content-type"], "image/png");
/// #     Ok(())
/// # }
/// ```
#[must_use = "it is not sent unless it is passed to a call"]
pub struct Upload {
    pub(crate) piece: Piece,
    pub(crate) content_type: Option<String>,
}

impl Upload {
    /// Creates a body from a stream of bytes, which is not held in memory.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::body(Streamed { stream: Box::pin(stream), length: None }.boxed_unsync())
    }

    /// Creates a body from a stream with a known length in bytes. Some services require the length in advance.
    pub fn sized_stream<S, E>(stream: S, length: u64) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::body(Streamed { stream: Box::pin(stream), length: Some(length) }.boxed_unsync())
    }

    /// Creates an upload from a body in the form that transports take.
    pub fn body(body: Body) -> Self {
        Self { piece: Piece::Once(Once::new(body)), content_type: None }
    }

    /// The upload in the form that transports take.
    pub fn into_body(self) -> Body {
        Payload::Pieces(vec![self.piece]).body()
    }

    /// Sets the media type, instead of the default one.
    pub fn content_type(self, media: &str) -> Self {
        Self { content_type: Some(media.to_owned()), ..self }
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self { piece: Piece::Whole(bytes), content_type: None }
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&str> for Upload {
    /// Copies the string.
    fn from(text: &str) -> Self {
        Bytes::copy_from_slice(text.as_bytes()).into()
    }
}

impl fmt::Debug for Upload {
    /// The content is not shown: it may be long, or contain something that should not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("content_type", &self.content_type).finish_non_exhaustive()
    }
}

impl Call {
    /// Sets the body to bytes, a string or a stream.
    pub fn upload(mut self, upload: Upload) -> Self {
        let media = upload.content_type.unwrap_or_else(|| self.content_type("application/octet-stream").to_owned());
        self.0.body = match upload.piece {
            Piece::Whole(bytes) => Payload::Whole(bytes),
            once @ Piece::Once(_) => Payload::Pieces(vec![once]),
        };
        self.header("content-type", &media)
    }
}

/// A stream as a body.
struct Streamed<S> {
    stream: Pin<Box<S>>,
    length: Option<u64>,
}

impl<S, E> http_body::Body for Streamed<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let item = self.stream.as_mut().poll_next(context);
        item.map(|item| item.map(|bytes| bytes.map(Frame::data).map_err(Into::into)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
