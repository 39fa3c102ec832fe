//! `Decimal`: a decimal number with all its digits, stored as it is sent and received.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use crate::runtime::json::decode::Decode;
use crate::runtime::json::value::{self, Json};

/// A decimal number with all its digits, such as a price: `12.10` stays `12.10`.
///
/// A service writes it as a number or as a string. It is written back in the form in which it was read;
/// [`text`](Self::text) turns a number into a string. Two decimals compare by their value, regardless of their form:
/// `1.50` equals `"1.5"`. A string that is not a number is kept too, and equals only the same string. For arithmetic,
/// parse it with a decimal library: `price.as_str().parse()`.
///
/// # Examples
///
/// ```
/// use runtime::Decimal;
///
/// let price: Decimal = "12.10".parse().unwrap();
/// assert_eq!(price.as_str(), "12.10");
/// assert_eq!(price, "12.1".parse().unwrap());
/// assert_eq!(price.to_f64(), Some(12.1));
///
/// assert_eq!(serde_json::to_string(&price).unwrap(), "12.10");
/// assert_eq!(serde_json::to_string(&price.text()).unwrap(), r#""12.10""#);
/// ```
#[derive(Clone)]
pub struct Decimal {
    digits: Box<str>,
    is_text: bool,
}

impl Decimal {
    /// The digits, as a string.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// Whether it is a string on the wire.
    pub fn is_text(&self) -> bool {
        self.is_text
    }

    /// The same number as a string on the wire, for a service that requires one.
    #[must_use]
    pub fn text(self) -> Self {
        Self { is_text: true, ..self }
    }

    /// The nearest `f64`; `None` if the string is not a number, or larger than any `f64`.
    pub fn to_f64(&self) -> Option<f64> {
        self.key()?;
        self.digits.parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// The key for comparing decimals; `None` if the string is not a number.
    fn key(&self) -> Option<Key<'_>> {
        let (negative, rest) = match self.digits.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, &*self.digits),
        };
        let (digits, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = !whole.is_empty() && is_digits(whole) && is_digits(fraction) && !digits.ends_with('.');
        let power: i64 = power.parse().ok().filter(|_| is_number)?;
        // The number is represented as 0.d × 10^point, without zeros before or after the digits.
        let point = power.checked_add(i64::try_from(whole.len()).ok()?)?;
        let all = whole.bytes().chain(fraction.bytes());
        let zeros = all.take_while(|byte| *byte == b'0').count();
        if zeros == whole.len() + fraction.len() {
            return Some(Key { negative: false, point: i64::MIN, whole: "", fraction: "" });
        }
        let point = point.checked_sub(i64::try_from(zeros).ok()?)?;
        let fraction = fraction.trim_end_matches('0');
        let whole_zeros = zeros.min(whole.len());
        let (whole, fraction) = (&whole[whole_zeros..], &fraction[zeros - whole_zeros..]);
        let whole = if fraction.is_empty() { whole.trim_end_matches('0') } else { whole };
        Some(Key { negative, point, whole, fraction })
    }
}

/// A number as its sign, the position of its point and its digits.
struct Key<'a> {
    negative: bool,
    point: i64,
    whole: &'a str,
    fraction: &'a str,
}

impl Key<'_> {
    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    fn order(&self, other: &Self) -> Ordering {
        let size = self.point.cmp(&other.point).then_with(|| self.digits().cmp(other.digits()));
        match (self.negative, other.negative) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        match (self.key(), other.key()) {
            (Some(key), Some(other)) => key.order(&other).is_eq(),
            _ => self.digits == other.digits,
        }
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.key() {
            Some(key) => {
                (key.negative, key.point).hash(state);
                key.digits().for_each(|digit| digit.hash(state));
            }
            None => self.digits.hash(state),
        }
    }
}

/// A string that is not a number has no order.
impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.key(), other.key()) {
            (Some(key), Some(other)) => Some(key.order(&other)),
            _ => (self.digits == other.digits).then_some(Ordering::Equal),
        }
    }
}

/// Parses a JSON number. The result is a number on the wire.
impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        // JSON allows no leading zeros, which a string may have.
        let number = text.parse::<Json>().map_err(|_| ParseDecimalError)?;
        let decimal = Self { digits: number.get().into(), is_text: false };
        if decimal.key().is_some() { Ok(decimal) } else { Err(ParseDecimalError) }
    }
}

/// The error that a string is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseDecimalError;

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal number")
    }
}

impl std::error::Error for ParseDecimalError {}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl From<$type> for Decimal {
            fn from(value: $type) -> Self {
                Self { digits: value.to_string().into(), is_text: false }
            }
        }
    )*};
}

integers!(i32 i64 u32 u64);

/// Converts a double to the shortest decimal that is read as the same double.
impl TryFrom<f64> for Decimal {
    type Error = ParseDecimalError;

    fn try_from(value: f64) -> Result<Self, ParseDecimalError> {
        value.to_string().parse()
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_text { fmt::Debug::fmt(&self.digits, f) } else { f.write_str(&self.digits) }
    }
}

/// Writes the number.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.digits)
    }
}

/// Reading accepts any number and any string.
impl Decode for Decimal {}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = value::text(deserializer)?;
        match text.bytes().next() {
            Some(b'"') => {
                let digits = serde_json::from_str(&text).map_err(D::Error::custom)?;
                Ok(Self { digits, is_text: true })
            }
            Some(b'-' | b'0'..=b'9') => Ok(Self { digits: text.into(), is_text: false }),
            _ => Err(D::Error::custom("expected a number, or a string of one")),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_text {
            return serializer.serialize_str(&self.digits);
        }
        self.digits.parse::<Json>().map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}
