//! Tests that the JSON Schemas in `specs/schema` are those of the Rust types, and accept the files that the project
//! writes.

use std::fs;

#[test]
fn the_schemas_are_fresh() {
    let folder = crate::root().join("specs/schema");
    for (name, text) in codegen::schema::schemas() {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_SCHEMA").is_some_and(|value| value == "1") {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == text, "{name} is stale: run `UPDATE_SCHEMA=1 cargo test -p tests schema`");
    }
}
