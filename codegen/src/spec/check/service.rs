//! Checks that the URLs of servers are complete.

use std::collections::HashSet;

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, Server};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    servers(&api.servers, &Spot::TOP.name("servers"), findings);
    let operations = Spot::TOP.name("operations");
    for (id, operation) in api.operations.iter().filter(|(_, operation)| !operation.servers.is_empty()) {
        let spot = operations.name(id).from(&operation.origin);
        servers(&operation.servers, &spot.name("servers"), findings);
    }
}

fn servers(servers: &[Server], spot: &Spot<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    for (index, server) in servers.iter().enumerate() {
        let spot = spot.index(index);
        if let Err(fault) = server_url(server) {
            let message = format!("`{}` is not a base URL: {fault}", server.url);
            let help = "Write it as in `https://api.example.com/v1`, or `/v1` where the host is not known.";
            findings.error(Rule::InvalidServer, &spot.name("url"), message, help);
        }
        if !seen.insert(&server.url) {
            let message = format!("the server `{}` is listed twice", server.url);
            findings.error(Rule::DuplicateId, &spot, message, "Remove one of the two.");
        }
        variables(server, &spot, findings);
    }
}

/// Checks that the variables are those of the URL, and that their defaults are among their values.
fn variables(server: &Server, spot: &Spot<'_>, findings: &mut Findings<'_>) {
    let in_url: HashSet<&str> = server.variables_in_url().collect();
    for name in in_url.iter().filter(|name| !server.variables.contains_key(**name)) {
        let message = format!("the URL has `{{{name}}}`, but no variable is called `{name}`");
        let help = format!("Add `{name}` to the server's `variables`, or write its value into the URL.");
        findings.error(Rule::ServerVariables, &spot.name("url"), message, help);
    }
    let variables = spot.name("variables");
    for (name, variable) in &server.variables {
        let spot = variables.name(name);
        if !in_url.contains(name.as_str()) {
            let message = format!("the variable `{name}` does not occur in the URL `{}`", server.url);
            let help = format!("Add `{{{name}}}` to the URL, or remove the variable.");
            findings.error(Rule::ServerVariables, &spot, message, help);
        }
        if let Some(default) = &variable.default
            && !(variable.values.is_empty() || variable.values.contains(default))
        {
            let message = format!("the default `{default}` of the variable `{name}` is not one of its values");
            let help = "Add it to the `values`, or name one of them.";
            findings.error(Rule::ServerVariables, &spot.name("default"), message, help);
        }
    }
}

/// Checks that a path can be added to the URL of a server, with its variables filled in.
pub(crate) fn server_url(server: &Server) -> Result<(), &'static str> {
    let mut url = server.url.clone();
    for (name, variable) in &server.variables {
        // A variable at the start without a default is assumed to contain the scheme and the host: Azure's
        // `{endpoint}`.
        let braced = format!("{{{name}}}");
        let filled = match &variable.default {
            Some(default) => default.trim_end_matches('/'),
            None if url.starts_with(&braced) => "https://x.example",
            None => "1",
        };
        url = url.replace(&braced, filled);
    }
    if url.contains(['{', '}']) {
        // Braces with a name are reported as a missing variable elsewhere.
        let named = server.variables_in_url().any(|name| !server.variables.contains_key(name));
        return if named { Ok(()) } else { Err("it has a brace without its counterpart") };
    }
    match url.strip_prefix('/').filter(|rest| !rest.starts_with('/')) {
        Some("") => Err("it ends in a slash"),
        Some(_) => base_url(&format!("https://x.example{url}")),
        None => base_url(&url),
    }
}

/// Checks that a string is an absolute HTTP URL to which a path can be appended.
fn base_url(url: &str) -> Result<(), &'static str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let rest = rest.ok_or("it does not start with `https://` or `http://`")?;
    if rest.contains(['{', '}']) {
        return Err("it has a brace in it");
    }
    if rest.contains(['?', '#']) {
        return Err("it has a query or a fragment");
    }
    if !rest.bytes().all(|byte| byte.is_ascii_graphic()) || rest.contains(['"', '<', '>', '\\', '^', '`', '|']) {
        return Err("it has characters that a URL must not have");
    }
    let (authority, path) = rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
    if path.is_some_and(|path| path.is_empty() || path.ends_with('/')) {
        return Err("it ends in a slash");
    }
    if authority.contains('@') {
        return Err("it has a user in it");
    }
    let (host, port) = match authority.rfind(':').filter(|at| !authority[*at..].contains(']')) {
        Some(at) => (&authority[..at], Some(&authority[at + 1..])),
        None => (authority, None),
    };
    if port.is_some_and(|port| port.starts_with('+') || port.parse::<u16>().is_err()) {
        return Err("its port is not a number from 0 to 65535");
    }
    let in_brackets = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_host = match in_brackets {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
    };
    if is_host { Ok(()) } else { Err("it has no host") }
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn a_base_url_is_one() {
        for url in ["https://a.example", "http://localhost:8080/v1", "https://[::1]:443/a/b", "https://a_b.example/%20"]
        {
            assert_eq!(base_url(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn what_is_no_base_url_is_refused() {
        for url in [
            "",
            "/v1",
            "ftp://a",
            "https://",
            "https:///a",
            "https://a/",
            "https://a/b/",
            "https://a?b",
            "https://a#b",
            "https://u:p@a",
            "https://{region}.a",
            "https://a:70000",
            "https://a b",
            "https://a\"b",
            "https://ä",
            "https://[::1",
            "https://[x]",
            "https://a/\u{202e}",
            "//a",
        ] {
            assert!(base_url(url).is_err(), "{url}");
        }
    }
}
