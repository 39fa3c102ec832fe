//! A path that moves between the URLs of servers and the paths of operations: the requests are sent to the same URLs.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::matching::route;
use crate::spec::{Api, Method, Operation, PathTemplate, Server};

/// Both specs with the same servers, if a path that moved is the only difference of these, and at least one operation
/// moved with it.
pub(super) fn same_servers<'a>(old: Cow<'a, Api>, new: Cow<'a, Api>) -> (Cow<'a, Api>, Cow<'a, Api>) {
    if let Some(prefix) = moved(&old, &new) {
        let new = shortened(&new, &prefix).map_or(new, Cow::Owned);
        return (old, new);
    }
    if let Some(prefix) = moved(&new, &old) {
        let old = shortened(&old, &prefix).map_or(old, Cow::Owned);
        return (old, new);
    }
    (old, new)
}

/// The path that the servers of the second spec have after the URLs of the first one, if more operations have the same
/// URLs with it.
fn moved(short: &Api, long: &Api) -> Option<String> {
    let prefix = long.servers.first()?.url.strip_prefix(&short.servers.first()?.url)?.to_owned();
    let is_path = prefix.starts_with('/') && !prefix.contains(['{', '?', '#']);
    let has_it = |(short, long): (&Server, &Server)| long.url.strip_prefix(&*short.url) == Some(&*prefix);
    let is_all = short.servers.len() == long.servers.len() && short.servers.iter().zip(&long.servers).all(has_it);
    if !is_path || !is_all {
        return None;
    }
    let routes: BTreeSet<(&Method, String)> = own(short).map(|one| (&one.method, route(&one.path))).collect();
    let found = |with: &str| {
        own(long).filter(|one| routes.contains(&(&one.method, format!("{with}{}", route(&one.path))))).count()
    };
    (found(&prefix) > found("")).then_some(prefix)
}

/// The operations on the servers of the API.
fn own(api: &Api) -> impl Iterator<Item = &Operation> {
    api.operations.values().filter(|operation| operation.servers.is_empty())
}

/// The spec with the path in its operations instead of in its servers.
fn shortened(api: &Api, prefix: &str) -> Option<Api> {
    let mut api = api.clone();
    for server in &mut api.servers {
        server.url = server.url.strip_suffix(prefix)?.to_owned();
    }
    for operation in api.operations.values_mut().filter(|operation| operation.servers.is_empty()) {
        operation.path = format!("{prefix}{}", operation.path).parse::<PathTemplate>().ok()?;
    }
    Some(api)
}
