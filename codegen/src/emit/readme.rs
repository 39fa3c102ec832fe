//! Writes the README of a crate: how to call it, what it supports, and what it was generated from.

use std::collections::BTreeSet;

use super::literal::literal;
use super::manifest::RUST_VERSION;
use crate::markdown::code;
use crate::parts::{Feature, dependencies, features};
use crate::rust::{Arg, ArgType, Constructor, Crate, Example, Group, Item, Model, Part, Proof, SetUp, Type};

/// The maximum width of a line in an example.
const WIDTH: usize = 100;

/// The text of `README.md`. `chapters` is Markdown by the maintainer of the API, which follows the first call.
pub fn readme(krate: &Crate, generated_by: &str, chapters: &str) -> String {
    let mut text = format!("# {}\n\n{}\n", krate.package.name, escaped(&krate.package.description));
    text.push_str(&format!("\n<!-- {}{}. Do not edit. -->\n", crate::render::MARK, generated_by));
    text.push_str(&added(krate));
    if let Some(example) = &krate.example {
        text.push_str(&call(krate, example));
    }
    if !chapters.trim().is_empty() {
        text.push_str(&format!("\n{}\n", chapters.trim()));
    }
    if krate.parts.contains(&Part::Http) {
        text.push_str(&errors(krate));
    }
    text.push_str(&values(krate));
    text.push_str(&coverage(krate));
    text.push_str(&feature_list(krate));
    text.push_str(&dependency_list(krate));
    text.push_str(&versions(krate));
    text.push_str(LICENCE);
    text
}

/// How an application adds the crate as a dependency.
fn added(krate: &Crate) -> String {
    let name = &krate.package.name;
    format!(
        "\n## Add the crate\n\nThe crate is source code to vendor: copy its folder into your repository, and name it by \
         its path.\n\n```toml\n[dependencies]\n{name} = {{ path = \"vendor/{name}\" }}\n```\n\n\
         It needs Rust {RUST_VERSION} or newer.\n"
    )
}

/// The compatibility that callers can rely on when the crate changes.
fn versions(krate: &Crate) -> String {
    let mut items = krate.files.iter().flat_map(|file| &file.items).map(Item::ungated);
    let open = items.any(|item| matches!(item, Item::Model(Model::OpenEnum(found)) if found.non_exhaustive));
    let values = if open { ", and new values of string enums, which are matched with a wildcard" } else { "" };
    format!(
        "\n## Versions\n\nVersions are semantic: what can break code that compiles changes the major version, before 1.0 \
         the minor one. What cannot: new operations and types, new optional properties of structs that are created as \
         above{values}. A newer required version of Rust is a minor change.\n"
    )
}

fn call(krate: &Crate, example: &Example) -> String {
    let Example { group, method, args, paged, set_up } = example;
    let values: Vec<String> = args.iter().map(argument).collect();
    let steps: Vec<String> = set_up.iter().map(step).collect();
    let names: BTreeSet<&str> = set_up.iter().filter_map(proof_type).chain(["Client"]).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let names = if let [name] = names[..] { name.to_owned() } else { format!("{{{}}}", names.join(", ")) };
    let whole = format!("let client = Client::builder(){}.build()?;", steps.concat());
    let client = if whole.chars().count() <= WIDTH {
        whole
    } else {
        format!("let client = Client::builder()\n    {}\n    .build()?;", steps.join("\n    "))
    };
    let request = format!("client.{group}().{method}({})", values.join(", "));
    let (call, note) = if *paged {
        let next = "while let Some(item) = items.next().await {\n    println!(\"{:?}\", item?);\n}";
        (format!("let mut items = {request}.items();\n{next}"), "Pages are requested as their items are read.")
    } else {
        (format!("let response = {request}.send().await?;"), "A request does nothing until it is sent.")
    };
    let library = krate.package.library();
    format!("\n## Use\n\n```rust,ignore\nuse {library}::{names};\n\n{client}\n{call}\n```\n\n{note}\n")
}

/// A call of the builder. A value that the reader has to fill in is a variable.
fn step(step: &SetUp) -> String {
    match step {
        SetUp::BaseUrl => ".base_url(base_url)".to_owned(),
        SetUp::Param(name) => format!(".{name}({name})"),
        SetUp::Credential(method, proof) => format!(".{}({})", method, credential(proof)),
    }
}

fn credential(proof: &Proof) -> String {
    match proof {
        Proof::Bearer => "Bearer::new(token)".to_owned(),
        Proof::Basic => "Basic::new(user, password)".to_owned(),
        Proof::ApiKey => "ApiKey::new(key)".to_owned(),
        Proof::ClientCredentials { scopes, variables } => {
            let variables = variables.iter().map(|(name, value)| format!(".variable({}, {value})", literal(name)));
            let scope = literal(&scopes.join(" "));
            let scope = if scopes.is_empty() { String::new() } else { format!(".scope({scope})") };
            format!("ClientCredentials::of(id, secret){}{scope}", variables.collect::<String>())
        }
    }
}

/// The type that the example has to import for a call of the builder.
fn proof_type(step: &SetUp) -> Option<&'static str> {
    match step {
        SetUp::BaseUrl | SetUp::Param(_) => None,
        SetUp::Credential(_, Proof::Bearer) => Some("Bearer"),
        SetUp::Credential(_, Proof::Basic) => Some("Basic"),
        SetUp::Credential(_, Proof::ApiKey) => Some("ApiKey"),
        SetUp::Credential(_, Proof::ClientCredentials { .. }) => Some("ClientCredentials"),
    }
}

/// A realistic value for an argument in an example.
fn argument(arg: &Arg) -> String {
    let name = arg.name.to_string();
    match &arg.ty {
        ArgType::Str | ArgType::Value(_) | ArgType::Upload | ArgType::Part | ArgType::Parts => name,
        ArgType::Ref(Type::String) => name,
        ArgType::Ref(_) | ArgType::Slice(_) => format!("&{name}"),
    }
}

/// The chapter on the errors of failed calls.
fn errors(krate: &Crate) -> String {
    let items = || krate.files.iter().flat_map(|file| &file.items).map(Item::ungated);
    let error = items().find_map(|item| if let Item::ErrorBodies(bodies) = item { Some(&bodies.name) } else { None });
    let mut text = "\n## Errors\n\nAll failures are one type, `Error`:\n\n\
        - `kind()` is what went wrong, from an argument that was refused before anything was sent to a response that \
        cannot be read.\n\
        - `status()`, `code()` and `message()` are what the service responded. `body()` is the response as it came.\n"
        .to_owned();
    text.push_str("- `body_as::<T>()` reads the error body as a model");
    match error {
        Some(name) => text.push_str(&format!(
            "; where an operation has several, an enum such as `{name}` finds the one for the status by `of(&error)`.\n"
        )),
        None => text.push_str(".\n"),
    }
    text.push_str(
        "- `{error}` names the operation and the status, `{error:#}` the causes too. Neither shows credentials.\n\n\
         A call is retried after the statuses 408, 429, 500, 502, 503 and 504, a timeout and a broken connection if it \
         is idempotent; the documentation of each method states whether it is. Any call is retried if nothing of it was \
         sent. The wait is at least as long as `Retry-After` says. `ClientBuilder::retry` changes the number of attempts \
         and the waits.",
    );
    if [Part::Token, Part::TokenService].iter().any(|part| krate.parts.contains(part)) {
        text.push_str(
            " After a 401 a credential that fetches tokens fetches a new one, once, and the request is sent again.",
        );
    }
    text + "\n"
}

/// The chapter on how to create structs, so that a new optional property does not break callers.
fn creation(krate: &Crate) -> Option<String> {
    let structs = || krate.models().filter_map(|model| if let Model::Struct(item) = model { Some(item) } else { None });
    structs().find(|item| !item.non_exhaustive)?;
    let required = structs().find_map(|item| match &item.constructor {
        Constructor::From(required, _) => Some((item.name.text(), required.text())),
        Constructor::None | Constructor::New(_) => None,
    });
    let from = required.map(|(name, required)| {
        format!(
            " Where `new` would take more than three arguments, or two of the same type, another struct has the required \
             fields: `{name} {{ .., ..{required} {{ .. }}.into() }}`."
        )
    });
    Some(format!(
        "Structs are created with `..Default::default()`, or with `new` of the required fields.{}",
        from.unwrap_or_default()
    ))
}

/// The chapter on values that are not plain structs, strings and numbers.
fn values(krate: &Crate) -> String {
    let parts = &krate.parts;
    let rows = [
        (
            Part::Extra,
            "Structs keep properties that the API definition does not name in `extra`, and send them back. So is a null in \
             a property that must not be null, which the field cannot hold. Their order among the other properties is \
             not kept.",
        ),
        (Part::ExtraOff, "Structs skip properties that the API definition does not name."),
        (
            Part::OpenEnum,
            "String enums keep a value that the API definition does not list as `Unlisted`, and send it back. They are \
             made from any string (`into()`), and `as_str()` is the value.",
        ),
        (
            Part::OpenCodes,
            "Integer enums are integers with a constant for each value that has a name, so a new value can be read too.",
        ),
        (
            Part::DateTime,
            "A `DateTime` keeps its text, and is sent back as it came. Dates compare as points in time where they have \
             an offset. `has_offset()` says whether there is one, and `at_offset()` states it where the service leaves \
             it out. Features convert dates to the types of date crates.",
        ),
        (Part::Decimal, "A `Decimal` keeps all digits of a number."),
        (
            Part::Kept,
            "A `Uuid`, `IsoDuration` or another type that holds a string of a stated form keeps it as it came, whatever it \
             is: only `parse()` and conversions require the form. `verbatim()` makes one from any string.",
        ),
        (
            Part::AnyOf,
            "A value that can be of several types at once, or of types that nothing distinguishes, has a method `view`, \
             which returns an enum to match, and a method `as_..` for each of its types.",
        ),
        (Part::Maybe, "A `Maybe` is absent, null or a value, where the API distinguishes the first two."),
    ];
    let rows: Vec<String> = creation(krate)
        .into_iter()
        .chain(rows.iter().filter(|(part, _)| parts.contains(part)).map(|(_, text)| (*text).to_owned()))
        .map(|text| format!("- {text}\n"))
        .collect();
    if rows.is_empty() { String::new() } else { format!("\n## Values\n\n{}", rows.concat()) }
}

/// The chapter with the groups and their operations, and the structure of the crate.
fn coverage(krate: &Crate) -> String {
    let items = krate.files.iter().flat_map(|file| &file.items).map(Item::ungated);
    let groups: Vec<&Group> =
        items.filter_map(|item| if let Item::Group(group) = item { Some(group) } else { None }).collect();
    let mut text = "\n## Contents\n\n".to_owned();
    let sources: Vec<String> = krate.sources.iter().map(|source| code(source)).collect();
    let from = if sources.is_empty() { String::new() } else { format!(", from {}", sources.join(", ")) };
    text.push_str(&format!(
        "{} in {}{from}. Operations are in `src/operations`, models in `src/models`, and the code that they share in \
         `src/runtime`.\n",
        counted(krate.names.operations.len(), "operation"),
        counted(groups.len(), "group"),
    ));
    if groups.is_empty() {
        return text;
    }
    text.push_str("\n| group | methods |\n| --- | --- |\n");
    for group in groups {
        let mut methods: Vec<String> = group.methods.iter().map(|method| code(&method.name.to_string())).collect();
        methods.sort();
        text.push_str(&format!("| {} | {} |\n", code(&group.method.to_string()), methods.join(", ")));
    }
    text
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn feature_list(krate: &Crate) -> String {
    let features = features(&krate.parts);
    let mut text = "\n## Features\n\n| feature | purpose |\n| --- | --- |\n".to_owned();
    for feature in &features {
        let mark = if feature.default { " (default)" } else { "" };
        text.push_str(&format!("| {}{mark} | {} |\n", code(feature.name), feature.docs));
    }
    for group in &krate.group_features {
        text.push_str(&format!(
            "| {} (default) | A group of operations and the models that it needs. |\n",
            code(group)
        ));
    }
    if features.is_empty() && krate.group_features.is_empty() { String::new() } else { text }
}

fn dependency_list(krate: &Crate) -> String {
    let features = features(&krate.parts);
    let mut text = "\n## Dependencies\n\n| crate | feature | purpose |\n| --- | --- | --- |\n".to_owned();
    for dependency in dependencies(&krate.parts) {
        let when = if dependency.optional { turned_on_by(dependency.name, &features) } else { "always".to_owned() };
        text.push_str(&format!("| {} | {when} | {} |\n", code(dependency.name), dependency.why));
    }
    text.push_str("\n`cargo tree -e normal` lists the transitive dependencies.");
    text.push_str(if features.iter().any(|feature| feature.name == "reqwest") { WITHOUT_STACK } else { "\n" });
    text
}

/// The names of the features that enable a dependency.
fn turned_on_by(name: &str, features: &[Feature]) -> String {
    let turns = |feature: &&Feature| feature.enables.iter().any(|enabled| enabled.strip_prefix("dep:") == Some(name));
    let names: Vec<String> = features.iter().filter(turns).map(|feature| code(feature.name)).collect();
    names.join(", ")
}

const WITHOUT_STACK: &str = " Without default features there is no HTTP client among them: the application \
    provides a `Transport`, such as a closure.\n";

const LICENCE: &str =
    "\n## Licence\n\nThe generator claims no rights in this code: whoever vendors it chooses its licence.\n";

/// A string of a document, with all Markdown escaped.
fn escaped(text: &str) -> String {
    crate::markdown::lines(text).join("\n")
}
