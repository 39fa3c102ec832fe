//! Constraints of decimals.

use super::validate::{Limited, Limits, Number};
use crate::runtime::values::decimal::Decimal;

impl Limited for Decimal {
    /// Digits beyond the precision of a double are ignored in comparisons with a bound.
    fn beyond(&self, limits: &Limits) -> Option<String> {
        let integer = self.as_str().parse().ok().map(Number::Integer);
        integer.or_else(|| self.to_f64().map(Number::Double)).and_then(|number| limits.of_number(number))
    }
}
