//! The names that a user of the Partner Center crate sees, and how much of the API it covers.

use std::collections::BTreeSet;

use codegen::rust::{Crate, Item};
use codegen::spec::{Api, json};
use proc_macro2::{TokenStream, TokenTree};

use crate::fresh::regenerated;

/// All identifiers of a file.
fn identifiers(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn items(krate: &Crate) -> impl Iterator<Item = &Item> {
    krate.files.iter().flat_map(|file| &file.items).map(Item::ungated)
}

#[test]
fn a_sale_and_what_surrounds_it_is_covered() {
    let krate = regenerated("partner-center").krate;
    let methods: BTreeSet<String> = items(&krate)
        .filter_map(|item| if let Item::Group(group) = item { Some(group) } else { None })
        .flat_map(|group| group.methods.iter().map(move |method| format!("{}.{}", group.method, method.name)))
        .collect();
    assert!(methods.len() >= 56, "{}", methods.len());
    let sale = ["customers.list", "carts.create", "carts.update", "carts.get", "carts.check_out", "orders.get"];
    for method in sale.into_iter().chain(["customers.get", "audit_records.list", "webhooks.create"]) {
        assert!(methods.contains(method), "{method} in {methods:?}");
    }
}

#[test]
fn names_are_short_and_plain() {
    let generated = regenerated("partner-center");
    let mut found = BTreeSet::new();
    for (path, text) in generated.tree.files() {
        assert!(path.rsplit('/').next().is_some_and(|name| name.len() <= 48), "{path}");
        if path.ends_with(".rs") && !path.contains("/runtime/") {
            identifiers(text.parse().unwrap_or_else(|error| panic!("{path}: {error}")), &mut found);
        }
    }
    assert!(found.contains("CartLineItem") && found.contains("check_out"));
    let long: Vec<&String> = found.iter().filter(|name| name.chars().count() > 45).collect();
    assert_eq!(long, [""; 0]);
    let numbered = |name: &&String| {
        name.rsplit_once('_').is_some_and(|(_, end)| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let odd: Vec<&String> =
        found.iter().filter(|name| *name == "authorization").chain(found.iter().filter(numbered)).collect();
    assert_eq!(odd, [""; 0], "an argument for the header, or a name with a number to avoid a clash");
}

/// The names of the documents have namespaces; the types have their last parts, or a name that `crate.json` states.
#[test]
fn no_type_has_a_namespace() {
    let spec = std::fs::read_to_string(crate::root().join("specs/partner-center/api.json")).expect("there is a spec");
    let api: Api = json::read("api.json", &spec).expect("the spec can be read");
    let krate = regenerated("partner-center").krate;
    let names = krate.names.types.values().map(ToString::to_string).chain(api.types.keys().cloned());
    let spaces: BTreeSet<String> = api
        .types
        .values()
        .filter_map(|ty| ty.origin.as_ref())
        .flat_map(|origin| origin.pointer.split(['/', '[', ',', ']']).filter_map(|name| name.rsplit_once('.')))
        .map(|(space, _)| space.replace('.', ""))
        .collect();
    assert!(spaces.iter().any(|space| space == "MicrosoftPartnerServiceCustomersContractsV1"), "{spaces:?}");
    for name in names {
        assert!(!name.contains(['.', '[']) && !spaces.iter().any(|space| name.contains(space)), "{name}");
    }
}
