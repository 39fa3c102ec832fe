//! The pass that finds what a successful call gives, and what a failed one tells.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{self, Choice, Style};
use super::operations::Operations;
use super::params::is_json;
use super::{docs, types};
use crate::problem::{Problem, Rule};
use crate::rust::{Answers, FaultCase, Faults, Ident, Success, SuccessCase, Type};
use crate::spec::{self, Operation, Reply, StatusPattern};

/// What an operation answers.
#[derive(Debug)]
pub(super) struct Answer {
    pub success: Success,
    /// The type of the answer, where there are several.
    pub answers: Option<Answers>,
    /// The media type that the request asks for.
    pub accept: String,
    /// What a failed call tells.
    pub faults: Told,
}

/// What a failed call tells.
#[derive(Debug)]
pub(super) enum Told {
    /// The spec does not say.
    Nothing,
    /// One type, whatever the status.
    One(Type),
    /// Several types, by status.
    Several(Faults),
}

impl Answer {
    /// The names of the types that the operation has beside its request.
    pub(super) fn names(&self) -> impl Iterator<Item = &Ident> {
        let faults = match &self.faults {
            Told::Several(faults) => Some(&faults.name),
            Told::Nothing | Told::One(_) => None,
        };
        self.answers.iter().map(|answers| &answers.name).chain(faults)
    }
}

/// Finds what an operation answers.
pub(super) fn lower(
    operations: &Operations,
    id: &str,
    operation: &Operation,
    request: &Ident,
    problems: &mut Vec<Problem>,
) -> Answer {
    let is_declared = operation.replies.keys().any(|status| status.is_success());
    let is_success = |status: StatusPattern| status.is_success() || (!is_declared && status == StatusPattern::Default);
    let mut cases = Vec::new();
    let mut told = Vec::new();
    for (status, reply) in &operation.replies {
        if is_success(*status) {
            cases.push((*status, reply, body(operations, id, reply, problems)));
        } else if let Some(ty) = body(operations, id, reply, problems) {
            told.push((*status, ty));
        }
    }
    let (success, answers) = match cases.as_slice() {
        [] => (Success::Empty, None),
        [(_, _, first), rest @ ..] if rest.iter().all(|(_, _, ty)| ty == first) => match first {
            Some(ty) => (Success::Json(ty.clone()), None),
            None => (Success::Empty, None),
        },
        several => {
            let answers = answers(request, several);
            (Success::Several(answers.name.clone(), answers.cases.clone()), Some(answers))
        }
    };
    Answer { success, answers, accept: accept(operation), faults: faults(request, told) }
}

/// The type of an answer of several success types.
fn answers(request: &Ident, cases: &[(StatusPattern, &Reply, Option<Type>)]) -> Answers {
    let choices = cases
        .iter()
        .map(|(status, _, _)| (status.to_string(), Choice::Made(names::ident(&reason(*status), Style::Camel))))
        .collect();
    let settled = names::settle(&choices, &[], names::exactly);
    Answers {
        docs: docs::own(&[format!("What a successful [`{0}`] gives, by status.", request.text())]),
        name: names::ident(&format!("{}Reply", request.text()), Style::Camel),
        cases: cases
            .iter()
            .map(|(status, reply, ty)| SuccessCase {
                docs: docs::inert(&reply.docs),
                name: settled.names[&status.to_string()].clone(),
                status: *status,
                ty: ty.clone(),
            })
            .collect(),
    }
}

/// The types of what a failed call tells, each with its statuses.
fn faults(request: &Ident, told: Vec<(StatusPattern, Type)>) -> Told {
    let mut by_type: BTreeMap<Type, Vec<StatusPattern>> = BTreeMap::new();
    for (status, ty) in told {
        by_type.entry(ty).or_default().push(status);
    }
    if by_type.len() < 2 {
        return by_type.into_keys().next().map_or(Told::Nothing, Told::One);
    }
    let text = |ty: &Type, statuses: &[StatusPattern]| match ty {
        Type::Model(name, args) if args.is_empty() => name.text().to_owned(),
        _ => reason(statuses[0]),
    };
    let choices = by_type
        .iter()
        .map(|(ty, statuses)| (format!("{ty:?}"), Choice::Made(names::ident(&text(ty, statuses), Style::Camel))))
        .collect();
    let settled = names::settle(&choices, &[], names::exactly);
    let mut cases: Vec<FaultCase> = by_type
        .into_iter()
        .map(|(ty, mut statuses)| {
            // `default` takes what no other reply is for, whatever stands beside it.
            if statuses.contains(&StatusPattern::Default) {
                statuses = vec![StatusPattern::Default];
            }
            FaultCase { name: settled.names[&format!("{ty:?}")].clone(), statuses, ty }
        })
        .collect();
    // One status is more exact than a class, and a class than all.
    cases.sort_by_key(|case| case.statuses.iter().max().copied());
    Told::Several(Faults {
        docs: docs::own(&[format!("What a failed [`{0}`] tells, by status.", request.text())]),
        name: names::ident(&format!("{}Fault", request.text()), Style::Camel),
        cases,
    })
}

/// The reason phrase of a status, as HTTP names it.
fn reason(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(200) => "Ok".to_owned(),
        StatusPattern::Code(201) => "Created".to_owned(),
        StatusPattern::Code(202) => "Accepted".to_owned(),
        StatusPattern::Code(204) => "NoContent".to_owned(),
        StatusPattern::Code(206) => "PartialContent".to_owned(),
        StatusPattern::Code(code) => format!("Status{code}"),
        StatusPattern::Class(class) => format!("Status{class}xx"),
        StatusPattern::Default => "Other".to_owned(),
    }
}

/// The type of a body in JSON; none where there is no body.
fn body(operations: &Operations, id: &str, reply: &Reply, problems: &mut Vec<Problem>) -> Option<Type> {
    let json = reply.content.iter().find(|(media, _)| is_json(media)).map(|(_, content)| content.ty.as_ref());
    match json {
        Some(Some(ty)) => Some(types::rust_type(ty, operations.naming)),
        Some(None) => None,
        None if reply.content.values().any(|content| content.ty.is_some()) => {
            let media: Vec<&str> = reply.content.keys().map(String::as_str).collect();
            problems.push(Problem::error(
                Rule::Unsupported,
                super::place_of_operation(operations.api, id),
                format!("an answer of `{id}` has no form in JSON: {}", media.join(", ")),
                "Add a JSON form with a fixup, or leave the operation out.",
            ));
            None
        }
        None => None,
    }
}

fn accept(operation: &Operation) -> String {
    let contents = operation.replies.values().flat_map(|reply: &spec::Reply| reply.content.keys());
    let json: BTreeSet<&String> = contents.filter(|media| is_json(media)).collect();
    let plain = json.iter().find(|media| media.as_str() == "application/json");
    plain.or(json.iter().next()).map_or_else(|| "application/json".to_owned(), |media| (**media).clone())
}
