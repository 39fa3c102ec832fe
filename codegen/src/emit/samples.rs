//! Emits the tests that read samples.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::literal;
use crate::rust::{SampleTest, Samples};

/// The tests, and the function that they share.
pub(super) fn emit(samples: &Samples) -> TokenStream {
    let tests = samples.tests.iter().map(test);
    quote! {
        /// Reads a sample as its type, and requires that what is written of it is read as the same value.
        fn check<T>(sample: &str)
        where
            T: ::serde::Serialize + ::serde::de::DeserializeOwned + ::core::fmt::Debug + ::core::cmp::PartialEq,
        {
            let value: T = ::serde_json::from_str(sample).expect("it is a value of its type");
            let written = ::serde_json::to_string(&value).expect("it can be written");
            let again: T = ::serde_json::from_str(&written).expect("it can be read again");
            assert_eq!(again, value);
        }

        #(#tests)*
    }
}

fn test(test: &SampleTest) -> TokenStream {
    let SampleTest { name, feature, ty, text: _ } = test;
    let cfg = feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
    let path = literal(&test.path());
    quote! {
        #cfg
        #[test]
        fn #name() {
            check::<#ty>(include_str!(#path));
        }
    }
}
