//! The pass that finds the final result of a long-running operation.

use crate::lower::calls::context::Operations;
use crate::lower::calls::responses;
use crate::lower::models::types;
use crate::rust::{Content, LongRunning, LongRunningResult, Type};
use crate::spec::{Method, Operation, StateLocation, StatusPattern};

/// How the state of an operation is polled, if it continues after its response.
pub(crate) fn lower(operations: &Operations, operation: &Operation) -> Option<LongRunning> {
    let how = operation.long_running.as_ref()?;
    Some(LongRunning { how: how.clone(), result: result(operations, operation, how) })
}

fn result(operations: &Operations, operation: &Operation, how: &crate::spec::LongRunning) -> LongRunningResult {
    if let Some(ty) = &how.result {
        return LongRunningResult::Json(types::rust_type(ty, operations.naming));
    }
    match how.states {
        // The `response` of an operation resource may be of any type.
        StateLocation::Operation { .. } => LongRunningResult::Json(Type::Json),
        StateLocation::Headers => of_replies(operations, operation),
    }
}

/// The statuses whose body is the result, the most certain first. The body of a 202 describes the operation if there is
/// another success status; otherwise it is all that the document states about the result.
const FINAL: [StatusPattern; 7] = [
    StatusPattern::Code(200),
    StatusPattern::Code(201),
    StatusPattern::Code(204),
    StatusPattern::Code(203),
    StatusPattern::Code(202),
    StatusPattern::Class(2),
    StatusPattern::Default,
];

fn of_replies(operations: &Operations, operation: &Operation) -> LongRunningResult {
    let replies = &operation.replies;
    let is_declared = replies.keys().any(|status| status.is_success());
    let is_success = |status: &StatusPattern| status.is_success() || !is_declared;
    let Some(status) = FINAL.iter().find(|status| replies.contains_key(status) && is_success(status)) else {
        return LongRunningResult::Empty;
    };
    let writes = matches!(operation.method, Method::Put | Method::Patch);
    let is_sure = matches!(status, StatusPattern::Code(200 | 201)) || writes;
    let may_be_empty =
        !is_sure || operation.method == Method::Delete || replies.contains_key(&StatusPattern::Code(204));
    match responses::body_of(operations, &replies[status]) {
        Some(Content::Json(ty)) if may_be_empty => LongRunningResult::Optional(ty),
        Some(Content::Json(ty)) => LongRunningResult::Json(ty),
        Some(Content::Text) => LongRunningResult::Text,
        Some(
            Content::Download
            | Content::Events(_)
            | Content::WholeEvents(_)
            | Content::Lines(_)
            | Content::TextLines
            | Content::Parts(_),
        )
        | None => LongRunningResult::Empty,
    }
}
