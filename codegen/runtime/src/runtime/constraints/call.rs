//! What is sent keeps to the limits that the spec sets, or is not sent.

use super::validate::{Invalid, Limited, Limits, Validate, limited, validated};
use crate::runtime::call::builder::Call;

impl Call {
    /// Refuses a body that does not keep to its limits.
    pub fn valid<T: Validate + ?Sized>(self, value: &T) -> Self {
        self.unless("the body", validated(value))
    }

    /// Refuses a parameter that does not keep to its limits.
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
