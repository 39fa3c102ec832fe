//! The server, which keeps what it received.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::{LARGE, PIECE};

/// The head of a request, and its body unless that is large.
#[derive(Clone, Debug, Default)]
pub struct Request {
    head: String,
    pub body: String,
    pub length: usize,
}

impl Request {
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }
}

pub type Seen = Arc<Mutex<Vec<Request>>>;

pub fn serve() -> (String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Seen::default();
    let kept = seen.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let kept = kept.clone();
            thread::spawn(move || drop(answer(stream.unwrap(), &kept)));
        }
    });
    (url, seen)
}

fn answer(mut stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut request = Request::default();
        while !request.head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut request.head)? == 0 {
                return Ok(());
            }
        }
        if request.header("transfer-encoding").is_some() {
            loop {
                let mut line = String::new();
                reader.read_line(&mut line)?;
                let size = usize::from_str_radix(line.trim(), 16).unwrap();
                body(&mut reader, size, &mut request)?;
                reader.read_line(&mut String::new())?;
                if size == 0 {
                    break;
                }
            }
        } else {
            let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
            body(&mut reader, length, &mut request)?;
        }
        let is_get = request.head.starts_with("GET ");
        let has_path = is_get || request.path().starts_with("/jobs/") || ["/found", "/search"].contains(&request.path());
        let mut path = if has_path { request.path().to_owned() } else { String::new() };
        if path == "/search" && request.body.contains("token") {
            path.push_str("?2");
        }
        let is_events = request.header("accept").is_some_and(|accept| accept.starts_with("text/event-stream"));
        seen.lock().unwrap().push(request);
        if is_events {
            let events = "data: {\"delta\":\"a\"}\n\ndata: {\"delta\":\"b\"}\n\ndata: [DONE]\n\n";
            let length = events.len();
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: {length}\r\n\r\n{events}")?;
            continue;
        }
        reply(&mut stream, &path)?;
    }
}

/// Reads a body, and stores it if it is small.
fn body(reader: &mut impl Read, length: usize, request: &mut Request) -> std::io::Result<()> {
    let mut buffer = vec![0; PIECE];
    let mut left = length;
    while left > 0 {
        let read = reader.read(&mut buffer[..left.min(PIECE)])?;
        left -= read;
        request.length += read;
        if request.body.len() < 4096 {
            request.body.push_str(&String::from_utf8_lossy(&buffer[..read.min(4096)]));
        }
    }
    Ok(())
}

fn reply(stream: &mut TcpStream, path: &str) -> std::io::Result<()> {
    let mut json = |status: &str, headers: &str, body: &str| {
        let length = body.len();
        let kind = "content-type: application/json";
        write!(stream, "HTTP/1.1 {status}\r\n{kind}\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
    };
    match path {
        "/link" => json("200 OK", "", r#"{"value":[{"id":"a"}],"@odata.nextLink":"/link?2"}"#),
        "/link?2" => json("200 OK", "", r#"{"value":[{"id":"b"}]}"#),
        "/header" => json("200 OK", "link: </header?page=2>; rel=\"next\"\r\n", r#"[{"id":"c"}]"#),
        "/header?page=2" => json("200 OK", "", r#"[{"id":"d"}]"#),
        "/search" => json("200 OK", "", r#"{"data":[{"id":"k"}],"meta":{"next_token":"t \"1\""}}"#),
        "/search?2" => json("200 OK", "", r#"{"data":[{"id":"l"}],"meta":{"next_token":null}}"#),
        "/seek?direction=0&size=2" | "/seek?size=2&direction=0" => {
            let next = r#""next":{"headers":[{"key":"X-Continuation","value":"t 1"}]}"#;
            json("200 OK", "", &format!(r#"{{"items":[{{"id":"e"}},{{"id":"f"}}],{next}}}"#))
        }
        "/seek?size=2&direction=Next%20%26%20on" => json("200 OK", "", r#"{"items":[{"id":"g"}],"next":{"headers":[]}}"#),
        "/flagged?limit=2" => json("200 OK", "", r#"{"data":[{"id":"h"},{"id":"i"}],"has_more":true}"#),
        "/flagged?limit=2&after=i" => json("200 OK", "", r#"{"data":[{"id":"j"}],"has_more":false}"#),
        "/several" => json("400 Bad Request", "", r#"{"message":"no"}"#),
        "/page" => json("200 OK", "", r#"{"total":1,"cause":{"days":1},"round":{"radius":1.5},"shapes":[{"side":2.0},{"kind":"circle"}]}"#),
        "/account" => json("200 OK", "", r#"{"id":1,"name":"a","owner":{"id":2},"closed":null}"#),
        "/things/nested" => json("404 Not Found", "", r#"{"status":{"error":"Not found: a"},"time":0.1}"#),
        "/things/oauth" => json("400 Bad Request", "", r#"{"error":"invalid","error_description":"Bad id."}"#),
        "/things/denied" => json("403 Forbidden", "", r#"{"reason_code":"quota","message":"Too many."}"#),
        "/things/problem" => json("410 Gone", "", r#"{"title":"Gone","detail":"It left.","errorCode":"gone"}"#),
        "/things/invalid" => json("422 Unprocessable", "", r#"{"detail":[{"loc":["id"],"msg":"too short","type":"x"}]}"#),
        "/things/gone" => json("404 Not Found", "", r#"{"detail":"It is gone."}"#),
        "/things/other" => json("500 Oops", "", "{\"reasons\":\n [\"none\"]}"),
        path if path.starts_with("/jobs/") => json(
            "200 OK",
            "",
            r#"{"id":"me","expires":"1460505600.5","takes":"00:01:30","source":"192.0.2.0/24","link":"/a b"}"#,
        ),
        "/found" => json("302 Found", "location: https://elsewhere.example/\r\n", ""),
        "/text" => json("418 Teapot", "", r#"{"message":"tea"}"#),
        "/download" => {
            write!(stream, "HTTP/1.1 200 OK\r\netag: e1\r\nx-size: 7\r\ncontent-length: {LARGE}\r\n\r\n")?;
            let piece = vec![7; PIECE];
            (0..LARGE / PIECE).try_for_each(|_| stream.write_all(&piece))
        }
        _ => stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n"),
    }
}
