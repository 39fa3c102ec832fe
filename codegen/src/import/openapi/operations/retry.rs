//! Finds idempotent calls, as far as a document declares them.

use crate::spec::{ParamValue, Params};

/// The header with the idempotency key: `Idempotency-Key`, as the IETF draft names it.
pub(super) fn idempotency_header(params: &Params) -> Option<String> {
    let mut headers = params.header.iter().filter(|(_, param)| match param.value {
        ParamValue::Caller | ParamValue::Default(_) => true,
        ParamValue::Client(_) | ParamValue::Constant(_) | ParamValue::Unique => false,
    });
    headers.find(|(name, _)| name.eq_ignore_ascii_case("Idempotency-Key")).map(|(name, _)| name.clone())
}
