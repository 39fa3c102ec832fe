//! Makes the calls of scenarios, and checks their results.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use crate::Outcome;

/// An error of any of the generated crates, each of which has its own error type.
#[derive(Debug)]
pub struct Failed {
    pub kind: String,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub text: String,
}

/// Sends calls of one group, and checks what each returns.
macro_rules! calls {
    ($run:expr, $client:expr, $group:ident:
        $($method:ident($($arg:expr),* $(,)?) $(.$set:ident($($value:expr),*))* => $check:expr;)*) => {$({
        let client = $client.clone();
        $run.scenario(concat!(stringify!($group), ".", stringify!($method)), async move {
            let result = client.$group().$method($($arg),*)$(.$set($($value),*))*.send().await;
            crate::checks::apply(result.map(|reply| reply.into_inner()).map_err(|error| crate::checks::failed!(error)), $check)
        })
        .await;
    })*};
}
pub(crate) use calls;

/// Converts the error of one crate to the common error.
macro_rules! failed {
    ($error:expr) => {
        crate::checks::Failed {
            kind: format!("{:?}", $error.kind()),
            status: $error.status().map(|status| status.as_u16()),
            code: $error.code().map(str::to_owned),
            message: $error.message().map(str::to_owned),
            text: format!("{:#}", $error),
        }
    };
}
pub(crate) use failed;

pub fn apply<T>(result: Result<T, Failed>, check: impl FnOnce(Result<T, Failed>) -> Outcome) -> Outcome {
    check(result)
}

/// Checks that the call succeeded.
pub fn done<T>(result: Result<T, Failed>) -> Outcome {
    read(result).map(drop)
}

/// Checks that the value is equal to the expected one.
pub fn is<T: PartialEq<U> + Debug, U: Debug>(expected: U) -> impl FnOnce(Result<T, Failed>) -> Outcome {
    move |result| {
        assert_eq!(read(result)?, expected);
        Ok(())
    }
}

/// Checks that the value is formatted as expected.
pub fn shows<T: Display>(expected: &str) -> impl FnOnce(Result<T, Failed>) -> Outcome {
    move |result| {
        assert_eq!(read(result)?.to_string(), expected);
        Ok(())
    }
}

/// Checks that the values of the list are formatted as expected.
pub fn lists<T: Display, const N: usize>(expected: [&str; N]) -> impl FnOnce(Result<Vec<T>, Failed>) -> Outcome {
    move |result| {
        assert_eq!(texts(&read(result)?), expected);
        Ok(())
    }
}

/// Checks the values of an object with the keys `0`, `1` and so on, as a list.
pub fn numbered<T>(
    check: impl FnOnce(Result<Vec<T>, Failed>) -> Outcome,
) -> impl FnOnce(Result<BTreeMap<String, T>, Failed>) -> Outcome {
    move |result| {
        let values = read(result)?;
        assert!(values.keys().enumerate().all(|(at, key)| *key == at.to_string()), "{:?}", values.keys());
        check(Ok(values.into_values().collect()))
    }
}

/// Checks that the call failed with this kind of error.
pub fn fails<T>(kind: &str) -> impl FnOnce(Result<T, Failed>) -> Outcome {
    move |result| {
        let error = result.err().ok_or("an error was expected")?;
        assert_eq!(error.kind, kind, "{}", error.text);
        Ok(())
    }
}

/// Checks that the call failed with this status.
pub fn refused<T>(status: u16) -> impl FnOnce(Result<T, Failed>) -> Outcome {
    move |result| {
        let error = result.err().ok_or("an error was expected")?;
        assert_eq!(error.status, Some(status), "{}", error.text);
        Ok(())
    }
}

pub fn read<T>(result: Result<T, Failed>) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    result.map_err(|error| error.text.into())
}

pub fn texts<T: Display>(values: &[T]) -> Vec<String> {
    values.iter().map(T::to_string).collect()
}

/// Parses a value.
pub fn value<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// Parses several values.
pub fn values<T: FromStr<Err: Debug>>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| value(text)).collect()
}

/// An object with the keys `0`, `1` and so on.
pub fn object<T>(values: impl IntoIterator<Item = T>) -> BTreeMap<String, T> {
    values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
}
