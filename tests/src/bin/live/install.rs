//! Installs frameworks in the versions that `tests/live` states.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::frameworks::{Framework, Language};
use crate::{Result, cargo, folder, succeed, target, write};

/// Installs a framework unless that was done before, and returns the command that starts its server.
pub fn program(framework: &Framework, update: bool) -> Result<Command> {
    match framework.language {
        Language::Python => python(framework),
        Language::TypeScript => type_script(framework),
        Language::Rust => rust(framework, update),
    }
}

fn python(framework: &Framework) -> Result<Command> {
    let environment = target().join("python");
    let python = environment.join("bin/python");
    let requirements = folder().join("requirements.txt");
    once(&requirements, &environment.join("installed.txt"), || {
        succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
        succeed(pip.arg(&requirements))
    })?;
    let mut command = Command::new(python);
    command.arg(framework.folder().join("server.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

fn type_script(framework: &Framework) -> Result<Command> {
    let node = target().join("node");
    let copy = |file: &str| -> Result {
        let text = read(&folder().join(file))?;
        write(&node.join(file), &text)
    };
    once(&folder().join("package-lock.json"), &node.join("installed.json"), || {
        copy("package.json")?;
        copy("package-lock.json")?;
        // Scripts of packages that run on installation are not needed here.
        let mut npm = Command::new("npm");
        npm.current_dir(&node).args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]);
        succeed(&mut npm)
    })?;
    // Node looks for packages in the folders above a file, so the server has to be below that of its packages.
    copy("tsconfig.json")?;
    let listed = fs::read_dir(framework.folder()).map_err(|error| error.to_string())?;
    for entry in listed {
        let file = entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned();
        if file.ends_with(".ts") || file == "tsoa.json" {
            copy(&format!("{}/{file}", framework.name))?;
        }
    }
    let sources = node.join(framework.name);
    if sources.join("tsoa.json").exists() {
        succeed(Command::new(node.join("node_modules/.bin/tsoa")).arg("spec-and-routes").current_dir(&sources))?;
    }
    write(
        &node.join(framework.name).join("tsconfig.json"),
        "{ \"extends\": \"../tsconfig.json\", \"include\": [\"server.ts\"] }\n",
    )?;
    let mut compiler = Command::new(node.join("node_modules/.bin/tsc"));
    succeed(compiler.args(["--project"]).arg(node.join(framework.name)))?;
    let mut command = Command::new("node");
    command.arg(node.join("built").join(framework.name).join("server.js"));
    Ok(command)
}

fn rust(framework: &Framework, update: bool) -> Result<Command> {
    let program = format!("server-{}", framework.name);
    succeed(cargo("build", update).args(["--package", &framework.package(), "--bin", &program]))?;
    Ok(Command::new(target().join("build/debug").join(program)))
}

/// Installs what a file lists, unless a copy of the same file says that this was done.
fn once(list: &Path, done: &Path, install: impl FnOnce() -> Result) -> Result {
    let wanted = read(list)?;
    if fs::read_to_string(done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    install()?;
    write(done, &wanted)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}
