//! Calls without async: the thread waits.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

thread_local! {
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// Runs a future to its end on this thread, which does nothing else meanwhile.
///
/// The default transport then works on a thread of its own, so that it gets on even where this thread belongs to an
/// async runtime, which such a wait holds up. Credentials and transports of the application's own that need that
/// runtime, its timer or its sockets for one, never get on: there only the async form will do.
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

/// Whether this thread waits.
pub fn waits() -> bool {
    WAITS.get()
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Marks the thread as one that waits for as long as this lives, also where a poll panics.
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
