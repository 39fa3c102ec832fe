//! The pass that finds which properties are or contain integer enums, so that the JSON form of their values is kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Api, Shape, TypeRef};

/// A type parameter: the type that has it, and its name.
type Param<'a> = (&'a str, &'a str);

/// The type parameters that are replaced by an integer enum somewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Codes<'a>(BTreeSet<Param<'a>>);

impl Codes<'_> {
    /// Whether a type within the type `owner` is an integer enum, or a list or map of integer enums.
    pub(crate) fn holds(&self, api: &Api, owner: &str, ty: &TypeRef) -> bool {
        leaf(api, owner, ty).is_some_and(|leaf| match leaf {
            Leaf::Code => true,
            Leaf::Param(param) => self.0.contains(&param),
        })
    }
}

/// The innermost type of a type that may contain an integer enum.
enum Leaf<'a> {
    Code,
    Param(Param<'a>),
}

/// The innermost type of a type, without lists, maps, aliases and null.
fn leaf<'a>(api: &'a Api, owner: &'a str, ty: &'a TypeRef) -> Option<Leaf<'a>> {
    let (mut owner, mut ty) = (owner, ty);
    loop {
        match ty {
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => ty = inner,
            TypeRef::Param(name) => return Some(Leaf::Param((owner, name))),
            TypeRef::Scalar(_) | TypeRef::Tuple(_) => return None,
            TypeRef::Named(name, _) => match &api.types[name].shape {
                Shape::Alias(target) => (owner, ty) = (name, target),
                Shape::Integers(_) => return Some(Leaf::Code),
                Shape::Struct(_) | Shape::Strings(_) | Shape::Union(_) => return None,
            },
        }
    }
}

/// Finds the type parameters that are replaced by an integer enum, or by another such parameter.
pub(crate) fn find(api: &Api) -> Codes<'_> {
    let mut open: Vec<Param<'_>> = Vec::new();
    let mut given: BTreeMap<Param<'_>, Vec<Param<'_>>> = BTreeMap::new();
    for (owner, ty) in named(api) {
        let TypeRef::Named(name, args) = ty else { continue };
        for (param, arg) in api.types[name].params.iter().zip(args) {
            let param = (name.as_str(), param.as_str());
            match leaf(api, owner, arg) {
                Some(Leaf::Code) => open.push(param),
                Some(Leaf::Param(from)) => given.entry(from).or_default().push(param),
                None => {}
            }
        }
    }
    let mut codes = Codes::default();
    while let Some(param) = open.pop() {
        if codes.0.insert(param) {
            open.extend(given.get(&param).into_iter().flatten());
        }
    }
    codes
}

/// Each type reference, with the type that contains it.
fn named(api: &Api) -> Vec<(&str, &TypeRef)> {
    let mut found = Vec::new();
    for (owner, def) in &api.types {
        def.shape.parts().into_iter().for_each(|ty| ty.walk(&mut |part| found.push((owner.as_str(), part))));
    }
    for operation in api.operations.values() {
        let body = operation.body.iter().flat_map(|body| body.content.values());
        let contents = operation.replies.values().flat_map(|reply| reply.content.values()).chain(body);
        let result = operation.long_running.iter().filter_map(|how| how.result.as_ref());
        let types = contents.filter_map(|content| content.ty.as_ref()).chain(result);
        types.for_each(|ty| ty.walk(&mut |part| found.push(("", part))));
    }
    found
}
