//! The README of a crate: how it is called, what it keeps, what it was made of.

use std::collections::BTreeSet;

use super::literal::literal;
use crate::markdown::code;
use crate::parts::{Feature, dependencies, features};
use crate::rust::{Arg, ArgType, Crate, Example, Proof, SetUp, Type};

/// The longest line of an example.
const WIDTH: usize = 100;

/// The text of `README.md`.
pub fn readme(krate: &Crate, generated_by: &str) -> String {
    let mut text = format!("# {}\n\n{}\n", krate.package.name, escaped(&krate.package.description));
    text.push_str(&format!("\n<!-- {}{}. Do not edit. -->\n", crate::render::MARK, generated_by));
    if let Some(example) = &krate.example {
        text.push_str(&call(krate, example));
    }
    text.push_str(CONTENTS);
    text.push_str(&feature_list(krate));
    text.push_str(&dependency_list(krate));
    text.push_str(LICENCE);
    text
}

fn call(krate: &Crate, example: &Example) -> String {
    let Example { group, method, args, set_up } = example;
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
    format!(
        "\n## Use\n\n```rust,ignore\nuse {}::{names};\n\n{client}\n\
         let response = client.{}().{}({}).send().await?;\n```\n\n\
         A request does nothing until it is sent. All failures are one type, `Error`, which states the operation, the \
         status, the error code and message of the service, and the cause.\n",
        krate.package.library(),
        group,
        method,
        values.join(", ")
    )
}

/// A call of the builder. What a reader has to fill in is a variable.
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

/// What the example has to import for a call of the builder.
fn proof_type(step: &SetUp) -> Option<&'static str> {
    match step {
        SetUp::BaseUrl | SetUp::Param(_) => None,
        SetUp::Credential(_, Proof::Bearer) => Some("Bearer"),
        SetUp::Credential(_, Proof::Basic) => Some("Basic"),
        SetUp::Credential(_, Proof::ApiKey) => Some("ApiKey"),
        SetUp::Credential(_, Proof::ClientCredentials { .. }) => Some("ClientCredentials"),
    }
}

/// A value for an argument, as a reader of an example expects it.
fn argument(arg: &Arg) -> String {
    let name = arg.name.to_string();
    match &arg.ty {
        ArgType::Str | ArgType::Value(_) | ArgType::Upload | ArgType::Part | ArgType::Parts => name,
        ArgType::Ref(Type::String) => name,
        ArgType::Ref(_) | ArgType::Slice(_) => format!("&{name}"),
    }
}

/// The folders of the crate. It states no counts, so that a new operation leaves the README as it is.
const CONTENTS: &str = "\n## Contents\n\nOperations are in `src/operations`, models in `src/models`, and the code that they share \
    in `src/runtime`. A value that is read and written back loses nothing: structs keep properties that the API \
    definition does not name (`extra`), enums keep values that it does not list (`Unlisted`), and dates keep their \
    text.\n";

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

/// The features that turn a dependency on.
fn turned_on_by(name: &str, features: &[Feature]) -> String {
    let turns = |feature: &&Feature| feature.enables.iter().any(|enabled| enabled.strip_prefix("dep:") == Some(name));
    let names: Vec<String> = features.iter().filter(turns).map(|feature| code(feature.name)).collect();
    names.join(", ")
}

const WITHOUT_STACK: &str = " Without default features there is no HTTP client among them: the application \
    provides a `Transport`, such as a closure.\n";

const LICENCE: &str =
    "\n## Licence\n\nThe generator claims no rights in this code: whoever vendors it chooses its licence.\n";

/// Text of a document as Markdown without meaning.
fn escaped(text: &str) -> String {
    crate::markdown::lines(text).join("\n")
}
