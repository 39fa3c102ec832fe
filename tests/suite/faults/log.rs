//! Collects everything that the tests of errors log, at the lowest level, in one buffer that is searched for tokens.

use std::io;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

use super::MARK;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn lock() -> MutexGuard<'static, Vec<u8>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Buffer;

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Records everything that is logged from now on, by `tracing` or by `log`, on all threads: for blocking calls, the
/// default transport works on a separate thread.
pub fn start() {
    static START: Once = Once::new();
    START.call_once(|| {
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
        let subscriber = subscriber.with_span_events(FmtSpan::FULL).with_ansi(false).with_writer(|| Buffer);
        subscriber.finish().try_init().expect("no other test of this program sets a subscriber");
    });
}

/// Fails if the log contains a token.
pub fn holds_no_token() {
    let log = lock();
    let at = log.windows(MARK.len()).position(|window| window == MARK.as_bytes());
    if let Some(at) = at {
        let text = String::from_utf8_lossy(&log[at.saturating_sub(300)..(at + 100).min(log.len())]).into_owned();
        drop(log);
        panic!("a token was logged: {text}");
    }
}

/// Whether the log contains a string.
pub fn holds(text: &str) -> bool {
    lock().windows(text.len()).any(|window| window == text.as_bytes())
}
