//! Bodies that the client does not read are compared like all others.

use std::borrow::Cow;

use crate::spec::Api;

/// The spec with each body as the source describes it, and with the models of these bodies.
pub(super) fn whole(api: &Api) -> Cow<'_, Api> {
    if !api.contents().any(|content| content.unread.is_some()) {
        return Cow::Borrowed(api);
    }
    let mut whole = api.clone();
    for (_, content) in whole.contents_mut() {
        if let Some(unread) = &content.unread {
            content.ty = Some(unread.ty.clone());
            content.constraints.clone_from(&unread.constraints);
            content.xml.clone_from(&unread.xml);
        }
    }
    for (name, def) in &api.unread_types {
        whole.types.entry(name.clone()).or_insert_with(|| def.clone());
    }
    Cow::Owned(whole)
}
