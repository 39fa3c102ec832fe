//! Compares enums beside which the source allows any other string at one location: `anyOf` of a reference and a string.

use std::collections::HashSet;

use super::super::Rule;
use super::compare::{At, Compare};
use super::refs;
use super::singles::{Valued, bare, of_values};
use super::words;
use crate::spec::{
    Api, Body, BoxMap, Constraints, Content, MediaType, OTHER_VALUES, Params, Reply, Scalar, Shape, StatusPattern,
    TypeDef, TypeRef,
};

/// What changed of a string or an enum of strings.
pub(super) struct EnumChange {
    rules: Vec<Rule>,
    before: String,
    after: String,
}

impl EnumChange {
    pub(super) fn report(&self, compare: &mut Compare<'_>, at: &At) {
        for rule in &self.rules {
            compare.push(at, *rule, Some(self.before.clone()), Some(self.after.clone()));
        }
    }
}

/// Whether a location states that any other string is allowed.
pub(super) fn states(value: &Valued<'_>) -> bool {
    value.constraints.others.iter().any(|other| other.starts_with(OTHER_VALUES))
}

/// What changed of a value, if either side allows any other string at that location. `None` if neither does, or if a
/// side is not a string.
pub(super) fn moved(compare: &Compare<'_>, old: Valued<'_>, new: Valued<'_>) -> Option<EnumChange> {
    if !states(&old) && !states(&new) {
        return None;
    }
    let (before, after) = (Text::of(compare.old, &old)?, Text::of(compare.new, &new)?);
    let is_same = refs::same_name(compare, bare(old.ty?), bare(new.ty?));
    let mut rules = Vec::new();
    match (before.is_open, after.is_open) {
        (true, true) => rules.extend((!is_same && before.values != after.values).then_some(Rule::DocsChanged)),
        (false, true) => rules.push(Rule::EnumOpened),
        (true, false) => rules.push(Rule::EnumClosed),
        (false, false) => return None,
    }
    match (before.is_nullable, after.is_nullable) {
        (false, true) => rules.push(Rule::NullAllowed),
        (true, false) => rules.push(Rule::NullRefused),
        (false, false) | (true, true) => {}
    }
    let text = |value: Valued<'_>| {
        let ty = value.ty.map(words::ty).unwrap_or_default();
        if states(&value) { format!("{ty}, or any other string") } else { ty }
    };
    Some(EnumChange { rules, before: text(old), after: text(new) })
}

/// The strings that a location allows.
struct Text {
    /// Whether any other string is allowed.
    is_open: bool,
    is_nullable: bool,
    /// The values that are listed, sorted.
    values: Vec<String>,
}

impl Text {
    fn of(api: &Api, value: &Valued<'_>) -> Option<Self> {
        let ty = value.ty?;
        let is_nullable = matches!(ty, TypeRef::Nullable(_));
        let of = |is_open, values| Some(Self { is_open, is_nullable, values });
        match refs::resolved(api, bare(ty)) {
            TypeRef::Scalar(Scalar::String) => of(true, Vec::new()),
            TypeRef::Named(name, _) => match &api.types.get(name)?.shape {
                Shape::Strings(listed) => {
                    let mut values: Vec<String> = listed.values.iter().map(|value| value.value.clone()).collect();
                    values.sort_unstable();
                    of(listed.open || states(value), values)
                }
                Shape::Struct(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => None,
            },
            _ => None,
        }
    }
}

/// The enums of strings all of whose uses allow any other string: their values are only documentation.
pub(super) fn always(api: &Api) -> HashSet<&str> {
    let (mut open, mut closed) = (HashSet::new(), HashSet::new());
    uses(api, &mut |name, is_open| {
        let (mut name, mut is_open) = (name, is_open);
        loop {
            _ = if is_open { open.insert(name) } else { closed.insert(name) };
            // A use of an alias is one of its target.
            let Some(TypeDef { shape: Shape::Alias(ty), constraints, .. }) = api.types.get(name) else { break };
            let TypeRef::Named(target, _) = bare(ty) else { break };
            is_open |= states(&Valued { ty: None, constraints });
            name = target;
        }
    });
    open.retain(|name| !closed.contains(name));
    open
}

/// Calls `visit` with each use of a model, and whether it allows any other string.
fn uses<'a>(api: &'a Api, visit: &mut dyn FnMut(&'a str, bool)) {
    let none = Constraints::default();
    for operation in api.operations.values() {
        of_exchange(&operation.params, operation.body.as_ref(), &operation.replies, visit);
        let result = operation.long_running.iter().filter_map(|how| how.result.as_ref());
        result.for_each(|ty| of_value(ty, &none, visit));
    }
    for webhook in api.webhooks.values() {
        of_exchange(&webhook.params, webhook.body.as_ref(), &webhook.replies, visit);
    }
    for def in api.types.values() {
        match &def.shape {
            Shape::Struct(object) => {
                object.members.values().for_each(|member| of_value(&member.ty, &member.constraints, visit));
                object.rest.iter().for_each(|ty| of_value(ty, &of_values(&def.constraints), visit));
            }
            Shape::Union(union) => {
                let is_string = |ty: &TypeRef| matches!(bare(ty), TypeRef::Scalar(Scalar::String));
                let is_open = union.variants.iter().any(|variant| is_string(&variant.ty));
                for variant in &union.variants {
                    match &variant.ty {
                        TypeRef::Named(name, args) if args.is_empty() => visit(name, is_open),
                        ty => of_value(ty, &none, visit),
                    }
                }
            }
            // The uses of such an alias are those of its target.
            Shape::Alias(ty) if matches!(bare(ty), TypeRef::Named(_, args) if args.is_empty()) => {}
            Shape::Alias(ty) => of_value(ty, &def.constraints, visit),
            Shape::Strings(_) | Shape::Integers(_) => {}
        }
    }
}

fn of_exchange<'a>(
    params: &'a Params,
    body: Option<&'a Body>,
    replies: &'a BoxMap<StatusPattern, Reply>,
    visit: &mut dyn FnMut(&'a str, bool),
) {
    let of_content = |content: &'a BoxMap<MediaType, Content>, visit: &mut dyn FnMut(&'a str, bool)| {
        for content in content.values() {
            content.ty.iter().for_each(|ty| of_value(ty, &content.constraints, visit));
        }
    };
    params.all().for_each(|(_, param)| of_value(&param.ty, &param.constraints, visit));
    body.iter().for_each(|body| of_content(&body.content, visit));
    for reply in replies.values() {
        of_content(&reply.content, visit);
        reply.headers.values().for_each(|header| of_value(&header.ty, &header.constraints, visit));
    }
}

fn of_value<'a>(ty: &'a TypeRef, constraints: &Constraints, visit: &mut dyn FnMut(&'a str, bool)) {
    let none = Constraints::default();
    match ty {
        TypeRef::Named(name, args) => {
            visit(name, states(&Valued { ty: Some(ty), constraints }));
            args.iter().for_each(|ty| of_value(ty, &none, visit));
        }
        TypeRef::Nullable(inner) => of_value(inner, constraints, visit),
        TypeRef::List(item) => of_value(item, constraints.items.as_deref().unwrap_or(&none), visit),
        TypeRef::Map(item) => of_value(item, &of_values(constraints), visit),
        TypeRef::Tuple(items) => items.iter().for_each(|ty| of_value(ty, &none, visit)),
        TypeRef::Scalar(_) | TypeRef::Param(_) => {}
    }
}
