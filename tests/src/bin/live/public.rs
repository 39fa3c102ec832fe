//! Well-known public APIs: what their own guides show, against servers of ours with the same shapes.
//!
//! Their documents are not committed. Whoever has a folder of them names it, and what is not in it is skipped.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::server::Server;
use crate::{Result, folder, root, succeed, target, write};

/// A public API with a program that calls it.
#[derive(Debug)]
struct Service {
    /// The name of the folder under `tests/live/public`, of the document without its extension, and of the program.
    name: &'static str,
    /// The operations that are generated: those of the groups that the program calls.
    include: &'static [&'static str],
}

const SERVICES: &[Service] = &[
    Service { name: "openai", include: &["chat.*", "files.*", "vector_stores.*"] },
    Service { name: "qdrant", include: &["collections.*", "points.*", "search.*", "snapshots.*"] },
    Service { name: "nexus", include: &["projects.*", "disks.*", "instances.*"] },
    Service { name: "docker", include: &["container.*", "image.*"] },
    Service { name: "stripe", include: &["customers.*", "payment_intents.*", "files.*"] },
    Service { name: "github", include: &["issues.*", "repos.*", "search.*"] },
];

/// Runs the programs whose documents are in a folder; all if no API is named. Returns the names of those that failed.
pub fn run(documents: &Path, names: &[String]) -> Result<Vec<&'static str>> {
    let known = |name: &String| SERVICES.iter().any(|service| service.name == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let known: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
        return Err(format!("`{unknown}` is not a public API here: choose from {}", known.join(", ")));
    }
    if !documents.is_dir() {
        return Err(format!("{} is not a folder", documents.display()));
    }
    let mut failed = Vec::new();
    for service in SERVICES {
        if !names.is_empty() && !names.iter().any(|name| name == service.name) {
            continue;
        }
        let Some(document) = document(documents, service.name) else {
            let (name, documents) = (service.name, documents.display());
            println!(
                "{name}: skipped: {documents} has neither {name}.json nor {name}.yaml; see tests/live/public/README.md"
            );
            continue;
        };
        println!("{}", service.name);
        if let Err(error) = calls(service, &document) {
            eprintln!("{}: {error}", service.name);
            failed.push(service.name);
        }
    }
    Ok(failed)
}

/// The document of an API in a folder.
fn document(documents: &Path, name: &str) -> Option<PathBuf> {
    let files = ["json", "yaml", "yml"].map(|extension| documents.join(name).with_extension(extension));
    files.into_iter().find(|file| file.is_file())
}

/// Generates the crate, starts the server and runs the program.
fn calls(service: &Service, document: &Path) -> Result {
    let package = target().join("public").join(service.name);
    // Each crate is a separate workspace, so neither is in the folder of the other.
    let client = target().join("public/clients").join(service.name);
    let sources = folder().join("public").join(service.name);
    let mut generate = Command::new(env!("CARGO"));
    generate.current_dir(root()).args(["xtask", "generate"]).arg(absolute(document)?);
    generate.args(["--accept-proposals", "--lenient", "--name", &format!("{}-client", service.name)]);
    generate.arg("--out").arg(&client);
    service.include.iter().for_each(|glob| _ = generate.args(["--include", *glob]));
    let output = generate.stdout(Stdio::null()).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("no crate can be generated:\n{}", String::from_utf8_lossy(&output.stderr)));
    }
    let template = include_str!("../../../live/public/Cargo.toml.txt");
    let calls = sources.join("calls.rs").display().to_string();
    write(&package.join("Cargo.toml"), &template.replace("{api}", service.name).replace("{calls}", &calls))?;
    let mut python = Command::new("python3");
    python.arg(sources.join("server.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    let server = Server::start(service.name, python)?;
    let mut test = Command::new(env!("CARGO"));
    test.current_dir(&package).args(["test", "--quiet"]).env("CARGO_TARGET_DIR", target().join("build"));
    succeed(test.env("LIVE_URL", server.url()))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))
}
