//! Tests of compressed responses that are streamed.

use std::collections::VecDeque;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use futures_core::Stream;

use crate::runtime::body::upload::Upload;
use crate::runtime::call::builder::Call;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::Declared;
use crate::runtime::call::response::RawResponse;
use crate::runtime::http::transport::{Body, BoxError};

use super::server::{Act, Server, response};
use super::support::{GET, Json, TOKEN, config, core};

fn packed(plain: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// Pieces that are not ready at once, optionally followed by silence.
struct Pieces {
    pieces: VecDeque<Bytes>,
    waited: bool,
    silent: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.waited = !self.waited;
        if self.waited {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        match self.pieces.pop_front() {
            None if self.silent => Poll::Pending,
            piece => Poll::Ready(piece.map(Ok)),
        }
    }
}

/// A response whose body arrives in pieces of a given size.
async fn streamed(coding: &'static str, body: &[u8], size: usize, silent: bool) -> RawResponse {
    let pieces: VecDeque<Bytes> = body.chunks(size).map(Bytes::copy_from_slice).collect();
    let transport = move |_request: http::Request<Body>| {
        let pieces = Pieces { pieces: pieces.clone(), waited: false, silent };
        let response = http::Response::builder().header("content-encoding", coding).header("content-length", "1");
        std::future::ready(response.body(Upload::stream(pieces).into_body()).map_err(BoxError::from))
    };
    let core = config("http://localhost").transport(transport).max_response_size(100_000).build().unwrap();
    Call::new(&core, &GET).path("cart_id", "k1").stream(&[Declared::Default]).await.unwrap()
}

/// Reads a body, and returns all of its bytes and the size of the longest piece, or the error.
async fn unpacked(body: &[u8], size: usize) -> Result<(Vec<u8>, usize), Error> {
    let mut download = streamed("gzip", body, size, false).await.download()?;
    assert_eq!(download.headers().get("content-encoding"), None);
    assert_eq!((download.headers().get("content-length"), download.length()), (None, None));
    let (mut whole, mut longest) = (Vec::new(), 0);
    while let Some(piece) = download.next().await {
        let piece = piece?;
        longest = longest.max(piece.len());
        whole.extend_from_slice(&piece);
    }
    Ok((whole, longest))
}

/// Text that compresses moderately well.
fn text(size: usize) -> Vec<u8> {
    let mut bits = 1_u32;
    let mut next = || {
        bits ^= bits << 13;
        bits ^= bits >> 17;
        bits ^= bits << 5;
        b"0123456789abcdef\n"[(bits % 17) as usize]
    };
    (0..size).map(|_| next()).collect()
}

#[tokio::test]
async fn pieces_may_split_anywhere() {
    let plain = text(3000);
    let header = GzBuilder::new().filename("a.txt").comment("b").extra([7; 300]);
    let mut encoder = header.write(Vec::new(), Compression::fast());
    encoder.write_all(&plain).unwrap();
    // Several members are decoded as one body.
    let mut body = encoder.finish().unwrap();
    body.extend(packed(b"-second"));
    body.extend(packed(b""));
    let expected = [&*plain, b"-second"].concat();
    for size in [1, 2, 3, 7, 10, 17, 64, 1000, 100_000] {
        assert_eq!(unpacked(&body, size).await.unwrap().0, expected, "{size}");
    }
    assert_eq!(unpacked(b"", 1).await.unwrap().0, b"");
    // A checksum of the header, which is rare.
    let mut checked = packed(&plain);
    checked[3] = 2;
    checked.splice(10..10, [1, 2]);
    assert_eq!(unpacked(&checked, 5).await.unwrap().0, plain);
}

#[tokio::test]
async fn a_stream_that_is_cut_off_anywhere_is_an_error() {
    let body = packed(text(500));
    for end in 1..body.len() {
        let error = unpacked(&body[..end], 50).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{end}");
        assert!(!format!("{error:?}").contains(TOKEN));
    }
    for (place, byte) in [(0, 0), (2, 9), (3, 0xE0), (body.len() - 1, 1), (body.len() - 8, body[body.len() - 8] ^ 1)] {
        let mut broken = body.clone();
        broken[place] = byte;
        assert_eq!(unpacked(&broken, 50).await.unwrap_err().kind(), ErrorKind::Transport, "{place}");
    }
    let trailing = [&*body, b"more"].concat();
    assert_eq!(unpacked(&trailing, 50).await.unwrap_err().kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn memory_is_bounded_by_what_comes_out() {
    let bomb = packed(vec![b'x'; 5_000_000]);
    assert!(bomb.len() < 50_000);
    let (whole, longest) = unpacked(&bomb, usize::MAX).await.unwrap();
    assert_eq!((whole.len(), longest), (5_000_000, 16 << 10));
    let download = streamed("gzip", &bomb, 1000, false).await.download().unwrap().into_inner();
    assert_eq!(download.bytes().await.unwrap_err().kind(), ErrorKind::TooLarge);
    let mut lines = streamed("gzip", &bomb, 1000, false).await.lines::<Json>().unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap_err().kind(), ErrorKind::TooLarge);
    let bomb = packed("data: more\n".repeat(200_000));
    let mut events = streamed("gzip", &bomb, 1000, false).await.text_events().unwrap();
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("an event of the response is larger than 100000 bytes"), "{error}");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn many_short_lines_may_come_in_one_piece() {
    let body = packed("12345678\n".repeat(100_000));
    let mut lines = streamed("X-GZIP", &body, usize::MAX, false).await.lines::<i64>().unwrap();
    let mut count = 0;
    while let Some(line) = lines.next().await {
        assert_eq!(line.unwrap(), 12_345_678);
        count += 1;
    }
    assert_eq!(count, 100_000);
}

#[tokio::test]
async fn an_event_comes_when_it_was_sent_and_not_with_the_next() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // The body is longer than one output piece, and its last piece is not full.
    let long = "x".repeat((16 << 10) * 3 - 8);
    for data in [&*long, "two"] {
        write!(encoder, "data: {data}\n\n").unwrap();
        encoder.flush().unwrap();
    }
    let so_far = encoder.get_ref().clone();
    let mut events = streamed("gzip", &so_far, usize::MAX, true).await.text_events().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, long);
    assert_eq!(events.next().await.unwrap().unwrap().data, "two");
}

#[tokio::test]
async fn a_coding_that_is_not_known_is_said_at_once() {
    for read in [
        |response: RawResponse| response.download().map(drop),
        |response: RawResponse| response.text_events().map(drop),
        |response: RawResponse| response.lines::<Json>().map(drop),
    ] {
        let error = read(streamed("deflate", b"\x01\x02", 1, false).await).unwrap_err();
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Decode, Some(200)));
        assert!(error.to_string().contains("compressed (deflate)"), "{error}");
        assert!(read(streamed("Identity", b"1", 1, false).await).is_ok());
    }
}

#[tokio::test]
async fn a_connection_that_ends_too_early_is_an_error() {
    let body = packed(text(500));
    let whole = response("200 OK", &[("content-encoding", "gzip")], &body);
    let server = Server::start(move |index, _| match index {
        0 => Act::Send(whole.clone()),
        _ => Act::Close(whole[..whole.len() - 100].to_vec()),
    });
    let core = core(&server.url());
    let get = || Call::new(&core, &GET).path("cart_id", "k1").stream(&[Declared::Default]);
    assert_eq!(get().await.unwrap().download().unwrap().into_inner().bytes().await.unwrap(), text(500));
    let error = get().await.unwrap().download().unwrap().into_inner().bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    // A compressor between client and service may delay events, so no compression is requested.
    assert!(server.requests().iter().all(|request| request.header("accept-encoding").is_none()));
}

#[tokio::test]
async fn zeros_after_a_member_are_padding() {
    let padded = [&packed("ab")[..], &[0; 5], &packed("cd"), &[0; 700]].concat();
    for size in [1, 7, usize::MAX] {
        assert_eq!(unpacked(&padded, size).await.unwrap().0, b"abcd");
        assert!(unpacked(&[&padded[..], b"x"].concat(), size).await.is_err());
        assert!(unpacked(&[&[0][..], &padded].concat(), size).await.is_err());
    }
}
