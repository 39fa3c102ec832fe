//! STAND-IN, to be overwritten when the wire half is merged: reading values from JSON.

use serde::Deserializer;

/// A value that is read from JSON.
pub trait Decode: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// What does not fit.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads a value from the whole of a text.
///
/// # Errors
/// Text that is not JSON, or does not fit.
pub fn from_slice<T: Decode>(text: &[u8]) -> Result<T, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = T::decode(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Writes a value.
///
/// # Errors
/// A value that has no form in JSON.
pub fn to_vec<T: serde::Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(value)
}
