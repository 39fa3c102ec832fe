//! The pass that lowers pagination: the types of a page and of an item.

use crate::lower::calls::context::Operations;
use crate::lower::models::types;
use crate::problem::{Problem, Rule};
use crate::rust::{Content, Paging, Success};
use crate::spec::resolve::{at_pointer, is_required_at, success_bodies, unfolded};
use crate::spec::{Operation, TypeRef};

/// The paging of an operation, if the spec states it and the responses support it.
pub(crate) fn lower(
    operations: &Operations,
    id: &str,
    operation: &Operation,
    success: &Success,
    problems: &mut Vec<Problem>,
) -> Option<Paging> {
    let how = operation.paging.as_ref()?;
    let item = match success {
        Success::Body(Content::Json(_)) => item(operations, operation, &how.items),
        Success::Body(
            Content::Text
            | Content::Download
            | Content::Events(_)
            | Content::WholeEvents(_)
            | Content::Lines(_)
            | Content::TextLines
            | Content::Parts(_),
        )
        | Success::Empty
        | Success::Several(..) => None,
    };
    let Some(item) = item else {
        problems.push(Problem::warning(
            Rule::Unsupported,
            crate::lower::places::place_of_operation(operations.api, id),
            format!("the pages of `{id}` have no single type with a list at `{}`", how.items),
            "It is called page by page; give its success one type in JSON to have streams of pages and items.",
        ));
        return None;
    };
    let mut bodies = success_bodies(operation);
    let required = bodies.all(|(_, body)| is_required_at(operations.api, body, &how.items));
    Some(Paging { how: how.clone(), item, required })
}

/// The type of the items of the list at a pointer in a successful response.
fn item(operations: &Operations, operation: &Operation, pointer: &str) -> Option<crate::rust::Type> {
    let (_, body) = success_bodies(operation).find(|(media, _)| crate::spec::media::has_properties(media))?;
    let list = at_pointer(operations.api, body, pointer)?;
    match unfolded(operations.api, &list)? {
        TypeRef::List(item) => Some(types::rust_type(&item, operations.naming)),
        _ => None,
    }
}
