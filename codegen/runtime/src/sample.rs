//! Models as the generator writes them, for the tests: one of each kind.

use std::collections::BTreeMap;

use crate::runtime::constraints::validate::validate;
use crate::runtime::{Json, Maybe};
use crate::runtime::{any_of, model, one_of, open_codes, open_enum};

model! {
    /// A struct with each kind of field.
    #[derive(Default)]
    pub struct Cart {
        /// Optional.
        pub id: Option<String>,
        /// An optional list of the same type.
        pub items: Option<Vec<Cart>> = "lineItems",
        /// Required.
        pub quantity: i32 = required,
        /// Absent, null or a value.
        pub renews_to: Maybe<i64> = "renewsTo",
        /// Required, may be null.
        pub parent: Option<String> = required,
        /// Any value.
        #[deprecated]
        pub anything: Option<Json> = "any\"thing",
    }
}

validate!(Cart {
    items = "lineItems" optional items(.max_items(100)),
    items = "lineItems" optional walk(),
    quantity = "quantity" required value(.minimum(1)),
});

model! {
    /// A generic struct.
    pub struct KeyValuePair<K, V> {
        /// The key.
        pub key: Option<K>,
        /// The value.
        pub value: Option<V>,
    }
}

model! {
    /// A struct with a typed rest.
    pub struct Labels {
        /// A named property.
        pub name: Option<String>,
        ..rest: BTreeMap<String, i64>,
    }
}

model! {
    /// A struct without named properties.
    pub struct Nothing {}
}

model! {
    /// A struct with a property that has a single value, and a secret property.
    pub struct Grant {
        /// Always `password`.
        pub r#type: String = "type" required,
        /// Required.
        pub account: i64 = required,
        /// A secret.
        pub password: Option<String> = secret,
    } new(account: i64; r#type = "password".into())
}

open_enum! {
    /// How often something is billed.
    pub enum BillingCycle {
        /// Every year.
        Annual = "annual",
        /// Once.
        OneTime = "one_time",
        /// No longer in use.
        #[deprecated]
        Weekly = "weekly",
    }
}

open_enum! {
    /// An enum without listed values.
    pub enum Anything {}
}

open_codes! {
    /// Why a line item could not be added to a cart.
    pub struct CartErrorCode: i32 {
        /// The currency is not supported for the market.
        CURRENCY_IS_NOT_SUPPORTED ("CurrencyIsNotSupported") = 10000,
        /// The input is invalid.
        #[deprecated]
        INVALID_INPUT = 10010,
        10020,
        /// A negative code.
        NEGATIVE = -1,
    }
}

open_codes! {
    /// Codes of 64 bits.
    pub struct LargeCode: i64 {
        /// The minimum of the type.
        LEAST = -9223372036854775808,
        5000000000,
    }
}

open_codes! {
    /// An integer enum without named values.
    pub struct UnlistedCode: i32 {}
}

model! {
    /// A struct with codes in each place.
    pub struct Failure {
        /// A required enum.
        pub cause: CartErrorCode = code required,
        /// A required enum, which may be null.
        pub last: Option<LargeCode> = code required,
        /// An optional enum.
        pub code: Option<CartErrorCode> = code,
        /// Absent, null or a value.
        pub next: Maybe<CartErrorCode> = code,
        /// A list of enums.
        pub all: Option<Vec<CartErrorCode>> = code,
        /// A map of enums.
        pub by_name: Option<BTreeMap<String, CartErrorCode>> = "byName" code,
    } new(cause: CartErrorCode; last = None)
}

model! {
    /// A struct that a union recognizes by a property that is optional in its document.
    pub struct Circle {
        /// The discriminator.
        pub kind: String = tag,
        /// Required.
        pub radius: f64 = required,
        /// Optional.
        pub center: Option<i64>,
    } new(radius: f64; kind = "circle".into()) tag("circle")
}

model! {
    /// A struct with a discriminator that is an enum, and without required properties.
    pub struct Yearly {
        /// The discriminator.
        pub cycle: BillingCycle = "billingCycle" tag,
    } default(cycle = "annual".into()) tag("annual")
}

model! {
    /// A struct with required properties that have defaults.
    pub struct Page {
        /// A number.
        pub limit: i32 = filled,
        /// A string enum, with another name in JSON.
        pub cycle: BillingCycle = "billingCycle" filled,
        /// A required string, which may be null.
        pub cursor: Option<String> = filled,
        /// A list.
        pub sort: Vec<String> = secret filled,
        /// An integer enum.
        pub cause: CartErrorCode = code filled,
        /// A required integer without a default.
        pub total: i64 = required,
    } absent(limit = "20", cycle = "\"annual\"", cursor = "null", sort = "[\"id\"]", cause = "10000")
}

one_of! {
    /// A value of several types.
    pub enum Code {
        /// A number.
        Number(i64) = Int64,
        /// A string.
        Text(String) = String,
        /// A boolean.
        Flag(bool) = Boolean,
        /// A list of numbers.
        List(Vec<i32>) = Array,
    } from(&str => Text, i32 => Number, [i32; N] => List)
}

one_of! {
    /// A union that contains a union.
    pub enum Query {
        /// The inner union.
        Code(Code) = Int64 | String | Boolean | Array,
        /// A cart.
        Cart(Box<Cart>) = Object,
    } from(&str => Code, String => Code, Vec<i32> => Code, Cart => Cart)
}

one_of! {
    /// A string, or a list of one of several types.
    pub enum Input {
        /// A single string.
        Text(String) = String,
        /// A list of strings.
        Texts(Vec<String>) = Items(&[String]) | NoItems,
        /// A list of integers.
        Tokens(Vec<i64>) = Items(&[Digits]),
        /// A list of numbers or booleans.
        Weights(Vec<Code>) = Items(&[Number, Boolean]),
        /// A list of lists of integers.
        Lists(Vec<Vec<i64>>) = Items(&[Items(&[Int64])]),
        /// A list of objects.
        Pairs(Vec<KeyValuePair<String, Json>>) = Items(&[Has("key"), Is("kind", &["pair"])]),
    }
}

one_of! {
    /// A union of several objects and of other kinds of values.
    pub enum Node {
        /// Recognized by its discriminator.
        Cart(Box<Cart>) = Is("kind", &["cart", "basket", "1", "true"]),
        /// Recognized by a property that only it has.
        Pair(KeyValuePair<Box<Node>, Json>) = Has("key") | Has("v\"alue"),
        /// Recognized by its value.
        Cycle(BillingCycle) alike = Text(&["annual", "one_time"]),
        /// A number without a fraction, or null.
        Count(Option<i64>) = Digits | Null,
        /// Any other number.
        Number(f64) = Fraction,
        /// The same type as another variant.
        Kind(BillingCycle) alike = Text(&["weekly"]),
    }
}

one_of! {
    /// A union of two types that nothing distinguishes.
    pub enum Either<T> {
        /// A single value.
        Left(T) = Object,
        /// Several values.
        Many(Vec<T>) = Array,
    }
}

any_of! {
    /// A value that may be of several types at once.
    pub struct Views viewed as ViewsView {
        /// The cart.
        as_cart = Cart(Cart),
        as_labels = Labels(Labels),
        as_text = Text(String),
        as_name = Name(String) as alike,
    }
}
