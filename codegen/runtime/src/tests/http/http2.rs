//! Tests of HTTP/2: a call, and a stream that the server refuses before it processes it.

use bytes::Bytes;
use http::Response;
use tokio::net::TcpListener;

use crate::runtime::call::error::ErrorKind;
use crate::runtime::http::reqwest::Reqwest;

use super::support::*;

/// A server without TLS that refuses the first streams and responds to the others.
async fn server(refused: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut count = 0;
        while let Ok((stream, _)) = listener.accept().await {
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((request, mut respond))) = connection.accept().await {
                assert_eq!(request.version(), http::Version::HTTP_2);
                count += 1;
                if count <= refused {
                    respond.send_reset(h2::Reason::REFUSED_STREAM);
                    continue;
                }
                let mut body = respond.send_response(Response::new(()), false).unwrap();
                body.send_data(Bytes::from_static(b"{\"id\":\"x\"}"), true).unwrap();
            }
        }
    });
    url
}

#[tokio::test]
async fn a_refused_stream_is_retried_whatever_the_method() {
    for (refused, attempts) in [(0, None), (1, None), (9, Some(4))] {
        let transport = Reqwest::configured(|builder| builder.http2_prior_knowledge().no_proxy()).unwrap();
        let core = config(&server(refused).await).transport(transport).build().unwrap();
        match (submitted(&core).await, attempts) {
            (Ok(_), None) => assert_eq!(got(&core).await.unwrap()["id"], "x"),
            (Err(error), Some(attempts)) => {
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, attempts), "{error:#}");
            }
            (outcome, _) => panic!("{refused}: {outcome:?}"),
        }
    }
}
