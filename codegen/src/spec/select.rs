//! Selects operations by name, and what they use.

use std::collections::BTreeSet;

use super::{Api, Operation, ParamValue, Shape, TypeRef};
use crate::words;

/// Keeps the operations that match one of the globs, and everything that they use.
///
/// A glob (`*` for any number of characters, `?` for one) is compared with the operation's identifier, with its group
/// and name, as they are and in lower case with `_` between their words, and with its method and path: `carts.*`,
/// `vector_stores.*` for the group `Vector stores`, `GET /v1/*`. Returns the globs that match no operation.
pub fn select(api: &mut Api, globs: &[String]) -> Vec<String> {
    let unused = globs.iter().filter(|glob| !api.operations.iter().any(|(id, found)| names(glob, id, found))).cloned();
    let unused = unused.collect();
    api.operations.retain(|id, operation| globs.iter().any(|glob| names(glob, id, operation)));
    api.keep_docs_of_groups();
    // Comparisons use all webhooks or none, so a part of the API has none.
    api.webhooks.clear();
    api.unread_types.clear();
    api.contents_mut().for_each(|(_, content)| content.unread = None);
    let reached = reached(api);
    api.types.retain(|name, _| reached.contains(name));
    let schemes: BTreeSet<&String> =
        api.operations.values().flat_map(|operation| &operation.security).flat_map(|set| set.keys()).collect();
    api.security_schemes.retain(|name, _| schemes.contains(name));
    let params: BTreeSet<&String> = api.operations.values().flat_map(client_params).collect();
    api.client_params.retain(|name, _| params.contains(name));
    unused
}

/// Whether a glob names an operation, as [`select`] describes.
pub(super) fn names(glob: &str, id: &str, operation: &Operation) -> bool {
    matches(glob, id)
        || matches(glob, &format!("{}.{}", operation.group, operation.name))
        || matches(glob, &format!("{}.{}", snake(&operation.group), snake(&operation.name)))
        || matches(glob, &format!("{} {}", operation.method.as_str(), operation.path))
}

/// A name in snake case, as in the call of a method.
fn snake(name: &str) -> String {
    words::split(name).join("_")
}

/// Whether the glob matches the whole string. It needs time proportional to the product of both lengths, and no
/// recursion.
fn matches(glob: &str, text: &str) -> bool {
    let glob: Vec<char> = glob.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at_glob, mut at_text, mut star) = (0, 0, None);
    while at_text < text.len() {
        match glob.get(at_glob) {
            Some('*') => {
                star = Some((at_glob, at_text));
                at_glob += 1;
            }
            Some(next) if *next == '?' || *next == text[at_text] => {
                at_glob += 1;
                at_text += 1;
            }
            _ => match star {
                Some((glob_star, text_star)) => {
                    star = Some((glob_star, text_star + 1));
                    at_glob = glob_star + 1;
                    at_text = text_star + 1;
                }
                None => return false,
            },
        }
    }
    glob[at_glob..].iter().all(|next| *next == '*')
}

fn client_params(operation: &Operation) -> impl Iterator<Item = &String> {
    operation.params.all().filter_map(|(_, param)| match &param.value {
        ParamValue::Client(name) => Some(name),
        ParamValue::Caller | ParamValue::Default(_) | ParamValue::Constant(_) | ParamValue::Unique => None,
    })
}

/// The types that the operations and the client use. `check` reports names without a type.
fn reached(api: &Api) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&TypeRef> = api.client_params.values().map(|param| &param.ty).collect();
    for operation in api.operations.values() {
        open.extend(operation.params.all().map(|(_, param)| &param.ty));
        open.extend(operation.replies.values().flat_map(|reply| &reply.headers).map(|(_, header)| &header.ty));
        let body = operation.body.iter().flat_map(|body| body.content.values());
        let replies = operation.replies.values().flat_map(|reply| reply.content.values());
        open.extend(body.chain(replies).filter_map(|content| content.ty.as_ref()));
        open.extend(operation.long_running.iter().filter_map(|how| how.result.as_ref()));
    }
    while let Some(ty) = open.pop() {
        ty.walk(&mut |part| {
            if let TypeRef::Named(name, _) = part
                && found.insert(name.clone())
                && let Some(def) = api.types.get(name)
            {
                open.extend(def.shape.parts());
            }
        });
    }
    found
}

impl Shape {
    /// The types that the shape refers to.
    pub fn parts(&self) -> Vec<&TypeRef> {
        match self {
            Self::Struct(object) => object.members.values().map(|member| &member.ty).chain(&object.rest).collect(),
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(target) => vec![target],
            Self::Strings(_) | Self::Integers(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, snake};

    #[test]
    fn words_are_in_lower_case() {
        let names = [("Vector stores", "vector_stores"), ("VirtualMachines", "virtual_machines"), ("carts", "carts")];
        for (name, expected) in names {
            assert_eq!(snake(name), expected);
        }
    }

    #[test]
    fn a_glob_describes_the_whole_text() {
        for (glob, text, is) in [
            ("carts.*", "carts.create", true),
            ("carts.*", "carts", false),
            ("*", "", true),
            ("?", "", false),
            ("*create*", "manage-orders.create-a-new-cart", true),
            ("GET /v?/*", "GET /v1/x", true),
            ("a*b*c", "abcbd", false),
            ("", "a", false),
        ] {
            assert_eq!(matches(glob, text), is, "{glob} {text}");
        }
        let hostile = "*a".repeat(500);
        assert!(!matches(&hostile, &"b".repeat(10_000)));
    }
}
