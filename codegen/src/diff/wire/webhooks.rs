//! Compares webhooks and callbacks, in which the service sends the request and the caller the response.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::place::Trail;
use super::super::{Direction, Rule, Spot, Subject};
use super::compare::{At, Compare};
use super::{bodies, operations, params, service};
use crate::spec::Webhook;

/// Compares all webhooks and callbacks.
pub(super) fn compare(compare: &mut Compare) {
    let before: BTreeMap<String, Named> = compare
        .old
        .webhooks
        .iter()
        .map(|(name, webhook)| (renamed(compare, name, webhook), Named { name, webhook }))
        .collect();
    let after = &compare.new.webhooks;
    let mut gone = Vec::new();
    for (key, old) in before.iter() {
        match after.get_key_value(key) {
            Some((name, webhook)) => both(compare, *old, Named { name, webhook }),
            None => gone.push((key.as_str(), *old)),
        }
    }
    let fresh = after.iter().filter(|(name, _)| !before.contains_key(*name));
    let mut fresh: Vec<Named> = fresh.map(|(name, webhook)| Named { name, webhook }).collect();
    for same in [has_same_url, has_same_name, has_same_content] {
        gone.retain(|(key, old)| {
            let is_same =
                |new: &Named| old.webhook.method == new.webhook.method && same(&Named { name: key, ..*old }, new);
            let Some(found) = fresh.iter().position(is_same) else { return true };
            let new = fresh.remove(found);
            let is_url = old.webhook.operation.is_some() && !has_same_url(&Named { name: key, ..*old }, &new);
            let rule = if is_url { Rule::CallbackUrlChanged } else { Rule::WebhookRenamed };
            let at = at(Some(*old), Some(new));
            compare.push(&at.toward(Direction::Received), rule, Some(old.called(is_url)), Some(new.called(is_url)));
            both(compare, *old, new);
            false
        });
    }
    for (_, old) in gone {
        let at = at(Some(old), None);
        compare.push(&at.toward(Direction::Received), Rule::WebhookRemoved, Some(old.name.to_owned()), None);
    }
    for new in fresh {
        let at = at(None, Some(new));
        compare.push(&at.toward(Direction::Received), Rule::WebhookAdded, None, Some(new.name.to_owned()));
    }
}

/// A webhook or callback with its name in the spec.
#[derive(Clone, Copy)]
struct Named<'a> {
    name: &'a str,
    webhook: &'a Webhook,
}

impl<'a> Named<'a> {
    /// The name and the URL of a callback; a webhook has no URL. The name of a callback in the spec is `ID NAME URL
    /// METHOD`.
    fn parts(&self) -> (&'a str, &'a str) {
        let name = self.name.rsplit_once(' ').map_or(self.name, |(name, _)| name);
        // The identifier may be that of the operation in the new spec; it has no blanks.
        match (&self.webhook.operation, name.split_once(' ')) {
            (Some(_), Some((_, name))) => name.split_once(' ').unwrap_or((name, "")),
            (Some(_), None) | (None, _) => (name, ""),
        }
    }

    fn called(&self, is_url: bool) -> String {
        let (name, url) = self.parts();
        if is_url { url.to_owned() } else { name.to_owned() }
    }
}

/// Whether both are callbacks of one operation that are sent to the same URL.
fn has_same_url(old: &Named, new: &Named) -> bool {
    is_of_one_operation(old, new) && old.parts().1 == new.parts().1
}

/// Whether both are callbacks of one operation with the same name.
fn has_same_name(old: &Named, new: &Named) -> bool {
    is_of_one_operation(old, new) && old.parts().0 == new.parts().0
}

/// `old` has the identifier of its operation in the new spec.
fn is_of_one_operation(old: &Named, new: &Named) -> bool {
    let id = |of: &Named| of.name.split(' ').next().map(str::to_owned);
    old.webhook.operation.is_some() && new.webhook.operation.is_some() && id(old) == id(new)
}

/// Whether both are webhooks with the same body, apart from the names of models.
fn has_same_content(old: &Named, new: &Named) -> bool {
    let of_webhook = old.webhook.operation.is_none() && new.webhook.operation.is_none();
    of_webhook && old.webhook.body.is_some() && old.webhook.body == new.webhook.body
}

fn both(compare: &mut Compare, old: Named, new: Named) {
    webhook(compare, &at(Some(old), Some(new)), old.webhook, new.webhook);
}

/// The name of a webhook; for a callback, with the new identifier of its operation.
fn renamed(compare: &Compare, name: &str, webhook: &Webhook) -> String {
    let Some(old) = &webhook.operation else { return name.to_owned() };
    match name.strip_prefix(old.as_str()) {
        Some(rest) => format!("{}{rest}", compare.matched.operation(old)),
        None => name.to_owned(),
    }
}

fn at(old: Option<Named>, new: Option<Named>) -> At {
    let spot = |side: Option<Named>| match side {
        Some(Named { name, webhook }) => Spot::top(&["webhooks", name]).from(webhook.origin.as_ref()),
        None => Spot::top(&["webhooks"]),
    };
    let Named { name, webhook } = new.or(old).expect("one side has it");
    let (word, subject) = match &webhook.operation {
        Some(id) => ("callback", Subject::Operation(id.clone())),
        None => ("webhook", Subject::Service),
    };
    let operations: Rc<[String]> = webhook.operation.iter().cloned().collect();
    let (what, subject) = (Trail::default().then(&format!("{word} {name}")), Rc::new(subject));
    At { what, subject, direction: Direction::Both, operations, old: spot(old), new: spot(new) }
}

fn webhook(compare: &mut Compare, at: &At, old: &Webhook, new: &Webhook) {
    // The method is part of the name of the webhook.
    let Webhook {
        operation: _,
        docs,
        deprecated,
        method: _,
        params,
        body,
        replies,
        security,
        own_security,
        servers,
        origin: _,
    } = new;
    compare.docs(&at.down("", &["docs"]), &old.docs, docs);
    compare.deprecated(at, old.deprecated, *deprecated);
    let (received, sent) = (at.toward(Direction::Received), at.toward(Direction::Sent));
    params::compare(compare, &received, &old.params, params, &BTreeMap::new(), false);
    bodies::body(compare, &received, old.body.as_ref(), body.as_ref());
    bodies::replies(compare, &sent, &old.replies, replies);
    // What the source requires everywhere is reported for the operations.
    if old.own_security || *own_security {
        operations::security(compare, &received, &old.security, security);
    }
    service::servers(compare, &received.down(": ", &[]), &old.servers, servers);
}
