//! Checks values that are sent: a value that violates a constraint of the spec is not sent.

use super::validate::{Invalid, Limited, Limits, Validate, limited, validated};
use crate::runtime::call::builder::Call;

impl Call {
    /// Refuses a body that violates a constraint.
    pub fn valid<T: Validate + ?Sized>(self, value: &T) -> Self {
        self.unless("the body", validated(value))
    }

    /// Refuses a parameter that violates a constraint.
    pub fn limit<T: Limited + ?Sized>(self, name: &str, value: &T, limits: Limits) -> Self {
        self.unless("a parameter", limited(name, value, limits))
    }

    fn unless(self, what: &str, checked: Result<(), Invalid>) -> Self {
        match checked {
            Ok(()) => self,
            Err(invalid) => self.refuse(format!("{what} is not valid: {invalid}")),
        }
    }
}
