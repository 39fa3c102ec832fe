//! Finds long-running operations: those that a document declares, and those whose responses show it.

use super::Reader;
use crate::import::openapi::{Hint, Node};
use crate::problem::Rule;
use crate::spec::resolve::{success_bodies, unfolded};
use crate::spec::{
    Api, FinalState, LongRunning, Method, Operation, PathTemplate, Scalar, Segment, Shape, StateLocation,
    StatusPattern, Struct, TypeRef,
};

const OPTIONS: &str = "x-ms-long-running-operation-options";

impl<'d> Reader<'_, 'd> {
    /// Reads `x-ms-long-running-operation` and its options.
    pub(super) fn long_running(&mut self, node: &Node<'d>, hint: &Hint) -> Option<LongRunning> {
        if !node.flag("x-ms-long-running-operation") {
            return None;
        }
        let options = node.get(OPTIONS);
        let final_state = options.as_ref().and_then(|options| self.final_state(options));
        let result = options.and_then(|options| {
            let reference = options.text("final-state-schema")?;
            match self.import.documents.follow(&options, reference) {
                Ok(schema) => Some(self.import.typed(&schema, &hint.with("Result")).ty),
                Err(problem) => {
                    self.import.report(problem);
                    None
                }
            }
        });
        Some(LongRunning { states: StateLocation::Headers, final_state, result })
    }

    fn final_state(&mut self, options: &Node<'d>) -> Option<FinalState> {
        match options.text("final-state-via")? {
            "azure-async-operation" | "operation-location" => Some(FinalState::State),
            "location" => Some(FinalState::Location),
            "original-uri" => Some(FinalState::OriginalUri),
            other => {
                let message = format!("`final-state-via` has the unknown value `{other}`");
                let help = "It is ignored, and the result is read where the method suggests. Write \
                            `azure-async-operation`, `operation-location`, `location` or `original-uri`.";
                self.import.accept(Rule::LongRunning, options, message, help);
                None
            }
        }
    }
}

/// How the state of a long-running operation is read, according to its responses.
pub(super) fn shown(api: &Api, operation: &Operation) -> Option<LongRunning> {
    if matches!(operation.method, Method::Get | Method::Head | Method::Options | Method::Trace) {
        return None;
    }
    if has_headers(operation) {
        return Some(LongRunning::default());
    }
    success_bodies(operation).any(|(_, ty)| is_operation(api, ty)).then(|| {
        let path = operation_path(api, operation);
        LongRunning { states: StateLocation::Operation { path }, ..LongRunning::default() }
    })
}

/// Whether a response states where the state of the operation is read. A 201 with `Location` only states where the new
/// resource is.
fn has_headers(operation: &Operation) -> bool {
    operation.replies.iter().any(|(status, reply)| {
        let has = |name: &str| reply.headers.keys().any(|header| header.eq_ignore_ascii_case(name));
        let started = matches!(status, StatusPattern::Code(200..=202));
        let accepted = *status == StatusPattern::Code(202);
        (started && (has("Operation-Location") || has("Azure-AsyncOperation"))) || (accepted && has("Location"))
    })
}

/// Whether a type is the `Operation` of Google's AIP-151.
fn is_operation(api: &Api, ty: &TypeRef) -> bool {
    let Some(TypeRef::Named(name, _)) = unfolded(api, ty) else { return false };
    let Some(Shape::Struct(Struct { members, rest: _ })) = api.types.get(&name).map(|def| &def.shape) else {
        return false;
    };
    let is = |name: &str, scalar: Scalar| {
        members.get(name).is_some_and(|member| unfolded(api, &member.ty) == Some(TypeRef::Scalar(scalar)))
    };
    let has = |name: &str| members.contains_key(name);
    is("name", Scalar::String) && is("done", Scalar::Boolean) && has("error") && has("response")
}

/// The path at which an operation resource is read: that of the operation that reads one by its name, otherwise the name
/// behind the version with which paths begin.
fn operation_path(api: &Api, operation: &Operation) -> PathTemplate {
    let reads = |other: &&Operation| {
        let is_name = other.path.params().collect::<Vec<_>>() == ["name"];
        let is_last = matches!(other.path.segments().last(), Some(Segment::Param(_)));
        let gives = || success_bodies(other).any(|(_, ty)| is_operation(api, ty));
        other.method == Method::Get && is_name && is_last && gives()
    };
    // A fixed part such as `operations/` may or may not belong to the name; only the version certainly does not.
    let version = |path: &PathTemplate| {
        let text = path.to_string();
        let first = text.split('/').nth(1).unwrap_or_default().to_owned();
        let is_version =
            first.strip_prefix('v').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
        is_version.then(|| format!("/{first}"))
    };
    let found = api.operations.values().find(reads).map_or(&operation.path, |other| &other.path);
    let text = format!("{}/{{name}}", version(found).unwrap_or_default());
    text.parse().unwrap_or_else(|_| operation.path.clone())
}
