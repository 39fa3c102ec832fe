//! `validate!`: checks the constraints of the spec, from a table of fields and constraints.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::fmt::{self, Write};

use serde::Serialize;

/// Implements [`Validate`] for a struct, or for an enum whose variants hold one value each:
///
/// ```text
/// validate!(Cart {
///     name = "name" required value(.min_length(1).max_length(64)),
///     line_items = "lineItems" optional items(.max_items(10)),
///     line_items = "lineItems" optional walk(),
///     tags = "tags" optional each(.max_length(8)),
///     parent = "parent" or_null walk(),
/// });
/// validate!(Pet { Cat walk, Dog walk, });
/// ```
///
/// A row is a call: `value` checks a string or a number, `items` a list, `each` the strings or numbers in a list, and
/// `walk` the models within a field. Variants that are not listed have nothing to check.
macro_rules! validate {
    ($type:ident $(<$($param:ident),+>)? {
        $($field:ident = $name:literal $presence:ident $call:ident($($limits:tt)*)),* $(,)?
    }) => {
        $crate::runtime::constraints::validate::validate!(@impls $type [$($($param),+)?] |value, check| {
            $($crate::runtime::constraints::validate::validate!(@row check value $field $presence given {
                check.$call($name, given, $crate::runtime::constraints::validate::validate!(@limits $call $($limits)*));
            });)*
        });
    };
    ($type:ident $(<$($param:ident),+>)? { $($variant:ident walk),+ $(,)? }) => {
        $crate::runtime::constraints::validate::validate!(@impls $type [$($($param),+)?] |value, check| {
            match value {
                $(Self::$variant(value) => $crate::runtime::constraints::validate::Validate::check(value, check),)+
                _ => {}
            }
        });
    };
    (@limits walk) => { () };
    (@limits $call:ident $($limits:tt)*) => { $crate::runtime::constraints::validate::Limits::new()$($limits)* };
    (@row $check:ident $value:ident $field:ident required $given:ident $body:block) => {{
        let $given = &$value.$field;
        $body
    }};
    (@row $check:ident $value:ident $field:ident optional $given:ident $body:block) => {
        if let ::core::option::Option::Some($given) = &$value.$field $body
    };
    (@row $check:ident $value:ident $field:ident or_null $given:ident $body:block) => {
        if let $crate::runtime::values::maybe::Maybe::Value($given) = &$value.$field $body
    };
    (@impls $type:ident [$($param:ident),*] |$value:ident, $check:ident| $body:block) => {
        #[allow(deprecated, unused_variables)]
        impl<$($param: $crate::runtime::json::decode::Value),*> $crate::runtime::constraints::validate::Validate for $type<$($param),*> {
            fn check(&self, $check: &mut $crate::runtime::constraints::validate::Check) {
                let $value = self;
                $body
            }
        }

        impl<$($param: $crate::runtime::json::decode::Value),*> $type<$($param),*> {
            /// Checks the constraints of the spec: lengths, ranges and numbers of items. Patterns are not checked.
            ///
            /// # Errors
            /// The first violated constraint, with the path of the property.
            pub fn validate(&self) -> ::core::result::Result<(), $crate::runtime::constraints::validate::Invalid> {
                $crate::runtime::constraints::validate::validated(self)
            }
        }
    };
}
pub(crate) use validate;

/// The error that a value violates a constraint of the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The steps of the path to the property, innermost first.
    steps: Vec<Step>,
    asked: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
}

impl Invalid {
    /// The path of the property: `lineItems[1].quantity`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            // Writing to a String does not fail.
            let _ = match step {
                Step::Item(index) => write!(path, "[{index}]"),
                Step::Member(name) => {
                    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-@$".contains(&byte));
                    match (is_plain && !name.is_empty(), path.is_empty()) {
                        (true, true) => path.write_str(name),
                        (true, false) => write!(path, ".{name}"),
                        (false, _) => write!(path, "[{name:?}]"),
                    }
                }
            };
        }
        path
    }

    /// The constraint: `at least 1`, `at most 64 characters`.
    pub fn asked(&self) -> &str {
        &self.asked
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is to be {}", self.path(), self.asked)
    }
}

impl std::error::Error for Invalid {}

/// A value that may contain values with constraints.
pub trait Validate {
    /// Checks all constraints, until one is violated.
    fn check(&self, check: &mut Check);
}

/// A value that can have constraints itself.
pub trait Limited {
    /// The constraint that the value violates, in words.
    fn beyond(&self, limits: &Limits) -> Option<String>;
}

/// Checks the constraints within a value.
///
/// # Errors
///
/// The first constraint that is violated.
pub fn validated<T: Validate + ?Sized>(value: &T) -> Result<(), Invalid> {
    let mut check = Check { found: None };
    value.check(&mut check);
    check.found.map_or(Ok(()), Err)
}

/// Checks the constraints of a parameter that is sent as a single value.
///
/// # Errors
///
/// The first constraint that is violated.
pub fn limited<T: Limited + ?Sized>(name: &str, value: &T, limits: Limits) -> Result<(), Invalid> {
    let mut check = Check { found: None };
    check.value(name, value, limits);
    check.found.map_or(Ok(()), Err)
}

/// Checks values, and keeps the first constraint that is violated.
#[derive(Debug)]
pub struct Check {
    found: Option<Invalid>,
}

impl Check {
    /// Checks the constraints of a field.
    pub fn value<T: Limited + ?Sized>(&mut self, name: &str, value: &T, limits: Limits) {
        if self.found.is_none() {
            self.fail(name, value.beyond(&limits));
        }
    }

    /// Checks the constraints of a list.
    pub fn items<T: Serialize>(&mut self, name: &str, items: &[T], limits: Limits) {
        if self.found.is_none() {
            self.fail(name, limits.of_items(items));
        }
    }

    /// Checks the constraints of each item of a list.
    pub fn each<T: Limited>(&mut self, name: &str, items: &[T], limits: Limits) {
        for (index, item) in items.iter().enumerate() {
            if self.found.is_none() {
                self.fail(name, item.beyond(&limits));
                self.found.iter_mut().for_each(|found| found.steps.insert(0, Step::Item(index)));
            }
        }
    }

    /// Checks the models within a field.
    pub fn walk<T: Validate + ?Sized>(&mut self, name: &str, value: &T, (): ()) {
        self.inside(value, || Step::Member(name.to_owned()));
    }

    fn inside<T: Validate + ?Sized>(&mut self, value: &T, step: impl Fn() -> Step) {
        if self.found.is_none() {
            value.check(self);
            self.found.iter_mut().for_each(|found| found.steps.push(step()));
        }
    }

    fn fail(&mut self, name: &str, asked: Option<String>) {
        self.found = asked.map(|asked| Invalid { steps: vec![Step::Member(name.to_owned())], asked });
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, check: &mut Check) {
        (**self).check(check);
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, check: &mut Check) {
        self.iter().for_each(|value| value.check(check));
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, check: &mut Check) {
        for (index, item) in self.iter().enumerate() {
            check.inside(item, || Step::Item(index));
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, check: &mut Check) {
        for (name, item) in self {
            check.inside(item, || Step::Member(name.clone()));
        }
    }
}

/// A number that is compared exactly if it is an integer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// A number that may have a fraction.
    Double(f64),
}

impl Number {
    fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(&other)),
            (Self::Double(one), Self::Double(other)) => one.partial_cmp(&other),
            (Self::Double(one), Self::Integer(other)) => Some(whole_first(other, one)?.reverse()),
            (Self::Integer(one), Self::Double(other)) => whole_first(one, other),
        }
    }

    /// Whether the number is a multiple of another one, apart from the inaccuracy of binary fractions.
    fn is_multiple(self, of: Self) -> bool {
        match (self, of) {
            (Self::Integer(value), Self::Integer(of)) => of == 0 || value % of == 0,
            (value, of) => {
                let times = value.double() / of.double();
                !times.is_finite() || (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
            }
        }
    }

    fn double(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Double(value) => value,
        }
    }
}

/// Compares an integer with a double. A double outside the range of `i128` is far from any 64-bit integer.
fn whole_first(one: i128, other: f64) -> Option<Ordering> {
    (!other.is_nan())
        .then(|| one.cmp(&(other.trunc() as i128)).then(0.0.partial_cmp(&other.fract()).unwrap_or(Ordering::Equal)))
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Double(value) => value.fmt(f),
        }
    }
}

/// The constraints of a value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    length: (Option<u64>, Option<u64>),
    items: (Option<u64>, Option<u64>),
    minimum: Option<Number>,
    maximum: Option<Number>,
    above: Option<Number>,
    below: Option<Number>,
    multiple_of: Option<Number>,
    unique: bool,
}

macro_rules! limits {
    ($($(#[$docs:meta])* $name:ident: $type:ty => $($field:tt).+ = $value:expr;)*) => {
        impl Limits {$(
            $(#[$docs])*
            #[must_use]
            pub const fn $name(mut self, $name: $type) -> Self {
                self.$($field).+ = $value;
                self
            }
        )*}
    };
}

limits! {
    /// The minimum length of a string, in characters.
    min_length: u64 => length.0 = Some(min_length);
    /// The maximum length of a string, in characters.
    max_length: u64 => length.1 = Some(max_length);
    /// The minimum number of items of a list.
    min_items: u64 => items.0 = Some(min_items);
    /// The maximum number of items of a list.
    max_items: u64 => items.1 = Some(max_items);
    /// The minimum of an integer.
    minimum: i128 => minimum = Some(Number::Integer(minimum));
    /// The maximum of an integer.
    maximum: i128 => maximum = Some(Number::Integer(maximum));
    /// The exclusive minimum of an integer.
    above: i128 => above = Some(Number::Integer(above));
    /// The exclusive maximum of an integer.
    below: i128 => below = Some(Number::Integer(below));
    /// An integer has to be a multiple of this number.
    multiple_of: i128 => multiple_of = Some(Number::Integer(multiple_of));
    /// The minimum of a number.
    minimum_double: f64 => minimum = Some(Number::Double(minimum_double));
    /// The maximum of a number.
    maximum_double: f64 => maximum = Some(Number::Double(maximum_double));
    /// The exclusive minimum of a number.
    above_double: f64 => above = Some(Number::Double(above_double));
    /// The exclusive maximum of a number.
    below_double: f64 => below = Some(Number::Double(below_double));
    /// A number has to be a multiple of this one.
    multiple_of_double: f64 => multiple_of = Some(Number::Double(multiple_of_double));
    /// Whether the items of a list must be distinct.
    unique: bool => unique = unique;
}

impl Limits {
    /// Creates an empty set of constraints.
    pub const fn new() -> Self {
        Self {
            length: (None, None),
            items: (None, None),
            minimum: None,
            maximum: None,
            above: None,
            below: None,
            multiple_of: None,
            unique: false,
        }
    }

    fn of_text(&self, text: &str) -> Option<String> {
        count(self.length, text.chars().count(), "character")
    }

    /// The constraint that a number violates, in words. Values that cannot be compared, such as NaN, violate none.
    pub(super) fn of_number(&self, number: Number) -> Option<String> {
        let is = |bound: Option<Number>, wrong: &[Ordering]| {
            bound.filter(|bound| number.order(*bound).is_some_and(|order| wrong.contains(&order)))
        };
        use Ordering::{Equal, Greater, Less};
        None.or_else(|| is(self.minimum, &[Less]).map(|bound| format!("at least {bound}")))
            .or_else(|| is(self.maximum, &[Greater]).map(|bound| format!("at most {bound}")))
            .or_else(|| is(self.above, &[Less, Equal]).map(|bound| format!("above {bound}")))
            .or_else(|| is(self.below, &[Greater, Equal]).map(|bound| format!("below {bound}")))
            .or_else(|| self.multiple_of.filter(|of| !number.is_multiple(*of)).map(|of| format!("a multiple of {of}")))
    }

    fn of_items<T: Serialize>(&self, items: &[T]) -> Option<String> {
        count(self.items, items.len(), "item").or_else(|| {
            // Items are compared as JSON, even if their type compares them in another way.
            let mut seen = HashSet::new();
            let is_new = |item: &T| serde_json::to_vec(item).map_or(true, |text| seen.insert(text));
            (self.unique && !items.iter().all(is_new)).then(|| "without two items alike".to_owned())
        })
    }
}

fn count((least, most): (Option<u64>, Option<u64>), count: usize, what: &str) -> Option<String> {
    let count = count as u64;
    let asked = |word: &str, bound: u64| format!("{word} {bound} {what}{}", if bound == 1 { "" } else { "s" });
    let few = least.filter(|least| count < *least).map(|least| asked("at least", least));
    few.or_else(|| most.filter(|most| count > *most).map(|most| asked("at most", most)))
}

impl<T: Limited + ?Sized> Limited for &T {
    fn beyond(&self, limits: &Limits) -> Option<String> {
        (**self).beyond(limits)
    }
}

impl<T: Limited> Limited for Option<T> {
    fn beyond(&self, limits: &Limits) -> Option<String> {
        self.as_ref()?.beyond(limits)
    }
}

impl Limited for str {
    fn beyond(&self, limits: &Limits) -> Option<String> {
        limits.of_text(self)
    }
}

impl Limited for String {
    fn beyond(&self, limits: &Limits) -> Option<String> {
        limits.of_text(self)
    }
}

macro_rules! numbers {
    ($($type:ty => $kind:ident,)*) => {$(
        impl Limited for $type {
            fn beyond(&self, limits: &Limits) -> Option<String> {
                limits.of_number(Number::$kind((*self).into()))
            }
        }
    )*};
}

numbers! {
    i32 => Integer,
    i64 => Integer,
    u32 => Integer,
    u64 => Integer,
    f32 => Double,
    f64 => Double,
}
