//! Converts schemas to types of the spec, in the same way for all dialects.

mod array;
mod endless;
mod enums;
mod facts;
mod families;
mod finish;
mod join;
mod json_strings;
mod kinds;
mod named;
mod object;
mod outlines;
mod producers;
mod read;
mod read_facts;
mod scalar;
mod shape;
mod state;
mod tags;
mod union;
mod value_docs;
mod variant_words;
mod xml;

use super::context::Import;
use super::{Hint, Node};
use crate::problem::Rule;
use crate::spec::{Holds, Scalar, TypeDef, TypeRef};

use self::facts::type_docs;
use self::read::{Alternatives, Schema};
use self::state::{ConvertedSchema, DEPTH, Id, Join, TypeOrShape, id};

pub(super) use self::facts::{Facts, client_name};
pub(super) use self::read_facts::{lifecycle, stability};
pub(super) use self::state::{Schemas, Typed};

impl<'d> Import<'d> {
    /// The content of a schema at its location; `hint` suggests the name of an unnamed type.
    ///
    /// A parameter of Swagger 2.0 is such a schema, too.
    pub fn typed(&mut self, schema: &Node<'d>, hint: &Hint) -> Typed {
        self.typed_all(std::slice::from_ref(schema), hint)
    }

    /// The content of several schemas that all apply to a value.
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
        // Nested schemas may lead here again: a type that was named once keeps its name.
        if let [node] = nodes
            && self.schemas.taken.len() > types
        {
            self.schemas.made.insert(id(node), typed.clone());
        }
        typed
    }

    /// The content of a value to which one of several schemas applies, which are apart in the document.
    pub fn one_of(&mut self, nodes: Vec<Node<'d>>, place: &Node<'d>, hint: &Hint) -> Typed {
        let alternatives = vec![Alternatives { holds: Holds::One, nodes }];
        let built = self.shape(Schema { alternatives, ..Schema::new(place.clone()) }, hint, None);
        self.placed(built, place, hint)
    }

    fn build(&mut self, nodes: &[Node<'d>], hint: &Hint) -> ConvertedSchema {
        let parts = self.parts(nodes);
        self.join(parts, hint, None)
    }

    /// The type at its location, with a name if it needs one.
    fn placed(&mut self, built: ConvertedSchema, node: &Node<'d>, hint: &Hint) -> Typed {
        let ConvertedSchema { made, mut facts, nullable } = built;
        if facts::repeats(node, &facts.docs, hint) {
            facts.docs.clear();
        }
        let ty = match made {
            TypeOrShape::Ref(ty) => ty,
            TypeOrShape::Shape(shape) => {
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

    /// Reports that a schema with a stated shape becomes plain JSON.
    fn untyped(&mut self, node: &Node<'d>, why: &str) -> TypeOrShape {
        let message = format!("this schema becomes plain JSON: {why}");
        self.warn(
            Rule::UntypedFallback,
            node,
            message,
            "Callers read and write `serde_json::Value`. Correct the schema to get a type.",
        );
        TypeOrShape::JSON
    }
}

/// The name that a document gives to an inline enum.
fn given_name(node: &Node<'_>) -> Option<Hint> {
    let extension = node.get("x-ms-enum")?;
    extension.text("name").filter(|name| !name.is_empty()).map(Hint::new)
}

/// The name of a type in a part of the document that several operations share.
fn shared_place(node: &Node<'_>) -> Option<Hint> {
    // Deeper schemas, which are most of them, are not looked at.
    const DEEPEST: usize = 6;
    if node.depth() > DEEPEST {
        return None;
    }
    let tokens = node.tokens();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    let (["components", kind, name, rest @ ..] | [kind, name, rest @ ..]) = tokens.as_slice() else { return None };
    // Only the schema of the part itself; a nested schema is named after its location.
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
