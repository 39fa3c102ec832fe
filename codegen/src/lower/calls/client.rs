//! The pass that turns servers, security and client parameters into the client.

use std::collections::{BTreeMap, BTreeSet};

use crate::docs;
use crate::lower::calls::error_members;
use crate::lower::names::{self, Choice, Style};
use crate::lower::sentences;
use crate::rust::{self, File, GroupRef, Ident, Item, Package};
use crate::spec::{self, Api, ErrorRole, KeyPlace, SecurityKind, ServerVariable};

/// Methods that every builder has: no client parameter can have their names.
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "build",
    "connect_timeout",
    "credential",
    "deadline",
    "header",
    "max_response_size",
    "min_throughput",
    "random",
    "retry",
    "retry_budget",
    "server",
    "timeout",
    "trace_context",
    "transport",
];

/// The client, its builder and the servers.
pub(crate) fn lower(api: &Api, package: &Package, variables: &Variables, groups: &[GroupRef]) -> rust::Client {
    let (variables_of_url, params) = values(api, variables);
    rust::Client {
        title: title(&api.title, package),
        package: package.clone(),
        servers: servers(api, variables),
        server_path: api.servers.iter().map(|server| &server.url).find(|url| !is_absolute(url)).cloned(),
        variables: variables_of_url,
        schemes: sent_schemes(api)
            .map(|(name, scheme)| rust::Scheme {
                name: name.clone(),
                kind: scheme.kind.clone(),
                is_renewed: scheme.refresh_url.is_some(),
            })
            .collect(),
        certificates: certificates(api),
        setters: scheme_setters(api),
        token_sources: token_sources(api),
        params,
        trace_headers: api.trace_headers.clone(),
        error_code: error_members::pointers(api, ErrorRole::Code),
        error_message: error_members::pointers(api, ErrorRole::Message),
        groups: groups.to_vec(),
    }
}

/// The title of a document as the name of what it describes, without what says that it is a document: `Lago API` for
/// `Lago API documentation.`. An API without a title has the name of its crate.
fn title(text: &str, package: &Package) -> String {
    const DOCUMENTS: [&str; 5] = ["docs", "documentation", "reference", "spec", "specification"];
    let mut words: Vec<&str> = text.trim_end().trim_end_matches('.').split_whitespace().collect();
    while words.len() > 2 && words.last().is_some_and(|last| DOCUMENTS.contains(&last.to_lowercase().as_str())) {
        words.pop();
    }
    if words.is_empty() { package.name.clone() } else { docs::line(&words.join(" ")) }
}

/// The file `client.rs`.
pub(crate) fn file(client: rust::Client) -> File {
    let items = vec![Item::Client(client)];
    File { path: "src/client.rs".to_owned(), docs: docs::own(&["The client and its builder.".to_owned()]), items }
}

/// Whether a URL includes the host of the service.
fn is_absolute(url: &str) -> bool {
    !url.starts_with('/')
}

/// The variables of all servers. Equal ones are merged; different ones with the same name get distinct names.
#[derive(Debug, Default)]
pub(crate) struct Variables(Vec<Variable>);

#[derive(Debug)]
struct Variable {
    /// The name of the variable on the client.
    key: String,
    /// The name of the variable in the spec.
    name: String,
    variable: ServerVariable,
}

impl Variables {
    pub(crate) fn of(api: &Api) -> Self {
        let own = api.operations.values().flat_map(|operation| operation.servers.first());
        let all: Vec<(&String, &ServerVariable)> =
            api.servers.iter().chain(own).flat_map(|server| &server.variables).collect();
        let mut found: Vec<Variable> = Vec::new();
        for (name, variable) in &all {
            if found.iter().any(|known| known.name == **name && known.variable == **variable) {
                continue;
            }
            let taken = |key: &str| {
                let by_key = found.iter().any(|known| known.key == key);
                by_key || (key != *name && all.iter().any(|(other, _)| *other == key))
            };
            let numbered = (2..).map(|number| format!("{name}_{number}"));
            let key = std::iter::once((*name).clone()).chain(numbered).find(|key| !taken(key));
            let key = key.expect("there are infinitely many numbers");
            found.push(Variable { key, name: (*name).clone(), variable: (*variable).clone() });
        }
        Self(found)
    }

    /// The URL of a server, with the name of each variable on the client.
    pub(crate) fn url(&self, server: &spec::Server) -> String {
        let mut url = String::new();
        let mut rest = server.url.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            let is_it = |known: &&Variable| known.name == name && server.variables.get(name) == Some(&known.variable);
            let key = self.0.iter().find(is_it).map_or(name, |known| &known.key);
            url.push_str(&format!("{before}{{{key}}}"));
            rest = after;
        }
        url + rest
    }
}

fn servers(api: &Api, variables: &Variables) -> Vec<rust::Server> {
    let servers: Vec<&spec::Server> = api.servers.iter().filter(|server| is_absolute(&server.url)).collect();
    let text = |index: usize| {
        let named = servers[index].name.clone();
        named.unwrap_or_else(|| if index == 0 { "main".to_owned() } else { format!("server {}", index + 1) })
    };
    let choices: BTreeMap<String, Choice> = (0..servers.len())
        .map(|index| (format!("{index:04}"), Choice::Derived(names::ident(&text(index), Style::Camel))))
        .collect();
    let resolved = names::resolve(&choices, &[], names::exactly);
    let server = |(index, server): (usize, &&spec::Server)| rust::Server {
        docs: docs::escaped(&server.docs),
        name: resolved.names[&format!("{index:04}")].clone(),
        url: variables.url(server),
    };
    servers.iter().enumerate().map(server).collect()
}

/// The security schemes for which a request contains a credential.
fn sent_schemes(api: &Api) -> impl Iterator<Item = (&String, &spec::SecurityScheme)> {
    api.security_schemes.iter().filter(|(_, scheme)| !scheme.kind.is_certificate())
}

/// The client certificates that the service accepts, in the documentation of the method that sets the transport.
fn certificates(api: &Api) -> rust::Docs {
    let schemes = api.security_schemes.values().filter(|scheme| scheme.kind.is_certificate());
    let texts: Vec<&str> = schemes.map(|scheme| scheme.docs.as_str()).collect();
    if texts.is_empty() {
        return rust::Docs::default();
    }
    let line =
        "The service accepts a client certificate, which `Reqwest::with_tls` takes in its TLS settings.".to_owned();
    let described: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    docs::own(&[line]).then(docs::escaped(&described.join("\n\n")))
}

/// The builder's methods for the security schemes. A single scheme uses `credential`. If there are several, each has
/// its own method, and so has each scheme that fetches tokens.
fn scheme_methods(api: &Api) -> BTreeMap<String, Ident> {
    let made = |text: &str| Choice::Derived(names::ident(text, Style::Snake));
    let only = sent_schemes(api).count() == 1;
    let credentials = sent_schemes(api).map(|(name, _)| {
        let text = if only { "credential".to_owned() } else { format!("{name} credential") };
        (format!("credential {name}"), made(&text))
    });
    let sources = token_urls(api);
    let clients = sources.iter().map(|(name, ..)| {
        let text = if sources.len() == 1 { "client_credentials".to_owned() } else { format!("{name} client") };
        (format!("tokens {name}"), made(&text))
    });
    let reserved: Vec<&str> = BUILDER_METHODS.iter().copied().filter(|name| *name != "credential").collect();
    names::resolve(&credentials.chain(clients).collect(), &reserved, names::exactly).names
}

fn scheme_setters(api: &Api) -> Vec<rust::SchemeSetter> {
    let methods = scheme_methods(api);
    sent_schemes(api)
        .map(|(name, scheme)| rust::SchemeSetter {
            docs: scheme_docs(scheme),
            method: methods[&format!("credential {name}")].clone(),
            scheme: name.clone(),
        })
        .collect()
}

fn scheme_docs(scheme: &spec::SecurityScheme) -> rust::Docs {
    let mut sentences = vec!["Sets the credential that authenticates requests."];
    let is_whole = |name: &str| name.eq_ignore_ascii_case("authorization");
    if matches!(&scheme.kind, SecurityKind::ApiKey { place: KeyPlace::Header, name } if is_whole(name)) {
        sentences.push(
            "It is sent as the whole header `Authorization`, so it starts with the name of the scheme if there is one.",
        );
    }
    let described = [scheme.docs.as_str()].into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
    let paragraphs: Vec<String> = described.chain(for_users(scheme)).collect();
    let docs = docs::own(&[sentences.join(" ")]).then(docs::escaped(&paragraphs.join("\n\n")));
    let Some(url) = &scheme.refresh_url else { return docs };
    let filled = if url.contains('{') { "; its method `variable` replaces the names in braces" } else { "" };
    let renewal = format!(
        "For a person who has signed in, [`RefreshToken`](crate::RefreshToken) fetches and renews tokens at {}{filled}.",
        docs::code(url)
    );
    docs.then(docs::own(&[renewal]))
}

/// Where users sign in, and where their tokens come from: each URL once, with what it is for; and the scopes that users
/// may grant.
fn for_users(scheme: &spec::SecurityScheme) -> Vec<String> {
    const NAMED: &[(&str, &str)] = &[
        ("openIdConnectUrl", "OpenID Connect discovery"),
        ("authorizationUrl", "Authorization endpoint (RFC 6749)"),
        ("deviceAuthorizationUrl", "Device authorization endpoint (RFC 8628)"),
        ("tokenUrl", "Token endpoint (RFC 6749)"),
        ("oauth2MetadataUrl", "Metadata of the authorization server (RFC 8414)"),
    ];
    let mut all: Vec<String> = Vec::new();
    for (name, called) in NAMED {
        let is_named = |stated: &str| stated.rsplit(' ').next() == Some(name);
        let lines =
            scheme.urls.iter().filter(|(stated, _)| is_named(stated)).map(|(_, url)| format!("{called}: {url}"));
        all.extend(lines);
    }
    let mut seen = BTreeSet::new();
    all.retain(|line| seen.insert(line.clone()));
    let scopes = scheme.scopes.iter().map(|(name, text)| match text.trim() {
        "" => format!("- `{name}`"),
        text => format!("- `{name}`: {}", text.replace('\n', " ")),
    });
    let scopes: Vec<String> = scopes.collect();
    all.extend((!scopes.is_empty()).then(|| format!("Scopes:\n\n{}", scopes.join("\n"))));
    all
}

/// The schemes whose tokens are fetched with a client id and a client secret: the name, the URL, the scopes.
fn token_urls(api: &Api) -> Vec<(&String, &String, &BTreeMap<String, String>)> {
    let sources = api.security_schemes.iter().filter_map(|(name, scheme)| match &scheme.kind {
        SecurityKind::ClientCredentials { token_url, scopes } => Some((name, token_url, scopes)),
        SecurityKind::Bearer { .. }
        | SecurityKind::Basic {}
        | SecurityKind::ApiKey { .. }
        | SecurityKind::OtherToken { .. } => None,
    });
    sources.collect()
}

/// The methods that fetch tokens with a client id and a client secret.
fn token_sources(api: &Api) -> Vec<rust::TokenSource> {
    let methods = scheme_methods(api);
    token_urls(api)
        .into_iter()
        .map(|(name, token_url, scopes)| {
            let url = docs::code(token_url);
            let mut lines = vec![
                "Authenticates requests with access tokens of the OAuth 2.0 client credentials grant. Tokens are cached and"
                    .to_owned(),
                "renewed before they expire.".to_owned(),
                String::new(),
                format!("The token URL defaults to {url}; [`ClientCredentials::token_url`] overrides it."),
            ];
            lines.extend(url_variables(token_url).map(|variable| {
                let (place, name) = (docs::code(&format!("{{{variable}}}")), docs::code(&format!("\"{variable}\"")));
                format!("[`ClientCredentials::variable`] sets {place} there, by the name {name}.")
            }));
            let scope = needed_scopes(api, name);
            if !scope.is_empty() {
                let scope = docs::code(&scope);
                lines.push(format!("The scope defaults to {scope}; [`ClientCredentials::scope`] overrides it."));
            }
            if !scopes.is_empty() {
                lines.extend([String::new(), "The documented scopes:".to_owned()]);
                lines.extend(scopes.iter().map(|(scope, text)| {
                    let text = docs::line(text);
                    format!("- {}{}{text}", docs::code(scope), if text.is_empty() { "" } else { ": " })
                }));
            }
            rust::TokenSource {
                docs: docs::own(&lines),
                method: methods[&format!("tokens {name}")].clone(),
                scheme: name.clone(),
                token_url: token_url.clone(),
                scope,
            }
        })
        .collect()
}

/// The names in braces in a URL, without duplicates.
pub(crate) fn url_variables(url: &str) -> impl Iterator<Item = &str> {
    let mut found: Vec<&str> = Vec::new();
    for name in url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found.into_iter()
}

/// The scopes of a scheme that the operations need, each once, separated by blanks. If no operation names a scope and
/// the scheme documents a single one, that scope.
fn needed_scopes(api: &Api, scheme: &str) -> String {
    let needed = api.operations.values().flat_map(|operation| &operation.security).filter_map(|set| set.get(scheme));
    let mut needed: BTreeSet<&str> = needed.flatten().map(String::as_str).collect();
    if let (true, SecurityKind::ClientCredentials { token_url: _, scopes }) =
        (needed.is_empty(), &api.security_schemes[scheme].kind)
        && scopes.len() == 1
    {
        needed.extend(scopes.keys().map(String::as_str));
    }
    needed.into_iter().collect::<Vec<_>>().join(" ")
}

/// The values that are set once on the client: the variables of its URL, and its parameters.
fn values(api: &Api, variables: &Variables) -> (Vec<rust::ClientParam>, Vec<rust::ClientParam>) {
    let of_params = api.client_params.keys().map(|name| (format!("param {name}"), name));
    let of_url = variables.0.iter().map(|known| (format!("variable {}", known.key), &known.key));
    let choices: BTreeMap<String, Choice> =
        of_params.chain(of_url).map(|(key, name)| (key, Choice::Derived(names::ident(name, Style::Snake)))).collect();
    let schemes = scheme_setters(api);
    let sources = token_sources(api);
    let taken = schemes.iter().map(|setter| &setter.method).chain(sources.iter().map(|source| &source.method));
    let taken: Vec<&str> = BUILDER_METHODS.iter().copied().chain(taken.map(Ident::text)).collect();
    let resolved = names::resolve(&choices, &taken, names::exactly);
    let value =
        |kind: &str, name: &String, text: &str, default: &Option<String>, facts: Vec<String>| rust::ClientParam {
            docs: sentences::documented(text, [default_docs(default.as_deref()), facts].concat()),
            name: resolved.names[&format!("{kind} {name}")].clone(),
            wire: name.clone(),
            default: default.clone(),
        };
    let variables = variables.0.iter().map(|Variable { key, name: _, variable }| {
        let ServerVariable { default, values, docs: text } = variable;
        let listed: Vec<String> = values.iter().map(|value| docs::code(value)).collect();
        let facts = if listed.is_empty() { Vec::new() } else { vec![format!("One of {}.", listed.join(", "))] };
        value("variable", key, text, default, facts)
    });
    let params =
        api.client_params.iter().map(|(name, param)| value("param", name, &param.docs, &param.default, Vec::new()));
    (variables.collect(), params.collect())
}

fn default_docs(default: Option<&str>) -> Vec<String> {
    match default {
        Some(default) => vec![format!("Defaults to {}.", docs::code(default))],
        None => vec!["Required.".to_owned()],
    }
}
