//! Obtains the credentials that an operation requires, and adds them to a request.

use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName};

use super::credential::{self, CredentialContext, Secret, SecretForm, SignInRequired};
use crate::runtime::call::config::Core;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::{Operation, Scheme, SchemeKind};
use crate::runtime::http::{headers, url};

/// A secret, and how it is sent.
pub(crate) struct SchemeSecret {
    scheme: &'static Scheme,
    pub(crate) secret: Secret,
}

impl PartialEq for SchemeSecret {
    fn eq(&self, other: &Self) -> bool {
        self.scheme.name == other.scheme.name && self.secret == other.secret
    }
}

/// Requests the credentials for an operation. The credentials are passed the token that the service has just refused.
///
/// # Errors
/// No set of schemes has all its credentials, or a credential failed.
pub(crate) async fn obtain(
    core: &Core,
    operation: &'static Operation,
    refused: &[SchemeSecret],
) -> Result<Vec<SchemeSecret>, Error> {
    let schemes = choose(core, operation)?;
    let mut obtained = Vec::with_capacity(schemes.len());
    for &name in schemes {
        let error = |text: String| Error::new(core.0.api, ErrorKind::Credential, text).during(operation);
        let scheme = core.0.api.schemes.iter().find(|scheme| scheme.name == name);
        let credential = core.0.credentials.iter().find(|(scheme, _)| *scheme == name);
        let (Some(scheme), Some((_, credential))) = (scheme, credential) else {
            return Err(error(format!("nothing is known of the scheme `{name}`")));
        };
        let mut context = CredentialContext::new(core.0.transport.clone());
        context.refused = refused.iter().find(|one| one.scheme.name == name).map(|one| one.secret.clone());
        let token = credential.token(context).await;
        let token = token.map_err(|cause| {
            let kind = if SignInRequired::causes(&*cause) { ErrorKind::SignIn } else { ErrorKind::Credential };
            Error::new(core.0.api, kind, format!("no token for `{name}`")).during(operation).because(cause)
        })?;
        obtained.push(SchemeSecret { scheme, secret: token.secret().clone() });
    }
    Ok(obtained)
}

/// The first set of schemes for which the client has all credentials.
fn choose(core: &Core, operation: &'static Operation) -> Result<&'static [&'static str], Error> {
    let has = |name: &&str| core.0.credentials.iter().any(|(scheme, _)| scheme == name);
    if operation.security.is_empty() {
        return Ok(&[]);
    }
    // The empty set (no authentication) is used last, regardless of its position.
    let (proving, open) = (|set: &&&[&str]| !set.is_empty(), |set: &&&[&str]| set.is_empty());
    let sets = operation.security.iter();
    if let Some(set) = sets.clone().filter(proving).chain(sets.filter(open)).find(|set| set.iter().all(has)) {
        return Ok(set);
    }
    let sets: Vec<String> = operation.security.iter().map(|set| format!("`{}`", set.join("` and `"))).collect();
    let detail = format!("a credential is needed and not set: {}", sets.join(", or "));
    Err(Error::new(core.0.api, ErrorKind::Credential, detail).during(operation))
}

/// Adds credentials to a request.
///
/// # Errors
/// The scheme whose secret cannot be sent, and the reason. The secret is not shown.
pub(crate) fn apply(obtained: &[SchemeSecret], url: &mut String, headers: &mut HeaderMap) -> Result<(), String> {
    for one in obtained {
        let secret = one.secret.expose();
        let refuse = |problem: &str| format!("the credential for `{}` {problem}", one.scheme.name.escape_default());
        let mut set = |name: &str, form: SecretForm| {
            let value = one.secret.header(form).map_err(refuse)?;
            let name = HeaderName::try_from(name).map_err(|_| refuse("has no valid header name"))?;
            headers.insert(name, value);
            Ok::<_, String>(())
        };
        match one.scheme.kind {
            SchemeKind::Bearer { header } => set(header, SecretForm::Bearer)?,
            SchemeKind::Basic => set(AUTHORIZATION.as_str(), SecretForm::Basic)?,
            SchemeKind::HeaderKey { name } => set(name, SecretForm::HeaderKey)?,
            SchemeKind::QueryKey { name } => {
                SecretForm::QueryKey.check(secret).map_err(refuse)?;
                // A link from a response may contain the key already.
                url::remove_query(url, name);
                url::add_query(url, name, &secret);
            }
            SchemeKind::CookieKey { name } => {
                SecretForm::CookieKey.check(secret).map_err(refuse)?;
                let cookies = headers::cookies_before(headers.get(COOKIE))?;
                let cookie = credential::sensitive(format!("{cookies}{name}={secret}"));
                headers.insert(COOKIE, cookie.ok_or_else(|| refuse("has control characters"))?);
            }
        }
    }
    Ok(())
}
