//! Compares two specs: does a client of the old spec keep working with the new service?

mod alternatives;
mod bodies;
mod bounds;
mod compare;
mod constraints;
mod credentials;
mod effect;
mod encodings;
mod exclusive;
mod forms;
mod keywords;
mod matching;
mod members;
mod open;
mod operations;
mod pairs;
mod params;
mod positions;
mod prefix;
mod ranges;
mod reach;
mod refs;
mod schemas;
mod service;
mod singles;
mod texts;
mod types;
mod unions;
mod unread;
mod webhooks;
mod words;
mod xml;

use super::Change;
use super::change::{group_values, sort};
use crate::spec::Api;

use self::compare::Compare;
use self::reach::Reach;

/// Compares two specs; the most severe changes come first.
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let (old, new) = prefix::same_servers(unread::whole(old), unread::whole(new));
    let (old, new) = (&*old, &*new);
    let matched = matching::find(old, new);
    let (old_reach, new_reach) = (Reach::of(old), Reach::of(new));
    let always_open = [old, new].map(open::always);
    let forms = [old, new].map(forms::of);
    let located = old.types.iter().filter_map(|(name, def)| Some((&*def.origin.as_ref()?.pointer, &**name)));
    // Of several models with one location, the first counts.
    let old_places = located.rev().collect();
    let (replaced, changes) = (Vec::new(), Vec::new());
    let mut compare =
        Compare { old, new, matched, old_reach, new_reach, always_open, forms, old_places, replaced, changes };
    service::compare(&mut compare);
    operations::compare(&mut compare);
    types::compare(&mut compare);
    webhooks::compare(&mut compare);
    types::replaced(&mut compare);
    let mut changes = group_values(compare.changes);
    sort(&mut changes);
    changes
}
