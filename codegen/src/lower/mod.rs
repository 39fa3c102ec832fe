//! Lowers the normalized spec to Rust-shaped data. Every decision about the crate is made here, in one file for each
//! pass.

mod calls;
pub mod config;

mod facts;
mod finish;
pub mod include;
mod models;
pub mod names;
mod places;
mod sentences;
mod statistics;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::docs;
use crate::problem::{Level, Problem};
use crate::rust::{self, Crate, Example, Package, SpecNames};
use crate::spec::{Api, Checked};
use crate::version::is_version;

use self::calls::{client, example, operations};
use self::config::{CrateConfig, Limits, PackageConfig};
use self::facts::{direction, discriminators, integer_enums, recursion, taken_apart, unions};
use self::finish::{constraints, features, imports, qualify, root, runtime_modules, samples};
use self::names::record::Names;
pub use self::statistics::Counts;

/// A lowered crate, and the problems found on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    /// The crate to emit.
    pub krate: Crate,
    /// Warnings and notes about what the crate cannot express fully.
    pub notes: Vec<Problem>,
    /// The config, with each derived name that depends on other names recorded so that it stays the same.
    pub stable_config: CrateConfig,
    /// All chosen names, for a later run that keeps them.
    pub recorded: Names,
    /// Statistics about the crate.
    pub counts: Counts,
}

/// Decides what the crate for an API looks like.
///
/// # Errors
/// All settings that name something that does not exist or that are invalid, and everything that Rust cannot express.
pub fn lower(api: &Checked, config: &CrateConfig) -> Result<Lowered, Vec<Problem>> {
    let mut problems = Vec::new();
    let given = config;

    // 1. Selection: the operations that the config includes, and what they use.
    let chosen = include::choose(api, config)?;
    let (api, config) = (&*chosen.api, &*chosen.config);
    let package = package(api, &config.package, &mut problems);

    // 2. Facts about the spec, independent of names.
    let plans = unions::plan(api);
    let aliased = unions::aliased(api, &plans);
    let api = aliased.as_ref().unwrap_or(api);
    let reach = direction::find(api);
    let boxed = recursion::find(api, &plans);
    let codes = integer_enums::find(api);
    let discriminators = discriminators::find(api, &plans);
    let viewed = unions::viewed(api, &plans);
    let taken_apart = taken_apart::find(api, config);

    // 3. Names of the models, their fields and their values.
    let naming = names::models::name_models(api, &plans, config, &mut problems);

    // 4. Models: a file for each.
    let models = models::Models {
        api,
        config,
        naming: &naming,
        reach: &reach,
        boxed: &boxed,
        plans: &plans,
        codes: &codes,
        discriminators: &discriminators,
        viewed: &viewed,
        taken_apart: &taken_apart,
    };
    let mut files = models::lower(&models, &mut problems);

    // 5. Calls: the files of the groups, and of the client if there are any.
    let variables = client::Variables::of(api);
    let xml = RefCell::default();
    let operations = calls::context::Operations {
        api,
        config,
        naming: &naming,
        variables: &variables,
        forms_everywhere: calls::bodies::forms_everywhere(api),
        xml,
    };
    let calls = operations::lower(&operations, &mut problems);
    files.extend(calls.files);
    files.extend(operations.xml.into_inner().file());
    let http = !calls.groups.is_empty();
    let mut example = None;
    if http {
        let client = client::lower(api, &package, &variables, &calls.groups);
        example = calls.example.map(|(id, call)| {
            let set_up = example::set_up(&api.operations[&id], &client);
            Example { set_up, ..call }
        });
        files.push(client::file(client));
    }

    // 6. Items that depend on all files: the index of the models, constraints, imports, runtime modules, and the root.
    files.push(models::index(&models, &files, &features::Gates::of(api, &calls.features)));
    if config.constraints == Limits::Check {
        constraints::enforce(api, &naming, &mut files);
    }
    let samples = samples::lower(api, &naming, &calls.ids, &calls.features);
    let has_samples = samples.is_some();
    files.extend(samples);
    qualify::qualify(&mut files);
    imports::add(&mut files);
    let parts = runtime_modules::find(&files, config.unnamed_members, config.constraints);
    files.push(root::lower(api, &package, &parts, http, has_samples));
    files.sort_by(|left, right| left.path.cmp(&right.path));

    // 7. The crate, unless there were errors, with the names to record.
    let (errors, notes): (Vec<_>, Vec<_>) = problems.into_iter().partition(|problem| problem.level == Level::Error);
    if !errors.is_empty() {
        return Err(errors);
    }
    let recorded = recorded(&naming, calls.names);
    let stable_config = stable_config(given, naming.moved, calls.moved);
    let counts = statistics::of(api, &notes);
    let mut types = naming.types;
    types.retain(|name, _| !taken_apart.contains(name));
    let names = SpecNames { types, operations: calls.ids };
    let title = docs::line(&api.title);
    let group_features = calls.features.into_iter().map(|(feature, _)| feature).collect();
    let krate = Crate { package, title, files, parts, group_features, sources: sources(api), example, names };
    Ok(Lowered { krate, notes, stable_config, recorded, counts })
}

/// The files from which the types and operations come, each once.
fn sources(api: &Api) -> Vec<String> {
    let types = api.types.values().filter_map(|ty| ty.origin.as_ref());
    let operations = api.operations.values().filter_map(|operation| operation.origin.as_ref());
    let files: BTreeSet<&String> = types.chain(operations).map(|origin| &origin.file).collect();
    files.into_iter().cloned().collect()
}

/// All names to record. For properties and values, these are only the names that depend on others, because the rest
/// follows from the spec.
fn recorded(naming: &names::naming::Naming, operations: BTreeMap<String, config::OperationConfig>) -> Names {
    let types = naming.types.iter().map(|(name, ident)| {
        let moved = naming.moved.get(name).cloned().unwrap_or_default();
        (name.clone(), config::TypeConfig { name: Some(ident.text().to_owned()), ..moved })
    });
    Names { operations, types: types.collect() }
}

/// The config, with names that depend on others added where nothing is configured.
fn stable_config(
    config: &CrateConfig,
    types: BTreeMap<String, config::TypeConfig>,
    operations: BTreeMap<String, config::OperationConfig>,
) -> CrateConfig {
    let mut stable_config = config.clone();
    for (name, moved) in types {
        let setting = stable_config.types.entry(name).or_default();
        setting.name = setting.name.take().or(moved.name);
        setting.members.extend(moved.members);
        setting.values.extend(moved.values);
    }
    for (id, moved) in operations {
        let setting = stable_config.operations.entry(id).or_default();
        setting.method = setting.method.take().or(moved.method);
        setting.request = setting.request.take().or(moved.request);
    }
    stable_config
}

fn package(api: &Checked, setting: &PackageConfig, problems: &mut Vec<Problem>) -> Package {
    let PackageConfig { name, version, description, license } = setting;
    let mut refuse = |member: &str, message: String, help: &str| {
        let place = places::config_place(&["package", member]);
        problems.push(Problem::error(crate::problem::Rule::InvalidConfig, place, message, help));
    };
    if !is_package_name(name) {
        let help = "Use lower-case letters, digits, `-` and `_`, a letter first.";
        refuse("name", format!("`{name}` is not a valid package name"), help);
    }
    if !is_version(version) {
        refuse("version", format!("`{version}` is not a version"), "Write three numbers: 0.1.0.");
    }
    if let Some(license) = license
        && !license.chars().all(|next| next.is_ascii_alphanumeric() || " -.+()".contains(next))
    {
        refuse("license", "the license is not an SPDX expression".to_owned(), "Write one such as `MIT OR Apache-2.0`.");
    }
    let title: String = api.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = crate::text::shown(&title.chars().take(200).collect::<String>());
    Package {
        name: name.clone(),
        version: version.clone(),
        description: description.clone().unwrap_or_else(|| format!("A client of the API `{title}`.")),
        license: license.clone(),
    }
}

/// Whether cargo accepts the string as the name of a package, on every platform.
pub fn is_package_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= 64
        && name.chars().all(|next| next.is_ascii_lowercase() || next.is_ascii_digit() || matches!(next, '-' | '_'))
        && !rust::is_keyword(name)
        && !matches!(
            name,
            "con" | "prn" | "aux" | "nul" | "test" | "core" | "std" | "alloc" | "self" | "super" | "crate"
        )
}
