//! Finds dot segments in paths (`.` and `..`), which URLs resolve (RFC 3986, section 5.2.4): the request would go to another
//! place, so clients refuse to send it.

use super::check::params::target;
use super::{Api, BoxMap, Operation, Param, ParamValue, PathTemplate, Segment, Shape, TypeRef};

/// Whether the text between two slashes of a path is a dot segment, whose dots may be percent-encoded.
pub(crate) fn is_dots(part: &str) -> bool {
    part.len() <= 6 && matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// The dot segment of a path whose constant parameters have their values.
pub(crate) fn of_constants(path: &PathTemplate, params: &BoxMap<String, Param>) -> Option<String> {
    first(path, |name| params.get(name).and_then(constant))
}

/// The values that a path parameter of this operation may have according to its type or its default, and that make a dot
/// segment: each with the name of the parameter.
pub(crate) fn of_values<'a>(api: &'a Api, operation: &'a Operation) -> Vec<(&'a str, &'a str)> {
    let params = &operation.params.path;
    let mut found = Vec::new();
    for (name, param) in params {
        for value in values(api, param) {
            let sent = |other: &str| match other == name {
                true => Some(written(param, value)),
                false => params.get(other).and_then(constant),
            };
            if value.contains(['.', '%']) && first(&operation.path, sent).is_some() {
                found.push((name.as_str(), value));
            }
        }
    }
    found
}

/// The first dot segment of a path with the values of some parameters.
fn first(path: &PathTemplate, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let text = path.segments().iter().map(|segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Param(name) => value(name).unwrap_or_else(|| format!("{{{name}}}")),
    });
    text.collect::<String>().split('/').find(|part| is_dots(part)).map(str::to_owned)
}

fn constant(param: &Param) -> Option<String> {
    match &param.value {
        ParamValue::Constant(text) => Some(written(param, text)),
        ParamValue::Caller | ParamValue::Default(_) | ParamValue::Client(_) | ParamValue::Unique => None,
    }
}

/// A value as part of a path, as far as that matters here.
fn written(param: &Param, text: &str) -> String {
    if param.raw || param.reserved { text.to_owned() } else { text.replace('%', "%25").replace('/', "%2F") }
}

/// The values of a parameter that the spec names: those of an enum, and a default.
fn values<'a>(api: &'a Api, param: &'a Param) -> Vec<&'a str> {
    let default = match &param.value {
        ParamValue::Default(default) => default.as_str(),
        ParamValue::Client(name) => api.client_params.get(name).and_then(|client| client.default.as_deref()),
        ParamValue::Caller | ParamValue::Constant(_) | ParamValue::Unique => None,
    };
    let ty = match target(api, &param.ty).map(|target| target.ty) {
        Some(TypeRef::List(item)) => target(api, item).map(|target| target.ty),
        ty => ty,
    };
    let listed = match ty {
        Some(TypeRef::Named(name, _)) => api.types.get(name).map(|def| &def.shape),
        _ => None,
    };
    let listed = match listed {
        Some(Shape::Strings(strings)) => strings.values.as_slice(),
        _ => &[],
    };
    let listed = listed.iter().map(|value| value.value.as_str());
    let mut values: Vec<&str> = default.into_iter().chain(listed).collect();
    values.dedup();
    values
}
