//! Recognizes strings that hold JSON of a described type: `contentMediaType: application/json` with a `contentSchema`,
//! which pydantic writes for `Json[T]`.
//!
//! The field of a form and a parameter are text in any case, so callers give the value and the client writes its JSON. A
//! property of a JSON body stays a string: the JSON in it is encoded once more there.

use std::collections::BTreeSet;

use super::state::{Id, id};
use super::{Import, Node};
use crate::import::openapi::reference::{Step, each};
use crate::spec::media::{Encoding, essence};

/// The maximum number of schemas within each other that are searched.
const STEPS: usize = 4;

impl<'d> Import<'d> {
    /// The schema of the JSON in a string, if the schema of the string states one; null is ignored beside it.
    pub fn schema_in_string(&self, node: &Node<'d>) -> Option<Node<'d>> {
        self.in_string(node, STEPS)
    }

    fn in_string(&self, node: &Node<'d>, steps: usize) -> Option<Node<'d>> {
        let steps = steps.checked_sub(1)?;
        let node = self.documents.resolve(node).ok()?;
        if let Some(media_type) = node.text("contentMediaType") {
            let is_json = Encoding::of(essence(&media_type.to_ascii_lowercase())) == Encoding::Json;
            let is_plain = node.get("contentEncoding").is_none();
            return node.get("contentSchema").filter(|schema| is_json && is_plain && schema.value.is_object());
        }
        let list = node.get("anyOf").or_else(|| node.get("oneOf"))?;
        let alternatives: Vec<Node<'d>> =
            list.items().filter(|alternative| alternative.text("type") != Some("null")).collect();
        match alternatives.as_slice() {
            [only] => self.in_string(only, steps),
            _ => None,
        }
    }

    /// The schema of the JSON in a property of a form. `nodes` are the schemas of the property.
    pub(super) fn in_field_of_form(&mut self, form: &Node<'d>, nodes: &[Node<'d>]) -> Option<Node<'d>> {
        let [node] = nodes else { return None };
        self.schema_in_string(node).filter(|_| self.is_of_forms(form))
    }

    /// Whether a schema only describes forms: it is written in one, or only forms refer to it.
    pub fn is_of_forms(&mut self, node: &Node<'d>) -> bool {
        let tokens = node.tokens();
        if let [.., content, media_type, schema] = tokens.as_slice()
            && content == "content"
            && schema == "schema"
        {
            return is_form(media_type);
        }
        let forms = self.schemas.forms.take().unwrap_or_else(|| self.forms());
        let is_form = forms.contains(&id(node));
        self.schemas.forms = Some(forms);
        is_form
    }

    /// The schemas to which forms refer, and nothing else.
    fn forms(&self) -> BTreeSet<Id> {
        let (mut forms, mut others) = (BTreeSet::new(), BTreeSet::new());
        for top in (0..self.documents.len()).filter_map(|index| self.documents.top(index)) {
            each(top.value, &mut |path, reference| {
                let Ok(target) = self.documents.follow(&top, reference) else { return };
                let is_form = matches!(
                    path,
                    [.., Step::Name("content"), Step::Name(media_type), Step::Name("schema"), Step::Name("$ref")]
                        if is_form(media_type)
                );
                (if is_form { &mut forms } else { &mut others }).insert(id(&target));
            });
        }
        &forms - &others
    }
}

fn is_form(media_type: &str) -> bool {
    matches!(Encoding::of(media_type), Encoding::UrlEncoded | Encoding::FormData)
}
