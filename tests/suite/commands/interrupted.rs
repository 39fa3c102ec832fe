//! Tests of commands that are killed, that run concurrently, and that run out of disk space: each file is complete, and
//! the next run succeeds.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{API, CART, ends};
use crate::cargo::{command, xtask};
use crate::workshop::{Workshop, files};

const LIST: &str = ".generated.sha256";
/// A spec whose crate is generated quickly, so that most runs are killed while they write.
const SMALL: &str = include_str!("../../cases/emit/paging.api.json");

/// Starts a command of the project.
pub fn start(workshop: &Workshop, args: &[&str]) -> Child {
    command(xtask(), workshop.folder())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run")
}

/// A reader may close the pipe of a command before it has read anything, as `head` does.
#[cfg(unix)]
#[test]
fn a_command_works_to_its_end_without_a_reader() {
    let workshop = Workshop::new("command-works-without-a-reader");
    let fresh = workshop.files();
    let remove = || fs::remove_dir_all(workshop.folder().join("generated/partner-center")).expect("it can be removed");
    remove();
    let run = |args: &[&str], out: Stdio, err: Stdio| {
        command(xtask(), workshop.folder())
            .args(args)
            .stdout(out)
            .stderr(err)
            .status()
            .expect("the program can be run")
            .code()
    };
    let unread = || Stdio::from(std::io::pipe().expect("the system has pipes").1);
    assert_eq!(run(&["regenerate"], unread(), unread()), Some(0));
    assert!(fresh == workshop.files(), "the crate is complete");
    assert_eq!(run(&["show", CART, "--stage", "spec"], unread(), unread()), Some(0));
    assert_eq!(run(&["regenerate", "nowhere"], unread(), unread()), Some(2));
    assert_eq!(run(&["generate", "Cargo.toml", "--out", "out"], unread(), unread()), Some(1));
    // A full disk is an error, which is found after the crate was written.
    if let Ok(full) = fs::File::create("/dev/full") {
        remove();
        assert_eq!(run(&["regenerate"], full.into(), Stdio::null()), Some(1));
        assert!(fresh == workshop.files(), "the crate is complete");
    }
}

/// Documents whose crates have the same name. No file of one crate is equal to one of another, because each file names
/// its source.
struct Versions {
    workshop: Workshop,
    /// The files of each version.
    fresh: Vec<BTreeMap<String, Vec<u8>>>,
}

impl Versions {
    const SOURCES: [&str; 3] = ["a.txt", "b.txt", "c.json"];

    fn new(name: &str) -> Self {
        let workshop = Workshop::new(name);
        for source in Self::SOURCES {
            let text = if source.ends_with("json") { SMALL.to_owned() } else { workshop.read(CART) };
            workshop.write(source, &text);
        }
        let fresh = Self::SOURCES.map(|source| {
            let out = format!("crate of {source}");
            ends(&workshop, &["generate", source, "--out", &out, "--name", "carts"], 0, &[]);
            files(&workshop.folder().join(out))
        });
        Self { workshop, fresh: fresh.into() }
    }

    fn args<'a>(&self, at: usize, out: &'a str) -> [&'a str; 6] {
        ["generate", Self::SOURCES[at], "--out", out, "--name", "carts"]
    }

    /// Checks that each file is a complete file of one version. Exceptions are the list, which has more entries while
    /// files are replaced, and temporary files.
    fn assert_whole(&self, out: &str) {
        let folder = self.workshop.folder().join(out);
        // All runs may have been killed before they created the folder.
        let found = if folder.exists() { files(&folder) } else { BTreeMap::new() };
        for (path, bytes) in found {
            let is_bookkeeping = path == LIST || path.starts_with(".generated-");
            let is_whole = self.fresh.iter().any(|fresh| fresh.get(&path) == Some(&bytes));
            assert!(is_bookkeeping || is_whole, "{path}: {}", String::from_utf8_lossy(&bytes));
        }
    }

    /// Checks that a complete run leaves exactly the files of the version, and prints no warning.
    fn assert_mended(&self, at: usize, out: &str) {
        let said = ends(&self.workshop, &self.args(at, out), 0, &[]);
        assert_eq!(said.err, "");
        let found = files(&self.workshop.folder().join(out));
        let differ = |path: &&String| found.get(*path) != self.fresh[at].get(*path);
        let differ: Vec<&String> = found.keys().chain(self.fresh[at].keys()).filter(differ).collect();
        assert!(differ.is_empty(), "{differ:?}");
    }
}

/// 300 runs are killed, three at a time, each at another moment.
#[test]
fn a_killed_run_is_repaired_by_the_next() {
    let versions = Versions::new("a-killed-run");
    let start_time = Instant::now();
    versions.assert_mended(0, "out");
    let mut whole = start_time.elapsed();
    let mut random = fastrand::Rng::with_seed(12);
    let (mut killed, mut changed) = (0, 0);
    for round in 0.. {
        if killed >= 300 || round == 200 {
            break;
        }
        // A first run is killed as well as one that replaces and removes files.
        if round % 10 == 0 {
            std::fs::remove_dir_all(versions.workshop.folder().join("out")).expect("a folder can be removed");
        }
        let list = || std::fs::read(versions.workshop.folder().join("out").join(LIST)).ok();
        let before = list();
        let mut runs: Vec<Child> =
            (0..3).map(|at| start(&versions.workshop, &versions.args((round + at) % 3, "out"))).collect();
        // Three runs use the same folder, and wait for each other.
        let mut moments: Vec<Duration> = (0..3).map(|_| whole.mul_f64(random.f64() * 2.0)).collect();
        moments.sort();
        let started = Instant::now();
        random.shuffle(&mut runs);
        for (run, moment) in runs.iter_mut().zip(moments) {
            std::thread::sleep(moment.saturating_sub(started.elapsed()));
            killed += usize::from(run.try_wait().expect("a run can be waited for").is_none());
            // A process that has ended cannot be killed.
            let _ = run.kill();
        }
        for run in runs {
            let ended = run.wait_with_output().expect("a run can be waited for");
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert!(ended.status.code().is_none_or(|code| code == 0), "{said}");
            assert!(!said.contains("warning") && !said.contains("error"), "{said}");
        }
        changed += usize::from(before != list());
        versions.assert_whole("out");
        // The duration of a run depends on what else the machine does at the time.
        let start_time = Instant::now();
        versions.assert_mended(random.usize(..3), "out");
        whole = start_time.elapsed();
    }
    println!("{killed} runs were killed, {changed} rounds of three wrote something");
    assert!(killed >= 300 && changed > 10, "{killed} {changed}");
}

#[test]
fn runs_at_once_wait_for_each_other() {
    let versions = Versions::new("runs-at-once");
    for round in 0..10 {
        let runs: Vec<Child> =
            (0..9).map(|at| start(&versions.workshop, &versions.args((round + at) % 3, "out"))).collect();
        for run in runs {
            let ended = run.wait_with_output().expect("a run can be waited for");
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert!(ended.status.success() && said.lines().all(|line| line.starts_with("waiting for")), "{said}");
        }
        let found = files(&versions.workshop.folder().join("out"));
        assert!(versions.fresh.contains(&found), "the crate is one of the versions");
    }
}

/// The spec and the crate of a workspace, by the commands of its maintainer.
#[test]
fn a_killed_import_leaves_whole_files() {
    let workshop = Workshop::new("a-killed-import");
    let read = |path: &str| workshop.read(&format!("specs/partner-center/{path}"));
    let fresh = read("api.json");
    let stale = fresh.replace("\"title\": \"Microsoft Partner Center\"", "\"title\": \"Orders\"");
    let mut random = fastrand::Rng::with_seed(13);
    for _ in 0..60 {
        workshop.write(API, &stale);
        let mut runs: Vec<Child> = (0..3).map(|_| start(&workshop, &["import", "partner-center"])).collect();
        for run in &mut runs {
            std::thread::sleep(Duration::from_millis(random.u64(..15)));
            // A process that has ended cannot be killed.
            let _ = run.kill();
        }
        runs.into_iter().for_each(|run| drop(run.wait_with_output()));
        assert!([&fresh, &stale].contains(&&read("api.json")));
    }
    ends(&workshop, &["import", "partner-center"], 0, &[]);
    assert_eq!(read("api.json"), fresh);
    let left: Vec<String> = workshop.files().into_keys().filter(|path| path.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A file system in memory, which is unmounted at the end.
pub struct Small(PathBuf);

impl Small {
    /// Creates the file system; `None` if this user may not mount one.
    pub fn new(folder: PathBuf, size: &str) -> Option<Self> {
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let small = Self(folder);
        small.mount(&format!("size={size}")).then_some(small)
    }

    /// The number of bytes that are free, of 4 MiB.
    pub fn free(&self) -> usize {
        4 * 1024 * 1024 - 4096 * files(&self.0).values().map(|bytes| bytes.len().div_ceil(4096)).sum::<usize>()
    }

    fn mount(&self, options: &str) -> bool {
        let status = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&self.0).output();
        status.is_ok_and(|output| output.status.success())
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // If it was not mounted, unmounting fails without consequences.
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let versions = Versions::new("a-full-disk");
    let folder = versions.workshop.folder().join("small");
    for size in ["16k", "64k", "256k"] {
        let Some(small) = Small::new(folder.clone(), size) else {
            println!("SKIPPED: this user may not mount a tmpfs, so no disk can be full");
            return;
        };
        let full = |at: usize| {
            let said = versions.workshop.xtask(&versions.args(at, "small/out"));
            assert_eq!(said.code, 1, "{size}\n{}", said.out);
            assert!(said.err.contains("error[file-system]: ") && said.err.contains("No space left"), "{}", said.err);
            versions.assert_whole("small/out");
            assert!(files(&folder).keys().all(|path| !path.ends_with(".tmp")));
        };
        // The first run has no disk space, and neither has one that changes an existing crate.
        full(0);
        assert!(small.mount("remount,size=4m"));
        versions.assert_mended(0, "small/out");
        versions.workshop.write_bytes("small/filler", &vec![0; small.free() - 3 * 4096]);
        full(1);
        full(2);
        versions.workshop.remove("small/filler");
        versions.assert_mended(2, "small/out");
    }
}
