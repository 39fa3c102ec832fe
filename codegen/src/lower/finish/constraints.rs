//! The pass that adds checks of constraints to models and requests.
//!
//! It works on the lowered items, because the Rust type of a field decides which constraints can be checked. A model is
//! also checked if it has no constraints itself, but a model inside it has some, at any depth. Models may contain each
//! other, so [`Models::mark_checked`] starts with those that have constraints and goes on to those that contain them,
//! each of which it visits once.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::names::naming::Naming;
use crate::rust::{
    ArgType, Bound, Check, CheckKind, Checks, Field, File, Ident, Item, Limit, Model, Sent, Struct, Type, Validation,
};
use crate::spec::{Api, Constraints, Shape};

/// Adds a table of constraints to each model that has some, and a check of the body to each operation that sends such a
/// model.
pub(crate) fn enforce(api: &Api, naming: &Naming, files: &mut [File]) {
    let models = Models::of(api, naming, files);
    for item in files.iter_mut().flat_map(|file| &mut file.items) {
        let args = match item {
            Item::Group(group) => group.methods.iter_mut().flat_map(|method| &mut method.args).collect(),
            Item::Operation(operation) => operation.setters.iter_mut().collect(),
            _ => Vec::new(),
        };
        for arg in args {
            arg.walks = is_body(&arg.sent) && models.is_checked_arg(&arg.ty);
        }
    }
    for file in files.iter_mut() {
        let with_table = |item| {
            let table = models.table(&item).map(Item::Validation);
            std::iter::once(item).chain(table)
        };
        file.items = std::mem::take(&mut file.items).into_iter().flat_map(with_table).collect();
    }
}

fn is_body(sent: &Sent) -> bool {
    match sent {
        Sent::JsonBody | Sent::XmlBody(_) | Sent::FormBody(_) => true,
        Sent::InPath
        | Sent::Text(_)
        | Sent::Each(_)
        | Sent::Styled(..)
        | Sent::SequenceBody
        | Sent::TextBody
        | Sent::Upload
        | Sent::Part(..)
        | Sent::StyledPart(_) => false,
    }
}

/// The models of the crate, with what is needed to decide which of them are checked.
struct Models {
    aliases: BTreeMap<Ident, Type>,
    /// The constraints of the fields of structs, by the name of the struct and that of the property.
    constraints: BTreeMap<(Ident, String), Constraints>,
    /// The models that have constraints, or contain a model that has some.
    checked: BTreeSet<Ident>,
}

impl Models {
    fn of(api: &Api, naming: &Naming, files: &[File]) -> Self {
        let items = || files.iter().flat_map(|file| &file.items);
        let aliases = items().filter_map(|item| match item {
            Item::Model(Model::Alias(alias)) => Some((alias.name.clone(), alias.ty.clone())),
            _ => None,
        });
        let mut models = Self {
            aliases: aliases.collect(),
            constraints: constraints_of_fields(api, naming),
            checked: BTreeSet::new(),
        };
        models.mark_checked(items());
        models
    }

    fn mark_checked<'i>(&mut self, items: impl Iterator<Item = &'i Item>) {
        // For each model, those that contain it directly.
        let mut containers: BTreeMap<Ident, BTreeSet<&Ident>> = BTreeMap::new();
        // Models that are checked, but whose containers are not marked yet.
        let mut pending: Vec<Ident> = Vec::new();
        for item in items {
            let (name, types): (_, Vec<&Type>) = match item {
                Item::Model(Model::Struct(model)) => {
                    if self.has_constraints(model) {
                        pending.push(model.name.clone());
                    }
                    (&model.name, model.fields.iter().map(|field| &field.ty).collect())
                }
                Item::Model(Model::OneOf(model)) => {
                    (&model.name, model.variants.iter().map(|variant| &variant.ty).collect())
                }
                _ => continue,
            };
            for contained in types.into_iter().filter_map(|ty| self.model_in(ty)) {
                containers.entry(contained.clone()).or_default().insert(name);
            }
        }
        while let Some(name) = pending.pop() {
            let containers = containers.get(&name).into_iter().flatten();
            if self.checked.insert(name) {
                pending.extend(containers.map(|container| (*container).clone()));
            }
        }
    }

    fn has_constraints(&self, model: &Struct) -> bool {
        model.fields.iter().any(|field| !self.own_checks(&model.name, field).is_empty())
    }

    /// The type with aliases resolved. Aliases of themselves were rejected before.
    fn resolved<'t>(&'t self, mut ty: &'t Type) -> &'t Type {
        while let Type::Model(name, _) | Type::Distant(name, _) = ty
            && let Some(target) = self.aliases.get(name)
        {
            ty = target;
        }
        ty
    }

    /// The model inside a type, at any depth of lists and maps.
    fn model_in<'t>(&'t self, ty: &'t Type) -> Option<&'t Ident> {
        match self.resolved(ty) {
            Type::Box(inner) | Type::Option(inner) | Type::Vec(inner) | Type::Map(inner) => self.model_in(inner),
            Type::Model(name, _) | Type::Distant(name, _) => Some(name),
            _ => None,
        }
    }

    /// Whether a value of a type contains a model that is checked.
    fn is_checked(&self, ty: &Type) -> bool {
        self.model_in(ty).is_some_and(|name| self.checked.contains(name))
    }

    fn is_checked_arg(&self, ty: &ArgType) -> bool {
        match ty {
            ArgType::Ref(ty) => self.is_checked(ty),
            ArgType::Str | ArgType::Value(_) | ArgType::Slice(_) => false,
            ArgType::Upload | ArgType::Part | ArgType::Parts => false,
        }
    }

    /// The checks of a field itself, and those of the strings and numbers in its list.
    fn own_checks(&self, model: &Ident, field: &Field) -> Vec<CheckKind> {
        let Some(constraints) = self.constraints.get(&(model.clone(), field.wire.clone())) else { return Vec::new() };
        let ty = self.resolved(&field.ty);
        let mut checks = Vec::from_iter(check(constraints, ty));
        if let (Some(constraints), Type::Vec(item)) = (&constraints.items, ty) {
            let item = self.resolved(item);
            let item = if let Type::Option(item) = item { self.resolved(item) } else { item };
            // Nested lists are not examined.
            if let Some(CheckKind::Value(limits)) = check(constraints, item) {
                checks.push(CheckKind::Each(limits));
            }
        }
        checks
    }

    /// The checks of a model, in the order of its fields or variants.
    fn table(&self, item: &Item) -> Option<Validation> {
        match item {
            Item::Model(Model::Struct(model)) => {
                let checks = model.fields.iter().flat_map(|field| {
                    let nested = self.is_checked(&field.ty).then_some(CheckKind::Nested);
                    let (name, wire, presence) = (&field.name, &field.wire, field.presence);
                    let check = move |kind| Check { name: name.clone(), wire: wire.clone(), presence, kind };
                    self.own_checks(&model.name, field).into_iter().chain(nested).map(check)
                });
                let checks = Checks::Fields(checks.collect());
                Some(Validation { name: model.name.clone(), params: model.params.clone(), checks })
            }
            Item::Model(Model::OneOf(model)) => {
                let checked = model.variants.iter().filter(|variant| self.is_checked(&variant.ty));
                let checks = Checks::Variants(checked.map(|variant| variant.name.clone()).collect());
                Some(Validation { name: model.name.clone(), params: model.params.clone(), checks })
            }
            _ => None,
        }
    }
}

fn constraints_of_fields(api: &Api, naming: &Naming) -> BTreeMap<(Ident, String), Constraints> {
    let mut constraints = BTreeMap::new();
    for (name, def) in &api.types {
        let Shape::Struct(object) = &def.shape else { continue };
        for (wire, member) in object.members.iter().filter(|(_, member)| !member.constraints.is_empty()) {
            constraints.insert((naming.types[name].clone(), wire.clone()), member.constraints.clone());
        }
    }
    constraints
}

/// The check of the constraints that can be enforced for a type: the length of a string, the range of a number, the size
/// of a list.
pub(crate) fn check(constraints: &Constraints, ty: &Type) -> Option<CheckKind> {
    let count = |name, bound: Option<u64>| bound.map(|bound| Limit { name, bound: Bound::Count(bound) });
    let limits: Vec<Option<Limit>> = match ty {
        Type::String => {
            vec![count("min_length", constraints.min_length), count("max_length", constraints.max_length)]
        }
        Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 | Type::Decimal => {
            let bounds = [
                number(["minimum", "minimum_double"], &constraints.minimum),
                number(["maximum", "maximum_double"], &constraints.maximum),
                number(["above", "above_double"], &constraints.exclusive_minimum),
                number(["below", "below_double"], &constraints.exclusive_maximum),
                number(["multiple_of", "multiple_of_double"], &constraints.multiple_of),
            ];
            bounds.into()
        }
        Type::Vec(_) => {
            let unique = constraints.unique_items.then_some(Limit { name: "unique", bound: Bound::True });
            vec![count("min_items", constraints.min_items), count("max_items", constraints.max_items), unique]
        }
        _ => return None,
    };
    let limits: Vec<Limit> = limits.into_iter().flatten().collect();
    let kind = if matches!(ty, Type::Vec(_)) { CheckKind::Items } else { CheckKind::Value };
    (!limits.is_empty()).then(|| kind(limits))
}

/// The bound of a number; exact if the number is an integer.
fn number([whole, double]: [&'static str; 2], bound: &Option<serde_json::Number>) -> Option<Limit> {
    let bound = bound.as_ref()?;
    let integer = bound.as_i64().map(i128::from).or_else(|| bound.as_u64().map(i128::from));
    Some(match integer {
        Some(integer) => Limit { name: whole, bound: Bound::Integer(integer) },
        None => Limit { name: double, bound: Bound::Double(bound.as_f64()?) },
    })
}
