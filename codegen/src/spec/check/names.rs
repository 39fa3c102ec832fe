//! Checks the syntax of names: of types, operations, headers, media types, statuses, documents.

use std::collections::{HashMap, HashSet};

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{
    Api, BoxMap, Content, KeyPlace, MediaType, Operation, Origin, Params, SecurityKind, StatusPattern, TypeDef,
};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let types = Spot::TOP.name("types");
    for (name, def) in &api.types {
        let spot = types.name(name).from(&def.origin);
        findings.filled("a type", name, &spot);
        findings.document(&def.origin, &spot);
        type_params(&spot, def, findings);
    }
    let operations = Spot::TOP.name("operations");
    let mut callers = HashMap::new();
    for (id, operation) in &api.operations {
        let spot = operations.name(id).from(&operation.origin);
        findings.filled("an operation", id, &spot);
        findings.document(&operation.origin, &spot);
        of_operation(&spot, operation, findings);
        if let Some(other) = callers.insert((&operation.group, &operation.name), id) {
            let (group, name) = (&operation.group, &operation.name);
            let message =
                format!("the operations `{other}` and `{id}` are both called `{name}` in the group `{group}`");
            findings.error(Rule::DuplicateId, &spot.name("name"), message, "Give one of them another name.");
        }
    }
    of_service(api, findings);
}

fn type_params(spot: &Spot<'_>, def: &TypeDef, findings: &mut Findings<'_>) {
    let params = spot.name("params");
    let mut seen = HashSet::new();
    for (index, param) in def.params.iter().enumerate() {
        let spot = params.index(index);
        if param.is_empty() || !param.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')) {
            let message = format!("`{param}` is not a valid name for a type parameter");
            findings.error(Rule::InvalidName, &spot, message, "Use letters, digits, `_`, `.` and `-`, such as `K`.");
        }
        if !seen.insert(param) {
            let message = format!("two type parameters are called `{param}`");
            findings.error(Rule::DuplicateId, &spot, message, "Give one of them another name.");
        }
    }
}

fn of_operation(spot: &Spot<'_>, operation: &Operation, findings: &mut Findings<'_>) {
    findings.filled("an operation", &operation.name, &spot.name("name"));
    let params = spot.name("params");
    let Params { path: _, query, header, cookie } = &operation.params;
    for (name, param) in query {
        let spots = params.name("query");
        let spot = spots.name(name);
        // The value is the whole query, so there is no other name for callers.
        if param.client_name.is_none() {
            findings.filled("a query parameter", name, &spot);
        } else if name.is_empty() && query.len() > 1 {
            let message = "a query parameter with the empty name is the whole query, and there are others";
            findings.error(Rule::ParamStyle, &spot, message, "Give it a name, or remove the others.");
        }
    }
    for name in cookie.keys() {
        findings.token("a cookie", name, &params.name("cookie").name(name));
    }
    let mut spellings = HashMap::new();
    for name in header.keys() {
        let headers = params.name("header");
        let spot = headers.name(name);
        findings.token("a header", name, &spot);
        if let Some(other) = spellings.insert(name.to_ascii_lowercase(), name) {
            let message =
                format!("`{other}` and `{name}` are the same header, since the case of header names does not matter");
            findings.error(Rule::DuplicateId, &spot, message, "Remove one of the two.");
        }
    }
    if let Some(body) = &operation.body {
        findings.media_types(&spot.name("body"), &body.content);
    }
    for (pattern, reply) in &operation.replies {
        let (replies, status) = (spot.name("replies"), pattern.to_string());
        let spot = replies.name(&status);
        findings.media_types(&spot, &reply.content);
        for name in reply.headers.keys() {
            findings.token("a header", name, &spot.name("headers").name(name));
        }
        match pattern {
            StatusPattern::Code(100..=599) | StatusPattern::Class(1..=5) | StatusPattern::Default => {}
            StatusPattern::Code(_) | StatusPattern::Class(_) => findings.status(&status, &spot),
        }
    }
    for status in operation.retry.statuses.iter().flatten().filter(|status| !(100..=599).contains(*status)) {
        findings.status(&status.to_string(), &spot.name("retry").name("statuses"));
    }
}

fn of_service(api: &Api, findings: &mut Findings<'_>) {
    let servers = Spot::TOP.name("servers");
    let mut seen = HashSet::new();
    for (index, name) in
        api.servers.iter().enumerate().filter_map(|(index, server)| Some((index, server.name.as_ref()?)))
    {
        let server = servers.index(index);
        let spot = server.name("name");
        findings.filled("a server", name, &spot);
        if !seen.insert(name) {
            let message = format!("two servers are called `{name}`");
            findings.error(Rule::DuplicateId, &spot, message, "Give one of them another name.");
        }
    }
    for name in api.client_params.keys() {
        findings.filled("a client parameter", name, &Spot::TOP.name("client_params").name(name));
    }
    let schemes = Spot::TOP.name("security_schemes");
    for (name, scheme) in &api.security_schemes {
        let spot = schemes.name(name).from(&scheme.origin);
        findings.filled("a security scheme", name, &spot);
        findings.document(&scheme.origin, &spot);
        let kind = spot.name("kind");
        match &scheme.kind {
            SecurityKind::Bearer { header } => findings.token("a header", header, &kind.name("bearer").name("header")),
            SecurityKind::ApiKey { place: KeyPlace::Query, name } => {
                findings.filled("a query parameter", name, &kind.name("api_key").name("name"));
            }
            SecurityKind::ApiKey { place: KeyPlace::Header, name } => {
                findings.token("a header", name, &kind.name("api_key").name("name"));
            }
            SecurityKind::ApiKey { place: KeyPlace::Cookie, name } => {
                findings.token("a cookie", name, &kind.name("api_key").name("name"));
            }
            SecurityKind::Basic {} | SecurityKind::ClientCredentials { .. } | SecurityKind::OtherToken { .. } => {}
        }
    }
    let traces = Spot::TOP.name("trace_headers");
    for (member, header) in
        [("request_id", &api.trace_headers.request_id), ("correlation_id", &api.trace_headers.correlation_id)]
    {
        if let Some(header) = header {
            findings.token("a header", header, &traces.name(member));
        }
    }
}

impl Findings<'_> {
    fn filled(&mut self, what: &str, name: &str, spot: &Spot<'_>) {
        if name.is_empty() {
            self.error(Rule::InvalidName, spot, format!("the name of {what} is empty"), "Give it a name.");
        }
    }

    fn token(&mut self, what: &str, name: &str, spot: &Spot<'_>) {
        if !is_token(name) {
            let message = format!("`{name}` is not a valid name for {what}");
            let help = "Correct it: letters, digits and !#$%&'*+-.^_`|~ are allowed (RFC 9110, RFC 6265).";
            self.error(Rule::InvalidName, spot, message, help);
        }
    }

    fn media_types(&mut self, spot: &Spot<'_>, content: &BoxMap<MediaType, Content>) {
        for name in content.keys() {
            if !is_media_type(name) {
                let message = format!("`{name}` is not a media type");
                let help = "Correct it; a media type is written as in `application/json`.";
                self.error(Rule::InvalidName, &spot.name("content").name(name), message, help);
            }
        }
    }

    fn status(&mut self, status: &str, spot: &Spot<'_>) {
        let help = "Correct it; a status is a number from 100 to 599.";
        self.error(Rule::InvalidName, spot, format!("`{status}` is not an HTTP status"), help);
    }

    fn document(&mut self, origin: &Option<Origin>, spot: &Spot<'_>) {
        if let Some(Origin { file, pointer }) = origin
            && (file.contains('#') || !(pointer.is_empty() || pointer.starts_with('/')))
        {
            let message = format!("`{file}#{pointer}` is not an origin, which is a file, `#`, and a JSON pointer");
            let help = "Rename the document so that its name has no `#`.";
            self.error(Rule::InvalidName, &spot.name("origin"), message, help);
        }
    }
}

/// Whether a string is a media type, with or without parameters.
pub(crate) fn is_media_type(text: &str) -> bool {
    // Parameters such as `; charset=utf-8` may contain spaces and quoted strings.
    let (types, rest) = text.split_once(';').unwrap_or((text, ""));
    let types = types.trim_end_matches(' ').split_once('/');
    types.is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype))
        && rest.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// Whether a string is a token of RFC 9110, such as the name of a header.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
