//! The payloads that a source shows, as tests of the generated crate.

use super::{Ident, Type};

/// The tests of a crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// A test for each sample.
    pub tests: Vec<SampleTest>,
}

/// A test that reads a sample as its type.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleTest {
    /// Its name.
    pub name: Ident,
    /// The feature without which the type does not exist, where groups are features.
    pub feature: Option<String>,
    /// The type of the body.
    pub ty: Type,
    /// The sample, as JSON.
    pub text: String,
}

impl SampleTest {
    /// The file with the sample, beside that with the tests.
    pub fn path(&self) -> String {
        format!("samples/{}.json", self.name.text())
    }
}
