//! The names of types in the spec: short names for full names, and names for types that have none on a page.

use std::collections::{BTreeMap, HashMap};

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::types::{Expr, Name};

/// Shortens each full name to its shortest end that no other name has: `A.B.Cart` becomes `Cart`.
///
/// The result depends on the set of names alone.
pub(super) fn short<'a>(full: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, &'a str> {
    let names: Vec<&str> = full.into_iter().collect();
    let mut ends: HashMap<&str, usize> = HashMap::new();
    for end in names.iter().flat_map(|name| ends_of(name)) {
        *ends.entry(end).or_default() += 1;
    }
    let shortest = |name: &'a str| ends_of(name).find(|end| ends.get(end) == Some(&1)).unwrap_or(name);
    names.into_iter().map(|name| (name, shortest(name))).collect()
}

/// The suffixes of a name that start after a dot, the shortest first.
fn ends_of(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').map(|(dot, _)| &name[dot + 1..]).chain([name])
}

/// The name of an instance of a generic definition that is a separate type: `A.PageOfInvoice`.
pub(super) fn instance(name: &Name) -> String {
    let args: Vec<String> = name.args.iter().map(spoken).collect();
    format!("{}Of{}", name.base, args.join("And"))
}

fn spoken(expr: &Expr) -> String {
    match expr {
        Expr::Scalar(scalar) => scalar.name().to_upper_camel_case(),
        Expr::Object => "Object".to_owned(),
        Expr::Named(name) => {
            let whole = if name.args.is_empty() { name.base.clone() } else { instance(name) };
            whole.rsplit('.').next().unwrap_or_default().to_owned()
        }
        Expr::Param(index) => format!("Param{index}"),
        Expr::List(item) => format!("{}List", spoken(item)),
        Expr::Map(item) => format!("{}Map", spoken(item)),
    }
}

/// The location of a type that has no name on a page: the owner's name and the member's.
pub(super) type Inline = (String, String);

/// Names the types that have no name on the pages: after their owner and member, without repeating the words that both
/// share.
///
/// A name that is taken, or that two would get, is given in full. The result depends on the set of names alone.
pub(super) fn inline(taken: &[&str], inlines: &[Inline]) -> BTreeMap<Inline, String> {
    let mut count: HashMap<String, usize> = taken.iter().map(|name| ((*name).to_owned(), 1)).collect();
    for (owner, member) in inlines {
        *count.entry(abridged(owner, member)).or_default() += 1;
    }
    let name = |(owner, member): &Inline| {
        let short = abridged(owner, member);
        if count.get(&short) == Some(&1) { short } else { unabridged(owner, member) }
    };
    inlines.iter().map(|inline| (inline.clone(), name(inline))).collect()
}

/// The owner's name followed by the member's: `CartErrorErrorCode`.
pub(super) fn unabridged(owner: &str, member: &str) -> String {
    format!("{owner}{}", member.to_upper_camel_case())
}

/// The owner's name followed by the member's, where words that end the first and start the second occur once:
/// `CartErrorCode`.
fn abridged(owner: &str, member: &str) -> String {
    let (ours, theirs) = (owner.to_snake_case(), member.to_snake_case());
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (ours.split('_').collect(), theirs.split('_').collect());
    let shared = (0..=ours.len().min(theirs.len())).rev().find(|n| ours[ours.len() - n..] == theirs[..*n]);
    let rest = theirs[shared.unwrap_or_default()..].join("_").to_upper_camel_case();
    if rest.is_empty() { unabridged(owner, member) } else { format!("{owner}{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_short_as_it_can_be() {
        let names = short(["A.B.Cart", "A.B.Link", "A.C.Link", "Link", "Cat"]);
        let expected =
            [("A.B.Cart", "Cart"), ("A.B.Link", "B.Link"), ("A.C.Link", "C.Link"), ("Link", "Link"), ("Cat", "Cat")];
        assert_eq!(names, expected.into_iter().collect());
    }

    #[test]
    fn shared_words_are_said_once() {
        for (owner, member, expected) in [
            ("CartError", "errorCode", "CartErrorCode"),
            ("CartLineItem", "billingCycle", "CartLineItemBillingCycle"),
            ("CartLineItem", "lineItemKind", "CartLineItemKind"),
            ("Status", "status", "StatusStatus"),
        ] {
            assert_eq!(abridged(owner, member), expected);
        }
    }

    #[test]
    fn a_clash_is_settled_by_full_names() {
        let inlines = [("A".to_owned(), "b".to_owned()), ("Cart".to_owned(), "cartKind".to_owned())];
        let names: Vec<String> = inline(&["CartKind"], &inlines).into_values().collect();
        assert_eq!(names, ["AB", "CartCartKind"]);
    }
}
