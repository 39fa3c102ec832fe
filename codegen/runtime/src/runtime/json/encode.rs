//! Writes values as JSON, and refuses values that JSON cannot represent, such as NaN, with the path of the property.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// Writes a value as JSON without insignificant whitespace. Doubles without a fraction are written as integers: `100`,
/// not `100.0`.
///
/// Most services write them so themselves. A service whose number is in fact an integer refuses `100.0`, while a
/// service that expects a double accepts `100`. In a union, where an integer is of another type, they keep the fraction
/// ([`with_fractions`]).
///
/// # Errors
/// When the value cannot be JSON: it contains NaN, an infinity, or a map whose keys are not strings. serde_json would
/// write `null` for the first two.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    // Most bodies are shorter, so that the buffer rarely grows.
    let mut writer = JsonWriter { json: Vec::with_capacity(1024), fractions: false };
    value.serialize(&mut writer)?;
    Ok(writer.json)
}

/// The name with which a value states that its numbers keep their fraction.
const FRACTIONS: &str = "$runtime::fractions";

/// Writes a number, or a list of numbers, with the fraction also of whole numbers: `2.0`.
pub fn with_fractions<T: Serialize + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(FRACTIONS, value)
}

/// The string form of a value that is NaN or an infinity, if it is one; its type is not known here.
pub(crate) fn not_finite(value: &dyn Display) -> Option<&'static str> {
    /// A buffer for the first five bytes. Formatting of a longer string is stopped.
    struct Start([u8; 5], usize);
    impl fmt::Write for Start {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let end = self.1 + text.len();
            self.0.get_mut(self.1..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
            self.1 = end;
            Ok(())
        }
    }
    let start = |form: fmt::Arguments<'_>| {
        let mut start = Start([0; 5], 0);
        fmt::write(&mut start, form).is_ok().then_some(start.0)
    };
    if !matches!(&start(format_args!("{value}"))?, b"NaN\0\0" | b"inf\0\0" | b"-inf\0") {
        return None;
    }
    // Only numbers are aligned to the right, which distinguishes them from strings with the same letters.
    match &start(format_args!("{value:5}"))? {
        b"  NaN" => Some("NaN"),
        b"  inf" => Some("infinity"),
        b" -inf" => Some("-infinity"),
        _ => None,
    }
}

/// The placeholder for a value that cannot be JSON: an object with the reason, which makes writing it an error.
const NOT_JSON: &str = "{\"$runtime::not_json\":";

/// Writes a value as JSON that is sent later. If the value has no JSON form, [`to_vec`] refuses it then.
pub(crate) fn text<T: Serialize + ?Sized>(value: &T) -> String {
    let reason = match to_vec(value).map(String::from_utf8) {
        Ok(Ok(text)) => return text,
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    format!("{NOT_JSON}{}}}", serde_json::Value::from(reason))
}

/// The error that a value has no JSON form.
#[derive(Debug)]
pub struct EncodeError {
    /// The path of the property, such as `lineItems[2].price`; empty for the whole value.
    pub(crate) path: String,
    /// The reason why the value has no JSON form.
    what: String,
}

impl EncodeError {
    fn new(what: impl Into<String>) -> Self {
        Self { path: String::new(), what: what.into() }
    }

    /// The same error for an outer value, in which `step` leads to this one: a name, or an index in brackets.
    #[cold]
    fn within(mut self, step: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = [step, dot, &self.path].concat();
        self
    }

    /// The message of the error without the path.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }
}

impl Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.is_empty() {
            true => f.write_str(&self.what),
            false => write!(f, "{}: {}", self.path, self.what),
        }
    }
}

impl std::error::Error for EncodeError {}

impl ser::Error for EncodeError {
    fn custom<T: Display>(what: T) -> Self {
        Self::new(what.to_string())
    }
}

/// The names with which serde_json passes on values and numbers as JSON text.
const VERBATIM: [&str; 2] = ["$serde_json::private::RawValue", "$serde_json::private::Number"];

/// The JSON that has been written so far.
struct JsonWriter {
    json: Vec<u8>,
    /// Whether whole doubles are written with a fraction.
    fractions: bool,
}

impl JsonWriter {
    /// Writes a scalar in the form of serde_json.
    fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        serde_json::to_writer(&mut self.json, value).map_err(|error| EncodeError::new(error.to_string()))
    }

    /// Writes a string. Few strings need escapes, and searching all bytes at once takes less time than deciding byte by
    /// byte, as serde_json does.
    fn string(&mut self, text: &str) -> Result<(), EncodeError> {
        if needs_escapes(text.as_bytes()) {
            return self.scalar(text);
        }
        self.json.reserve(text.len() + 2);
        self.json.push(b'"');
        self.json.extend_from_slice(text.as_bytes());
        self.json.push(b'"');
        Ok(())
    }

    fn open(&mut self, bracket: u8) -> Compound<'_> {
        self.json.push(bracket);
        Compound { writer: self, first: true, index: 0, name: 0..0, close: if bracket == b'[' { b"]" } else { b"}" } }
    }

    /// Begins the value of a variant, under the name of the variant.
    fn variant(&mut self, variant: &str, bracket: u8) -> Result<Compound<'_>, EncodeError> {
        self.json.push(b'{');
        self.string(variant)?;
        self.json.push(b':');
        let close: &[u8] = if bracket == b'[' { b"]}" } else { b"}}" };
        Ok(Compound { close, ..self.open(bracket) })
    }
}

/// Whether a string contains a byte that JSON escapes: a control character, a quote or a backslash.
fn needs_escapes(text: &[u8]) -> bool {
    // The last eight bytes overlap those before them, so that no bytes are left over.
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().any(needs_escape) || needs_escape(last),
        None => text.iter().any(|byte| *byte < b' ' || *byte == b'"' || *byte == b'\\'),
    }
}

/// Whether one of eight bytes is escaped; all are compared at once.
fn needs_escape(bytes: &[u8; 8]) -> bool {
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    /// Sets the highest bit of each byte below `limit`, at most 128. The byte above such a byte may be marked too, so the
    /// result only states whether there is one.
    const fn below(word: u64, limit: u8) -> u64 {
        word.wrapping_sub(each(limit)) & !word & each(0x80)
    }
    let word = u64::from_ne_bytes(*bytes);
    (below(word, b' ') | below(word ^ each(b'"'), 1) | below(word ^ each(b'\\'), 1)) != 0
}

/// The integer with the same value. `None` for larger ones, which are not exact, and for -0, which would lose its sign.
fn integer(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let is_whole = value.fract() == 0.0 && value.abs() <= EXACT && value.to_bits() != (-0.0_f64).to_bits();
    is_whole.then_some(value as i64)
}

macro_rules! scalars {
    ($($method:ident $type:ty)*) => {$(
        fn $method(self, value: $type) -> Result<(), EncodeError> {
            self.scalar(&value)
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut JsonWriter {
    type Ok = ();
    type Error = EncodeError;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    scalars! {
        serialize_bool bool
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_i128 i128
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
        serialize_u64 u64
        serialize_u128 u128
    }

    fn serialize_f32(self, value: f32) -> Result<(), EncodeError> {
        match integer(value.into()) {
            Some(whole) if !self.fractions => self.scalar(&whole),
            _ if value.is_finite() => self.scalar(&value),
            _ => Err(EncodeError::new(format!("{value} is not a number in JSON"))),
        }
    }

    fn serialize_f64(self, value: f64) -> Result<(), EncodeError> {
        match integer(value) {
            Some(whole) if !self.fractions => self.scalar(&whole),
            _ if value.is_finite() => self.scalar(&value),
            _ => Err(EncodeError::new(format!("{value} is not a number in JSON"))),
        }
    }

    fn serialize_char(self, value: char) -> Result<(), EncodeError> {
        self.scalar(&value)
    }

    fn serialize_str(self, value: &str) -> Result<(), EncodeError> {
        self.string(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), EncodeError> {
        self.scalar(value)
    }

    fn serialize_none(self) -> Result<(), EncodeError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), EncodeError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), EncodeError> {
        self.json.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), EncodeError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), EncodeError> {
        self.string(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        let outer = self.fractions;
        self.fractions |= name == FRACTIONS;
        let outcome = value.serialize(&mut *self);
        self.fractions = outer;
        outcome
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let mut object = self.serialize_map(None)?;
        object.serialize_entry(variant, value)?;
        SerializeMap::end(object)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, EncodeError> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, EncodeError> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, EncodeError> {
        Ok(self.open(b'['))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, EncodeError> {
        self.variant(variant, b'[')
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>, EncodeError> {
        // The properties of an object are no alternatives of the union around it.
        self.fractions = false;
        Ok(self.open(b'{'))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'a>, EncodeError> {
        if VERBATIM.contains(&name) {
            return Ok(Compound { writer: self, first: true, index: 0, name: 0..0, close: b"" });
        }
        Ok(self.open(b'{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, EncodeError> {
        self.variant(variant, b'{')
    }
}

/// An array or an object that is being written, or a value that is stored as JSON text.
struct Compound<'a> {
    writer: &'a mut JsonWriter,
    first: bool,
    /// The number of items that have been written.
    index: usize,
    /// The position of the name of the property in the output.
    name: std::ops::Range<usize>,
    /// The closing bracket or brackets.
    close: &'static [u8],
}

impl Compound<'_> {
    fn comma(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.writer.json.push(b',');
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.comma();
        value.serialize(&mut *self.writer).map_err(|error| error.within(&format!("[{}]", self.index)))?;
        self.index += 1;
        Ok(())
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.writer.json.push(b':');
        value.serialize(&mut *self.writer).map_err(|error| error.within(&self.step()))
    }

    /// The name of the property as a step of a path.
    #[cold]
    fn step(&self) -> String {
        let name: String = serde_json::from_slice(&self.writer.json[self.name.clone()]).unwrap_or_default();
        super::trail::step(&name)
    }

    fn finish(self) -> Result<(), EncodeError> {
        self.writer.json.extend_from_slice(self.close);
        Ok(())
    }
}

impl SerializeSeq for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.item(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}

impl ser::SerializeTuple for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.item(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}

impl ser::SerializeTupleStruct for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.item(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}

impl ser::SerializeTupleVariant for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.item(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), EncodeError> {
        self.comma();
        let start = self.writer.json.len();
        key.serialize(&mut *self.writer)?;
        match self.writer.json.get(start) {
            Some(b'"') => {}
            Some(b'0'..=b'9' | b'-' | b't' | b'f') => {
                self.writer.json.insert(start, b'"');
                self.writer.json.push(b'"');
            }
            _ => return Err(EncodeError::new("the keys of the map are not strings")),
        }
        self.name = start..self.writer.json.len();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        self.value(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}

impl SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        if self.close.is_empty() {
            let text = serde_json::to_value(value).map_err(|error| EncodeError::new(error.to_string()))?;
            let text = text.as_str().unwrap_or_default();
            if let Some(reason) = text.strip_prefix(NOT_JSON) {
                return Err(EncodeError::new(reason.trim_matches(['"', '}'])));
            }
            self.writer.json.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        SerializeMap::serialize_key(self, name)?;
        self.value(value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}

impl ser::SerializeStructVariant for Compound<'_> {
    type Ok = ();
    type Error = EncodeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        SerializeStruct::serialize_field(self, name, value)
    }

    fn end(self) -> Result<(), EncodeError> {
        self.finish()
    }
}
