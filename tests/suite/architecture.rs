//! Tests that ARCHITECTURE.md names only files that exist.

use std::fs;

/// The section that lists the files for each kind of change.
fn section() -> String {
    let text = fs::read_to_string(crate::root().join("ARCHITECTURE.md")).expect("the project has a file of its design");
    let (_, rest) = text.split_once("## Where to change what\n").expect("it has the section");
    rest.split("\n## ").next().unwrap_or_default().to_owned()
}

#[test]
fn each_file_to_change_exists() {
    let (section, mut count) = (section(), 0);
    let rows = section.lines().filter(|line| line.starts_with("| "));
    // Every second part is between backticks.
    let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    for path in quoted.filter(|path| (path.contains('/') || path.ends_with(".rs")) && path.is_ascii()) {
        // The name of a case depends on its rule or format.
        let path = path.split('<').next().unwrap_or_default();
        let place = match path.split('/').next() {
            Some("codegen" | "xtask" | "tests") => path.to_owned(),
            Some("runtime") => format!("codegen/runtime/src/{path}"),
            _ => format!("codegen/src/{path}"),
        };
        assert!(crate::root().join(&place).exists(), "ARCHITECTURE names `{path}`");
        count += 1;
    }
    assert!(count > 50, "{count}");
}
