//! The output of a command: problems with their source lines and a line per crate, or one JSON object.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use std::path::Path;

use codegen::import::{Leniency, Skipped};
use codegen::problem::{self, Level, Place, Position, Problem, Reference, Reported, Rule};
use serde::{Deserialize, Serialize};

use crate::{MessageFormat, Outcome, files, terminal, workspace};

/// The paths at which sources are shown, by their names.
pub type Paths = BTreeMap<String, String>;

/// Collects the output of a command.
#[derive(Debug)]
pub struct Report {
    format: MessageFormat,
    texts: BTreeMap<String, String>,
    paths: Paths,
    spec: Option<String>,
    problems: Vec<Problem>,
    crates: Vec<CrateLine>,
    lost: Losses,
    offers_strict: bool,
    /// What was printed.
    messages: RefCell<Vec<Message>>,
    /// Whether messages are only kept, and not printed.
    is_quiet: bool,
    /// Whether standard output could not be written to.
    is_unwritten: Cell<bool>,
}

/// What a command printed at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    /// To standard output.
    Out(String),
    /// To standard error.
    Err(String),
}

/// A state of a report, to which it can return.
#[derive(Clone, Debug)]
pub struct Mark {
    problems: usize,
    crates: usize,
    messages: usize,
    lost: Losses,
}

/// The parts of a document that were lost on the way to its spec.
#[derive(Clone, Debug, Default)]
struct Losses {
    /// The operations that were left out, by method and path.
    operations: Vec<String>,
    untyped_fallbacks: usize,
}

/// The statistics of one crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CrateLine {
    /// The name of the package.
    pub name: String,
    /// The number of operations.
    pub operations: usize,
    /// The number of types in the spec.
    pub types: usize,
    /// The number of files.
    pub files: usize,
    /// The number of files that were written.
    pub written: usize,
    /// The number of files that were up to date.
    pub unchanged: usize,
    /// The number of files that were removed.
    pub removed: usize,
    /// The number of operations that were left out because of errors.
    pub skipped_operations: usize,
    /// These operations, by method and path, for people; the JSON object names them in its problems.
    #[serde(skip)]
    pub left_out: Vec<String>,
    /// The number of locations in the spec that have a type.
    pub schemas: usize,
    /// The number of schemas that describe a shape, but are plain JSON in the crate.
    pub untyped_fallbacks: usize,
}

#[derive(Serialize)]
struct Messages<'a> {
    crates: &'a [CrateLine],
    problems: Vec<Reported>,
}

impl Report {
    /// An empty report.
    pub fn new(format: MessageFormat) -> Self {
        Self {
            format,
            texts: BTreeMap::new(),
            paths: Paths::new(),
            spec: None,
            problems: Vec::new(),
            crates: Vec::new(),
            lost: Losses::default(),
            offers_strict: false,
            messages: RefCell::new(Vec::new()),
            is_quiet: false,
            is_unwritten: Cell::new(false),
        }
    }

    /// The format of the output.
    pub fn format(&self) -> MessageFormat {
        self.format
    }

    /// Sets the paths at which sources are shown, whose names are relative to the main document.
    pub fn show_at(&mut self, paths: Paths) {
        self.paths = paths;
    }

    /// Adds the text of a file, whose lines are shown with its problems.
    pub fn add_text(&mut self, file: &str, text: impl Into<String>) {
        self.texts.insert(shown(&self.paths, file).to_owned(), text.into());
    }

    /// Adds the text of a normalized spec. Problems name it `api.json`, and are shown with the name of its file.
    pub fn add_spec_text(&mut self, file: &str, text: impl Into<String>) {
        self.add_text(file, text);
        self.spec = Some(shown(&self.paths, file).to_owned());
    }

    /// Adds problems. Returns whether one of them is an error.
    pub fn add(&mut self, problems: impl IntoIterator<Item = Problem>) -> bool {
        let from = self.problems.len();
        self.problems.extend(problems.into_iter().map(|problem| match &self.spec {
            Some(spec) if problem.place.file == "api.json" => {
                Problem { place: Place { file: spec.clone(), ..problem.place }, ..problem }
            }
            _ => shown_at(&self.paths, problem),
        }));
        self.problems[from..].iter().any(|problem| problem.level == Level::Error)
    }

    /// Adds problems of an API under `specs/`, with paths from the root of the workspace.
    pub fn add_of(&mut self, api: &str, problems: impl IntoIterator<Item = Problem>) -> bool {
        self.add(problems.into_iter().map(|mut problem| {
            referring(&mut problem, |place| place.file = format!("specs/{api}/source/{}", place.file));
            problem.place.file = match problem.place.file {
                file if file.starts_with(&format!("specs/{api}/")) => file,
                file if matches!(file.as_str(), "api.json" | "crate.json" | "fixups.json") => {
                    format!("specs/{api}/{file}")
                }
                file => format!("specs/{api}/source/{file}"),
            };
            problem
        }))
    }

    /// Adds the notes from importing a document, and the operations that were left out.
    pub fn imported(&mut self, notes: Vec<Problem>, skipped: &[Skipped]) {
        let untyped = notes.iter().filter(|problem| problem.rule == Rule::UntypedFallback).count();
        let operations = skipped.iter().map(|one| one.operation.clone()).collect();
        self.lost = Losses { operations, untyped_fallbacks: untyped };
        self.add(notes);
    }

    /// Reports at the end that `--strict` refuses the warnings so far, which are those about the document. For commands
    /// with that option.
    pub fn offer_strict(&mut self, leniency: Leniency) {
        let warns = self.problems.iter().any(|problem| problem.level == Level::Warning);
        self.offers_strict = leniency == Leniency::Normal && warns;
    }

    /// Adds the statistics of a crate.
    pub fn add_crate(&mut self, mut line: CrateLine) {
        let Losses { operations, untyped_fallbacks } = std::mem::take(&mut self.lost);
        line.skipped_operations += operations.len();
        line.left_out.extend(operations);
        line.untyped_fallbacks += untyped_fallbacks;
        if line.skipped_operations > 0 {
            let s = if line.skipped_operations == 1 { "" } else { "s" };
            self.say(format_args!("{}: {} operation{s} left out", line.name, line.skipped_operations));
            line.left_out.iter().for_each(|operation| self.say(format_args!("  left out: {operation}")));
        }
        self.crates.push(line);
    }

    /// Prints a line, unless the output is JSON.
    pub fn say(&self, line: impl Display) {
        if self.format == MessageFormat::Human {
            self.print(format_args!("{line}\n"));
        }
    }

    /// Prints to standard output. Of several failures the first one is shown, and the command fails at its end: what it
    /// has to write to files is more important.
    fn print(&self, text: impl Display) {
        self.emit(Message::Out(text.to_string()));
    }

    fn emit(&self, message: Message) {
        match &message {
            _ if self.is_quiet => {}
            Message::Err(text) => terminal::warn(text),
            Message::Out(text) => {
                if let Err(error) = terminal::print(text)
                    && !self.is_unwritten.replace(true)
                {
                    terminal::warn(format_args!("error: {error}\n"));
                }
            }
        }
        self.messages.borrow_mut().push(message);
    }

    /// Prints what an earlier run printed, which was successful.
    pub fn replay(&self, messages: &[Message]) -> Outcome {
        messages.iter().for_each(|message| self.emit(message.clone()));
        self.outcome(Outcome::Success)
    }

    /// The outcome, which is a failure if standard output could not be written to.
    fn outcome(&self, outcome: Outcome) -> Outcome {
        if self.is_unwritten.get() && outcome == Outcome::Success { Outcome::Failure } else { outcome }
    }

    /// What was printed.
    pub fn messages(&self) -> Vec<Message> {
        self.messages.borrow().clone()
    }

    /// The state so far.
    pub fn mark(&self) -> Mark {
        let messages = self.messages.borrow().len();
        Mark { problems: self.problems.len(), crates: self.crates.len(), messages, lost: self.lost.clone() }
    }

    /// Returns to an earlier state. From now on, nothing is printed: messages are only kept.
    pub fn return_to(&mut self, mark: Mark) {
        self.is_quiet = true;
        self.problems.truncate(mark.problems);
        self.crates.truncate(mark.crates);
        self.messages.get_mut().truncate(mark.messages);
        self.lost = mark.lost;
    }

    /// Ends the command: the arguments are wrong.
    pub fn usage_error(&self, message: impl Display) -> Outcome {
        terminal::warn(format_args!("error: {message}\n"));
        Outcome::Usage
    }

    /// Ends the command: the input has these problems.
    pub fn failed(&mut self, problems: Vec<Problem>) -> Outcome {
        self.add(problems);
        self.end(Outcome::Failure)
    }

    /// Ends the command: an argument names what does not exist or cannot be meant, or a file could not be read or written.
    pub fn usage_or_io_error(&mut self, error: io::Error) -> Outcome {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::InvalidInput => self.usage_error(error),
            _ => self.io_error(error),
        }
    }

    /// Ends the command: a file could not be read or written.
    pub fn io_error(&mut self, error: io::Error) -> Outcome {
        let (path, message, help) = files::explain(&error);
        let place = place(path);
        self.add([Problem::error(Rule::FileSystem, place, message, help)]);
        self.end(Outcome::Failure)
    }

    /// Ends the command: prints the problems, or the JSON object.
    pub fn end(&self, outcome: Outcome) -> Outcome {
        let known = |file: &str| self.texts.get(file).cloned();
        let text = |file: &str| known(file).or_else(|| files::read(&workspace::root().join(file)).ok());
        match self.format {
            MessageFormat::Human => {
                self.emit(Message::Err(problem::show(&self.problems, &text, locate)));
                if self.offers_strict {
                    let note = "Warnings about a document are errors with `--strict`.\n";
                    self.emit(Message::Err(note.to_owned()));
                }
            }
            MessageFormat::Json => {
                let problems = problem::report(&self.problems, &text, locate);
                let messages = Messages { crates: &self.crates, problems };
                let messages = serde_json::to_string(&messages).expect("messages have a JSON form");
                self.print(format_args!("{messages}\n"));
            }
        }
        self.outcome(outcome)
    }
}

fn shown<'p>(paths: &'p Paths, file: &'p str) -> &'p str {
    paths.get(file).map_or(file, String::as_str)
}

/// A problem with the paths of its sources in place of their names.
pub fn shown_at(paths: &Paths, mut problem: Problem) -> Problem {
    let show = |place: &mut Place| place.file = shown(paths, &place.file).to_owned();
    referring(&mut problem, show);
    show(&mut problem.place);
    problem
}

/// Changes the locations of the references that lead to a problem.
fn referring(problem: &mut Problem, change: impl Fn(&mut Place)) {
    let mut reference = problem.referred_by.as_deref_mut();
    while let Some(Reference { place, referred_by }) = reference {
        change(place);
        reference = referred_by.as_deref_mut();
    }
}

/// The location of a file in a problem: its path from the root of the workspace, if it is inside.
pub fn place(path: &Path) -> Place {
    let is_empty = path.as_os_str().is_empty();
    let path = path.strip_prefix(workspace::root()).unwrap_or(path);
    let parts: Vec<_> = path.iter().filter(|part| *part != ".").map(|part| part.to_string_lossy()).collect();
    // The first component of an absolute path is `/`.
    let name = parts.join("/").replacen("//", "/", 1);
    // An error without a path has an empty one.
    Place::file(if name.is_empty() && !is_empty { ".".to_owned() } else { name })
}

/// Finds the values at JSON pointers in a file.
pub fn locate(text: &str, pointers: &[&str]) -> Vec<Option<Position>> {
    codegen::import::positions(text, pointers)
}
