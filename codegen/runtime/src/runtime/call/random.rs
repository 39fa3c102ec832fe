//! Random numbers: for the waits between attempts, and for unique identifiers.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// A source of random numbers for retries and idempotency keys. It is not suitable for secrets.
///
/// # Examples
///
/// ```
/// use runtime::Random;
///
/// let random = Random::new(|| 7);
/// assert_eq!(random.uuid(), "00000000-0000-4007-8000-000000000007");
/// assert_eq!(random.uuid(), random.uuid());
/// ```
#[derive(Clone)]
pub struct Random(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Random {
    /// Creates a source from a function, for reproducible tests.
    pub fn new(source: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// The next 64 bits.
    pub fn bits(&self) -> u64 {
        (self.0)()
    }

    /// A fraction from 0 up to, but not including, 1.
    pub fn fraction(&self) -> f64 {
        // A double has 53 bits of precision.
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A new UUID, version 4, in lower case.
    pub fn uuid(&self) -> String {
        let bits = u128::from(self.bits()) << 64 | u128::from(self.bits());
        let bits = bits & !(0xf000 << 64 | 0xc000 << 48) | 0x4000 << 64 | 0x8000 << 48;
        let mut text = Vec::with_capacity(36);
        for (index, byte) in bits.to_be_bytes().into_iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push(b'-');
            }
            text.extend([byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]));
        }
        String::from_utf8(text).expect("digits are ASCII")
    }
}

impl Default for Random {
    /// Uses the standard library's keyed hash of a counter. Its key is chosen at random by the system, once per
    /// process.
    fn default() -> Self {
        static KEY: OnceLock<RandomState> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);
        Self::new(|| {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            // A forked process has the same key and counter, so its process ID and the time are hashed too.
            KEY.get_or_init(RandomState::new).hash_one((count, process::id(), SystemTime::now()))
        })
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}
