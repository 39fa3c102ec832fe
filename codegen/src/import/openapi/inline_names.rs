//! Better names for inline types, once all are known: short ones, and for a type that occurs in several places, the
//! words that its names have in common.
//!
//! A name may take the place of another only where no other type would get it too, so it depends on the set of types
//! and not on their order.

use std::collections::{HashMap, HashSet};

use super::{Hint, hint};
use crate::spec::{Api, Shape, TypeName, TypeRef, Variant, refs};
use crate::words;

/// The maximum number of words of a name that is compared with others.
const MOST_WORDS: usize = 40;
/// The words that the names of several types have in common, where they describe the type.
pub(super) fn common<'a>(names: impl Iterator<Item = &'a TypeName> + Clone) -> Option<String> {
    all_common(names).into_iter().next()
}

/// The candidates for a common name of several types, the best first: `Order`, and `CreateOrder` where `Order` is
/// another type.
fn all_common<'a>(names: impl Iterator<Item = &'a TypeName> + Clone) -> Vec<String> {
    match common_words(names.clone()) {
        Some(shared) => vec![joined(without_start(&shared)), joined(&shared)],
        None => common_error(names).into_iter().collect(),
    }
}

fn joined(words: &[String]) -> String {
    words::camel(&words.join("_"))
}

/// What several locations have in common: the words of their roots, and the parts at their ends.
fn in_common(hints: &[&Hint]) -> Option<Hint> {
    let (first, others) = hints.split_first()?;
    let mut root = words::split(own(first.root()));
    let mut parts = first.parts();
    for other in others {
        root = subsequence(&root, &words::split(own(other.root())));
        let shared = parts.iter().rev().zip(other.parts().iter().rev()).take_while(|(one, other)| one == other).count();
        parts = &parts[parts.len() - shared..];
    }
    // The parts say something, so the root may be a single word without a verb before it.
    let start = root.iter().take(root.len().saturating_sub(1)).take_while(|word| words::is_generic(word)).count();
    let hint = Hint::new(&joined(&root[start..]));
    (!parts.is_empty()).then(|| parts.iter().fold(hint, |hint, part| hint.with(part)))
}

/// The common name of schemas at the same location in error responses: `ErrorResponse` for `GetOrderResponse400` and
/// `ListUsersResponse404`.
fn common_error<'a>(mut names: impl Iterator<Item = &'a TypeName>) -> Option<String> {
    let first = below_error(own(names.next()?))?;
    names.all(|name| below_error(own(name)) == Some(first)).then(|| format!("ErrorResponse{first}"))
}

/// The part of a name after the status of an error response.
fn below_error(name: &str) -> Option<&str> {
    let (_, after) = name.split_once("Response").filter(|(operation, _)| !operation.is_empty())?;
    if let Some(rest) = after.strip_prefix("default") {
        return Some(rest);
    }
    let (status, rest) = after.split_at_checked(3)?;
    let is_failure = status.starts_with(['4', '5'])
        && status[1..].chars().all(|digit| digit.is_ascii_digit() || matches!(digit, 'x' | 'X'));
    is_failure.then_some(rest)
}

/// The words that the names have in common, if they are specific enough.
fn common_words<'a>(names: impl Iterator<Item = &'a TypeName> + Clone) -> Option<Vec<String>> {
    let mut each = names.map(|name| words::split(own(name)));
    let all = each.clone();
    let first = each.next().filter(|words| words.len() <= MOST_WORDS)?;
    // A longer name is prose, and takes long to compare.
    let shared = each.try_fold(first, |one, other| (other.len() <= MOST_WORDS).then(|| subsequence(&one, &other)))?;
    let shared = without_loose_ends(&shared, all);
    says_something(&shared).then_some(shared)
}

/// The words without prepositions that are followed by another word in each name: `AddLabelsRequest` for
/// `AddLabelsForOrgRequest` and `AddLabelsForRepoRequest`.
fn without_loose_ends(shared: &[String], names: impl Iterator<Item = Vec<String>> + Clone) -> Vec<String> {
    let stays = |at: usize| {
        let next = shared.get(at + 1);
        let is_followed_so = |words: &[String]| words[0] == shared[at] && words.get(1) == next;
        !words::is_preposition(&shared[at])
            || names.clone().any(|name| (0..name.len()).any(|at| is_followed_so(&name[at..])))
    };
    (0..shared.len()).filter(|at| stays(*at)).map(|at| shared[at].clone()).collect()
}

fn says_something(words: &[String]) -> bool {
    words.len() > 1 && words.iter().any(|word| !words::is_generic(word) && word.len() > 1)
}

/// The words without generic ones at the start, such as those of `PostRequestVerification`, if the rest is specific
/// enough.
fn without_start(mut words: &[String]) -> &[String] {
    while let Some((first, rest)) = words.split_first()
        && words::is_generic(first)
        && says_something(rest)
    {
        words = rest;
    }
    words
}

/// The subject of a type, as the first specific word of its name: `coupons` for `GetCouponsRequest`.
pub(super) fn subject(name: &str) -> String {
    let words = words::split(own(name));
    words.iter().find(|word| !words::is_generic(word)).or(words.first()).cloned().unwrap_or_default()
}

/// A name without its namespace.
fn own(name: &str) -> &str {
    words::namespace(name).last().copied().unwrap_or(name)
}

/// The longest common subsequence of two lists of words.
fn subsequence(one: &[String], other: &[String]) -> Vec<String> {
    let mut lengths = vec![vec![0usize; other.len() + 1]; one.len() + 1];
    for (at, word) in one.iter().enumerate().rev() {
        for (place, another) in other.iter().enumerate().rev() {
            lengths[at][place] = if word == another {
                lengths[at + 1][place + 1] + 1
            } else {
                lengths[at + 1][place].max(lengths[at][place + 1])
            };
        }
    }
    let (mut at, mut place) = (0, 0);
    let mut shared = Vec::new();
    while at < one.len() && place < other.len() {
        if one[at] == other[place] {
            shared.push(one[at].clone());
            (at, place) = (at + 1, place + 1);
        } else if lengths[at + 1][place] >= lengths[at][place + 1] {
            at += 1;
        } else {
            place += 1;
        }
    }
    shared
}

/// The name of a body that some operations send and others return, which neither a request nor a response names: `Order`
/// for `PutOrderRequest` and `GetOrderResponse`.
fn of_bodies<'h>(hints: impl Iterator<Item = &'h Hint> + Clone) -> Option<String> {
    let role = |hint: &'h Hint| match hint.parts() {
        [role] if role == "Request" => Some(true),
        [role] if role.starts_with("Response") => Some(false),
        _ => None,
    };
    let sent: Vec<bool> = hints.clone().map(role).collect::<Option<_>>()?;
    let is_both = sent.contains(&true) && sent.contains(&false);
    let shared = hints.map(|hint| words::split(own(hint.root()))).reduce(|one, other| subsequence(&one, &other))?;
    let start = shared.iter().take_while(|word| words::is_generic(word)).count();
    (is_both && start < shared.len()).then(|| joined(&shared[start..]))
}

/// The name of a union of two or three schemas, which describes it wherever it is used: `CatOrDog`, and
/// `UserSystemOrToolMessage` for `UserMessage`, `SystemMessage` and `ToolMessage`. `None` if it would be long.
pub(super) fn of_alternatives(shape: &Shape, named: &HashSet<TypeName>) -> Option<String> {
    let Shape::Union(of_union) = shape else { return None };
    let schema = |variant: &Variant| match &variant.ty {
        TypeRef::Named(name, args) if args.is_empty() && named.contains(name) => Some(words::split(own(name))),
        _ => None,
    };
    let mut names = of_union.variants.iter().map(schema).collect::<Option<Vec<_>>>()?;
    if !(2..=3).contains(&names.len()) {
        return None;
    }
    // The order of the alternatives has no meaning.
    names.sort();
    let reversed: Vec<Vec<String>> = names.iter().map(|name| name.iter().rev().cloned().collect()).collect();
    let end = words::shared_start(&reversed);
    let said: Vec<String> = names.iter().map(|name| joined(&name[..name.len() - end])).collect();
    let (last, before) = said.split_last()?;
    let name = format!("{}Or{last}{}", before.concat(), joined(&names[0][names[0].len() - end..]));
    (!hint::is_long(&name)).then_some(name)
}

/// The name of a type whose documentation is a short phrase, such as `Validation Exception`.
fn phrase(docs: &str) -> Option<String> {
    let words = words::split(docs);
    let is_phrase = (2..=4).contains(&words.len())
        && docs.chars().all(|char| char.is_ascii_alphanumeric() || char == ' ')
        && docs.starts_with(|first: char| first.is_ascii_alphabetic());
    is_phrase.then(|| words::camel(&words.join("_")))
}

/// Renames the inline types. `equal` has the names of equal types that were merged, by the name of the merged type.
pub(super) fn assign(
    api: &mut Api,
    places: &HashMap<TypeName, Hint>,
    named: &HashSet<TypeName>,
    equal: &HashMap<TypeName, Vec<TypeName>>,
) {
    let key = |name: &str| words::split(own(name)).concat();
    let schemas: HashSet<String> = named.iter().map(|name| key(name)).collect();
    let wanted: Vec<(TypeName, Vec<String>)> = api
        .types
        .iter()
        .map(|(name, def)| {
            let mut wanted = Vec::new();
            if !named.contains(name) {
                let shared = equal.get(name).map(|names| all_common(names.iter().chain([name]))).unwrap_or_default();
                // The documentation of an error response that many operations share is often a short phrase that can
                // name it.
                let is_error = shared.first().is_some_and(|shared| shared.starts_with("ErrorResponse"));
                wanted.extend(is_error.then(|| phrase(&def.docs)).flatten());
                let (long, short): (Vec<String>, Vec<String>) =
                    shared.into_iter().partition(|name| hint::is_long(name));
                wanted.extend(short);
                wanted.extend(equal.get(name).and_then(|_| of_alternatives(&def.shape, named)));
                let hints = equal.get(name).into_iter().flatten().chain([name]).filter_map(|name| places.get(name));
                wanted.extend(of_bodies(hints));
                // The places that a type was merged from may have a shorter name in common.
                if !long.is_empty() {
                    let names = equal.get(name).into_iter().flatten().chain([name]);
                    let hints: Vec<&Hint> = names.filter_map(|name| places.get(name)).collect();
                    wanted.extend(in_common(&hints).iter().flat_map(Hint::enough));
                }
                wanted.extend(long);
                wanted.extend(places.get(name).into_iter().flat_map(Hint::enough));
                let taken = places.get(name).filter(|hint| schemas.contains(&key(&hint.name())));
                wanted.extend(taken.map(Hint::beside_schema));
            }
            wanted.push(name.clone());
            (name.clone(), wanted)
        })
        .collect();
    let counts: Vec<usize> = wanted.iter().map(|(_, wanted)| wanted.len()).collect();
    let levels = words::choose(&counts, |index, level| key(&wanted[index].1[level]), |_| false);
    let renamed: HashMap<TypeName, TypeName> = wanted
        .into_iter()
        .zip(levels)
        .map(|((name, mut wanted), level)| (name, wanted.swap_remove(level)))
        .filter(|(name, new)| name != new)
        .collect();
    if renamed.is_empty() {
        return;
    }
    let types = std::mem::take(&mut api.types);
    api.types = types.into_iter().map(|(name, def)| (renamed.get(&name).cloned().unwrap_or(name), def)).collect();
    refs::replace(api, &mut |ty| {
        *ty = ty.map(&mut |part| match part {
            TypeRef::Named(name, args) => TypeRef::Named(renamed.get(&name).cloned().unwrap_or(name), args),
            part => part,
        });
    });
}

#[cfg(test)]
mod tests {
    use super::{common, of_alternatives};
    use crate::spec::{Holds, Shape, TypeRef, Union, Variant};

    #[test]
    fn what_names_have_in_common_names_a_type() {
        let shared = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            common(names.iter())
        };
        assert_eq!(shared(&["PostPetRequest", "PutPetRequest"]).as_deref(), Some("PetRequest"));
        assert_eq!(shared(&["OrderItemLabel", "PetLabel", "UserLabel"]), None);
        assert_eq!(shared(&["OrderShippingAddress", "UserShippingAddress"]).as_deref(), Some("ShippingAddress"));
        assert_eq!(shared(&["GetCouponsRequest", "GetFilesRequest"]), None);
        assert_eq!(shared(&["GetCouponsResponse400", "GetFilesResponse5XX"]).as_deref(), Some("ErrorResponse"));
        assert_eq!(shared(&["GetAResponse400Item", "GetBResponsedefaultItem"]).as_deref(), Some("ErrorResponseItem"));
        assert_eq!(shared(&["GetAResponse400Item", "GetBResponse400Hint"]), None);
        assert_eq!(shared(&["GetAResponse200", "GetBResponse200"]), None);
        assert_eq!(shared(&["PutLabelForUserRequest", "PutLabelForTeamRequest"]).as_deref(), Some("LabelRequest"));
        assert_eq!(shared(&["OrderSentBy", "PetSentBy"]).as_deref(), Some("SentBy"));
        assert_eq!(shared(&["GetTaskByIdRequest", "GetTaskByUserAndIdRequest"]).as_deref(), Some("TaskByIdRequest"));
        assert_eq!(shared(&["PostSignInRequest", "PutSignInRequest"]).as_deref(), Some("SignInRequest"));
        assert_eq!(shared(&["GetOrderResponse400", "PutOrderResponse400"]).as_deref(), Some("OrderResponse400"));
    }

    #[test]
    fn alternatives_name_a_union() {
        let union = |names: &[&str]| {
            let variant = |name: &&str| Variant::of(TypeRef::Named((*name).to_owned(), Vec::new()));
            let variants = names.iter().map(variant).collect();
            let named = names.iter().map(|name| (*name).to_owned()).collect();
            of_alternatives(&Shape::Union(Union { holds: Holds::One, tag: None, variants }), &named)
        };
        assert_eq!(union(&["Dog", "com.acme.Cat"]).as_deref(), Some("CatOrDog"));
        assert_eq!(union(&["Snake", "Dog", "Cat"]).as_deref(), Some("CatDogOrSnake"));
        assert_eq!(union(&["UserMessage", "SystemMessage"]).as_deref(), Some("SystemOrUserMessage"));
        assert_eq!(union(&["Error", "ValidationError"]).as_deref(), Some("ErrorOrValidationError"));
        assert_eq!(union(&["A", "B", "C", "D"]), None);
        assert_eq!(union(&["AnObjectWithAVeryLongName", "SomethingElseThatIsLong"]), None);
    }
}
