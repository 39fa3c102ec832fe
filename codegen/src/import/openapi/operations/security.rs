//! Reads authentication: the security schemes, and those that an operation requires.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Reader;
use super::docs::description;
use super::reader::any_case;
use crate::import::openapi::dialect::Dialect;
use crate::import::openapi::{Node, reference};
use crate::markdown::code;
use crate::problem::Rule;
use crate::spec::check::names::is_token;
use crate::spec::{KeyPlace, Param, Params, Scalar, SchemeName, SecurityKind, SecurityScheme, TypeRef};

/// The types of security schemes, those of Swagger 2.0 and `bearer` included.
const TYPES: &[&str] = &["basic", "bearer", "http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"];

/// The locations of keys.
const PLACES: &[&str] = &["header", "query", "cookie"];

impl<'d> Reader<'_, 'd> {
    /// Reads all schemes, of all documents.
    pub(super) fn schemes(&mut self) {
        let is_swagger = self.is_swagger();
        let stated = self.import.tops().into_iter().filter_map(|top| match is_swagger {
            true => top.get("securityDefinitions"),
            false => top.get("components").and_then(|parts| parts.get("securitySchemes")),
        });
        for (name, node) in stated.flat_map(|list| list.entries().collect::<Vec<_>>()).collect::<Vec<_>>() {
            if let Some(node) = self.resolved(&node) {
                self.scheme(name, &node);
            }
        }
    }

    fn scheme(&mut self, name: &str, node: &Node<'d>) {
        for (keyword, known) in [("type", TYPES), ("in", PLACES)] {
            let Some(text) = node.text(keyword) else { continue };
            let message = format!("the `{keyword}` of the security scheme `{name}` is `{text}`");
            self.other_case(Rule::SecurityScheme, node, message, (text, any_case(text, known)));
        }
        match self.kind(name, node) {
            // A header that traces calls does not authenticate anybody; it is a parameter.
            Some(SecurityKind::ApiKey { place: KeyPlace::Header, name: header }) if is_tracing(&header) => {
                self.tracing.insert(name.to_owned(), (header, description(node)));
            }
            Some(kind) if !name.is_empty() => {
                let refresh_url = refresh_url(node);
                let (docs, urls, scopes) = (docs(node), urls(node), scopes_of_users(node));
                let scheme = SecurityScheme { docs, kind, refresh_url, urls, scopes, origin: Some(node.origin()) };
                let known = self.import.api.security_schemes.entry(name.to_owned()).or_insert(scheme.clone());
                if known.kind != scheme.kind {
                    let message = format!("two documents define the security scheme `{name}` differently");
                    self.wrong(Rule::Conflict, node, message, "Give one of them another name.");
                }
            }
            Some(_) | None => {
                let message = format!("the security scheme `{name}` cannot be read");
                let help = "It is ignored. State its `type` and what that requires: `name` and `in`, or `scheme`, or \
                            `flows`.";
                self.import.accept(Rule::SecurityScheme, node, message, help);
                self.unreadable.insert(name.to_owned());
            }
        }
    }

    /// The name of a scheme that a security requirement names, in OpenAPI 3.2 also by a URI. A scheme to which a URI
    /// leads is added, unless it is known by the last part of the URI.
    fn scheme_name(&mut self, requirement: &Node<'d>, stated: &'d str) -> Cow<'d, str> {
        let is_known = |reader: &Self, name: &str| {
            reader.import.api.security_schemes.contains_key(name)
                || reader.tracing.contains_key(name)
                || reader.unreadable.contains(name)
        };
        let is_uri = self.import.dialect == Dialect::OpenApi32 && stated.contains(['/', '#']);
        if !is_uri || is_known(self, stated) {
            return Cow::Borrowed(stated);
        }
        let (Ok(target), Some(name)) = (self.import.documents.follow(requirement, stated), reference::name(stated))
        else {
            return Cow::Borrowed(stated);
        };
        let Some(target) = self.resolved(&target) else { return name };
        let kind = self.kind(&name, &target);
        let known = self.import.api.security_schemes.get(&*name).map(|known| &known.kind);
        // Another document may have another scheme of that name.
        let name = match (known, reference::stem(reference::split(stated).0)) {
            (Some(known), Some(stem)) if Some(known) != kind.as_ref() => Cow::Owned(format!("{stem} {name}")),
            _ => name,
        };
        self.scheme(&name, &target);
        name
    }

    fn kind(&mut self, scheme: &str, node: &Node<'d>) -> Option<SecurityKind> {
        let authorization = || "Authorization".to_owned();
        Some(match any_case(node.text("type")?, TYPES) {
            "basic" => SecurityKind::Basic {},
            "bearer" => SecurityKind::Bearer { header: authorization() },
            "http" => match node.text("scheme")?.to_ascii_lowercase().as_str() {
                "basic" => SecurityKind::Basic {},
                "bearer" => SecurityKind::Bearer { header: authorization() },
                // The caller provides the whole value of the header: `Digest ..`, `Negotiate ..`.
                _ => SecurityKind::ApiKey { place: KeyPlace::Header, name: authorization() },
            },
            "apiKey" => {
                let name = node.text("name").map(str::trim).filter(|name| !name.is_empty())?;
                let place = match any_case(node.text("in")?, PLACES) {
                    "header" => KeyPlace::Header,
                    "query" => KeyPlace::Query,
                    "cookie" => KeyPlace::Cookie,
                    _ => return None,
                };
                if place != KeyPlace::Query && !is_token(name) {
                    return None;
                }
                // Swagger 2.0 has no other way to describe a bearer token.
                let is_bearer = scheme.to_ascii_lowercase().contains("bearer") || says_bearer(node);
                if place == KeyPlace::Header && name.eq_ignore_ascii_case("authorization") && is_bearer {
                    return Some(SecurityKind::Bearer { header: authorization() });
                }
                SecurityKind::ApiKey { place, name: name.to_owned() }
            }
            "oauth2" => oauth2(node),
            "openIdConnect" => SecurityKind::OtherToken { grant: "openIdConnect".to_owned() },
            "mutualTLS" => SecurityKind::OtherToken { grant: SecurityKind::MUTUAL_TLS.to_owned() },
            _ => return None,
        })
    }

    /// The security requirement for a header parameter `Authorization`, with a scheme that is added if there is none.
    pub(super) fn authorization(&mut self, node: &Node<'d>) -> Vec<BTreeMap<SchemeName, Vec<String>>> {
        let is_authorization = |name: &str| name.eq_ignore_ascii_case("authorization");
        let is_sent_there = |scheme: &&mut SecurityScheme| match &scheme.kind {
            SecurityKind::Bearer { header } => is_authorization(header),
            SecurityKind::ApiKey { place, name } => *place == KeyPlace::Header && is_authorization(name),
            SecurityKind::Basic {} | SecurityKind::ClientCredentials { .. } | SecurityKind::OtherToken { .. } => true,
        };
        let header = || "Authorization".to_owned();
        let kind = match says_bearer(node) {
            true => SecurityKind::Bearer { header: header() },
            false => SecurityKind::ApiKey { place: KeyPlace::Header, name: header() },
        };
        let schemes = &mut self.import.api.security_schemes;
        let found = schemes.iter_mut().find(|(_, scheme)| is_sent_there(scheme));
        let name = match found {
            Some((name, scheme)) => {
                if matches!(scheme.kind, SecurityKind::ApiKey { .. }) {
                    scheme.kind = kind;
                }
                name.clone()
            }
            None => {
                let origin = Some(node.origin());
                let scheme = SecurityScheme {
                    docs: description(node),
                    kind,
                    refresh_url: None,
                    urls: BTreeMap::new(),
                    scopes: BTreeMap::new(),
                    origin,
                };
                schemes.insert(header(), scheme);
                header()
            }
        };
        let mut security = vec![BTreeMap::from([(name, Vec::new())])];
        if !node.flag("required") {
            security.push(BTreeMap::new());
        }
        security
    }

    /// Adds the headers that trace calls, where an operation has them as security and not as parameters.
    pub(super) fn add_tracing_headers(&self, node: &Node<'d>, params: &mut Params) {
        let required = node.get("security").or_else(|| self.import.top().get("security"));
        let names = required
            .iter()
            .flat_map(Node::items)
            .flat_map(|set| set.members().map(|(name, _)| name).collect::<Vec<_>>());
        for (header, docs) in names.filter_map(|name| self.tracing.get(name)) {
            if !params.header.keys().any(|known| known.eq_ignore_ascii_case(header)) {
                let param = Param { docs: docs.clone(), ..Param::new(TypeRef::Scalar(Scalar::String)) };
                params.header.insert(header.clone(), param);
            }
        }
    }

    /// The security requirements of an operation, or of the document; `None` if it states none.
    pub(super) fn security(&mut self, node: &Node<'d>) -> Option<Vec<BTreeMap<SchemeName, Vec<String>>>> {
        let stated = node.get("security")?;
        let mut needed: Vec<BTreeMap<SchemeName, Vec<String>>> = Vec::new();
        let mut is_free = false;
        for alternative in stated.elements() {
            let mut together = BTreeMap::new();
            let mut is_complete = true;
            for (stated, scopes) in self.schemes_of(&alternative) {
                let name = &*self.scheme_name(&alternative, stated);
                match self.import.api.security_schemes.get(name) {
                    Some(_) => {
                        let scopes = scopes
                            .iter()
                            .flat_map(Node::items)
                            .filter_map(|scope| Some(scope.value.as_str()?.to_owned()));
                        together.insert(name.to_owned(), scopes.collect());
                    }
                    None if self.tracing.contains_key(name) => {}
                    None => {
                        is_complete = false;
                        if self.unreadable.insert(name.to_owned()) {
                            let message = format!("the security scheme `{name}` does not exist");
                            let help = "It is ignored everywhere. Add it to the schemes, or name one that is \
                                        there.";
                            self.import.accept(Rule::UnresolvedScheme, &alternative, message, help);
                        }
                    }
                }
            }
            is_free |= together.is_empty() && is_complete;
            needed.push(together);
        }
        // The alternative without a credential comes last, so that a caller with a credential uses it.
        needed.retain(|together| !together.is_empty());
        if is_free && !needed.is_empty() {
            needed.push(BTreeMap::new());
        }
        needed.dedup();
        Some(needed)
    }

    /// The schemes that an alternative requires, with the lists of their scopes.
    fn schemes_of(&mut self, alternative: &Node<'d>) -> Vec<(&'d str, Option<Node<'d>>)> {
        let Some(name) = alternative.value.as_str() else {
            return alternative.members().map(|(name, scopes)| (name, Some(scopes))).collect();
        };
        let message = format!("`{name}` is a string, and an object is expected");
        let help = format!("It is read as the name of a scheme. Write `{name}: []`, as an item of a list.");
        self.import.accept(Rule::Syntax, alternative, message, help);
        vec![(name, None)]
    }
}

/// Whether a parameter is the header that authenticates the caller.
pub(super) fn is_authorization(node: &Node<'_>) -> bool {
    node.text("in") == Some("header")
        && node.text("name").is_some_and(|name| name.eq_ignore_ascii_case("authorization"))
}

/// Whether a scheme or a parameter is described as a bearer token.
fn says_bearer(node: &Node<'_>) -> bool {
    ["default", "description", "example", "x-example"]
        .iter()
        .filter_map(|name| node.text(name))
        .any(|text| text.to_ascii_lowercase().contains("bearer"))
}

/// Whether a header is meant for the logs of a service: it identifies a request or a chain of requests.
fn is_tracing(header: &str) -> bool {
    let plain: String = header.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ["correlationid", "requestid", "traceid", "traceparent", "tracestate"].iter().any(|end| plain.ends_with(end))
        || plain == "mscv"
}

/// An OAuth 2 token, from the grant without a user if there is one.
fn oauth2(node: &Node<'_>) -> SecurityKind {
    let flows = flows(node);
    let found = flows
        .iter()
        .filter(|(name, _)| is_client_credentials(name))
        .find_map(|(_, flow)| Some((url(flow, "tokenUrl")?, flow)));
    if let Some((token_url, flow)) = found {
        return SecurityKind::ClientCredentials { token_url, scopes: scopes(flow) };
    }
    let grant = flows.first().map_or("oauth2", |(name, _)| *name);
    SecurityKind::OtherToken { grant: grant.to_owned() }
}

/// The flows of an OAuth 2 scheme, by name; Swagger 2.0 has one flow a scheme.
fn flows<'d>(node: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
    match (node.get("flows"), node.text("flow")) {
        (Some(flows), _) => flows.entries().collect(),
        (None, Some(flow)) => vec![(grant(flow), node.clone())],
        (None, None) => Vec::new(),
    }
}

/// The name of a grant in OpenAPI 3, for that in Swagger 2.0.
fn grant(flow: &str) -> &str {
    match flow {
        "accessCode" => "authorizationCode",
        "application" => "clientCredentials",
        other => other,
    }
}

fn url(flow: &Node<'_>, name: &str) -> Option<String> {
    let url = flow.text(name).unwrap_or_default().trim();
    let is_url = url.starts_with("https://") || url.starts_with("http://");
    (is_url && url.bytes().all(|byte| byte.is_ascii_graphic())).then(|| url.to_owned())
}

/// The description of a scheme, with the facts that the spec cannot express otherwise.
fn docs(node: &Node<'_>) -> String {
    let mut docs = vec![description(node)];
    docs.extend(node.flag("deprecated").then(|| "Deprecated.".to_owned()));
    // The field says something of bearer tokens alone.
    let is_bearer = node.text("scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"));
    let format = node.text("bearerFormat").map(str::trim).filter(|format| is_bearer && !format.is_empty());
    docs.extend(format.map(|format| format!("Format of the token: {}.", code(format))));
    docs.retain(|text| !text.is_empty());
    docs.join("\n\n")
}

/// Where users sign in, and where their tokens come from, by the grant in OpenAPI 3 and the name of the URL. Callers
/// need the URLs to get a token that the client sends.
fn urls(node: &Node<'_>) -> BTreeMap<String, String> {
    const OF_FLOWS: &[&str] = &["authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl"];
    const OF_SCHEMES: &[&str] = &["openIdConnectUrl", "oauth2MetadataUrl"];
    let flows = flows(node);
    let of_users = flows.iter().filter(|(name, _)| !is_client_credentials(name));
    let of_flows = of_users.flat_map(|(grant, flow)| {
        OF_FLOWS.iter().filter_map(move |name| Some((format!("{grant} {name}"), url(flow, name)?)))
    });
    let own = OF_SCHEMES.iter().filter_map(|name| Some(((*name).to_owned(), url(node, name)?)));
    of_flows.chain(own).collect()
}

/// The scopes of the flows with a user, each with what it allows.
fn scopes_of_users(node: &Node<'_>) -> BTreeMap<String, String> {
    let flows = flows(node);
    flows.iter().filter(|(name, _)| !is_client_credentials(name)).flat_map(|(_, flow)| scopes(flow)).collect()
}

/// The scopes of a flow, with what each allows.
fn scopes(flow: &Node<'_>) -> BTreeMap<String, String> {
    let stated = flow.get("scopes");
    let scopes = stated.iter().flat_map(Node::members);
    scopes.map(|(name, docs)| (name.to_owned(), docs.value.as_str().unwrap_or_default().to_owned())).collect()
}

fn is_client_credentials(flow: &str) -> bool {
    flow == "clientCredentials"
}

/// The URL that renews tokens of a user: the flow's `refreshUrl`, or its token URL.
///
/// The implicit grant issues no refresh token (RFC 6749 section 4.2.2), and client credentials need none.
fn refresh_url(node: &Node<'_>) -> Option<String> {
    const GRANTS: &[&str] = &["authorizationCode", "deviceAuthorization", "password"];
    let flows = flows(node);
    let renewed = || flows.iter().filter(|(name, _)| GRANTS.contains(name));
    let stated = renewed().find_map(|(_, flow)| url(flow, "refreshUrl"));
    stated.or_else(|| renewed().find_map(|(_, flow)| url(flow, "tokenUrl")))
}
