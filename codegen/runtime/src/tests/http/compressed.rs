//! Tests of compressed responses.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::runtime::call::error::ErrorKind;

use super::server::{Server, response};
use super::support::*;

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn headers(coding: &'static str) -> [(&'static str, &'static str); 2] {
    [("content-type", "application/json"), ("content-encoding", coding)]
}

#[tokio::test]
async fn answers_are_unpacked() {
    let body = packed(r#"{"id":"x"}"#);
    let server = Server::responding(vec![
        response("201 Created", &headers("gzip"), &body),
        response("400 Bad Request", &headers("GZIP"), packed(r#"{"code":7}"#)),
    ]);
    let core = core(&server.url());
    let response = created(&core).await.unwrap();
    assert_eq!((response["id"].as_str(), response.headers().get("content-encoding")), (Some("x"), None));
    assert_eq!(created(&core).await.unwrap_err().code(), Some("7"));
    assert_eq!(server.requests()[0].header("accept-encoding"), Some("zstd, br, gzip"));
}

#[tokio::test]
async fn the_cap_is_on_what_comes_out() {
    let bomb = packed(&format!("\"{}\"", "x".repeat(10_000_000)));
    assert!(bomb.len() < 50_000);
    let server = Server::responding(vec![response("201 Created", &headers("gzip"), bomb)]);
    let core = config(&server.url()).max_response_size(100_000).build().unwrap();
    assert_eq!(created(&core).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn what_cannot_be_unpacked_is_said() {
    let body = packed(r#"{"id":"x"}"#);
    let server = Server::responding(vec![response("200 OK", &headers("gzip"), &body[..body.len() - 9])]);
    assert_eq!(submitted(&core(&server.url())).await.unwrap_err().kind(), ErrorKind::Transport);
    let server = Server::responding(vec![response("201 Created", &headers("deflate"), "\u{1}\u{2}")]);
    let error = created(&core(&server.url())).await.unwrap_err();
    assert!(error.to_string().contains("compressed (deflate)"), "{error}");
}

#[tokio::test]
async fn zeros_after_the_last_member_are_padding() {
    let (first, second) = (packed(r#"{"id":"#), packed(r#""x"}"#));
    let padded = [&first[..], &[0; 3], &second, &[0; 700]].concat();
    let garbage = [&padded[..], b"x"].concat();
    let server = Server::responding(vec![
        response("201 Created", &headers("gzip"), padded),
        response("201 Created", &headers("gzip"), garbage),
    ]);
    let core = config(&server.url()).retry(crate::runtime::call::retry::Retry::off()).build().unwrap();
    assert_eq!(created(&core).await.unwrap()["id"], "x");
    assert_eq!(created(&core).await.unwrap_err().kind(), ErrorKind::Transport);
}
