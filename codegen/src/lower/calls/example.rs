//! The example of the documentation: how suitable a call is, and the pass that chooses the client settings.

use std::collections::BTreeMap;

use crate::lower::calls::client::url_variables;
use crate::lower::names::{self, Style};
use crate::rust::{self, Client, Proof, SetUp};
use crate::spec::{self, Operation, SecurityKind};

/// Whether a call is anything but a GET with a result, the number of its arguments, and whether it is anything but a
/// paged list.
pub(crate) type Rank = (bool, usize, bool);

/// Ranks calls for the example: a reader first tries a list or a GET without arguments. Of calls with the same rank,
/// the first is used.
pub(crate) fn rank(operation: &Operation, method: &rust::Method, request: &rust::Operation) -> Rank {
    let gives = operation.method == spec::Method::Get && request.success != rust::Success::Empty;
    (!gives, method.args.len(), request.paging.is_none())
}

/// The settings for the builder, in the most readable order.
pub(crate) fn set_up(operation: &Operation, client: &Client) -> Vec<SetUp> {
    let base_url = client.servers.is_empty().then_some(SetUp::BaseUrl);
    let url = client.servers.first().map_or("", |server| &server.url);
    let in_url = client.variables.iter().filter(|variable| url.contains(&format!("{{{}}}", variable.wire)));
    let unset = in_url.chain(&client.params).filter(|param| param.default.is_none());
    let params = unset.map(|param| SetUp::Param(param.name.clone()));
    // As in the runtime, the first set of schemes with a credential is used, or none if no set has one.
    let is_sent = |name: &String| client.schemes.iter().any(|scheme| scheme.name == *name);
    let none = BTreeMap::new();
    let proofs = operation.security.iter().find(|set| set.keys().any(is_sent)).unwrap_or(&none);
    let credentials = proofs.iter().filter_map(|(name, scopes)| {
        let setter = client.setters.iter().find(|setter| setter.scheme == *name)?;
        let scheme = client.schemes.iter().find(|scheme| scheme.name == *name)?;
        let source = client.token_sources.iter().find(|source| source.scheme == *name);
        let method = source.map_or(&setter.method, |source| &source.method);
        let is_default = source.is_some_and(|source| source.scope == scopes.join(" "));
        let scopes = if is_default { &[][..] } else { scopes };
        Some(SetUp::Credential(method.clone(), proof(&scheme.kind, scopes)))
    });
    base_url.into_iter().chain(params).chain(credentials).collect()
}

fn proof(kind: &SecurityKind, scopes: &[String]) -> Proof {
    match kind {
        SecurityKind::Bearer { header: _ } | SecurityKind::OtherToken { grant: _ } => Proof::Bearer,
        SecurityKind::Basic {} => Proof::Basic,
        SecurityKind::ApiKey { place: _, name: _ } => Proof::ApiKey,
        SecurityKind::ClientCredentials { token_url, scopes: _ } => {
            let variables = url_variables(token_url).map(|name| (name.to_owned(), names::ident(name, Style::Snake)));
            Proof::ClientCredentials { scopes: scopes.to_vec(), variables: variables.collect() }
        }
    }
}
