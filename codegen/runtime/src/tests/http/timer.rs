//! Tests of sleeping without an async runtime.

use std::time::{Duration, Instant};

use crate::runtime::call::blocking::wait;
use crate::runtime::http::timer::sleep;

#[test]
fn sleepers_wake_in_their_own_time() {
    let start = Instant::now();
    let long = std::thread::spawn(move || {
        wait(sleep(Duration::from_millis(60)));
        start.elapsed()
    });
    wait(sleep(Duration::from_millis(10)));
    let short = start.elapsed();
    assert!(short >= Duration::from_millis(10) && short < Duration::from_millis(50), "{short:?}");
    assert!(long.join().unwrap() >= Duration::from_millis(60));
}

#[test]
fn a_wait_without_end_is_accepted() {
    drop(sleep(Duration::MAX));
    wait(sleep(Duration::ZERO));
}
