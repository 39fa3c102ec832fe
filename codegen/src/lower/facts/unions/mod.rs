//! The pass that decides how the values of each union are represented, and how its types are distinguished.
//!
//! Types of different JSON kinds are distinguished by the kind, strings by disjoint values of enums, integers from
//! other numbers by the missing fraction, and objects by the union's tag, by a property with disjoint values, or by a
//! property that only one of them requires. If none of these apply, the generated code does not guess: it keeps the
//! JSON, and has a method for each type that reads the JSON as that type.

pub(crate) mod conversions;
mod leaves;
mod plan;
mod tests;

use std::collections::BTreeSet;

use crate::spec::resolve::{is_nullable, resolved};
use crate::spec::{Api, Checked, IntegerFormat, Scalar, Shape, TypeRef, Union};

pub(crate) use self::plan::{Plan, Plans, Row};

/// Plans all unions.
pub(crate) fn plan(api: &Api) -> Plans {
    let unions = api.types.iter().filter_map(|(name, def)| match &def.shape {
        Shape::Union(union) => Some((name, union)),
        Shape::Struct(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Alias(_) => None,
    });
    unions.map(|(name, union)| (name.clone(), plan_one(api, name, union))).collect()
}

/// The structs that are types of a union which nothing distinguishes: its value is read as each type that fits, so that
/// such a struct must not fit more than the document says.
pub(crate) fn viewed(api: &Api, plans: &Plans) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let kept = plans.iter().filter(|(_, plan)| matches!(plan, Plan::AnyOf { .. }));
    for (name, _) in kept {
        let Shape::Union(union) = &api.types[name].shape else { continue };
        for variant in &union.variants {
            resolved(api, &variant.ty).walk(&mut |ty| {
                if let TypeRef::Named(name, _) = resolved(api, ty) {
                    found.insert(name.to_string());
                }
            });
        }
    }
    found
}

/// The API with an alias instead of each union that is planned as one, so that parameters of that type are handled like
/// parameters of the alias's target; `None` if there is no such union.
pub(crate) fn aliased(api: &Checked, plans: &Plans) -> Option<Checked> {
    let aliases = plans.iter().filter_map(|(name, plan)| match plan {
        Plan::Alias(ty) => Some((name, ty)),
        Plan::OneOf(_) | Plan::AnyOf { .. } => None,
    });
    let mut aliases = aliases.peekable();
    aliases.peek()?;
    Some(api.with_aliases(aliases))
}

fn plan_one(api: &Api, name: &str, union: &Union) -> Plan {
    let mut rows = rows(union);
    if rows.iter().any(|row| !is_itself(api, name, &row.ty)) {
        rows.retain(|row| !is_itself(api, name, &row.ty));
    }
    join_texts(api, &mut rows);
    join_integers(api, &mut rows);
    join_numbers(api, &mut rows);
    if let [only] = rows.as_slice()
        && only.tags.is_empty()
        && is_plain(api, &only.ty)
    {
        return Plan::Alias(only.ty.clone());
    }
    if tests::find(api, union, &mut rows) {
        Plan::OneOf(rows)
    } else {
        Plan::AnyOf { is_fallback: union.holds.is_one() }
    }
}

fn rows(union: &Union) -> Vec<Row> {
    let row = |(variant, of): (usize, &crate::spec::Variant)| {
        let tags = if union.tag.is_some() { of.tags.clone() } else { Vec::new() };
        Row { variant, ty: of.ty.clone(), tags, tests: Vec::new() }
    };
    union.variants.iter().enumerate().map(row).collect()
}

/// Whether a type in a union is the union itself, which adds no values.
pub(crate) fn is_itself(api: &Api, name: &str, ty: &TypeRef) -> bool {
    matches!(resolved(api, ty), TypeRef::Named(listed, _) if listed == name) && !is_nullable(api, ty)
}

/// Whether a type is a scalar or an enum. An alias of such a type is not a type in Rust.
fn is_plain(api: &Api, ty: &TypeRef) -> bool {
    match resolved(api, ty) {
        TypeRef::Scalar(scalar) => *scalar != Scalar::Json,
        TypeRef::Named(name, _) => matches!(api.types[name].shape, Shape::Strings(_) | Shape::Integers(_)),
        TypeRef::Param(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Nullable(_) => false,
    }
}

/// Replaces several rows with the row `kept`, whose type accepts the values of all of them.
fn join(api: &Api, rows: &mut Vec<Row>, kept: usize, others: &[usize], ty: TypeRef) {
    let nullable = others.iter().chain([&kept]).any(|at| is_nullable(api, &rows[*at].ty));
    rows[kept].ty = if nullable { ty.nullable() } else { ty };
    let mut at = 0;
    rows.retain(|_| {
        at += 1;
        at - 1 == kept || !others.contains(&(at - 1))
    });
}

/// The rows with a matching type after resolving aliases and null. Rows with discriminator values stay separate.
fn found<T>(api: &Api, rows: &[Row], what: impl Fn(&TypeRef) -> Option<T>) -> Vec<(usize, T)> {
    let untagged = rows.iter().enumerate().filter(|(_, row)| row.tags.is_empty());
    untagged.filter_map(|(at, row)| what(resolved(api, &row.ty)).map(|found| (at, found))).collect()
}

/// Joins the string scalars into one row. A string together with one string enum becomes the enum, which accepts any
/// string. A string with a type of its own, such as a date or a UUID, stays one beside an enum, since the enum would
/// hold it as a string.
fn join_texts(api: &Api, rows: &mut Vec<Row>) {
    let texts = found(api, rows, |ty| match ty {
        TypeRef::Scalar(scalar) if scalar.is_text() => Some(()),
        _ => None,
    });
    let enums = found(api, rows, |ty| match ty {
        TypeRef::Named(name, _) if matches!(api.types[name].shape, Shape::Strings(_)) => Some(ty.clone()),
        _ => None,
    });
    let others: Vec<usize> = texts.iter().map(|(at, ())| *at).collect();
    if !enums.is_empty() && matches!(others.as_slice(), [only] if has_own_type(resolved(api, &rows[*only].ty))) {
        return;
    }
    if let ([(kept, ty)], false) = (enums.as_slice(), others.is_empty()) {
        join(api, rows, *kept, &others, ty.clone());
    } else if let [first, rest @ ..] = others.as_slice()
        && !rest.is_empty()
    {
        join(api, rows, *first, rest, TypeRef::Scalar(Scalar::String));
    }
}

/// Whether a string has a type of its own in Rust, by default.
fn has_own_type(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::Scalar(
            Scalar::Date
                | Scalar::DateTime
                | Scalar::HttpDate
                | Scalar::Time
                | Scalar::Duration
                | Scalar::Uuid
                | Scalar::Ipv4
                | Scalar::Ipv6
        )
    )
}

/// Joins integers into one that is wide enough. An integer together with an enum of integers becomes the enum, which is
/// open.
fn join_integers(api: &Api, rows: &mut Vec<Row>) {
    let scalars = found(api, rows, |ty| match ty {
        TypeRef::Scalar(
            scalar @ (Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 | Scalar::UnixTime),
        ) => Some(*scalar),
        _ => None,
    });
    let enums = found(api, rows, |ty| match ty {
        TypeRef::Named(name, _) => match &api.types[name].shape {
            Shape::Integers(of_enum) => Some((of_enum.format, ty.clone())),
            Shape::Struct(_) | Shape::Strings(_) | Shape::Union(_) | Shape::Alias(_) => None,
        },
        _ => None,
    });
    let others: Vec<usize> = scalars.iter().map(|(at, _)| *at).collect();
    let is_narrow = scalars.iter().all(|(_, scalar)| *scalar == Scalar::Int32);
    match (enums.as_slice(), others.as_slice()) {
        ([(kept, (format, ty))], [_, ..]) if is_narrow || *format == IntegerFormat::Int64 => {
            join(api, rows, *kept, &others, ty.clone());
        }
        // If the integer is wider than the enum, the integer accepts the enum's values too.
        ([(at, _)], [first, rest @ ..]) => {
            join(api, rows, *first, &[rest, &[*at]].concat(), TypeRef::Scalar(Scalar::Int64));
        }
        ([], [first, rest @ ..]) if !rest.is_empty() => {
            join(api, rows, *first, rest, TypeRef::Scalar(Scalar::Int64));
        }
        _ => {}
    }
}

/// Joins numbers into one that is wide enough.
fn join_numbers(api: &Api, rows: &mut Vec<Row>) {
    let numbers = found(api, rows, |ty| match ty {
        TypeRef::Scalar(Scalar::Float | Scalar::Double) => Some(()),
        _ => None,
    });
    let others: Vec<usize> = numbers.iter().map(|(at, ())| *at).collect();
    if let [first, rest @ ..] = others.as_slice()
        && !rest.is_empty()
    {
        join(api, rows, *first, rest, TypeRef::Scalar(Scalar::Double));
    }
}
