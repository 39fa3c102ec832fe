//! Checks that the encodings of a body name existing properties.

use super::findings::Findings;
use super::params::target;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, Content, Shape, Style, TypeRef};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        let Some(body) = &operation.body else { continue };
        let spot = operations.name(id).from(&operation.origin);
        let spot = spot.name("body");
        let spot = spot.name("content");
        for (media_type, content) in body.content.iter().filter(|(_, content)| !content.encoding.is_empty()) {
            encoding(api, content, &spot.name(media_type).name("encoding"), findings);
        }
    }
}

fn encoding(api: &Api, content: &Content, spot: &Spot<'_>, findings: &mut Findings<'_>) {
    for (name, encoding) in &content.encoding {
        let spot = spot.name(name);
        if !content.ty.as_ref().is_none_or(|ty| has_member(api, ty, name)) {
            let message = format!("the body has no property `{name}`");
            findings.error(Rule::Encoding, &spot, message, "Name a property of the body, or remove the encoding.");
        }
        match encoding.style {
            Some(style @ (Style::Simple | Style::Label | Style::Matrix)) => {
                let message = format!("the property `{name}` of a form cannot have the style `{}`", style.name());
                let help = "Remove it, which means `form`, or name a style that properties of forms can have.";
                findings.error(Rule::ParamStyle, &spot.name("style"), message, help);
            }
            Some(
                Style::Form
                | Style::SpaceDelimited
                | Style::PipeDelimited
                | Style::TabDelimited
                | Style::DeepObject
                | Style::Json,
            )
            | None => {}
        }
    }
}

/// Whether values of a type may have the property `name`. For a union, one variant with that property is enough.
pub(crate) fn has_member(api: &Api, ty: &TypeRef, name: &str) -> bool {
    match target(api, ty).map(|target| target.ty) {
        Some(TypeRef::Named(of, _)) => match api.types.get(of).map(|def| &def.shape) {
            Some(Shape::Struct(object)) => object.rest.is_some() || object.members.contains_key(name),
            Some(Shape::Strings(_) | Shape::Integers(_)) => false,
            Some(Shape::Union(_) | Shape::Alias(_)) | None => true,
        },
        Some(TypeRef::List(_) | TypeRef::Tuple(_)) => false,
        Some(TypeRef::Scalar(scalar)) => *scalar == crate::spec::Scalar::Json,
        Some(TypeRef::Map(_) | TypeRef::Param(_) | TypeRef::Nullable(_)) | None => true,
    }
}
