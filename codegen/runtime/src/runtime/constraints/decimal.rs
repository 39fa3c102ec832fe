//! Limits of decimals.

use super::validate::{Limited, Limits, Number};
use crate::runtime::values::decimal::Decimal;

impl Limited for Decimal {
    /// Digits beyond those of a double are not held against a limit.
    fn beyond(&self, limits: &Limits) -> Option<String> {
        let integer = self.as_str().parse().ok().map(Number::Integer);
        integer.or_else(|| self.to_f64().map(Number::Double)).and_then(|number| limits.of_number(number))
    }
}
