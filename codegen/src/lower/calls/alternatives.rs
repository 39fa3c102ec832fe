//! The pass that finds the alternative formats of a response, and the property of the request body that selects one.

use crate::lower::calls::context::Operations;
use crate::lower::calls::formats::{Form, Forms, accept};
use crate::lower::names;
use crate::rust::{Alternative, Ident, Switch};
use crate::spec::media::Encoding;
use crate::spec::resolve::resolved;
use crate::spec::{Access, Member, Operation, Scalar, Shape, TypeRef};

/// Finds the alternative formats of the responses of an operation, and what `send` sets in the body of the request.
///
/// `of_failure` has the media types of errors. A request for an alternative format accepts only those of them that no
/// success response has, so that the service cannot choose another format.
pub(super) fn lower(
    operations: &Operations,
    operation: &Operation,
    forms: &Forms<'_>,
    of_failure: &[&str],
) -> (Vec<Alternative>, Option<Switch>) {
    let others = forms.others(operations);
    let streams = others.iter().any(|(form, _, _)| is_stream(*form));
    let found = if streams { property(operations, operation) } else { None };
    let alternatives = others.into_iter().map(|(form, mut media, body)| {
        media.extend(of_failure.iter().filter(|media| !forms.has_media(media)));
        let switch = found.as_ref().map(|found| found.switch(is_stream(form), true));
        Alternative { name: method(form), accept: accept(media), body, switch }
    });
    let alternatives = alternatives.collect();
    (alternatives, found.map(|found| found.switch(false, found.is_on)))
}

fn is_stream(form: Form) -> bool {
    matches!(form, Form::Events | Form::Lines | Form::Parts)
}

fn method(form: Form) -> Ident {
    names::own(match form {
        Form::Json => "send_json",
        Form::Lines => "send_lines",
        Form::Parts => "send_parts",
        Form::Text => "send_text",
        Form::Bytes => "send_download",
        Form::Events => "send_events",
    })
}

/// A property of the request body that states whether the response is a stream.
struct Property {
    name: &'static str,
    /// The values of the property for a stream and for a whole response: JSON, or the content of a part.
    values: [String; 2],
    /// Whether the response is a stream if the property is absent.
    is_on: bool,
    /// Whether the body is a multipart body.
    is_part: bool,
}

impl Property {
    fn switch(&self, is_stream: bool, is_added: bool) -> Switch {
        let value = self.values[usize::from(!is_stream)].clone();
        Switch { property: self.name.to_owned(), value, is_added, is_part: self.is_part }
    }
}

/// The property that selects the format of the response: a boolean `stream`, or a `stream_format` that lists `sse`.
fn property(operations: &Operations, operation: &Operation) -> Option<Property> {
    let contents = operation.body.as_ref()?.content.iter();
    let encoded = contents.filter_map(|(media, content)| match Encoding::of(media) {
        Encoding::Json => Some((false, content)),
        Encoding::FormData => Some((true, content)),
        _ => None,
    });
    // If a body can be JSON or multipart, JSON is sent.
    let (is_part, content) = encoded.min_by_key(|(is_part, _)| *is_part)?;
    let ty = content.ty.as_ref()?;
    let is_boolean = |ty: &TypeRef| matches!(resolved(operations.api, ty), TypeRef::Scalar(Scalar::Boolean));
    if let Some(member) = member(operations, ty, "stream").filter(|member| is_boolean(&member.ty)) {
        let values = ["true", "false"].map(str::to_owned);
        return Some(Property { name: "stream", values, is_on: member.default == Some(true.into()), is_part });
    }
    let format = member(operations, ty, "stream_format")?;
    let listed = listed(operations, &format.ty);
    let default = format.default.as_ref().and_then(serde_json::Value::as_str);
    let whole =
        default.filter(|value| *value != "sse").or_else(|| listed.iter().copied().find(|value| *value != "sse"));
    let values = ["sse", whole.filter(|_| listed.contains(&"sse"))?];
    let values =
        values.map(|value| if is_part { value.to_owned() } else { serde_json::Value::from(value).to_string() });
    Some(Property { name: "stream_format", values, is_on: default == Some("sse"), is_part })
}

/// A property of an object, or of the first alternative of a union that has it.
fn member<'a>(operations: &Operations<'a>, ty: &'a TypeRef, name: &str) -> Option<&'a Member> {
    let api = operations.api;
    let object = |ty: &'a TypeRef| match resolved(api, ty) {
        TypeRef::Named(ty, _) => Some(&api.types[ty].shape),
        _ => None,
    };
    let of_object = |shape: &'a Shape| match shape {
        Shape::Struct(found) => found.members.get(name).filter(|member| member.access != Access::Service),
        _ => None,
    };
    match object(ty)? {
        Shape::Union(union) => union.variants.iter().filter_map(|variant| object(&variant.ty)).find_map(of_object),
        shape => of_object(shape),
    }
}

/// The values of a string enum.
fn listed<'a>(operations: &Operations<'a>, ty: &'a TypeRef) -> Vec<&'a str> {
    let TypeRef::Named(name, _) = resolved(operations.api, ty) else { return Vec::new() };
    match &operations.api.types[name].shape {
        Shape::Strings(strings) => strings.values.iter().map(|value| value.value.as_str()).collect(),
        _ => Vec::new(),
    }
}
