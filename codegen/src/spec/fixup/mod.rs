//! Corrections of facts, as data. Each states its reason and what it expects to find, and fails if it does not find
//! that.

mod enums;
mod members;
mod operations;
mod params;
mod propose;
mod select;
mod service;
mod sources;
mod stale;
mod types;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use self::stale::Stale;
use super::{Api, Server, TraceHeaders, json, pointer};
use crate::problem::{At, Place, Problem, Rule};

pub use self::enums::{AddEnumValue, Meaning, NameEnumValues, WireValue};
pub use self::members::{AddMember, MarkAccess, MarkRole, MarkSensitivity, Members, RenameMember, RetypeMember};
pub use self::operations::{
    AddReply, ExpectStatus, IdempotencyHeader, NoPaging, RetryStatuses, SetLongRunning, SetPaging, SetReplyBody,
};
pub use self::params::{AddParam, MakeClientParam, ParamPlace, RetypeParam, SetParamDefault};
pub use self::propose::propose;
pub use self::select::Operations;
pub use self::service::{ClientCredentials, DocsOf, Document, NameServer, SetDocs};
pub use self::sources::{RefreshToken, RemoveReply, RemoveType, ReplaceScheme, SetTitle, UseApiServers};
pub use self::types::{AddType, MergeTypes, RenameType};

/// The content of `fixups.json`: corrections of what the source of an API gets wrong or leaves out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fixups {
    /// The location of the JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The corrections, in the order in which they are applied.
    pub fixups: Vec<Fixup>,
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fixup {
    /// The name of the fixup in messages: words of lower-case letters and digits with `-` between them.
    pub name: String,
    /// Why the source is wrong, and the evidence for that.
    pub why: String,
    /// The correction to make.
    pub fix: Fix,
}

/// The kind of a correction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fix {
    /// Adds a property that the source leaves out.
    AddMember(AddMember),
    /// Changes the type of a property.
    RetypeMember(RetypeMember),
    /// Corrects the name of a property on the wire.
    RenameMember(RenameMember),
    /// Makes properties optional that the source requires.
    MakeOptional(Members),
    /// Makes properties required that are optional in the source.
    MakeRequired(Members),
    /// Allows null for properties.
    AllowNull(Members),
    /// Sets who may set properties.
    MarkAccess(MarkAccess),
    /// Marks properties that must be kept out of logs.
    MarkSensitivity(MarkSensitivity),
    /// Sets what a property of an error body contains.
    MarkRole(MarkRole),
    /// Adds a value of an enum that the source leaves out.
    AddEnumValue(AddEnumValue),
    /// Gives names and documentation to listed values of an integer enum.
    NameEnumValues(NameEnumValues),
    /// Adds a type that the source leaves out.
    AddType(AddType),
    /// Renames a type.
    RenameType(RenameType),
    /// Removes a type that nothing uses.
    RemoveType(RemoveType),
    /// Makes one type of several that are equal.
    MergeTypes(MergeTypes),
    /// Adds a parameter that the source leaves out.
    AddParam(AddParam),
    /// Changes the type of a parameter.
    RetypeParam(RetypeParam),
    /// Sets the value that the service assumes if a parameter is left out.
    SetParamDefault(SetParamDefault),
    /// Makes a parameter of operations a value that is set once on the client.
    ClientParam(MakeClientParam),
    /// Adds a response that the source leaves out.
    AddReply(AddReply),
    /// Declares a status that is not from 200 to 299 a regular response.
    ExpectStatus(ExpectStatus),
    /// Removes a response that the service does not send.
    RemoveReply(RemoveReply),
    /// Sets the type of the body of responses.
    SetReplyBody(SetReplyBody),
    /// Names the header with the idempotency key.
    IdempotencyHeader(IdempotencyHeader),
    /// Sets the statuses after which a call may be retried.
    RetryStatuses(RetryStatuses),
    /// Sets how a list is paged.
    SetPaging(SetPaging),
    /// Declares that lists are not paged, so that no paging is proposed for them.
    NoPaging(NoPaging),
    /// Sets how a long-running operation is polled.
    SetLongRunning(SetLongRunning),
    /// Sets the URL at which the tokens of a security scheme are requested.
    ClientCredentials(ClientCredentials),
    /// Sets the URL at which expired tokens are renewed with a refresh token.
    RefreshToken(RefreshToken),
    /// Names the response headers that identify a call.
    TraceHeaders(TraceHeaders),
    /// Adds a server of the API.
    AddServer(Server),
    /// Names a server of the API.
    NameServer(NameServer),
    /// Uses the servers of the API for operations that have their own.
    UseApiServers(UseApiServers),
    /// Replaces one security scheme with another.
    ReplaceScheme(ReplaceScheme),
    /// Changes the title of the API.
    SetTitle(SetTitle),
    /// Documents a type, a property, a value, an operation or a parameter.
    SetDocs(SetDocs),
    /// Documents a type and its properties that the source does not document.
    Document(Document),
}

/// Reads `fixups.json`.
///
/// # Errors
/// The first syntax error, or else all invalid and duplicate names and all missing reasons.
pub fn read(file: &str, text: &str) -> Result<Fixups, Vec<Problem>> {
    let fixups: Fixups = json::read(file, text).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut names = HashMap::new();
    for (index, Fixup { name, why, fix: _ }) in fixups.fixups.iter().enumerate() {
        let place = |member| place(file, index, &[member]);
        if !name.split('-').all(is_word) {
            let message = format!("`{name}` is not a valid name for a fixup");
            let help = "Write words of lower-case letters and digits with `-` between them.";
            problems.push(Problem::error(Rule::InvalidName, place("name"), message, help));
        }
        if names.insert(name, index).is_some() {
            let message = format!("two fixups are called `{name}`");
            problems.push(Problem::error(Rule::DuplicateId, place("name"), message, "Give one of them another name."));
        }
        if why.trim().is_empty() {
            let message = format!("the fixup `{name}` does not say why");
            let help = "Say in a sentence or two what the source gets wrong, and who says so.";
            problems.push(Problem::error(Rule::Syntax, place("why"), message, help));
        }
    }
    if problems.is_empty() { Ok(fixups) } else { Err(problems) }
}

/// Applies corrections to an API, in order.
///
/// A correction that does not find what it expects changes nothing and is a problem. The others are still applied, so
/// that all problems are reported at once. `file` is the name of `fixups.json` in the locations of problems.
pub fn apply(api: &mut Api, fixups: &Fixups, file: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, fixup) in fixups.fixups.iter().enumerate() {
        if let Err(Stale { expected, found }) = fixup.fix.apply(api) {
            let message = format!("the fixup `{}` no longer applies: it expects {expected}, but {found}", fixup.name);
            let help = "See what the source says now: remove the fixup if that is right, or adapt it.";
            problems.push(Problem::error(Rule::StaleFixup, place(file, index, &["fix"]), message, help));
        }
    }
    problems
}

fn place(file: &str, index: usize, below: &[&str]) -> Place {
    let at = pointer(&["fixups", &index.to_string()]) + &pointer(below);
    Place { file: file.to_owned(), at: At::Pointer(at) }
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|next| next.is_ascii_lowercase() || next.is_ascii_digit())
}

impl Fix {
    fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        match self {
            Self::AddMember(fix) => fix.apply(api),
            Self::RetypeMember(fix) => fix.apply(api),
            Self::RenameMember(fix) => fix.apply(api),
            Self::MakeOptional(fix) => fix.make_optional(api),
            Self::MakeRequired(fix) => fix.make_required(api),
            Self::AllowNull(fix) => fix.allow_null(api),
            Self::MarkAccess(fix) => fix.apply(api),
            Self::MarkSensitivity(fix) => fix.apply(api),
            Self::MarkRole(fix) => fix.apply(api),
            Self::AddEnumValue(fix) => fix.apply(api),
            Self::NameEnumValues(fix) => fix.apply(api),
            Self::AddType(fix) => fix.apply(api),
            Self::RenameType(fix) => fix.apply(api),
            Self::RemoveType(fix) => fix.apply(api),
            Self::MergeTypes(fix) => fix.apply(api),
            Self::AddParam(fix) => fix.apply(api),
            Self::RetypeParam(fix) => fix.apply(api),
            Self::SetParamDefault(fix) => fix.apply(api),
            Self::ClientParam(fix) => fix.apply(api),
            Self::AddReply(fix) => fix.apply(api),
            Self::ExpectStatus(fix) => fix.apply(api),
            Self::RemoveReply(fix) => fix.apply(api),
            Self::SetReplyBody(fix) => fix.apply(api),
            Self::IdempotencyHeader(fix) => fix.apply(api),
            Self::RetryStatuses(fix) => fix.apply(api),
            Self::SetPaging(fix) => fix.apply(api),
            Self::NoPaging(fix) => fix.apply(api),
            Self::SetLongRunning(fix) => fix.apply(api),
            Self::ClientCredentials(fix) => fix.apply(api),
            Self::RefreshToken(fix) => fix.apply(api),
            Self::TraceHeaders(headers) => service::trace_headers(headers, api),
            Self::AddServer(server) => service::add_server(server, api),
            Self::NameServer(fix) => fix.apply(api),
            Self::UseApiServers(fix) => fix.apply(api),
            Self::ReplaceScheme(fix) => fix.apply(api),
            Self::SetTitle(fix) => fix.apply(api),
            Self::SetDocs(fix) => fix.apply(api),
            Self::Document(fix) => fix.apply(api),
        }
    }
}

#[cfg(test)]
mod tests;
