//! Code that the tests and the examples share: a server that sends prepared responses.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A request that the server received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The request line: `POST /v1/customers/c/carts HTTP/1.1`.
    pub line: String,
    /// The headers, with their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// A server on this machine that sends its responses in order, and then repeats the last one.
#[derive(Debug)]
pub struct Server {
    url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server. A response is a status, further header lines and a body. For the status 0, the connection is
    /// closed without a response.
    ///
    /// # Panics
    /// When no port is free.
    pub fn start<B: Into<Vec<u8>>>(answers: impl IntoIterator<Item = (u16, &'static str, B)>) -> Self {
        let answers: Vec<Vec<u8>> =
            answers.into_iter().map(|(status, headers, body)| answer(status, headers, &body.into())).collect();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (seen, answers) = (Arc::clone(&seen), answers.clone());
                // A client may keep one connection open while it opens another.
                thread::spawn(move || serve(stream, &answers, &seen));
            }
        });
        Self { url, requests }
    }

    /// The base URL of the server.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The bytes of a response; empty for the status 0.
fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    if status == 0 {
        return Vec::new();
    }
    let mut answer = format!("HTTP/1.1 {status} Answer\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for header in headers.lines() {
        answer.extend_from_slice(format!("{header}\r\n").as_bytes());
    }
    answer.extend_from_slice(b"\r\n");
    answer.extend_from_slice(body);
    answer
}

/// Serves the requests of one connection, until it ends.
fn serve(stream: TcpStream, answers: &[Vec<u8>], seen: &Mutex<Vec<Request>>) {
    let Ok(mut writer) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let at = {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(request);
            seen.len() - 1
        };
        let Some(answer) = answers.get(at).or(answers.last()) else { return };
        if answer.is_empty() || writer.write_all(answer).is_err() {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut request = Request { line: line(reader)?, ..Request::default() };
    loop {
        let line = line(reader)?;
        let Some((name, value)) = line.split_once(':') else { break };
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

/// A line without its end; `None` at the end of the connection.
fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    let read = reader.read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}
