//! Emits the tables that describe how XML bodies are read and written.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::literal;
use crate::rust::{Xml, XmlItem, XmlName, XmlObject, XmlPlace, XmlProperty, XmlRoot, XmlUnion, XmlValue};

/// The imports and statics of `xml.rs`.
pub(super) fn emit(xml: &Xml) -> TokenStream {
    let Xml { roots, objects, unions } = xml;
    let names = names(xml);
    let (roots, objects, unions) = (roots.iter().map(root), objects.iter().map(object), unions.iter().map(union));
    quote! {
        use crate::runtime::xml::shape::{#(#names),*};

        #(#roots)*
        #(#objects)*
        #(#unions)*
    }
}

/// The types of the runtime that the tables need.
fn names(xml: &Xml) -> Vec<TokenStream> {
    let Xml { roots, objects, unions } = xml;
    let of_objects =
        objects.iter().flat_map(|object| object.properties.iter().map(|property| &property.value).chain(&object.rest));
    let of_unions = unions.iter().flat_map(|union| union.variants.iter().map(|(_, value)| value));
    let values = || roots.iter().map(|root| &root.value).chain(of_objects.clone()).chain(of_unions.clone());
    let has_items = values().any(has_items);
    let has_nodes = objects.iter().flat_map(|object| &object.properties).any(|one| one.node != XmlPlace::Element);
    [
        has_items.then(|| quote!(Item)),
        Some(quote!(Name)),
        has_nodes.then(|| quote!(Node)),
        (!objects.is_empty()).then(|| quote!(Object)),
        objects.iter().any(|object| !object.properties.is_empty()).then(|| quote!(Property)),
        Some(quote!(Root)),
        (!unions.is_empty()).then(|| quote!(Union)),
        Some(quote!(Value)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn has_items(value: &XmlValue) -> bool {
    match value {
        XmlValue::List(_) => true,
        XmlValue::Map(value) => has_items(value),
        XmlValue::Text
        | XmlValue::Word
        | XmlValue::Number
        | XmlValue::Boolean
        | XmlValue::Any
        | XmlValue::Object(_)
        | XmlValue::Union(_) => false,
    }
}

fn root(root: &XmlRoot) -> TokenStream {
    let XmlRoot { ident, name: of_root, value: of_value } = root;
    let (name, value) = (name(of_root), value(of_value));
    quote!(pub(crate) static #ident: Root = Root { name: #name, value: #value };)
}

fn object(object: &XmlObject) -> TokenStream {
    let XmlObject { ident, model: _, properties, rest } = object;
    let properties = properties.iter().map(property);
    let rest = match rest {
        Some(rest) => {
            let rest = value(rest);
            quote!(Some(#rest))
        }
        None => quote!(None),
    };
    quote!(static #ident: Object = Object { properties: &[#(#properties,)*], rest: #rest };)
}

fn property(property: &XmlProperty) -> TokenStream {
    let XmlProperty { json, name, node, value: of_value, nil, required } = property;
    let value = value(of_value);
    let XmlName { local, prefix, namespace } = name;
    let named = (local != json && *node != XmlPlace::Items).then(|| {
        let local = literal(local);
        quote!(.named(#local))
    });
    let named = named.filter(|_| !matches!(node, XmlPlace::Text | XmlPlace::Cdata | XmlPlace::Inline));
    let within = (*node != XmlPlace::Items).then(|| within(prefix, namespace)).flatten();
    let node = match node {
        XmlPlace::Element => None,
        XmlPlace::Items => Some(quote!(.node(Node::Items))),
        XmlPlace::Attribute => Some(quote!(.node(Node::Attribute))),
        XmlPlace::Text => Some(quote!(.node(Node::Text))),
        XmlPlace::Cdata => Some(quote!(.node(Node::Cdata))),
        XmlPlace::Inline => Some(quote!(.node(Node::Inline))),
    };
    let nil = nil.then(|| quote!(.nil()));
    let required = required.then(|| quote!(.required()));
    let json = literal(json);
    quote!(Property::new(#json, #value) #named #within #node #nil #required)
}

fn union(union: &XmlUnion) -> TokenStream {
    let XmlUnion { ident, tag, variants } = union;
    let tag = match tag {
        Some(tag) => {
            let tag = literal(tag);
            quote!(Some(#tag))
        }
        None => quote!(None),
    };
    let variants = variants.iter().map(|(tags, of_variant)| {
        let (tags, value) = (tags.iter().map(|tag| literal(tag)), value(of_variant));
        quote!((&[#(#tags),*], #value))
    });
    quote!(static #ident: Union = Union { tag: #tag, variants: &[#(#variants,)*] };)
}

/// `Name::new("Tag").within("urn:tags", "t")`
fn name(name: &XmlName) -> TokenStream {
    let XmlName { local, prefix, namespace } = name;
    let (local, within) = (literal(local), within(prefix, namespace));
    quote!(Name::new(#local) #within)
}

fn within(prefix: &str, namespace: &str) -> Option<TokenStream> {
    let (of_prefix, of_namespace) = (literal(prefix), literal(namespace));
    (!prefix.is_empty() || !namespace.is_empty()).then(|| quote!(.within(#of_namespace, #of_prefix)))
}

fn value(value: &XmlValue) -> TokenStream {
    match value {
        XmlValue::Text => quote!(Value::Text),
        XmlValue::Word => quote!(Value::Word),
        XmlValue::Number => quote!(Value::Number),
        XmlValue::Boolean => quote!(Value::Boolean),
        XmlValue::Any => quote!(Value::Any),
        XmlValue::Object(ident) => quote!(Value::Object(&#ident)),
        XmlValue::Union(ident) => quote!(Value::Union(&#ident)),
        XmlValue::Map(value) => {
            let value = self::value(value);
            quote!(Value::Map(&#value))
        }
        XmlValue::List(item) => {
            let XmlItem { name, value, nil } = &**item;
            let (name, value) = (self::name(name), self::value(value));
            let nil = nil.then(|| quote!(.nil()));
            quote!(Value::List(&Item::new(#name, #value) #nil))
        }
    }
}
