//! Runs cargo for the tests. Artifacts go to the folder in which the tests themselves were built, so that little is
//! built twice.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::workshop::Workshop;

/// The folder for artifacts, in which the tests were built.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder for tests lies in that of the build")
}

/// The profiles of the project's own manifest as a file of settings. With other profiles, dependencies would be built
/// again.
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

/// The packages that the project's own tests build with more features than a generated crate asks for: the section of
/// a manifest, the package with its version, and the features. Where a build in another workspace has them too, it
/// uses what was built for the tests; otherwise it would compile them and all that depend on them once more.
const SHARED: &[(&str, &str, &str, &[&str])] = &[
    ("dependencies", "bitflags", "2", &["std"]),
    ("dependencies", "futures-core", "0.3", &[]),
    ("dependencies", "indexmap", "2", &["serde"]),
    ("dependencies", "log", "0.4", &["std"]),
    ("dependencies", "memchr", "2", &[]),
    ("dependencies", "serde", "1", &["alloc", "derive"]),
    ("dependencies", "serde_json", "1", &["alloc", "preserve_order"]),
    ("dependencies", "slab", "0.4", &[]),
    ("dependencies", "tokio", "1", &["macros"]),
    ("dependencies", "tracing-core", "0.1", &[]),
    // Derives of dependencies; a package without a build script does not build it.
    ("build-dependencies", "syn", "3", &["full"]),
];

/// The name of the package of [`shared_package`].
pub const SHARED_PACKAGE: &str = "shared-features";

/// The files, in a folder of its name, of a package without code that adds the features of [`SHARED`] to a build.
pub fn shared_package() -> [(String, Vec<u8>); 2] {
    let package = format!("[package]\nname = \"{SHARED_PACKAGE}\"\nedition = \"2024\"\n");
    let entry = |(section, package, version, features): &(&str, &str, &str, &[&str])| {
        let name = format!("{package}-{version}").replace('.', "-");
        format!("\n[{section}.{name}]\npackage = \"{package}\"\nversion = \"{version}\"\nfeatures = {features:?}\n")
    };
    let entries: String = SHARED.iter().map(entry).collect();
    let manifest = format!("{package}\n[lib]\ntest = false\ndoctest = false\n{entries}");
    let file = |path: &str, text: String| (format!("{SHARED_PACKAGE}/{path}"), text.into_bytes());
    [file("Cargo.toml", manifest), file("src/lib.rs", String::new())]
}

/// A command of cargo in a folder.
pub fn cargo(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    command.current_dir(folder).arg("--config").arg(profiles()).args(args);
    // What an incremental build keeps takes a quarter of the time, and is of no use to crates that are built once.
    command.env("CARGO_INCREMENTAL", "0");
    command.env("CARGO_TARGET_DIR", target()).env("CARGO_TERM_COLOR", "never");
    // Cargo sets these for the tests. The build script of ring reads them, so that ring and all that depends on it would
    // be built again here, and once more for the tests.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text == "OUT_DIR" || text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a command that has to succeed. Commands run one after another, since cargo would make them wait anyway.
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

/// Builds the packages in a folder, and refuses warnings.
///
/// Warnings are found in the output of the compiler rather than denied by `RUSTFLAGS`, which would make cargo build all
/// dependencies again. Cargo repeats the warnings of a package that is up to date.
pub fn build_without_warnings(folder: &Path, args: &[&str]) {
    let mut command = cargo(folder, args);
    let output = run(command.args(["--offline", "--message-format", "json"]));
    let said: Vec<String> = messages(&output).filter_map(|message| rendered(&message)).collect();
    assert!(said.is_empty(), "{command:?}\n{}", said.join("\n"));
}

/// Runs a command that may fail, and returns the files with errors, as the compiler names them. Commands run one after
/// another.
pub fn with_errors(command: &mut Command) -> BTreeSet<String> {
    let output = output(command);
    let errors = messages(&output).filter(|message| message["message"]["level"] == "error");
    let with_errors: BTreeSet<String> = errors.filter_map(|message| place(&message["message"])).collect();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !with_errors.is_empty(), "{command:?}\n{err}");
    with_errors
}

/// The file of an error; for code of a macro, the file that calls the macro. `None` for the message with the number of
/// errors.
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

/// The message of the compiler in readable form. Cargo hides messages about dependencies.
fn rendered(message: &Value) -> Option<String> {
    (message["reason"] == "compiler-message").then(|| message["message"]["rendered"].to_string())
}

/// The path of the program that `cargo xtask` runs.
pub fn xtask() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_commands"))
}

/// The output of a program, and its exit code.
#[derive(Clone, Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A command of the project in a folder, with the variables that cargo sets for a package there. It uses no records of
/// earlier runs, so that a test sees a full run.
pub fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder.join("xtask")).env("XTASK_RECORDS", "");
    command
}

impl Said {
    /// Runs a program in a folder, with the variables that cargo sets for a package there.
    pub fn by(program: &Path, folder: &Path, args: &[&OsStr]) -> Self {
        Self::of(command(program, folder).args(args))
    }

    /// Runs a command.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program can be run");
        Self {
            code: output.status.code().expect("the program ends by itself"),
            out: String::from_utf8(output.stdout).expect("what is printed is UTF-8"),
            err: String::from_utf8(output.stderr).expect("what is printed is UTF-8"),
        }
    }
}

/// The warning is seen again if the package was built before and is up to date.
#[test]
#[should_panic(expected = "unused variable: `unused`")]
fn a_warning_is_seen() {
    let workshop = Workshop::empty("a-warning-is-seen");
    workshop.write("Cargo.toml", "[package]\nname = \"warned-of\"\nedition = \"2024\"\n\n[workspace]\n");
    workshop.write("src/lib.rs", "pub fn f(unused: u8) {}\n");
    run(&mut cargo(workshop.folder(), &["check", "--quiet", "--offline"]));
    build_without_warnings(workshop.folder(), &["check"]);
}
