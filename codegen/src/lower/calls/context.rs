//! The input of the passes for operations, and helpers that several of them use.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::lower::calls::{client, xml};
use crate::lower::config::CrateConfig;
use crate::lower::names::naming::Naming;
use crate::lower::names::{self, Choice, Style};
use crate::rust::{Arg, Ident, Place, Written};
use crate::spec::{self, Checked, Presence};

/// The input for lowering operations.
pub(crate) struct Operations<'a> {
    pub api: &'a Checked,
    pub config: &'a CrateConfig,
    pub naming: &'a Naming,
    pub variables: &'a client::Variables,
    /// Whether each JSON body of the API may also be sent as a form of the same type.
    pub forms_everywhere: bool,
    /// The tables of XML bodies; each body adds what it needs.
    pub xml: RefCell<xml::XmlTypes>,
}

impl Operations<'_> {
    /// The table of an XML body.
    pub(crate) fn xml_root(&self, content: &spec::Content) -> Ident {
        self.xml.borrow_mut().root(self.api, self.naming, content)
    }
}

/// The request type of an operation, and all names of its group. The operation's other types are named after the
/// request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub name: &'a Ident,
    /// The names of the group and of its requests, which are in the same module as the response types.
    pub taken: &'a BTreeSet<&'a str>,
}

impl Request<'_> {
    /// The name of another type of the operation: `GetCartSuccess`, with a number if a request has that name.
    pub(crate) fn beside(&self, what: &str) -> Ident {
        let name = names::ident(&format!("{}{what}", self.name.text()), Style::Camel);
        names::free(&name, |name| self.taken.contains(name))
    }
}

/// An argument: a key that distinguishes it from the others, whether it is optional, its possible names, and its value.
pub(crate) type KeyedArg = (String, Presence, Choice, Arg);

/// The way in which a value is written, with the defaults of its place and style.
pub(crate) fn written(place: Place, style: Option<spec::Style>, explode: Option<bool>, reserved: bool) -> Written {
    let style = style.unwrap_or(place.default_style());
    Written { style, explode: explode.unwrap_or(style.explodes()), reserved, raw: false }
}
