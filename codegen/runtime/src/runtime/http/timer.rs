//! Sleeping without an async runtime: one helper thread, which is started when it is first needed, wakes all sleepers.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// The time at which a sleeper wakes, and a number that distinguishes sleepers with the same time.
type Key = (Instant, u64);

/// Returns a future that completes after a time.
pub fn sleep(duration: Duration) -> Sleep {
    // A wait that exceeds the range of the clock is replaced with one of thirty years.
    let now = Instant::now();
    let end = now.checked_add(duration).unwrap_or(now + Duration::from_secs(1_000_000_000));
    Sleep { key: (end, Timer::global().number()) }
}

/// A wait in progress. Dropping it removes it from the timer.
#[derive(Debug)]
#[must_use = "a future does nothing until it is polled"]
pub struct Sleep {
    key: Key,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= self.key.0 {
            return Poll::Ready(());
        }
        if !Timer::global().add(self.key, context.waker()) {
            // Without a helper thread, the task has to check the clock itself.
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let gone = Timer::global().lock().wakers.remove(&self.key);
        // A waker is foreign code, so it is dropped only after the lock is released.
        drop(gone);
    }
}

#[derive(Default)]
struct Timer {
    sleepers: Mutex<Sleepers>,
    changed: Condvar,
}

#[derive(Default)]
struct Sleepers {
    wakers: BTreeMap<Key, Waker>,
    last: u64,
}

impl Timer {
    fn global() -> &'static Self {
        static TIMER: OnceLock<Timer> = OnceLock::new();
        TIMER.get_or_init(Self::default)
    }

    fn lock(&self) -> MutexGuard<'_, Sleepers> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn number(&self) -> u64 {
        let mut sleepers = self.lock();
        sleepers.last = sleepers.last.wrapping_add(1);
        sleepers.last
    }

    /// Registers a sleeper; returns `false` if the helper thread could not be started.
    fn add(&'static self, key: Key, waker: &Waker) -> bool {
        static RUNS: OnceLock<bool> = OnceLock::new();
        if !RUNS.get_or_init(|| thread::Builder::new().name("timer".to_owned()).spawn(|| self.run()).is_ok()) {
            return false;
        }
        let mut sleepers = self.lock();
        let before = sleepers.wakers.insert(key, waker.clone());
        let first = sleepers.wakers.first_key_value().is_some_and(|(first, _)| *first == key);
        drop(sleepers);
        drop(before);
        if first {
            self.changed.notify_one();
        }
        true
    }

    fn run(&self) {
        let mut sleepers = self.lock();
        loop {
            let now = Instant::now();
            let later = sleepers.wakers.split_off(&(now, u64::MAX));
            let due = std::mem::replace(&mut sleepers.wakers, later);
            if !due.is_empty() {
                drop(sleepers);
                due.into_values().for_each(Waker::wake);
                sleepers = self.lock();
                continue;
            }
            let next = sleepers.wakers.first_key_value().map(|(key, _)| key.0.saturating_duration_since(now));
            sleepers = match next {
                None => self.changed.wait(sleepers).unwrap_or_else(PoisonError::into_inner),
                Some(wait) => self.changed.wait_timeout(sleepers, wait).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }
}
