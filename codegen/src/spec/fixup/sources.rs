//! Corrections of facts about the API as a whole that several documents state differently.

use serde::{Deserialize, Serialize};

use super::select::{Operations, each};
use super::stale::{Stale, stale};
use crate::spec::{Api, Operation, SchemeName, SecurityKind, StatusPattern, TypeName, TypeRef, refs};

/// Uses the servers of the API for operations. Expects that they have their own server with the URL `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseApiServers {
    /// The operations with their own server.
    pub operations: Operations,
    /// The URL of the operations' first server.
    pub from: String,
}

/// Replaces a security scheme with another one, and removes it. Expects that the API has both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplaceScheme {
    /// The scheme to remove.
    pub scheme: SchemeName,
    /// The scheme that operations require instead.
    pub with: SchemeName,
}

/// Sets the URL at which expired tokens of a scheme are renewed with a refresh token (RFC 6749 section 6). Expects that
/// the scheme uses bearer tokens, and that the source does not name the URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RefreshToken {
    /// The name of the security scheme.
    pub scheme: SchemeName,
    /// The URL to which the refresh token is sent.
    pub url: String,
}

/// Removes a response that the service does not send, such as a default of the tool that wrote the source. Expects that
/// the operations have this response and at least one other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveReply {
    /// The operations with the response.
    pub operations: Operations,
    /// The status of the response.
    pub status: StatusPattern,
}

/// Removes a type that is unused after other corrections. Expects that nothing refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveType {
    /// The name of the type.
    #[serde(rename = "type")]
    pub ty: TypeName,
}

/// Changes the title of the API. Expects the title `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetTitle {
    /// The title in the source.
    pub from: String,
    /// The new title.
    pub title: String,
}

impl UseApiServers {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, from } = self;
        if api.servers.is_empty() {
            return stale("that the API has a server", "it has none");
        }
        let has = |operation: &Operation| operation.servers.first().is_some_and(|server| server.url == *from);
        let ids = operations.with(api, &format!("the server `{from}`"), has)?;
        each(api, &ids).for_each(|operation| operation.servers.clear());
        Ok(())
    }
}

impl ReplaceScheme {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { scheme, with } = self;
        let missing = [scheme, with].into_iter().find(|name| !api.security_schemes.contains_key(*name));
        if let Some(name) = missing {
            return stale(format!("the security scheme `{name}`"), "it does not exist");
        }
        if scheme == with {
            return stale("two security schemes", "it names one twice");
        }
        api.security_schemes.remove(scheme);
        for set in api.operations.values_mut().flat_map(|operation| &mut operation.security) {
            if let Some(scopes) = set.remove(scheme) {
                set.entry(with.clone()).or_default().extend(scopes);
            }
        }
        Ok(())
    }
}

impl RefreshToken {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { scheme, url } = self;
        let Some(found) = api.security_schemes.get_mut(scheme) else {
            return stale(format!("the security scheme `{scheme}`"), "it does not exist");
        };
        match &found.kind {
            SecurityKind::Basic {} | SecurityKind::ApiKey { .. } => {
                return stale(format!("that `{scheme}` sends tokens"), "it is another kind of scheme");
            }
            SecurityKind::Bearer { .. } | SecurityKind::ClientCredentials { .. } | SecurityKind::OtherToken { .. } => {}
        }
        if let Some(known) = &found.refresh_url {
            return stale(format!("no refresh URL of `{scheme}`"), format!("it is `{known}`"));
        }
        found.refresh_url = Some(url.clone());
        Ok(())
    }
}

impl RemoveReply {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { operations, status } = self;
        let has = |operation: &Operation| operation.replies.contains_key(status) && operation.replies.len() > 1;
        let ids = operations.with(api, &format!("a response {status} beside another"), has)?;
        each(api, &ids).for_each(|operation| _ = operation.replies.remove(status));
        Ok(())
    }
}

impl RemoveType {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty } = self;
        if !api.types.contains_key(ty) {
            return stale(format!("the type `{ty}`"), "it does not exist");
        }
        let mut used = false;
        refs::of_api(api, &mut |_, reference| {
            reference.walk(&mut |part| used |= matches!(part, TypeRef::Named(name, _) if name == ty));
        });
        if used {
            return stale(format!("that nothing refers to `{ty}`"), "something does");
        }
        api.types.remove(ty);
        Ok(())
    }
}

impl SetTitle {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { from, title } = self;
        if api.title != *from || from == title {
            return stale(format!("the title `{from}`, and another one"), format!("it is `{}`", api.title));
        }
        api.title.clone_from(title);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{apply, read};
    use crate::spec::{Api, json};

    const API: &str = r#"{
  "title": "Carts Service V3",
  "servers": [{ "url": "https://a.example" }],
  "security_schemes": {
    "key": { "kind": { "api_key": { "place": "header", "name": "Authorization" } } },
    "token": { "kind": { "bearer": { "header": "Authorization" } } }
  },
  "types": {
    "Used": { "shape": { "alias": "string" } },
    "Unused": { "shape": { "alias": "list<Used>" } }
  },
  "operations": {
    "create": {
      "group": "carts", "name": "create", "method": "POST", "path": "/carts", "replies": { "200": {}, "201": {} },
      "security": [{ "key": ["write"] }], "servers": [{ "url": "https://internal.example" }]
    },
    "get": {
      "group": "carts", "name": "get", "method": "GET", "path": "/carts", "replies": { "200": {} },
      "security": [{ "token": [] }]
    }
  }
}"#;

    /// The API after a fixup, or the reason why the fixup does not apply.
    fn fixed(fix: &str) -> Result<Api, String> {
        let text = format!(r#"{{ "fixups": [{{ "name": "a", "why": "Because.", "fix": {{ {fix} }} }}] }}"#);
        let fixups = read("fixups.json", &text).map_err(|problems| problems[0].message.clone())?;
        let mut api: Api = json::read("api.json", API).unwrap();
        match apply(&mut api, &fixups, "fixups.json").first() {
            None => Ok(api),
            Some(problem) => Err(problem.message.clone()),
        }
    }

    fn refusal(fix: &str) -> String {
        let message = fixed(fix).unwrap_err();
        message.strip_prefix("the fixup `a` no longer applies: it expects ").unwrap_or(&message).to_owned()
    }

    #[test]
    fn operations_are_reached_where_the_api_is() {
        let fix = |operations: &str, from: &str| {
            format!(r#""use-api-servers": {{ "operations": "{operations}", "from": "{from}" }}"#)
        };
        for operations in ["*", "all", "carts.*", "POST /carts"] {
            let api = fixed(&fix(operations, "https://internal.example")).unwrap();
            assert!(api.operations["create"].servers.is_empty(), "{operations}");
        }
        assert_eq!(
            refusal(&fix("*", "https://b.example")),
            "the server `https://b.example` in an operation that `*` names, but none has it"
        );
        assert_eq!(
            refusal(&fix("GET *", "https://internal.example")),
            "the server `https://internal.example` in an operation that `GET *` names, but none has it"
        );
        assert!(refusal(&fix("carts", "https://internal.example")).contains("a glob"));
    }

    #[test]
    fn a_scheme_takes_the_place_of_another() {
        let api = fixed(r#""replace-scheme": { "scheme": "key", "with": "token" }"#).unwrap();
        assert_eq!(api.security_schemes.len(), 1);
        assert_eq!(api.operations["create"].security[0]["token"], ["write"]);
        let refused = refusal(r#""replace-scheme": { "scheme": "other", "with": "token" }"#);
        assert_eq!(refused, "the security scheme `other`, but it does not exist");
        assert!(fixed(r#""replace-scheme": { "scheme": "key", "with": "key" }"#).is_err());
    }

    #[test]
    fn tokens_are_renewed_somewhere() {
        let fix =
            |scheme: &str| format!(r#""refresh-token": {{ "scheme": "{scheme}", "url": "https://a.example/t" }}"#);
        let api = fixed(&fix("token")).unwrap();
        assert_eq!(api.security_schemes["token"].refresh_url.as_deref(), Some("https://a.example/t"));
        assert_eq!(refusal(&fix("key")), "that `key` sends tokens, but it is another kind of scheme");
        assert_eq!(refusal(&fix("other")), "the security scheme `other`, but it does not exist");
    }

    #[test]
    fn a_type_that_nothing_uses_is_removed() {
        let fix = |ty: &str| format!(r#""remove-type": {{ "type": "{ty}" }}"#);
        assert_eq!(fixed(&fix("Unused")).unwrap().types.len(), 1);
        assert_eq!(refusal(&fix("Used")), "that nothing refers to `Used`, but something does");
        assert_eq!(refusal(&fix("Other")), "the type `Other`, but it does not exist");
    }

    #[test]
    fn a_reply_is_removed_beside_another() {
        let fix = |id: &str| format!(r#""remove-reply": {{ "operations": ["{id}"], "status": "200" }}"#);
        assert_eq!(fixed(&fix("create")).unwrap().operations["create"].replies.len(), 1);
        assert_eq!(refusal(&fix("get")), "a response 200 beside another in `get`, but it does not exist");
    }

    #[test]
    fn the_title_is_corrected() {
        let api = fixed(r#""set-title": { "from": "Carts Service V3", "title": "Carts" }"#).unwrap();
        assert_eq!(api.title, "Carts");
        let refused = refusal(r#""set-title": { "from": "Carts", "title": "Shop" }"#);
        assert_eq!(refused, "the title `Carts`, and another one, but it is `Carts Service V3`");
    }
}
