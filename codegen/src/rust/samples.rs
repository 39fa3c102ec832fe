//! The sample payloads of a source, as tests of the generated crate.

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
    /// The name of the test.
    pub name: Ident,
    /// The feature that enables the type, if groups are features.
    pub feature: Option<String>,
    /// The type of the body.
    pub ty: Type,
    /// The sample, as JSON.
    pub text: String,
}

impl SampleTest {
    /// The path of the file with the sample, which is in the same folder as the tests.
    pub fn path(&self) -> String {
        format!("samples/{}.json", self.name.text())
    }
}
