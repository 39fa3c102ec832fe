//! Lists the public items of a crate, with the properties on which callers rely.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Subject;
use super::naming::Renames;
use super::public_item::{Exhaustive, GivenFields, Key, Kind, PublicItem, fact};
use super::spelling;
use crate::parts;
use crate::rust::{
    Alias, AnyOf, CodeValue, Constructor, Conversion, Crate, Docs, EnumValue, Field, File, Ident, Item, Model, OneOf,
    OpenCodes, OpenEnum, Operation, Package, Part, Presence, Rest, Source, Struct, Type, Validation, Variant, View,
    Xml, XmlObject, XmlProperty, XmlRoot,
};

/// All public items of a crate.
pub(super) fn of<'a>(krate: &'a Crate, renames: &Renames) -> BTreeMap<Key, PublicItem<'a>> {
    let Crate { package, title: _, files, parts, group_features, sources: _, example: _, names } = krate;
    let specs = names.types.iter().map(|(spec, name)| (name.text().to_owned(), spec.clone())).collect();
    let ids = names.operations.iter().map(|(spec, id)| (id.clone(), spec.clone())).collect();
    let mut inventory = Inventory { renames, specs, ids, roots: BTreeMap::new(), entries: BTreeMap::new() };
    inventory.package(package, parts, group_features);
    inventory.roots = tables(krate).flat_map(|tables| &tables.roots).map(|root| (root.ident.text(), root)).collect();
    let mut operations: BTreeMap<String, (&Operation, &File)> = BTreeMap::new();
    for file in files {
        for item in file.items.iter().map(Item::ungated) {
            if let Item::Operation(operation) = item {
                operations.insert(operation.id.clone(), (operation, file));
            }
        }
    }
    for file in files {
        // The types of an operation's responses are in the file of the operation.
        let mut id = String::new();
        for item in file.items.iter().map(Item::ungated) {
            match item {
                Item::Model(model) => inventory.any_model(&file.path, model),
                Item::Group(item) => inventory.group(&file.path, item, &operations),
                Item::Operation(item) => id.clone_from(&item.id),
                Item::SuccessResponses(item) => inventory.success_responses(&file.path, &id, item),
                Item::ErrorBodies(item) => inventory.error_bodies(&file.path, &id, item),
                Item::ResponseHeaders(item) => inventory.reply_headers(&file.path, &id, item),
                Item::Client(item) => inventory.client(&file.path, item),
                Item::Validation(item) => inventory.validation(item),
                // The root re-exports the items of the runtime that the crate uses, whose changes are reported
                // otherwise.
                Item::Use(_) | Item::Mod(_) | Item::Root(_) | Item::Xml(_) | Item::Samples(_) | Item::Gated(_) => {}
            }
        }
    }
    // The fields that the tables of XML describe are known now.
    tables(krate).for_each(|tables| inventory.xml(tables));
    inventory.entries
}

pub(super) struct Inventory<'a, 'r> {
    pub(super) renames: &'r Renames,
    /// The name of each type in the spec.
    specs: BTreeMap<String, String>,
    /// The identifier of each `group.method` in the spec.
    pub(super) ids: BTreeMap<String, String>,
    /// The XML forms of bodies, by the names of their statics.
    pub(super) roots: BTreeMap<&'a str, &'a XmlRoot>,
    entries: BTreeMap<Key, PublicItem<'a>>,
}

/// The XML tables of a crate.
fn tables(krate: &Crate) -> impl Iterator<Item = &Xml> {
    krate.files.iter().flat_map(|file| &file.items).filter_map(|item| match item.ungated() {
        Item::Xml(tables) => Some(tables),
        _ => None,
    })
}

impl<'a> Inventory<'a, '_> {
    fn any_model(&mut self, file: &'a str, model: &'a Model) {
        match model {
            Model::Struct(item) => self.structure(file, item),
            Model::OpenEnum(item) => self.open_enum(file, item),
            Model::OpenCodes(item) => self.codes(file, item),
            Model::OneOf(item) => self.one_of(file, item),
            Model::AnyOf(item) => self.any_of(file, item),
            Model::Alias(item) => self.alias(file, item),
        }
    }

    pub(super) fn add(&mut self, key: String, entry: PublicItem<'a>) -> Key {
        let key = (entry.kind, key);
        self.entries.insert(key.clone(), entry);
        key
    }

    pub(super) fn ty(&self, ty: &Type) -> String {
        spelling::ty(ty, self.renames)
    }

    /// Adds a model. The caller adds its parts below the key and the trail that are returned.
    fn model(
        &mut self,
        name: &'a str,
        docs: &'a Docs,
        describe: impl FnOnce(&mut PublicItem<'a>),
        file: &'a str,
    ) -> (Key, PublicItem<'a>) {
        let subject = Subject::Type(self.specs.get(name).cloned().unwrap_or_else(|| name.to_owned()));
        let mut entry = PublicItem::new(Kind::Type, name, format!("models::{name}"), &subject, file).docs(docs);
        describe(&mut entry);
        let key = self.add(self.renames.key(name), entry.clone());
        (key, entry)
    }

    fn structure(&mut self, file: &'a str, item: &'a Struct) {
        let Struct { docs, deprecated, non_exhaustive, name, params, default, fields, rest, constructor } = item;
        let describe = |entry: &mut PublicItem<'a>| {
            entry.ty = kind("struct", params.len());
            entry.deprecated = *deprecated;
            // Callers create a struct that is only received as well, in their tests, if it has a constructor.
            entry.given = match (non_exhaustive, default, constructor) {
                (true, crate::rust::Default::None, Constructor::None) => GivenFields::Nothing,
                (false, crate::rust::Default::None, Constructor::None) => GivenFields::Everything,
                (_, _, _) => GivenFields::Required,
            };
            entry.sealed = Some(*non_exhaustive);
            if let Constructor::From(required, _) = constructor {
                entry.companion = required.text().to_owned();
            }
            entry.trail = vec![format!("pub struct {}", name.text()).into()];
        };
        let (key, model) = self.model(name.text(), docs, describe, file);
        for field in fields {
            let Field { docs, deprecated, secret, name, wire, ty: _, presence, keeps_form, constant, absent } = field;
            let path = format!("{}::{}", model.path, name.text());
            let mut entry = PublicItem::new(Kind::Field, name.text(), path, &model.subject, file).docs(docs).below(
                &key,
                &model.trail,
                format!("pub {name}:"),
            );
            entry.ty = self.ty(&field.declared());
            entry.deprecated = *deprecated;
            entry.required = matches!(presence, Presence::Required | Presence::RequiredOrNull)
                && constant.is_none()
                && model.given != GivenFields::Nothing;
            entry.hidden = vec![
                format!("{wire} on the wire"),
                format!("a secret: {secret}"),
                format!("keeps its form: {keeps_form}"),
            ];
            entry.hidden.extend(absent.iter().map(|absent| format!("{absent} where a response lacks it")));
            entry.hidden.extend(constant.iter().map(|constant| fact("its one value", constant)));
            self.add(format!("{}#{wire}", key.1), entry);
        }
        let (name, ty) = match rest {
            Rest::Extra(name) => (name, "Extra".to_owned()),
            Rest::Typed(name, ty) => (name, format!("BTreeMap<String, {}>", self.ty(ty))),
        };
        let path = format!("{}::{}", model.path, name.text());
        let mut entry = PublicItem::new(Kind::Field, name.text(), path, &model.subject, file).below(
            &key,
            &model.trail,
            format!("pub {}:", name.text()),
        );
        entry.ty = ty;
        self.add(format!("{}##", key.1), entry);
    }

    fn open_enum(&mut self, file: &'a str, item: &'a OpenEnum) {
        let OpenEnum { docs, deprecated, non_exhaustive, name, values } = item;
        let describe = |entry: &mut PublicItem<'a>| {
            entry.ty = "enum".to_owned();
            entry.deprecated = *deprecated;
            entry.exhaustive = if *non_exhaustive { Exhaustive::No } else { Exhaustive::Yes };
            entry.trail = vec![format!("pub enum {}", name.text()).into()];
        };
        let (key, model) = self.model(name.text(), docs, describe, file);
        for EnumValue { docs, name, wire } in values {
            let path = format!("{}::{}", model.path, name.text());
            let mut entry = PublicItem::new(Kind::Variant, name.text(), path, &model.subject, file).docs(docs).below(
                &key,
                &model.trail,
                format!("{},", name.text()),
            );
            entry.hidden = vec![format!("{wire} on the wire")];
            self.add(format!("{}#{wire}", key.1), entry);
        }
    }

    fn codes(&mut self, file: &'a str, item: &'a OpenCodes) {
        let OpenCodes { docs, deprecated, name, repr, values } = item;
        let listed: Vec<String> =
            values.iter().filter(|value| value.name.is_none()).map(|value| format!("lists {}", value.wire)).collect();
        let describe = |entry: &mut PublicItem<'a>| {
            entry.ty = "integers".to_owned();
            entry.deprecated = *deprecated;
            entry.hidden = listed;
            entry.trail = vec![format!("pub struct {}", name.text()).into()];
        };
        let (key, model) = self.model(name.text(), docs, describe, file);
        let mut inner = PublicItem::new(Kind::Repr, "0", format!("{}::0", model.path), &model.subject, file);
        (inner.ty, inner.parent, inner.trail) = (self.ty(repr), Some(key.clone()), model.trail.clone());
        self.add(key.1.clone(), inner);
        for CodeValue { docs, name, spoken, wire } in values {
            let Some(name) = name else { continue };
            let path = format!("{}::{}", model.path, name.text());
            let mut entry = PublicItem::new(Kind::Constant, name.text(), path, &model.subject, file).docs(docs).below(
                &key,
                &model.trail,
                name.text().to_owned(),
            );
            entry.hidden =
                vec![format!("is {wire}"), format!("{} on the wire", spoken.as_deref().unwrap_or("a number"))];
            // For callers, a constant with another number is the same item.
            self.add(format!("{}#{}", key.1, spoken.as_deref().unwrap_or(name.text())), entry);
        }
    }

    fn one_of(&mut self, file: &'a str, item: &'a OneOf) {
        let OneOf { docs, deprecated, name, params, variants, conversions } = item;
        let describe = |entry: &mut PublicItem<'a>| {
            entry.ty = kind("enum", params.len());
            entry.deprecated = *deprecated;
            entry.exhaustive = Exhaustive::Yes;
            entry.trail = vec![format!("pub enum {}", name.text()).into()];
        };
        let (key, model) = self.model(name.text(), docs, describe, file);
        for Variant { docs, name, ty, alike: _, tests } in variants {
            let path = format!("{}::{}", model.path, name.text());
            let mut entry = PublicItem::new(Kind::Variant, name.text(), path, &model.subject, file).docs(docs).below(
                &key,
                &model.trail,
                format!("{}(", name.text()),
            );
            entry.ty = self.ty(ty);
            entry.hidden = tests.iter().map(|test| fact("what it is recognized by", test)).collect();
            self.add(format!("{}#{}", key.1, name.text()), entry);
        }
        // A variant converts from its type with and without a box.
        let is_unboxed = |conversion: &&Conversion| {
            let unboxed = variants.iter().filter_map(|variant| match &variant.ty {
                Type::Box(inner) => Some(&**inner),
                _ => None,
            });
            matches!(&conversion.from, Source::Type(ty) if unboxed.into_iter().any(|inner| inner == ty))
        };
        let further = conversions.iter().filter(|conversion| !is_unboxed(conversion));
        self.conversions(&key, &model, further.map(|conversion| (conversion, conversion.variant.text())));
    }

    /// The types from which a union can be created, besides those of its variants. Each belongs to a variant, which is
    /// given by the name that it has in the inventory.
    fn conversions<'c>(
        &mut self,
        union: &Key,
        model: &PublicItem<'a>,
        conversions: impl Iterator<Item = (&'c Conversion, &'c str)>,
    ) {
        for (Conversion { from, variant: _ }, variant) in conversions {
            let from = match from {
                Source::Str => "&str".to_owned(),
                Source::Type(ty) => self.ty(ty),
                Source::Array(item) => format!("[{}; N]", self.ty(item)),
            };
            let path = format!("{}::from({from})", model.path);
            let mut entry = PublicItem::new(Kind::Conversion, from.clone(), path, &model.subject, model.file);
            entry.parent = Some((Kind::Variant, format!("{}#{variant}", union.1)));
            entry.trail.clone_from(&model.trail);
            entry.hidden = vec![format!("becomes {variant}")];
            self.add(format!("{} {from}", union.1), entry);
        }
    }

    fn any_of(&mut self, file: &'a str, item: &'a AnyOf) {
        let AnyOf { docs, deprecated, name, view: viewed, views, conversions } = item;
        let tried: Vec<&str> = views.iter().map(|view| view.variant.text()).collect();
        let describe = |entry: &mut PublicItem<'a>| {
            entry.ty = "one or more types".to_owned();
            entry.hidden = vec![format!("is read as {}", tried.join(", "))];
            entry.companion = viewed.text().to_owned();
            entry.deprecated = *deprecated;
            entry.trail = vec![format!("pub struct {}", name.text()).into()];
        };
        let (key, model) = self.model(name.text(), docs, describe, file);
        for View { docs, name, variant: _, ty, alike: _ } in views {
            let path = format!("{}::{}", model.path, name.text());
            let mut entry = PublicItem::new(Kind::Variant, name.text(), path, &model.subject, file).docs(docs).below(
                &key,
                &model.trail,
                name.text().to_owned(),
            );
            entry.ty = self.ty(ty);
            self.add(format!("{}#{}", key.1, name.text()), entry);
        }
        let method = |variant: &Ident| views.iter().find(|view| view.variant == *variant).map(|view| view.name.text());
        let further = conversions.iter().filter_map(|conversion| Some((conversion, method(&conversion.variant)?)));
        self.conversions(&key, &model, further);
    }

    /// The checks of a model are not an item that callers name.
    fn validation(&mut self, item: &Validation) {
        let Validation { name, params: _, checks } = item;
        if let Some(entry) = self.entries.get_mut(&(Kind::Type, self.renames.key(name.text()))) {
            entry.hidden.push(fact("what is checked before it is sent", checks));
        }
    }

    /// The XML form of fields is not an item that callers name.
    fn xml(&mut self, tables: &Xml) {
        for XmlObject { ident: _, model, properties, rest: _ } in &tables.objects {
            for XmlProperty { json, name, node, value, nil: _, required: _ } in properties {
                let key = (Kind::Field, format!("{}#{json}", self.renames.key(model.text())));
                if let Some(entry) = self.entries.get_mut(&key) {
                    entry.hidden.push(fact("how it looks in XML", &(name, node, spelling::xml(value))));
                }
            }
        }
    }

    fn alias(&mut self, file: &'a str, item: &'a Alias) {
        let Alias { docs, deprecated, name, params, ty } = item;
        let spelled = self.ty(ty);
        let describe = |entry: &mut PublicItem<'a>| {
            entry.ty = format!("{} = {spelled}", kind("type", params.len()));
            entry.deprecated = *deprecated;
            entry.trail = vec![format!("pub type {}", name.text()).into()];
        };
        self.model(name.text(), docs, describe, file);
    }

    fn package(&mut self, package: &'a Package, parts: &BTreeSet<Part>, groups: &'a [String]) {
        // The comparison itself suggests the version, and the other fields do not affect callers.
        let Package { name, version: _, description, license } = package;
        let mut entry = PublicItem::new(Kind::Package, name.as_str(), name.clone(), &Subject::Service, "Cargo.toml");
        entry.docs = vec![description.clone(), license.clone().unwrap_or_default()].into();
        entry.trail = vec!["name =".into()];
        entry.gated = !groups.is_empty();
        let package = self.add(String::new(), entry);
        let parts = parts::features(parts).into_iter().map(|feature| (feature.name, feature.name));
        let groups = groups.iter().map(|name| (name.as_str(), self.renames.group(name)));
        for (name, now) in parts.chain(groups) {
            let mut feature =
                PublicItem::new(Kind::Feature, name, format!("feature {name}"), &Subject::Service, "Cargo.toml");
            feature.trail = vec!["[features]".into(), format!("{name} =").into()];
            feature.parent = Some(package.clone());
            self.add(now.to_owned(), feature);
        }
    }
}

/// A kind of type with the number of its type parameters, whose names do not matter to callers.
fn kind(word: &str, params: usize) -> String {
    if params == 0 { word.to_owned() } else { format!("{word} with {params} type parameters") }
}
