//! A real HTTP/1.1 server for tests. It records each request byte for byte, and a script determines its responses.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request that the server received.
#[derive(Clone, Debug)]
pub struct Request {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The reaction of the server to a request.
pub enum Act {
    /// Sends these bytes and keeps the connection.
    Send(Vec<u8>),
    /// Sends these bytes and closes the connection regularly.
    Close(Vec<u8>),
    /// Sends these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Sends these bytes and then nothing more for some time.
    Stall(Vec<u8>, Duration),
}

pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server whose script determines the reaction to the n-th request.
    pub fn start(script: impl Fn(usize, &Request) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (script, kept) = (Arc::new(script), requests.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (script, kept) = (script.clone(), kept.clone());
                thread::spawn(move || serve(stream, &*script, &kept));
            }
        });
        Self { address, requests }
    }

    /// Starts a server that sends these responses in order, and then repeats the last one.
    pub fn responding(responses: Vec<Vec<u8>>) -> Self {
        Self::start(move |index, _| Act::Send(responses[index.min(responses.len() - 1)].clone()))
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, script: &dyn Fn(usize, &Request) -> Act, kept: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut writer = stream;
    while let Some(request) = read(&mut reader) {
        let index = {
            let mut kept = kept.lock().unwrap();
            kept.push(request.clone());
            kept.len() - 1
        };
        match script(index, &request) {
            Act::Send(bytes) => drop(writer.write_all(&bytes)),
            Act::Close(bytes) => {
                let _ = writer.write_all(&bytes);
                let _ = writer.shutdown(Shutdown::Both);
                return;
            }
            Act::Reset(bytes) => {
                drop(reader);
                return reset(writer, &bytes);
            }
            Act::Stall(bytes, time) => {
                let _ = writer.write_all(&bytes);
                thread::sleep(time);
                return;
            }
        }
    }
}

/// Resets a connection instead of closing it regularly.
fn reset(mut writer: TcpStream, bytes: &[u8]) {
    let _ = writer.write_all(bytes);
    // Waits so that the bytes arrive before the reset.
    thread::sleep(Duration::from_millis(20));
    socket2::SockRef::from(&writer).set_linger(Some(Duration::ZERO)).unwrap();
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let line = read_line(reader)?;
    let mut headers = Vec::new();
    loop {
        let text = read_line(reader)?;
        let Some((name, value)) = text.split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request { line, headers, body: Vec::new() };
    if request.header("transfer-encoding").is_some() {
        loop {
            let size = usize::from_str_radix(read_line(reader)?.trim(), 16).ok()?;
            let mut chunk = vec![0; size];
            reader.read_exact(&mut chunk).ok()?;
            read_line(reader)?;
            if size == 0 {
                break;
            }
            request.body.extend(chunk);
        }
    } else if let Some(length) = request.header("content-length").and_then(|length| length.parse().ok()) {
        request.body = vec![0; length];
        reader.read_exact(&mut request.body).ok()?;
    }
    Some(request)
}

fn read_line(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = reader.read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A response with a body.
pub fn response(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.as_ref().len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend(body.as_ref());
    bytes
}

/// A JSON response.
pub fn json(status: &str, body: &str) -> Vec<u8> {
    response(status, &[("content-type", "application/json; charset=utf-8")], body)
}
