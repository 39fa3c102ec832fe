//! Installs frameworks in the versions that `tests/live` states.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::frameworks::{Framework, Language};
use crate::{Result, folder, succeed, target, write};

/// Installs a framework unless that was done before, and returns the command that starts its server.
pub fn program(framework: &Framework, _update: bool) -> Result<Command> {
    match framework.language {
        Language::Python => python(framework),
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

/// Installs what a file lists, unless a copy of the same file says that this was done.
fn once(list: &Path, done: &Path, install: impl FnOnce() -> Result) -> Result {
    let wanted = fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
    if fs::read_to_string(done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    install()?;
    write(done, &wanted)
}
