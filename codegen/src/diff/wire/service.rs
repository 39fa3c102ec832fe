//! Compares the service as a whole: servers, authentication, and parameters of the client.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::place::Trail;
use super::super::{Direction, Rule, Spot, Subject, equal};
use super::compare::{At, Compare};
use super::credentials::{same_credential, still_accepted};
use super::pairs::each;
use crate::spec::{Api, ClientParam, KeyPlace, SecurityKind, SecurityScheme, Server, ServerVariable, TraceHeaders};

/// Compares the parts of the spec that concern the whole service.
pub(super) fn compare(compare: &mut Compare) {
    let (before, after) = (compare.old, compare.new);
    let Api {
        schema: _,
        title,
        version,
        docs,
        servers,
        security_schemes: _,
        client_params,
        trace_headers,
        types: _,
        unread_types: _,
        group_docs,
        operations: _,
        webhooks: _,
    } = after;
    let top = At {
        what: Trail::default(),
        subject: Rc::new(Subject::Service),
        direction: Direction::Both,
        operations: Rc::new([]),
        old: Spot::default(),
        new: Spot::default(),
    };
    compare.docs(&top.down("title", &["title"]), &before.title, title);
    compare.docs(&top.down("version", &["version"]), &before.version, version);
    compare.docs(&top.down("docs", &["docs"]), &before.docs, docs);
    each(&before.group_docs, group_docs, |name, old, new| {
        let at = top.down(&format!("docs of the group {name}"), &["group_docs", name]);
        compare.docs(&at, old.map_or("", String::as_str), new.map_or("", String::as_str));
    });
    self::servers(compare, &top, &before.servers, servers);
    schemes(compare);
    // Added or removed values are reported by the parameters that use them.
    for (name, new) in client_params {
        if let Some(old) = before.client_params.get(name) {
            let called = format!("client value {name}");
            client_param(compare, &top.down(&called, &["client_params", name]), old, new);
        }
    }
    let TraceHeaders { request_id, correlation_id } = trace_headers;
    let at = top.down("trace headers", &["trace_headers"]).toward(Direction::Received);
    for (name, old, new) in [
        ("request_id", &before.trace_headers.request_id, request_id),
        ("correlation_id", &before.trace_headers.correlation_id, correlation_id),
    ] {
        if old != new {
            compare.push(&at.down(&format!(" {name}"), &[name]), Rule::TraceHeaderChanged, old.clone(), new.clone());
        }
    }
}

fn client_param(compare: &mut Compare, at: &At, old: &ClientParam, new: &ClientParam) {
    let ClientParam { ty, default, docs } = new;
    let sent = at.toward(Direction::Sent);
    compare.ty(&sent.down("", &["type"]), &old.ty, ty, Rule::ParamRetyped);
    // The old client sends the default that it knows, even if the spec has another one now.
    let rule = match (&old.default, default) {
        (None, Some(_)) => Some(Rule::DefaultAdded),
        (Some(_), None) => Some(Rule::DefaultRemoved),
        (Some(old), Some(new)) if old != new => Some(Rule::DefaultChanged),
        (Some(_), Some(_)) | (None, None) => None,
    };
    if let Some(rule) = rule {
        let at = at.toward(Direction::Received).down("", &["default"]);
        compare.push(&at, rule, old.default.clone(), default.clone());
    }
    compare.docs(&at.down("", &["docs"]), &old.docs, docs);
}

/// Compares the servers of a service or an operation.
pub(super) fn servers(compare: &mut Compare, at: &At, before: &[Server], after: &[Server]) {
    for (index, new) in after.iter().enumerate() {
        let called = format!("server {}", new.url);
        match before.iter().position(|old| same_url(old, new)) {
            Some(found) => {
                let (left, right) = (found.to_string(), index.to_string());
                let mut below = at.down(&called, &["servers", &right]);
                below.old = at.old.down(&["servers", &left]);
                server(compare, &below, &before[found], new);
            }
            None => {
                let below = at.only_new(&called, &["servers", &index.to_string()]);
                compare.push(&below, Rule::ServerAdded, None, Some(new.url.clone()));
            }
        }
    }
    for (index, old) in before.iter().enumerate() {
        if !after.iter().any(|new| same_url(old, new)) {
            let below = at.only_old(&format!("server {}", old.url), &["servers", &index.to_string()]);
            compare.push(&below, Rule::ServerRemoved, Some(old.url.clone()), None);
        }
    }
    if let (Some(old), Some(new)) = (before.first(), after.first())
        && !same_url(old, new)
        && after.iter().any(|other| same_url(old, other))
        && before.iter().any(|other| same_url(other, new))
    {
        let below = at.down("servers", &["servers"]);
        compare.push(&below, Rule::ServerDefaultChanged, Some(old.url.clone()), Some(new.url.clone()));
    }
}

/// Whether two servers have the same URL.
fn same_url(old: &Server, new: &Server) -> bool {
    equal::url(&old.url) == equal::url(&new.url)
}

fn server(compare: &mut Compare, at: &At, old: &Server, new: &Server) {
    let Server { url: _, name, docs, variables } = new;
    if old.name != *name {
        compare.push(&at.down("", &["name"]), Rule::ServerRenamed, old.name.clone(), name.clone());
    }
    compare.docs(at, &old.docs, docs);
    each(&old.variables, variables, |name, old, new| {
        let below = at.down(&format!(" {{{name}}}"), &["variables", name]);
        let nothing = ServerVariable::default();
        variable(compare, &below, old.unwrap_or(&nothing), new.unwrap_or(&nothing));
    });
}

fn variable(compare: &mut Compare, at: &At, old: &ServerVariable, new: &ServerVariable) {
    let ServerVariable { default, values, docs } = new;
    if old.default != *default {
        compare.push(at, Rule::ServerVariableChanged, old.default.clone(), default.clone());
    }
    for value in values.iter().filter(|value| !old.values.contains(value)) {
        compare.push(at, Rule::ServerValueAdded, None, Some(value.clone()));
    }
    for value in old.values.iter().filter(|value| !values.contains(value)) {
        compare.push(at, Rule::ServerValueRemoved, Some(value.clone()), None);
    }
    compare.docs(at, &old.docs, docs);
}

fn schemes(compare: &mut Compare) {
    let (before, after) = (&compare.old.security_schemes, &compare.new.security_schemes);
    let names = compare.matched.schemes.clone();
    let top = |name: &str, scheme: Option<&SecurityScheme>| {
        Spot::top(&["security_schemes", name]).from(scheme.and_then(|scheme| scheme.origin.as_ref()))
    };
    let at = |old: &str, new: &str| At {
        what: Trail::default().then(&format!("security scheme {new}")),
        subject: Rc::new(Subject::Service),
        direction: Direction::Both,
        operations: Rc::new([]),
        old: top(old, before.get(old)),
        new: top(new, after.get(new)),
    };
    for (old, new) in &names {
        let below = at(old, new);
        if old != new {
            compare.push(&below, Rule::SchemeRenamed, Some((*old).to_owned()), Some((*new).to_owned()));
        }
        scheme(compare, &below, (old, &before[*old]), &after[*new]);
    }
    for (name, old) in before.iter().filter(|(name, _)| !names.contains_key(name.as_str())) {
        let below = at(name, name);
        let below = if is_missed(compare, name) { below } else { below.toward(Direction::Neither) };
        compare.push(&below, Rule::SchemeRemoved, Some(kind(&old.kind)), None);
    }
    for (name, new) in after.iter().filter(|(name, _)| !names.values().any(|other| other == name)) {
        compare.push(&at(name, name), Rule::SchemeAdded, None, Some(kind(&new.kind)));
    }
}

/// Whether an operation that required a security scheme no longer accepts the credentials of its callers, or is gone.
fn is_missed(compare: &Compare, scheme: &str) -> bool {
    let (old, new) = (&compare.old.operations, &compare.new.operations);
    let kept: BTreeMap<&str, &str> = compare.matched.operations.iter().copied().collect();
    let mut users = old.iter().filter(|(_, operation)| operation.security.iter().any(|set| set.contains_key(scheme)));
    users.any(|(id, operation)| {
        let is_accepted =
            |id: &&str| still_accepted(&compare.matched.schemes, &operation.security, &new[*id].security)[0];
        !kept.get(id.as_str()).is_some_and(is_accepted)
    })
}

/// Whether an operation requires a security scheme, with a scope of it if one is given.
fn is_required(api: &Api, scheme: &str, scope: Option<&str>) -> bool {
    let all = api.operations.values().flat_map(|operation| &operation.security);
    let mut scopes = all.filter_map(|proofs| proofs.get(scheme));
    scopes.any(|scopes| scope.is_none_or(|scope| scopes.iter().any(|other| other == scope)))
}

fn scheme(compare: &mut Compare, at: &At, (name, old): (&str, &SecurityScheme), new: &SecurityScheme) {
    let SecurityScheme { docs, kind: after, refresh_url, urls, scopes: _, origin: _ } = new;
    compare.docs(at, &old.docs, docs);
    each(&old.urls, urls, |name, before, after| {
        let (called, tokens) = (format!(" {name}"), ["urls", name.as_str()]);
        let (rule, below) = match (before, after) {
            (Some(before), Some(after)) if before == after => return,
            (Some(_), Some(_)) => (Rule::OauthUrlChanged, at.down(&called, &tokens)),
            (None, _) => (Rule::OauthUrlAdded, at.only_new(&called, &tokens)),
            (Some(_), None) => (Rule::OauthUrlRemoved, at.only_old(&called, &tokens)),
        };
        compare.push(&below, rule, before.cloned(), after.cloned());
    });
    // The source states the URL that renews tokens as one of the others, whose change is reported.
    let is_reported = |url: &Option<String>, urls: &BTreeMap<String, String>| {
        url.as_ref().is_none_or(|url| urls.values().any(|other| other == url))
    };
    if old.refresh_url != *refresh_url && !(is_reported(&old.refresh_url, &old.urls) && is_reported(refresh_url, urls))
    {
        let at = at.down(" refresh URL", &["refresh_url"]);
        compare.push(&at, Rule::RefreshUrlChanged, old.refresh_url.clone(), refresh_url.clone());
    }
    // Other schemes have no scopes.
    let has_scopes =
        |kind: &SecurityKind| matches!(kind, SecurityKind::ClientCredentials { .. } | SecurityKind::OtherToken { .. });
    if has_scopes(&old.kind) && has_scopes(after) {
        scopes(compare, at, name, &all_scopes(old), &all_scopes(new));
    }
    match (&old.kind, after) {
        (
            SecurityKind::ClientCredentials { token_url: before, scopes: _ },
            SecurityKind::ClientCredentials { token_url: after, scopes: _ },
        ) => {
            if before != after {
                compare.push(at, Rule::SchemeChanged, Some(before.clone()), Some(after.clone()));
            }
        }
        (before, after) if is_token(before) && is_token(after) && !same_credential(before, after) => {
            compare.push(at, Rule::TokenSourceChanged, Some(kind(before)), Some(kind(after)));
        }
        (before, after) if !same_credential(before, after) => {
            compare.push(at, Rule::SchemeChanged, Some(kind(before)), Some(kind(after)));
        }
        (_, _) => {}
    }
}

/// Whether the scheme sends a token as defined in RFC 6750, regardless of how the token is obtained.
fn is_token(kind: &SecurityKind) -> bool {
    match kind {
        SecurityKind::Bearer { header } => header.eq_ignore_ascii_case("authorization"),
        SecurityKind::ClientCredentials { .. } => true,
        // A certificate is sent by the transport.
        SecurityKind::OtherToken { .. } => !kind.is_certificate(),
        SecurityKind::Basic {} | SecurityKind::ApiKey { .. } => false,
    }
}

/// The scopes of a scheme, each with its description and its place in the spec.
type Scopes<'a> = BTreeMap<&'a str, (&'a str, &'static [&'static str])>;

/// The scopes that users may grant, and those of client credentials.
fn all_scopes(scheme: &SecurityScheme) -> Scopes<'_> {
    let of_users = scheme.scopes.iter().map(|(name, docs)| (name.as_str(), (docs.as_str(), &["scopes"][..])));
    let of_clients = match &scheme.kind {
        SecurityKind::ClientCredentials { token_url: _, scopes } => Some(scopes),
        SecurityKind::Bearer { .. }
        | SecurityKind::Basic {}
        | SecurityKind::ApiKey { .. }
        | SecurityKind::OtherToken { .. } => None,
    };
    let of_clients = of_clients.into_iter().flatten();
    let of_clients =
        of_clients.map(|(name, docs)| (name.as_str(), (docs.as_str(), &["kind", "client_credentials", "scopes"][..])));
    of_users.chain(of_clients).collect()
}

fn scopes(compare: &mut Compare, at: &At, scheme: &str, before: &Scopes<'_>, after: &Scopes<'_>) {
    each(before, after, |name, old, new| {
        let (_, place) = new.or(old).copied().unwrap_or_default();
        let tokens = [place, &[*name]].concat();
        let name = *name;
        match (old, new) {
            (Some((old, _)), Some((new, _))) => compare.docs(&at.down(&format!(" scope {name}"), &tokens), old, new),
            (Some(_), None) => {
                let below = at.only_old("", &tokens);
                let is_required = is_required(compare.old, scheme, Some(name));
                let below = if is_required { below } else { below.toward(Direction::Neither) };
                compare.push(&below, Rule::ScopeRemoved, Some(name.to_owned()), None);
            }
            (None, Some(_)) => compare.push(&at.only_new("", &tokens), Rule::ScopeAdded, None, Some(name.to_owned())),
            (None, None) => {}
        }
    });
}

/// The kind of a security scheme, in words.
fn kind(kind: &SecurityKind) -> String {
    match kind {
        kind if kind.is_certificate() => "a client certificate".to_owned(),
        SecurityKind::Bearer { header } => format!("a token in the header {header}"),
        SecurityKind::Basic {} => "a user and a password".to_owned(),
        SecurityKind::ApiKey { place, name } => {
            let place = match place {
                KeyPlace::Header => "header",
                KeyPlace::Query => "query parameter",
                KeyPlace::Cookie => "cookie",
            };
            format!("a key in the {place} {name}")
        }
        SecurityKind::ClientCredentials { token_url, scopes: _ } => format!("a token of {token_url}"),
        SecurityKind::OtherToken { grant } => format!("a token from {grant}"),
    }
}
