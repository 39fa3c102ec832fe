//! Servers can be reached by what stands in the spec.

use std::collections::HashSet;

use super::Findings;
use crate::problem::Rule;
use crate::spec::Api;
use crate::spec::spot::Spot;

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let mut seen = HashSet::new();
    let servers = Spot::TOP.name("servers");
    for (index, server) in api.servers.iter().enumerate() {
        if let Err(fault) = base_url(&server.url) {
            let message = format!("`{}` is no base URL: {fault}", server.url);
            let help = "Write it as in `https://api.example.com/v1`.";
            findings.error(Rule::InvalidServer, &servers.index(index).name("url"), message, help);
        }
        if !seen.insert(&server.url) {
            let message = format!("the server `{}` is listed twice", server.url);
            findings.error(Rule::DuplicateId, &servers.index(index), message, "Remove one of the two.");
        }
    }
}

/// Whether a text is an absolute URL of HTTP to which a path can be added.
fn base_url(url: &str) -> Result<(), &'static str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let rest = rest.ok_or("it does not start with `https://` or `http://`")?;
    if rest.contains(['{', '}']) {
        return Err("it has a part in braces, which must be filled in");
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
        return Err("its port is no number from 0 to 65535");
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
