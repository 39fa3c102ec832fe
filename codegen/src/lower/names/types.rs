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
    "schema",
    "state",
    "status",
    "summary",
    "type",
    "value",
    "values",
];

/// A name in the spec, taken apart.
struct Named<'a> {
    name: &'a str,
    /// The namespaces and the name, without type arguments.
    parts: Vec<&'a str>,
    /// The type arguments in the name, for which shorter names may be known.
    arguments: Vec<Argument<'a>>,
}

/// A type argument in the name of a generic type of Go: `array_model_User` in `Page-array_model_User`.
struct Argument<'a> {
    /// How often a list is around the type.
    lists: usize,
    text: &'a str,
    /// The index of the type among the names.
    ty: Option<usize>,
}

/// The string from which the name of each type is derived, by its name in the spec. `taken` has the names that
/// `crate.json` gives to other types, and `operations` the name of each operation, by its identifier.
pub(crate) fn short<'a>(
    types: impl Iterator<Item = &'a String>,
    taken: &[&str],
    operations: &BTreeMap<&str, &str>,
) -> BTreeMap<&'a str, String> {
    let taken: BTreeSet<String> = taken.iter().map(|name| words::split(name).concat()).collect();
    let names: Vec<&str> = types.map(String::as_str).collect();
    let named = taken_apart(&names);
    let shared = Shared::of(&named);
    let at: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    let least: Vec<usize> = named.iter().map(|named| least_of(named, &shared, &at)).collect();
    let written: Vec<Vec<String>> = names.iter().map(|name| of_python(name, operations)).collect();
    let text = |index: usize, level: usize| {
        let Named { name, parts, arguments } = &named[index];
        if !written[index].is_empty() {
            return written[index].get(level).map_or_else(|| (*name).to_owned(), String::clone);
        }
        let length = least[index] + level;
        // The last level of a generic type is its whole name.
        if length > parts.len() || (length == parts.len() && length == 1 && arguments.is_empty()) {
            return (*name).to_owned();
        }
        let end = |at: usize, length: usize| named[at].parts[named[at].parts.len() - length..].join(" ");
        let mut text = end(index, length);
        for Argument { lists, text: argument, ty } in arguments {
            text.push_str(&" array".repeat(*lists));
            text.push(' ');
            text.push_str(&ty.map_or_else(|| (*argument).to_owned(), |at| end(at, least[at])));
        }
        text
    };
    let count = |index: usize| match written[index].len() {
        0 => named[index].parts.len() - least[index] + 1 + usize::from(!named[index].arguments.is_empty()),
        written => written + 1,
    };
    let counts: Vec<usize> = (0..names.len()).map(count).collect();
    let key = |index: usize, level: usize| words::split(&text(index, level)).concat();
    let levels = words::choose(&counts, key, |name| taken.contains(name));
    names.iter().zip(levels).enumerate().map(|(index, (name, level))| (*name, text(index, level))).collect()
}

/// The words of a name that FastAPI or pydantic generated, the best candidate first; empty for other names. They are
/// `upload body` for `Body_upload_forms_upload_post`, the form of the operation `upload_forms_upload_post`, and `Page Cat
/// Dog` for the class `Page[Union[Cat, Dog]]`, whose name is written `Page_Union_Cat__Dog__`. `Page[Cat | None]` is
/// `Page Optional Cat` beside `Page[Cat]`.
fn of_python(name: &str, operations: &BTreeMap<&str, &str>) -> Vec<String> {
    if let Some(id) = name.strip_prefix("Body_") {
        // The name of an inline type in the form goes on with that of its property.
        let is_within = |rest: &str| rest.is_empty() || rest.starts_with(char::is_uppercase);
        let within = |(start, operation)| Some((operation, id.strip_prefix(start).filter(|rest| is_within(rest))?));
        let best = operations.iter().filter_map(within).min_by_key(|(_, rest)| rest.len());
        let Some((operation, rest)) = best else { return Vec::new() };
        let says_it = words::split(operation).last().is_some_and(|last| last == "body");
        return vec![format!("{operation} {}{rest}", if says_it { "" } else { "body " })];
    }
    let Some(arguments) = name.strip_suffix('_') else { return Vec::new() };
    // What is behind `FieldInfo` are the arguments of `Field`.
    let parts = arguments.split('_').filter(|part| !part.is_empty()).take_while(|part| *part != "FieldInfo");
    let parts: Vec<&str> = parts.collect();
    let said: Vec<&str> = parts.iter().copied().filter(|part| !TYPING.contains(part)).collect();
    let [class, rest @ ..] = said.as_slice() else { return Vec::new() };
    if rest.is_empty() {
        return Vec::new();
    }
    let optional = parts.contains(&"NoneType").then(|| format!("{class} Optional {}", rest.join(" ")));
    [said.join(" ")].into_iter().chain(optional).collect()
}

/// Names of Python's module `typing`, which say nothing about the classes in them.
const TYPING: &[&str] = &["Annotated", "Literal", "NoneType", "Optional", "Union"];

/// Takes the names apart. Only arguments with the name of a type show that a name is that of a generic type.
fn taken_apart<'a>(names: &[&'a str]) -> Vec<Named<'a>> {
    let whole = |name: &'a str| Named { name, parts: words::namespace(name), arguments: Vec::new() };
    if !names.iter().any(|name| name.contains('-')) {
        return names.iter().map(|name| whole(name)).collect();
    }
    let by_argument: BTreeMap<String, usize> =
        names.iter().enumerate().map(|(at, name)| (name.replace(['.', '/'], "_"), at)).collect();
    let argument = |text: &'a str| {
        let ty = text.trim_start_matches("array_");
        let lists = (text.len() - ty.len()) / "array_".len();
        Argument { lists, text: ty, ty: by_argument.get(ty).copied() }
    };
    let each = names.iter().map(|name| {
        let Some((base, arguments)) = name.split_once('-') else { return whole(name) };
        let arguments: Vec<Argument> = arguments.split('-').map(argument).collect();
        // An argument that is a type is in another package, so its text shows the package.
        let is_generic = arguments.iter().any(|argument| argument.ty.is_some() && argument.text.contains('_'));
        if is_generic { Named { name, parts: words::namespace(base), arguments } } else { whole(name) }
    });
    each.collect()
}

/// The minimum number of parts at the end of a name that identify a type. A type that is declared within another type
/// of the document keeps its name: `Sort.Order` beside `Sort`.
fn least_of(named: &Named, shared: &Shared, names: &BTreeMap<&str, usize>) -> usize {
    let own = least(&named.parts, shared);
    let outer = |name: &str| {
        let (outer, own) = name.rsplit_once(['.', '+', '$'])?;
        // Beside `object.Cert`, a type `object` is a package of Go as well.
        let last = outer.rsplit(['.', '+', '$']).next().unwrap_or(outer);
        let is_package = last.starts_with(char::is_lowercase) && own.starts_with(char::is_uppercase);
        (!is_package && names.contains_key(outer)).then(|| outer.to_owned())
    };
    let (mut at, mut nested) = (named.name.to_owned(), 0);
    let mut of_outer = 0;
    while let Some(name) = outer(&at).filter(|_| named.arguments.is_empty()) {
        nested += 1;
        of_outer = least(&words::namespace(&name), shared);
        at = name;
    }
    if nested == 0 { own } else { own.max(nested + of_outer).min(named.parts.len()) }
}

/// The minimum number of parts at the end of a name that identify a type by itself.
fn least(parts: &[&str], shared: &Shared) -> usize {
    let is_type = |part: &&str| {
        let starts_so = part.starts_with(char::is_uppercase) || shared.has_types && part.contains(char::is_uppercase);
        starts_so && !words::is_version(part)
    };
    let named = parts.iter().rev().position(is_type);
    let Some(back) = named.filter(|_| parts.last().is_some_and(is_type)) else {
        // In `issuing.card`, the first part may belong to the name, so only a part that all names share is removed.
        return (parts.len() - shared.prefix.min(parts.len())).max(1);
    };
    let name = parts[parts.len() - 1 - back].to_lowercase();
    let before = parts.len().checked_sub(back + 2).map(|at| parts[at].to_lowercase());
    // A package `model` or one that has the same name says no more.
    let says_more = |part: &String| !GENERIC.iter().any(|word| words::same(part, word)) && !words::same(part, &name);
    let said = words::split(parts[parts.len() - 1 - back]);
    // `ListResponse` says as little, but an `ErrorResponse` is the one of the service.
    let are_generic = said.iter().all(|word| GENERIC.contains(&word.as_str()));
    let are_generic = are_generic && (said.len() == 1 || !said.iter().any(|word| word == "error"));
    let is_generic = are_generic && before.as_ref().is_none_or(says_more);
    (back + 1 + usize::from(is_generic)).min(parts.len())
}

/// What the names have in common.
struct Shared {
    /// The number of parts at the start that all have.
    prefix: usize,
    /// Whether some are a type in a namespace, `model.User`: then `handler.loginRequest` is one too, which Go does not
    /// export.
    has_types: bool,
}

impl Shared {
    fn of(names: &[Named]) -> Self {
        let namespaced: Vec<&[&str]> =
            names.iter().map(|named| &*named.parts).filter(|parts| parts.len() > 1).collect();
        let is_type = |parts: &&[&str]| parts.last().is_some_and(|part| part.starts_with(char::is_uppercase));
        Self { prefix: words::shared_start(&namespaced), has_types: namespaced.iter().any(is_type) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::short;

    fn named(names: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let short = short(names.iter(), &[], &BTreeMap::from([("upload_forms_upload_post", "upload")]));
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
    fn generated_names_of_python_lose_what_says_nothing() {
        assert_eq!(
            named(&[
                "Body_upload_forms_upload_post",
                "Env_Annotated_Union_Leaf__And___FieldInfo_annotation_NoneType__required_True__discriminator__op____",
                "Page_Union_int__NoneType__",
                "Body_other",
                "Body_upload_forms_upload_postMeta",
            ]),
            ["upload body ", "Env Leaf And", "Page int", "Body_other", "upload body Meta"]
        );
        assert_eq!(named(&["Page_Cat_", "Page_Union_Cat__NoneType__"]), ["Page_Cat_", "Page Optional Cat"]);
    }

    #[test]
    fn a_package_may_have_the_name_of_a_type() {
        assert_eq!(
            named(&["casbin.Enforcer", "object", "object.Cert", "object.Enforcer"]),
            ["casbin Enforcer", "object", "Cert", "object Enforcer"]
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
    fn a_package_that_says_only_the_kind_is_left_out() {
        assert_eq!(named(&["model.Status", "response.Response", "models.Error"]), ["Status", "Response", "Error"]);
        assert_eq!(named(&["model.Status", "order.Status"]), ["Status", "order Status"]);
    }

    #[test]
    fn a_type_within_a_type_keeps_the_name_of_that() {
        assert_eq!(
            named(&["Sort", "Sort.Order", "Sort.Order.Direction", "SortController.Answer"]),
            ["Sort", "Sort Order", "Sort Order Direction", "Answer"]
        );
    }

    #[test]
    fn type_arguments_of_go_have_the_names_of_their_types() {
        assert_eq!(
            named(&["github_com_acme_model.User", "response.Page-github_com_acme_model_User"]),
            ["User", "Page User"]
        );
        assert_eq!(named(&["model.User", "response.Result-array_model_User"]), ["User", "Result array User"]);
        assert_eq!(
            named(&["a.User", "b.User", "r.Page-a_User", "r.Page-b_User"]),
            ["a User", "b User", "r.Page-a_User", "r.Page-b_User"]
        );
        assert_eq!(named(&["User", "My-User"]), ["User", "My-User"]);
    }

    #[test]
    fn names_in_lower_case_lose_what_all_have() {
        assert_eq!(named(&["issuing.card", "checkout.session"]), ["issuing card", "checkout session"]);
        assert_eq!(
            named(&["a.User", "tag.ListResponse", "b.ErrorResponse"]),
            ["User", "tag ListResponse", "ErrorResponse"]
        );
        assert_eq!(named(&["a.User", "auth.loginRequest", "issuing.card"]), ["User", "loginRequest", "issuing card"]);
        assert_eq!(named(&["microsoft.graph.user", "microsoft.graph.mail.item"]), ["user", "mail item"]);
    }
}
