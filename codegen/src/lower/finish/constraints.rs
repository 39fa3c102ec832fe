//! The pass that adds checks of constraints to models and requests.
//!
//! It works on the lowered items, because the Rust type of a field decides which constraints can be checked, and
//! because a model is checked if any model inside it has constraints, at any depth. Models that hold each other are
//! therefore followed from those with constraints to those that hold them.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::names::naming::Naming;
use crate::rust::{ArgType, Bound, Field, File, Ident, Item, Limit, Look, Looks, Model, Sent, Type, Validation, What};
use crate::spec::{Api, Constraints, Shape};

/// Adds a table of constraints to each model that has some, and a check of the body to each operation that sends such a
/// model.
pub(crate) fn enforce(api: &Api, naming: &Naming, files: &mut [File]) {
    let models = Models::of(api, naming, files);
    for item in files.iter_mut().flat_map(|file| &mut file.items) {
        match item {
            Item::Group(group) => group.methods.iter_mut().for_each(|method| {
                method.args.iter_mut().for_each(|arg| arg.walks = is_body(&arg.sent) && models.is_sent(&arg.ty));
            }),
            Item::Operation(operation) => {
                operation.setters.iter_mut().for_each(|arg| arg.walks = is_body(&arg.sent) && models.is_sent(&arg.ty));
            }
            _ => {}
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

/// The constraints of all models.
struct Models {
    aliases: BTreeMap<Ident, Type>,
    /// The constraints of the fields of a struct, by its name and the names of the properties.
    asked: BTreeMap<(Ident, String), Constraints>,
    /// The models with constraints.
    checked: BTreeSet<Ident>,
}

impl Models {
    fn of(api: &Api, naming: &Naming, files: &[File]) -> Self {
        let mut models = Self { aliases: BTreeMap::new(), asked: asked(api, naming), checked: BTreeSet::new() };
        let items: Vec<&Item> = files.iter().flat_map(|file| &file.items).collect();
        for item in &items {
            if let Item::Model(Model::Alias(alias)) = item {
                models.aliases.insert(alias.name.clone(), alias.ty.clone());
            }
        }
        let mut holders: BTreeMap<Ident, BTreeSet<&Ident>> = BTreeMap::new();
        let mut open = Vec::new();
        for item in items {
            let (name, types): (_, Vec<&Type>) = match item {
                Item::Model(Model::Struct(model)) => {
                    let looks = model.fields.iter().any(|field| !models.own(&model.name, field).is_empty());
                    open.extend(looks.then(|| model.name.clone()));
                    (&model.name, model.fields.iter().map(|field| &field.ty).collect())
                }
                Item::Model(Model::OneOf(model)) => {
                    (&model.name, model.variants.iter().map(|variant| &variant.ty).collect())
                }
                _ => continue,
            };
            for held in types.into_iter().filter_map(|ty| models.model(ty)) {
                holders.entry(held.clone()).or_default().insert(name);
            }
        }
        while let Some(name) = open.pop() {
            if models.checked.insert(name.clone()) {
                open.extend(holders.get(&name).into_iter().flatten().map(|holder| (*holder).clone()));
            }
        }
        models
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
    fn model<'t>(&'t self, ty: &'t Type) -> Option<&'t Ident> {
        match self.resolved(ty) {
            Type::Box(inner) | Type::Option(inner) | Type::Vec(inner) | Type::Map(inner) => self.model(inner),
            Type::Model(name, _) | Type::Distant(name, _) => Some(name),
            _ => None,
        }
    }

    /// Whether a value of a type contains a model with constraints.
    fn walks(&self, ty: &Type) -> bool {
        self.model(ty).is_some_and(|name| self.checked.contains(name))
    }

    /// Whether an argument of a type contains a model with constraints.
    fn is_sent(&self, ty: &ArgType) -> bool {
        match ty {
            ArgType::Ref(ty) => self.walks(ty),
            ArgType::Str | ArgType::Value(_) | ArgType::Slice(_) => false,
            ArgType::Upload | ArgType::Part | ArgType::Parts => false,
        }
    }

    /// The checks of a field itself, and those of the strings and numbers in its list.
    fn own(&self, model: &Ident, field: &Field) -> Vec<What> {
        let Some(asked) = self.asked.get(&(model.clone(), field.wire.clone())) else { return Vec::new() };
        let ty = self.resolved(&field.ty);
        let mut found = Vec::from_iter(of(asked, ty));
        if let (Some(asked), Type::Vec(item)) = (&asked.items, ty) {
            let item = self.resolved(item);
            let item = if let Type::Option(item) = item { self.resolved(item) } else { item };
            // Nested lists are not examined.
            if let Some(What::Value(limits)) = of(asked, item) {
                found.push(What::Each(limits));
            }
        }
        found
    }

    /// The checks of a model, in the order of its fields or variants.
    fn table(&self, item: &Item) -> Option<Validation> {
        match item {
            Item::Model(Model::Struct(model)) => {
                let looks = model.fields.iter().flat_map(|field| {
                    let walk = self.walks(&field.ty).then_some(What::Walk);
                    let (name, wire, presence) = (&field.name, &field.wire, field.presence);
                    let look = move |what| Look { name: name.clone(), wire: wire.clone(), presence, what };
                    self.own(&model.name, field).into_iter().chain(walk).map(look)
                });
                let looks = Looks::Members(looks.collect());
                Some(Validation { name: model.name.clone(), params: model.params.clone(), looks })
            }
            Item::Model(Model::OneOf(model)) => {
                let walked = model.variants.iter().filter(|variant| self.walks(&variant.ty));
                let looks = Looks::Variants(walked.map(|variant| variant.name.clone()).collect());
                Some(Validation { name: model.name.clone(), params: model.params.clone(), looks })
            }
            _ => None,
        }
    }
}

/// The constraints of each field that has some.
fn asked(api: &Api, naming: &Naming) -> BTreeMap<(Ident, String), Constraints> {
    let mut asked = BTreeMap::new();
    for (name, def) in &api.types {
        let Shape::Struct(object) = &def.shape else { continue };
        for (wire, member) in object.members.iter().filter(|(_, member)| !member.constraints.is_empty()) {
            asked.insert((naming.types[name].clone(), wire.clone()), member.constraints.clone());
        }
    }
    asked
}

/// The constraints of a type that can be enforced: the length of a string, the range of a number, the size of a list.
pub(crate) fn of(asked: &Constraints, ty: &Type) -> Option<What> {
    let count = |name, bound: Option<u64>| bound.map(|bound| Limit { name, bound: Bound::Count(bound) });
    let limits: Vec<Option<Limit>> = match ty {
        Type::String => {
            vec![count("min_length", asked.min_length), count("max_length", asked.max_length)]
        }
        Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F32 | Type::F64 | Type::Decimal => {
            let bounds = [
                number(["minimum", "minimum_double"], &asked.minimum),
                number(["maximum", "maximum_double"], &asked.maximum),
                number(["above", "above_double"], &asked.exclusive_minimum),
                number(["below", "below_double"], &asked.exclusive_maximum),
                number(["multiple_of", "multiple_of_double"], &asked.multiple_of),
            ];
            bounds.into()
        }
        Type::Vec(_) => {
            let unique = asked.unique_items.then_some(Limit { name: "unique", bound: Bound::True });
            vec![count("min_items", asked.min_items), count("max_items", asked.max_items), unique]
        }
        _ => return None,
    };
    let limits: Vec<Limit> = limits.into_iter().flatten().collect();
    let what = if matches!(ty, Type::Vec(_)) { What::Items } else { What::Value };
    (!limits.is_empty()).then(|| what(limits))
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
