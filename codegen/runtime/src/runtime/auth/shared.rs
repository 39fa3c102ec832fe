//! A future for which several tasks wait: the task that is woken polls it, and all get its outcome.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::runtime::http::transport::BoxFuture;

/// A future for which several tasks wait. It is dropped with its last owner.
pub(super) struct Shared<T> {
    work: Mutex<Work<T>>,
    waiting: Arc<Waiting>,
}

enum Work<T> {
    UnderWay(BoxFuture<'static, T>),
    Done(T),
}

/// The waiting tasks, by number.
struct Waiting {
    wakers: Mutex<(u64, BTreeMap<u64, Waker>)>,
    /// Whether the future was woken. Without this flag, a thousand waiting tasks would poll it a thousand times.
    due: AtomicBool,
}

impl<T: Clone> Shared<T> {
    pub(super) fn new(future: BoxFuture<'static, T>) -> Self {
        let waiting = Waiting { wakers: Mutex::default(), due: AtomicBool::new(true) };
        Self { work: Mutex::new(Work::UnderWay(future)), waiting: Arc::new(waiting) }
    }

    /// Waits for the outcome. A task that stops waiting does not affect the others.
    pub(super) async fn wait(&self) -> T {
        let place = Place::new(&self.waiting);
        poll_fn(|context| self.poll(&place, context)).await
    }

    fn poll(&self, place: &Place<'_>, context: &mut Context<'_>) -> Poll<T> {
        // The waker is registered before the state is checked, so that nothing in between is missed.
        place.set(context.waker());
        let mut work = lock(&self.work);
        let outcome = match &mut *work {
            Work::Done(outcome) => return Poll::Ready(outcome.clone()),
            Work::UnderWay(_) if !self.waiting.due.swap(false, Ordering::AcqRel) => return Poll::Pending,
            Work::UnderWay(future) => {
                let waker = Waker::from(self.waiting.clone());
                match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(outcome) => outcome,
                }
            }
        };
        *work = Work::Done(outcome.clone());
        drop(work);
        self.waiting.wake_all();
        Poll::Ready(outcome)
    }
}

impl Waiting {
    fn wake_all(&self) {
        let wakers = std::mem::take(&mut lock(&self.wakers).1);
        wakers.into_values().for_each(Waker::wake);
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.due.store(true, Ordering::Release);
        self.wake_all();
    }
}

/// The registration of a waiting task.
struct Place<'a> {
    waiting: &'a Waiting,
    number: u64,
}

impl<'a> Place<'a> {
    fn new(waiting: &'a Waiting) -> Self {
        let mut wakers = lock(&waiting.wakers);
        wakers.0 += 1;
        Self { waiting, number: wakers.0 }
    }

    fn set(&self, waker: &Waker) {
        let before = lock(&self.waiting.wakers).1.insert(self.number, waker.clone());
        // A waker is foreign code, so it is dropped only after the lock is released.
        drop(before);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let gone = lock(&self.waiting.wakers).1.remove(&self.number);
        drop(gone);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
