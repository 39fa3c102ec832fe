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
        /// Optional, a list of itself.
        pub items: Option<Vec<Cart>> = "lineItems",
        /// Required.
        pub quantity: i32 = required,
        /// Absent, null or a value.
        pub renews_to: Maybe<i64> = "renewsTo",
        /// Required, may be null.
        pub parent: Option<String> = required,
        /// Anything.
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
        /// The least.
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
        /// Always there.
        pub cause: CartErrorCode = code required,
        /// Always there, perhaps null.
        pub last: Option<LargeCode> = code required,
        /// Optional.
        pub code: Option<CartErrorCode> = code,
        /// Absent, null or a value.
        pub next: Maybe<CartErrorCode> = code,
        /// Several.
        pub all: Option<Vec<CartErrorCode>> = code,
        /// Several by name.
        pub by_name: Option<BTreeMap<String, CartErrorCode>> = "byName" code,
    } new(cause: CartErrorCode; last = None)
}

model! {
    /// A struct that a union knows by a property, which its document calls optional.
    pub struct Circle {
        /// Which type it is.
        pub kind: String = tag,
        /// Required.
        pub radius: f64 = required,
        /// Optional.
        pub center: Option<i64>,
    } new(radius: f64; kind = "circle".into()) tag("circle")
}

model! {
    /// The same, with nothing else that is required, and an enum.
    pub struct Yearly {
        /// Which type it is.
        pub cycle: BillingCycle = "billingCycle" tag,
    } default(cycle = "annual".into()) tag("annual")
}

model! {
    /// A struct with required properties that have defaults.
    pub struct Page {
        /// A number.
        pub limit: i32 = filled,
        /// A listed string, under another name.
        pub cycle: BillingCycle = "billingCycle" filled,
        /// Always there, perhaps null.
        pub cursor: Option<String> = filled,
        /// A list.
        pub sort: Vec<String> = secret filled,
        /// An integer with names.
        pub cause: CartErrorCode = code filled,
        /// Without a default.
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
        /// Yes or no.
        Flag(bool) = Boolean,
        /// Several numbers.
        List(Vec<i32>) = Array,
    } from(&str => Text, i32 => Number, [i32; N] => List)
}

one_of! {
    /// A value within which is one of several types.
    pub enum Query {
        /// One of them.
        Code(Code) = Int64 | String | Boolean | Array,
        /// A cart.
        Cart(Box<Cart>) = Object,
    } from(&str => Code, String => Code, Vec<i32> => Code, Cart => Cart)
}

one_of! {
    /// A string, or a list of one of several types.
    pub enum Input {
        /// One string.
        Text(String) = String,
        /// Several strings.
        Texts(Vec<String>) = Items(&[String]) | NoItems,
        /// Several integers.
        Tokens(Vec<i64>) = Items(&[Digits]),
        /// Several numbers, or yes and no.
        Weights(Vec<Code>) = Items(&[Number, Boolean]),
        /// Several lists of integers.
        Lists(Vec<Vec<i64>>) = Items(&[Items(&[Int64])]),
        /// Several objects.
        Pairs(Vec<KeyValuePair<String, Json>>) = Items(&[Has("key"), Is("kind", &["pair"])]),
    }
}

one_of! {
    /// A value of several objects, and of what else there is.
    pub enum Node {
        /// Known by its tag.
        Cart(Box<Cart>) = Is("kind", &["cart", "basket", "1", "true"]),
        /// Recognized by a property that only it has.
        Pair(KeyValuePair<Box<Node>, Json>) = Has("key") | Has("v\"alue"),
        /// Known by its value.
        Cycle(BillingCycle) alike = Text(&["annual", "one_time"]),
        /// Digits alone, or null.
        Count(Option<i64>) = Digits | Null,
        /// Any other number.
        Number(f64) = Number,
        /// Of the same type as another.
        Kind(BillingCycle) alike = Text(&["weekly"]),
    }
}

one_of! {
    /// A union of two types that nothing distinguishes.
    pub enum Either<T> {
        /// One.
        Left(T) = Object,
        /// Several.
        Many(Vec<T>) = Array,
    }
}

any_of! {
    /// A value that may be of several types at once.
    pub struct Views viewed as ViewsView {
        /// What is bought.
        as_cart = Cart(Cart),
        as_labels = Labels(Labels),
        as_text = Text(String),
        as_name = Name(String) as alike,
    }
}
