//! A code generator from API definitions to Rust.
//!
//! ```text
//! documents     reference pages, Swagger 2.0, OpenAPI 3.0 / 3.1
//!    |  import  text -> a faithful mirror of the document -> spec::Api
//!    |  fixup   corrections of facts, as data, in order
//! spec::Api     the normalized spec, committed as api.json
//!    |  check   names resolve, ids and paths are unique
//! spec::Checked the checked spec
//!    |  lower   with crate.json: names, Rust types, boxes, modules, dependencies: every decision
//! rust::Crate   Rust-shaped data
//!    |  emit    one small quote! per kind of item; decides nothing
//!    |  render  syn and prettyplease, item by item
//! tree::Tree    the whole crate in memory: path -> text
//! ```
//!
//! Everything before the normalized spec is independent of Rust; everything after it is independent of the source
//! format. The crate has no side effects: its input and output are text and data.

mod copies;
pub mod dependencies;
pub mod diff;
mod docs;
pub mod emit;
pub mod file_list;
pub mod generate;
mod graph;
pub mod import;
pub mod lower;
mod markdown;
pub mod parts;
pub mod problem;
pub mod render;
pub mod rust;
#[cfg(feature = "schema")]
pub mod schema;
pub mod spec;
mod text;
pub mod tree;
mod version;
mod words;
