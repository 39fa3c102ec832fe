//! Recognizes generic definitions: the pages list each instance, `Pair[A,B]`, and the spec has one model for all.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::{Def, Defs, MergedRow};
use super::page::{Item, RowType};
use super::types::{self, Expr, Name};

/// The type of a member: a type with a name, or a list of values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ty<'a> {
    Expr(Expr),
    Enum(&'a [Item]),
}

/// An enum that a page lists under a member of an instance, and that is the argument of that instance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adopted<'a> {
    pub(super) file: &'a str,
    pub(super) owner: &'a str,
    pub(super) row: MergedRow<'a>,
    pub(super) items: &'a [Item],
}

/// A generic definition.
#[derive(Clone, Debug)]
pub(super) struct Generic<'a> {
    pub(super) params: Vec<String>,
    pub(super) members: Vec<(MergedRow<'a>, Ty<'a>)>,
}

/// The meaning of the brackets in names of definitions.
#[derive(Debug, Default)]
pub(super) struct Generics<'a> {
    /// The enums that are arguments of instances, by their full name.
    pub(super) adopted: BTreeMap<String, Adopted<'a>>,
    /// The enums that are arguments of instances, and differ from the adopted enum of the same name.
    pub(super) unequal: Vec<(String, Adopted<'a>)>,
    /// The generic definitions, by the name in front of the brackets.
    pub(super) models: BTreeMap<String, Generic<'a>>,
}

impl<'a> Generics<'a> {
    /// Compares the instances with each other.
    pub(super) fn find(defs: &Defs<'a>) -> Self {
        let mut groups: BTreeMap<&str, Vec<&Def<'a>>> = BTreeMap::new();
        for def in defs.values().filter(|def| !def.name.args.is_empty()) {
            groups.entry(&def.name.base).or_default().push(def);
        }
        let mut generics = Self::default();
        for group in groups.values() {
            let mut lists: BTreeMap<List<'_>, usize> = BTreeMap::new();
            for list in group.iter().flat_map(|def| &def.rows).filter_map(list) {
                *lists.entry(list).or_default() += 1;
            }
            group.iter().for_each(|def| generics.adopt(defs, &lists, def));
        }
        for (base, group) in groups {
            if !defs.contains_key(base)
                && let Some(generic) = generics.unify(defs, &group)
            {
                generics.models.insert(base.to_owned(), generic);
            }
        }
        generics
    }

    /// Takes an enum in an instance as the definition of the one argument that no page defines, since no other place
    /// defines it.
    fn adopt(&mut self, defs: &Defs<'a>, lists: &BTreeMap<List<'a>, usize>, def: &Def<'a>) {
        let undefined = |arg: &&Expr| match arg {
            Expr::Named(name) => !defs.contains_key(&*name.full) && types::platform(&name.full).is_none(),
            _ => false,
        };
        let mut undefined = def.name.args.iter().filter(undefined);
        let (Some(Expr::Named(arg)), None) = (undefined.next(), undefined.next()) else { return };
        let mut enums = def.rows.iter().filter_map(|row| Some((row, listed(row)?)));
        let (Some((row, items)), None) = (enums.next(), enums.next()) else { return };
        // A list of values that other instances have as well belongs to the generic definition, not to the argument.
        let shared = list(row).and_then(|list| lists.get(&list)).is_some_and(|count| *count > 1);
        if shared || !arg.args.is_empty() {
            return;
        }
        let owner = defs.get_key_value(&*def.name.full).map_or("", |(name, _)| name);
        let found = Adopted { file: def.file, owner, row: *row, items };
        match self.adopted.get(&arg.full) {
            Some(first) if !alike(first.items, items) => self.unequal.push((arg.full.clone(), found)),
            Some(_) => {}
            None => {
                self.adopted.insert(arg.full.clone(), found);
            }
        }
    }

    /// The type of a member of a definition.
    pub(super) fn ty(&self, defs: &Defs<'a>, def: &Def<'a>, row: &MergedRow<'a>) -> Ty<'a> {
        match &row.row.ty {
            RowType::Type(text) => Ty::Expr(self.canonical(defs, types::given(&text.text).unwrap_or(Expr::Object))),
            RowType::Enum(items) => {
                let argument = def.name.args.iter().find_map(|arg| match arg {
                    Expr::Named(name) => self.adopted.get(&name.full).filter(|a| alike(a.items, items)).map(|_| name),
                    _ => None,
                });
                match argument {
                    Some(name) => Ty::Expr(Expr::Named(name.clone())),
                    None => Ty::Enum(items),
                }
            }
        }
    }

    /// A type with the names of the service's platform, such as `System.String`, replaced by the types that they mean.
    pub(super) fn canonical(&self, defs: &Defs<'a>, expr: Expr) -> Expr {
        match expr {
            Expr::List(item) => Expr::List(Box::new(self.canonical(defs, *item))),
            Expr::Map(item) => Expr::Map(Box::new(self.canonical(defs, *item))),
            Expr::Named(name) if defs.contains_key(&*name.full) || self.adopted.contains_key(&name.full) => {
                let args = name.args.into_iter().map(|arg| self.canonical(defs, arg)).collect();
                Expr::Named(Name { args, ..name })
            }
            Expr::Named(name) => types::platform(&name.full).unwrap_or(Expr::Named(name)),
            Expr::Scalar(_) | Expr::Object | Expr::Param(_) => expr,
        }
    }

    /// Makes one generic definition from all instances; `None` if they do not agree on what the parameters are.
    fn unify(&self, defs: &Defs<'a>, group: &[&Def<'a>]) -> Option<Generic<'a>> {
        let first = group.first()?;
        let count = first.name.args.len();
        let same_rows = |def: &&Def<'a>| def.name.args.len() == count && def.rows.len() == first.rows.len();
        if !group.iter().all(same_rows) {
            return None;
        }
        let args: Vec<Vec<Expr>> = group
            .iter()
            .map(|def| def.name.args.iter().map(|arg| self.canonical(defs, arg.clone())).collect())
            .collect();
        let rows: Vec<BTreeMap<&str, &MergedRow<'a>>> =
            group.iter().map(|def| def.rows.iter().map(|row| (&*row.row.name, row)).collect()).collect();
        let mut members = Vec::new();
        for row in &first.rows {
            let instances = rows.iter().map(|rows| rows.get(&*row.row.name).copied()).collect::<Option<Vec<_>>>()?;
            let alike = |other: &&MergedRow<'a>| {
                other.row.presence == row.row.presence && other.row.constraints == row.row.constraints
            };
            if !instances.iter().all(alike) {
                return None;
            }
            let docs = instances.iter().map(|row| row.docs).find(|docs| !docs.is_empty()).unwrap_or_default();
            let types = group.iter().zip(instances).map(|(def, row)| self.ty(defs, def, row)).collect::<Vec<_>>();
            members.push((MergedRow { row: row.row, docs }, unify_member(&types, &args)?));
        }
        let used = members.iter().filter_map(|(_, ty)| if let Ty::Expr(expr) = ty { Some(expr) } else { None });
        let mut params = BTreeSet::new();
        used.for_each(|expr| collect_params(expr, &mut params));
        (params.len() == count).then(|| Generic { params: param_names(&members, count), members })
    }
}

fn listed<'a>(row: &MergedRow<'a>) -> Option<&'a [Item]> {
    if let RowType::Enum(items) = &row.row.ty { Some(items) } else { None }
}

/// A list of values under a member: the member's name and the values.
type List<'a> = (&'a str, BTreeSet<&'a str>);

fn list<'a>(row: &MergedRow<'a>) -> Option<List<'a>> {
    listed(row).map(|items| (&*row.row.name, items.iter().map(|item| &*item.value).collect()))
}

fn alike(first: &[Item], second: &[Item]) -> bool {
    let values = |items: &[Item]| items.iter().map(|item| item.value.clone()).collect::<BTreeSet<_>>();
    values(first) == values(second)
}

fn unify_member<'a>(types: &[Ty<'a>], args: &[Vec<Expr>]) -> Option<Ty<'a>> {
    if let Some(Ty::Enum(items)) = types.first() {
        let same = |ty: &Ty<'a>| if let Ty::Enum(other) = ty { alike(items, other) } else { false };
        return types.iter().all(same).then_some(Ty::Enum(items));
    }
    let exprs = types.iter().map(|ty| if let Ty::Expr(expr) = ty { Some(expr) } else { None });
    unify_expr(&exprs.collect::<Option<Vec<_>>>()?, args).map(Ty::Expr)
}

/// The common form of the types of one member, with a parameter where the type is the same argument in each instance.
fn unify_expr(types: &[&Expr], args: &[Vec<Expr>]) -> Option<Expr> {
    let first = *types.first()?;
    let is_argument = |at: &usize| types.iter().zip(args).all(|(ty, args)| args.get(*at) == Some(*ty));
    let mut arguments = (0..args.first()?.len()).filter(is_argument);
    // With a single instance it is unclear whether a `string` is the argument or just a string.
    let is_known = args.len() > 1 || !matches!(first, Expr::Scalar(_));
    match (arguments.next(), arguments.next()) {
        (Some(at), None) if is_known => return Some(Expr::Param(at)),
        (Some(_), _) => return None,
        (None, _) => {}
    }
    let inner = |select: fn(&Expr) -> Option<&Expr>| types.iter().map(|ty| select(ty)).collect::<Option<Vec<_>>>();
    match first {
        Expr::List(_) => {
            let items = inner(|ty| if let Expr::List(item) = ty { Some(item) } else { None })?;
            unify_expr(&items, args).map(|item| Expr::List(Box::new(item)))
        }
        Expr::Map(_) => {
            let items = inner(|ty| if let Expr::Map(item) = ty { Some(item) } else { None })?;
            unify_expr(&items, args).map(|item| Expr::Map(Box::new(item)))
        }
        Expr::Named(name) if !name.args.is_empty() => unify_names(name, types, args),
        Expr::Named(_) | Expr::Scalar(_) | Expr::Object | Expr::Param(_) => {
            types.iter().all(|ty| *ty == first).then(|| first.clone())
        }
    }
}

fn unify_names(first: &Name, types: &[&Expr], args: &[Vec<Expr>]) -> Option<Expr> {
    let name = |ty: &&Expr| match ty {
        Expr::Named(name) if name.base == first.base && name.args.len() == first.args.len() => Some(name.clone()),
        _ => None,
    };
    let names = types.iter().map(name).collect::<Option<Vec<_>>>()?;
    let inner = |at: usize| unify_expr(&names.iter().map(|name| &name.args[at]).collect::<Vec<_>>(), args);
    let unified = (0..first.args.len()).map(inner).collect::<Option<Vec<_>>>()?;
    // No instance has the full name of a type with a parameter in it, so the name from the first instance is used.
    Some(Expr::Named(Name { full: first.full.clone(), base: first.base.clone(), args: unified }))
}

fn collect_params(expr: &Expr, found: &mut BTreeSet<usize>) {
    match expr {
        Expr::Param(at) => {
            found.insert(*at);
        }
        Expr::List(item) | Expr::Map(item) => collect_params(item, found),
        Expr::Named(name) => name.args.iter().for_each(|arg| collect_params(arg, found)),
        Expr::Scalar(_) | Expr::Object => {}
    }
}

/// Names the parameters after the members whose type they are, such as `K` for `key`; otherwise `T`, or `T1` and so on.
fn param_names(members: &[(MergedRow<'_>, Ty<'_>)], count: usize) -> Vec<String> {
    if count == 1 {
        return vec!["T".to_owned()];
    }
    let initial = |at: usize| {
        let (row, _) = members.iter().find(|(_, ty)| *ty == Ty::Expr(Expr::Param(at)))?;
        row.row.name.chars().next().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase().to_string())
    };
    let initials = (0..count).map(initial).collect::<Option<Vec<_>>>();
    let distinct = |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == count;
    initials.filter(distinct).unwrap_or_else(|| (1..=count).map(|at| format!("T{at}")).collect())
}
