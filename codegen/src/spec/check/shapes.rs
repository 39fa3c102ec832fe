//! Checks that enums and unions are not empty and have no duplicates, and that no error body has two properties of one
//! role.

use std::collections::{HashMap, HashSet};

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::spot::Spot;
use crate::spec::{Api, ErrorRole, IntegerEnum, IntegerFormat, Shape, StringEnum, Struct, Union};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let types = Spot::TOP.name("types");
    for (name, def) in &api.types {
        let type_spot = types.name(name).from(&def.origin);
        let shape = type_spot.name("shape");
        match &def.shape {
            Shape::Strings(of_enum) => strings(name, &shape.name("strings"), of_enum, findings),
            Shape::Integers(of_enum) => integers(name, &shape.name("integers"), of_enum, findings),
            Shape::Union(of_union) => union(name, &shape.name("union"), of_union, findings),
            Shape::Struct(of_struct) => roles(name, &shape.name("struct"), of_struct, findings),
            Shape::Alias(_) => {}
        }
    }
}

fn empty_enum(name: &str, spot: &Spot<'_>, instead: &str, findings: &mut Findings<'_>) {
    let help = format!("List its values, or make it an alias of `{instead}`.");
    findings.error(Rule::EmptyEnum, spot, format!("the enum `{name}` has no value"), help);
}

fn strings(name: &str, spot: &Spot<'_>, of_enum: &StringEnum, findings: &mut Findings<'_>) {
    let values = spot.name("values");
    if of_enum.values.is_empty() {
        empty_enum(name, &values, "string", findings);
    }
    let mut seen = HashSet::new();
    for (index, value) in of_enum.values.iter().enumerate() {
        if !seen.insert(&value.value) {
            let message = format!("the enum `{name}` lists the value \"{}\" twice", value.value);
            findings.error(Rule::DuplicateValue, &values.index(index), message, "Remove one of the two.");
        }
    }
}

fn integers(name: &str, spot: &Spot<'_>, of_enum: &IntegerEnum, findings: &mut Findings<'_>) {
    let values = spot.name("values");
    if of_enum.values.is_empty() {
        let instead = match of_enum.format {
            IntegerFormat::Int32 => "int32",
            IntegerFormat::Int64 => "int64",
        };
        empty_enum(name, &values, instead, findings);
    }
    let (mut seen, mut names) = (HashSet::new(), HashMap::new());
    for (index, value) in of_enum.values.iter().enumerate() {
        let spot = values.index(index);
        let number = value.value;
        if !seen.insert(number) {
            let message = format!("the enum `{name}` lists the value {number} twice");
            findings.error(Rule::DuplicateValue, &spot, message, "Remove one of the two.");
        }
        if of_enum.format == IntegerFormat::Int32 && i32::try_from(number).is_err() {
            let message = format!("the value {number} does not fit the 32 bits of the enum `{name}`");
            findings.error(Rule::ValueRange, &spot, message, "Make the enum's `format` `int64`, or correct the value.");
        }
        let Some(label) = &value.name else { continue };
        if label.is_empty() {
            let message = format!("the name of the value {number} is empty");
            findings.error(Rule::InvalidName, &spot.name("name"), message, "Give it a name, or remove `name`.");
        }
        if let Some(other) = names.insert(label, number).filter(|other| *other != number) {
            let message = format!("the values {other} and {number} of the enum `{name}` are both called `{label}`");
            findings.error(Rule::DuplicateValueName, &spot.name("name"), message, "Give one of them another name.");
        }
    }
}

fn union(name: &str, spot: &Spot<'_>, of_union: &Union, findings: &mut Findings<'_>) {
    let variants = spot.name("variants");
    if of_union.variants.is_empty() {
        let help = "List its variants, or make it an alias of `json`.";
        findings.error(Rule::EmptyUnion, &variants, format!("the union `{name}` has no variant"), help);
    }
    let mut seen = HashSet::new();
    for (index, variant) in of_union.variants.iter().enumerate() {
        if !seen.insert(&variant.ty) {
            let message = format!("the union `{name}` lists the type `{}` twice", variant.ty);
            findings.error(Rule::DuplicateVariant, &variants.index(index), message, "Remove one of the two.");
        }
    }
    tags(name, spot, of_union, findings);
}

/// Checks that each variant of a union with a discriminator has values of it, and that no two variants share a value.
fn tags(name: &str, spot: &Spot<'_>, of_union: &Union, findings: &mut Findings<'_>) {
    let variants = spot.name("variants");
    let mut seen = HashMap::new();
    for (index, variant) in of_union.variants.iter().enumerate() {
        let spot = variants.index(index);
        match (&of_union.tag, variant.tags.is_empty()) {
            (None, false) => {
                let message = format!("the union `{name}` has no `tag` that could have the values of this variant");
                findings.error(Rule::UnionTag, &spot.name("tags"), message, "Add the union's `tag`, or remove `tags`.");
            }
            (Some(tag), true) => {
                let message = format!("this variant of the union `{name}` has no value of the tag `{tag}`");
                findings.error(Rule::UnionTag, &spot, message, "Add the values that select it to its `tags`.");
            }
            (None, true) | (Some(_), false) => {}
        }
        if variant.default && of_union.tag.is_none() {
            let message = format!(
                "this variant of the union `{name}` is the default, but the union has no `tag` that a value could lack"
            );
            findings.error(
                Rule::UnionTag,
                &spot.name("default"),
                message,
                "Add the union's `tag`, or remove `default`.",
            );
        }
        if let Some(other) = of_union.variants[..index].iter().find(|other| variant.default && other.default) {
            let message = format!("both `{}` and `{}` are the default of the union `{name}`", other.ty, variant.ty);
            findings.error(Rule::UnionTag, &spot.name("default"), message, "Remove one of the two.");
        }
        let values = spot.name("tags");
        for (place, value) in variant.tags.iter().enumerate() {
            if let Some(other) = seen.insert(value, &variant.ty) {
                let ty = &variant.ty;
                let message = format!("the tag \"{value}\" selects both `{other}` and `{ty}` in the union `{name}`");
                findings.error(Rule::UnionTag, &values.index(place), message, "Remove one of the two.");
            }
        }
    }
}

fn roles(name: &str, spot: &Spot<'_>, of_struct: &Struct, findings: &mut Findings<'_>) {
    let (mut code, mut message) = (None, None);
    for (member, role) in of_struct.members.iter().filter_map(|(name, member)| Some((name, member.role?))) {
        let (first, what) = match role {
            ErrorRole::Code => (&mut code, "code"),
            ErrorRole::Message => (&mut message, "message"),
        };
        if let Some(other) = first.replace(member) {
            let text =
                format!("the properties `{other}` and `{member}` of `{name}` both contain the {what} of a failed call");
            let place = spot.name("members");
            findings.error(Rule::DuplicateRole, &place.name(member).name("role"), text, "Mark one of the two.");
        }
    }
}
