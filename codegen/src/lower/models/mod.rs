//! The pass that turns each model of the spec into a file of the crate.

mod context;
pub(super) mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use self::context::Head;
pub(crate) use self::context::Models;
use crate::docs;
use crate::lower::config::{Replies, Unnamed};
use crate::lower::finish::features::Gates;
use crate::lower::names;
use crate::lower::names::models::{EXTRA, REST};
use crate::lower::sentences;
use crate::problem::Problem;
use crate::rust::{self, Constructor, Docs, File, Ident, Item, Model, Presence, Rest, Type};
use crate::spec::resolve::resolved;
use crate::spec::{self, Members, Shape, TypeDef};

/// The documentation of a file of models. It is for readers of the source, because the macros are private.
const TABLES: &str = "Each macro documents its syntax in `src/runtime`.";

/// The maximum number of arguments of `new`.
const MOST_ARGUMENTS: usize = 3;

/// Creates a file for each model, together with the models that were defined within it.
pub(crate) fn lower(models: &Models, problems: &mut Vec<Problem>) -> Vec<File> {
    let mut files = Vec::new();
    for (owner, members) in together(models) {
        // Models that are defined within another one follow in the order of their names.
        let (own, within): (Vec<&str>, Vec<&str>) = members.into_iter().partition(|name| *name == owner);
        let order = own.into_iter().chain(within);
        let lowered: Vec<Model> = order.map(|name| model(models, name, &models.api.types[name], problems)).collect();
        let items = lowered.into_iter().map(Item::Model).collect();
        let path = format!("src/models/{}.rs", models.naming.modules[owner].text());
        files.push(File { path, docs: docs::own(&[TABLES.to_owned()]), items });
    }
    files
}

/// The models in each file, by the model after which the file is named.
fn together<'a>(models: &Models<'a>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut together: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, owner) in models.naming.file_owners.iter().filter(|(name, _)| !models.taken_apart.contains(*name)) {
        together.entry(owner).or_default().push(name);
    }
    together
}

/// The file `models/mod.rs`, which exports the models of all files.
pub(crate) fn index(models: &Models, files: &[File], gates: &Gates) -> File {
    let together = together(models);
    let items = files.iter().flat_map(|file| &file.items);
    let written: BTreeSet<&Ident> = items.filter_map(required_struct).collect();
    let required = |name: &str| models.naming.required.get(name).filter(|required| written.contains(required));
    let mut modules: Vec<(&Ident, &str)> =
        together.keys().map(|owner| (&models.naming.modules[*owner], *owner)).collect();
    modules.sort();
    let declared = modules.iter().map(|(module, owner)| {
        let declared = rust::Mod { docs: Docs::default(), public: false, name: (*module).clone() };
        gates.behind(owner, Item::Mod(declared))
    });
    // The models are exported by name, since resolving a thousand globs takes the compiler as long as checking the
    // models.
    let exported = modules.iter().map(|(module, owner)| {
        let exported = rust::Use {
            public: true,
            path: vec![names::own("self"), (*module).clone()],
            names: rust::Names::List(
                together[owner]
                    .iter()
                    .flat_map(|name| [models.naming.types.get(*name), models.naming.views.get(*name), required(name)])
                    .flatten()
                    .cloned()
                    .collect(),
            ),
        };
        gates.behind(owner, Item::Use(exported))
    });
    File {
        path: "src/models/mod.rs".to_owned(),
        docs: docs::own(&["The types of request and response bodies.".to_owned()]),
        items: declared.chain(exported).collect(),
    }
}

/// The additional struct with the required fields of a model, if it has one.
fn required_struct(item: &Item) -> Option<&Ident> {
    match item {
        Item::Model(Model::Struct(rust::Struct { constructor: Constructor::From(required, _), .. })) => Some(required),
        _ => None,
    }
}

fn model(models: &Models, name: &str, def: &TypeDef, problems: &mut Vec<Problem>) -> Model {
    let TypeDef { docs: text, deprecated, params, shape, constraints: _, xml: _, origin: _ } = def;
    let (docs, deprecated) = (docs::escaped(text), *deprecated);
    let ident = models.naming.types[name].clone();
    let params: Vec<Ident> = params.iter().map(|param| names::ident(param, names::Style::Camel)).collect();
    let parts = &models.naming.parts[name];
    match shape {
        Shape::Struct(object) => {
            Model::Struct(lower_struct(models, name, object, Head { docs, deprecated, ident, params }))
        }
        Shape::Strings(spec::StringEnum { open: _, values }) => Model::OpenEnum(rust::OpenEnum {
            docs,
            deprecated,
            non_exhaustive: !models.config.exhaustive_enums,
            name: ident,
            values: values
                .iter()
                .map(|spec::StringValue { value, docs }| rust::EnumValue {
                    docs: docs::escaped(docs),
                    name: parts[value].clone(),
                    wire: value.clone(),
                })
                .collect(),
        }),
        Shape::Integers(spec::IntegerEnum { format, values }) => Model::OpenCodes(rust::OpenCodes {
            docs: docs.then(unnamed_meanings(values, parts)).then(other_forms(models.config.unnamed_members)),
            deprecated,
            name: ident,
            repr: types::repr(*format),
            values: values
                .iter()
                .map(|spec::IntegerValue { value, name, docs }| rust::CodeValue {
                    docs: docs::escaped(docs),
                    name: parts.get(&value.to_string()).cloned(),
                    spoken: name.clone(),
                    wire: *value,
                })
                .collect(),
        }),
        Shape::Union(union) => unions::lower(models, name, union, Head { docs, deprecated, ident, params }, problems),
        Shape::Alias(target) => Model::Alias(rust::Alias {
            docs,
            deprecated,
            name: ident,
            params,
            ty: types::rust_type(target, models.naming),
        }),
    }
}

/// The meanings of enum values that have no constant to document.
fn unnamed_meanings(values: &[spec::IntegerValue], parts: &BTreeMap<String, Ident>) -> Docs {
    let unnamed = values.iter().filter(|value| !parts.contains_key(&value.value.to_string()) && !value.docs.is_empty());
    let lines: Vec<String> = unnamed
        .map(|value| format!("- {}: {}", docs::code(&value.value.to_string()), docs::line(&value.docs)))
        .collect();
    if lines.is_empty() {
        return Docs::default();
    }
    docs::own(&["Values without a name:".to_owned(), String::new()]).join(docs::own(&lines))
}

/// The type of a property in a merge patch. The values of maps are nullable, since null removes an entry.
fn patched(api: &spec::Api, ty: &spec::TypeRef) -> spec::TypeRef {
    match resolved(api, ty) {
        spec::TypeRef::Map(item) => spec::TypeRef::Map(Box::new(patched(api, item).nullable())),
        _ => ty.clone(),
    }
}

/// The documentation of what happens to an integer that comes in another JSON form.
fn other_forms(unnamed: Unnamed) -> Docs {
    match unnamed {
        Unnamed::Keep => docs::own(&[
            "A field of this type is also read from a string of digits and from the name of a value. The original"
                .to_owned(),
            "string is kept in `extra` and sent back until the field changes. An unknown name leaves an optional field"
                .to_owned(),
            "`None` and is kept in the same way.".to_owned(),
        ]),
        Unnamed::Drop => Docs::default(),
    }
}

fn lower_struct(models: &Models, name: &str, object: &spec::Struct, head: Head) -> rust::Struct {
    let spec::Struct { members, rest } = object;
    // Typed additional properties cannot keep the original JSON form of a named property.
    let keeps_form = |member: &spec::Member| rest.is_none() && models.codes.holds(models.api, name, &member.ty);
    let mut fields: Vec<rust::Field> = members
        .iter()
        .map(|(wire, member)| rust::Field { keeps_form: keeps_form(member), ..field(models, name, wire, member) })
        .collect();
    // System.Text.Json and others recognize a type only if its discriminator is the first property.
    fields.sort_by_key(|field| !models.discriminators.contains_key(&(name.to_owned(), field.wire.clone())));
    // A struct can have only one discriminator that is filled in.
    for field in fields.iter_mut().filter(|field| field.presence == Presence::Filled).skip(1) {
        (field.presence, field.constant) = match members[&field.wire].presence {
            spec::Presence::Required => (Presence::Required, field.constant.take()),
            spec::Presence::Optional => (Presence::Optional, None),
        };
        field.absent = implied(models, name, field);
    }
    let required = |field: &rust::Field| match field.presence {
        Presence::Required | Presence::RequiredOrNull | Presence::Filled => true,
        Presence::Optional | Presence::OptionalOrNull => false,
    };
    let default = match fields.iter().filter(|field| required(field)).map(|field| field.constant.is_some()).min() {
        None => rust::Default::LeftOut,
        Some(true) => rust::Default::Filled,
        Some(false) => rust::Default::None,
    };
    let rest = match rest {
        None => Rest::Extra(names::own(EXTRA)),
        Some(ty) if models.reach.is_patch(name) => {
            let ty = patched(models.api, ty).nullable();
            Rest::Typed(names::own(REST), types::rust_type(&ty, models.naming))
        }
        Some(ty) => Rest::Typed(names::own(REST), types::rust_type(ty, models.naming)),
    };
    let constructor = constructor(models, name, members, &fields, &head.params);
    rust::Struct {
        docs: head.docs.then(creation(&constructor)),
        deprecated: head.deprecated,
        non_exhaustive: models.reach.is_only_received(name),
        name: head.ident,
        default,
        constructor,
        params: head.params,
        fields,
        rest,
    }
}

/// How callers create a value: with `new` of at most three fields, no two of the same type, because two strings in a row
/// are easily swapped; otherwise from a struct of the required fields, by their names.
fn constructor(
    models: &Models,
    name: &str,
    members: &Members,
    fields: &[rust::Field],
    params: &[Ident],
) -> Constructor {
    let asked = |(at, field): (usize, &rust::Field)| is_asked(field).then_some(at);
    let mut required: Vec<usize> = fields.iter().enumerate().filter_map(asked).collect();
    let nulls = required.iter().any(|at| fields[*at].presence == Presence::RequiredOrNull);
    let types: BTreeSet<Type> = required
        .iter()
        .map(|at| types::rust_type(resolved(models.api, &members[&fields[*at].wire].ty), models.naming))
        .collect();
    if required.is_empty() {
        Constructor::None
    } else if !nulls && required.len() <= MOST_ARGUMENTS && types.len() == required.len() {
        // Arguments are sorted by name, so that they do not depend on the order of the document.
        required.sort_by_key(|at| &fields[*at].wire);
        Constructor::New(required)
    } else if !models.reach.is_only_received(name) && params.iter().all(|param| is_used(param, &required, fields)) {
        Constructor::From(models.naming.required[name].clone(), required)
    } else {
        Constructor::None
    }
}

/// The documentation of how a value is created, if that is not with `new`.
fn creation(constructor: &Constructor) -> Docs {
    match constructor {
        Constructor::From(required, _) => {
            docs::own(&[format!("Create it from [`{}`], its required fields.", required.text())])
        }
        Constructor::None | Constructor::New(_) => Docs::default(),
    }
}

/// Whether a type parameter is part of the type of one of the fields.
fn is_used(param: &Ident, required: &[usize], fields: &[rust::Field]) -> bool {
    let mut found = false;
    for at in required {
        fields[*at].ty.walk(&mut |part| found |= matches!(part, Type::Param(name) if name == param));
    }
    found
}

/// The JSON of the only value of a required property, which a response without the property means. A type of a union
/// that is read as what fits has none, because it would fit more than the document says.
fn implied(models: &Models, name: &str, field: &rust::Field) -> Option<String> {
    let is_read = models.reach.is_received(name) && !models.viewed.contains(name);
    let is_required = matches!(field.presence, Presence::Required | Presence::RequiredOrNull);
    let constant = field.constant.as_ref().filter(|_| is_required && is_read)?;
    Some(match constant {
        rust::Constant::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        rust::Constant::Integer(value) => value.to_string(),
        rust::Constant::Boolean(value) => value.to_string(),
        rust::Constant::Null => serde_json::Value::Null.to_string(),
    })
}

/// Whether the caller must set the field.
fn is_asked(field: &rust::Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::RequiredOrNull) && field.constant.is_none()
}

/// The single value of a property, in a form that converts into its type.
fn constant(models: &Models, member: &spec::Member, value: &serde_json::Value, ty: &Type) -> Option<rust::Constant> {
    let is_enum = || match resolved(models.api, &member.ty) {
        spec::TypeRef::Named(name, _) => matches!(models.api.types[name].shape, Shape::Strings(_)),
        _ => false,
    };
    if value.is_null() {
        return Some(rust::Constant::Null);
    }
    let integer = || value.as_i64().map(rust::Constant::Integer);
    match types::rust_type(resolved(models.api, &member.ty), models.naming) {
        Type::String => value.as_str().map(|text| rust::Constant::Text(text.to_owned())),
        Type::Model(..) if is_enum() && !matches!(ty, Type::Box(_)) => {
            value.as_str().map(|text| rust::Constant::Text(text.to_owned()))
        }
        Type::Bool => value.as_bool().map(rust::Constant::Boolean),
        Type::I32 => integer().filter(|_| value.as_i64().is_some_and(|value| i32::try_from(value).is_ok())),
        Type::U32 => integer().filter(|_| value.as_i64().is_some_and(|value| u32::try_from(value).is_ok())),
        Type::U64 => integer().filter(|_| value.as_i64().is_some_and(|value| value >= 0)),
        Type::I64 => integer(),
        _ => None,
    }
}

/// The value of a discriminator, which is a string in the spec, as a value of the property's type.
fn typed(models: &Models, ty: &spec::TypeRef, value: &str) -> serde_json::Value {
    let is_text = match resolved(models.api, ty) {
        spec::TypeRef::Scalar(scalar) => scalar.is_text(),
        spec::TypeRef::Named(name, _) => matches!(models.api.types[name].shape, Shape::Strings(_)),
        _ => false,
    };
    let text = || serde_json::Value::from(value);
    if is_text { text() } else { serde_json::from_str(value).unwrap_or_else(|_| text()) }
}

fn field(models: &Models, name: &str, wire: &str, member: &spec::Member) -> rust::Field {
    let spec::Member {
        ty,
        client_name: _,
        presence,
        access,
        sensitivity,
        role: _,
        default,
        constraints,
        xml: _,
        deprecated,
        docs: text,
    } = member;
    let (ty, nullable) = match ty {
        spec::TypeRef::Nullable(inner) => (inner.as_ref(), true),
        other => (other, false),
    };
    let in_patch = models.reach.is_patch(name) && *access != spec::Access::Service;
    let ty = if in_patch { patched(models.api, ty) } else { ty.clone() };
    let mut rust_type = types::rust_type(&ty, models.naming);
    if models.boxed.contains(&(name.to_owned(), wire.to_owned())) {
        rust_type = Type::Box(Box::new(rust_type));
    }
    let known = models.discriminators.get(&(name.to_owned(), wire.to_owned()));
    let discriminator = known.and_then(|known| known.value.as_deref());
    let value = match (&constraints.constant, discriminator) {
        (Some(constant), _) => Some(constant.clone()),
        (None, Some(value)) => Some(typed(models, &member.ty, value)),
        (None, None) => None,
    };
    let constant = value.as_ref().and_then(|value| constant(models, member, value, &rust_type));
    let is_known = discriminator.is_some() && *sensitivity == spec::Sensitivity::Plain;
    let is_filled_in = is_known && matches!(constant, Some(rust::Constant::Text(_)));
    let lenient = models.config.replies == Replies::Lenient && models.reach.is_received(name);
    let is_required = *presence == spec::Presence::Required;
    let in_one_direction = is_required && models.reach.may_lack(name, *access);
    let required = is_required && !in_one_direction && !lenient;
    let presence = match (required, nullable) {
        // A service may leave the discriminator out where the type is not an alternative of a union.
        (true, false) if is_filled_in => Presence::Filled,
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredOrNull,
        (false, false) if is_filled_in => Presence::Filled,
        // A number or a boolean is sent like a required one, and implied where a response lacks it.
        (false, false) if is_known && constant.is_some() && !models.viewed.contains(name) => Presence::Required,
        // Null removes a property in a merge patch.
        (false, false) if in_patch => Presence::OptionalOrNull,
        // The service always sends the property, if only as null, and a caller never does.
        (false, true) if in_one_direction && *access == spec::Access::Service => Presence::Optional,
        (false, true) if !models.reach.is_only_received(name) => Presence::OptionalOrNull,
        (false, _) => Presence::Optional,
    };
    let is_filled = match constant {
        Some(rust::Constant::Null) => presence == Presence::RequiredOrNull,
        _ => matches!(presence, Presence::Required | Presence::Filled),
    };
    let may_lack = matches!(presence, Presence::Required | Presence::RequiredOrNull) && models.reach.is_received(name);
    let absent = default.as_ref().filter(|_| may_lack).map(serde_json::Value::to_string);
    let is_open = constraints.constant.is_none() && known.is_some_and(|known| known.is_open);
    let open = value.as_ref().filter(|_| is_open).map(sentences::usual);
    let constraints = spec::Constraints { constant: value.filter(|_| !is_open), ..constraints.clone() };
    // A property that has only one value says so, and its default says nothing more.
    let default = default.as_ref().filter(|default| constraints.constant.as_ref() != Some(*default));
    let sentences = sentences::access(*access, in_one_direction).into_iter().chain(default.map(sentences::default));
    let sentences = sentences.chain(sentences::of_value(constraints, &ty)).chain(open).collect();
    let field = rust::Field {
        constant: constant.filter(|_| is_filled),
        docs: sentences::documented(text, sentences),
        deprecated: *deprecated,
        secret: *sensitivity == spec::Sensitivity::Secret,
        name: models.naming.parts[name][wire].clone(),
        wire: wire.to_owned(),
        ty: rust_type,
        presence,
        absent,
        keeps_form: false,
    };
    let absent = field.absent.clone().or_else(|| implied(models, name, &field));
    rust::Field { absent, ..field }
}
