//! Tests of the three states of `Maybe`.

use super::{read, written};
use crate::runtime::Maybe;

#[test]
fn states_are_told_apart() {
    for (state, value, text) in
        [(Maybe::Absent, None, "null"), (Maybe::Null, None, "null"), (Maybe::Value(5), Some(5), "5")]
    {
        assert_eq!(state.value(), value.as_ref());
        assert_eq!(state.into_value(), value);
        assert_eq!(state.as_ref().map(|number| number + 1).into_value(), value.map(|number| number + 1));
        assert_eq!([state.is_absent(), state.is_null(), state.is_value()].iter().filter(|is| **is).count(), 1);
        assert_eq!(written(&state), text);
        assert_eq!(state.map(|number| number), state);
        assert_eq!({ state }.value_mut().copied(), value);
    }
    let mut state = Maybe::Value(5);
    assert_eq!((state.take(), state), (Maybe::Value(5), Maybe::Absent));
}

#[test]
fn conversions() {
    assert_eq!(Maybe::from(5), Maybe::Value(5));
    assert_eq!(Maybe::from(Some(5)), Maybe::Value(5));
    assert_eq!(Maybe::<i32>::from(None), Maybe::Absent);
    assert_eq!(Maybe::<i32>::or_null(None), Maybe::Null);
    assert_eq!(Maybe::<i32>::default(), Maybe::Absent);
    assert_eq!(read("null"), Ok(Maybe::<i32>::Null));
    assert_eq!(read("5.0"), Ok(Maybe::Value(5)));
}
