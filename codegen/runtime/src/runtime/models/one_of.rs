//! `one_of!`: a value of one of several types, which its JSON distinguishes.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::runtime::json::decode::Decode;
use crate::runtime::json::decode::value as decoded;
use crate::runtime::json::lenient::{DEPTH, depth, unplaced};
use crate::runtime::json::trail;
use crate::runtime::json::value::BorrowedStr;

/// Declares an enum with a variant for each type, and implements `Clone`, `Debug`, `PartialEq`, reading and writing for
/// it:
///
/// ```text
/// one_of! {
///     /// An animal.
///     pub enum Pet {
///         Cat(Cat) = Is("petType", &["cat", "kitten"]),
///         Dog(Box<Dog>) = Has("bark"),
///         Name(String) = String,
///         Nickname(String) alike = Text(&["Rex"]) | Null,
///     }
/// }
/// ```
///
/// A row names the [`Test`] that recognizes a variant, or several. One more variant, `Unlisted(Json)`, keeps values
/// that no test recognizes, which are written back unchanged. The mark `alike` is for payload types that occur in
/// several rows: they have no `From`, because the type does not determine the variant.
///
/// After the enum, `from(&str => Name, [f64; N] => Vector)` lists further conversions: from types that convert into the
/// payload of exactly one variant.
macro_rules! one_of {
    (@impls $type:ident $params:tt {
        $($variant:ident($payload:ty) $($alike:ident)? = $($test:ident $(($($args:tt)*))?)|+),* $(,)?
    }) => {
        $crate::runtime::models::one_of::one_of!(@values $type $params {
            $($variant = [$($test $(($($args)*))?),+],)*
        });
        $($crate::runtime::models::one_of::one_of!(@from $type $params $variant($payload) $($alike)?);)*
    };
    (@from $type:ident $params:tt $variant:ident($payload:ty) alike) => {};
    (@from $type:ident [$($param:ident),*] $variant:ident($payload:ty)) => {
        impl<$($param),*> ::core::convert::From<$payload> for $type<$($param),*> {
            fn from(value: $payload) -> Self {
                Self::$variant(value)
            }
        }
    };
    // An array may have any length.
    (@made $type:ident [$item:ty; N] => $variant:ident $(, $($rest:tt)*)?) => {
        impl<const N: usize> ::core::convert::From<[$item; N]> for $type {
            fn from(value: [$item; N]) -> Self {
                Self::$variant(::core::convert::Into::into(value))
            }
        }

        $($crate::runtime::models::one_of::one_of!(@made $type $($rest)*);)?
    };
    (@made $type:ident $from:ty => $variant:ident $(, $($rest:tt)*)?) => {
        impl ::core::convert::From<$from> for $type {
            fn from(value: $from) -> Self {
                Self::$variant(::core::convert::Into::into(value))
            }
        }

        $($crate::runtime::models::one_of::one_of!(@made $type $($rest)*);)?
    };
    (@values $type:ident [$($param:ident),*] { $($variant:ident = [$($test:expr),+],)* }) => {
        impl<$($param: $crate::runtime::json::decode::Value),*> $crate::runtime::json::decode::Decode for $type<$($param),*> {}

        impl<'de, $($param: $crate::runtime::json::decode::Value),*> ::serde::Deserialize<'de> for $type<$($param),*> {
            fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                enum Row { $($variant,)* }
                const TESTS: &[(usize, $crate::runtime::models::one_of::Test)] = {
                    use $crate::runtime::models::one_of::Test::*;
                    &[$($((Row::$variant as usize, $test),)+)*]
                };
                let text = $crate::runtime::json::value::text(deserializer)?;
                match $crate::runtime::models::one_of::pick(&text, TESTS) {
                    $(::core::option::Option::Some(row) if row == Row::$variant as usize => {
                        $crate::runtime::models::one_of::read(&text).map(Self::$variant)
                    })*
                    _ => $crate::runtime::json::value::kept(text).map(Self::Unlisted),
                }
            }
        }

        impl<$($param: $crate::runtime::json::decode::Value),*> ::serde::Serialize for $type<$($param),*> {
            fn serialize<__S: ::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        const KEEPS_FRACTION: bool = {
                            use $crate::runtime::models::one_of::Test::*;
                            $crate::runtime::models::one_of::keeps_fraction(&[$($test),+])
                        };
                        if KEEPS_FRACTION {
                            $crate::runtime::json::encode::with_fractions(value, serializer)
                        } else {
                            value.serialize(serializer)
                        }
                    })*
                    Self::Unlisted(value) => value.serialize(serializer),
                }
            }
        }
    };
    (
        $(#[$about:meta])*
        pub enum $type:ident $(<$($param:ident),+>)? {
            $(
                $(#[$note:meta])*
                $variant:ident($payload:ty) $($alike:ident)? = $($test:ident $(($($args:tt)*))?)|+,
            )*
        } $(from($($from:tt)*))?
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $type $(<$($param),+>)? {
            $($(#[$note])* $variant($payload),)*
            /// A value that this crate does not know, as received.
            Unlisted($crate::runtime::json::value::Json),
        }

        $crate::runtime::models::one_of::one_of!(@impls $type [$($($param),+)?] {
            $($variant($payload) $($alike)? = $($test $(($($args)*))?)|+),*
        });
        $($crate::runtime::models::one_of::one_of!(@made $type $($from)*);)?
    };
}
pub(crate) use one_of;

/// A test that recognizes the type of a value.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// The value is `null`.
    Null,
    /// The value is a string.
    String,
    /// The value is one of these strings.
    Text(&'static [&'static str]),
    /// The value is `true` or `false`.
    Boolean,
    /// The value is a number that fits into an `i32`.
    Int32,
    /// The value is a number that fits into an `i64`.
    Int64,
    /// The value is a number that fits into a `u32`.
    Uint32,
    /// The value is a number that fits into a `u64`.
    Uint64,
    /// The value is a number without a fraction that fits into an `i64`, where a number with a fraction is of another
    /// type.
    Digits,
    /// The value is a number that fits into a double.
    Number,
    /// The value is a number with a fraction, where a number without one is of another type. It is written with its
    /// fraction, `2.0`, so that a whole number is read again as the type that it has.
    Fraction,
    /// The value is an array.
    Array,
    /// The value is an array in which each item, except for null, passes one of these tests.
    Items(&'static [Test]),
    /// The value is an array that is empty or contains only nulls, which arrays of any type may be.
    NoItems,
    /// The value is an object.
    Object,
    /// The value is an object in which the property with this name has one of these values: the content of a string,
    /// otherwise JSON.
    Is(&'static str, &'static [&'static str]),
    /// The value is an object that has a property with this name.
    Has(&'static str),
    /// The value is an object that has a value other than null in one of these properties, which no other type has.
    Any(&'static [&'static str]),
    /// The value is an object that has all of these properties and fits no other test.
    All(&'static [&'static str]),
}

impl Test {
    /// The rank of a test for optional properties.
    const OPTIONAL: u8 = 2;

    /// Whether the test looks at the properties of an object.
    fn looks_inside(self) -> bool {
        matches!(self, Self::Is(..) | Self::Has(_) | Self::Any(_) | Self::All(_))
    }

    /// The precedence of the test: first the value of a property, then the presence of a required property, then that
    /// of an optional one, then the rest.
    fn rank(self) -> u8 {
        match self {
            Self::Null | Self::Text(_) | Self::Digits | Self::Is(..) | Self::NoItems => 0,
            Self::Has(_) => 1,
            Self::Any(_) => Self::OPTIONAL,
            Self::String | Self::Boolean | Self::Object | Self::All(_) | Self::Items(_) => 3,
            Self::Number | Self::Fraction | Self::Int32 | Self::Int64 | Self::Uint32 | Self::Uint64 => 3,
            Self::Array => 4,
        }
    }

    /// The rank of the test if the value passes it. For a test of items, this is the rank of the least specific item.
    fn rank_of(self, text: &str, members: &[(Cow<'_, str>, &RawValue)]) -> Option<u8> {
        let Self::Items(tests) = self else { return self.holds(text, members).then_some(self.rank()) };
        let ranks = items(text)?.into_iter().map(|item| {
            let members = members_of(item, tests);
            tests.iter().filter_map(|test| test.rank_of(item, &members)).min()
        });
        // An empty array does not determine the type.
        ranks.collect::<Option<Vec<u8>>>()?.into_iter().max()
    }

    fn holds(self, text: &str, members: &[(Cow<'_, str>, &RawValue)]) -> bool {
        let first = text.bytes().next().unwrap_or_default();
        let is_number = first == b'-' || first.is_ascii_digit();
        // Of several properties with the same name, the last one is used, as when a struct is read.
        let member = |name: &str| members.iter().rfind(|(other, _)| other == name).map(|(_, value)| value.get());
        match self {
            Self::Null => first == b'n',
            Self::String => first == b'"',
            Self::Text(values) => first == b'"' && is_among(text, values),
            Self::Boolean => first == b't' || first == b'f',
            Self::Int32 => is_number && decoded::<i32>(text.as_bytes()).is_ok(),
            Self::Int64 => is_number && decoded::<i64>(text.as_bytes()).is_ok(),
            Self::Uint32 => is_number && decoded::<u32>(text.as_bytes()).is_ok(),
            Self::Uint64 => is_number && decoded::<u64>(text.as_bytes()).is_ok(),
            Self::Digits => is_number && text.parse::<i64>().is_ok(),
            Self::Number | Self::Fraction => is_number && text.parse().is_ok_and(f64::is_finite),
            Self::Array => first == b'[',
            Self::Items(_) => self.rank_of(text, members).is_some(),
            Self::NoItems => items(text).is_some_and(|items| items.is_empty()),
            Self::Object => first == b'{',
            Self::Is(name, values) => member(name).is_some_and(|value| is_among(value, values)),
            Self::Has(name) => member(name).is_some(),
            Self::Any(names) => names.iter().any(|name| member(name).is_some_and(|value| value != "null")),
            Self::All(names) => first == b'{' && names.iter().all(|name| member(name).is_some()),
        }
    }
}

/// Whether numbers that pass one of the tests are written with a fraction.
pub const fn keeps_fraction(mut tests: &[Test]) -> bool {
    while let [test, rest @ ..] = tests {
        match test {
            Test::Fraction => return true,
            Test::Items(items) if keeps_fraction(items) => return true,
            _ => tests = rest,
        }
    }
    false
}

/// Whether a value is one of the listed ones. Numbers are compared as numbers.
fn is_among(text: &str, values: &[&str]) -> bool {
    if text.starts_with('"') {
        let Ok(Unquoted(text)) = from_str(text) else { return false };
        return values.contains(&text.as_ref());
    }
    let number = |text: &str| text.parse::<f64>().ok();
    values.iter().any(|value| *value == text || number(text).is_some_and(|found| number(value) == Some(found)))
}

/// The row with the most specific test that the value passes; the first of several. An object with optional properties
/// of several types belongs to none of them.
pub fn pick(text: &str, tests: &[(usize, Test)]) -> Option<usize> {
    let members = if tests.iter().any(|(_, test)| test.looks_inside()) { members(text) } else { Vec::new() };
    let holding = || tests.iter().filter_map(|(row, test)| Some((*row, test.rank_of(text, &members)?)));
    let best @ (row, rank) = holding().min_by_key(|(_, rank)| *rank)?;
    let is_mixed = rank == Test::OPTIONAL && holding().any(|other| other != best && other.1 == rank);
    (!is_mixed).then_some(row)
}

/// The properties of an object, if one of the tests needs them.
fn members_of<'a>(text: &'a str, tests: &[Test]) -> Vec<(Cow<'a, str>, &'a RawValue)> {
    if tests.iter().any(|test| test.looks_inside()) { members(text) } else { Vec::new() }
}

/// The properties of an object; empty for any other value.
fn members(text: &str) -> Vec<(Cow<'_, str>, &RawValue)> {
    if !text.starts_with('{') {
        return Vec::new();
    }
    from_str::<Members<'_>>(text).map_or_else(|_| Vec::new(), |members| members.0)
}

/// The items of an array except for nulls; `None` for any other value.
fn items(text: &str) -> Option<Vec<&str>> {
    let items = from_str::<Vec<&RawValue>>(text).ok()?;
    Some(items.into_iter().map(RawValue::get).filter(|item| *item != "null").collect())
}

/// Reads a value as the type that the test selected.
///
/// # Errors
/// When the JSON does not fit the type. The message contains the location within the value, because the position of the
/// error is that of the whole value.
pub fn read<T: Decode, E: Error>(text: &str) -> Result<T, E> {
    if depth(text) > DEPTH {
        return Err(E::custom("the value is nested too deeply"));
    }
    decoded(text.as_bytes()).map_err(|error| {
        let said = error.to_string();
        // The position is relative to this value, and would be mistaken for one in the whole body.
        let said = unplaced(&said);
        match trail::member_at(text.as_bytes(), &error) {
            Some(member) => E::custom(format_args!("{member}: {said}")),
            None => E::custom(said),
        }
    })
}

fn from_str<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text)
}

/// A string without its quotes and escapes.
struct Unquoted<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Unquoted<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(BorrowedStr).map(Self)
    }
}

/// The properties of an object with their JSON.
pub(super) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = members.next_key_seed(BorrowedStr)? {
            found.push((name, members.next_value()?));
        }
        Ok(Members(found))
    }
}
