//! An operation that was found in a document and not yet read.

use crate::import::openapi::node::Node;
use crate::spec::Method;

/// An operation that was found and not yet read.
#[derive(Debug)]
pub(super) struct Draft<'d> {
    pub method: Method,
    /// The path as the document has it.
    pub path: &'d str,
    /// Whether the path is in `x-ms-paths`, where it may have a query.
    pub is_extended: bool,
    /// The path item, with facts that apply to all methods of the path.
    pub item: Node<'d>,
    /// The path item that refers to `item`, with what it states beside its `$ref`.
    pub around: Option<Node<'d>>,
    pub node: Node<'d>,
    pub id: String,
    pub group: String,
    pub name: String,
    /// The prefix for the names of types that only this operation has, as words separated by `_`.
    pub types: String,
    /// The same without the scope at its end, if no other operation starts with these words.
    pub types_without_scope: Option<String>,
}

impl<'d> Draft<'d> {
    /// The path items, the nearest last.
    pub fn items(&self) -> impl Iterator<Item = &Node<'d>> {
        [&self.item].into_iter().chain(&self.around)
    }

    /// The method and the path, for problems in parts that several operations may share.
    pub fn route(&self) -> String {
        format!("`{} {}`", self.method.as_str(), self.path)
    }

    /// The identifier that the document states.
    pub fn stated_id(&self) -> Option<&'d str> {
        self.node.text("operationId").map(str::trim).filter(|id| !id.is_empty())
    }
}
