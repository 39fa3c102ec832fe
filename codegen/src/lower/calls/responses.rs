//! The pass that determines the types of success and error responses.

use std::collections::BTreeMap;

use crate::lower::calls::alternatives;
use crate::lower::calls::context::{Operations, Request};
use crate::lower::calls::formats::{Forms, accept, body, is_xml};
use crate::lower::calls::headers;
use crate::lower::names::{self, Choice, Style};
use crate::lower::sentences;
use crate::rust::{
    Alternative, Content, ErrorBodies, ErrorCase, Ident, ResponseHeaders, Success, SuccessCase, SuccessResponses,
    Switch, Type,
};
use crate::spec::{self, Operation, Reply, StatusPattern};

/// The responses of an operation.
#[derive(Debug)]
pub(crate) struct Responses {
    pub success: Success,
    /// The enum of successful responses, if there are several types.
    pub success_types: Option<SuccessResponses>,
    /// The media types of the header `Accept`.
    pub accept: String,
    /// The alternative formats in which the response can be requested.
    pub alternatives: Vec<Alternative>,
    /// The change by `send` to the body of the request that prevents an alternative format, such as a stream.
    pub switch: Option<Switch>,
    /// The media types of responses that the crate does not read.
    pub unread: Vec<String>,
    /// The statuses with a response in XML, each with its table.
    pub xml: Vec<(StatusPattern, Ident)>,
    /// The types of error responses.
    pub error_types: ErrorTypes,
    /// The types of the error responses.
    pub errors: Vec<(StatusPattern, Type)>,
    /// The headers that a response may have.
    pub headers: Option<ResponseHeaders>,
}

/// The types of error responses.
#[derive(Debug)]
pub(crate) enum ErrorTypes {
    /// The spec documents none.
    Nothing,
    /// One type for all statuses.
    One(Type),
    /// Several types, by status.
    Several(ErrorBodies),
}

/// Finds the responses of an operation.
pub(crate) fn lower(operations: &Operations, operation: &Operation, request: Request<'_>) -> Responses {
    let is_declared = operation.replies.iter().any(|(status, reply)| reply.is_success(*status));
    let is_success = |status: StatusPattern, reply: &Reply| {
        reply.is_success(status) || (!is_declared && status == StatusPattern::Default)
    };
    let mut cases = Vec::new();
    let mut errors = Vec::new();
    let (mut wanted, mut of_failure) = (Vec::new(), Vec::new());
    let (mut forms, mut xml) = (Forms::default(), Vec::new());
    for (status, reply) in &operation.replies {
        // A status that excludes a body has none, even if the spec documents one (RFC 9110 sections 15.3.5 and 15.3.6).
        let has_body =
            operation.method != spec::Method::Head && !matches!(status, StatusPattern::Code(204 | 205 | 304));
        let (body, media) = body(operations, reply);
        let body = body.filter(|_| has_body);
        if let (Some(Content::Json(_)), [media]) = (&body, media.as_slice())
            && is_xml(media)
        {
            xml.push((*status, operations.xml_root(&reply.content[*media])));
        }
        if is_success(*status, reply) {
            if has_body {
                forms.add(reply);
            }
            wanted.extend(media);
            cases.push((*status, reply, body));
        } else if let Some(Content::Json(ty)) = body {
            of_failure.extend(media);
            errors.push((*status, ty));
        }
    }
    let (alternatives, switch) = alternatives::lower(operations, operation, &forms, &of_failure);
    wanted.extend(of_failure);
    let (success, success_types) = match cases.as_slice() {
        [] => (Success::Empty, None),
        // If one of the responses is not a plain success, the caller has to be able to distinguish them. Redirects are
        // expected only where they are all that the operation has.
        [(_, _, first), rest @ ..]
            if rest.iter().all(|(_, _, body)| body == first)
                && !cases.iter().any(|(status, reply, _)| reply.expected && !status.is_redirect()) =>
        {
            match first {
                Some(body) => (Success::Body(body.clone()), None),
                None => (Success::Empty, None),
            }
        }
        several => {
            let success_types = success_types(request, several);
            (Success::Several(success_types.name.clone(), success_types.cases.clone()), Some(success_types))
        }
    };
    let headers = headers::lower(operations, operation, request);
    let accept = accept(wanted);
    Responses {
        success,
        success_types,
        accept,
        alternatives,
        switch,
        unread: forms.unread(operations),
        xml,
        error_types: error_types(request, errors.clone()),
        errors,
        headers,
    }
}

/// The enum of the responses of an operation whose successful statuses have different types.
fn success_types(request: Request<'_>, cases: &[(StatusPattern, &Reply, Option<Content>)]) -> SuccessResponses {
    let choices = cases
        .iter()
        .map(|(status, _, _)| (status.to_string(), Choice::Derived(names::ident(&reason(*status), Style::Camel))))
        .collect();
    let resolved = names::resolve(&choices, &[], names::exactly);
    SuccessResponses {
        name: request.beside("Success"),
        request: request.name.clone(),
        cases: cases
            .iter()
            .map(|(status, reply, body)| SuccessCase {
                docs: sentences::documented(&reply.docs, sentences::of_reply(reply)),
                name: resolved.names[&status.to_string()].clone(),
                status: *status,
                body: body.clone(),
            })
            .collect(),
    }
}

/// The enum of the types of error responses, each with its statuses.
fn error_types(request: Request<'_>, errors: Vec<(StatusPattern, Type)>) -> ErrorTypes {
    let mut by_type: BTreeMap<Type, Vec<StatusPattern>> = BTreeMap::new();
    for (status, ty) in errors {
        by_type.entry(ty).or_default().push(status);
    }
    if by_type.len() < 2 {
        return by_type.into_keys().next().map_or(ErrorTypes::Nothing, ErrorTypes::One);
    }
    // `GetCartResponse409` would repeat the operation and its own status.
    let is_of_status = |name: &str, status: StatusPattern| match status {
        StatusPattern::Code(code) => name.ends_with(&format!("Response{code}")),
        StatusPattern::Class(_) | StatusPattern::Default => false,
    };
    let text = |ty: &Type, statuses: &[StatusPattern]| match ty {
        Type::Model(name, args) if args.is_empty() && !is_of_status(name.text(), statuses[0]) => name.text().to_owned(),
        _ => reason(statuses[0]),
    };
    let choices = by_type
        .iter()
        .map(|(ty, statuses)| (format!("{ty:?}"), Choice::Derived(names::ident(&text(ty, statuses), Style::Camel))))
        .collect();
    let resolved = names::resolve(&choices, &[], names::exactly);
    let mut cases: Vec<ErrorCase> = by_type
        .into_iter()
        .map(|(ty, mut statuses)| {
            // `default` covers all statuses for which no response is described, regardless of the other responses.
            if statuses.contains(&StatusPattern::Default) {
                statuses = vec![StatusPattern::Default];
            }
            ErrorCase { name: resolved.names[&format!("{ty:?}")].clone(), statuses, ty }
        })
        .collect();
    // A single status comes before a class such as `4xx`, and a class before `default`.
    cases.sort_by_key(|case| case.statuses.iter().max().copied());
    ErrorTypes::Several(ErrorBodies { name: request.beside("ErrorBody"), request: request.name.clone(), cases })
}

/// The reason phrase of a status, as HTTP names it.
fn reason(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(200) => "Ok".to_owned(),
        StatusPattern::Code(201) => "Created".to_owned(),
        StatusPattern::Code(202) => "Accepted".to_owned(),
        StatusPattern::Code(204) => "NoContent".to_owned(),
        StatusPattern::Code(206) => "PartialContent".to_owned(),
        StatusPattern::Code(304) => "NotModified".to_owned(),
        StatusPattern::Code(400) => "BadRequest".to_owned(),
        StatusPattern::Code(401) => "Unauthorized".to_owned(),
        StatusPattern::Code(403) => "Forbidden".to_owned(),
        StatusPattern::Code(404) => "NotFound".to_owned(),
        StatusPattern::Code(409) => "Conflict".to_owned(),
        StatusPattern::Code(410) => "Gone".to_owned(),
        StatusPattern::Code(412) => "PreconditionFailed".to_owned(),
        StatusPattern::Code(422) => "UnprocessableContent".to_owned(),
        StatusPattern::Code(429) => "TooManyRequests".to_owned(),
        StatusPattern::Code(500) => "InternalServerError".to_owned(),
        StatusPattern::Code(503) => "ServiceUnavailable".to_owned(),
        StatusPattern::Code(code) => format!("Status{code}"),
        StatusPattern::Class(class) => format!("Status{class}xx"),
        StatusPattern::Default => "Other".to_owned(),
    }
}

/// The body of a response in its preferred format.
pub(crate) fn body_of(operations: &Operations, reply: &Reply) -> Option<Content> {
    body(operations, reply).0
}
