//! What makes a call safe to repeat, as far as a document says so.

use crate::spec::{ParamValue, Params};

/// The header that tells the service that two requests are one call: `Idempotency-Key`, as the IETF's draft names it.
pub(super) fn idempotency_header(params: &Params) -> Option<String> {
    let mut headers = params.header.iter().filter(|(_, param)| match param.value {
        ParamValue::Caller | ParamValue::Default(_) => true,
        ParamValue::Client(_) | ParamValue::Constant(_) => false,
    });
    headers.find(|(name, _)| name.eq_ignore_ascii_case("Idempotency-Key")).map(|(name, _)| name.clone())
}
