//! Tests of documents that consist of several files on disk. Nothing outside of their folder is read.

use super::{ends, refuses};
use crate::workshop::Workshop;

const API: &str = "openapi: 3.0.3
info: {title: A, version: '1'}
servers: [{url: 'https://example.com'}]
paths:
  /a:
    get:
      responses:
        '200':
          description: A.
          content: {application/json: {schema: {$ref: 'SCHEMA'}}}
";

const PET: &str = "type: object\nproperties: {name: {type: string}}\n";

#[test]
fn generate_reads_the_folder_of_the_document_or_the_root() {
    let workshop = Workshop::new("trees-of-documents");
    let api = |schema: &str| API.replace("SCHEMA", schema);
    workshop.write("documents/models/pet.yaml", PET);
    workshop.write("documents/api.yaml", &api("models/pet.yaml"));
    workshop.write("documents/deep/api.yaml", &api("../models/pet.yaml"));
    let generate = |file: &str, more: &[&str], code, says: &[&str]| {
        let args = [&["generate", file, "--out", "out", "--name", "pets"], more].concat();
        if code == 0 {
            ends(&workshop, &args, 0, says)
        } else {
            refuses(&workshop, &args, code, says)
        };
    };
    generate("documents/api.yaml", &[], 0, &["pets: 1 operations, 1 types"]);
    let outside = "leads out of the folder from which files are read";
    generate("documents/deep/api.yaml", &[], 1, &[outside, "--> documents/deep/api.yaml:10", "`--root`"]);
    generate("documents/deep/api.yaml", &["--root", "documents"], 0, &["pets: 1 operations, 1 types"]);
    generate("documents/api.yaml", &["--root", "documents/deep"], 2, &["is not in the folder of `--root`"]);
    // A problem names the file by the path at which the caller finds it.
    workshop.write("documents/models/pet.yaml", "properties: {name: strange}\n");
    let trail = "= referred to by: documents/deep/api.yaml:10";
    generate("documents/deep/api.yaml", &["--root", "documents"], 1, &["--> documents/models/pet.yaml:1", trail]);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_does_not_lead_out_of_the_folder() {
    let workshop = Workshop::new("trees-with-links");
    workshop.write("secret.yaml", PET);
    workshop.write("documents/models/pet.yaml", PET);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(workshop.folder().join(to), workshop.folder().join(from)).expect("a link is made");
    };
    link("documents/secret.yaml", "secret.yaml");
    link("documents/twin.yaml", "documents/models/pet.yaml");
    workshop.write("documents/api.yaml", &API.replace("SCHEMA", "secret.yaml"));
    let args = ["generate", "documents/api.yaml", "--out", "out", "--name", "pets"];
    refuses(&workshop, &args, 1, &["leads out of the folder from which files are read"]);
    // Two paths of one file are one type.
    let both = "properties: {one: {$ref: twin.yaml}, other: {$ref: models/pet.yaml}}\n";
    workshop.write("documents/both.yaml", both);
    workshop.write("documents/api.yaml", &API.replace("SCHEMA", "both.yaml"));
    ends(&workshop, &args, 0, &["pets: 1 operations, 2 types"]);
}

#[test]
fn the_sources_of_an_api_may_be_a_tree() {
    let workshop = Workshop::new("sources-in-a-tree");
    workshop.write("specs/pets/source/api.yaml", &API.replace("SCHEMA", "models/pet.yaml"));
    workshop.write("specs/pets/source/models/pet.yaml", PET);
    workshop.write("specs/pets/source/models/README.md", "# Models\n");
    workshop.write("specs/pets/source/package.json", "{}\n");
    let note = "this file and 1 other are not used";
    ends(&workshop, &["import", "pets"], 0, &["pets: 1 operations, 1 types", note]);
    workshop.write("specs/pets/source/models/pet.yaml", "properties: {name: strange}\n");
    let places = ["--> specs/pets/source/models/pet.yaml:1", "= referred to by: specs/pets/source/api.yaml:10"];
    refuses(&workshop, &["import", "pets"], 1, &places);
}
