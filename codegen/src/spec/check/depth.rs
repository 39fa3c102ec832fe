//! Checks that nothing is nested so deeply that walking it, or reading it back, would need much stack.

use serde_json::Value;

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::refs;
use crate::spec::spot::Spot;
use crate::spec::type_ref::DEPTH;
use crate::spec::{Api, ParamValue, Shape, TypeRef};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    refs::of_api(api, &mut |spot, ty| {
        if is_deep(ty, below_type) {
            let message = format!("a type is nested more than {DEPTH} deep");
            findings.error(Rule::DeepType, spot, message, "Make a part of it a named type.");
        }
    });
    let types = Spot::TOP.name("types");
    for (name, def) in &api.types {
        let spot = types.name(name).from(&def.origin);
        if let Shape::Struct(of_struct) = &def.shape {
            for (name, member) in &of_struct.members {
                if let Some(default) = &member.default {
                    value(&spot.name("shape").name("struct").name("members").name(name), default, findings);
                }
            }
        }
    }
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        let spot = operations.name(id).from(&operation.origin);
        refs::each_param(&spot, &operation.params, &mut |spot, _, _, param| {
            if let ParamValue::Default(default) = &param.value {
                value(&spot.name("value"), default, findings);
            }
        });
    }
}

fn value(spot: &Spot<'_>, default: &Value, findings: &mut Findings<'_>) {
    if is_deep(default, below_value) {
        let message = format!("a default is nested more than {DEPTH} deep");
        findings.error(Rule::DefaultType, &spot.name("default"), message, "Remove it.");
    }
}

/// Whether the nesting of a default is within the limit.
pub(crate) fn is_shallow(default: &Value) -> bool {
    !is_deep(default, below_value)
}

fn is_deep<'a, T>(top: &'a T, below: impl Fn(&'a T, &mut dyn FnMut(&'a T, usize))) -> bool {
    let mut open = vec![(top, 0)];
    while let Some((part, depth)) = open.pop() {
        if depth > DEPTH {
            return true;
        }
        below(part, &mut |inner, levels| open.push((inner, depth + levels)));
    }
    false
}

fn below_type<'a>(ty: &'a TypeRef, found: &mut dyn FnMut(&'a TypeRef, usize)) {
    match ty {
        TypeRef::Named(_, args) | TypeRef::Tuple(args) => args.iter().for_each(|arg| found(arg, 1)),
        TypeRef::List(item) | TypeRef::Map(item) => found(item, 1),
        // Parsing a nullable reference does not need another level.
        TypeRef::Nullable(item) => found(item, 0),
        TypeRef::Param(_) | TypeRef::Scalar(_) => {}
    }
}

fn below_value<'a>(value: &'a Value, found: &mut dyn FnMut(&'a Value, usize)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| found(item, 1)),
        Value::Object(members) => members.values().for_each(|member| found(member, 1)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
