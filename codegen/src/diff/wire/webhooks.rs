//! Compares webhooks and callbacks, in which the service sends the request and the caller the response.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::place::Trail;
use super::super::{Direction, Rule, Spot, Subject};
use super::compare::{At, Compare};
use super::{bodies, operations, params};
use crate::spec::Webhook;

/// Compares all webhooks and callbacks.
pub(super) fn compare(compare: &mut Compare) {
    let before: BTreeMap<String, (&str, &Webhook)> = compare
        .old
        .webhooks
        .iter()
        .map(|(name, webhook)| (renamed(compare, name, webhook), (name.as_str(), webhook)))
        .collect();
    let after = &compare.new.webhooks;
    for (key, (name, old)) in &before {
        match after.get_key_value(key) {
            Some((new_name, new)) => webhook(compare, &at(Some((*name, *old)), Some((new_name, new))), old, new),
            None => {
                let at = at(Some((*name, *old)), None);
                compare.push(&at.toward(Direction::Received), Rule::WebhookRemoved, Some((*name).to_owned()), None);
            }
        }
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let at = at(None, Some((name, new)));
        compare.push(&at.toward(Direction::Received), Rule::WebhookAdded, None, Some(name.clone()));
    }
}

/// The name of a webhook; for a callback, with the new identifier of its operation.
fn renamed(compare: &Compare, name: &str, webhook: &Webhook) -> String {
    let Some(old) = &webhook.operation else { return name.to_owned() };
    match name.strip_prefix(old.as_str()) {
        Some(rest) => format!("{}{rest}", compare.matched.operation(old)),
        None => name.to_owned(),
    }
}

fn at(old: Option<(&str, &Webhook)>, new: Option<(&str, &Webhook)>) -> At {
    let spot = |side: Option<(&str, &Webhook)>| match side {
        Some((name, webhook)) => Spot::top(&["webhooks", name]).from(webhook.origin.as_ref()),
        None => Spot::top(&["webhooks"]),
    };
    let (name, webhook) = new.or(old).expect("one side has it");
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
    let Webhook { operation: _, docs, deprecated, method: _, params, body, replies, security, origin: _ } = new;
    compare.docs(&at.down("", &["docs"]), &old.docs, docs);
    compare.deprecated(at, old.deprecated, *deprecated);
    let (received, sent) = (at.toward(Direction::Received), at.toward(Direction::Sent));
    params::compare(compare, &received, &old.params, params, &BTreeMap::new(), false);
    bodies::body(compare, &received, old.body.as_ref(), body.as_ref());
    bodies::replies(compare, &sent, &old.replies, replies);
    operations::security(compare, &received, &old.security, security);
}
