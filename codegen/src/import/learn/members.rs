//! Converts the rows of a table to members: dotted names become nested objects, and lists of values become enums.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::generics::Ty;
use super::merge::MergedRow;
use super::model::Model;
use super::names::{self, Inline};
use super::page::{Item, RowType};
use super::text::brief;
use super::types;
use crate::problem::{Place, Problem, Rule};
use crate::spec::{
    IntegerEnum, IntegerFormat, IntegerValue, Member, Members, Origin, Presence, Scalar, Sensitivity, Shape,
    StringEnum, StringValue, Struct, TypeDef, TypeName, TypeRef,
};

/// The maximum number of dots in the name of a member.
const DOTS: usize = 16;

/// The members of an object by name, in the order of the page.
pub(super) type Tree<'a> = IndexMap<&'a str, Node<'a>>;

/// A member of an object.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// A row of the page.
    Leaf(MergedRow<'a>, Ty<'a>),
    /// An object without a row, which is created from the rows `name.a` and `name.b`.
    Branch(Tree<'a>),
}

/// An object that becomes a model.
#[derive(Debug)]
pub(super) struct Owner<'a> {
    pub(super) name: TypeName,
    pub(super) file: &'a str,
    pub(super) docs: &'a str,
    pub(super) params: Vec<String>,
    pub(super) origin: Origin,
    pub(super) tree: Tree<'a>,
}

/// Sorts rows into the object that they describe.
pub(super) fn tree<'a>(file: &str, rows: Vec<(MergedRow<'a>, Ty<'a>)>, problems: &mut Vec<Problem>) -> Tree<'a> {
    let mut root = Tree::new();
    for (row, ty) in rows {
        let (line, name) = (row.row.line, &*row.row.name);
        let mut error = |rule, message: String, help: &str| {
            problems.push(Problem::error(rule, Place::line(file, line), message, help));
        };
        if name.matches('.').count() > DOTS {
            error(Rule::PageRow, format!("`{}` has too many dots", brief(name)), "Shorten the name.");
            continue;
        }
        let mut at = &mut root;
        let mut rest = name;
        let placed = loop {
            let Some((first, tail)) = nested(rest) else {
                // A row that occurs twice is reported where the rows are merged.
                break !matches!(at.insert(rest, Node::Leaf(row, ty)), Some(Node::Branch(_)));
            };
            match at.entry(first).or_insert_with(|| Node::Branch(Tree::new())) {
                Node::Branch(tree) => (at, rest) = (tree, tail),
                Node::Leaf(..) => break false,
            }
        };
        if !placed {
            let help = "Keep either the row of the property itself or the rows with a dot in their names.";
            error(Rule::DuplicateId, format!("the property `{name}` is listed already"), help);
        }
    }
    root
}

/// Splits the name of a nested member. The dots in OData's annotations are part of the name.
fn nested(name: &str) -> Option<(&str, &str)> {
    let plain = !name.starts_with(['@', '$']) && !name.starts_with("odata.") && !name.contains("@odata.");
    name.split_once('.').filter(|(first, rest)| plain && !first.is_empty() && !rest.is_empty())
}

/// Collects the enums and objects below an object that have no name on the page.
pub(super) fn inlines(owner: &str, tree: &Tree<'_>, found: &mut Vec<Inline>) {
    let mut sorted: Vec<(&&str, &Node<'_>)> = tree.iter().collect();
    sorted.sort_unstable_by_key(|(name, _)| **name);
    for (name, node) in sorted {
        match node {
            Node::Leaf(_, Ty::Expr(_)) => {}
            Node::Leaf(_, Ty::Enum(_)) => found.push((owner.to_owned(), (*name).to_owned())),
            Node::Branch(tree) => {
                found.push((owner.to_owned(), (*name).to_owned()));
                inlines(&names::unabridged(owner, name), tree, found);
            }
        }
    }
}

/// Makes the models of an API.
#[derive(Debug)]
pub(super) struct Maker<'m, 'a> {
    pub(super) model: &'m Model<'a>,
    /// The names of the types that have no name on the pages.
    pub(super) names: BTreeMap<Inline, String>,
    pub(super) types: BTreeMap<TypeName, TypeDef>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Maker<'_, 'a> {
    /// Makes the model of an object, and the models of the objects nested in it.
    pub(super) fn object(&mut self, owner: &Owner<'a>) {
        let members = self.members(owner, &owner.name, &owner.tree, &owner.origin);
        let shape = Shape::Struct(Struct { members, rest: None });
        self.insert(owner.name.clone(), owner.docs, owner.params.clone(), shape, owner.origin.clone());
    }

    fn members(&mut self, owner: &Owner<'a>, name: &str, tree: &Tree<'a>, origin: &Origin) -> Members {
        let mut members = Members::new();
        for (member, node) in tree {
            let made = match node {
                Node::Leaf(row, ty) => self.member(owner, name, member, row, ty),
                Node::Branch(tree) => {
                    let inner = names::unabridged(name, member);
                    let origin = origin.child(member);
                    let members = self.members(owner, &inner, tree, &origin);
                    // An object is required if one of its members is.
                    let needed = members.values().any(|member| member.presence == Presence::Required);
                    let shape = Shape::Struct(Struct { members, rest: None });
                    let ty = self.inline(name, member, shape, origin);
                    let presence = if needed { Presence::Required } else { Presence::Optional };
                    Member { presence, ..Member::new(ty) }
                }
            };
            members.insert((*member).to_owned(), made);
        }
        members
    }

    fn member(&mut self, owner: &Owner<'a>, name: &str, member: &str, row: &MergedRow<'a>, ty: &Ty<'a>) -> Member {
        let origin = owner.origin.child(&row.row.name);
        let made = self.ty(owner.file, (name, member), row, ty, &owner.params, origin);
        let secret = matches!(&row.row.ty, RowType::Type(text) if types::is_secret(&text.text));
        Member {
            presence: row.row.presence,
            sensitivity: if secret { Sensitivity::Secret } else { Sensitivity::Plain },
            constraints: row.row.constraints.clone(),
            docs: row.docs.to_owned(),
            ..Member::new(made)
        }
    }

    /// The type of a row; a list of values becomes an enum that is named after owner and member.
    pub(super) fn ty(
        &mut self,
        file: &str,
        (owner, member): (&str, &str),
        row: &MergedRow<'_>,
        ty: &Ty<'_>,
        params: &[String],
        origin: Origin,
    ) -> TypeRef {
        match ty {
            Ty::Expr(expr) => {
                let line = match &row.row.ty {
                    RowType::Type(text) => {
                        self.check_format(file, text.line, &text.text);
                        text.line
                    }
                    RowType::Enum(_) => row.row.line,
                };
                self.reference(file, line, expr, params)
            }
            Ty::Enum(items) => match self.enumeration(file, items) {
                Some(shape) => self.inline(owner, member, shape, origin),
                None => TypeRef::Scalar(Scalar::Json),
            },
        }
    }

    /// Converts a type of a page to a type of the spec.
    pub(super) fn reference(&mut self, file: &str, line: usize, expr: &types::Expr, params: &[String]) -> TypeRef {
        self.model.resolve(expr, params).unwrap_or_else(|name| {
            let message = format!("no page defines the type `{}`", brief(&name));
            let help = "Copy the page with all of its definitions, as far as its end.";
            self.problems.push(Problem::error(Rule::UnresolvedType, Place::line(file, line), message, help));
            TypeRef::Scalar(Scalar::Json)
        })
    }

    /// Reports a format that the spec cannot express.
    pub(super) fn check_format(&mut self, file: &str, line: usize, text: &str) {
        if let Some(format) = types::unknown_format(text) {
            let message = format!("the format `{format}` is not supported, and is left out");
            let help = "The type before it is kept. A fixup can set another.";
            self.problems.push(Problem::warning(Rule::PageType, Place::line(file, line), message, help));
        }
    }

    fn inline(&mut self, owner: &str, member: &str, shape: Shape, origin: Origin) -> TypeRef {
        let name = self.names.get(&(owner.to_owned(), member.to_owned())).cloned();
        let name = name.unwrap_or_else(|| names::unabridged(owner, member));
        self.insert(name.clone(), "", Vec::new(), shape, origin);
        TypeRef::named(name)
    }

    /// Adds a model; a second model of the same name is a problem.
    pub(super) fn insert(&mut self, name: TypeName, docs: &str, params: Vec<String>, shape: Shape, origin: Origin) {
        let def = TypeDef {
            docs: docs.to_owned(),
            deprecated: false,
            params,
            shape,
            constraints: Default::default(),
            xml: None,
            origin: Some(origin.clone()),
        };
        if let Some(first) = self.types.insert(name.clone(), def) {
            let first = first.origin.map_or_else(String::new, |origin| origin.to_string());
            let message = format!("two types would be called `{name}`; the other is at {first}");
            self.problems.push(Problem::error(Rule::DuplicateId, origin, message, "Rename one of them in the page."));
        }
    }

    /// The enum of a list of values: names are strings on the wire and numbers are integers, even if the page claims
    /// another type.
    pub(super) fn enumeration(&mut self, file: &str, items: &[Item]) -> Option<Shape> {
        let number = |item: &Item| item.value.parse::<i64>().ok().filter(|number| number.to_string() == item.value);
        let mut by_value: BTreeMap<&str, &Item> = BTreeMap::new();
        for item in items {
            if by_value.insert(&item.value, item).is_some() {
                let message = format!("the value `{}` is listed twice", item.value);
                let place = Place::line(file, item.line);
                self.problems.push(Problem::error(Rule::DuplicateValue, place, message, "Remove one of them."));
                return None;
            }
        }
        let mut numbers: Vec<i64> = items.iter().filter_map(number).collect();
        if numbers.is_empty() {
            let value = |value: &str| StringValue { value: value.to_owned(), docs: String::new() };
            return Some(Shape::Strings(StringEnum {
                open: false,
                values: items.iter().map(|item| &*item.value).map(value).collect(),
            }));
        }
        if let Some(odd) = items.iter().find(|item| number(item).is_none()) {
            let message = format!("the value `{}` is a name, and others are numbers", brief(&odd.value));
            let help = "A list has either names or numbers. Correct the value.";
            self.problems.push(Problem::error(Rule::PageType, Place::line(file, odd.line), message, help));
            return None;
        }
        numbers.sort_unstable();
        let wide = numbers.iter().any(|number| i32::try_from(*number).is_err())
            || items.iter().any(|item| item.format.as_deref() == Some("int64"));
        let format = if wide { IntegerFormat::Int64 } else { IntegerFormat::Int32 };
        let value = |value| IntegerValue { value, name: None, docs: String::new() };
        Some(Shape::Integers(IntegerEnum { format, values: numbers.into_iter().map(value).collect() }))
    }

    /// The enum of a definition whose rows are values.
    pub(super) fn values(&mut self, rows: &[MergedRow<'_>]) -> Shape {
        let number = |row: &MergedRow<'_>| {
            let number = row.row.name.parse::<i64>().ok().filter(|number| number.to_string() == row.row.name)?;
            Some(IntegerValue { value: number, name: None, docs: row.docs.to_owned() })
        };
        if let Some(mut values) =
            rows.iter().map(number).collect::<Option<Vec<_>>>().filter(|values| !values.is_empty())
        {
            values.sort_unstable_by_key(|value| value.value);
            let is_wide = values.iter().any(|value| i32::try_from(value.value).is_err());
            let format = if is_wide { IntegerFormat::Int64 } else { IntegerFormat::Int32 };
            return Shape::Integers(IntegerEnum { format, values });
        }
        let value = |row: &MergedRow<'_>| StringValue { value: row.row.name.clone(), docs: row.docs.to_owned() };
        Shape::Strings(StringEnum { open: false, values: rows.iter().map(value).collect() })
    }
}
