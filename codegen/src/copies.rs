//! Copies the files of the runtime into a crate, without the lines that only other crates need.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::parts::{Module, modules};
use crate::rust::{Crate, Part};

/// The files with lines that only crates with XML bodies need: those between `// [xml]` and `// [/xml]`. The files are
/// listed because searching all files for marks would take a tenth of the time for a small crate.
const MARKED: &[&str] = &["call/response", "call/error", "call/operation", "call/request", "http/text"];

/// The files with examples in their documentation. An example names the crate, so its copy is changed.
const WITH_EXAMPLES: &[&str] = &[
    "auth/api_key",
    "auth/basic",
    "auth/cached",
    "auth/client_credentials",
    "auth/credential",
    "auth/refresh_token",
    "body/multipart",
    "body/upload",
    "call/error",
    "call/options",
    "call/random",
    "call/response",
    "call/retry",
    "http/fake",
    "http/layer",
    "http/reqwest",
    "http/throughput",
    "http/transport",
    "json/value",
    "models/extra",
    "polling/poller",
    "polling/state",
    "streams/blocking_download",
    "streams/blocking_stream",
    "streams/download",
    "streams/events",
    "streams/lines",
    "streams/pages",
    "streams/parts",
    "values/base64",
    "values/base64_url",
    "values/date",
    "values/date_time",
    "values/decimal",
    "values/http_date",
    "values/ip",
    "values/iso_duration",
    "values/maybe",
    "values/time_of_day",
    "values/unix_time",
    "values/uri",
    "values/uuid",
];

/// The files of the runtime that a crate needs, by their path below `src/runtime`.
pub fn files(krate: &Crate) -> Vec<(String, Cow<'static, str>)> {
    let library = krate.package.library();
    let modules = krate.parts.iter().flat_map(|part| modules(*part));
    modules.map(|module| (format!("{}.rs", module.path), copy(module, &krate.parts, &library))).collect()
}

fn copy(module: &Module, parts: &BTreeSet<Part>, library: &str) -> Cow<'static, str> {
    let text = match MARKED.contains(&module.path) {
        true => Cow::Owned(chosen(module.text, parts)),
        false => Cow::Borrowed(module.text),
    };
    match WITH_EXAMPLES.contains(&module.path) {
        true => Cow::Owned(with_examples_of(library, &text)),
        false => text,
    }
}

/// A file without the lines that only other crates need.
fn chosen(text: &str, parts: &BTreeSet<Part>) -> String {
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, marked)) = rest.split_once("// [xml]\n") {
        let (lines, after) = marked.split_once("// [/xml]\n").expect("each mark has its end");
        // The marks are indented as the lines are.
        kept.push_str(before.trim_end_matches(' '));
        if parts.contains(&Part::Xml) {
            kept.push_str(lines.trim_end_matches(' '));
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// The line that begins or ends a block of code in documentation.
const FENCE: &str = "/// ```";

/// A file whose examples import from the crate, and are without the lines that rustdoc hides: these call the sample
/// client of the runtime.
///
/// The text between blocks is copied as a whole: looking at each line took a fifteenth of the time for a small crate.
fn with_examples_of(library: &str, text: &str) -> String {
    let (mut copy, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find(FENCE) {
        let (before, block) = rest.split_at(start);
        let (opening, block) = block.split_at(block.find('\n').map_or(block.len(), |end| end + 1));
        let (lines, after) = block.split_once(FENCE).expect("each block has its end");
        copy.push_str(before);
        copy.push_str(opening);
        match opening.trim_end() == FENCE {
            true => lines.split_inclusive('\n').for_each(|line| push_line_of_example(&mut copy, library, line)),
            false => copy.push_str(lines),
        }
        copy.push_str(FENCE);
        rest = after;
    }
    copy.push_str(rest);
    copy
}

fn push_line_of_example(copy: &mut String, library: &str, line: &str) {
    let docs = line.trim_start().strip_prefix("/// ").map(str::trim_end).unwrap_or_default();
    if docs == "#" || docs.starts_with("# ") {
        return;
    }
    match docs.strip_prefix("use runtime::") {
        Some(items) => copy.push_str(&format!("/// use {library}::{items}\n")),
        None => copy.push_str(line),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::ffi::OsStr;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn an_example_imports_from_the_crate_and_calls_nothing_of_the_sample_client() {
        let text = "\
/// # Errors
/// ```text
/// # use runtime::A;
/// ```
/// ```
/// use runtime::{A, B};
/// #[derive(Debug)]
/// struct C;
/// # use runtime::Client;
/// #
/// # Client::builder();
/// ```
/// # Panics
use runtime::A;
";
        let copy = "\
/// # Errors
/// ```text
/// # use runtime::A;
/// ```
/// ```
/// use carts::{A, B};
/// #[derive(Debug)]
/// struct C;
/// ```
/// # Panics
use runtime::A;
";
        assert_eq!(with_examples_of("carts", text), copy);
    }

    /// The files below a folder, by their path from it and without `.rs`.
    fn sources(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("the runtime is there") {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_stem().and_then(OsStr::to_str).expect("a name of the runtime is ASCII");
            if path.is_dir() {
                sources(&path, &format!("{prefix}{name}/"), found);
            } else {
                found.insert(format!("{prefix}{name}"), fs::read_to_string(&path).expect("a source file is text"));
            }
        }
    }

    /// The examples of a file that is missing in the list would not compile in the copy.
    #[test]
    fn each_file_with_examples_is_listed() {
        let mut files = BTreeMap::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/runtime")), "", &mut files);
        files.retain(|_, text| with_examples_of("carts", text) != *text);
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), WITH_EXAMPLES);
    }

    /// Every line of an example that names the runtime is an import or hidden, so that copies compile.
    #[test]
    fn no_example_names_the_runtime_in_a_copy() {
        let mut files = BTreeMap::new();
        sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/runtime")), "", &mut files);
        for path in WITH_EXAMPLES {
            let copy = with_examples_of("carts", &files[*path]);
            let mut docs = copy.lines().filter(|line| line.trim_start().starts_with("///"));
            assert_eq!(docs.find(|line| line.replace("crate::runtime::", "").contains("runtime::")), None, "{path}");
        }
    }
}
