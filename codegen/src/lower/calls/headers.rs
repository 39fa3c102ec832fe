//! The pass that collects the headers that the responses of an operation may have.

use std::collections::BTreeMap;

use crate::lower::calls::context::{Operations, Request};
use crate::lower::models::types;
use crate::lower::names::{self, Choice, Style};
use crate::lower::sentences;
use crate::rust::{ResponseHeader, ResponseHeaders, Type};
use crate::spec::resolve::resolved;
use crate::spec::{self, Operation};

/// The headers that responses of an operation may have; `None` if the spec documents none.
pub(crate) fn lower(operations: &Operations, operation: &Operation, request: Request<'_>) -> Option<ResponseHeaders> {
    // The names of headers are case-insensitive.
    let mut found: BTreeMap<String, (Vec<&spec::ReplyHeader>, &str)> = BTreeMap::new();
    for (name, header) in operation.replies.values().flat_map(|reply| &reply.headers) {
        found.entry(name.to_ascii_lowercase()).or_insert((Vec::new(), name)).0.push(header);
    }
    if found.is_empty() {
        return None;
    }
    let choices = found.iter().map(|(key, (_, name))| (key.clone(), Choice::Derived(names::ident(name, Style::Snake))));
    let resolved = names::resolve(&choices.collect(), &["of"], names::exactly);
    let header = |(key, (headers, name)): (&String, &(Vec<&spec::ReplyHeader>, &str))| {
        let types: Vec<Option<Type>> = headers.iter().map(|header| parsed(operations, &header.ty)).collect();
        let same = types.iter().all(|ty| *ty == types[0]);
        let text = headers.iter().map(|header| header.docs.as_str()).find(|text| !text.is_empty());
        ResponseHeader {
            docs: sentences::documented(text.unwrap_or_default(), sentences::constraints(&headers[0].constraints)),
            name: resolved.names[key].clone(),
            wire: (*name).to_owned(),
            ty: types[0].clone().filter(|_| same),
        }
    };
    Some(ResponseHeaders {
        name: request.beside("Headers"),
        request: request.name.clone(),
        headers: found.iter().map(header).collect(),
    })
}

/// The type of the parsed header: a number or a boolean. Headers of other types are strings.
fn parsed(operations: &Operations, ty: &spec::TypeRef) -> Option<Type> {
    match resolved(operations.api, ty) {
        scalar @ spec::TypeRef::Scalar(_) => match types::rust_type(scalar, operations.naming) {
            ty @ (Type::Bool | Type::I32 | Type::I64 | Type::F32 | Type::F64) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}
