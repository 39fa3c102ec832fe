//! Tests that each case becomes a crate: its files and notes are a snapshot, and all cases compile without a warning.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{Generated, generate};
use codegen::lower::config::CrateConfig;
use codegen::parts;
use codegen::problem::show;
use codegen::rust::{ArgType, Part, Proof, SetUp, Type};
use codegen::spec::{Api, check::check, json};
use codegen::tree;
use quote::{ToTokens, quote};

use crate::cargo::{SHARED_PACKAGE, build_without_warnings, cargo, run, shared_package};
use crate::generated::is_copied;
use crate::hostile;
use crate::merged::merged;
use crate::workshop::{files, lay_out};

fn folder() -> PathBuf {
    crate::root().join("tests/cases/emit")
}

fn text(file: &str) -> Option<String> {
    fs::read_to_string(folder().join(file)).ok()
}

fn names() -> Vec<String> {
    let specs = files(&folder()).into_keys().filter_map(|file| Some(file.strip_suffix(".api.json")?.to_owned()));
    specs.collect()
}

/// The crate of a case, which has the name of the case.
fn generated(name: &str) -> Generated {
    let (spec_file, config_file) = (format!("{name}.api.json"), format!("{name}.crate.json"));
    let made = || {
        let spec: Api =
            json::read(&spec_file, &text(&spec_file).expect("a case has a spec")).map_err(|one| vec![one])?;
        let config = match text(&config_file) {
            Some(text) => json::read(&config_file, &text).map_err(|one| vec![one])?,
            None => CrateConfig::named(name),
        };
        generate(&check(spec, Some(&spec_file))?, &config, "cargo xtask in a test", WorkspaceRole::Member)
    };
    let generated = made().unwrap_or_else(|problems| panic!("{name}\n{}", show(&problems, &text, json::positions)));
    assert_eq!(generated.krate.package.name, name);
    generated
}

/// Whether a file is part of the snapshot. Files that are the same for all cases are shown for one of them.
fn is_shown(case: &str, path: &str) -> bool {
    match path {
        "Cargo.toml" => case == "operations" || case == "group-features",
        "rustfmt.toml" => case == "operations",
        "README.md" => case == "operations" || case.starts_with("call-"),
        "src/runtime/mod.rs" => true,
        _ if !path.starts_with("src/runtime/") => true,
        // For the other cases the copied files are listed.
        _ => path.ends_with("/mod.rs") && case == "operations",
    }
}

/// The case whose `client.rs` is shown as a whole.
const WHOLE: &str = "operations";

/// The client of a case without the paragraphs that the client of [`WHOLE`] has too.
fn client(text: &str) -> String {
    static KNOWN: OnceLock<String> = OnceLock::new();
    let known = KNOWN.get_or_init(|| generated(WHOLE).tree.get("src/client.rs").expect("a client").to_owned());
    let known: BTreeSet<&str> = known.trim_end().split("\n\n").collect();
    let parts: Vec<&str> =
        text.trim_end().split("\n\n").map(|part| if known.contains(part) { "" } else { part }).collect();
    let parts: Vec<&str> = parts.chunk_by(|one, next| one.is_empty() && next.is_empty()).map(|run| run[0]).collect();
    let parts: Vec<&str> = parts.into_iter().map(|part| if part.is_empty() { "// .." } else { part }).collect();
    parts.join("\n\n") + "\n"
}

/// The crate of a case and its notes, as a snapshot.
mod each_case_becomes_a_crate {
    use super::*;

    fn case(file: &str) {
        let name = file.strip_suffix(".api.json").expect("a case is a spec");
        let generated = generated(name);
        let mut shown = show(&generated.notes, &text, json::positions);
        for (path, text) in generated.tree.files().filter(|(path, _)| is_shown(name, path)) {
            let text = if path == "src/client.rs" && name != WHOLE { client(text) } else { text.to_owned() };
            shown.push_str(&format!("==> {path}\n{text}\n"));
        }
        shown.push_str("==> copied\n");
        let copied = generated.tree.files().filter(|(path, _)| is_copied(path));
        shown.extend(copied.map(|(path, _)| format!("{path}\n")));
        let mut settings = insta::Settings::clone_current();
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_path("snapshots/emitted");
        settings.bind(|| insta::assert_snapshot!(name, shown));
    }

    include!(concat!(env!("OUT_DIR"), "/emit.rs"));
}

/// No line of code is wider than 120 columns, except for a literal or documentation.
#[test]
fn lines_are_at_most_120_wide() {
    let is_code = |line: &str| !line.trim_start().starts_with("//") && !line.contains('"');
    for name in names() {
        for (path, text) in generated(&name).tree.files().filter(|(path, _)| path.ends_with(".rs") && !is_copied(path))
        {
            let wide = text.lines().find(|line| line.chars().count() > 120 && is_code(line));
            assert_eq!(wide, None, "{name}: {path}");
        }
    }
}

/// The names that `import` records in `crate.json` are the previously chosen ones.
#[test]
fn recorded_names_stay() {
    for name in names() {
        let first = generated(&name);
        let spec: Api = json::read(&name, &text(&format!("{name}.api.json")).expect("a case has a spec")).unwrap();
        let checked = check(spec, None).unwrap();
        let again = generate(&checked, &first.stable_config, "cargo xtask in a test", WorkspaceRole::Member).unwrap();
        for (path, text) in first.tree.files() {
            assert_eq!(again.tree.get(path), Some(text), "{name}: {path}");
        }
    }
}

#[test]
fn each_config_has_its_spec() {
    let names = names();
    for file in files(&folder()).into_keys() {
        let name = file.strip_suffix(".api.json").or(file.strip_suffix(".crate.json"));
        assert!(name.is_some_and(|name| names.iter().any(|other| other == name)), "{file}");
    }
}

/// A crate in which the example of each README is a function.
struct Readmes {
    manifest: String,
    code: String,
}

impl Default for Readmes {
    fn default() -> Self {
        let package = "[package]\nname = \"readmes\"\nedition = \"2024\"\n\n[dependencies]\n";
        Self { manifest: package.to_owned(), code: String::new() }
    }
}

impl Readmes {
    /// The variables of the example become the parameters of the function.
    fn add(&mut self, name: &str, generated: &Generated) {
        let Some(example) = &generated.krate.example else { return };
        let readme = generated.tree.get("README.md").expect("a crate has a README");
        let lines = readme.split("```rust,ignore\n").nth(1).and_then(|rest| rest.split("```\n").next());
        let lines = lines.expect("the example stands in a fence");
        let args = example.args.iter().map(|arg| match &arg.ty {
            ArgType::Str | ArgType::Ref(Type::String) => (arg.name.to_token_stream(), quote!(&str)),
            ArgType::Ref(Type::Kept(kept)) => {
                let path = [generated.krate.package.library().as_str(), kept.name()]
                    .map(|name| quote::format_ident!("{name}"));
                let [krate, kept] = path;
                (arg.name.to_token_stream(), quote!(::#krate::#kept))
            }
            ArgType::Value(ty) | ArgType::Ref(ty) => (arg.name.to_token_stream(), quote!(#ty)),
            ArgType::Slice(item) => (arg.name.to_token_stream(), quote!(Vec<#item>)),
            ArgType::Upload | ArgType::Part => (arg.name.to_token_stream(), quote!(Vec<u8>)),
            ArgType::Parts => {
                let krate = quote::format_ident!("{}", generated.krate.package.library());
                (arg.name.to_token_stream(), quote!(Vec<::#krate::Part>))
            }
        });
        let texts = example.set_up.iter().flat_map(|step| match step {
            SetUp::BaseUrl => vec![quote!(base_url)],
            SetUp::Param(name) => vec![name.to_token_stream()],
            SetUp::Credential(_, Proof::Bearer) => vec![quote!(token)],
            SetUp::Credential(_, Proof::Basic) => vec![quote!(user), quote!(password)],
            SetUp::Credential(_, Proof::ApiKey) => vec![quote!(key)],
            SetUp::Credential(_, Proof::ClientCredentials { scopes: _, variables }) => {
                let variables = variables.iter().map(|(_, name)| name.to_token_stream());
                [quote!(id), quote!(secret)].into_iter().chain(variables).collect()
            }
        });
        let texts = texts.map(|name| (name, quote!(&str)));
        let variables: BTreeMap<String, String> =
            args.chain(texts).map(|(name, ty)| (name.to_string(), ty.to_string())).collect();
        let variables: Vec<String> = variables.into_iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        let krate = generated.krate.package.library();
        let features = &generated.krate.group_features;
        let features = format!("default-features = false, features = {features:?}");
        let ignored = if lines.contains("let response =") { "let _ = response;\n" } else { "" };
        self.manifest.push_str(&format!("{name} = {{ path = \"../{name}\", {features} }}\n"));
        self.code.push_str(&format!(
            "pub mod {krate} {{\n#[allow(unused_imports)]\nuse ::{krate}::models::*;\n\n\
             pub async fn call({}) -> Result<(), ::{krate}::Error> {{\n{lines}{ignored}Ok(())\n}}\n}}\n",
            variables.join(", "),
        ));
    }
}

/// The program that calls a server with the crates of some cases. Its dependencies have the same features as in the
/// project's own tests, so that they are not built again.
const CALLS: &str = r#"[package]
name = "calls"
edition = "2024"

[dependencies]
bytes = "1"
called = { path = "../_called", features = ["blocking", "gzip", "http2"] }
futures-core = { version = "0.3", default-features = false }
shared-features = { path = "../shared-features" }
tokio = { version = "1", default-features = false, features = ["macros", "rt"] }
"#;

/// The cases whose crates the program calls.
const CALLED: [&str; 14] = [
    "absent-values",
    "alternatives",
    "answers",
    "bodies",
    "body-kinds",
    "directions",
    "error-bodies",
    "kept-text",
    "limits",
    "merge-patch",
    "paging",
    "params",
    "request-ids",
    "servers",
];

/// All cases as the members of one workspace, and a package with those that are called.
fn workspace() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emitted");
        let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        wanted.insert("Cargo.toml".to_owned(), b"[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n".to_vec());
        let mut readmes = Readmes::default();
        let cases: Vec<(String, Generated)> =
            names().into_iter().map(|name| (name.clone(), generated(&name))).collect();
        let hostile = hostile::crates().iter().map(|(name, generated)| (*name, generated));
        for (name, generated) in cases.iter().map(|(name, generated)| (name.as_str(), generated)).chain(hostile) {
            readmes.add(name, generated);
            wanted.extend(generated.tree.files().map(|(path, text)| (format!("{name}/{path}"), text.into())));
        }
        let called = cases.iter().filter(|(name, _)| CALLED.contains(&&**name));
        let called = called.map(|(name, generated)| (&**name, &generated.krate, &generated.tree));
        let called = merged("called", called).into_iter();
        wanted.extend(called.map(|(path, text)| (format!("_called/{path}"), text.into())));
        wanted.extend(with_every_example().into_iter().map(|(path, text)| (format!("_examples/{path}"), text.into())));
        wanted.insert("_readmes/Cargo.toml".to_owned(), readmes.manifest.into());
        wanted.insert("_readmes/src/lib.rs".to_owned(), readmes.code.into());
        wanted.insert("_calls/Cargo.toml".to_owned(), CALLS.into());
        wanted.extend(shared_package());
        for file in ["main.rs", "server.rs"] {
            let calls = fs::read(crate::root().join("tests/cases/calls").join(file)).expect("the calls are there");
            wanted.insert(format!("_calls/src/{file}"), calls);
        }
        lay_out(&folder, &wanted);
        folder
    })
}

/// A crate with every file of the runtime that has examples in its documentation.
fn with_every_example() -> BTreeMap<String, String> {
    let mut krate = generated("paging").krate;
    krate.package.name = "examples".to_owned();
    krate.parts.extend(names().iter().flat_map(|name| generated(name).krate.parts));
    krate.parts.insert(Part::Parts);
    // One of the modules would replace a file that has examples, and the other needs tables that the crate does not
    // have.
    krate.parts.retain(|part| !matches!(part, Part::ExtraOff | Part::Xml));
    let tree = tree::build(&krate, "cargo xtask in a test", WorkspaceRole::Member);
    let mut files: BTreeMap<String, String> =
        tree.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let root = files.get_mut("src/lib.rs").expect("a crate has a root");
    root.truncate(root.find("pub use self::runtime::").expect("the root exports the runtime"));
    for (feature, names) in parts::exports(&krate.parts) {
        let names = Vec::from_iter(names).join(", ");
        let condition = feature.map(|feature| format!("#[cfg(feature = {feature:?})]\n")).unwrap_or_default();
        root.push_str(&format!("{condition}pub use self::runtime::{{{names}}};\n"));
    }
    files
}

#[test]
fn each_case_compiles() {
    // The crates that the program calls are checked as cases. The test that runs the program builds it with default
    // features.
    let others = ["calls", "called", SHARED_PACKAGE].into_iter().flat_map(|package| ["--exclude", package]);
    let args = ["check", "--workspace", "--no-default-features"].into_iter().chain(others);
    build_without_warnings(workspace(), &args.collect::<Vec<_>>());
}

/// Checks what is sent and received: styles, forms, parts, streams in bounded memory, pages, cookies, typed errors.
#[test]
fn calls_reach_a_server() {
    build_without_warnings(workspace(), &["build", "--package", "called", "--package", "calls"]);
    run(&mut cargo(workspace(), &["run", "--package", "calls", "--offline"]));
}

/// The tests of a crate read the sample payloads of its source. A payload that is not a value of its type is left out.
#[test]
fn samples_are_read() {
    let args = ["test", "--package", "samples", "--package", SHARED_PACKAGE, "--lib", "--no-default-features"];
    let output = run(cargo(workspace(), &args).arg("--offline"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("4 passed; 0 failed"), "{said}");
}

/// The case is built together with the calls, so that it has their dependencies.
#[test]
fn a_case_compiles_with_each_feature() {
    let packages = ["build", "--package", "calls", "--package", "operations", "--all-features"];
    build_without_warnings(workspace(), &packages);
}

/// Each group is a feature: with none, with one, and with all of them nothing is unused or missing.
#[test]
fn a_case_compiles_with_any_of_its_groups() {
    let groups = generated("group-features").krate.group_features;
    assert_eq!(groups, ["carts", "orders", "time-operations"]);
    let package = ["check", "--package", "group-features"];
    let bare = [&package[..], &["--no-default-features"]].concat();
    build_without_warnings(workspace(), &bare);
    for group in &groups {
        build_without_warnings(workspace(), &[&bare[..], &["--features", group]].concat());
    }
    build_without_warnings(workspace(), &package);
}

/// The examples in the documentation of the runtime compile in a crate into which it is copied, too.
#[test]
fn each_example_of_the_runtime_compiles_in_a_crate() {
    let sources = files(&crate::root().join("codegen/runtime/src/runtime"));
    let sources = sources.values().map(|source| std::str::from_utf8(source).expect("a file of the runtime is UTF-8"));
    let written: usize = sources.map(|source| source.matches("/// # Examples\n").count()).sum();
    assert!(written > 30);
    let packages = ["test", "--doc", "--package", "examples", "--package", SHARED_PACKAGE, "--all-features"];
    let output = run(cargo(workspace(), &packages).arg("--offline"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains(&format!("running {written} tests\n")), "{written}\n{said}");
}

/// A file of the runtime whose examples are plain text. They run where `each_example_of_the_runtime_compiles_in_a_crate`
/// builds them.
fn without_examples(text: &str) -> String {
    let mut in_example = false;
    let lines = text.lines().map(|line| match line.split_once("```") {
        Some((start, _)) if line.trim_start().starts_with("//") => {
            in_example = !in_example;
            if in_example { format!("{start}```text\n") } else { format!("{start}```\n") }
        }
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// Neither hostile nor ordinary strings become a broken link, an HTML tag, or an example that is run.
#[test]
fn text_of_a_document_is_inert() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("inert");
    let cases = ["hostile-text", "operations"].map(|name| (name, generated(name)));
    let cases: Vec<(&str, &Generated)> =
        cases.iter().chain(hostile::crates()).map(|(name, generated)| (*name, generated)).collect();
    let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    wanted.insert("Cargo.toml".to_owned(), b"[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n".to_vec());
    for (name, generated) in &cases {
        for (path, text) in generated.tree.files() {
            let text = if is_copied(path) { without_examples(text) } else { text.to_owned() };
            wanted.insert(format!("crates/{name}/{path}"), text.into());
        }
    }
    lay_out(&folder, &wanted);
    let args = ["doc", "--workspace", "--no-deps", "--no-default-features", "--offline"];
    run(cargo(&folder, &args).env("RUSTDOCFLAGS", "-D warnings"));
    // An example would be compiled, for which the crate would have to be built; but there is none.
    for (name, _) in &cases {
        let args = ["rustdoc", "--package", name, "--no-default-features", "--offline", "--", "--test"];
        // Rustdoc runs again only if a file has changed.
        fs::write(folder.join(format!("crates/{name}/src/lib.rs")), &wanted[&format!("crates/{name}/src/lib.rs")])
            .expect("a file can be written");
        let output = run(&mut cargo(&folder, &args));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("running 0 tests\n"), "{name}: {said}");
    }
}
