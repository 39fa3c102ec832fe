//! Runs a server in a separate process, which is killed when the value is dropped.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{Result, target};

/// The time limit for the start of a server.
const START: Duration = Duration::from_secs(60);

/// A server that listens on the loopback interface.
#[derive(Debug)]
pub struct Server {
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// Starts a server with a free port in the variable `PORT`, and waits until it listens.
    pub fn start(name: &str, mut command: Command) -> Result<Self> {
        let log = target().join(format!("{name}.log"));
        let failed = |error| format!("the server cannot be started: {error}");
        let file = File::create(&log).map_err(failed)?;
        // Nothing else is started meanwhile, so the port is still free when the server asks for it.
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(failed)?.port();
        command.env("PORT", port.to_string()).stdin(Stdio::null());
        command.stdout(file.try_clone().map_err(failed)?).stderr(file);
        let process = command.spawn().map_err(failed)?;
        let mut server = Self { process, port, log };
        server.wait()?;
        Ok(server)
    }

    fn wait(&mut self) -> Result {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            let ended = self.process.try_wait().map_err(|error| error.to_string())?;
            if ended.is_some() || start.elapsed() > START {
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                return Err(format!("the server does not listen on port {}:\n{log}", self.port));
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// The base URL of the server.
    pub fn url(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// Fetches a file.
    pub fn get(&self, path: &str) -> Result<String> {
        let fetch = || {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            stream.set_read_timeout(Some(START))?;
            // A response to HTTP/1.0 ends with the connection and is never chunked.
            write!(stream, "GET {path} HTTP/1.0\r\nHost: {}:{}\r\n\r\n", Ipv4Addr::LOCALHOST, self.port)?;
            let mut response = String::new();
            stream.read_to_string(&mut response)?;
            Ok(response)
        };
        let response = fetch().map_err(|error: std::io::Error| format!("{path}: {error}"))?;
        let (head, body) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
        let status = head.split(' ').nth(1);
        if status == Some("200") { Ok(body.to_owned()) } else { Err(format!("{path}: {head}\n{body}")) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
