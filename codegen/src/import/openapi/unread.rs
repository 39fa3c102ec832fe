//! Reads the schemas of bodies that the client does not read, for comparisons.

use std::collections::BTreeSet;

use super::{Hint, Import, Node};
use crate::spec::{TypeName, TypeRef, Unread};

impl<'d> Import<'d> {
    /// Keeps the schema of a body that the client does not read in its media type. Its type is known after
    /// [`Import::read_unread`].
    pub(super) fn unread(&mut self, schema: &Node<'d>, hint: &Hint) -> Option<Box<Unread>> {
        let ty = TypeRef::named(placeholder(self.unread.len()));
        self.unread.push((schema.clone(), hint.clone()));
        Some(Box::new(Unread { ty, constraints: Default::default(), xml: None, docs: String::new() }))
    }

    /// Reads the schemas that were kept. Nothing that is wrong with them is reported, because the crate does not depend
    /// on them.
    pub(super) fn read_unread(&mut self) {
        let kept = std::mem::take(&mut self.unread);
        if kept.is_empty() {
            return;
        }
        let known: BTreeSet<TypeName> = self.api.types.keys().cloned().collect();
        let (schemas, problems) = (self.schemas.clone(), self.problems.len());
        let read: Vec<Unread> = kept.iter().map(|(schema, hint)| self.unread_body(schema, hint)).collect();
        self.complete();
        self.problems.truncate(problems);
        self.schemas = schemas;
        let (types, unread_types) =
            std::mem::take(&mut self.api.types).into_iter().partition(|(name, _)| known.contains(name));
        self.api.types = types;
        self.api.unread_types = unread_types;
        for unread in self.api.contents_mut().filter_map(|(_, content)| content.unread.as_deref_mut()) {
            let TypeRef::Named(name, _) = &unread.ty else { continue };
            if let Some(index) = index_of(name) {
                unread.clone_from(&read[index]);
            }
        }
    }

    fn unread_body(&mut self, schema: &Node<'d>, hint: &Hint) -> Unread {
        let typed = self.typed(schema, hint);
        let is_model = matches!(typed.ty, TypeRef::Named(..));
        let docs = if is_model { String::new() } else { typed.facts.docs.clone() };
        let xml = typed.facts.xml.clone();
        Unread { constraints: typed.facts.into_constraints(&typed.ty), ty: typed.ty, xml, docs }
    }
}

/// The name of the type of a schema that is not read yet. It starts with a null character, so that no document has it.
fn placeholder(index: usize) -> TypeName {
    format!("\0{index}")
}

/// The index in a name that [`placeholder`] returned.
fn index_of(name: &str) -> Option<usize> {
    name.strip_prefix('\0')?.parse().ok()
}
