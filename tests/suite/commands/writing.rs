//! Tests of the files that commands write, replace and remove: never a file of the user, and never a file outside of
//! the folder.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use super::edited::take_copies;
use super::{API, CART, MODEL, ends, refuses};
use crate::workshop::{Workshop, files};

const LIST: &str = ".generated.sha256";
const CARTS: &[&str] = &["generate", CART, "--out", "out", "--name", "carts"];

/// The command that writes all operations of the API to the folder of `CARTS` and with its name, which gives more
/// files.
const ALL: &[&str] = &["generate", API, "--out", "out", "--name", "carts"];

/// Runs `CARTS` and then `ALL`, and returns the files that only `ALL` writes.
fn orphans(workshop: &Workshop) -> Vec<String> {
    ends(workshop, CARTS, 0, &[]);
    let fewer = files(&workshop.folder().join("out"));
    ends(workshop, ALL, 0, &[]);
    let orphans: Vec<String> = files(&workshop.folder().join("out")).into_keys().collect();
    let orphans: Vec<String> = orphans.into_iter().filter(|path| !fewer.contains_key(path)).collect();
    assert!(orphans.len() > 3);
    orphans
}

/// Adds a line to a file.
fn edit(workshop: &Workshop, path: &str) {
    workshop.write(path, &format!("{}// mine\n", workshop.read(path)));
}

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

#[test]
fn crates_beside_and_below_survive() {
    let workshop = Workshop::new("crates-beside-and-below");
    for out in ["clients/a", "clients/b", "crates/a"] {
        ends(&workshop, &["generate", CART, "--out", out, "--name", "carts"], 0, &[]);
    }
    workshop.replace("clients/b/src/models/cart.rs", "pub struct Cart {", "pub struct Cart { // mine");
    workshop.write("vendor/a2/src/lib.rs", &workshop.read("clients/a/src/lib.rs"));
    for out in ["clients", ".", "crates", "vendor", "clients/"] {
        let refused = ["is not empty and holds no generated crate", "--force"];
        refuses(&workshop, &["generate", CART, "--out", out, "--name", "carts"], 1, &refused);
    }
    let before = workshop.files();
    ends(&workshop, &["generate", CART, "--out", "clients", "--name", "carts", "--force"], 0, &[" 0 removed"]);
    // The `crate.json` next to the document puts the operations into other groups.
    let removed = [" 2 removed", "  removed: src/operations/manage_orders/requests.rs"];
    ends(&workshop, &["generate", API, "--out", "clients", "--name", "carts"], 0, &removed);
    ends(&workshop, &["generate", CART, "--out", "clients", "--name", "carts"], 0, &["  removed: src/models/"]);
    // The workspace's own manifest was not generated, so it is not replaced even with `--force`.
    let here = ["generate", CART, "--out", ".", "--name", "carts", "--force"];
    refuses(&workshop, &here, 1, &["--> Cargo.toml\n", "does not say that it was generated"]);
    workshop.remove("Cargo.toml");
    ends(&workshop, &here, 0, &[" 0 removed"]);
    let after = workshop.files();
    for (path, bytes) in before.iter().filter(|(path, _)| *path != "Cargo.toml") {
        assert!(after.get(path) == Some(bytes), "{path} stays");
    }
}

#[test]
fn a_folder_holds_one_crate() {
    let workshop = Workshop::new("a-folder-holds-one-crate");
    ends(&workshop, CARTS, 0, &[]);
    let other = ["generate", CART, "--out", "out", "--name", "orders"];
    refuses(&workshop, &other, 1, &["holds the generated crate `carts`, not `orders`"]);
    workshop.remove(&format!("out/{LIST}"));
    refuses(&workshop, &other, 1, &["holds the generated crate `carts`, not `orders`"]);
    ends(&workshop, &with(&other, &["--force"]), 0, &[]);
    ends(&workshop, &other, 0, &[" 0 written"]);
    // Two APIs whose crates have the same name would replace each other's crate.
    for file in ["api.json", "crate.json"] {
        workshop.write(&format!("specs/again/{file}"), &workshop.read(&format!("specs/partner-center/{file}")));
    }
    let same = ["--> specs/partner-center/crate.json", "the same package as specs/again/crate.json"];
    refuses(&workshop, &["regenerate"], 1, &same);
    refuses(&workshop, &["regenerate", "--check"], 1, &same);
    refuses(&workshop, &["regenerate", "partner-center", "partner-center"], 0, &[" 0 written"]);
}

#[test]
fn each_removed_file_is_named_and_no_other_is_removed() {
    let workshop = Workshop::new("each-removed-file");
    let orphans = orphans(&workshop);
    // One file of the user has the marker, and another one mentions it.
    let model = workshop.read("out/src/models/cart.rs");
    let marker = model.lines().next().expect("the first line is the marker").to_owned();
    workshop.write("out/src/models/copy.rs", &model);
    workshop.write("out/src/mention.rs", &format!("//! Unlike those with `{marker}`, this is mine.\n"));
    workshop.write("out/src/below.rs", &format!("//! Mine.\n  {marker}\n"));
    let before = files(&workshop.folder().join("out"));
    let said = ends(&workshop, CARTS, 0, &[" removed"]);
    let after = files(&workshop.folder().join("out"));
    let gone: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert!(
        gone == orphans.iter().collect::<Vec<_>>() && said.out.contains(&format!(" {} removed", gone.len())),
        "{}",
        said.out
    );
    for path in &gone {
        assert!(said.out.contains(&format!("  removed: {path}\n")), "{path}\n{}", said.out);
    }
    // The next run removes only files that a run wrote, even if the list has other entries.
    let list = workshop.read(&format!("out/{LIST}"));
    workshop.write("mine.txt", "mine\n");
    let entry = list.lines().find(|line| line.ends_with("  Cargo.toml")).expect("the manifest is listed");
    for path in ["../mine.txt", "src/mention.rs", "src/nothing.rs", "src/models"] {
        workshop.write(&format!("out/{LIST}"), &format!("{list}{}\n", entry.replace("Cargo.toml", path)));
        ends(&workshop, CARTS, 0, &[" 0 removed"]);
    }
    assert!(workshop.files().contains_key("mine.txt") && workshop.files().contains_key("out/src/mention.rs"));
    assert_eq!(workshop.read(&format!("out/{LIST}")), list);
}

#[test]
fn an_edited_file_is_named_before_it_is_replaced_and_never_removed() {
    let workshop = Workshop::new("an-edited-file-is-named");
    let orphan = format!("out/{}", orphans(&workshop)[0]);
    let fresh = workshop.files();
    edit(&workshop, "out/src/models/cart.rs");
    let warning = ["warning[file-system]: was edited since it was generated", "--> out/src/models/cart.rs\n"];
    ends(&workshop, ALL, 0, &[warning[0], warning[1], " 1 written", "written: src/models/cart.rs"]);
    assert_eq!(take_copies(&workshop, "out").len(), 1);
    assert!(fresh == workshop.files());
    edit(&workshop, "out/src/models/cart.rs");
    let json = with(ALL, &["--message-format", "json"]);
    ends(&workshop, &json, 0, &["\"level\":\"warning\"", "\"at\":\"out/src/models/cart.rs\"", "was edited"]);
    edit(&workshop, MODEL);
    refuses(&workshop, &["regenerate", "--check"], 4, &[warning[0], "stale: src/models/cart.rs"]);
    ends(&workshop, &["regenerate"], 0, &[warning[0], &format!("--> {MODEL}\n")]);
    let copies = ["out", "generated/partner-center"].map(|krate| take_copies(&workshop, krate).len());
    assert_eq!(copies, [1, 1]);
    assert!(fresh == workshop.files());

    edit(&workshop, &orphan);
    ends(&workshop, CARTS, 0, &["no longer belongs to the crate, but was edited", &format!("--> {orphan}\n")]);
    // From then on, only its marker is known of the file.
    let marker = workshop.read("out/src/lib.rs").lines().next().expect("the first line is the marker").to_owned();
    workshop.write(&orphan, &format!("{marker}\n// mine\n"));
    ends(&workshop, CARTS, 0, &["no run of this crate wrote it; it is kept", &format!("--> {orphan}\n")]);
    assert!(workshop.read(&orphan).contains("// mine"));
    // If the crate needs the path again, the file is replaced, and a warning names it.
    let warning = "says that it was generated, but no run of this crate wrote it; it is replaced";
    ends(&workshop, ALL, 0, &[warning, &format!("--> {orphan}\n")]);
    assert_eq!(take_copies(&workshop, "out").len(), 1);
    assert!(fresh == workshop.files());
}

#[test]
fn an_empty_file_is_one_of_ours() {
    let workshop = Workshop::new("an-empty-file");
    ends(&workshop, CARTS, 0, &[]);
    let fresh = workshop.files();
    let paths = [LIST, "Cargo.toml", "README.md", "src/lib.rs", "src/models/cart.rs", "src/runtime/mod.rs"];
    for path in paths {
        workshop.write(&format!("out/{path}"), "");
        let said = ends(&workshop, CARTS, 0, &[" 0 removed"]);
        assert!(fresh == workshop.files() && said.err.is_empty(), "{path}\n{}", said.err);
        // The same applies to a version that kept no list.
        workshop.write(&format!("out/{path}"), "");
        workshop.remove(&format!("out/{LIST}"));
        let said = ends(&workshop, CARTS, 0, &[" 0 removed"]);
        assert!(fresh == workshop.files() && said.err.is_empty(), "{path}\n{}", said.err);
    }
    // A version that kept no list was killed in its first file, or its second.
    for more in [None, Some("README.md")] {
        fs::remove_dir_all(workshop.folder().join("out")).expect("a folder can be removed");
        workshop.write("out/Cargo.toml", more.map_or("", |_| std::str::from_utf8(&fresh["out/Cargo.toml"]).unwrap()));
        more.iter().for_each(|path| workshop.write(&format!("out/{path}"), ""));
        ends(&workshop, CARTS, 0, &[" 0 removed"]);
        assert!(fresh == workshop.files());
    }
    // Empty files elsewhere do not show that the folder is a crate.
    for path in ["other/notes.txt", "other/src/main.rs"] {
        workshop.write(path, "");
        refuses(&workshop, &["generate", CART, "--out", "other"], 1, &["is not empty and holds no generated crate"]);
        workshop.remove(path);
    }
}

/// A crate of a version that kept no list is updated, and its obsolete files are removed. They may have edits, so they
/// are kept.
#[test]
fn a_crate_without_a_list_is_updated() {
    let workshop = Workshop::new("a-crate-without-a-list");
    ends(&workshop, CARTS, 0, &[]);
    let fresh = files(&workshop.folder().join("out"));
    let orphans = orphans(&workshop);
    workshop.remove(&format!("out/{LIST}"));
    let other = workshop.read("out/src/models/cart.rs").replace("from api.json", "from another.json");
    let mine = [
        ("src/models/of_mine.rs", "// mine\n".to_owned()),
        ("src/models/of_another_crate.rs", other),
        ("src/nested/Cargo.toml", "[package]\n".to_owned()),
        ("src/nested/lib.rs", workshop.read("out/src/lib.rs")),
        ("nested/lib.rs", workshop.read("out/src/lib.rs")),
    ];
    for (path, text) in &mine {
        workshop.write(&format!("out/{path}"), text);
    }
    ends(&workshop, CARTS, 0, &[&format!(" {} removed", orphans.len()), &format!("removed: {}\n", orphans[0])]);
    let copies = take_copies(&workshop, "out");
    assert!(orphans.iter().all(|path| copies.contains_key(path)), "{:?}", copies.keys());
    let mut after = files(&workshop.folder().join("out"));
    for (path, text) in &mine {
        assert_eq!(after.remove(*path).as_deref(), Some(text.as_bytes()), "{path}");
    }
    assert!(after == fresh);
    // The committed crate of a workspace is reported as stale until it has a list.
    workshop.remove(&format!("generated/partner-center/{LIST}"));
    refuses(&workshop, &["regenerate", "--check"], 4, &[" 0 stale", &format!("stale: {LIST}")]);
    ends(&workshop, &["regenerate"], 0, &[" 0 written", &format!("written: {LIST}")]);
    refuses(&workshop, &["regenerate", "--check"], 0, &[" 0 stale"]);
}

#[test]
fn the_folder_of_another_crate_is_not_entered() {
    let workshop = Workshop::new("another-crate");
    ends(&workshop, CARTS, 0, &[]);
    workshop.write("out/src/models/Cargo.toml", "[package]\nname = \"mine\"\n");
    workshop.replace("out/src/models/cart.rs", "pub struct Cart {", "pub struct Cart { // mine");
    refuses(&workshop, CARTS, 1, &["--> out/src/models\n", "is the folder of another crate"]);
    workshop.remove("out/src/models/Cargo.toml");
    // A crate with obsolete files is stale, too.
    let spec = workshop.read(API);
    let named = |group: &str| spec.replace("\"group\": \"Agreements\"", &format!("\"group\": \"{group}\""));
    let args = ["generate", "spec.json", "--out", "spec"];
    workshop.write("spec.json", &named("Contracts"));
    ends(&workshop, &args, 0, &[]);
    workshop.write("spec/src/operations/contracts/Cargo.toml", "[package]\nname = \"mine\"\n");
    workshop.write("spec.json", &named("Deals"));
    ends(&workshop, &args, 0, &[" 0 removed"]);
    assert!(workshop.folder().join("spec/src/operations/contracts/requests.rs").is_file());
}

/// Replaces the file at a path with something else, and restores it afterwards.
fn replaced(workshop: &Workshop, path: &str, put: impl FnOnce(&std::path::Path), check: impl FnOnce()) {
    let (path, aside) = (workshop.folder().join(path), workshop.folder().join("aside"));
    let is_there = path.exists();
    if is_there {
        fs::rename(&path, &aside).expect("it can be moved");
    }
    put(&path);
    check();
    if path.is_dir() && !path.is_symlink() {
        fs::remove_dir_all(&path).expect("a folder can be removed");
    } else {
        fs::remove_file(&path).expect("it can be removed");
    }
    if is_there {
        fs::rename(&aside, &path).expect("it can be moved back");
    }
}

#[test]
fn symbolic_links_are_refused() {
    let workshop = Workshop::new("symbolic-links");
    ends(&workshop, CARTS, 0, &[]);
    ends(&workshop, &["generate", API, "--out", "elsewhere", "--name", "carts"], 0, &[]);
    workshop.write("elsewhere/empty", "");
    let regenerate = ["regenerate"];
    let rows: &[(&[&str], &str, &str)] = &[
        (CARTS, "out/src/models/cart.rs", "elsewhere/src/models/cart.rs"),
        (CARTS, "out/src/models/cart.rs", "elsewhere/empty"),
        (CARTS, "out/src/models/cart.rs", "nowhere"),
        (CARTS, "out/Cargo.toml", "elsewhere/Cargo.toml"),
        (CARTS, "out/Cargo.toml", "nowhere"),
        (CARTS, &format!("out/{LIST}"), &format!("elsewhere/{LIST}")),
        (CARTS, &format!("out/{LIST}"), "nowhere"),
        (CARTS, "out/src", "elsewhere/src"),
        (CARTS, "out/src", "nowhere"),
        (CARTS, "out/src/models", "elsewhere/src/models"),
        (CARTS, "out", "elsewhere"),
        (CARTS, "out", "nowhere"),
        (&regenerate, "generated/partner-center", "elsewhere"),
        (&regenerate, MODEL, "elsewhere/src/models/cart.rs"),
        (&["vendor", "partner-center", "out"], "out", "elsewhere"),
    ];
    for (args, path, to) in rows {
        let link = |path: &std::path::Path| symlink(workshop.folder().join(to), path).expect("a link can be made");
        replaced(&workshop, path, link, || {
            refuses(&workshop, args, 1, &[&format!("--> {path}\n"), "is a symbolic link"]);
            assert!(!workshop.folder().join("nowhere").exists() && workshop.folder().join(path).is_symlink(), "{path}");
        });
    }
    let slash = with(&["generate", CART, "--name", "carts"], &["--out", "link/"]);
    symlink(workshop.folder().join("out"), workshop.folder().join("link")).expect("a link can be made");
    refuses(&workshop, &slash, 1, &["--> link\n", "is a symbolic link"]);
    // An obsolete file is not removed if it is a link.
    let orphan = format!("out/{}", orphans(&workshop)[0]);
    fs::rename(workshop.folder().join(&orphan), workshop.folder().join("elsewhere/moved.rs")).expect("it moves");
    symlink(workshop.folder().join("elsewhere/moved.rs"), workshop.folder().join(&orphan)).expect("a link is made");
    ends(&workshop, CARTS, 0, &[]);
    assert!(workshop.folder().join(&orphan).is_symlink() && workshop.folder().join("elsewhere/moved.rs").is_file());
    // If a file of a workspace is a link, the link is not replaced by a file.
    workshop.replace(API, "\"title\": \"Microsoft Partner Center\"", "\"title\": \"Orders\"");
    fs::rename(workshop.folder().join(API), workshop.folder().join("moved.json")).expect("it moves");
    symlink(workshop.folder().join("moved.json"), workshop.folder().join(API)).expect("a link is made");
    refuses(&workshop, &["import", "partner-center"], 1, &[&format!("--> {API}\n"), "is a symbolic link"]);
    refuses(&workshop, &["import", "partner-center", "--check"], 4, &["api.json: stale"]);
}

#[test]
fn what_has_no_end_is_refused() {
    let workshop = Workshop::new("what-has-no-end");
    ends(&workshop, CARTS, 0, &[]);
    let pipe = |path: &std::path::Path| {
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo can be run").success());
    };
    for path in ["out/src/models/cart.rs", "out/Cargo.toml", "out/src", "out", &format!("out/{LIST}")] {
        replaced(&workshop, path, pipe, || {
            let said = workshop.xtask(CARTS);
            assert!(said.code == 1 && said.err.contains("is a named pipe"), "{path}\n{}", said.err);
        });
    }
    for path in [API, "specs/partner-center/crate.json", "specs/partner-center/fixups.json", CART] {
        replaced(&workshop, path, pipe, || {
            let command = if path == API { "regenerate" } else { "import" };
            let args = [command, "partner-center"];
            let said = workshop.xtask(&args);
            assert!(said.code == 1 && said.err.contains("is a named pipe"), "{path}\n{}{}", said.out, said.err);
        });
    }
    pipe(&workshop.folder().join("pipe.json"));
    fs::File::create(workshop.folder().join("large.json")).unwrap().set_len((512 << 20) + 1).unwrap();
    let rows = [
        ("/dev/zero", "is a device; only regular files are read"),
        ("pipe.json", "is a named pipe; only regular files are read"),
        ("large.json", "more than 512 MiB"),
        ("specs", "is a folder; only regular files are read"),
    ];
    for (source, says) in rows {
        let commands: [&[&str]; 4] = [
            &["generate", source, "--out", "new"],
            &["show", source, "--stage", "spec"],
            &["diff", source, API],
            &["diff", API, source],
        ];
        for args in commands {
            let said = workshop.xtask(args);
            assert!(said.code == 1 && said.err.contains(says), "{args:?}\n{}", said.err);
        }
    }
    assert!(!workshop.folder().join("new").exists());
}

#[test]
fn what_is_in_the_way_is_found_before_anything_is_written() {
    let workshop = Workshop::new("what-is-in-the-way");
    for (path, says) in [
        ("out/src", "is a file, where a folder is needed"),
        ("out/src/models", "is a file, where a folder is needed"),
        ("out/src/runtime/mod.rs/mine", "is a folder, and a file must be written there"),
        ("out/Cargo.toml/mine", "is a folder, and a file must be written there"),
    ] {
        workshop.write(path, "mine\n");
        refuses(&workshop, &with(CARTS, &["--force"]), 1, &[says]);
        fs::remove_dir_all(workshop.folder().join("out")).expect("a folder can be removed");
    }
}

#[test]
fn a_copy_is_not_made_into_its_source() {
    let workshop = Workshop::new("not-into-its-source");
    symlink(workshop.folder().join("generated"), workshop.folder().join("link")).expect("a link can be made");
    for dest in [
        "generated/partner-center/sub",
        "generated/partner-center",
        "generated/partner-center/src/models",
        "generated/../generated/partner-center/new/sub",
        "generated",
        "link/partner-center/sub",
        ".",
    ] {
        refuses(
            &workshop,
            &["vendor", "partner-center", dest],
            1,
            &["is inside generated/partner-center, or contains"],
        );
    }
    ends(&workshop, &["vendor", "partner-center", "generated-copy"], 0, &[]);
    // A warning names the edit of the copy, and each removed file is listed.
    workshop.replace("generated-copy/src/models/cart.rs", "pub struct Cart {", "pub struct Cart { // mine");
    workshop.replace(API, "\"title\": \"Microsoft Partner Center\"", "\"title\": \"Orders\"");
    ends(&workshop, &["vendor", "partner-center", "generated-copy"], 0, &["was edited", "src/models/cart.rs"]);
    let crates = "specs/partner-center/crate.json";
    workshop.replace(crates, "  \"operations\": {", "  \"include\": [\"*.get-*\"],\n  \"operations\": {");
    ends(&workshop, &["regenerate"], 0, &[]);
    let said = ends(&workshop, &["vendor", "partner-center", "generated-copy"], 0, &["removed: src/"]);
    assert!(!said.out.contains(LIST), "{}", said.out);
}

/// New files have the usual permissions, and existing files keep theirs.
#[test]
fn permissions_are_kept() {
    let workshop = Workshop::new("permissions-are-kept");
    let mode = |path: &str| fs::metadata(workshop.folder().join(path)).unwrap().permissions().mode() & 0o777;
    let set = |path: &str, mode| {
        fs::set_permissions(workshop.folder().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    workshop.write("usual", "");
    ends(&workshop, CARTS, 0, &[]);
    for path in ["out/Cargo.toml", "out/src/lib.rs", &format!("out/{LIST}")] {
        assert_eq!(mode(path), mode("usual"), "{path}");
    }
    set("out/src/lib.rs", 0o640);
    ends(&workshop, &["generate", API, "--out", "out", "--name", "carts"], 0, &[]);
    assert_eq!(mode("out/src/lib.rs"), 0o640);
    set("out/src/lib.rs", 0o444);
    refuses(&workshop, CARTS, 1, &["--> out/src/lib.rs\n", "is read-only"]);
}
