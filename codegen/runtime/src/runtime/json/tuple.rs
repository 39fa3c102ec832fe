//! Reads JSON arrays with a fixed number of items, each with its own type, as tuples.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::decode::{Decode, Seed, within};

/// Reads an array with exactly the items of the tuple.
struct Tuple<T>(PhantomData<T>);

/// The next item of an array, which must have one.
fn item<'de, T: Decode, S: SeqAccess<'de>>(items: &mut S, at: usize, length: usize) -> Result<T, S::Error> {
    match items.next_element_seed(Seed::new()) {
        Ok(Some(item)) => Ok(item),
        Ok(None) => Err(S::Error::custom(format_args!("an array of {at} items, expected {length}"))),
        Err(error) => Err(within(&format_args!("[{at}]"), error)),
    }
}

macro_rules! tuples {
    ($($length:literal: $($item:ident $at:literal)+;)*) => {$(
        impl<'de, $($item: Decode),+> Visitor<'de> for Tuple<($($item,)+)> {
            type Value = ($($item,)+);

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an array of {} items", $length)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
                let tuple = ($(item::<$item, S>(&mut items, $at, $length)?,)+);
                match items.next_element::<IgnoredAny>()? {
                    None => Ok(tuple),
                    Some(_) => Err(S::Error::custom(format_args!("an array of more than {} items", $length))),
                }
            }
        }

        impl<$($item: Decode),+> Decode for ($($item,)+) {
            fn decode<'de, De: Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
                deserializer.deserialize_seq(Tuple::<($($item,)+)>(PhantomData))
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}
