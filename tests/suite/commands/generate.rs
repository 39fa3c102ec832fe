//! Tests of `generate`: from a document to a crate in any folder.

use std::fs;

use super::edited::take_copies;
use super::{CART, MODEL, ends, refuses};
use crate::workshop::{Workshop, files};

/// The manifest of the generated crate.
fn manifest(workshop: &Workshop, folder: &str) -> String {
    workshop.read(&format!("{folder}/Cargo.toml"))
}

#[test]
fn a_name_is_a_package() {
    let workshop = Workshop::new("a-name-is-a-package");
    let long = "a".repeat(65);
    let refused = [
        "",
        " ",
        "Carts",
        "my carts",
        "carts!",
        "1carts",
        "-carts",
        "_",
        "carts/one",
        "../carts",
        "carts.rs",
        "größe",
        "carts\n",
        "carts\"",
        "fn",
        "crate",
        "self",
        "std",
        "test",
        "con",
        "nul",
        &long,
    ];
    for name in refused {
        let name = format!("--name={name}");
        refuses(
            &workshop,
            &["generate", CART, "--out", "out", &name],
            2,
            &["is not a valid package name; set one with `--name`: "],
        );
    }
    for name in ["carts", "carts-2", "my_carts", &long[1..]] {
        ends(&workshop, &["generate", CART, "--out", name, "--name", name], 0, &[&format!("{name}: 1 operations")]);
        assert!(manifest(&workshop, name).contains(&format!("\nname = \"{name}\"\n")));
    }
}

/// PowerShell writes what a command prints in UTF-16.
#[test]
fn a_document_may_be_in_utf_16() {
    let workshop = Workshop::new("a-document-in-utf-16");
    let text = "openapi: 3.0.3\ninfo: {title: Fr\u{fc}chte, version: '1'}\npaths: {}\n";
    let units = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(to_bytes).collect()
    };
    for (name, bytes) in [("little", units(u16::to_le_bytes)), ("big", units(u16::to_be_bytes))] {
        let file = format!("{name}.yaml");
        workshop.write_bytes(&file, &bytes);
        ends(&workshop, &["generate", &file, "--out", name], 0, &[&format!("{name}: 0 operations")]);
        assert!(workshop.read(&format!("{name}/README.md")).contains("Fr\u{fc}chte"));
    }
    workshop.write_bytes("odd.yaml", b"\xff\xfea");
    refuses(&workshop, &["generate", "odd.yaml", "--out", "odd"], 1, &["is not text in UTF-8"]);
}

/// Without `--name`, the name of the package is derived from that of the document.
#[test]
fn a_document_names_its_package() {
    let workshop = Workshop::new("a-document-names-its-package");
    let page = workshop.read(CART);
    let rows = [
        ("create-a-new-cart.page.txt", "create-a-new-cart"),
        ("Create a new Cart.txt", "create-a-new-cart"),
        ("CreateCart.txt", "create-cart"),
        ("create_cart (1).txt", "create-cart-1"),
        ("1.txt", "n1"),
        (".txt", "empty"),
        ("type.txt", "type-api"),
        ("std.txt", "std-api"),
        ("box.txt", "box-api"),
        ("DigitalOcean-public.v2.txt", "digital-ocean-public"),
        ("_info.txt", "info"),
        ("größe.txt", "grosse"),
    ];
    for (file, name) in rows {
        let (out, file) = (format!("out of {file}"), format!("documents/{file}"));
        workshop.write(&file, &page);
        let args = ["generate", &file, "--out", &out];
        ends(&workshop, &args, 0, &[&format!("{name}: 1 operations")]);
        assert!(manifest(&workshop, &out).contains(&format!("\nname = \"{name}\"\n")));
    }
}

#[test]
fn twice_gives_the_same_and_writes_once() {
    let workshop = Workshop::new("twice-gives-the-same");
    let args = ["generate", CART, "--out", "out/carts", "--name", "carts"];
    let first = ends(&workshop, &args, 0, &["carts: 1 operations, ", " 0 unchanged, 0 removed"]);
    assert!(!first.out.contains(" 0 written"), "{}", first.out);
    let second = refuses(&workshop, &args, 0, &[" 0 written, ", " 0 removed"]);
    assert!(!second.out.contains(" 0 unchanged"), "{}", second.out);
    // In another folder the bytes are the same, because no path of the machine is written.
    ends(&workshop, &["generate", CART, "--out", "elsewhere", "--name", "carts"], 0, &[]);
    let [here, there] = ["out/carts", "elsewhere"].map(|folder| files(&workshop.folder().join(folder)));
    assert!(here.len() > 40 && here == there);
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let workshop = Workshop::new("what-is-not-ours");
    let args = ["generate", CART, "--out", "out", "--name", "carts"];
    // Each of these paths is that of a file to write.
    for path in ["Cargo.toml", "README.md", "src/lib.rs", "src/models/cart.rs", "src/runtime/mod.rs"] {
        let path = format!("out/{path}");
        workshop.write(&path, "mine\n");
        refuses(&workshop, &args, 1, &["is not empty and holds no generated crate"]);
        let forced = [&args[..], &["--force"]].concat();
        refuses(&workshop, &forced, 1, &[&format!("--> {path}\n"), "does not say that it was generated"]);
        workshop.remove(&path);
    }
    fs::remove_dir_all(workshop.folder().join("out")).expect("a folder can be removed");
    ends(&workshop, &args, 0, &[]);
    let generated = String::from_utf8(workshop.files()[MODEL].clone()).expect("it is UTF-8");
    let mine = [
        ("notes.txt", "mine\n".to_owned()),
        ("src/models/of_mine.rs", "// mine\n".to_owned()),
        // A file that a run of this crate did not write is kept, even if it has the marker.
        ("src/models/marked.rs", generated.clone()),
        ("old/marked.rs", generated.clone()),
        ("src/quote.rs", format!("{}{generated}", "// mine\n".repeat(300))),
    ];
    for (path, text) in &mine {
        workshop.write(&format!("out/{path}"), text);
    }
    ends(&workshop, &args, 0, &[" 0 removed"]);
    let files = workshop.files();
    for (path, text) in &mine {
        assert_eq!(files.get(&format!("out/{path}")).map(Vec::as_slice), Some(text.as_bytes()), "{path}");
    }
}

/// A file that was edited by hand is replaced, and kept elsewhere, as long as it has the marker of generated files.
#[test]
fn a_mark_is_a_permission() {
    let workshop = Workshop::new("a-mark-is-a-permission");
    let args = ["generate", CART, "--out", "out", "--name", "carts"];
    ends(&workshop, &args, 0, &[]);
    let fresh = workshop.files();
    workshop.replace("out/src/models/cart.rs", "pub struct Cart {", "pub struct Cart { // mine");
    ends(&workshop, &args, 0, &[" 1 written"]);
    assert_eq!(take_copies(&workshop, "out").len(), 1);
    assert!(fresh == workshop.files());
    let marked = workshop.read("out/src/models/cart.rs");
    workshop.write("out/src/models/cart.rs", marked.split_once('\n').expect("the first line is the mark").1);
    refuses(&workshop, &args, 1, &["--> out/src/models/cart.rs\n", "does not say that it was generated"]);
}

#[test]
fn the_chosen_operations_come_with_their_models() {
    let workshop = Workshop::new("the-chosen-operations");
    let source = "specs/partner-center/api.json";
    let rows: [(&[&str], &str); 4] = [
        (&[], "partner-center: 58 operations, 80 types"),
        (&["manage-orders.get-*"], "partner-center: 1 operations"),
        (&["PUT *carts*", "GET *carts*"], "partner-center: 2 operations"),
        (&["* /v{version}/customers/{customer_id}/carts"], "partner-center: 1 operations"),
    ];
    for (globs, says) in rows {
        let includes = globs.iter().flat_map(|glob| ["--include", glob]);
        let args: Vec<&str> = ["generate", source, "--out", "out"].into_iter().chain(includes).collect();
        ends(&workshop, &args, 0, &[says]);
    }
    let args = ["generate", source, "--out", "out", "--include", "PUT *", "--include", "TRACE *"];
    refuses(&workshop, &args, 1, &["error[empty-selection]: no operation matches `TRACE *`"]);
}

/// Inside the folder of a workspace, the crate is a separate workspace, so that it builds before the other one lists it.
/// It joins that one on request, and stays what it is when it is generated again.
#[test]
fn a_crate_inside_a_workspace_stands_alone_until_it_joins() {
    let workshop = Workshop::new("inside-a-workspace");
    let alone = || manifest(&workshop, "out").ends_with("[workspace]\n");
    let generate = ["generate", CART, "--out", "out", "--name", "carts"];
    let with = |more: &[&'static str]| [&generate[..], more].concat();
    ends(&workshop, &generate, 0, &["`--workspace join` makes it a member"]);
    assert!(alone());
    ends(&workshop, &with(&["--workspace", "join"]), 0, &["1 written"]);
    assert!(!alone());
    ends(&workshop, &generate, 0, &["0 written"]);
    ends(&workshop, &with(&["--workspace", "alone"]), 0, &["1 written"]);
    assert!(alone());
    // The folders that `..` leaves are not around the crate.
    workshop.write("other/Cargo.toml", "[workspace]\n");
    let around = format!("inside that of {}, ", workshop.folder().join("Cargo.toml").display());
    ends(&workshop, &["generate", CART, "--out", "other/../beside", "--name", "carts"], 0, &[&around]);
}

/// An error in a spec is reported with its line, for each stage that may find it and for any name of the file.
#[test]
fn a_spec_of_any_name_is_told_of_by_that_name() {
    let workshop = Workshop::new("a-spec-of-any-name");
    let case = std::fs::read_to_string(crate::root().join("tests/cases/emit/union-conversions.api.json"));
    let case = case.expect("the case is there");
    let line = |text: &str, part: &str| text[..text.find(part).expect("it is there")].matches('\n').count() + 1;
    let args = ["generate", "my spec.json", "--out", "out", "--message-format", "json"];
    workshop.write("my spec.json", &case);
    let place = format!("\"at\":\"my spec.json:{}\"", line(&case, "\"Ambiguous\": {"));
    ends(&workshop, &args, 0, &["\"rule\":\"untyped-fallback\"", &place]);
    let broken = case.replace("\"int64\"", "\"strange\"");
    workshop.write("my spec.json", &broken);
    let place = format!("\"at\":\"my spec.json:{}\"", line(&broken, "\"strange\""));
    refuses(&workshop, &args, 1, &["\"rule\":\"unresolved-type\"", &place]);
}

/// Names of an earlier run are kept, although a new operation and a new type in the document would change them.
#[test]
fn names_are_kept_between_runs() {
    let workshop = Workshop::new("names-are-kept-between-runs");
    let document = |more: &str, types: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /users/{{id}}:\n    get:\n      operationId: getUser\n      tags: [users]\n      \
             parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]\n      responses: {{ '200': {{ description: ok, content: \
             {{ application/json: {{ schema: {{ $ref: '#/components/schemas/com.acme.User' }} }} }} }} }}\n{more}components:\n  schemas:\n    \
             com.acme.User: {{ type: object, properties: {{ id: {{ type: string }} }} }}\n{types}"
        )
    };
    let generate =
        |out: &'static str| ["generate", "users.yaml", "--out", out, "--name", "users", "--names", "names.json"];
    let methods = |out: &str| {
        let text = workshop.read(&format!("{out}/src/operations/users/mod.rs"));
        text.lines().filter_map(|line| line.trim().strip_prefix("pub fn ")).map(str::to_owned).collect::<Vec<_>>()
    };
    workshop.write("users.yaml", &document("", ""));
    ends(&workshop, &generate("out"), 0, &["names.json: written"]);
    assert!(methods("out")[0].starts_with("get(&self, id: &str)"), "{:?}", methods("out"));
    let more =
        "  /users:\n    get: { operationId: getUsers, tags: [users], responses: { '204': { description: ok } } }\n";
    let types = "    org.User: { type: object, properties: { name: { type: string } } }\n";
    workshop.write("users.yaml", &document(more, types));
    ends(&workshop, &generate("out"), 0, &["names.json: written"]);
    assert!(methods("out")[0].starts_with("get(&self, id: &str)"), "{:?}", methods("out"));
    assert!(methods("out")[1].starts_with("get_users(&self)"), "{:?}", methods("out"));
    assert!(workshop.read("names.json").contains("\"org.User\": { \"name\": \"OrgUser\" }"));
    ends(&workshop, &generate("out"), 0, &["names.json: unchanged", "0 written"]);
    // Without the names of an earlier run, the new operation influences the choice.
    workshop.remove("names.json");
    ends(&workshop, &generate("out"), 0, &["names.json: written"]);
    assert!(methods("out")[0].starts_with("get_by_id(&self, id: &str)"), "{:?}", methods("out"));
    workshop.write("names.json", "{");
    ends(&workshop, &generate("out"), 1, &["names.json:1"]);
}

/// A path for the names that would replace a file of the crate, or at which they cannot be written, is found before the
/// crate is written.
#[test]
fn names_are_no_file_of_the_crate() {
    let workshop = Workshop::new("names-are-no-file-of-the-crate");
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /a:\n    get: { operationId: a, \
                    responses: { '204': { description: ok } } }\n";
    workshop.write("a.yaml", document);
    let args = |names: &'static str| ["generate", "a.yaml", "--out", "out", "--name", "a", "--names", names];
    for names in ["none/names.json", "out/src/names.json"] {
        refuses(&workshop, &args(names), 1, &["Nothing was written"]);
    }
    for names in ["out/Cargo.toml", "./out/.generated.sha256"] {
        refuses(&workshop, &args(names), 1, &["is a file of the crate", "Nothing was written"]);
    }
    ends(&workshop, &args("names.json"), 0, &["names.json: written"]);
    ends(&workshop, &args("out/src/names.json"), 0, &["names.json: written"]);
}
