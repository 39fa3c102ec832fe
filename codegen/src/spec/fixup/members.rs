//! Corrections of the properties of objects.

use serde::{Deserialize, Serialize};

use super::stale::{Stale, stale};
use super::types::type_mut;
use crate::spec::{Access, Api, ErrorRole, Member, Presence, Sensitivity, Shape, Struct, TypeName, TypeRef};

/// Adds a property. Expects that the type is an object without it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddMember {
    /// The type to which the property is added.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The name of the property on the wire.
    pub member: String,
    /// The definition of the property.
    pub definition: Member,
}

/// Changes the type of a property. Expects that it has the type `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetypeMember {
    /// The type that has the property.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The name of the property on the wire.
    pub member: String,
    /// The type of the property in the source.
    pub from: TypeRef,
    /// The correct type of the property.
    pub to: TypeRef,
}

/// Corrects the name of a property. Expects that the type has the property `from` and does not have `to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenameMember {
    /// The type that has the property.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The name of the property in the source.
    pub from: String,
    /// The name of the property on the wire.
    pub to: String,
}

/// Properties of a type to correct. Expects that each of them needs the correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// The type that has the properties.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The names of the properties on the wire.
    pub members: Vec<String>,
}

/// Sets the access of properties. Expects that the source does not state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkAccess {
    /// The type that has the properties.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The names of the properties on the wire.
    pub members: Vec<String>,
    /// The access that the source states; left out if it states none.
    #[serde(default, skip_serializing_if = "Access::is_both")]
    pub from: Access,
    /// Who sets the properties.
    pub access: Access,
}

/// Marks properties that must be kept out of logs. Expects that the source does not mark them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkSensitivity {
    /// The type that has the properties.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The names of the properties on the wire.
    pub members: Vec<String>,
    /// Whether the properties may be shown.
    pub sensitivity: Sensitivity,
}

/// Sets what a property of an error body contains. Expects that it has no role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkRole {
    /// The type that has the property.
    #[serde(rename = "type")]
    pub ty: TypeName,
    /// The name of the property on the wire.
    pub member: String,
    /// The content of the property: a code or a message.
    pub role: ErrorRole,
}

fn struct_mut<'a>(api: &'a mut Api, name: &str) -> Result<&'a mut Struct, Stale> {
    match &mut type_mut(api, name)?.shape {
        Shape::Struct(of_struct) => Ok(of_struct),
        Shape::Strings(_) | Shape::Integers(_) | Shape::Union(_) | Shape::Alias(_) => {
            stale(format!("that `{name}` is an object"), "it is something else")
        }
    }
}

pub(super) fn member_mut<'a>(api: &'a mut Api, ty: &str, name: &str) -> Result<&'a mut Member, Stale> {
    let member = struct_mut(api, ty)?.members.get_mut(name);
    member.map_or_else(|| stale(format!("the property `{name}` of `{ty}`"), "it does not exist"), Ok)
}

/// Corrects each property after checking all of them; `finds` returns an unexpected fact.
fn correct(
    api: &mut Api,
    ty: &str,
    members: &[String],
    expected: &str,
    finds: impl Fn(&Member) -> Result<(), String>,
    change: impl Fn(&mut Member),
) -> Result<(), Stale> {
    if members.is_empty() {
        return stale("at least one property", "it names none");
    }
    for name in members {
        if let Err(found) = finds(member_mut(api, ty, name)?) {
            return stale(format!("that the property `{name}` of `{ty}` {expected}"), found);
        }
    }
    for name in members {
        change(member_mut(api, ty, name)?);
    }
    Ok(())
}

/// `Ok` if the expected fact is true; otherwise what was found instead.
fn holds(fact: bool, found: &str) -> Result<(), String> {
    if fact { Ok(()) } else { Err(found.to_owned()) }
}

impl AddMember {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, member, definition } = self;
        let of_struct = struct_mut(api, ty)?;
        if let Some(found) = of_struct.members.get(member) {
            return stale(
                format!("no property `{member}` in `{ty}`"),
                format!("there is one, of the type `{}`", found.ty),
            );
        }
        of_struct.members.insert(member.clone(), definition.clone());
        Ok(())
    }
}

impl RetypeMember {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, member, from, to } = self;
        let found = member_mut(api, ty, member)?;
        if found.ty != *from || from == to {
            let expected = format!("that the property `{member}` of `{ty}` has the type `{from}`, which is to change");
            return stale(expected, format!("it has `{}`", found.ty));
        }
        found.ty = to.clone();
        Ok(())
    }
}

impl RenameMember {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let Self { ty, from, to } = self;
        member_mut(api, ty, from)?;
        let members = &mut struct_mut(api, ty)?.members;
        if members.contains_key(to) {
            return stale(format!("no property `{to}` in `{ty}`"), "there is one");
        }
        // The position of the property is kept, so that the order stays that of the source.
        *members = std::mem::take(members)
            .into_iter()
            .map(|(name, member)| (if name == *from { to.clone() } else { name }, member))
            .collect();
        Ok(())
    }
}

impl Members {
    pub(super) fn make_optional(&self, api: &mut Api) -> Result<(), Stale> {
        let finds = |member: &Member| holds(!member.presence.is_optional(), "it may be left out");
        let change = |member: &mut Member| member.presence = Presence::Optional;
        correct(api, &self.ty, &self.members, "is required", finds, change)
    }

    pub(super) fn make_required(&self, api: &mut Api) -> Result<(), Stale> {
        let finds = |member: &Member| holds(member.presence.is_optional(), "it is required");
        let change = |member: &mut Member| member.presence = Presence::Required;
        correct(api, &self.ty, &self.members, "may be left out", finds, change)
    }

    pub(super) fn allow_null(&self, api: &mut Api) -> Result<(), Stale> {
        let finds = |member: &Member| match &member.ty {
            TypeRef::Nullable(_) => Err(format!("its type is `{}`", member.ty)),
            TypeRef::Named(..)
            | TypeRef::Param(_)
            | TypeRef::Scalar(_)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Tuple(_) => Ok(()),
        };
        let change = |member: &mut Member| member.ty = member.ty.clone().nullable();
        correct(api, &self.ty, &self.members, "cannot be null", finds, change)
    }
}

impl MarkAccess {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let finds = |member: &Member| {
            holds(member.access == self.from && self.access != self.from, "the source says otherwise")
        };
        let change = |member: &mut Member| member.access = self.access;
        let expected = if self.from.is_both() { "can be set by both sides" } else { "is set by one side" };
        correct(api, &self.ty, &self.members, expected, finds, change)
    }
}

impl MarkSensitivity {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let finds = |member: &Member| holds(member.sensitivity.is_plain() && !self.sensitivity.is_plain(), "it is");
        let change = |member: &mut Member| member.sensitivity = self.sensitivity;
        correct(api, &self.ty, &self.members, "is not marked as sensitive", finds, change)
    }
}

impl MarkRole {
    pub(super) fn apply(&self, api: &mut Api) -> Result<(), Stale> {
        let finds = |member: &Member| holds(member.role.is_none(), "it has one");
        let change = |member: &mut Member| member.role = Some(self.role);
        correct(api, &self.ty, std::slice::from_ref(&self.member), "has no role", finds, change)
    }
}
