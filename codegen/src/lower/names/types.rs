//! Names of types: the shortest suffix of a namespaced name that is unique in the crate.
//!
//! `io.k8s.api.core.v1.Pod` is `Pod`; `core.v1.Event` and `events.v1.Event` each keep as many more parts as are needed
//! to distinguish them. All types that would get the same name use a longer one, so the order does not matter. A name
//! without a namespace does not change.

use std::collections::{BTreeMap, BTreeSet};

use crate::words;

/// Words that state the kind of a type, without identifying it.
const GENERIC: &[&str] = &[
    "body",
    "config",
    "data",
    "details",
    "dto",
    "entity",
    "enum",
    "error",
    "info",
    "input",
    "item",
    "items",
    "kind",
    "list",
    "meta",
    "metadata",
    "model",
    "object",
    "options",
    "output",
    "params",
    "payload",
    "properties",
    "request",
    "response",
    "result",
    "results",
    "state",
    "status",
    "summary",
    "type",
    "value",
    "values",
];

/// The string from which the name of each type is derived, by its name in the spec. `taken` has the names that
/// `crate.json` gives to other types.
pub(crate) fn short<'a>(types: impl Iterator<Item = &'a String>, taken: &[&str]) -> BTreeMap<&'a str, String> {
    let taken: BTreeSet<String> = taken.iter().map(|name| words::split(name).concat()).collect();
    let parts: Vec<(&str, Vec<&str>)> = types.map(|name| (name.as_str(), words::namespace(name))).collect();
    let prefix = common_prefix(&parts);
    let least: Vec<usize> = parts.iter().map(|(_, parts)| least(parts, prefix)).collect();
    let text = |index: usize, level: usize| {
        let (name, parts): &(&str, Vec<&str>) = &parts[index];
        let length = least[index] + level;
        if length == parts.len() && length == 1 { (*name).to_owned() } else { parts[parts.len() - length..].join(" ") }
    };
    let counts: Vec<usize> = parts.iter().zip(&least).map(|((_, parts), least)| parts.len() - least + 1).collect();
    let key = |index: usize, level: usize| words::split(&text(index, level)).concat();
    let levels = words::choose(&counts, key, |name| taken.contains(name));
    parts.iter().zip(levels).enumerate().map(|(index, ((name, _), level))| (*name, text(index, level))).collect()
}

/// The minimum number of parts at the end of a name that identify a type.
fn least(parts: &[&str], prefix: usize) -> usize {
    let is_type = |part: &&str| part.starts_with(|c: char| c.is_uppercase()) && !words::is_version(part);
    let named = parts.iter().rev().position(is_type);
    let Some(back) = named.filter(|_| parts.last().is_some_and(is_type)) else {
        // In `issuing.card`, the first part may belong to the name, so only a part that all names share is removed.
        return (parts.len() - prefix.min(parts.len())).max(1);
    };
    let is_generic = GENERIC.contains(&parts[parts.len() - 1 - back].to_lowercase().as_str());
    (back + 1 + usize::from(is_generic)).min(parts.len())
}

/// The number of parts at the start that nearly all names share.
fn common_prefix(names: &[(&str, Vec<&str>)]) -> usize {
    let namespaced: Vec<&Vec<&str>> = names.iter().map(|(_, parts)| parts).filter(|parts| parts.len() > 1).collect();
    let Some(first) = namespaced.first().filter(|_| namespaced.len() > 1) else { return 0 };
    let is_shared = |at: &usize| {
        let with = namespaced.iter().filter(|parts| parts.len() > at + 1 && parts.get(*at) == first.get(*at)).count();
        with == namespaced.len()
    };
    (0..first.len()).take_while(is_shared).count()
}

#[cfg(test)]
mod tests {
    use super::short;

    fn named(names: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let short = short(names.iter(), &[]);
        names.iter().map(|name| short[name.as_str()].clone()).collect()
    }

    #[test]
    fn a_namespaced_type_has_the_shortest_name_that_is_unique() {
        for name in [
            "io.k8s.api.core.v1.User",
            "Microsoft.Partner.Service.Customers.Contracts.V1.User",
            "com.acme.User",
            "github_com_acme_User",
            "model.User",
            "Acme__User",
            "Acme+User",
            "Acme::User",
            "Acme\\User",
        ] {
            assert_eq!(named(&[name]), ["User"], "{name}");
        }
        assert_eq!(
            named(&["io.k8s.api.core.v1.Event", "io.k8s.api.events.v1.Event", "io.k8s.api.core.v1.Pod"]),
            ["core v1 Event", "events v1 Event", "Pod"]
        );
    }

    #[test]
    fn a_name_without_a_namespace_stays() {
        assert_eq!(named(&["User", "com.acme.User"]), ["User", "acme User"]);
        assert_eq!(named(&["Order_Item", "line_item", "a"]), ["Order_Item", "line_item", "a"]);
    }

    #[test]
    fn what_says_only_the_kind_takes_a_part_more() {
        assert_eq!(named(&["Order+Status", "Users.Response"]), ["Order Status", "Users Response"]);
        assert_eq!(named(&["com.acme.User.v2"]), ["com acme User v2"]);
    }

    #[test]
    fn names_in_lower_case_lose_what_all_have() {
        assert_eq!(named(&["issuing.card", "checkout.session"]), ["issuing card", "checkout session"]);
        assert_eq!(named(&["microsoft.graph.user", "microsoft.graph.mail.item"]), ["user", "mail item"]);
    }
}
