//! From schemas to types of the spec: one path for all dialects.

mod array;
mod endless;
mod enums;
mod facts;
mod families;
mod join;
mod kinds;
mod named;
mod object;
mod read;
mod scalar;
mod settle;
mod shape;
mod tags;
mod union;
mod variant_words;
mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::{Hint, Import, Node};
use crate::problem::{Place, Rule};
use crate::spec::{Member, Presence, Scalar, Shape, TypeDef, TypeName, TypeRef, sentences, tokens};

pub(super) use self::facts::Facts;
use self::families::Families;

/// The maximum nesting of schemas, inline or by reference.
const DEPTH: usize = 100;

/// A value of a document, by its address: documents do not move while they are read.
type Id = *const Value;

fn id(node: &Node<'_>) -> Id {
    node.value
}

/// What is known of the schemas that were read so far.
#[derive(Debug, Default)]
pub(super) struct Schemas<'d> {
    read: usize,
    depth: usize,
    /// The names of the schemas that have one.
    names: HashMap<Id, TypeName>,
    /// The named schemas of the documents.
    by_name: HashMap<TypeName, Id>,
    /// The names in their documents of the schemas that are called otherwise here.
    renamed: HashMap<Id, String>,
    /// All names of types that are in use or kept free.
    taken: HashSet<TypeName>,
    /// The last number that a wanted name was given.
    numbers: HashMap<TypeName, usize>,
    /// The locations of the unnamed types.
    places: HashMap<TypeName, Hint>,
    /// Named schemas of parts to which nothing refers so far.
    unused: HashMap<Id, Node<'d>>,
    /// Named schemas that have not been converted to types yet.
    waiting: Vec<(TypeName, Node<'d>)>,
    /// What was made of schemas without a name.
    made: HashMap<Id, Typed>,
    /// What was made of schemas that hold together, and of those that still are, once that needed a name.
    joins: HashMap<Vec<Id>, Join>,
    families: Families<'d>,
    /// By document, the first enum that lists strings although its `type` is another one, and how many there are.
    named_values: BTreeMap<String, (Place, usize)>,
}

impl Schemas<'_> {
    /// How many schemas were read.
    pub fn count(&self) -> usize {
        self.read
    }

    /// The types to which a document gives a name, or refers.
    pub fn named(&self) -> HashSet<TypeName> {
        self.names.values().cloned().collect()
    }

    /// The location of each unnamed type.
    pub fn places(&self) -> &HashMap<TypeName, Hint> {
        &self.places
    }
}

/// The content of a schema at its location: the type, and what a type alone cannot express.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub ty: TypeRef,
    pub facts: Facts,
}

impl Typed {
    /// A property of an object, or of a form.
    pub fn member(self, presence: Presence, client_name: Option<String>) -> Member {
        let Facts { docs, deprecated, access, sensitivity, default, mut constraints, xml } = self.facts;
        if matches!(self.ty, TypeRef::Named(..)) {
            // The model says so.
            constraints.others.retain(|other| other != facts::CLOSED);
        }
        Member {
            ty: self.ty,
            client_name,
            presence,
            access,
            sensitivity,
            role: None,
            default,
            constraints,
            xml,
            deprecated,
            docs,
        }
    }
}

/// The name of a property or parameter in client code, if the document states it.
pub(in crate::import::openapi) fn client_name(node: &Node<'_>) -> Option<String> {
    node.text("x-ms-client-name").filter(|name| !name.trim().is_empty()).map(str::to_owned)
}

/// What schemas that hold together are known to become.
#[derive(Debug)]
enum Join {
    /// They are being read, and would be called so.
    Open(TypeName),
    /// They are this type.
    Known(TypeRef),
}

/// What was made of a schema that has, or is to have, a name.
enum Made {
    /// A type that needs no name.
    Ref(TypeRef),
    /// A type that does.
    Shape(Shape),
}

impl Made {
    const JSON: Self = Self::Ref(TypeRef::Scalar(Scalar::Json));
}

/// A type with what it states beyond its shape.
struct Built {
    made: Made,
    facts: Facts,
    nullable: bool,
}

impl<'d> Import<'d> {
    /// The content of a schema at its location; `hint` suggests the name of an unnamed type.
    ///
    /// A parameter of Swagger 2.0 is such a schema, too.
    pub fn typed(&mut self, schema: &Node<'d>, hint: &Hint) -> Typed {
        self.typed_all(std::slice::from_ref(schema), hint)
    }

    /// What several schemas say that hold together.
    fn typed_all(&mut self, nodes: &[Node<'d>], hint: &Hint) -> Typed {
        let Some(first) = nodes.first() else {
            return Typed { ty: TypeRef::Scalar(Scalar::Json), facts: Facts::default() };
        };
        self.schemas.read += 1;
        if let [node] = nodes
            && let Some(made) = self.schemas.made.get(&id(node))
        {
            return made.clone();
        }
        if let [node] = nodes
            && let Some(name) = self.schemas.names.get(&id(node)).cloned()
        {
            let mut facts = self.facts_of(node);
            facts.docs = facts::docs(node);
            return Typed { ty: self.reference(node, name), facts };
        }
        if self.schemas.depth >= DEPTH {
            let message = format!("schemas are nested more than {DEPTH} levels deep");
            self.wrong(Rule::DeepType, first, message, "Make an inner one a named schema.");
            self.untyped(first, "it is nested too deeply");
            return Typed { ty: TypeRef::Scalar(Scalar::Json), facts: Facts::default() };
        }
        self.schemas.depth += 1;
        let types = self.schemas.taken.len();
        let place = given_name(first).or_else(|| shared_place(first));
        let hint = place.as_ref().unwrap_or(hint);
        let built = self.build(nodes, hint);
        let typed = self.placed(built, first, hint);
        self.schemas.depth -= 1;
        // Others may lead here again: what was named once keeps its name.
        if let [node] = nodes
            && self.schemas.taken.len() > types
        {
            self.schemas.made.insert(id(node), typed.clone());
        }
        typed
    }

    fn build(&mut self, nodes: &[Node<'d>], hint: &Hint) -> Built {
        let parts = self.parts(nodes);
        self.join(parts, hint, None)
    }

    /// The type at its location, with a name if it needs one.
    fn placed(&mut self, built: Built, node: &Node<'d>, hint: &Hint) -> Typed {
        let Built { made, mut facts, nullable } = built;
        if facts::repeats(node, &facts.docs, &hint.name()) {
            facts.docs.clear();
        }
        let ty = match made {
            Made::Ref(ty) => ty,
            Made::Shape(shape) => {
                let docs = type_docs(&facts);
                let (origin, constraints) = (Some(node.origin()), facts.of_model());
                self.define(
                    hint,
                    TypeDef { docs, deprecated: false, params: Vec::new(), shape, constraints, xml: None, origin },
                )
            }
        };
        Typed { ty: if nullable { ty.nullable() } else { ty }, facts }
    }

    /// Tells that a schema states a shape and becomes plain JSON.
    fn untyped(&mut self, node: &Node<'d>, why: &str) -> Made {
        let message = format!("this schema becomes plain JSON: {why}");
        self.warn(
            Rule::UntypedFallback,
            node,
            message,
            "Callers get and give `serde_json::Value`; correct the schema to have a type.",
        );
        Made::JSON
    }
}

/// The documentation of a type: its description, and its other constraints.
fn type_docs(facts: &Facts) -> String {
    let asked = sentences::constraints(&facts.of_model()).join(" ");
    match (facts.docs.is_empty(), asked.is_empty()) {
        (_, true) => facts.docs.clone(),
        (true, false) => asked,
        (false, false) => format!("{}\n\n{asked}", facts.docs),
    }
}

/// The name that a document gives to an inline enum.
fn given_name(node: &Node<'_>) -> Option<Hint> {
    let extension = node.get("x-ms-enum")?;
    extension.text("name").filter(|name| !name.is_empty()).map(Hint::new)
}

/// The name of a type in a part of the document that several operations share.
fn shared_place(node: &Node<'_>) -> Option<Hint> {
    // There are many schemas, and most are nested deeper.
    const DEEPEST: usize = 6;
    if node.depth() > DEEPEST {
        return None;
    }
    let place = node.origin().pointer;
    let tokens: Vec<Cow<'_, str>> = tokens(&place).collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    let (["components", kind, name, rest @ ..] | [kind, name, rest @ ..]) = tokens.as_slice() else { return None };
    // The schema of the part itself, and not one inside of it, which is named after its surroundings.
    let is_schema = matches!(rest, [] | ["schema"] | ["content", _, "schema"]);
    let kind = match *kind {
        "parameters" | "headers" if is_schema => "",
        "responses" if is_schema => "Response",
        "requestBodies" if is_schema => "Request",
        _ => return None,
    };
    let ends_so = name.to_ascii_lowercase().ends_with(&kind.to_ascii_lowercase());
    Some(if ends_so { Hint::new(name) } else { Hint::new(name).with(kind) })
}
