//! Writes a test for each case in `cases/`, so that a case is added as one file, runs by its own name, and a case that
//! fails does not hide the others.

use std::path::Path;
use std::{env, fs};

/// The generated files of tests: the name, the folder of the cases, and the suffixes of the names of these cases; no
/// suffix selects all.
const SETS: &[(&str, &str, &[&str])] = &[
    ("diff_documents", "cases/diff/documents", &[]),
    ("emit", "cases/emit", &[".api.json"]),
    ("learn", "cases/import/learn", &[]),
    ("openapi3", "cases/import/openapi3", &[]),
    ("swagger2", "cases/import/swagger2", &[]),
    ("trees", "cases/import/trees", &[]),
    ("page_problems", "cases/problems", &[".page.txt", ".page.html"]),
    ("document_problems", "cases/problems", &[".openapi.yaml", ".openapi.json", ".openapi3.yaml", ".swagger2.yaml"]),
    ("problems", "cases/problems", &[".api.json", ".crate.json", ".fixups.json"]),
];

/// Words that cannot name a test.
const KEYWORDS: &[&str] =
    &["const", "enum", "macro", "match", "mod", "ref", "self", "static", "struct", "trait", "type"];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets the folder for what a build script writes");
    for (set, folder, ends) in SETS {
        println!("cargo::rerun-if-changed={folder}");
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let names = entries.map(|entry| entry.expect("a case can be read").file_name().into_string());
        let mut names: Vec<String> = names.map(|name| name.expect("the name of a case is UTF-8")).collect();
        names.retain(|name| !name.starts_with('_') && (ends.is_empty() || ends.iter().any(|end| name.ends_with(end))));
        names.sort();
        let tests: String = names.iter().map(|name| test(name)).collect();
        fs::write(Path::new(&out).join(format!("{set}.rs")), tests).expect("the folder of a build script is writable");
    }
}

/// A test that calls the function `case` of the module around with the name of the file or folder.
fn test(file: &str) -> String {
    let mut name: String =
        file.chars().map(|next| if next.is_ascii_alphanumeric() { next.to_ascii_lowercase() } else { '_' }).collect();
    for end in ["_api_json", "_page_txt", "_page_html"] {
        name = name.strip_suffix(end).map_or_else(|| name.clone(), str::to_owned);
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) || KEYWORDS.contains(&&*name) {
        name.insert_str(0, "case_");
    }
    format!("#[test]\nfn {name}() {{\n    case({file:?});\n}}\n\n")
}
