//! Reads lists and tuples.

use serde_json::{Value, json};

use super::facts::line;
use super::read::Schema;
use super::{Facts, TypeOrShape, producers};
use crate::import::openapi::{Hint, Import, Node};
use crate::problem::Rule;
use crate::spec::{Constraints, Holds, POSITIONS, Scalar, Shape, TypeRef, Union, Variant, Xml};

/// The maximum nesting of unnamed lists and maps.
const DEPTH: usize = 32;

impl<'d> Import<'d> {
    pub(super) fn array(&mut self, schema: Schema<'d>, facts: &mut Facts, hint: &Hint) -> TypeOrShape {
        if let Some(ty) = self.unlike_array(&schema) {
            return TypeOrShape::Ref(ty);
        }
        match schema.prefix.clone() {
            Some((prefix, is_open)) => self.tuple(&schema, &prefix, is_open, facts, hint),
            None => {
                let item = self.item(&schema.items, facts, &hint.item());
                self.nested(&schema.node, item.list())
            }
        }
    }

    /// The type of the items of a list. The constraints on the items are kept in `facts`.
    fn item(&mut self, nodes: &[Node<'d>], facts: &mut Facts, hint: &Hint) -> TypeRef {
        let (ty, asked, xml) = self.held(nodes, "Each item", facts, hint);
        if let Some(xml) = xml {
            facts.xml.get_or_insert_default().items = Some(Box::new(xml));
        }
        if !asked.is_empty() {
            facts.add_constraints(Constraints { items: Some(Box::new(asked)), ..Constraints::default() });
        }
        ty
    }

    /// The common type of several properties or items. Their constraints are documented on the type that contains them.
    pub(super) fn element(&mut self, nodes: &[Node<'d>], what: &str, facts: &mut Facts, hint: &Hint) -> TypeRef {
        let of_what = if what == "items" { "Each item" } else { "Each value" };
        let (ty, asked, _) = self.held(nodes, of_what, facts, hint);
        let is_scalar = !matches!(ty, TypeRef::Named(..));
        if is_scalar && !asked.is_empty() {
            let asked = serde_json::to_value(&asked).expect("constraints have a JSON form");
            facts.ask(line(what, &asked));
        }
        ty
    }

    /// The type of items or additional properties, and the constraints on their values. A container of secret values is
    /// secret too. If the type has no documentation of its own, the documentation of the values is added to that of the
    /// container.
    fn held(
        &mut self,
        nodes: &[Node<'d>],
        of_what: &str,
        facts: &mut Facts,
        hint: &Hint,
    ) -> (TypeRef, Constraints, Option<Xml>) {
        let mut typed = self.typed_all(nodes, hint);
        if let [node] = nodes
            && producers::is_any(node)
        {
            typed.ty = TypeRef::Scalar(Scalar::Json);
        }
        if !matches!(typed.ty, TypeRef::Named(..)) && !typed.facts.docs.is_empty() {
            facts.note(&format!("{of_what}: {}", typed.facts.docs));
        }
        if facts.sensitivity.is_plain() {
            facts.sensitivity = typed.facts.sensitivity;
        }
        let xml = typed.facts.xml.take();
        let constraints = typed.facts.into_constraints(&typed.ty);
        (typed.ty, constraints, xml)
    }

    /// A list or a map; plain JSON if the nesting is too deep.
    pub(super) fn nested(&mut self, node: &Node<'d>, ty: TypeRef) -> TypeOrShape {
        let mut depth = 0;
        let mut inner = &ty;
        while let TypeRef::List(item) | TypeRef::Map(item) | TypeRef::Nullable(item) = inner {
            inner = item;
            depth += 1;
        }
        if depth <= DEPTH {
            return TypeOrShape::Ref(ty);
        }
        let message = format!("lists and maps are nested more than {DEPTH} levels deep");
        self.wrong(Rule::DeepType, node, message, "Make an inner one a named schema.");
        self.untyped(node, "it is nested too deeply")
    }

    fn tuple(
        &mut self,
        schema: &Schema<'d>,
        prefix: &[Node<'d>],
        is_open: bool,
        facts: &mut Facts,
        hint: &Hint,
    ) -> TypeOrShape {
        if let ([_], false) = (prefix, is_open) {
            // A list that the constraints limit to one item. Scramble writes it for a list of any length, since its item
            // is all that it knows.
            facts.add_constraints(Constraints { max_items: Some(1), ..Constraints::default() });
            let item = self.item(prefix, facts, &hint.item());
            return self.nested(&schema.node, item.list());
        }
        let mut types: Vec<TypeRef> = Vec::new();
        let mut constraints: Vec<Constraints> = Vec::new();
        for (index, node) in prefix.iter().enumerate() {
            let number = index + 1;
            let hint = hint.with(&format!("Item{number}"));
            let (ty, asked, _) = self.held(std::slice::from_ref(node), &format!("Item {number}"), facts, &hint);
            // A model documents its own constraints.
            constraints.push(if matches!(ty, TypeRef::Named(..)) { Constraints::default() } else { asked });
            types.push(ty);
        }
        if constraints.iter().any(|item| !item.is_empty()) {
            let constraints = serde_json::to_value(&constraints).expect("constraints have a JSON form");
            facts.ask(line("prefixItems", &constraints));
        }
        if !is_open {
            return TypeOrShape::Ref(TypeRef::Tuple(types));
        }
        // Items after the described ones may be of any type.
        types.push(self.element(&schema.items, "items", facts, &hint.item()));
        let mut variants: Vec<Variant> = Vec::new();
        for ty in types {
            if !variants.iter().any(|variant| variant.ty == ty) {
                variants.push(Variant::of(ty));
            }
        }
        if variants.len() > 1 {
            let positions: Vec<Value> = prefix.iter().map(|node| self.schema_outline(node)).collect();
            let items = self.schema_outlines(&schema.items);
            facts.ask(line(POSITIONS, &json!({ "prefixItems": positions, "items": items })));
        }
        let item = match variants.as_slice() {
            [Variant { ty, .. }] => ty.clone(),
            _ if variants.iter().any(|variant| variant.ty == TypeRef::Scalar(Scalar::Json)) => {
                TypeRef::Scalar(Scalar::Json)
            }
            _ => {
                let made = TypeOrShape::Shape(Shape::Union(Union { holds: Holds::One, tag: None, variants }));
                self.named_shape(made, schema, &hint.item())
            }
        };
        self.nested(&schema.node, item.list())
    }
}
