//! Tests of Brotli and Zstandard: whole responses, responses in pieces, decompression bombs, and broken streams.

use std::collections::VecDeque;
use std::io::Write;

use bytes::Bytes;
use http_body_util::BodyExt;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::runtime::body::upload::Upload;
use crate::runtime::call::builder::Call;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::Declared;
use crate::runtime::http::brotli::Brotli;
use crate::runtime::http::decoder::{Decoded, Decoder, PIECE, decode_whole};
use crate::runtime::http::zstd::Zstd;

use super::server::{Server, response};
use super::support::*;

fn brotli(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 9, 22).write_all(plain).unwrap();
    packed
}

fn zstd(plain: &[u8]) -> Vec<u8> {
    compress_to_vec(plain, CompressionLevel::Fastest)
}

type New = fn() -> Box<dyn Decoder>;
type Pack = fn(&[u8]) -> Vec<u8>;

const CODINGS: [(&str, New, Pack); 2] =
    [("br", || Box::new(Brotli::new()), brotli), ("zstd", || Box::new(Zstd::new()), zstd)];

/// Text that compresses well, but not to nothing.
fn text(length: usize) -> Vec<u8> {
    (0_u64..).flat_map(|n| format!("{{\"n\":{}}},", n * n % 10_007).into_bytes()).take(length).collect()
}

#[test]
fn what_was_packed_comes_out() {
    for (name, new, pack) in CODINGS {
        for length in [0, 1, 100, PIECE, PIECE + 1, 300_000, 3_000_000] {
            let plain = text(length);
            let (out, more) = decode_whole(new(), pack(&plain).into(), usize::MAX).unwrap();
            assert!(out == plain && !more, "{name} {length}");
        }
    }
}

#[tokio::test]
async fn pieces_may_split_anywhere() {
    for (name, new, pack) in CODINGS {
        let plain = text(100_000);
        let packed = pack(&plain);
        for size in [1, 2, 3, 7, 1000] {
            let pieces: VecDeque<_> = packed.chunks(size).map(Bytes::copy_from_slice).collect();
            let body = Upload::stream(super::support::Items(pieces)).into_body();
            let mut body = Decoded::new(body, new());
            let mut out = Vec::new();
            while let Some(frame) = body.frame().await {
                let piece = frame.unwrap().into_data().unwrap();
                assert!(piece.len() <= PIECE);
                out.extend_from_slice(&piece);
            }
            assert!(out == plain, "{name} {size}");
        }
    }
}

#[test]
fn a_stream_that_is_cut_off_or_goes_on_is_an_error() {
    for (name, new, pack) in CODINGS {
        let packed = pack(&text(1000));
        for end in 1..packed.len() {
            let cut = Bytes::copy_from_slice(&packed[..end]);
            assert!(decode_whole(new(), cut, usize::MAX).is_err(), "{name} {end}");
        }
        let longer = [&packed[..], b"more bytes"].concat();
        assert!(decode_whole(new(), longer.into(), usize::MAX).is_err(), "{name}");
        assert!(decode_whole(new(), Bytes::new(), usize::MAX).unwrap().0.is_empty(), "{name}");
    }
}

/// Changes every byte, one at a time: the result is an error or other bytes, and never a panic.
#[test]
fn a_stream_that_is_broken_does_no_harm() {
    for (_, new, pack) in CODINGS {
        let packed = pack(&text(3000));
        for at in 0..packed.len() {
            for change in [0xFF, 0x01, 0x80] {
                let mut broken = packed.clone();
                broken[at] ^= change;
                let _ = decode_whole(new(), broken.into(), 1 << 20);
            }
        }
    }
}

#[test]
fn a_checksum_that_is_wrong_is_an_error() {
    let mut packed = zstd(&text(1000));
    *packed.last_mut().unwrap() ^= 1;
    let error = decode_whole(Box::new(Zstd::new()), packed.into(), usize::MAX).unwrap_err();
    assert!(error.to_string().contains("checksum"), "{error}");
}

#[test]
fn frames_and_skippable_frames_follow_each_other() {
    let skippable = [&[0x5A, 0x2A, 0x4D, 0x18, 5, 0, 0, 0][..], b"hello"].concat();
    let empty = [0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0];
    let packed = [&skippable[..], &zstd(b"one"), &empty, &zstd(b"two"), &skippable].concat();
    for size in [1, 1000] {
        let (mut decoder, mut out) = (Zstd::new(), Vec::new());
        for piece in packed.chunks(size) {
            let mut piece = Bytes::copy_from_slice(piece);
            loop {
                let plain = decoder.decode(&mut piece).unwrap();
                if plain.is_empty() {
                    break;
                }
                out.extend_from_slice(&plain);
            }
        }
        assert!(decoder.may_end());
        assert_eq!(out, b"onetwo");
    }
}

/// Blocks of four bytes that decompress to 128 KiB each: 16 GiB in all.
fn zstd_bomb() -> Bytes {
    let mut bomb = vec![0x28, 0xB5, 0x2F, 0xFD, 0, 0x38];
    for _ in 0..131_072 {
        bomb.extend([0b010, 0, 0x10, b'x']);
    }
    bomb.into()
}

#[test]
fn a_bomb_comes_out_bit_by_bit() {
    let mut packed = zstd_bomb();
    let (mut decoder, whole) = (Zstd::new(), packed.len());
    for _ in 0..100 {
        let plain = decoder.decode(&mut packed).unwrap();
        assert!(!plain.is_empty() && plain.len() <= PIECE && plain.iter().all(|byte| *byte == b'x'));
    }
    // At most a window and a block are held in memory; the rest is still compressed.
    assert!(whole - packed.len() < 4 * 100, "{}", whole - packed.len());
    let (plain, more) = decode_whole(Box::new(Zstd::new()), zstd_bomb(), 1_000_000).unwrap();
    assert!(plain.len() == 1_000_000 && more);
    let bomb = brotli(&vec![0; 100 << 20]);
    assert!(bomb.len() < 10_000);
    let (plain, more) = decode_whole(Box::new(Brotli::new()), bomb.into(), 1_000_000).unwrap();
    assert!(plain.len() == 1_000_000 && more);
}

#[test]
fn a_window_beyond_the_coding_is_refused() {
    // Headers with a window descriptor of 16 MiB; with a single segment of 1 GiB; with an unknown dictionary.
    for header in [&[0, 0x70][..], &[0xA0, 0, 0, 0, 0x40], &[0x01, 0x38, 7]] {
        let packed = [&[0x28, 0xB5, 0x2F, 0xFD][..], header, &[1, 0, 0]].concat();
        assert!(decode_whole(Box::new(Zstd::new()), packed.into(), usize::MAX).is_err(), "{header:?}");
    }
}

#[tokio::test]
async fn responses_and_downloads_are_decoded() {
    for (name, _, pack) in CODINGS {
        let headers = [("content-type", "application/json"), ("content-encoding", name)];
        let server = Server::responding(vec![response("200 OK", &headers, pack(br#"{"id":"x"}"#))]);
        let core = core(&server.url());
        let received = got(&core).await.unwrap();
        assert_eq!((received["id"].as_str(), received.headers().get("content-encoding")), (Some("x"), None));
        assert_eq!(server.requests()[0].header("accept-encoding"), Some("zstd, br, gzip"));
        let download = Call::new(&core, &GET).path("cart_id", "k").stream(&[Declared::Code(200)]).await.unwrap();
        let bytes = download.download().unwrap().into_inner().bytes().await.unwrap();
        assert_eq!(bytes, r#"{"id":"x"}"#, "{name}");
        assert_eq!(server.requests()[1].header("accept-encoding"), None);
        let broken = Server::responding(vec![response("201 Created", &headers, "{}")]);
        assert_eq!(created(&super::support::core(&broken.url())).await.unwrap_err().kind(), ErrorKind::Transport);
    }
}
