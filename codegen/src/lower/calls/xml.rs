//! Creates the tables that describe how XML bodies are read and written.

use std::collections::{BTreeMap, BTreeSet};

use crate::docs;
use crate::lower::names::naming::Naming;
use crate::lower::names::{self, Style};
use crate::rust::{
    File, Ident, Item, Xml as Tables, XmlItem, XmlName, XmlObject, XmlPlace, XmlProperty, XmlRoot, XmlUnion, XmlValue,
};
use crate::spec::media::Encoding;
use crate::spec::resolve::{resolved, substituted};
use crate::spec::{Api, Content, Member, Presence, Scalar, Shape, TypeRef, Xml, XmlNode};

/// Whether a body is XML with a table. XML whose type is a string or another scalar is left to the caller, unless the
/// document names the element that contains the scalar.
pub(crate) fn is_read(api: &Api, media: &str, content: &Content) -> bool {
    let Some(ty) = content.ty.as_ref().filter(|_| Encoding::of(media) == Encoding::Xml) else { return false };
    let is_scalar = match resolved(api, ty) {
        TypeRef::Scalar(Scalar::Binary | Scalar::Json) | TypeRef::Param(_) => return false,
        TypeRef::Scalar(_) => true,
        TypeRef::Named(name, _) => matches!(api.types[name].shape, Shape::Strings(_) | Shape::Integers(_)),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Nullable(_) => false,
    };
    !is_scalar || whole(api, ty, content.xml.as_ref()).name.is_some()
}

/// The tables that bodies have needed so far.
#[derive(Debug, Default)]
pub(crate) struct XmlTypes {
    tables: Tables,
    /// The name of the static for each type, by the type with its arguments.
    known: BTreeMap<String, Ident>,
    taken: BTreeSet<String>,
}

impl XmlTypes {
    /// The static for a body.
    pub(crate) fn root(&mut self, api: &Api, naming: &Naming, content: &Content) -> Ident {
        let ty = content.ty.clone().unwrap_or(TypeRef::Scalar(Scalar::Json));
        let mut pass = Pass { api, naming, found: self };
        let xml = pass.whole(&ty, content.xml.as_ref());
        let usual = match &ty {
            TypeRef::Named(name, _) => name.clone(),
            _ => xml.items.as_ref().and_then(|items| items.name.clone()).unwrap_or_else(|| "root".to_owned()),
        };
        let name = name(&xml, &usual);
        let value = pass.value(&ty, &xml, &name.local);
        let equal = self.tables.roots.iter().find(|root| root.name == name && root.value == value);
        if let Some(root) = equal {
            return root.ident.clone();
        }
        let ident = self.free(&format!("{} body", name.local));
        self.tables.roots.push(XmlRoot { ident: ident.clone(), name, value });
        ident
    }

    /// A name for a static that is not used yet.
    fn free(&mut self, text: &str) -> Ident {
        let name = names::free(&names::ident(text, Style::Shouty), |name| self.taken.contains(name));
        self.taken.insert(name.text().to_owned());
        name
    }

    /// The file with the tables; `None` if no body needs a table.
    pub(crate) fn file(self) -> Option<File> {
        let Tables { mut roots, mut objects, mut unions } = self.tables;
        if roots.is_empty() {
            return None;
        }
        roots.sort_by(|one, other| one.ident.cmp(&other.ident));
        objects.sort_by(|one, other| one.ident.cmp(&other.ident));
        unions.sort_by(|one, other| one.ident.cmp(&other.ident));
        let about = "What bodies look like in XML: the tables that convert them to and from the JSON of the \
                     models. `src/runtime/xml/shape.rs` documents them.";
        let items = vec![Item::Xml(Tables { roots, objects, unions })];
        Some(File { path: "src/xml.rs".to_owned(), docs: docs::own(&[about.to_owned()]), items })
    }
}

struct Pass<'a> {
    api: &'a Api,
    naming: &'a Naming,
    found: &'a mut XmlTypes,
}

impl Pass<'_> {
    fn whole(&self, ty: &TypeRef, stated: Option<&Xml>) -> Xml {
        whole(self.api, ty, stated)
    }

    /// The XML content for a value of the type; `around` is the name of the enclosing element.
    fn value(&mut self, ty: &TypeRef, xml: &Xml, around: &str) -> XmlValue {
        match ty {
            TypeRef::Nullable(inner) => self.value(inner, xml, around),
            TypeRef::Scalar(scalar) => self::scalar(*scalar),
            TypeRef::List(item) => {
                let of_item = self.whole(item, xml.items.as_deref());
                let name = name(&of_item, around);
                let value = self.value(item, &of_item, &name.local);
                XmlValue::List(Box::new(XmlItem { name, value, nil: is_nullable(item) }))
            }
            TypeRef::Map(value) => {
                let of_value = self.whole(value, None);
                XmlValue::Map(Box::new(self.value(value, &of_value, "item")))
            }
            // A table describes a single type of item, but those of a tuple differ.
            TypeRef::Tuple(_) => {
                let of_item = xml.items.as_deref().cloned().unwrap_or_default();
                let name = name(&of_item, around);
                XmlValue::List(Box::new(XmlItem { name, value: XmlValue::Any, nil: false }))
            }
            TypeRef::Param(_) => XmlValue::Any,
            TypeRef::Named(name, args) => {
                let def = &self.api.types[name];
                match &def.shape {
                    Shape::Alias(inner) => self.value(&substituted(inner, &def.params, args), xml, around),
                    Shape::Strings(_) => XmlValue::Text,
                    Shape::Integers(_) => XmlValue::Number,
                    Shape::Struct(_) => XmlValue::Object(self.table(name, args)),
                    Shape::Union(_) => XmlValue::Union(self.table(name, args)),
                }
            }
        }
    }

    /// The static for an object or a union. It gets its name before its parts are converted, since they may contain it.
    fn table(&mut self, name: &str, args: &[TypeRef]) -> Ident {
        let key = TypeRef::Named(name.to_owned(), args.to_vec()).to_string();
        if let Some(ident) = self.found.known.get(&key) {
            return ident.clone();
        }
        let with_args =
            args.iter().fold(self.naming.types[name].text().to_owned(), |text, arg| format!("{text} {arg}"));
        let ident = self.found.free(&with_args);
        self.found.known.insert(key, ident.clone());
        let def = &self.api.types[name];
        let of_args = |ty: &TypeRef| substituted(ty, &def.params, args);
        match &def.shape {
            Shape::Struct(object) => {
                let members = object.members.iter();
                let properties =
                    members.map(|(json, member)| self.property(json, member, &of_args(&member.ty))).collect();
                let rest = object.rest.as_ref().map(|rest| {
                    let rest = of_args(rest);
                    let xml = self.whole(&rest, None);
                    self.value(&rest, &xml, "item")
                });
                let model = self.naming.types[name].clone();
                self.found.tables.objects.push(XmlObject { ident: ident.clone(), model, properties, rest });
            }
            Shape::Union(union) => {
                let variants = union.variants.iter().map(|variant| {
                    let ty = of_args(&variant.ty);
                    let xml = self.whole(&ty, None);
                    (variant.tags.clone(), self.value(&ty, &xml, "item"))
                });
                let variants = variants.collect();
                self.found.tables.unions.push(XmlUnion { ident: ident.clone(), tag: union.tag.clone(), variants });
            }
            Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => {}
        }
        ident
    }

    /// Whether an object that has no separate element contains itself, so that its XML would never end.
    fn inlines_itself(&self, ty: &TypeRef) -> bool {
        let mut open = vec![ty];
        let mut seen = BTreeSet::new();
        let first = resolved(self.api, ty);
        while let Some(ty) = open.pop() {
            let TypeRef::Named(name, _) = resolved(self.api, ty) else { continue };
            let Shape::Struct(object) = &self.api.types[name].shape else { continue };
            let inline = object
                .members
                .values()
                .filter(|member| self.whole(&member.ty, member.xml.as_ref()).node == Some(XmlNode::None));
            for member in inline {
                let inner = resolved(self.api, &member.ty);
                if inner == first {
                    return true;
                }
                if seen.insert(inner) {
                    open.push(inner);
                }
            }
        }
        false
    }

    fn property(&mut self, json: &str, member: &Member, ty: &TypeRef) -> XmlProperty {
        let xml = self.whole(ty, member.xml.as_ref());
        let name = name(&xml, json);
        let value = self.value(ty, &xml, &name.local);
        let is_list = matches!(value, XmlValue::List(_));
        // A value with several parts needs an element.
        let is_text = match &value {
            XmlValue::List(item) => is_scalar(&item.value),
            value => is_scalar(value),
        };
        let node = match xml.node {
            Some(XmlNode::Attribute) if is_text => XmlPlace::Attribute,
            Some(XmlNode::Text) if is_text => XmlPlace::Text,
            Some(XmlNode::Cdata) if is_text => XmlPlace::Cdata,
            Some(XmlNode::Element) => XmlPlace::Element,
            Some(XmlNode::None) if matches!(value, XmlValue::Object(_)) && !self.inlines_itself(ty) => XmlPlace::Inline,
            _ if is_list => XmlPlace::Items,
            _ => XmlPlace::Element,
        };
        let required = member.presence == Presence::Required;
        XmlProperty { json: json.to_owned(), name, node, value, nil: is_nullable(ty), required }
    }
}

/// The XML facts of a type at a location: those of the location have precedence over those of the type.
fn whole(api: &Api, ty: &TypeRef, stated: Option<&Xml>) -> Xml {
    const STEPS: usize = 16;
    let (mut xml, mut ty) = (stated.cloned().unwrap_or_default(), ty);
    for _ in 0..STEPS {
        match ty {
            TypeRef::Nullable(inner) => ty = inner,
            TypeRef::Named(name, _) => {
                let def = &api.types[name];
                def.xml.iter().for_each(|of_type| xml.add(of_type));
                match &def.shape {
                    Shape::Alias(inner) => ty = inner,
                    Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) => break,
                }
            }
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Scalar(_) | TypeRef::Param(_) => {
                break;
            }
        }
    }
    xml
}

fn is_scalar(value: &XmlValue) -> bool {
    match value {
        XmlValue::Text | XmlValue::Word | XmlValue::Number | XmlValue::Boolean => true,
        XmlValue::Any | XmlValue::Object(_) | XmlValue::List(_) | XmlValue::Map(_) | XmlValue::Union(_) => false,
    }
}

fn is_nullable(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Nullable(_))
}

/// The stated name, or the default one.
fn name(xml: &Xml, usual: &str) -> XmlName {
    XmlName {
        local: xml.name.clone().unwrap_or_else(|| usual.to_owned()),
        prefix: xml.prefix.clone().unwrap_or_default(),
        namespace: xml.namespace.clone().unwrap_or_default(),
    }
}

fn scalar(scalar: Scalar) -> XmlValue {
    match scalar {
        Scalar::String
        | Scalar::Time
        | Scalar::Duration
        | Scalar::Uuid
        | Scalar::Uri
        | Scalar::Ipv4
        | Scalar::Ipv6
        | Scalar::Base64
        | Scalar::Base64Url
        | Scalar::Binary => XmlValue::Text,
        Scalar::DateTime | Scalar::HttpDate | Scalar::Date => XmlValue::Word,
        Scalar::Int32
        | Scalar::Int64
        | Scalar::Uint32
        | Scalar::Uint64
        | Scalar::UnixTime
        | Scalar::Float
        | Scalar::Double
        | Scalar::Decimal => XmlValue::Number,
        Scalar::Boolean => XmlValue::Boolean,
        Scalar::Json => XmlValue::Any,
    }
}
