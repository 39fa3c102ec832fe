//! The tokens of string literals.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::types;

/// The literal of a string. Characters that are invisible, or change its direction, are written as escapes.
pub(super) fn literal(text: &str) -> TokenStream {
    types::literal(text).into_token_stream()
}
