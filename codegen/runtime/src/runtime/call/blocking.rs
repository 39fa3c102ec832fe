//! Calls without async, which block the thread.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

thread_local! {
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// Runs a future to completion on this thread, which is blocked meanwhile.
///
/// The default transport then works on a separate thread, so that it makes progress even if this thread belongs to an
/// async runtime, which is blocked by the wait. Credentials and transports of the application that need that runtime,
/// for example its timer or sockets, never finish: use the async form for them.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        let polled = {
            let _mark = Mark::set();
            future.as_mut().poll(&mut context)
        };
        match polled {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// Whether this thread is blocked in [`wait`].
pub fn waits() -> bool {
    WAITS.get()
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Marks the thread as blocked for as long as the value lives, also if a poll panics.
struct Mark(bool);

impl Mark {
    fn set() -> Self {
        Self(WAITS.replace(true))
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        WAITS.set(self.0);
    }
}
