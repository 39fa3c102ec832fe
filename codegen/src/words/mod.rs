//! Splits names of documents into words, converts plurals to singulars, removes the words of the context from a name,
//! and chooses distinct names.

mod case;
mod context;
mod distinct;
mod path;
mod similar;
mod vocabulary;

pub(crate) use case::{camel, snake, split, with_cut_numbers, with_whole_names, with_whole_plurals};
pub(crate) use context::{
    after, contains, found_by, without, without_articles, without_beneficiary, without_object, without_scope,
    without_unless,
};
pub(crate) use distinct::{choose, namespace, shared_start};
pub(crate) use path::{PathPart, scopes};
pub(crate) use similar::most_similar;
pub(crate) use vocabulary::{is_generic, is_preposition, is_verb, is_version, same};

/// The number of characters up to which a name is not shortened.
pub(crate) const LONG: usize = 40;
