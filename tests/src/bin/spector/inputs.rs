//! Writes the arguments of a call from the values in a request of the suite.

use std::collections::BTreeMap;

use codegen::rust::{Arg, ArgType, PartKind, Place, Sent, Type};
use codegen::spec::{self, Checked, TypeRef};
use serde_json::Value;

use crate::Result;
use crate::scenario::Request;
use crate::texts::{decoded, of_xml, raw};
use crate::values::typed;

/// The values in a request of the suite that become arguments.
pub struct Inputs<'a> {
    pub api: &'a Checked,
    pub spec: &'a spec::Operation,
    pub request: &'a Request,
    pub path: BTreeMap<String, String>,
}

impl Inputs<'_> {
    /// The code of an argument; `None` if the request does not have it.
    pub fn arg(&self, arg: &Arg, is_required: bool) -> Result<Option<String>> {
        let request = self.request;
        let params = &self.spec.params;
        let place = match &arg.sent {
            Sent::InPath => Some(Place::Path),
            Sent::Text(place) | Sent::Each(place) | Sent::Styled(place, _) => Some(*place),
            _ => None,
        };
        if let Some(place) = place {
            // Callers choose among the media types of a body, which is not a parameter of the document.
            if place == Place::Header && arg.wire == "content-type" && !params.header.contains_key(&arg.wire) {
                return Ok(request.body.as_ref().map(|body| format!("{:?}", body.content_type)));
            }
            let (value, param) = match place {
                Place::Path => {
                    let fixed = request.path.get(&arg.wire).cloned();
                    let found = self.path.get(&arg.wire).map(|text| Value::String(decoded(text)));
                    (fixed.or(found), params.path.get(&arg.wire))
                }
                Place::Query => (self.query(&arg.wire), params.query.get(&arg.wire)),
                Place::Header => {
                    let found = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(&arg.wire));
                    (found.map(|(_, value)| value.clone()), params.header.get(&arg.wire))
                }
                Place::Cookie => (None, params.cookie.get(&arg.wire)),
            };
            let (Some(value), Some(param)) = (value, param) else { return Ok(None) };
            let value = self.of_routes(&param.ty).unwrap_or_else(|| typed(self.api, &param.ty, &value));
            return Ok(Some(code(arg, &value)));
        }
        let Some(body) = &request.body else {
            // The suite does not check the body.
            let empty = || code(arg, &Value::Object(serde_json::Map::new()));
            return Ok((arg.sent == Sent::JsonBody && is_required).then(empty));
        };
        let text = body.text.as_deref();
        Ok(Some(match &arg.sent {
            Sent::JsonBody => {
                let value: Value =
                    serde_json::from_str(text.ok_or("the body is bytes")?).map_err(|error| error.to_string())?;
                code(arg, &value)
            }
            Sent::TextBody => {
                // The suite has a string in JSON for some bodies that are text.
                let text = text.ok_or("the body is bytes")?;
                let value = serde_json::from_str::<String>(text);
                raw(value.as_deref().unwrap_or(text))
            }
            Sent::Upload => {
                let content = match (&body.base64, text) {
                    (Some(base64), _) => format!("bytes({base64:?})"),
                    (None, text) => format!("{}.as_bytes().to_vec()", raw(text.unwrap_or_default())),
                };
                format!("Upload::from({content}).content_type({:?})", body.content_type)
            }
            Sent::Part(kind, _) => return self.part(arg, *kind),
            Sent::SequenceBody => {
                let lines: Vec<Value> = serde_json::Deserializer::from_str(text.ok_or("the body is bytes")?)
                    .into_iter()
                    .collect::<Result<_, _>>()
                    .map_err(|error| error.to_string())?;
                code(arg, &Value::Array(lines))
            }
            Sent::FormBody(_) | Sent::StyledPart(_) => return Err("a form, which is called by hand".to_owned()),
            Sent::XmlBody(_) => code(arg, &of_xml(request)?),
            Sent::InPath | Sent::Text(_) | Sent::Each(_) | Sent::Styled(..) => unreachable!("it is a parameter"),
        }))
    }

    /// A value in the query. An object is spread over several parameters.
    fn query(&self, name: &str) -> Option<Value> {
        let (_, query) = self.request.uri.split_once('?').unwrap_or_default();
        let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(other, _)| *other == name);
        let in_uri = pair.map(|(_, value)| Value::String(value.to_owned()));
        let is_routes = self.spec.path.to_string().starts_with("/routes/");
        self.request.query.get(name).cloned().or(in_uri).or_else(|| is_routes.then_some(Value::Null))
    }

    /// The fixed value that the scenarios below `/routes/` expect for a parameter of this type.
    fn of_routes(&self, ty: &TypeRef) -> Option<Value> {
        if matches!(ty, TypeRef::Named(..)) && !self.request.query.is_empty() {
            return Some(Value::Object(self.request.query.clone()));
        }
        if !self.spec.path.to_string().starts_with("/routes/") {
            return None;
        }
        let text = match ty {
            TypeRef::List(_) => r#"["a","b"]"#,
            TypeRef::Scalar(_) => r#""a""#,
            _ => r#"{"a":1,"b":2}"#,
        };
        serde_json::from_str(text).ok()
    }

    fn part(&self, arg: &Arg, kind: PartKind) -> Result<Option<String>> {
        let files: Vec<String> = self
            .request
            .files
            .iter()
            .filter(|file| file.field == arg.wire)
            .map(|file| {
                format!(
                    "Part::from(bytes({:?})).file_name({:?}).content_type({:?})",
                    file.base64, file.name, file.media_type
                )
            })
            .collect();
        let parts = self.request.body.as_ref().and_then(|body| body.parts.as_ref());
        let value = parts.and_then(|parts| parts.get(&arg.wire));
        Ok(match (kind, value) {
            (PartKind::File, _) => files.into_iter().next(),
            (PartKind::Files, _) => (!files.is_empty()).then(|| format!("vec![{}]", files.join(", "))),
            (_, None) => None,
            (PartKind::Text | PartKind::Texts, Some(Value::Number(number))) if arg.ty == ArgType::Str => {
                Some(format!("\"{number}\""))
            }
            (_, Some(value)) => Some(code(arg, value)),
        })
    }
}

/// The code of a value as an argument.
fn code(arg: &Arg, value: &Value) -> String {
    let json = raw(&value.to_string());
    match &arg.ty {
        ArgType::Str => raw(value.as_str().map_or_else(|| value.to_string(), str::to_owned).as_str()),
        ArgType::Value(_) => format!("from({json})"),
        // These types are passed as a slice or a `str`.
        ArgType::Ref(Type::Vec(_)) => format!("&from::<Vec<_>>({json})"),
        ArgType::Ref(Type::String) => format!("&from::<String>({json})"),
        ArgType::Ref(_) => format!("&from({json})"),
        ArgType::Slice(_) => format!("&from::<Vec<_>>({json})"),
        ArgType::Upload => format!("Upload::from({}.as_bytes().to_vec())", raw(value.as_str().unwrap_or_default())),
        ArgType::Part | ArgType::Parts => "unreachable!()".to_owned(),
    }
}
