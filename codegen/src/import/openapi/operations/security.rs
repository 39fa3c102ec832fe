//! How a caller proves who it is: schemes, and what an operation asks of them.

use std::collections::BTreeMap;

use super::Reader;
use super::bodies::description;
use crate::import::openapi::Node;
use crate::problem::Rule;
use crate::spec::check::names::is_token;
use crate::spec::{KeyPlace, SchemeName, SecurityKind, SecurityScheme};

impl<'d> Reader<'_, 'd> {
    /// Reads all schemes, of all documents.
    pub(super) fn schemes(&mut self) {
        let is_swagger = self.is_swagger();
        let stated = self.import.tops().into_iter().filter_map(|top| match is_swagger {
            true => top.get("securityDefinitions"),
            false => top.get("components").and_then(|parts| parts.get("securitySchemes")),
        });
        for (name, node) in stated.flat_map(|list| list.members().collect::<Vec<_>>()).collect::<Vec<_>>() {
            let Some(node) = self.resolved(&node) else { continue };
            match self.kind(&node) {
                Some(kind) if !name.is_empty() => {
                    let refresh_url = refresh_url(&node);
                    let scheme =
                        SecurityScheme { docs: description(&node), kind, refresh_url, origin: Some(node.origin()) };
                    let known = self.import.api.security_schemes.entry(name.to_owned()).or_insert(scheme.clone());
                    if known.kind != scheme.kind {
                        let message = format!("the security scheme `{name}` is another one in another document");
                        self.wrong(Rule::Conflict, &node, message, "Give one of them another name.");
                    }
                }
                Some(_) | None => {
                    let message = format!("the security scheme `{name}` cannot be read");
                    let help = "State its `type` and what belongs to that: `name` and `in`, or `scheme`, or `flows`.";
                    self.wrong(Rule::SecurityScheme, &node, message, help);
                }
            }
        }
    }

    fn kind(&mut self, node: &Node<'d>) -> Option<SecurityKind> {
        let authorization = || "Authorization".to_owned();
        Some(match node.text("type")? {
            "basic" => SecurityKind::Basic {},
            "http" => match node.text("scheme")?.to_ascii_lowercase().as_str() {
                "basic" => SecurityKind::Basic {},
                "bearer" => SecurityKind::Bearer { header: authorization() },
                // The caller makes the whole value of the header: `Digest ..`, `Negotiate ..`.
                _ => SecurityKind::ApiKey { place: KeyPlace::Header, name: authorization() },
            },
            "apiKey" => {
                let name = node.text("name").map(str::trim).filter(|name| !name.is_empty())?;
                let place = match node.text("in")? {
                    "header" => KeyPlace::Header,
                    "query" => KeyPlace::Query,
                    "cookie" => KeyPlace::Cookie,
                    _ => return None,
                };
                if place != KeyPlace::Query && !is_token(name) {
                    return None;
                }
                SecurityKind::ApiKey { place, name: name.to_owned() }
            }
            "oauth2" => oauth2(node),
            "openIdConnect" => SecurityKind::OtherToken { grant: "openIdConnect".to_owned() },
            "mutualTLS" => SecurityKind::OtherToken { grant: MUTUAL_TLS.to_owned() },
            _ => return None,
        })
    }

    /// What an operation, or the document, asks for; none where it says nothing of it.
    pub(super) fn security(&mut self, node: &Node<'d>) -> Option<Vec<BTreeMap<SchemeName, Vec<String>>>> {
        let stated = node.get("security")?;
        let mut needed: Vec<BTreeMap<SchemeName, Vec<String>>> = Vec::new();
        let mut is_free = false;
        for alternative in stated.items() {
            let mut together = BTreeMap::new();
            let mut is_known = true;
            for (name, scopes) in alternative.members() {
                match self.import.api.security_schemes.get(name).map(|scheme| &scheme.kind) {
                    // The transport proves that; no request says it.
                    Some(SecurityKind::OtherToken { grant }) if grant == MUTUAL_TLS => {}
                    Some(_) => {
                        let scopes = scopes.items().filter_map(|scope| Some(scope.value.as_str()?.to_owned()));
                        together.insert(name.to_owned(), scopes.collect());
                    }
                    None => {
                        let message = format!("the security scheme `{name}` does not exist");
                        let help = "Add it to the schemes, or name one that is there.";
                        self.wrong(Rule::UnresolvedScheme, &alternative, message, help);
                        is_known = false;
                    }
                }
            }
            if is_known {
                is_free |= together.is_empty();
                needed.push(together);
            }
        }
        // What asks for nothing stands last, so that a caller who can prove who it is does.
        needed.retain(|together| !together.is_empty());
        if is_free && !needed.is_empty() {
            needed.push(BTreeMap::new());
        }
        needed.dedup();
        Some(needed)
    }
}

const MUTUAL_TLS: &str = "mutualTLS";

/// A token of OAuth 2: of the grant that needs no person where there is one.
fn oauth2(node: &Node<'_>) -> SecurityKind {
    let flows = flows(node);
    let grant = |name: &str| matches!(name, "clientCredentials" | "application");
    let found = flows.iter().filter(|(name, _)| grant(name)).find_map(|(_, flow)| Some((url(flow, "tokenUrl")?, flow)));
    if let Some((token_url, flow)) = found {
        let scopes = flow.get("scopes").into_iter().flat_map(|scopes| scopes.members().collect::<Vec<_>>());
        let scopes = scopes.map(|(name, docs)| (name.to_owned(), docs.value.as_str().unwrap_or_default().to_owned()));
        return SecurityKind::ClientCredentials { token_url, scopes: scopes.collect() };
    }
    let grant = flows.first().map_or("oauth2", |(name, _)| *name);
    SecurityKind::OtherToken { grant: grant.to_owned() }
}

/// The flows of an OAuth 2 scheme, by name; Swagger 2.0 has one flow a scheme.
fn flows<'d>(node: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
    match (node.get("flows"), node.text("flow")) {
        (Some(flows), _) => flows.members().collect(),
        (None, Some(flow)) => vec![(flow, node.clone())],
        (None, None) => Vec::new(),
    }
}

fn url(flow: &Node<'_>, name: &str) -> Option<String> {
    let url = flow.text(name).unwrap_or_default().trim();
    let is_url = url.starts_with("https://") || url.starts_with("http://");
    (is_url && url.bytes().all(|byte| byte.is_ascii_graphic())).then(|| url.to_owned())
}

/// Where tokens are renewed that a person obtained: the flow's `refreshUrl`, or where it obtains tokens.
///
/// The implicit grant issues no refresh token (RFC 6749 section 4.2.2), and client credentials need none.
fn refresh_url(node: &Node<'_>) -> Option<String> {
    const GRANTS: &[&str] = &["authorizationCode", "accessCode", "deviceAuthorization", "password"];
    let flows = flows(node);
    let renewed = || flows.iter().filter(|(name, _)| GRANTS.contains(name));
    let stated = renewed().find_map(|(_, flow)| url(flow, "refreshUrl"));
    stated.or_else(|| renewed().find_map(|(_, flow)| url(flow, "tokenUrl")))
}
