//! Compares the properties of objects.

use super::super::{Direction, Rule};
use super::compare::{At, Compare};
use super::forms::Lists;
use super::pairs::{by_name, each};
use super::reach;
use super::singles::Valued;
use super::texts::{self, Texts};
use super::words;
use crate::spec::{Access, Member, Members, Presence};

/// Compares the properties of two objects. `lists` says how a property is written, if it is text.
pub(super) fn compare(
    compare: &mut Compare,
    at: &At,
    old: &Members,
    new: &Members,
    lists: &dyn Fn(&str) -> Option<Lists>,
) {
    each(&by_name(old), &by_name(new), |name, old, new| {
        let (called, tokens) = (format!(".{name}"), ["members", name.as_str()]);
        match (old, new) {
            (Some(old), Some(new)) => {
                let way = reach::of_access(old.access).or(reach::of_access(new.access));
                let below = at.down(&called, &tokens);
                match exchanged(&below, way) {
                    Some(below) => member(compare, &below, (name, lists(name)), old, new),
                    None => {
                        compare.deprecated(&below, old.deprecated, new.deprecated);
                        compare.docs(&below, &old.docs, &new.docs);
                    }
                }
            }
            (Some(old), None) => {
                let below = at.only_old(&called, &tokens);
                if let Some(below) = exchanged(&below, reach::of_access(old.access)) {
                    compare.push(&below, Rule::MemberRemoved, Some(words::ty(&old.ty)), None);
                }
            }
            (None, Some(new)) => {
                let below = at.only_new(&called, &tokens);
                let rule = match new.presence {
                    Presence::Optional => Rule::MemberAdded,
                    Presence::Required => Rule::MemberAddedRequired,
                };
                if let Some(below) = exchanged(&below, reach::of_access(new.access)) {
                    compare.push(&below, rule, None, Some(words::ty(&new.ty)));
                }
            }
            (None, None) => {}
        }
    });
}

/// The location of a property, in the directions in which its values are sent. `None` if they are in none of those of
/// the model, such as a read-only property of a model that is only sent.
fn exchanged(at: &At, way: Direction) -> Option<At> {
    let direction = at.direction.and(way);
    (direction != Direction::Neither || at.direction == Direction::Neither).then(|| at.toward(direction))
}

fn member(compare: &mut Compare, at: &At, (name, lists): (&str, Option<Lists>), old: &Member, new: &Member) {
    // A change of the name in client code is found by the comparison of the crates.
    let Member { ty, client_name: _, presence, access, sensitivity, role, default, constraints, xml, deprecated, docs } =
        new;
    let (before, after) =
        (Valued { ty: Some(&old.ty), constraints: &old.constraints }, Valued { ty: Some(ty), constraints });
    let text = lists.and_then(|lists| texts::compare(compare, before, after, lists));
    if let Some(text) = &text {
        text.report(compare, at, &old.ty, ty);
    }
    let (before, after) = text.as_ref().map_or((before, after), Texts::values);
    compare.value(at, before, after, Rule::MemberRetyped);
    match (old.presence, presence) {
        (Presence::Optional, Presence::Required) => compare.push(at, Rule::MemberRequired, None, None),
        (Presence::Required, Presence::Optional) => compare.push(at, Rule::MemberOptional, None, None),
        (Presence::Optional, Presence::Optional) | (Presence::Required, Presence::Required) => {}
    }
    self::access(compare, at, old.access, *access);
    if old.sensitivity != *sensitivity {
        let (before, after) = (words::sensitivity(old.sensitivity), words::sensitivity(*sensitivity));
        compare.push(at, Rule::SecrecyChanged, before, after);
    }
    if old.role != *role {
        compare.push(at, Rule::FaultRoleChanged, old.role.map(words::role), role.map(words::role));
    }
    if old.default != *default {
        compare.default(&at.down("", &["default"]), old.default.as_ref(), default.as_ref());
    }
    compare.element(at, name, (&old.ty, old.xml.as_ref()), (ty, xml.as_ref()));
    compare.deprecated(at, old.deprecated, *deprecated);
    compare.docs(at, &old.docs, docs);
}

/// Compares who may set a property. The direction of the change is the one that was added or removed.
fn access(compare: &mut Compare, at: &At, old: Access, new: Access) {
    if old == new {
        return;
    }
    let text = |access: Access| match access {
        Access::Both => Some("set by both".to_owned()),
        Access::Service => Some("set by the service".to_owned()),
        Access::Caller => Some("set by the caller".to_owned()),
    };
    let one = match (old, new) {
        (Access::Both, other) | (other, Access::Both) => reach::of_access(other),
        (Access::Service | Access::Caller, Access::Service | Access::Caller) => Direction::Neither,
    };
    let missing = Direction::of(!one.is_sent(), !one.is_received());
    let rule = match (old, new) {
        (Access::Both, _) => Rule::AccessNarrowed,
        (_, Access::Both) => Rule::AccessWidened,
        (Access::Service | Access::Caller, Access::Service | Access::Caller) => Rule::AccessChanged,
    };
    match exchanged(at, missing) {
        Some(at) => compare.push(&at, rule, text(old), text(new)),
        // The model is not sent in the direction that was added or removed.
        None => compare.push(at, Rule::DocsChanged, text(old), text(new)),
    }
}
