//! Identifies the requests of operations, to find operations with the same request.

use crate::spec::{Operation, ParamValue, Presence, Segment, TypeRef};

/// The facts that distinguish a request from those of other operations.
///
/// The names of path parameters do not, but their types and patterns do, as for `/{log}` and `/{metric}` with the
/// values `projects/a/logs/b` and `projects/a/metrics/b`. Other required parameters and the body distinguish requests
/// too.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Route<'a> {
    method: &'a str,
    path: Vec<Part<'a>>,
    /// The other required parameters, each with its value if it is constant.
    given: Vec<(&'a str, Option<&'a str>)>,
    sent: Vec<(&'a str, Option<&'a TypeRef>)>,
}

#[derive(PartialEq, Eq, Hash)]
enum Part<'a> {
    Literal(&'a str),
    Param(Option<(&'a TypeRef, Option<&'a str>)>),
}

/// The route of an operation.
pub(crate) fn route(operation: &Operation) -> Route<'_> {
    let path = operation.path.segments().iter().map(|segment| match segment {
        Segment::Literal(text) => Part::Literal(text),
        Segment::Param(name) => {
            Part::Param(operation.params.path.get(name).map(|param| (&param.ty, param.constraints.pattern.as_deref())))
        }
    });
    let others = operation.params.query.iter().chain(&operation.params.header);
    let given = others.filter_map(|(name, param)| match (&param.value, param.presence) {
        (ParamValue::Constant(text), _) => Some((name.as_str(), Some(text.as_str()))),
        (ParamValue::Caller, Presence::Required) => Some((name.as_str(), None)),
        (ParamValue::Caller | ParamValue::Client(_) | ParamValue::Default(_) | ParamValue::Unique, _) => None,
    });
    let bodies = operation.body.iter().flat_map(|body| &body.content);
    Route {
        method: operation.method.as_str(),
        path: path.collect(),
        given: given.collect(),
        sent: bodies.map(|(media_type, content)| (media_type.as_str(), content.ty.as_ref())).collect(),
    }
}
