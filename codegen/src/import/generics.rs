//! Replaces types with an argument in their name, such as `Page[User]`, with one generic type, where all instances
//! agree.
//!
//! .NET, Java and Python write generic types so: `ResourceCollection[A.B]`, ``List`1[[A.B, Assembly]]``,
//! `Response«User»`, `Page<User>`, `Page_User_`, NSwag `PageOfUser`, swaggo `Page-model_User`.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::resolve::substituted;
use crate::spec::{Api, Scalar, Shape, TypeDef, TypeName, TypeRef, refs};

/// The names of types that are written as an array, longer ones first.
pub(super) const LISTS: &[&str] = &[
    "ArrayList",
    "Array",
    "Collection",
    "ICollection",
    "IEnumerable",
    "IList",
    "IReadOnlyList",
    "Iterable",
    "List",
    "Set",
    "list",
];
/// The names of types that are written as an object with any keys.
pub(super) const MAPS: &[&str] = &["Dictionary", "HashMap", "IDictionary", "LinkedHashMap", "Map", "TreeMap", "dict"];

/// A name as it is written: the generic type and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub base: String,
    args: Vec<String>,
}

/// A type whose name is that of an instance of a generic type.
struct Instance {
    name: TypeName,
    args: Vec<TypeRef>,
}

/// Replaces the instances of each generic type whose instances agree; others are named `PageOfUser`.
pub(super) fn unify(api: &mut Api) {
    let mut groups: BTreeMap<(String, usize), Vec<Instance>> = BTreeMap::new();
    let mut lone: Vec<(TypeName, Written)> = Vec::new();
    for name in api.types.keys() {
        let Some(written) = written(name).or_else(|| in_words(api, name)) else { continue };
        let args: Option<Vec<TypeRef>> = written.args.iter().map(|arg| argument(api, arg)).collect();
        match args {
            Some(args) => {
                let group = groups.entry((written.base, written.args.len())).or_default();
                group.push(Instance { name: name.clone(), args });
            }
            None if is_bracketed(name) => lone.push((name.clone(), written)),
            None => {}
        }
    }
    let mut replaced: BTreeMap<TypeName, TypeRef> = BTreeMap::new();
    for ((base, _), instances) in groups {
        let is_free = !api.types.contains_key(&base) && !replaced.values().any(|ty| is_named(ty, &base));
        // A single `PartOfOrder` need not be a generic type.
        let are_enough = instances.len() > 1 || written(&instances[0].name).is_some();
        match generic(api, &instances).filter(|_| is_free && are_enough) {
            Some(def) => {
                for Instance { name, args } in instances {
                    api.types.remove(&name);
                    replaced.insert(name, TypeRef::Named(base.clone(), args));
                }
                api.types.insert(base, def);
            }
            None => lone.extend(
                instances
                    .into_iter()
                    .filter(|instance| is_bracketed(&instance.name))
                    .filter_map(|instance| Some((instance.name.clone(), written(&instance.name)?))),
            ),
        }
    }
    for (name, written) in lone {
        let plain = plain_name(&written);
        if !api.types.contains_key(&plain)
            && let Some(def) = api.types.remove(&name)
        {
            api.types.insert(plain.clone(), def);
            replaced.insert(name, TypeRef::named(plain));
        }
    }
    if !replaced.is_empty() {
        refs::replace(api, &mut |ty| *ty = resolved(ty, &replaced));
    }
}

fn is_named(ty: &TypeRef, name: &str) -> bool {
    matches!(ty, TypeRef::Named(other, _) if other == name)
}

/// Whether the name contains characters that no language allows in an identifier, so that the type needs another name
/// anyway.
fn is_bracketed(name: &str) -> bool {
    name.contains(['[', '<', '«'])
}

/// The reference with all instances replaced, also those in arguments.
fn resolved(ty: &TypeRef, replaced: &BTreeMap<TypeName, TypeRef>) -> TypeRef {
    ty.map(&mut |part| match part {
        TypeRef::Named(name, args) if args.is_empty() => match replaced.get(&name) {
            Some(other) => resolved_args(other, replaced),
            None => TypeRef::Named(name, args),
        },
        other => other,
    })
}

fn resolved_args(ty: &TypeRef, replaced: &BTreeMap<TypeName, TypeRef>) -> TypeRef {
    match ty {
        // The recursion ends because an argument is shorter than the name that contains it.
        TypeRef::Named(name, args) => {
            TypeRef::Named(name.clone(), args.iter().map(|arg| resolved(arg, replaced)).collect())
        }
        other => other.clone(),
    }
}

/// The generic type of all these instances; `None` if they differ, or if an argument does not occur in them.
fn generic(api: &Api, instances: &[Instance]) -> Option<TypeDef> {
    let defs: Vec<&TypeDef> = instances.iter().map(|instance| &api.types[&instance.name]).collect();
    // Where the arguments are different types of the document, each occurrence of an argument is unambiguous.
    let certain = |instance: &&Instance| {
        let distinct: BTreeSet<&TypeRef> = instance.args.iter().collect();
        distinct.len() == instance.args.len() && instance.args.iter().all(|arg| matches!(arg, TypeRef::Named(..)))
    };
    let model = instances.iter().find(certain).or(instances.first())?;
    let params = params(model.args.len());
    let mut def = abstracted(&api.types[&model.name], &model.args, &params)?;
    let agrees = |(instance, known): (&Instance, &&TypeDef)| {
        let filled = filled(&def.shape, &params, &instance.args);
        bare(&filled) == bare(&known.shape) && known.params.is_empty()
    };
    if !instances.iter().zip(&defs).all(agrees) {
        return None;
    }
    // The documentation of one instance does not describe the others, unless all have the same.
    if defs.iter().any(|other| other.docs != defs[0].docs) {
        def.docs.clear();
    }
    if let Shape::Struct(of_struct) = &mut def.shape {
        for (name, member) in &mut of_struct.members {
            let said = |def: &&TypeDef| match &def.shape {
                Shape::Struct(of_struct) => of_struct.members.get(name).map(|member| member.docs.clone()),
                Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
            };
            if defs.iter().any(|other| said(other) != said(&defs[0])) {
                member.docs.clear();
            }
        }
    }
    def.params = params;
    def.deprecated = defs.iter().all(|def| def.deprecated);
    def.origin = defs[0].origin.clone();
    Some(def)
}

/// The names of type parameters, as usual in Rust and .NET: `T`, `K` and `V`, or `T1` and so on.
fn params(count: usize) -> Vec<String> {
    match count {
        1 => vec!["T".to_owned()],
        2 => vec!["K".to_owned(), "V".to_owned()],
        count => (1..=count).map(|number| format!("T{number}")).collect(),
    }
}

/// An instance with its arguments replaced by parameters; `None` if an argument does not occur, or if equal arguments
/// are ambiguous.
fn abstracted(def: &TypeDef, args: &[TypeRef], params: &[String]) -> Option<TypeDef> {
    let mut def = def.clone();
    let mut used = vec![0usize; args.len()];
    let mut places: BTreeMap<&TypeRef, usize> = BTreeMap::new();
    let repeats = |arg: &TypeRef| args.iter().filter(|other| *other == arg).count();
    let order = sort_members(&mut def.shape);
    refs::replace_in_shape(&mut def.shape, &mut |ty| {
        *ty = ty.map(&mut |part| {
            let Some((first, arg)) = args.iter().enumerate().find(|(_, arg)| **arg == part) else { return part };
            let place = places.entry(arg).or_insert(0);
            // Equal arguments are ordered by the names of the properties.
            let same: Vec<usize> = (first..args.len()).filter(|index| args[*index] == *arg).collect();
            let index = same[(*place).min(same.len() - 1)];
            *place += 1;
            used[index] += 1;
            TypeRef::Param(params[index].clone())
        });
    });
    restore_order(&mut def.shape, order);
    let is_certain = |arg: &TypeRef| repeats(arg) == 1 || places.get(arg) == Some(&repeats(arg));
    (used.iter().all(|count| *count > 0) && args.iter().all(is_certain)).then_some(def)
}

/// Sorts the properties of a struct, and returns their previous order.
fn sort_members(shape: &mut Shape) -> Vec<String> {
    let Shape::Struct(of_struct) = shape else { return Vec::new() };
    let order = of_struct.members.keys().cloned().collect();
    of_struct.members.sort_unstable_keys();
    order
}

fn restore_order(shape: &mut Shape, order: Vec<String>) {
    let Shape::Struct(of_struct) = shape else { return };
    let mut members = std::mem::take(&mut of_struct.members);
    of_struct.members = order.into_iter().filter_map(|name| members.swap_remove_entry(&name)).collect();
}

/// The shape with parameters replaced by arguments.
fn filled(shape: &Shape, params: &[String], args: &[TypeRef]) -> Shape {
    let mut shape = shape.clone();
    refs::replace_in_shape(&mut shape, &mut |ty| *ty = substituted(ty, params, args));
    shape
}

/// The shape without documentation.
fn bare(shape: &Shape) -> Shape {
    let mut shape = shape.clone();
    shape.clear_docs();
    shape
}

/// The type that an argument names: one of the document, one of the platform, or a list of one.
fn argument(api: &Api, written: &str) -> Option<TypeRef> {
    if api.types.contains_key(written) {
        return Some(TypeRef::named(written));
    }
    if let Some(item) = written.strip_suffix("[]") {
        return argument(api, item).map(TypeRef::list);
    }
    if let Some(Written { base, args }) = self::written(written) {
        match args.as_slice() {
            [item] if LISTS.contains(&last_part(&base)) => return argument(api, item).map(TypeRef::list),
            [_, value] if MAPS.contains(&last_part(&base)) => {
                return argument(api, value).map(|value| TypeRef::Map(Box::new(value)));
            }
            _ => {}
        }
    }
    if let Some(scalar) = platform(last_part(written)) {
        return Some(TypeRef::Scalar(scalar));
    }
    // The argument of `Page[User]` may be the end of a name such as `com.example.User`.
    let mut ends = api.types.keys().filter(|name| !is_bracketed(name) && last_part(name) == written);
    match (ends.next(), ends.next()) {
        (Some(name), None) => Some(TypeRef::named(name.clone())),
        _ => None,
    }
}

/// A type of .NET, Java or Python that every API knows.
pub(super) fn platform(name: &str) -> Option<Scalar> {
    Some(match name {
        "String" | "string" | "str" => Scalar::String,
        "Boolean" | "boolean" | "bool" => Scalar::Boolean,
        "Int32" | "Integer" | "int" => Scalar::Int32,
        "Int64" | "Long" | "long" => Scalar::Int64,
        "Single" | "Float" => Scalar::Float,
        "Double" | "double" | "float" => Scalar::Double,
        "DateTime" | "DateTimeOffset" | "datetime" => Scalar::DateTime,
        "Guid" | "UUID" => Scalar::Uuid,
        "Object" | "object" | "JsonNode" => Scalar::Json,
        _ => return None,
    })
}

pub(super) fn last_part(name: &str) -> &str {
    name.rsplit(['.', '+']).next().unwrap_or(name)
}

/// The name of an instance that becomes a type without parameters: `PageOfUser`.
fn plain_name(written: &Written) -> String {
    let args: Vec<String> = written
        .args
        .iter()
        .map(|arg| match self::written(arg) {
            Some(inner) => plain_name(&Written { base: last_part(&inner.base).to_owned(), args: inner.args }),
            None => last_part(arg).trim_end_matches("[]").to_owned(),
        })
        .collect();
    format!("{}Of{}", written.base, args.join("And"))
}

/// The parts of a name that is written like a generic type.
pub(super) fn written(name: &str) -> Option<Written> {
    let end = name.chars().next_back()?;
    let (open, close) = match end {
        ']' => ('[', ']'),
        '>' => ('<', '>'),
        '»' => ('«', '»'),
        '_' => return pydantic(name),
        _ => return None,
    };
    let (base, rest) = name.split_once(open)?;
    let inner = rest.strip_suffix(close)?;
    let base = base.split('`').next().unwrap_or(base).trim();
    let args = split(inner, open, close)?;
    let is_whole = !base.is_empty() && !args.is_empty() && args.iter().all(|arg| !arg.is_empty());
    is_whole.then(|| Written { base: base.to_owned(), args })
}

/// The arguments in brackets. An argument of .NET may itself be in brackets, with its assembly after a comma.
fn split(inner: &str, open: char, close: char) -> Option<Vec<String>> {
    let (mut args, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, next) in inner.char_indices() {
        if next == open {
            depth += 1;
        } else if next == close {
            depth = depth.checked_sub(1)?;
        } else if next == ',' && depth == 0 {
            args.push(&inner[start..at]);
            start = at + 1;
        }
    }
    args.push(&inner[start..]);
    let plain = |arg: &str| {
        let arg = arg.trim();
        match arg.strip_prefix('[').and_then(|arg| arg.strip_suffix(']')).filter(|arg| !arg.is_empty()) {
            Some(qualified) => {
                split(qualified, open, close).and_then(|parts| parts.into_iter().next()).unwrap_or_default()
            }
            None => arg.to_owned(),
        }
    };
    (depth == 0).then(|| args.into_iter().map(plain).collect())
}

/// A name of NSwag, `PageOfUser`, `PairOfStringAndUser`, or of swaggo, `response.Page-model_User`.
fn in_words(api: &Api, name: &str) -> Option<Written> {
    if let Some((base, rest)) = name.split_once('-').filter(|(base, rest)| !base.is_empty() && !rest.is_empty()) {
        let args = rest.split('-').map(|arg| go_type(api, arg)).collect::<Option<_>>()?;
        return Some(Written { base: base.to_owned(), args });
    }
    let (base, rest) = name.split_once("Of").filter(|(base, _)| !base.is_empty())?;
    let args = if api.types.contains_key(rest) { vec![rest] } else { rest.split("And").collect() };
    let is_type = |arg: &&str| arg.starts_with(char::is_uppercase);
    let args = args.into_iter().map(|arg| is_type(&arg).then(|| arg.to_owned())).collect::<Option<_>>()?;
    Some(Written { base: base.to_owned(), args })
}

/// The type of Go that an argument names: `model_User` for `model.User`, `array_model_User` for a list of it.
fn go_type(api: &Api, arg: &str) -> Option<String> {
    if let Some(item) = arg.strip_prefix("array_") {
        return go_type(api, item).map(|item| format!("{item}[]"));
    }
    let is_it = |name: &&TypeName| name.replace(['.', '/'], "_") == arg;
    let named = || api.types.keys().find(is_it).cloned();
    let own = api.types.contains_key(arg) || platform(arg).is_some();
    if own { Some(arg.to_owned()) } else { named() }
}

/// A name of pydantic: `Page_User_`, `Pair_str__int_`.
fn pydantic(name: &str) -> Option<Written> {
    let (base, rest) = name.split_once('_')?;
    let inner = rest.strip_suffix('_')?;
    let args: Vec<String> = inner.split("__").map(str::to_owned).collect();
    let is_whole = !base.is_empty() && args.iter().all(|arg| !arg.is_empty() && !arg.starts_with('_'));
    is_whole.then(|| Written { base: base.to_owned(), args })
}

#[cfg(test)]
mod tests {
    use super::{plain_name, unify, written};
    use crate::spec::{Api, json};

    #[test]
    fn names_of_generic_types_have_many_spellings() {
        for (name, base, args) in [
            ("Page[User]", "Page", &["User"][..]),
            ("Page<User>", "Page", &["User"]),
            ("Page«User»", "Page", &["User"]),
            ("Page_User_", "Page", &["User"]),
            ("Pair_str__int_", "Pair", &["str", "int"]),
            ("A.Pair[B.C,D[E,F]]", "A.Pair", &["B.C", "D[E,F]"]),
            ("List`1[[A.B, Assembly, Version=1.0.0.0]]", "List", &["A.B"]),
            ("Map`2[[A, X],[B, Y]]", "Map", &["A", "B"]),
        ] {
            let found = written(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(
                (found.base.as_str(), found.args.as_slice()),
                (base, &*args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>()),
                "{name}"
            );
        }
        for name in ["User", "Page[]", "[User]", "Page[User", "a_b", "_", "__", "Page[A]]"] {
            assert_eq!(written(name), None, "{name}");
        }
        let nested = written("A.Page[B.Page[C.D]]").unwrap();
        assert_eq!(plain_name(&nested), "A.PageOfPageOfD");
    }

    fn unified(types: &str) -> Vec<String> {
        let text = format!(r#"{{ "title": "A", "types": {{ {types} }}, "operations": {{}} }}"#);
        let mut api: Api = json::read("api.json", &text).unwrap();
        unify(&mut api);
        api.types.iter().map(|(name, def)| format!("{name} {}", serde_json::to_string(&def.shape).unwrap())).collect()
    }

    fn object(name: &str, members: &str) -> String {
        format!(r#""{name}": {{ "shape": {{ "struct": {{ "members": {{ {members} }} }} }} }}"#)
    }

    #[test]
    fn instances_that_agree_are_one_generic_type() {
        let page = |arg: &str, ty: &str| {
            object(
                &format!("N.Page[{arg}]"),
                &format!(r#""items": {{ "type": "list<{ty}>" }}, "next": {{ "type": "string" }}"#),
            )
        };
        let types = [
            page("N.User", r#"\"N.User\""#),
            page("System.String", "string"),
            object("N.User", r#""friends": { "type": "\"N.Page[N.User]\"" }"#),
        ];
        let shown = unified(&types.join(", "));
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(shown[0].starts_with("N.Page ") && shown[0].contains(r#""list<$T>""#), "{shown:?}");
        assert!(shown[1].contains("N.Page<N.User>"), "{shown:?}");
    }

    #[test]
    fn instances_that_differ_are_types_of_their_own() {
        let types = [
            object("Page[User]", r#""items": { "type": "list<User>" }"#),
            object("Page[Pet]", r#""items": { "type": "list<Pet>" }, "more": { "type": "boolean" }"#),
            object("User", r#""id": { "type": "string" }"#),
            object("Pet", r#""home": { "type": "\"Page[Pet]\"" }"#),
        ];
        let shown = unified(&types.join(", "));
        let names: Vec<&str> = shown.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(names, ["PageOfPet", "PageOfUser", "Pet", "User"]);
        assert!(shown[2].contains(r#""PageOfPet""#), "{shown:?}");
    }

    #[test]
    fn a_generic_type_may_be_written_in_words() {
        let page = |arg: &str| {
            let items = format!(r#""items": {{ "type": "list<{arg}>" }}, "next": {{ "type": "string" }}"#);
            object(&format!("PageOf{arg}"), &items)
        };
        let id = r#""id": { "type": "string" }"#;
        let one = [page("User"), object("User", id)];
        assert!(unified(&one.join(", "))[0].starts_with("PageOfUser "));
        let both = [page("User"), page("Pet"), object("User", id), object("Pet", id)];
        let shown = unified(&both.join(", "));
        assert!(shown[0].starts_with("Page ") && shown[0].contains(r#""list<$T>""#), "{shown:?}");
        let pages = ["model.User", "array_model.Pet"].map(|arg| {
            let ty = arg.strip_prefix("array_").map_or_else(|| arg.to_owned(), |item| format!("list<{item}>"));
            object(&format!("resp.Page-{}", arg.replace('.', "_")), &format!(r#""items": {{ "type": "list<{ty}>" }}"#))
        });
        let [one, other] = pages;
        let shown = unified(&[one, other, object("model.User", id), object("model.Pet", id)].join(", "));
        assert!(shown.iter().any(|line| line.starts_with("resp.Page ") && line.contains("list<$T>")), "{shown:?}");
        let parts = [
            object("PartOfUser", r#""user": { "type": "User" }"#),
            object("PartOfPet", r#""pet": { "type": "Pet" }"#),
            object("User", id),
            object("Pet", id),
        ];
        assert_eq!(unified(&parts.join(", ")).len(), 4);
    }

    #[test]
    fn equal_arguments_stand_in_the_order_of_properties() {
        let pair = object("Pair[String,String]", r#""key": { "type": "string" }, "value": { "type": "string" }"#);
        let shown = unified(&pair);
        assert_eq!(shown.len(), 1);
        assert!(shown[0].contains(r#""key":{"type":"$K"},"value":{"type":"$V"}"#), "{shown:?}");
        // A third string could be of either.
        let triple = object(
            "Pair[String,String]",
            r#""a": { "type": "string" }, "b": { "type": "string" }, "c": { "type": "string" }"#,
        );
        assert!(unified(&triple)[0].starts_with("PairOfStringAndString "));
    }
}
