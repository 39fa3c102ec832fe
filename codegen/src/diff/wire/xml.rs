//! Compares the names of elements in XML, which are those of properties and models unless the source states others.

use std::borrow::Cow;

use super::super::Rule;
use super::compare::{At, Compare};
use crate::spec::{Api, Content, Shape, TypeRef, Xml, tokens};

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

/// The name of the root element of a body, if it is only that of its model in the source.
fn root<'a>(api: &'a Api, content: &'a Content) -> Option<Cow<'a, str>> {
    let ty = content.ty.as_ref()?;
    let TypeRef::Named(name, _) = bare(ty) else { return None };
    if content.xml.as_ref().is_some_and(|xml| xml.name.is_some()) || states_name(api, ty) {
        return None;
    }
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
