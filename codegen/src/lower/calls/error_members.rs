//! The pass that finds the code and the message in error responses: in properties that the spec marks, otherwise in
//! properties with typical names.

use std::collections::BTreeSet;

use crate::spec::resolve::resolved;
use crate::spec::{Api, ErrorRole, Member, Scalar, Shape, TypeRef};

/// Names of properties with the message of an error, the best first. Case, `_` and `-` are ignored.
const MESSAGES: &[&str] = &[
    "message",
    "errormessage",
    "errormsg",
    "msg",
    "detail",
    "details",
    "errordescription",
    "description",
    "statusmessage",
    "reason",
    "error",
    "errors",
    "title",
];

/// Names of properties with the code of an error, the best first.
const CODES: &[&str] = &[
    "code",
    "errorcode",
    "errcode",
    "reasoncode",
    "faultcode",
    "messagecode",
    "resultcode",
    "errorid",
    "errortype",
    "error",
];

/// The maximum depth at which an error body is searched: `/error/code`, `/errors/0/message`.
const DEPTH: usize = 4;

/// The locations of the code or the message in error bodies, as JSON pointers, the best first.
pub(super) fn pointers(api: &Api, role: ErrorRole) -> Vec<String> {
    let (mut stated, mut derived) = (Vec::new(), BTreeSet::new());
    for ty in types(api) {
        let mut search = Search { api, role, stated: BTreeSet::new(), derived: BTreeSet::new() };
        search.look(ty, Location { pointer: "", level: 0, rank: None }, DEPTH);
        // If the spec marks properties, no other property is considered.
        match search.stated.is_empty() {
            false => stated.extend(search.stated),
            true => derived.extend(search.derived),
        }
    }
    let mut seen = BTreeSet::new();
    // A framework writes the errors of validation as a list, and others as a string in its place, which documents often
    // leave out (FastAPI's `detail`).
    let texts: Vec<String> = match role {
        ErrorRole::Message => derived.iter().filter_map(|found| text_in_place_of_list(&found.pointer)).collect(),
        ErrorRole::Code => Vec::new(),
    };
    let derived = derived.into_iter().map(|found| found.pointer).chain(texts);
    stated
        .into_iter()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .chain(derived)
        .filter(|pointer| seen.insert(pointer.clone()))
        .collect()
}

/// The location of the outermost list on the way to a message, if it has the name of a message.
fn text_in_place_of_list(pointer: &str) -> Option<String> {
    let (list, _) = pointer.split_once("/0")?;
    let (_, name) = list.rsplit_once('/')?;
    rank_of(MESSAGES, name).map(|_| list.to_owned())
}

/// The types of error bodies.
fn types(api: &Api) -> impl Iterator<Item = &TypeRef> {
    let replies = api.operations.values().flat_map(|operation| {
        let is_declared = operation.replies.iter().any(|(status, reply)| reply.is_success(*status));
        operation.replies.iter().filter(move |(status, reply)| is_declared && !reply.is_success(**status))
    });
    replies.flat_map(|(_, reply)| reply.content.values()).filter_map(|content| content.ty.as_ref())
}

/// The index of a property's name in a list of names.
fn rank_of(names: &[&str], wire: &str) -> Option<usize> {
    let plain: String = wire.chars().filter(|letter| !"_-. ".contains(*letter)).collect();
    names.iter().position(|name| plain.eq_ignore_ascii_case(name))
}

fn is_text(api: &Api, ty: &TypeRef) -> bool {
    matches!(resolved(api, ty), TypeRef::Scalar(Scalar::String))
}

/// A property whose name suggests its meaning.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// The number of objects around the property; lists and unions do not count.
    level: usize,
    rank: usize,
    pointer: String,
}

/// The location of the search in an error body.
#[derive(Clone, Copy)]
struct Location<'a> {
    pointer: &'a str,
    level: usize,
    /// The rank of the property that has been entered.
    rank: Option<usize>,
}

struct Search<'a> {
    api: &'a Api,
    role: ErrorRole,
    stated: BTreeSet<String>,
    derived: BTreeSet<Candidate>,
}

impl<'a> Search<'a> {
    /// Searches a type, at most `depth` types deep.
    fn look(&mut self, ty: &'a TypeRef, at: Location, depth: usize) {
        match resolved(self.api, ty) {
            TypeRef::Scalar(scalar) if self.fits(*scalar) => self.keep(at),
            TypeRef::List(item) if depth > 0 => {
                self.look(item, Location { pointer: &format!("{}/0", at.pointer), ..at }, depth - 1);
            }
            TypeRef::Named(name, _) => match &self.api.types[name].shape {
                Shape::Struct(object) => {
                    let messages = object.members.keys().filter(|wire| rank_of(MESSAGES, wire).is_some()).count();
                    for (wire, member) in &object.members {
                        // `error` is the code if there is a message too, as in OAuth 2.0, and otherwise the message.
                        let is_message = wire == "error" && messages == 1 && is_text(self.api, &member.ty);
                        if self.role == ErrorRole::Message || !is_message {
                            self.member(at, wire, member, depth);
                        }
                    }
                }
                Shape::Union(union) if depth > 0 => {
                    union.variants.iter().for_each(|variant| self.look(&variant.ty, at, depth - 1));
                }
                Shape::Strings(_) => self.keep(at),
                Shape::Integers(_) if self.role == ErrorRole::Code => self.keep(at),
                Shape::Union(_) | Shape::Integers(_) | Shape::Alias(_) => {}
            },
            _ => {}
        }
    }

    fn member(&mut self, at: Location, wire: &str, member: &'a Member, depth: usize) {
        let pointer = format!("{}{}", at.pointer, crate::spec::pointer(&[wire]));
        if member.role == Some(self.role) {
            self.stated.insert(pointer);
        } else if depth > 0 && member.role.is_none() {
            let rank = rank_of(if self.role == ErrorRole::Message { MESSAGES } else { CODES }, wire);
            self.look(&member.ty, Location { pointer: &pointer, level: at.level + 1, rank }, depth - 1);
        }
    }

    fn fits(&self, scalar: Scalar) -> bool {
        match self.role {
            ErrorRole::Message => scalar == Scalar::String,
            ErrorRole::Code => matches!(scalar, Scalar::String | Scalar::Int32 | Scalar::Int64 | Scalar::Uint32),
        }
    }

    fn keep(&mut self, at: Location) {
        if let Some(rank) = at.rank {
            self.derived.insert(Candidate { level: at.level, rank, pointer: at.pointer.to_owned() });
        }
    }
}
