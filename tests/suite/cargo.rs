//! Cargo as the tests run it: what it builds lies where the tests themselves were built, so that little is built twice.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::workshop::Workshop;

/// The folder in which the tests were built.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder for tests lies in that of the build")
}

/// The profiles of the project's own manifest as a file of settings; with others, dependencies would be built anew.
fn profiles() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let manifest = fs::read_to_string(crate::root().join("Cargo.toml")).expect("the project has a manifest");
        let profiles = manifest.find("[profile.").map_or("", |start| &manifest[start..]);
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("profiles.toml");
        fs::write(&file, profiles).expect("a file can be written");
        file
    })
}

/// A command of cargo in a folder.
pub fn cargo(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    command.current_dir(folder).arg("--config").arg(profiles()).args(args);
    command.env("CARGO_TARGET_DIR", target()).env("CARGO_TERM_COLOR", "never");
    command
}

/// Runs a command that has to go well; commands wait for each other, since cargo would let them wait anyway.
pub fn run(command: &mut Command) -> Output {
    let output = output(command);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
    output
}

fn output(command: &mut Command) -> Output {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    command.output().expect("cargo can be run")
}

/// Builds what stands in a folder, and refuses warnings.
///
/// They are looked for in what the compiler says and not denied by `RUSTFLAGS`, for which cargo would build all
/// dependencies anew. Those of a package that is up to date are said again.
pub fn build_without_warnings(folder: &Path, args: &[&str]) {
    let mut command = cargo(folder, args);
    let output = run(command.args(["--offline", "--message-format", "json"]));
    let said: Vec<String> = messages(&output).filter_map(|message| rendered(&message)).collect();
    assert!(said.is_empty(), "{command:?}\n{}", said.join("\n"));
}

/// Runs a command that may fail, and gives the files in which there are errors, as the compiler calls them; commands wait
/// for each other.
pub fn with_errors(command: &mut Command) -> BTreeSet<String> {
    let output = output(command);
    let errors = messages(&output).filter(|message| message["message"]["level"] == "error");
    let with_errors: BTreeSet<String> = errors.filter_map(|message| place(&message["message"])).collect();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !with_errors.is_empty(), "{command:?}\n{err}");
    with_errors
}

/// The file of an error: for code of a macro that in which the macro is called; none for the number of all errors.
fn place(error: &Value) -> Option<String> {
    let spans = error["spans"].as_array()?;
    let mut span = spans.iter().find(|span| span["is_primary"] == true)?;
    while span["expansion"].is_object() {
        span = &span["expansion"]["span"];
    }
    Some(span["file_name"].as_str()?.to_owned())
}

fn messages(output: &Output) -> impl Iterator<Item = Value> {
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
    lines.map(|line| serde_json::from_slice(line).expect("cargo writes JSON"))
}

/// What the compiler says; cargo holds back what it says of dependencies.
fn rendered(message: &Value) -> Option<String> {
    (message["reason"] == "compiler-message").then(|| message["message"]["rendered"].to_string())
}

/// The program that is run by `cargo xtask`.
pub fn xtask() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_commands"))
}

/// What a program said, and the code with which it ended.
#[derive(Clone, Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Runs a program in a folder, with the variables that cargo sets for a package there.
    pub fn by(program: &Path, folder: &Path, args: &[&OsStr]) -> Self {
        let output = Command::new(program)
            .args(args)
            .current_dir(folder)
            .env("CARGO_MANIFEST_DIR", folder.join("xtask"))
            .output()
            .expect("the program can be run");
        Self {
            code: output.status.code().expect("the program ends by itself"),
            out: String::from_utf8(output.stdout).expect("what is printed is UTF-8"),
            err: String::from_utf8(output.stderr).expect("what is printed is UTF-8"),
        }
    }
}

/// Also where the package was built before, and nothing is left to build.
#[test]
#[should_panic(expected = "unused variable: `unused`")]
fn a_warning_is_seen() {
    let workshop = Workshop::empty("a-warning-is-seen");
    workshop.write("Cargo.toml", "[package]\nname = \"warned-of\"\nedition = \"2024\"\n\n[workspace]\n");
    workshop.write("src/lib.rs", "pub fn f(unused: u8) {}\n");
    run(&mut cargo(workshop.folder(), &["check", "--quiet", "--offline"]));
    build_without_warnings(workshop.folder(), &["check"]);
}
