//! Reads XML into a tree of elements. Nothing outside of the document is read, and depth and size are limited.

use std::collections::BTreeSet;
use std::rc::Rc;

use quick_xml::NsReader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

/// The maximum nesting of elements.
const DEPTH: usize = 100;
/// The maximum number of attributes of an element.
const ATTRIBUTES: usize = 1_000;
/// The maximum length of a namespace in bytes, because names with their namespace are repeated in JSON.
const NAMESPACE: usize = 1_000;

/// The namespace of the attribute `xsi:nil`.
pub(crate) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The name of an element or an attribute in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The namespace of the name; empty if it has none.
    pub(crate) namespace: Rc<str>,
    pub(crate) local: String,
}

/// An element of a document.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: Name,
    /// The attributes in their order, without declarations of namespaces and without `xsi:nil`.
    pub(crate) attributes: Vec<(Name, String)>,
    /// The elements within it, in their order.
    pub(crate) children: Vec<Element>,
    /// All text that is directly in the element.
    pub(crate) text: String,
    /// Whether the element has `xsi:nil="true"`.
    pub(crate) is_nil: bool,
}

impl Element {
    /// Whether the element contains only text.
    pub(crate) fn is_plain(&self) -> bool {
        self.children.is_empty() && self.attributes.is_empty()
    }
}

/// Reads a document.
///
/// # Errors
/// The document is not well-formed, has a document type declaration, or is nested too deeply. Entities other than those
/// of XML itself are refused: without a declaration they have no meaning.
pub(crate) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = NsReader::from_str(text);
    let mut names = Namespaces::default();
    let mut open: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let closed = match event {
            Event::Start(start) => {
                if open.len() == DEPTH {
                    return Err(format!("elements are nested more than {DEPTH} levels deep"));
                }
                open.push(element(&reader, &start, &mut names)?);
                None
            }
            Event::Empty(start) => Some(element(&reader, &start, &mut names)?),
            Event::End(_) => open.pop(),
            Event::Text(piece) => {
                add(&mut open, &piece.xml10_content())?;
                None
            }
            Event::CData(piece) => {
                add(&mut open, &piece.xml10_content())?;
                None
            }
            Event::GeneralRef(reference) => {
                let mut letter = [0; 4];
                add(&mut open, resolved(&reference, &mut letter)?)?;
                None
            }
            Event::DocType(_) => return Err("a document type declaration is refused".to_owned()),
            Event::Eof => return Err("the document ends before its root element does".to_owned()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => None,
        };
        if let Some(mut closed) = closed {
            if !closed.children.is_empty() && closed.text.trim_ascii().is_empty() {
                // White space between elements only makes the document readable.
                closed.text.clear();
            }
            match open.last_mut() {
                Some(parent) => parent.children.push(closed),
                None => return rest(&mut reader).map(|()| closed),
            }
        }
    }
}

/// Checks that only comments, processing instructions and white space follow the root element.
fn rest(reader: &mut NsReader<&[u8]>) -> Result<(), String> {
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Text(text) if text.trim_ascii().is_empty() => {}
            _ => return Err("something follows the root element".to_owned()),
        }
    }
}

/// Adds text to the innermost element.
fn add(open: &mut [Element], text: &str) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim_ascii().is_empty() => {}
        None => return Err("the document does not begin with an element".to_owned()),
    }
    Ok(())
}

/// The character that a reference represents.
fn resolved<'a>(reference: &BytesRef<'_>, letter: &'a mut [u8; 4]) -> Result<&'a str, String> {
    match reference.resolve_char_ref().map_err(|error| error.to_string())? {
        Some(found) => Ok(found.encode_utf8(letter)),
        None => resolve_xml_entity(reference)
            .ok_or_else(|| format!("the entity `{}` is not declared", reference.escape_debug())),
    }
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, names: &mut Namespaces) -> Result<Element, String> {
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    let name = names.name(&namespace, local.into_inner())?;
    let (mut attributes, mut is_nil) = (Vec::new(), false);
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attributes.len() == ATTRIBUTES {
            return Err(format!("an element has more than {ATTRIBUTES} attributes"));
        }
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let name = names.name(&namespace, local.into_inner())?;
        let value =
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        if *name.namespace == *INSTANCE && name.local == "nil" {
            is_nil = matches!(value.trim(), "true" | "1");
        } else {
            attributes.push((name, value.into_owned()));
        }
    }
    Ok(Element { name, attributes, children: Vec::new(), text: String::new(), is_nil })
}

/// The namespaces of a document, each once.
#[derive(Default)]
struct Namespaces(BTreeSet<Rc<str>>);

impl Namespaces {
    fn name(&mut self, namespace: &ResolveResult<'_>, local: &str) -> Result<Name, String> {
        let namespace = match namespace {
            ResolveResult::Unbound => "",
            ResolveResult::Bound(namespace) => namespace.into_inner(),
            ResolveResult::Unknown(prefix) => {
                return Err(format!("the prefix `{}` is not declared", prefix.escape_debug()));
            }
        };
        if namespace.len() > NAMESPACE {
            return Err(format!("a namespace has more than {NAMESPACE} bytes"));
        }
        let known = self.0.get(namespace).cloned();
        let namespace = known.unwrap_or_else(|| {
            let namespace: Rc<str> = namespace.into();
            self.0.insert(namespace.clone());
            namespace
        });
        Ok(Name { namespace, local: local.to_owned() })
    }
}
