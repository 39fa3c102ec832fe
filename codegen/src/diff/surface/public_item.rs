//! A public item of a crate, with the properties on which callers rely.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::Subject;
use crate::rust::Docs;
use crate::spec::StatusPattern;

/// The kinds of public items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Type,
    Field,
    Variant,
    Constant,
    Repr,
    Conversion,
    Group,
    Method,
    Setter,
    Builder,
    Client,
    Package,
    Feature,
}

/// The identity of an item. Names of types and methods are those of the new crate.
pub(super) type Key = (Kind, String);

/// The fields that callers provide to create a struct.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum GivenFields {
    /// None: callers cannot create a value, not even in their tests, or it is not a struct.
    #[default]
    Nothing,
    /// The required fields: with `new`, in a separate struct, or together with `..Default::default()`.
    Required,
    /// All fields of the struct.
    Everything,
}

/// Whether callers may match an enum without a wildcard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Exhaustive {
    /// Callers need a wildcard, or the item is not an enum.
    #[default]
    No,
    /// Callers may match without a wildcard.
    Yes,
}

/// A fact that callers do not see: a description in words, and the exact value, which is compared but not shown.
pub(super) fn fact(words: &str, exact: &dyn std::fmt::Debug) -> String {
    format!("{words}{EXACT}{exact:?}")
}

/// The separator between the words of a fact and its exact value.
pub(super) const EXACT: char = '\0';

/// An argument of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub name: String,
    pub wire: String,
    pub ty: String,
}

/// A public item: a model, a field, a variant, a method, and so on.
///
/// All kinds of items share this struct, in which fields that a kind does not have are empty. With one type for each
/// kind, the comparison of all fields would have to be written for each kind. What a crate has as it is, is borrowed:
/// there are a hundred thousand items in a large crate.
#[derive(Clone, Debug)]
pub(super) struct PublicItem<'a> {
    pub kind: Kind,
    /// The item that contains this one.
    pub parent: Option<Key>,
    /// The name of the item.
    pub name: Cow<'a, str>,
    /// The location of the item, if it is part of the path that callers use: the group of a method, by its name in the
    /// new crate.
    pub home: String,
    /// The path of the item for callers: `models::Cart::id`.
    pub path: String,
    /// The type of the item.
    pub ty: String,
    /// Whether a field must have a value.
    pub required: bool,
    pub given: GivenFields,
    /// Whether a struct is `#[non_exhaustive]`; `None` if the item is not a struct.
    pub sealed: Option<bool>,
    /// The name of the type that is generated beside a model: the struct of its required fields, or the enum of the
    /// types as which it can be read.
    pub companion: String,
    pub exhaustive: Exhaustive,
    pub args: Vec<Argument>,
    pub request: String,
    /// The method and the path of a request, without the names of its parameters and without the server.
    pub route: String,
    pub result: String,
    /// The types of the error responses of a call.
    pub errors: BTreeMap<StatusPattern, String>,
    pub deprecated: bool,
    /// Whether some items of a package exist only with features.
    pub gated: bool,
    pub docs: Cow<'a, [String]>,
    /// Facts that callers do not see, one per line.
    pub hidden: Vec<String>,
    pub subject: Subject,
    pub file: &'a str,
    /// The starts of the enclosing declarations and of the item's own declaration.
    pub trail: Vec<Rc<str>>,
}

impl<'a> PublicItem<'a> {
    pub(super) fn new(
        kind: Kind,
        name: impl Into<Cow<'a, str>>,
        path: String,
        subject: &Subject,
        file: &'a str,
    ) -> Self {
        Self {
            kind,
            parent: None,
            name: name.into(),
            home: String::new(),
            path,
            ty: String::new(),
            required: false,
            given: GivenFields::Nothing,
            sealed: None,
            companion: String::new(),
            exhaustive: Exhaustive::No,
            args: Vec::new(),
            request: String::new(),
            route: String::new(),
            result: String::new(),
            errors: BTreeMap::new(),
            deprecated: false,
            gated: false,
            docs: Cow::Borrowed(&[]),
            hidden: Vec::new(),
            subject: subject.clone(),
            file,
            trail: Vec::new(),
        }
    }

    /// The declaration of the item, in a readable form.
    pub(super) fn spelled(&self) -> String {
        if self.ty.is_empty() { self.path.clone() } else { format!("{}: {}", self.path, self.ty) }
    }

    pub(super) fn docs(mut self, docs: &'a Docs) -> Self {
        self.docs = Cow::Borrowed(docs.lines());
        self
    }

    pub(super) fn below(mut self, parent: &Key, trail: &[Rc<str>], last: String) -> Self {
        self.parent = Some(parent.clone());
        self.trail = [trail, &[last.into()]].concat();
        self
    }
}
