//! Checks that the types of parameters can be sent in a URL or a header, and that their values have a source.

use std::collections::HashSet;

use super::findings::Findings;
use crate::problem::Rule;
use crate::spec::forms::{Form, Forms, ParamPlace};
use crate::spec::spot::Spot;
use crate::spec::{Api, Param, ParamValue, Params, Scalar, Shape, TypeRef};

pub(super) fn check(api: &Api, findings: &mut Findings<'_>) {
    let mut named = HashSet::new();
    let forms = Forms::new(api);
    let operations = Spot::TOP.name("operations");
    for (id, operation) in &api.operations {
        let spot = operations.name(id).from(&operation.origin);
        let Params { path, query, header, cookie } = &operation.params;
        let params = spot.name("params");
        for (place, of_place) in ParamPlace::ALL.into_iter().zip([path, query, header, cookie]) {
            let spot = params.name(place.name());
            for (name, param) in of_place {
                let spot = spot.name(name);
                style(&forms, place, name, param, &spot, findings);
                unique(api, place, name, param, &spot, findings);
                if let ParamValue::Client(client) = &param.value {
                    named.insert(client.as_str());
                    client_param(api, &spot, client, param, findings);
                }
            }
        }
        idempotency_header(&spot, operation, api, findings);
    }
    let params = Spot::TOP.name("client_params");
    for (name, param) in &api.client_params {
        let spot = params.name(name);
        if forms.of(&param.ty) != Form::Single {
            let message = format!("the client parameter `{name}` cannot have the type `{}`", param.ty);
            findings.error(Rule::ParamType, &spot.name("type"), message, "Make it a scalar or an enum.");
        }
        if !named.contains(name.as_str()) {
            let message = format!("no operation sends the client parameter `{name}`");
            findings.error(Rule::ClientParams, &spot, message, "Remove it, or name it in the `value` of a parameter.");
        }
    }
}

/// Checks that the style is allowed at the location, and can express the type.
fn style(
    forms: &Forms<'_>,
    place: ParamPlace,
    name: &str,
    param: &Param,
    spot: &Spot<'_>,
    findings: &mut Findings<'_>,
) {
    let style = param.style.unwrap_or(place.default_style());
    let word = place.name();
    if !place.allows(style) {
        let message = format!("the {word} parameter `{name}` cannot have the style `{}`", style.name());
        let usual = place.default_style().name();
        let help = format!("Remove it, which means `{usual}`, or name a style that such parameters can have.");
        return findings.error(Rule::ParamStyle, &spot.name("style"), message, help);
    }
    if !forms.can_write(place, param) {
        let (ty, style) = (&param.ty, style.name());
        let message = format!("the {word} parameter `{name}` cannot have the type `{ty}` in the style `{style}`");
        let help = match place {
            ParamPlace::Query => {
                "Make it a scalar or an enum, a list or an object of these, or state the style \
                                  `deep_object` or `json`."
            }
            ParamPlace::Path | ParamPlace::Header | ParamPlace::Cookie => {
                "Make it a scalar or an enum, a list or an object of these, or state the style `json`."
            }
        };
        findings.error(Rule::ParamType, &spot.name("type"), message, help);
    }
}

/// Checks that a value that is new for each call is one that the runtime can create.
fn unique(api: &Api, place: ParamPlace, name: &str, param: &Param, spot: &Spot<'_>, findings: &mut Findings<'_>) {
    if param.value != ParamValue::Unique {
        return;
    }
    let target = target(api, &param.ty).map(|target| target.ty);
    if place != ParamPlace::Header || !matches!(target, Some(TypeRef::Scalar(Scalar::String | Scalar::Uuid))) {
        let message = format!("the {} parameter `{name}` cannot be a new UUID for each call", place.name());
        let help = "Only a header of the type `string` or `uuid` can. Leave its value to the caller.";
        findings.error(Rule::ParamType, &spot.name("value"), message, help);
    }
}

fn client_param(api: &Api, spot: &Spot<'_>, client: &str, param: &Param, findings: &mut Findings<'_>) {
    match api.client_params.get(client) {
        None => {
            let message = format!("the client parameter `{client}` does not exist");
            let help = "Add it to `client_params`, or leave the value to the caller.";
            findings.error(Rule::ClientParams, &spot.name("value").name("client"), message, help);
        }
        Some(other) if other.ty != param.ty => {
            let (here, there) = (&param.ty, &other.ty);
            let message = format!("the type is `{here}`, but that of the client parameter `{client}` is `{there}`");
            findings.error(Rule::ClientParams, &spot.name("type"), message, "Give both the same type.");
        }
        Some(_) => {}
    }
}

fn idempotency_header(spot: &Spot<'_>, operation: &crate::spec::Operation, api: &Api, findings: &mut Findings<'_>) {
    let Some(header) = &operation.retry.idempotency_header else { return };
    let place = spot.name("retry");
    let place = place.name("idempotency_header");
    let headers = &operation.params.header;
    let Some(param) = headers.get(header) else {
        let like = headers.keys().find(|name| name.eq_ignore_ascii_case(header));
        let help = match like {
            Some(like) => format!("Spell it `{like}`, as the parameter is."),
            None => "Add it to the header parameters, or name one that is there.".to_owned(),
        };
        let message = format!("the operation has no header parameter `{header}`");
        return findings.error(Rule::UnresolvedHeader, &place, message, help);
    };
    let target = target(api, &param.ty).map(|target| target.ty);
    if !matches!(target, Some(TypeRef::Scalar(Scalar::String | Scalar::Uuid))) {
        let message = format!("the idempotency header `{header}` has the type `{}`", param.ty);
        findings.error(Rule::ParamType, &place, message, "Make it a `string` or a `uuid`.");
    }
    match &param.value {
        ParamValue::Caller | ParamValue::Default(_) | ParamValue::Unique => {}
        ParamValue::Client(_) | ParamValue::Constant(_) => {
            let message = format!("the idempotency header `{header}` would be the same in all calls");
            findings.error(Rule::UnresolvedHeader, &place, message, "Leave its value to the caller.");
        }
    }
}

/// A type with aliases and `?` resolved.
pub(crate) struct Target<'a> {
    pub(crate) ty: &'a TypeRef,
    pub(crate) nullable: bool,
}

/// Follows aliases without type parameters. `None` if the chain does not end within a limit.
pub(crate) fn target<'a>(api: &'a Api, ty: &'a TypeRef) -> Option<Target<'a>> {
    // Real specs do not have chains of so many aliases; the bound prevents quadratic time for a hostile spec.
    const STEPS: usize = 64;
    let mut target = Target { ty, nullable: false };
    for _ in 0..STEPS {
        target.ty = match target.ty {
            TypeRef::Nullable(inner) => {
                target.nullable = true;
                inner
            }
            TypeRef::Named(name, args) if args.is_empty() => match api.types.get(name).map(|def| &def.shape) {
                Some(Shape::Alias(ty)) => ty,
                _ => return Some(target),
            },
            _ => return Some(target),
        };
    }
    None
}
