//! Tests that a copy of a generated crate builds on its own, and as a member of its user's workspace.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::cargo::{SHARED_PACKAGE, build_without_warnings, cargo, run, shared_package};
use crate::workshop::{Outside, Workshop, files};

const LIST: &str = ".generated.sha256";

/// Copies the generated crate to a folder of a workspace, and returns the output of the command.
fn vendor(workshop: &Workshop, dest: &str, more: &[&str], code: i32) -> String {
    let said = workshop.xtask(&[&["vendor", "partner-center", dest], more].concat());
    assert_eq!(said.code, code, "{dest} {more:?}\n{}\n{}", said.out, said.err);
    format!("{}{}", said.out, said.err)
}

/// Copies the project's `Cargo.lock`, so that nothing is fetched.
fn lock(workshop: &Workshop, path: &str) {
    fs::copy(crate::root().join("Cargo.lock"), workshop.folder().join(path)).expect("the versions are known");
}

#[test]
fn a_copy_builds_alone() {
    let workshop = Workshop::new("a-copy-builds-alone");
    vendor(&workshop, "alone", &["--workspace", "alone"], 0);
    lock(&workshop, "alone/Cargo.lock");
    let folder = workshop.folder().join("alone");
    build_without_warnings(&folder, &["check"]);
    build_without_warnings(&folder, &["check", "--no-default-features"]);
    // The copy is the crate, except for the end of its manifest.
    let (mut copy, original) = (files(&folder), files(&crate::root().join("generated/partner-center")));
    copy.remove("Cargo.lock");
    let manifest = String::from_utf8(copy["Cargo.toml"].clone()).expect("a manifest is UTF-8");
    copy.insert("Cargo.toml".to_owned(), manifest.strip_suffix("\n[workspace]\n").expect("it stands alone").into());
    // The hash of the manifest in the list of files differs too.
    let list = |files: &BTreeMap<String, Vec<u8>>| {
        let text = String::from_utf8(files[LIST].clone()).expect("a list is UTF-8");
        text.lines().filter(|line| !line.ends_with("  Cargo.toml")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list(&copy), list(&original));
    copy.insert(LIST.to_owned(), original[LIST].clone());
    assert!(copy == original);
}

/// Outside of a workspace, a copy becomes a separate workspace; inside one, it becomes a member.
#[test]
fn where_a_copy_stands_is_found_out() {
    let (workshop, outside) = (Workshop::new("where-a-copy-stands"), Outside::new("vendored"));
    let stands_alone = |folder: &Path| {
        fs::read_to_string(folder.join("Cargo.toml")).expect("there is a manifest").contains("\n[workspace]\n")
    };
    let dest = outside.folder().join("partner-center");
    let said = vendor(&workshop, dest.to_str().expect("the path is UTF-8"), &[], 0);
    assert!(stands_alone(&dest) && said.contains("The copy is a separate workspace."), "{said}");
    let said = vendor(&workshop, dest.to_str().expect("the path is UTF-8"), &["--workspace", "join"], 1);
    assert!(said.contains("no folder above"), "{said}");
    vendor(&workshop, "inside", &[], 0);
    vendor(&workshop, "apart", &["--workspace", "alone"], 0);
    assert!(!stands_alone(&workshop.folder().join("inside")) && stands_alone(&workshop.folder().join("apart")));
}

#[test]
fn a_copy_is_made_anew_and_nothing_else_is_touched() {
    let workshop = Workshop::new("a-copy-is-made-anew");
    vendor(&workshop, "copy", &[], 0);
    let fresh = files(&workshop.folder().join("copy"));
    workshop.write("copy/notes.txt", "mine\n");
    // A file of an earlier copy, which the list names.
    workshop.write("copy/src/models/orphan.rs", &workshop.read("copy/src/models/cart.rs"));
    let list = workshop.read("copy/.generated.sha256");
    let entry = list.lines().find(|line| line.ends_with("src/models/cart.rs")).expect("the model is listed");
    workshop.write("copy/.generated.sha256", &format!("{list}{}\n", entry.replace("cart.rs", "orphan.rs")));
    workshop.replace("copy/src/models/cart.rs", "pub struct Cart {", "pub struct Cart { // mine");
    vendor(&workshop, "copy", &[], 0);
    let mut again = files(&workshop.folder().join("copy"));
    assert_eq!(again.remove("notes.txt").as_deref(), Some(&b"mine\n"[..]));
    let edited = again.remove(".generated.edited/src/models/cart.rs").expect("an edited file is kept");
    assert!(String::from_utf8_lossy(&edited).contains("pub struct Cart { // mine"));
    assert!(again.remove(".generated.edited/.gitignore").is_some() && again == fresh);

    workshop.write("foreign/Cargo.toml", "[package]\nname = \"mine\"\n");
    let before = workshop.files();
    let said = vendor(&workshop, "foreign", &[], 1);
    assert!(said.contains("is not empty and holds no generated crate") && before == workshop.files(), "{said}");
}

/// A program of the user, which is used with the lines that the command prints.
const APPLICATION: &str = include_str!("../cases/vendor/main.rs");

#[test]
fn a_copy_joins_the_workspace_of_its_user() {
    let workshop = Workshop::new("a-copy-joins");
    let said = vendor(&workshop, "vendor/partner-center", &[], 0);
    let line = |start: &str| {
        let line = said.lines().map(str::trim).find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("{start}\n{said}")).to_owned()
    };
    let members = line("members = ").replace("]", ", \"application\"]");
    let dependency = line("partner-center = {").replace("\"vendor/", "\"../vendor/");
    let dependency = dependency.replace(" }", ", default-features = false, features = [\"blocking\", \"test-util\"] }");
    workshop.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\n{members}\n"));
    let package = "[package]\nname = \"application\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let shared = format!("{SHARED_PACKAGE} = {{ path = \"../{SHARED_PACKAGE}\" }}");
    workshop.write("application/Cargo.toml", &format!("{package}\n[dependencies]\n{dependency}\n{shared}\n"));
    shared_package().iter().for_each(|(path, bytes)| workshop.write_bytes(path, bytes));
    workshop.write("application/src/main.rs", APPLICATION);
    lock(&workshop, "Cargo.lock");
    // With default features, the crate would be built again to run the program.
    build_without_warnings(workshop.folder(), &["build", "--workspace", "--no-default-features"]);
    let output = run(&mut cargo(workshop.folder(), &["run", "--quiet", "--offline", "--package", "application"]));
    let expected = concat!(
        "POST /v1/customers/customer%201/carts {\"lineItems\":[{\"id\":0,\"quantity\":2}]}\n",
        "201 Created Some(\"c-1\")\n"
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

/// A crate of one page, without corrections, builds alone.
#[test]
fn a_page_becomes_a_crate_that_builds_alone() {
    let workshop = Workshop::new("a-page-becomes-a-crate");
    let original = crate::root().join("../shared/partner-center/create-a-new-cart.page.txt");
    let page = if original.is_file() {
        original.to_str().expect("the path is UTF-8").to_owned()
    } else {
        println!("the original page is not at hand; ours is taken");
        "specs/partner-center/source/create-a-new-cart.page.txt".to_owned()
    };
    let said = workshop.xtask(&["generate", &page, "--out", "carts", "--name", "carts"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    lock(&workshop, "carts/Cargo.lock");
    build_without_warnings(&workshop.folder().join("carts"), &["check"]);
}
