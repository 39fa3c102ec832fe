//! What a command says: problems with the lines around them and a line per crate for people, or one JSON object.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::path::Path;

use codegen::import::Skipped;
use codegen::problem::{self, Level, Place, Problem, Reported, Rule};
use serde::Serialize;

use crate::{Ended, MessageFormat, files, workspace};

/// Collects what a command has to say.
#[derive(Debug)]
pub struct Report {
    format: MessageFormat,
    texts: BTreeMap<String, String>,
    spec: Option<String>,
    problems: Vec<Problem>,
    crates: Vec<CrateLine>,
    lost: Lost,
}

/// What of a document did not get into its spec.
#[derive(Clone, Copy, Debug, Default)]
struct Lost {
    skipped_operations: usize,
    untyped_fallbacks: usize,
}

/// What was done with one crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CrateLine {
    /// The name of the package.
    pub name: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many types the spec has.
    pub types: usize,
    /// How many files it has.
    pub files: usize,
    /// The files that were written.
    pub written: usize,
    /// The files that were as they should be.
    pub unchanged: usize,
    /// The files that were removed.
    pub removed: usize,
    /// The operations that were left out because they cannot be expressed.
    pub skipped_operations: usize,
    /// The places in the spec at which a type stands.
    pub schemas: usize,
    /// The types that are stated and come out as plain JSON.
    pub untyped_fallbacks: usize,
}

#[derive(Serialize)]
struct Messages<'a> {
    crates: &'a [CrateLine],
    problems: Vec<Reported>,
}

impl Report {
    /// Nothing said yet.
    pub fn new(format: MessageFormat) -> Self {
        Self {
            format,
            texts: BTreeMap::new(),
            spec: None,
            problems: Vec::new(),
            crates: Vec::new(),
            lost: Lost::default(),
        }
    }

    /// Keeps the text of a file, so that its lines can be shown.
    pub fn knows(&mut self, file: &str, text: &str) {
        self.texts.insert(file.to_owned(), text.to_owned());
    }

    /// Keeps the text of the normalized spec, which the stages know as `api.json` whatever its file is called.
    pub fn knows_spec(&mut self, file: &str, text: &str) {
        self.knows(file, text);
        self.spec = Some(file.to_owned());
    }

    /// Adds problems; says whether one of them is an error.
    pub fn add(&mut self, problems: impl IntoIterator<Item = Problem>) -> bool {
        let from = self.problems.len();
        self.problems.extend(problems.into_iter().map(|mut problem| {
            if let Some(spec) = self.spec.as_ref().filter(|_| problem.place.file == "api.json") {
                problem.place.file.clone_from(spec);
            }
            problem
        }));
        self.problems[from..].iter().any(|problem| problem.level == Level::Error)
    }

    /// Adds problems of an API that is kept under `specs/`: places name files from the root of the workspace.
    pub fn add_of(&mut self, api: &str, problems: impl IntoIterator<Item = Problem>) -> bool {
        self.add(problems.into_iter().map(|mut problem| {
            problem.place.file = match problem.place.file {
                file if file.contains('/') => file,
                file if matches!(file.as_str(), "api.json" | "crate.json" | "fixups.json") => {
                    format!("specs/{api}/{file}")
                }
                file => format!("specs/{api}/source/{file}"),
            };
            problem
        }))
    }

    /// Adds what a document says of itself as it is read: notes, and what was left out.
    pub fn imported(&mut self, notes: Vec<Problem>, skipped: &[Skipped]) {
        let untyped = notes.iter().filter(|problem| problem.rule == Rule::UntypedFallback).count();
        self.lost = Lost { skipped_operations: skipped.len(), untyped_fallbacks: untyped };
        self.add(notes);
    }

    /// Adds what was done with a crate.
    pub fn did(&mut self, mut line: CrateLine) {
        let Lost { skipped_operations, untyped_fallbacks } = std::mem::take(&mut self.lost);
        line.skipped_operations += skipped_operations;
        line.untyped_fallbacks += untyped_fallbacks;
        if line.skipped_operations > 0 {
            self.say(format_args!("{}: {} operations left out", line.name, line.skipped_operations));
        }
        self.crates.push(line);
    }

    /// Says a line to people.
    pub fn say(&self, line: impl Display) {
        if self.format == MessageFormat::Human {
            println!("{line}");
        }
    }

    /// Ends the command: the arguments name something that does not exist.
    pub fn misused(&self, message: impl Display) -> Ended {
        eprintln!("error: {message}");
        Ended::Misused
    }

    /// Ends the command: the file system refused something.
    pub fn broken(&mut self, error: io::Error) -> Ended {
        let (path, message, help) = files::explain(&error);
        let place = place(path);
        self.add([Problem::error(Rule::FileSystem, place, message, help)]);
        self.end(Ended::Badly)
    }

    /// Ends the command: prints the problems and all else that is to be said.
    pub fn end(&self, ended: Ended) -> Ended {
        let known = |file: &str| self.texts.get(file).cloned();
        let text = |file: &str| known(file).or_else(|| files::read(&workspace::root().join(file)).ok());
        match self.format {
            MessageFormat::Human => eprint!("{}", problem::show(&self.problems, &text, locate)),
            MessageFormat::Json => {
                let problems = problem::report(&self.problems, &text, locate);
                let messages = Messages { crates: &self.crates, problems };
                println!("{}", serde_json::to_string(&messages).expect("messages have a JSON form"));
            }
        }
        ended
    }
}

/// The place of a file, by its path from the root of the workspace where it lies there.
pub fn place(path: &Path) -> Place {
    let path = path.strip_prefix(workspace::root()).unwrap_or(path);
    let parts: Vec<_> = path.iter().filter(|part| *part != ".").map(|part| part.to_string_lossy()).collect();
    // The root of a path comes as a part of its own, a slash.
    Place::file(parts.join("/").replacen("//", "/", 1))
}

/// Finds the lines of places in a file.
pub fn locate(text: &str, pointers: &[&str]) -> Vec<Option<usize>> {
    codegen::import::lines(text, pointers)
}
