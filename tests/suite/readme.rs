//! Tests that the commands and the code of the README work as written, in an empty folder.

use std::ffi::OsStr;
use std::fs;

use tests::Server;

use crate::cargo::{SHARED_PACKAGE, Said, cargo, run, shared_package, xtask};
use crate::workshop::Outside;

const TASK: &str = r#"{"id": 7, "state": "open", "due": "2026-12-01"}"#;

fn readme() -> String {
    fs::read_to_string(crate::root().join("README.md")).expect("the project has a README")
}

/// The code block that starts with this fence.
fn block(readme: &str, fence: &str) -> String {
    let start = format!("```{fence}\n");
    let mut parts = readme.split(&start).skip(1);
    let part = parts.next().unwrap_or_else(|| panic!("the README has a block {fence}"));
    assert!(parts.next().is_none(), "the README has one block {fence}");
    part.split("```\n").next().unwrap_or_default().to_owned()
}

#[test]
fn the_example_compiles_and_prints_what_the_readme_says() {
    let readme = readme();
    let server = Server::start([(200, "content-type: application/json", TASK)]);
    let outside = Outside::new("readme");
    let app = outside.folder().join("app");
    let write = |path: &str, text: &str| {
        let path = app.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be created");
        fs::write(path, text).expect("a file can be written");
    };
    write("openapi.yaml", &block(&readme, "yaml").replace("https://api.example.com", server.url()));
    write("src/main.rs", &block(&readme, "rust"));
    write("Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n");
    let lock = || fs::copy(crate::root().join("Cargo.lock"), app.join("Cargo.lock")).expect("the versions are known");
    lock();
    let commands = readme.split("In the clone:\n\n```console\n").nth(1).expect("the README has the commands");
    let mut commands = commands.split("```").next().unwrap_or_default().lines().map(|line| &line[2..]);
    let generate = commands.next().and_then(|line| line.strip_prefix("cargo xtask ")).expect("the first generates");
    let clone = outside.folder().join("clone");
    fs::create_dir(&clone).expect("a folder can be created");
    let args: Vec<&OsStr> = generate.split(' ').map(OsStr::new).collect();
    let said = Said::by(xtask(), &clone, &args);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(commands.next(), Some("cd ../app"));
    for add in commands {
        let args: Vec<&str> = add.split(' ').skip(1).collect();
        run(cargo(&app, &args).arg("--offline"));
    }
    // With these features, dependencies are those of the project's own tests, and not built again.
    shared_package().iter().for_each(|(path, bytes)| write(path, &String::from_utf8_lossy(bytes)));
    run(cargo(&app, &["add", "--path", SHARED_PACKAGE]).arg("--offline"));
    // `cargo add` removed the packages that were not needed yet.
    lock();
    let output = run(&mut cargo(&app, &["run", "--quiet", "--offline", "--features", "tasks/http2"]));
    let printed = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    assert!(readme.contains(&format!("`cargo run` prints `{printed}`")), "it prints {printed}");
    assert_eq!(server.requests()[0].line, "GET /tasks/7 HTTP/1.1");
    let model = fs::read_to_string(app.join("tasks/src/models/task.rs")).expect("the model has a file");
    assert!(model.ends_with(&block(&readme, "rust,model")), "{model}");
}

#[test]
fn the_partner_center_example_is_the_file_that_it_names() {
    let example = fs::read_to_string(crate::root().join("tests/examples/create_cart.rs")).expect("the example exists");
    let shown = block(&readme(), "rust,create_cart");
    assert!(example.contains(shown.trim()), "{shown}");
}

/// The README of the crate shows the sale that the tests run against a server.
#[test]
fn the_sale_in_the_readme_of_the_crate_is_the_example() {
    let read =
        |path: &str| fs::read_to_string(crate::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let readme = read("generated/partner-center/README.md");
    let chapter = readme.split("## A sale\n").nth(1).expect("the README has a sale");
    let sale = chapter.split("```rust,ignore\n").nth(1).and_then(|rest| rest.split("```\n").next());
    let (imports, function) = sale.and_then(|sale| sale.split_once("\n\nasync")).expect("imports and a function");
    let example = read("tests/examples/sale.rs").replace("pub async fn", "async fn");
    assert!(example.contains(imports) && example.contains(function), "{function}");
    assert!(function.lines().count() <= 30, "a sale takes {} lines", function.lines().count());
}
