//! The documents of an API and the files to which they refer, each read once.

use std::collections::{BTreeSet, HashMap};

use super::edits::Edits;
use super::openapi::{self, Target};
use super::overlay::{self, Overlay};
use super::recognize::{self, recognize};
use super::{Format, ReadFile, Source, Unread};
use crate::problem::{Level, Place, Problem, Rule};

/// The documents of an API, and the files to which they refer.
#[derive(Debug)]
pub struct Sources {
    format: Option<Format>,
    files: Vec<File>,
    names: HashMap<String, Result<usize, Unread>>,
    overlays: Vec<Source>,
    /// What the overlays have changed, one entry for each document.
    edits: Vec<Edits>,
    /// The problems with the overlays.
    problems: Vec<Problem>,
}

#[derive(Debug)]
struct File {
    source: Source,
    format: Option<Format>,
    /// Whether the user named the file, rather than a document that refers to it.
    is_given: bool,
    /// The parsed content, for documents of the OpenAPI family and their parts.
    parsed: Option<Result<openapi::Parsed, Problem>>,
    refers_to: BTreeSet<usize>,
}

impl File {
    fn new(source: Source, format: Option<Format>, is_given: bool) -> Self {
        Self { source, format, is_given, parsed: None, refers_to: BTreeSet::new() }
    }

    fn is_openapi(&self) -> bool {
        matches!(self.format, Some(Format::Swagger2 | Format::OpenApi3))
    }

    /// Whether the document has operations. One that cannot be read is assumed to have some.
    fn has_operations(&self) -> bool {
        match &self.parsed {
            Some(Ok(parsed)) => openapi::has_operations(parsed),
            Some(Err(_)) => true,
            None => false,
        }
    }

    /// Whether the file may be a part of a document, by its name.
    fn may_be_part(&self) -> bool {
        self.source.name.contains('/') || self.source.may_be_part()
    }
}

/// Documents that are read together.
#[derive(Debug)]
pub(super) struct Group {
    pub format: Format,
    pub documents: GroupDocuments,
}

/// The documents of a group.
#[derive(Debug)]
pub(super) enum GroupDocuments {
    /// Documents that are imported from their text.
    Sources(Vec<Source>),
    /// As parsed documents of the OpenAPI family.
    Parsed(openapi::Files),
}

impl Group {
    /// The name of the first document.
    pub fn first(&self) -> &str {
        match &self.documents {
            GroupDocuments::Sources(sources) => sources.first().map_or("", |source| &source.name),
            GroupDocuments::Parsed(files) => files.first(),
        }
    }
}

impl Sources {
    /// Reads the files to which documents refer, and those to which these refer, and so on. Without a format, each
    /// document is recognized by its content.
    ///
    /// A file that cannot be read is a problem only if the importer needs it. Files named `*.overlay.yaml` (or `.json`)
    /// are overlays, which correct the other documents before these are imported.
    pub fn load(format: Option<Format>, given: Vec<Source>, read: &mut ReadFile<'_>) -> Self {
        let (overlays, given) = given.into_iter().partition(|source: &Source| overlay::is_overlay(&source.name));
        Self::with_overlays(format, given, overlays, read)
    }

    /// Reads documents, corrected by overlays of any names, with the files to which they refer.
    pub fn with_overlays(
        format: Option<Format>,
        given: Vec<Source>,
        overlays: Vec<Source>,
        read: &mut ReadFile<'_>,
    ) -> Self {
        let mut sources = Self {
            format,
            files: Vec::new(),
            names: HashMap::new(),
            overlays: Vec::new(),
            edits: Vec::new(),
            problems: Vec::new(),
        };
        for source in given {
            let format = format.or_else(|| recognize(&source.text));
            sources.add(File::new(source, format, true));
        }
        let mut open: Vec<usize> =
            (0..sources.files.len()).filter(|index| sources.files[*index].is_openapi()).collect();
        open.iter().for_each(|index| sources.parse(*index));
        let mut waiting = sources.correct(overlays);
        while let Some(index) = open.pop() {
            for name in sources.referred(index) {
                let target = match sources.names.get(&name) {
                    Some(known) => known.clone(),
                    None => sources.read(&name, read),
                };
                let Ok(target) = target else { continue };
                sources.files[index].refers_to.insert(target);
                if sources.files[target].parsed.is_none() {
                    sources.parse(target);
                    waiting.retain(|overlay| !sources.apply(overlay));
                    open.push(target);
                }
            }
        }
        sources.problems.extend(waiting.iter().map(Overlay::without_document));
        sources
    }

    /// The files that were read, for showing their lines.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().map(|file| &file.source).chain(&self.overlays)
    }

    /// Takes the names and texts of the files that were read, for showing their lines. Only a text that is still imported
    /// is copied.
    pub fn take_texts(&mut self) -> Vec<(String, String)> {
        let files = self.files.iter_mut().map(|file| {
            let is_imported = file.parsed.is_none() || matches!(file.format, Some(Format::Spec | Format::Learn));
            let text = &mut file.source.text;
            (file.source.name.clone(), if is_imported { text.clone() } else { std::mem::take(text) })
        });
        let overlays = self.overlays.iter_mut().map(|source| (source.name.clone(), std::mem::take(&mut source.text)));
        files.chain(overlays).collect()
    }

    /// Takes what the overlays have changed.
    pub(super) fn take_edits(&mut self) -> Vec<Edits> {
        std::mem::take(&mut self.edits)
    }

    /// The problems with the overlays.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Applies overlays to the documents, and returns those whose document is not read yet.
    fn correct(&mut self, overlays: Vec<Source>) -> Vec<Overlay> {
        let mut waiting = Vec::new();
        for source in overlays {
            match overlay::read(&source) {
                Ok(overlay) if self.apply(&overlay) => {}
                Ok(overlay) => waiting.push(overlay),
                Err(problems) => self.problems.extend(problems),
            }
            self.overlays.push(source);
        }
        waiting
    }

    /// Applies an overlay to its document. Returns whether the document has been read.
    fn apply(&mut self, overlay: &Overlay) -> bool {
        let mut parsed = self.files.iter_mut().filter(|file| file.parsed.is_some());
        let document = match &overlay.extends {
            Some(name) => parsed.find(|file| file.source.name == *name),
            None => parsed.next().filter(|_| parsed.next().is_none()),
        };
        match document.and_then(|file| Some((&file.source.name, file.parsed.as_mut()?))) {
            Some((name, Ok(parsed))) => {
                let mut edits = Vec::new();
                self.problems.extend(overlay.apply(&mut parsed.value, &mut edits));
                match self.edits.iter_mut().find(|known| known.file == *name) {
                    Some(known) => known.edits.extend(edits),
                    None => self.edits.push(Edits { file: name.clone(), edits }),
                }
            }
            // Errors in the document are reported when it is imported.
            Some((_, Err(_))) => {}
            None => return false,
        }
        true
    }

    /// The format of the document that the user gave; `None` if there are several.
    pub fn only_format(&self) -> Option<Format> {
        let mut given = self.files.iter().filter(|file| file.is_given);
        given.next().filter(|_| given.next().is_none()).and_then(|file| file.format)
    }

    fn add(&mut self, file: File) -> usize {
        self.names.insert(file.source.name.clone(), Ok(self.files.len()));
        self.files.push(file);
        self.files.len() - 1
    }

    fn read(&mut self, name: &str, read: &mut ReadFile<'_>) -> Result<usize, Unread> {
        let found = match read(name) {
            Ok(source) => match self.names.get(&source.name) {
                Some(known) => known.clone(),
                None => Ok(self.add(File::new(source, None, false))),
            },
            Err(unread) => Err(unread),
        };
        self.names.insert(name.to_owned(), found.clone());
        found
    }

    fn parse(&mut self, index: usize) {
        let file = &mut self.files[index];
        file.parsed = Some(openapi::parse(&file.source));
    }

    /// The files to which a parsed document refers.
    fn referred(&self, index: usize) -> BTreeSet<String> {
        let File { source, parsed, .. } = &self.files[index];
        let mut files = BTreeSet::new();
        if let Some(Ok(parsed)) = parsed {
            openapi::references(parsed, &mut |reference| {
                if let Target::File(file) = openapi::locate(&source.name, reference) {
                    files.insert(file);
                }
            });
        }
        files
    }

    /// The documents that are imported together, in the order of the first name of each group, with notes.
    ///
    /// # Errors
    /// The documents with an unknown format.
    pub(super) fn groups(mut self) -> Result<(Vec<Group>, Vec<Problem>), Vec<Problem>> {
        let has_openapi = self.files.iter().any(File::is_openapi);
        let (mut groups, mut unused, mut problems): (Vec<Group>, Vec<String>, _) = (Vec::new(), Vec::new(), Vec::new());
        let mut order: Vec<usize> = (0..self.files.len()).collect();
        order.sort_by(|left, right| self.files[*left].source.name.cmp(&self.files[*right].source.name));
        for index in order {
            let file = &self.files[index];
            match file.format {
                // A part is imported with the documents that refer to it.
                None if file.parsed.is_some() => {}
                // The other files of a page that a browser saved: pictures, styles, scripts.
                None if self.is_of_saved_page(&file.source.name) => {}
                None if has_openapi && file.may_be_part() => unused.push(file.source.name.clone()),
                None => problems.push(unrecognized(&file.source)),
                Some(Format::Swagger2 | Format::OpenApi3) => {}
                Some(format @ (Format::Spec | Format::Learn)) => {
                    let known = groups.iter_mut().find(|group| group.format == format);
                    match known.map(|group| &mut group.documents) {
                        Some(GroupDocuments::Sources(sources)) => sources.push(file.source.clone()),
                        Some(GroupDocuments::Parsed(_)) | None => {
                            let documents = GroupDocuments::Sources(vec![file.source.clone()]);
                            groups.push(Group { format, documents });
                        }
                    }
                }
            }
        }
        groups.extend(self.connected(&mut unused));
        groups.sort_by(|left, right| left.first().cmp(right.first()));
        if groups.is_empty() && problems.is_empty() {
            let message = "there is no document to read";
            problems.push(Problem::error(Rule::UnknownFormat, Place::file(""), message, "Add the API's documents."));
        }
        if problems.is_empty() { Ok((groups, unused_files(&unused))) } else { Err(problems) }
    }

    /// Whether a file is in the folder that a browser makes for a page: `page_files` for `page.html`.
    fn is_of_saved_page(&self, name: &str) -> bool {
        let Some((folder, _)) = name.split_once("_files/") else { return false };
        let is_page = |file: &File| {
            file.source.name.rsplit_once('.').is_some_and(|(stem, end)| stem == folder && end.starts_with("htm"))
        };
        self.files.iter().any(is_page)
    }

    /// The format that the user stated.
    pub(super) fn format(&self) -> Option<Format> {
        self.format
    }

    /// The content of the given documents.
    pub(super) fn into_given(self) -> Vec<Source> {
        self.files.into_iter().filter(|file| file.is_given).map(|file| file.source).collect()
    }

    /// All documents of the OpenAPI family, as one group.
    pub(super) fn into_parsed(mut self) -> openapi::Files {
        let all = (0..self.files.len()).collect();
        self.take(all)
    }

    /// The OpenAPI documents, grouped by the references between them, with the documents that they refer to. Documents
    /// without operations that no document with operations refers to are added to `unused`.
    fn connected(&mut self, unused: &mut Vec<String>) -> Vec<Group> {
        let mut group_of: Vec<usize> = (0..self.files.len()).collect();
        fn root(group_of: &mut [usize], mut index: usize) -> usize {
            while group_of[index] != index {
                group_of[index] = group_of[group_of[index]];
                index = group_of[index];
            }
            index
        }
        for (index, file) in self.files.iter().enumerate() {
            for target in &file.refers_to {
                let (left, right) = (root(&mut group_of, index), root(&mut group_of, *target));
                group_of[left.max(right)] = left.min(right);
            }
        }
        let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
        for index in (0..self.files.len()).filter(|index| self.files[*index].parsed.is_some()) {
            let root = root(&mut group_of, index);
            match groups.iter_mut().find(|(known, _)| *known == root) {
                Some((_, members)) => members.push(index),
                None => groups.push((root, vec![index])),
            }
        }
        let has_operations = |members: &Vec<usize>| members.iter().any(|index| self.files[*index].has_operations());
        if groups.iter().any(|(_, members)| has_operations(members)) {
            let (kept, left): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, members)| has_operations(members));
            unused.extend(
                left.iter().flat_map(|(_, members)| members).map(|index| self.files[*index].source.name.clone()),
            );
            unused.sort();
            groups = kept;
        }
        let group = |(_, members): (usize, Vec<usize>)| {
            let format = members.iter().find_map(|index| self.files[*index].format).unwrap_or(Format::OpenApi3);
            Group { format, documents: GroupDocuments::Parsed(self.take(members)) }
        };
        groups.into_iter().map(group).collect()
    }

    fn take(&mut self, members: Vec<usize>) -> openapi::Files {
        let number: HashMap<usize, usize> =
            members.iter().enumerate().map(|(number, index)| (*index, number)).collect();
        let names = self.names.iter().filter_map(|(name, found)| match found {
            Ok(index) => Some((name.clone(), Ok(*number.get(index)?))),
            Err(unread) => Some((name.clone(), Err(unread.clone()))),
        });
        let names = names.collect();
        let files = members.into_iter().filter_map(|index| {
            let file = &mut self.files[index];
            let parsed = file.parsed.take()?;
            Some(openapi::File { name: file.source.name.clone(), is_given: file.is_given && file.is_openapi(), parsed })
        });
        openapi::Files::new(files.collect(), names)
    }
}

/// The error for a document with an unknown format: the syntax error, if the document looks like invalid JSON or YAML.
pub(super) fn unrecognized(source: &Source) -> Problem {
    let file = source.name.as_str();
    let is_data = [".json", ".yaml", ".yml"].iter().any(|end| file.ends_with(end));
    if is_data && let Err(problem) = openapi::parse(source) {
        return problem;
    }
    let (message, help) = match recognize::other(&source.text) {
        Some(known) => known,
        None => (
            "the format of this document is not recognized".to_owned(),
            "Give an OpenAPI or Swagger document, a normalized spec (`api.json`), or reference pages, copied as text or \
             saved as HTML. Or state the format.",
        ),
    };
    Problem::error(Rule::UnknownFormat, Place::file(file), message, help)
}

/// The note about files that are neither documents nor parts of one.
fn unused_files(files: &[String]) -> Vec<Problem> {
    let Some(first) = files.first() else { return Vec::new() };
    let message = match files.len() {
        1 => "this file is not used: no document with operations refers to it".to_owned(),
        count => {
            let others = if count == 2 { "1 other".to_owned() } else { format!("{} others", count - 1) };
            format!("this file and {others} are not used: no document with operations refers to them")
        }
    };
    let help = "Nothing needs to be done if they are not part of the API.";
    let problem = Problem::error(Rule::UnknownFormat, Place::file(first), message, help);
    vec![Problem { level: Level::Note, ..problem }]
}
