//! Models as the generator writes them, for the tests: one of each kind.

use std::collections::BTreeMap;

use crate::runtime::validate::validate;
use crate::runtime::{Extra, Json, Maybe, Unlisted};
use crate::runtime::{any_of, one_of, open_codes, open_enum, wire};

/// A struct with each kind of member.
#[derive(Clone, Default, PartialEq)]
pub struct Cart {
    /// Optional.
    pub id: Option<String>,
    /// Optional, a list of itself.
    pub items: Option<Vec<Cart>>,
    /// Required.
    pub quantity: i32,
    /// Absent, null or a value.
    pub renews_to: Maybe<i64>,
    /// Required, may be null.
    pub parent: Option<String>,
    /// Anything.
    #[deprecated]
    pub anything: Option<Json>,
    /// Members that the spec does not name.
    pub extra: Extra,
}

wire!(Cart {
    id, items = "lineItems", quantity required, renews_to = "renewsTo" or_null, parent required or_null,
    anything = "any\"thing",
});

validate!(Cart {
    items = "lineItems" optional items(.max_items(100)),
    items = "lineItems" optional walk(),
    quantity = "quantity" required value(.minimum(1)),
});

/// A generic struct.
#[derive(Clone, PartialEq)]
pub struct KeyValuePair<K, V> {
    /// The key.
    pub key: Option<K>,
    /// The value.
    pub value: Option<V>,
    /// Members that the spec does not name.
    pub extra: Extra,
}

wire!(KeyValuePair<K, V> { key, value } default());

/// A struct with a typed rest.
#[derive(Clone, Default, PartialEq)]
pub struct Labels {
    /// A named member.
    pub name: Option<String>,
    /// The others.
    pub rest: BTreeMap<String, i64>,
}

wire!(Labels { name } rest);

/// A struct without named members.
#[derive(Clone, Default, PartialEq)]
pub struct Nothing {
    /// Members that the spec does not name.
    pub extra: Extra,
}

wire!(Nothing {});

/// A struct with a member of one value, and one that is not shown.
#[derive(Clone, PartialEq)]
pub struct Grant {
    /// Always `password`.
    pub r#type: String,
    /// Required.
    pub account: i64,
    /// A secret.
    pub password: Option<String>,
    /// Members that the spec does not name.
    pub extra: Extra,
}

wire!(Grant { r#type = "type" required, account required, password secret } new(
    account: i64; r#type = "password".into()
));

/// How often something is billed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BillingCycle {
    /// Every year.
    Annual,
    /// Once.
    OneTime,
    /// No longer in use.
    #[deprecated]
    Weekly,
    /// A value that this crate does not know, as received.
    Unlisted(Unlisted),
}

open_enum!(BillingCycle {
    Annual = "annual",
    OneTime = "one_time",
    Weekly = "weekly",
});

/// An enum of which the spec lists nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Anything {
    /// A value that this crate does not know, as received.
    Unlisted(Unlisted),
}

open_enum!(Anything {});

/// Why a line item could not be added to a cart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CartErrorCode(pub i32);

open_codes!(CartErrorCode: i32 {
    /// The currency is not supported for the market.
    CURRENCY_IS_NOT_SUPPORTED ("CurrencyIsNotSupported") = 10000,
    /// The input is invalid.
    #[deprecated]
    INVALID_INPUT = 10010,
    10020,
    /// A negative code.
    NEGATIVE = -1,
});

/// Codes of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LargeCode(pub i64);

open_codes!(LargeCode: i64 {
    /// The least.
    LEAST = -9223372036854775808,
    5000000000,
});

/// Codes of which none is listed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnlistedCode(pub i32);

open_codes!(UnlistedCode: i32 {});

/// A struct with codes in each place.
#[derive(Clone, PartialEq)]
pub struct Failure {
    /// Always there.
    pub cause: CartErrorCode,
    /// Always there, perhaps null.
    pub last: Option<LargeCode>,
    /// Optional.
    pub code: Option<CartErrorCode>,
    /// Absent, null or a value.
    pub next: Maybe<CartErrorCode>,
    /// Several.
    pub all: Option<Vec<CartErrorCode>>,
    /// Several by name.
    pub by_name: Option<BTreeMap<String, CartErrorCode>>,
    /// Members that the spec does not name.
    pub extra: Extra,
}

wire!(Failure {
    cause code required, last code required or_null, code code, next code or_null, all code, by_name = "byName" code,
} new(cause: CartErrorCode));

/// A value of several types.
#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Several numbers.
    List(Vec<i32>),
    /// Anything else.
    Unlisted(Json),
}

one_of!(Code {
    Number(i64) = Int64,
    Text(String) = String,
    Flag(bool) = Boolean,
    List(Vec<i32>) = Array,
});

/// A value of several objects, and of what else there is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Known by its tag.
    Cart(Box<Cart>),
    /// Known by a member that only it has.
    Pair(KeyValuePair<Box<Node>, Json>),
    /// Known by its value.
    Cycle(BillingCycle),
    /// Digits alone, or null.
    Count(Option<i64>),
    /// Any other number.
    Number(f64),
    /// Of the same type as another.
    Kind(BillingCycle),
    /// Anything else.
    Unlisted(Json),
}

one_of!(Node {
    Cart(Box<Cart>) = Is("kind", &["cart", "basket", "1", "true"]),
    Pair(KeyValuePair<Box<Node>, Json>) = Has("key") | Has("v\"alue"),
    Cycle(BillingCycle) alike = Text(&["annual", "one_time"]),
    Count(Option<i64>) = Digits | Null,
    Number(f64) = Number,
    Kind(BillingCycle) alike = Text(&["weekly"]),
});

/// One of two types of which nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Either<T> {
    /// One.
    Left(T),
    /// Several.
    Many(Vec<T>),
    /// Anything else.
    Unlisted(Json),
}

one_of!(Either<T> {
    Left(T) = Object,
    Many(Vec<T>) = Array,
});

/// A value that may be of several types at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Views(Json);

any_of!(Views {
    /// What is bought.
    as_cart = Cart,
    as_labels = Labels,
    as_text = String,
    as_name = String as alike,
});
