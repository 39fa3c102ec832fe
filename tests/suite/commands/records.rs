//! Tests of the records of earlier runs: a run that would read the same prints the same, and everything else leads to a
//! full run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};

use super::interrupted::start;
use crate::cargo::{Said, command, xtask};
use crate::workshop::Workshop;

const DOCUMENT: &str = r##"openapi: 3.1.0
info: { title: Tasks, version: "1" }
servers: [{ url: "https://api.example.com" }]
paths:
  /tasks/{id}:
    get:
      operationId: getTask
      tags: [tasks]
      responses:
        "200": { description: The task, content: { application/json: { schema: { $ref: "task.yaml" } } } }
"##;
const TASK: &str = "type: object\nproperties: { id: { type: integer }, state: { enum: [open, done] } }\n";
const OVERLAY: &str = r#"{"overlay": "1.0.0", "info": {"title": "o", "version": "1"},
    "actions": [{"target": "$.info", "update": {"title": "Chores"}}]}"#;
const GENERATE: &[&str] =
    &["generate", "docs/tasks.yaml", "--out", "out", "--overlay", "overlay.json", "--names", "names.json"];

/// A workspace whose commands use records.
struct Recorded {
    workshop: Workshop,
    program: PathBuf,
}

/// What the records of [`Recorded::mark`] print in addition.
const MARK: &str = "from the record\n";

impl Recorded {
    /// A workspace with a small document, and an API under `specs/`.
    fn new(name: &str) -> Self {
        let workshop = Workshop::empty(name);
        workshop.write("docs/tasks.yaml", DOCUMENT);
        workshop.write("docs/task.yaml", TASK);
        workshop.write("overlay.json", OVERLAY);
        let spec = include_str!("../../cases/emit/paging.api.json");
        workshop.write("specs/tasks/api.json", spec);
        workshop.write("specs/tasks/crate.json", r#"{"package": {"name": "listed", "version": "1.0.0"}}"#);
        Self { workshop, program: xtask().to_owned() }
    }

    /// The folder of the records, which `Workshop::files` leaves out.
    fn folder(&self) -> PathBuf {
        self.workshop.folder().join("target/records")
    }

    fn records(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.folder()) else { return Vec::new() };
        entries.map(|entry| entry.expect("it can be read").path()).collect()
    }

    fn run(&self, args: &[&str]) -> Said {
        self.run_with(args, &self.folder())
    }

    fn run_with(&self, args: &[&str], records: &Path) -> Said {
        Said::of(command(&self.program, self.workshop.folder()).env("XTASK_RECORDS", records).args(args))
    }

    /// Runs a command without records.
    fn run_in_full(&self, args: &[&str]) -> Said {
        self.run_with(args, Path::new(""))
    }

    /// Makes a record, which prints what shows that it was used, and returns its text. The run before it writes nothing.
    fn mark(&self) -> String {
        let records = self.records();
        let [path] = records.as_slice() else { panic!("one record: {records:?}") };
        let text = fs::read_to_string(path).expect("a record is text");
        let marked =
            edited(&text, |run| run["messages"].as_array_mut().expect("a list").insert(0, json!({"Out": MARK})));
        fs::write(path, &marked).expect("a record can be written");
        marked
    }

    /// Writes the record and the files again as they were.
    fn restore(&self, record: &str, files: &std::collections::BTreeMap<String, Vec<u8>>) {
        for path in self.workshop.files().into_keys().filter(|path| !files.contains_key(path)) {
            self.workshop.remove(&path);
            // Removing a folder fails if it is not empty.
            let above = Path::new(&path).ancestors().skip(1).map(|folder| self.workshop.folder().join(folder));
            above.take_while(|folder| fs::remove_dir(folder).is_ok()).for_each(drop);
        }
        for (path, bytes) in files {
            let at = self.workshop.folder().join(path);
            if fs::symlink_metadata(&at).is_ok_and(|found| found.is_symlink() || found.permissions().readonly()) {
                fs::remove_file(&at).expect("it can be removed");
            }
            if fs::read(&at).ok().as_ref() != Some(bytes) {
                self.workshop.write_bytes(path, bytes);
            }
        }
        let records = self.records();
        let [path] = records.as_slice() else { panic!("one record: {records:?}") };
        fs::write(path, record).expect("a record can be written");
    }
}

/// The text of a record with a change, and the hash that belongs to it.
fn edited(text: &str, edit: impl FnOnce(&mut Value)) -> String {
    let (_, run) = text.split_once('\n').expect("the first line is a hash");
    let mut run = serde_json::from_str(run).expect("the rest is JSON");
    edit(&mut run);
    hashed(&run.to_string())
}

fn hashed(run: &str) -> String {
    let hash: String = hmac_sha256::Hash::hash(run.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hash}\n{run}")
}

fn is_replayed(said: &Said) -> bool {
    said.out.starts_with(MARK)
}

fn assert_equal(said: &Said, other: &Said) {
    assert_eq!((said.code, &said.out, &said.err), (other.code, &other.out, &other.err));
}

#[test]
fn a_record_prints_what_a_full_run_prints() {
    let json = ["--message-format", "json"];
    let rows = [
        (GENERATE.to_vec(), true),
        ([GENERATE, &json].concat(), true),
        (vec!["generate", "docs/wrong.yaml", "--out", "out", "--lenient"], true),
        (vec!["regenerate"], true),
        ([&["regenerate"][..], &json].concat(), true),
        (vec!["regenerate", "tasks", "--check"], false),
    ];
    for (args, writes) in rows {
        let recorded = Recorded::new("a-record-prints-the-same");
        // It has warnings, which are shown with their lines, and an operation that is left out.
        let wrong = "  /wrong:\n    get: { parameters: [{ in: 7 }], responses: { default: { description: None } } }\n";
        recorded.workshop.write("docs/wrong.yaml", &format!("{DOCUMENT}{wrong}"));
        recorded.run_in_full(if writes { &args } else { &["regenerate"] });
        let expected = recorded.run_in_full(&args);
        let files = recorded.workshop.files();
        assert_eq!(expected.code, 0, "{args:?}: {}", expected.err);
        assert!(recorded.records().is_empty(), "an empty variable means no records");
        // Once the record is that of a run that wrote nothing, once that of a run that wrote everything.
        for remove in [&[][..], &["out", "generated"]] {
            remove.iter().for_each(|folder| drop(fs::remove_dir_all(recorded.workshop.folder().join(folder))));
            if !writes && !remove.is_empty() {
                continue;
            }
            let first = recorded.run(&args);
            assert_eq!(first.out == expected.out, remove.is_empty(), "{}", first.out);
            recorded.mark();
            let mut second = recorded.run(&args);
            assert!(is_replayed(&second), "{args:?}: {}", second.out);
            second.out.replace_range(..MARK.len(), "");
            assert_equal(&second, &expected);
            assert!(files == recorded.workshop.files(), "{args:?} wrote something");
            fs::remove_dir_all(recorded.folder()).expect("it can be removed");
        }
    }
}

/// A name, a change, and the arguments that are added.
type Reason = (&'static str, fn(&Workshop), &'static [&'static str]);

const MODEL: &str = "out/src/models/task.rs";

fn append(workshop: &Workshop, path: &str, text: &str) {
    workshop.write(path, &format!("{}{text}", workshop.read(path)));
}

/// Checks that a command is not replayed after each of the changes, and is replayed without them.
fn each_leads_to_a_full_run(recorded: &Recorded, args: &[&str], reasons: &[Reason]) {
    recorded.run(args);
    // The first run has written the file of names, which the second one reads.
    recorded.run(args);
    let (record, files) = (recorded.mark(), recorded.workshop.files());
    for (name, change, more) in reasons {
        change(&recorded.workshop);
        let said = recorded.run(&[args, *more].concat());
        assert!(!is_replayed(&said), "{name}: {}", said.out);
        if more.is_empty() {
            recorded.restore(&record, &files);
        }
        assert!(is_replayed(&recorded.run(args)), "after: {name}");
    }
}

#[test]
fn each_change_leads_to_a_full_generate() {
    let recorded = Recorded::new("each-change-leads-to-a-full-generate");
    let mut reasons: Vec<Reason> = vec![
        ("the document", |workshop| append(workshop, "docs/tasks.yaml", "# more\n"), &[]),
        ("a file to which it refers", |workshop| append(workshop, "docs/task.yaml", "# more\n"), &[]),
        ("a file to which it refers is gone", |workshop| workshop.remove("docs/task.yaml"), &[]),
        ("an overlay", |workshop| append(workshop, "overlay.json", " "), &[]),
        ("names", |workshop| append(workshop, "names.json", " "), &[]),
        ("new fixups", |workshop| workshop.write("docs/fixups.json", r#"{"fixups": []}"#), &[]),
        (
            "a new config",
            |workshop| workshop.write("docs/crate.json", r#"{"package": {"name": "tasks", "version": "2.0.0"}}"#),
            &[],
        ),
        ("the workspace around", |workshop| append(workshop, "Cargo.toml", "# more\n"), &[]),
        ("an edited file", |workshop| append(workshop, MODEL, "// more\n"), &[]),
        ("a removed file", |workshop| workshop.remove(MODEL), &[]),
        ("the list of files", |workshop| append(workshop, "out/.generated.sha256", "# more\n"), &[]),
        (
            "a file that looks generated",
            |workshop| workshop.write("out/src/models/more.rs", &workshop.read(MODEL)),
            &[],
        ),
        ("a file of a killed run", |workshop| workshop.write("out/.generated-1.tmp", ""), &[]),
        ("another crate in the crate", |workshop| workshop.write("out/src/models/Cargo.toml", ""), &[]),
    ];
    #[cfg(unix)]
    reasons.extend([
        (
            "a symbolic link to the same text",
            (|workshop| {
                let path = workshop.folder().join(MODEL);
                fs::rename(&path, workshop.folder().join("elsewhere.rs")).expect("it can be moved");
                std::os::unix::fs::symlink("../../../elsewhere.rs", path).expect("a link can be made");
            }) as fn(&Workshop),
            &[] as &[&str],
        ),
        (
            "a file that is read-only",
            |workshop| {
                let path = workshop.folder().join(MODEL);
                let mut permissions = fs::metadata(&path).expect("it exists").permissions();
                permissions.set_readonly(true);
                fs::set_permissions(&path, permissions).expect("they can be set");
            },
            &[],
        ),
    ]);
    each_leads_to_a_full_run(&recorded, GENERATE, &reasons);
    // Each has a record of its own, or none.
    let options: &[Reason] = &[
        ("another format of messages", |_| {}, &["--message-format", "json"]),
        ("strict", |_| {}, &["--strict"]),
        ("force", |_| {}, &["--force"]),
        ("a choice of operations", |_| {}, &["--include", "tasks.*"]),
    ];
    for (name, _, more) in options {
        let said = recorded.run(&[GENERATE, more].concat());
        assert!(!is_replayed(&said), "{name}: {}", said.out);
    }
}

#[test]
fn each_change_leads_to_a_full_regenerate() {
    let recorded = Recorded::new("each-change-leads-to-a-full-regenerate");
    let reasons: &[Reason] = &[
        ("the spec", |workshop| append(workshop, "specs/tasks/api.json", " "), &[]),
        ("the config", |workshop| append(workshop, "specs/tasks/crate.json", " "), &[]),
        ("a new chapter", |workshop| workshop.write("specs/tasks/README.md", "More.\n"), &[]),
        ("an edited file", |workshop| append(workshop, "generated/listed/src/lib.rs", "// more\n"), &[]),
        (
            "another API",
            |workshop| {
                let of = |file: &str| workshop.read(&format!("specs/tasks/{file}"));
                workshop.write("specs/more/api.json", &of("api.json"));
                workshop.write("specs/more/crate.json", &of("crate.json").replace("listed", "more"));
            },
            &[],
        ),
    ];
    each_leads_to_a_full_run(&recorded, &["regenerate"], reasons);
    assert!(!is_replayed(&recorded.run(&["regenerate", "--check"])), "it has a record of its own");
}

/// A record says that the crate is up to date, which must not hide that it is not.
#[test]
fn checking_gives_the_same_verdict_with_a_record() {
    let recorded = Recorded::new("checking-with-a-record");
    let (check, model) = (["regenerate", "--check"], "generated/listed/src/lib.rs");
    assert_eq!(recorded.run(&check).code, 4, "there is no crate");
    assert!(recorded.records().is_empty(), "what is stale has no record");
    recorded.run_in_full(&["regenerate"]);
    assert_eq!(recorded.run(&check).code, 0);
    recorded.mark();
    assert!(is_replayed(&recorded.run(&check)));
    append(&recorded.workshop, model, "// more\n");
    assert_equal(&recorded.run(&check), &recorded.run_in_full(&check));
    assert_eq!(recorded.run(&check).code, 4);
}

#[test]
fn another_folder_or_program_leads_to_a_full_run() {
    let mut recorded = Recorded::new("another-folder-or-program");
    let folder = recorded.workshop.folder().to_owned();
    let absolute = |path: &str| folder.join(path).to_string_lossy().into_owned();
    let [document, out] = [absolute("docs/tasks.yaml"), absolute("out")];
    let args = ["generate", &document, "--out", &out].map(OsStr::new);
    recorded.run(&["generate", &document, "--out", &out]);
    recorded.mark();
    let run = |program: &Path, current: &str, root: &str| {
        let mut command = command(program, &folder);
        command.env("XTASK_RECORDS", recorded.folder()).current_dir(folder.join(current));
        Said::of(command.env("CARGO_MANIFEST_DIR", folder.join(root)).args(args))
    };
    assert!(is_replayed(&run(xtask(), "", "xtask")));
    assert!(!is_replayed(&run(xtask(), "docs", "xtask")), "messages have paths from the current folder");
    assert!(!is_replayed(&run(xtask(), "", "docs/xtask")), "messages have paths from the root");
    // Bytes behind the end of a program change nothing of what it does.
    let (program, copy) = (xtask(), folder.join("target/program"));
    let bytes = fs::read(program).expect("the program can be read");
    fs::write(&copy, [&bytes[..], b"another version"].concat()).expect("it can be written");
    fs::set_permissions(&copy, fs::metadata(program).expect("it exists").permissions()).expect("they can be set");
    let said = run(&copy, "", "xtask");
    assert!(said.code == 0 && !is_replayed(&said), "{}", said.err);
    recorded.program = copy;
    assert_eq!(recorded.records().len(), 3, "the other program has replaced the record");
}

#[test]
fn a_broken_record_is_ignored() {
    let recorded = Recorded::new("a-broken-record-is-ignored");
    let args = ["generate", "docs/tasks.yaml", "--out", "out"];
    recorded.run_in_full(&args);
    let expected = recorded.run_in_full(&args);
    recorded.run(&args);
    let record = recorded.mark();
    assert!(is_replayed(&recorded.run(&args)));
    let path = recorded.records().remove(0);
    let broken = [
        String::new(),
        "\n".to_owned(),
        record[..record.len() / 2].to_owned(),
        record.replace("from the record", "from the Record"),
        record.replacen("from the record", "from\u{1b}[2J the record", 1),
        hashed("{}"),
        hashed("[[[[[["),
        hashed(&"[".repeat(100_000)),
        edited(&record, |run| drop(run["answers"].take())),
        edited(&record, |run| run["answers"][0][0] = json!("Nothing")),
        edited(&record, |run| run["program"] = json!("1 0000000000000000")),
        edited(&record, |run| run["command"]["options"] = json!("generate")),
        edited(&record, |run| run["messages"] = json!([{"Out": 7}])),
    ];
    for text in broken {
        fs::write(&path, &text).expect("it can be written");
        let said = recorded.run(&args);
        assert!(!said.out.contains("the record"), "{text:.200}");
        assert_equal(&said, &expected);
    }
    // The run has replaced it by one that can be used.
    recorded.mark();
    assert!(is_replayed(&recorded.run(&args)));
    // What is in its place is not followed and not replaced by force.
    fs::remove_file(&path).expect("it can be removed");
    fs::create_dir(&path).expect("a folder can be made");
    assert_equal(&recorded.run(&args), &expected);
    // A folder that cannot be made is no error either.
    assert_equal(&recorded.run_with(&args, &recorded.workshop.folder().join("Cargo.toml")), &expected);
}

#[test]
fn runs_at_once_keep_a_record_that_can_be_used() {
    let recorded = Recorded::new("runs-at-once-keep-a-record");
    let args = ["generate", "docs/tasks.yaml", "--out", "out"];
    recorded.run_in_full(&args);
    let expected = recorded.run_in_full(&args);
    let starts = (0..6).map(|_| {
        let mut command = command(xtask(), recorded.workshop.folder());
        command.env("XTASK_RECORDS", recorded.folder()).args(args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program can be run")
    });
    for child in starts.collect::<Vec<_>>() {
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected.out);
    }
    recorded.mark();
    assert!(is_replayed(&recorded.run(&args)));
    // A run in full at the same time holds the lock of the folder, or does not.
    let mut other = start(&recorded.workshop, &args);
    assert_eq!(recorded.run(&args).code, 0);
    assert!(other.wait().expect("it ends").success());
}

#[test]
fn old_records_are_removed() {
    let recorded = Recorded::new("old-records-are-removed");
    fs::create_dir_all(recorded.folder()).expect("a folder can be made");
    for number in 0..1_100 {
        fs::write(recorded.folder().join(format!("{number}.run")), "").expect("it can be written");
    }
    fs::write(recorded.folder().join("mine.txt"), "").expect("it can be written");
    let args = ["generate", "docs/tasks.yaml", "--out", "out"];
    recorded.run(&args);
    assert_eq!(recorded.records().len(), 1_001);
    assert!(recorded.folder().join("mine.txt").exists(), "only records are removed");
    let kept = recorded.records().into_iter().filter(|path| fs::metadata(path).is_ok_and(|found| found.len() > 0));
    assert_eq!(kept.count(), 1, "the new one is kept");
}
