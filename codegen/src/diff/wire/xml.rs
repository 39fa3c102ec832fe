//! Compares the names of elements in XML, which are those of properties and models unless the source states others.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::Rule;
use super::compare::{At, Compare};
use crate::spec::{Api, Content, Shape, TypeRef, Xml, media, tokens};

/// The number of aliases that are followed.
const STEPS: usize = 16;

impl Compare<'_> {
    /// Reports that the root element of a body has another name, because its model has.
    pub(super) fn root(&mut self, at: &At, old: &Content, new: &Content) {
        if let (Some(before), Some(after)) = (root(self.old, old), root(self.new, new))
            && before != after
        {
            self.push(
                &at.down("", &["type"]),
                Rule::XmlChanged,
                Some(format!("<{before}>")),
                Some(format!("<{after}>")),
            );
        }
    }

    /// Compares the XML form of a model. Its name is that of the elements of its values, which have one by default.
    pub(super) fn model_element(&mut self, at: &At, old: (&str, Option<&Xml>), new: (&str, Option<&Xml>)) {
        if old.1 == new.1 {
            return;
        }
        let unnamed = |xml: Option<&Xml>| Xml { name: None, ..xml.cloned().unwrap_or_default() };
        if unnamed(old.1) != unnamed(new.1) || elements(self.old, old) != elements(self.new, new) {
            self.xml(at, old.1, new.1);
        }
    }

    /// Compares the XML form of a property with its type. Its element has the name of the property by default.
    pub(super) fn element(
        &mut self,
        at: &At,
        json: &str,
        old: (&TypeRef, Option<&Xml>),
        new: (&TypeRef, Option<&Xml>),
    ) {
        if old.1 == new.1 {
            return;
        }
        let (before, after) = (named(self.old, json, old), named(self.new, json, new));
        if before != after {
            self.xml(at, old.1, new.1);
        }
    }
}

/// The XML form with the name of the property, if nothing states another one.
fn named<'a>(api: &Api, json: &str, (ty, xml): (&TypeRef, Option<&'a Xml>)) -> Cow<'a, Xml> {
    let xml = xml.map_or_else(|| Cow::Owned(Xml::default()), Cow::Borrowed);
    if xml.name.is_some() || states_name(api, ty) {
        return xml;
    }
    Cow::Owned(Xml { name: Some(json.to_owned()), ..xml.into_owned() })
}

/// The names of the elements of a model's values, where its uses state none.
fn elements<'a>(api: &'a Api, (model, xml): (&'a str, Option<&'a Xml>)) -> BTreeSet<Cow<'a, str>> {
    let is_xml = |media: &str| media::Encoding::of(media) == media::Encoding::Xml;
    let operations = api.operations.values().map(|operation| (&operation.body, &operation.replies));
    let webhooks = api.webhooks.values().map(|webhook| (&webhook.body, &webhook.replies));
    let contents = operations.chain(webhooks).flat_map(|(body, replies)| {
        let replies = replies.values().map(|reply| &reply.content);
        body.iter().map(|body| &body.content).chain(replies).flatten()
    });
    let roots = contents
        .filter(|(media, content)| is_xml(media) && content.ty.as_ref().is_some_and(|ty| leads_to(api, ty, model)));
    let mut roots = roots.map(|(_, content)| (content.xml.as_ref(), of_schema(api, model))).collect::<Vec<_>>();
    for def in api.types.values() {
        let Shape::Struct(object) = &def.shape else { continue };
        for (name, member) in &object.members {
            let item = match bare(&member.ty) {
                TypeRef::List(item) => Some(&**item),
                _ => None,
            };
            let of_items = member.xml.as_ref().and_then(|xml| xml.items.as_deref());
            if item.is_some_and(|item| leads_to(api, item, model)) {
                roots.push((of_items.or(member.xml.as_ref()), Some(Cow::Borrowed(&**name))));
            } else if leads_to(api, &member.ty, model) {
                roots.push((member.xml.as_ref(), Some(Cow::Borrowed(&**name))));
            }
        }
    }
    let is_used = !roots.is_empty();
    let unnamed = roots.into_iter().filter(|(xml, _)| xml.is_none_or(|xml| xml.name.is_none()));
    let mut names: BTreeSet<Cow<'a, str>> = unnamed.filter_map(|(_, name)| name).collect();
    if !is_used {
        names.extend(of_schema(api, model));
    }
    match xml.and_then(|xml| xml.name.as_deref()) {
        Some(stated) if !is_used || !names.is_empty() => BTreeSet::from([Cow::Borrowed(stated)]),
        _ => names,
    }
}

/// Whether a type is a model, or an alias of it that states no other name of elements.
fn leads_to(api: &Api, ty: &TypeRef, model: &str) -> bool {
    let mut ty = ty;
    for _ in 0..STEPS {
        let TypeRef::Named(name, _) = bare(ty) else { return false };
        if name == model {
            return true;
        }
        let Some(def) = api.types.get(name) else { return false };
        match &def.shape {
            Shape::Alias(inner) if def.xml.as_ref().is_none_or(|xml| xml.name.is_none()) => ty = inner,
            _ => return false,
        }
    }
    false
}

/// The name of the root element of a body, if it is only that of its model in the source.
fn root<'a>(api: &'a Api, content: &'a Content) -> Option<Cow<'a, str>> {
    let ty = content.ty.as_ref()?;
    let TypeRef::Named(name, _) = bare(ty) else { return None };
    if content.xml.as_ref().is_some_and(|xml| xml.name.is_some()) || states_name(api, ty) {
        return None;
    }
    of_schema(api, name)
}

/// The name of a model in the source.
fn of_schema<'a>(api: &'a Api, name: &'a str) -> Option<Cow<'a, str>> {
    let Some(origin) = &api.types.get(name)?.origin else { return Some(Cow::Borrowed(name)) };
    // The name of an unnamed schema is only that of its location.
    let path: Vec<Cow<'_, str>> = tokens(&origin.pointer).collect();
    match path.as_slice() {
        [.., list, name] if matches!(&**list, "schemas" | "definitions" | "$defs") => {
            Some(Cow::Owned(name.to_string()))
        }
        _ => None,
    }
}

fn bare(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Nullable(inner) => inner,
        other => other,
    }
}

/// Whether a model states the name of the elements of its values.
fn states_name(api: &Api, ty: &TypeRef) -> bool {
    let mut ty = ty;
    for _ in 0..STEPS {
        let TypeRef::Named(name, _) = bare(ty) else { return false };
        let Some(def) = api.types.get(name) else { return false };
        if def.xml.as_ref().is_some_and(|xml| xml.name.is_some()) {
            return true;
        }
        let Shape::Alias(inner) = &def.shape else { return false };
        ty = inner;
    }
    false
}
