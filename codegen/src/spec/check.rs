//! Proves that a spec makes sense.

use super::Api;

/// A spec that makes sense; only `check` makes one.
#[derive(Clone, Debug)]
pub struct Checked(Api);

impl std::ops::Deref for Checked {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.0
    }
}
