//! The definitions of all pages under the names that they have in the spec.

use std::collections::BTreeMap;

use super::generics::{Generics, Ty};
use super::merge::{self, Def, Defs, MergedRow};
use super::names;
use super::page::{Page, RowType};
use super::types::{self, Expr, Name};
use crate::problem::{Place, Problem, Rule};
use crate::spec::{Scalar, TypeName, TypeRef};

/// The definitions of all pages.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub(super) defs: Defs<'a>,
    pub(super) generics: Generics<'a>,
    /// The name in the spec, by the full name on the page.
    names: BTreeMap<String, TypeName>,
    /// The definitions by the names of their members, sorted.
    by_members: BTreeMap<Vec<&'a str>, Vec<&'a str>>,
}

impl<'a> Model<'a> {
    pub(super) fn new(pages: &'a [Page], problems: &mut Vec<Problem>) -> Self {
        let defs = merge::definitions(pages, problems);
        let generics = Generics::find(&defs);
        for (name, second) in &generics.unequal {
            let Some(first) = generics.adopted.get(name) else { continue };
            let message =
                format!("the values of `{name}` differ from those in {} at line {}", first.file, first.row.row.line);
            let place = Place::line(second.file, second.row.row.line);
            problems.push(Problem::error(Rule::Conflict, place, message, "Copy both pages anew."));
        }
        let mut by_members: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
        for (name, def) in &defs {
            by_members.entry(member_names(&def.rows)).or_default().push(name);
        }
        let names = type_names(&defs, &generics, problems);
        Self { defs, generics, names, by_members }
    }

    /// The name of a definition in the spec, by its full name on the page.
    pub(super) fn name(&self, full: &str) -> Option<&TypeName> {
        self.names.get(full)
    }

    /// All names in the spec.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.values().map(String::as_str)
    }

    /// Converts a type of a page to a type of the spec; the error is a name that no page defines.
    pub(super) fn resolve(&self, expr: &Expr, params: &[String]) -> Result<TypeRef, String> {
        Ok(match expr {
            Expr::Scalar(scalar) => TypeRef::Scalar(*scalar),
            Expr::Object => TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Json))),
            Expr::Param(at) => {
                params.get(*at).map_or(TypeRef::Scalar(Scalar::Json), |name| TypeRef::Param(name.clone()))
            }
            Expr::List(item) => self.resolve(item, params)?.list(),
            Expr::Map(item) => TypeRef::Map(Box::new(self.resolve(item, params)?)),
            Expr::Named(name) => self.resolve_name(name, params)?,
        })
    }

    /// The type of a row outside of the definitions; one inside may be an argument of its definition.
    pub(super) fn plain<'r>(&self, row: &MergedRow<'r>) -> Ty<'r> {
        match &row.row.ty {
            RowType::Enum(items) => Ty::Enum(items),
            RowType::Type(text) => {
                let expr = types::given(&text.text).unwrap_or(Expr::Object);
                Ty::Expr(self.generics.canonical(&self.defs, expr))
            }
        }
    }

    fn resolve_name(&self, name: &Name, params: &[String]) -> Result<TypeRef, String> {
        let known = self.defs.contains_key(&*name.full);
        let generic = self.generics.models.contains_key(&name.base).then(|| self.name(&name.base)).flatten();
        if let Some(generic) = generic.filter(|_| known && !name.args.is_empty()) {
            let args = name.args.iter().map(|arg| {
                let arg = self.generics.canonical(&self.defs, arg.clone());
                self.resolve(&arg, params)
            });
            return Ok(TypeRef::Named(generic.clone(), args.collect::<Result<_, _>>()?));
        }
        match self.name(&name.full) {
            Some(short) => Ok(TypeRef::named(short)),
            None => match self.generics.canonical(&self.defs, Expr::Named(name.clone())) {
                Expr::Scalar(scalar) => Ok(TypeRef::Scalar(scalar)),
                _ => Err(name.full.clone()),
            },
        }
    }

    /// The definitions with exactly these members, by name.
    pub(super) fn with_members(&self, rows: &[MergedRow<'a>]) -> impl Iterator<Item = &Def<'a>> {
        let names = self.by_members.get(&member_names(rows)).into_iter().flatten();
        names.filter_map(|name| self.defs.get(name))
    }
}

fn member_names<'a>(rows: &[MergedRow<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&str> = rows.iter().map(|row| &*row.row.name).collect();
    names.sort_unstable();
    names
}

/// Names all definitions. An instance that does not belong to a generic model becomes a separate type.
fn type_names(defs: &Defs<'_>, generics: &Generics<'_>, problems: &mut Vec<Problem>) -> BTreeMap<String, TypeName> {
    // The name on the page, and the full name from which the short name is derived.
    let mut full: BTreeMap<String, String> = BTreeMap::new();
    for def in defs.values() {
        if def.name.args.is_empty() {
            full.insert(def.name.full.clone(), def.name.full.clone());
        } else if !generics.models.contains_key(&def.name.base) {
            full.insert(def.name.full.clone(), names::instance(&def.name));
        } else {
            full.insert(def.name.base.clone(), def.name.base.clone());
        }
    }
    full.extend(generics.adopted.keys().map(|name| (name.clone(), name.clone())));
    let mut givers: BTreeMap<&str, &str> = BTreeMap::new();
    for (page, name) in &full {
        if let Some(first) = givers.insert(name, page) {
            let file = defs.get(&**page).map_or("", |def| def.file);
            let line = defs.get(&**page).map_or(1, |def| def.line);
            let message = format!("`{page}` and `{first}` would both be called `{name}`");
            let help = "Keep the two definitions in two APIs.";
            problems.push(Problem::error(Rule::DuplicateId, Place::line(file, line), message, help));
        }
    }
    let short = names::short(full.values().map(String::as_str));
    full.iter().filter_map(|(page, name)| Some((page.clone(), (*short.get(&**name)?).to_owned()))).collect()
}
