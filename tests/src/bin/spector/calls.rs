//! From a request of a scenario to the code that makes it with a generated crate.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::rust::{
    Arg, ArgType, Client, Content, Crate, Group, Item, Method, Operation, PartKind, Place, Sent, Success, Type,
};
use codegen::spec::{self, Checked, TypeRef};
use serde_json::Value;

use crate::Result;
use crate::scenario::{Body, Request, Scenario};
use crate::values::typed;

/// Writes calls of the operations of a crate.
pub struct Caller<'a> {
    api: &'a Checked,
    source: &'a str,
    client: &'a Client,
    /// Each operation with the group and the method that call it.
    operations: BTreeMap<&'a str, (&'a Operation, &'a str, String, &'a Method)>,
}

impl<'a> Caller<'a> {
    pub fn new(api: &'a Checked, krate: &'a Crate, source: &'a str) -> Self {
        let items = || krate.files.iter().flat_map(|file| file.items.iter().map(move |item| (file, item.ungated())));
        let client = items().find_map(|(_, item)| if let Item::Client(client) = item { Some(client) } else { None });
        let client = client.expect("a crate has a client");
        let groups: Vec<&Group> =
            items().filter_map(|(_, item)| if let Item::Group(group) = item { Some(group) } else { None }).collect();
        let mut operations = BTreeMap::new();
        for (_, item) in items() {
            let Item::Operation(operation) = item else { continue };
            let Some((spec_id, _)) = krate.names.operations.iter().find(|(_, name)| **name == operation.id) else {
                continue;
            };
            let found = groups.iter().find_map(|group| {
                let (of_group, of_method) = operation.id.split_once('.')?;
                let is_it = |name: &codegen::rust::Ident, text: &str| {
                    name.text().trim_end_matches('_') == text.trim_end_matches('_')
                };
                let method = group.methods.iter().find(|method| is_it(&method.name, of_method))?;
                is_it(&group.method, of_group).then(|| (group.method.to_string(), method))
            });
            let Some((group, method)) = found else { continue };
            operations.insert(spec_id.as_str(), (operation.as_ref(), spec_id.as_str(), group, method));
        }
        Self { api, source, client, operations }
    }

    /// Whether no operation of the document has the request line of one of the requests.
    pub fn is_unmatched(&self, scenario: &Scenario) -> bool {
        scenario.requests.iter().any(|request| self.find(request).is_none())
    }

    /// The function of a scenario.
    pub fn scenario(&self, scenario: &Scenario) -> Result<String> {
        if let Some(manual) = manual(&scenario.name) {
            return Ok(manual.to_owned());
        }
        let name = scenario.name.to_lowercase();
        let mut code = format!("\npub async fn {name}() -> Outcome {{\n");
        match self.pages(&scenario.requests) {
            Some(pages) => code.push_str(&pages?),
            None => {
                for request in &scenario.requests {
                    code.push_str(&self.request(request)?);
                }
            }
        }
        code.push_str("    Ok(())\n}\n");
        Ok(code)
    }

    /// The operation of a request line, with the values in its path and the path of the server.
    fn find(&self, request: &Request) -> Option<(&'a str, BTreeMap<String, String>, String)> {
        let uri = request.uri.replace("\\:", ":");
        let (path, _) = uri.split_once('?').unwrap_or((&uri, ""));
        let mut found = Vec::new();
        for (spec_id, (operation, ..)) in &self.operations {
            if operation.method.as_str().eq_ignore_ascii_case(&request.method)
                && let Some((values, server)) = self.matched(path, operation)
            {
                let constants = operation.constants.iter().filter(|(place, ..)| *place == Place::Query);
                let missing = constants.filter(|(_, name, value)| {
                    let sent = request
                        .query
                        .get(name)
                        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
                    sent.as_ref() != Some(value) && !request.uri.contains(&format!("{name}={value}"))
                });
                let spec = &self.api.operations[*spec_id];
                let unknown = request.query.keys().filter(|name| {
                    !spec.params.query.contains_key(*name)
                        && !operation.constants.iter().any(|(_, other, _)| other == *name)
                });
                found.push((missing.count() * 10 + unknown.count(), values.len(), *spec_id, values, server));
            }
        }
        found.sort_by_key(|(missing, values, ..)| (*missing, *values));
        found.into_iter().next().map(|(_, _, id, values, server)| (id, values, server))
    }

    /// The values of a path, where it is one of the operation below the path of its server.
    fn matched(&self, path: &str, operation: &Operation) -> Option<(BTreeMap<String, String>, String)> {
        let mut servers: Vec<String> = self.client.servers.iter().map(|server| server.url.clone()).collect();
        servers.extend(operation.server.clone());
        servers.extend(self.client.server_path.clone());
        servers.push(String::new());
        servers.iter().find_map(|server| {
            let below = server
                .split_once("://")
                .map_or(server.as_str(), |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
            let below = below.strip_prefix("{endpoint}").unwrap_or(below).trim_matches('/');
            let prefix = if below.is_empty() { String::new() } else { format!("/{below}") };
            let whole = format!("{prefix}{}", operation.path);
            let mut values = matches(&whole, path).or_else(|| matches(whole.trim_end_matches('/'), path))?;
            let mut of_server = prefix;
            for (name, value) in values.clone() {
                if of_server.contains(&format!("{{{name}}}")) {
                    of_server = of_server.replace(&format!("{{{name}}}"), &value);
                    values.remove(&name);
                }
            }
            Some((values, of_server))
        })
    }

    /// The items of all pages, where requests after the first follow a link or a token that the operation knows.
    fn pages(&self, requests: &[Request]) -> Option<Result<String>> {
        let [first, _, ..] = requests else { return None };
        let (spec_id, path, server) = self.find(first)?;
        let (operation, _, group, method) = &self.operations[spec_id];
        let paging = operation.paging.as_ref()?;
        let mut items = Vec::new();
        for request in requests {
            let text = request.response.body.as_ref()?.text.as_deref()?;
            let body: Value = serde_json::from_str(text).ok()?;
            items.extend(body.pointer(&paging.how.items)?.as_array()?.clone());
        }
        let inputs = Inputs { api: self.api, spec: &self.api.operations[spec_id], request: first, path };
        Some(self.call(operation, group, method, &inputs, first, &server).map(|mut code| {
            code.push_str("        let mut items = call.items();\n        let mut found = Vec::new();\n");
            code.push_str(
                "        while let Some(item) = items.next().await {\n            found.push(item?);\n        }\n",
            );
            let _ = writeln!(code, "        same(&found, {}, false)?;\n    }}", raw(&Value::Array(items).to_string()));
            code
        }))
    }

    fn request(&self, request: &Request) -> Result<String> {
        let (spec_id, path, server) =
            self.find(request).ok_or_else(|| format!("no operation has {} {}", request.method, request.uri))?;
        let (operation, _, group, method) = &self.operations[spec_id];
        let inputs = Inputs { api: self.api, spec: &self.api.operations[spec_id], request, path };
        let mut code = self.call(operation, group, method, &inputs, request, &server)?;
        self.response(&mut code, operation, request)?;
        code.push_str("    }\n");
        Ok(code)
    }

    /// The code up to the call.
    fn call(
        &self,
        operation: &Operation,
        group: &str,
        method: &Method,
        inputs: &Inputs,
        request: &Request,
        server: &str,
    ) -> Result<String> {
        let mut args = Vec::new();
        for arg in &method.args {
            args.push(inputs.arg(arg, true)?.ok_or_else(|| format!("no value for the argument `{}`", arg.wire))?);
        }
        let mut code = "    {\n".to_owned();
        let _ = writeln!(
            code,
            "        let builder = Client::builder().base_url(&format!(\"{{URL}}{server}\")).retry(Retry::off());"
        );
        for credential in self.credentials(operation, request) {
            let _ = writeln!(code, "        let builder = builder.{credential};");
        }
        code.push_str("        let client = builder.build()?;\n");
        let _ = writeln!(code, "        let call = client.{group}().{}({});", method.name, args.join(", "));
        for setter in &operation.setters {
            if let Some(value) = inputs.arg(setter, false)? {
                let _ = writeln!(code, "        let call = call.{}({value});", setter.name);
            }
        }
        if let Some(accept) = accepted(request)
            && (request.response.status >= 400 || operation.accept.contains(','))
        {
            let _ = writeln!(code, "        let call = call.with(CallOptions::new().header(\"accept\", {accept:?}));");
        }
        Ok(code)
    }

    /// The setters of credentials that the request needs.
    fn credentials(&self, operation: &Operation, request: &Request) -> Vec<String> {
        let header = |name: &str| {
            let found = request.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
            found.and_then(|(_, value)| value.as_str()).map(str::to_owned)
        };
        let setters = self
            .client
            .setters
            .iter()
            .filter(|setter| operation.security.iter().flatten().any(|name| *name == setter.scheme));
        let setters = setters.filter_map(|setter| {
            let scheme = self.client.schemes.iter().find(|scheme| scheme.name == setter.scheme)?;
            let credential = match &scheme.kind {
                spec::SecurityKind::ApiKey { name, .. } => format!("ApiKey::new({:?})", header(name)?),
                spec::SecurityKind::Bearer { .. }
                | spec::SecurityKind::ClientCredentials { .. }
                | spec::SecurityKind::OtherToken { .. } => {
                    let value = header("authorization")?;
                    format!("Bearer::new({:?})", value.split_once(' ').map_or(value.as_str(), |(_, token)| token))
                }
                _ => return None,
            };
            Some(format!("{}({credential})", setter.method))
        });
        setters.collect()
    }

    /// The code that compares the response.
    fn response(&self, code: &mut String, operation: &Operation, request: &Request) -> Result {
        let response = &request.response;
        let text = || response.body.as_ref().and_then(|body| body.text.clone());
        let is_json = response.body.as_ref().is_some_and(|body| body.content_type.ends_with("json"));
        if response.status >= 400 {
            code.push_str("        let error = call.send().await.err().ok_or(\"an error was expected\")?;\n");
            let _ = writeln!(
                code,
                "        equal(&error.status().map(|status| status.as_u16()), &Some({}))?;",
                response.status
            );
            if let Some(text) = text().filter(|_| is_json) {
                let fault = self.fault(operation, response.status);
                match fault {
                    Some(ty) => {
                        let _ = writeln!(code, "        let fault: {ty} = error.fault().ok_or(\"no error body\")?;");
                        let _ = writeln!(code, "        same(&fault, {}, false)?;", raw(&text));
                    }
                    None => _ = writeln!(code, "        equal(std::str::from_utf8(error.body())?, {})?;", raw(&text)),
                }
            } else if let Some(text) = text() {
                let _ = writeln!(code, "        equal(std::str::from_utf8(error.body())?, {})?;", raw(&text));
            }
            return Ok(());
        }
        let accepts = accepted(request);
        let other =
            operation.alternatives.iter().find(|other| accepts.is_some_and(|accept| other.accept.contains(accept)));
        let (send, content) = match (&operation.success, other) {
            (_, Some(other)) => (other.name.to_string(), Some(&other.body)),
            (Success::Body(content), None) => ("send".to_owned(), Some(content)),
            (Success::Empty, None) => ("send".to_owned(), None),
            (Success::Several(name, cases), None) => {
                let case = cases.iter().find(|case| case.status.to_string() == response.status.to_string());
                let case = case.ok_or("no case has the status")?;
                let _ = writeln!(code, "        let reply = call.send().await?;");
                self.headers(code, request);
                let module = operation.id.split_once('.').map_or("", |(group, _)| group);
                let path = format!("operations::{module}::{name}::{}", case.name);
                match (&case.body, text()) {
                    (Some(Content::Json(_)), Some(text)) => {
                        let _ = writeln!(
                            code,
                            "        let {path}(value) = reply.into_inner() else {{ return Err(\"another case\".into()) }};"
                        );
                        let _ = writeln!(code, "        same(&value, {}, {})?;", raw(&text), self.is_open());
                    }
                    (None, None) => _ = writeln!(code, "        equal(&matches!(reply.into_inner(), {path}), &true)?;"),
                    _ => return Err("a case that is no JSON".to_owned()),
                }
                return Ok(());
            }
        };
        let mutable = if content.is_some_and(Content::is_stream) { "mut " } else { "" };
        let _ = writeln!(code, "        let {mutable}reply = call.{send}().await?;");
        let _ = writeln!(code, "        equal(&reply.status().as_u16(), &{})?;", response.status);
        self.headers(code, request);
        match (content, &response.body) {
            (None, _) => {}
            (Some(Content::Json(_)), Some(_)) => {
                let text = text().ok_or("a JSON body without a text")?;
                let is_open = self.is_open();
                let _ = writeln!(
                    code,
                    "        let value = reply.into_inner();\n        same(&value, {}, {is_open})?;",
                    raw(&text)
                );
            }
            (Some(Content::Text), Some(_)) => {
                let text = text().ok_or("a text that is bytes")?;
                let _ = writeln!(code, "        equal(reply.into_inner().as_str(), {})?;", raw(&text));
            }
            (Some(Content::Download), Some(body)) => {
                let _ = writeln!(
                    code,
                    "        let mut found = Vec::new();\n        let mut download = reply.into_inner();"
                );
                code.push_str("        while let Some(piece) = download.next().await {\n            found.extend_from_slice(&piece?);\n        }\n");
                let expected = match (&body.base64, &body.text) {
                    (Some(base64), _) => format!("bytes({base64:?})"),
                    (None, text) => format!("{}.as_bytes().to_vec()", raw(text.as_deref().unwrap_or_default())),
                };
                let _ = writeln!(code, "        equal(&found, &{expected})?;");
            }
            (Some(Content::Events(None)), Some(body)) => {
                code.push_str("        let mut events = reply.into_inner();\n        let mut found = Vec::new();\n");
                code.push_str(
                    "        while let Some(event) = events.next().await {\n            let event = event?;\n",
                );
                code.push_str("            let retry = event.retry.map(|retry| retry.as_millis());\n");
                code.push_str("            found.push((event.kind, event.id, retry, event.data));\n        }\n");
                let _ = writeln!(code, "        equal(&found, &vec![{}])?;", events(&plain(body)));
            }
            (Some(Content::Lines(_)), Some(body)) => {
                code.push_str("        let mut lines = reply.into_inner();\n        let mut found = Vec::new();\n");
                code.push_str(
                    "        while let Some(line) = lines.next().await {\n            found.push(line?);\n        }\n",
                );
                let lines: Vec<String> = plain(body).lines().map(str::to_owned).collect();
                let _ = writeln!(code, "        same(&found, {}, false)?;", raw(&format!("[{}]", lines.join(","))));
            }
            (Some(Content::TextLines), Some(body)) => {
                code.push_str("        let mut lines = reply.into_inner();\n        let mut found = Vec::new();\n");
                code.push_str(
                    "        while let Some(line) = lines.next().await {\n            found.push(line?);\n        }\n",
                );
                let lines: Vec<String> = plain(body).lines().map(|line| format!("{}.to_owned()", raw(line))).collect();
                let _ = writeln!(code, "        equal(&found, &vec![{}])?;", lines.join(", "));
            }
            (Some(Content::Events(Some(_))), Some(_)) => return Err("events with a type".to_owned()),
            (Some(_), None) => return Err("a body is declared, and the suite sends none".to_owned()),
        }
        Ok(())
    }

    /// Whether values of this document have properties of any name.
    fn is_open(&self) -> bool {
        // The tag of a union without an envelope is no property of its types.
        ["additional-properties", "model-empty", "union-discriminated"].iter().any(|part| self.source.contains(part))
    }

    fn headers(&self, code: &mut String, request: &Request) {
        for (name, value) in &request.response.headers {
            if let Some(value) = value.as_str() {
                let _ = writeln!(code, "        header(reply.headers(), {name:?}, {value:?})?;");
            }
        }
    }

    /// The type of the error body of a status.
    fn fault(&self, operation: &Operation, status: u16) -> Option<String> {
        let (spec_id, ..) = self
            .operations
            .values()
            .find_map(|(other, spec_id, ..)| (other.id == operation.id).then_some((spec_id, ())))?;
        let spec = &self.api.operations[*spec_id];
        let exact = spec.replies.iter().find(|(pattern, _)| pattern.to_string() == status.to_string());
        let reply =
            exact.or_else(|| spec.replies.iter().find(|(pattern, _)| pattern.to_string().eq_ignore_ascii_case("4xx")));
        let reply = reply.or_else(|| spec.replies.iter().find(|(pattern, _)| pattern.to_string() == "default"))?.1;
        match reply.content.values().next()?.ty.as_ref()? {
            TypeRef::Named(name, _) => Some(format!("models::{}", self.type_name(name)?)),
            _ => None,
        }
    }

    fn type_name(&self, name: &str) -> Option<String> {
        Some(name.rsplit('.').next()?.to_owned())
    }
}

/// What a request of the suite gives for arguments.
struct Inputs<'a> {
    api: &'a Checked,
    spec: &'a spec::Operation,
    request: &'a Request,
    path: BTreeMap<String, String>,
}

impl Inputs<'_> {
    /// The code of an argument; none where the request does not have it.
    fn arg(&self, arg: &Arg, is_required: bool) -> Result<Option<String>> {
        let request = self.request;
        let params = &self.spec.params;
        let place = match &arg.sent {
            Sent::InPath => Some(Place::Path),
            Sent::Text(place) | Sent::Each(place) | Sent::Styled(place, _) => Some(*place),
            _ => None,
        };
        if let Some(place) = place {
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
            // The suite does not look at the body.
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
            Sent::FormBody(_) | Sent::StyledPart(_) => return Err("a form, which is called by hand".to_owned()),
            Sent::InPath | Sent::Text(_) | Sent::Each(_) | Sent::Styled(..) => unreachable!("it is a parameter"),
        }))
    }

    /// A value of the query; that of an object stands in several.
    fn query(&self, name: &str) -> Option<Value> {
        let (_, query) = self.request.uri.split_once('?').unwrap_or_default();
        let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(other, _)| *other == name);
        let in_uri = pair.map(|(_, value)| Value::String(value.to_owned()));
        let is_routes = self.spec.path.to_string().starts_with("/routes/");
        self.request.query.get(name).cloned().or(in_uri).or_else(|| is_routes.then_some(Value::Null))
    }

    /// Each parameter of the source about routes has one value of its type.
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
        // A reference to these is one to a slice or a `str`.
        ArgType::Ref(Type::Vec(_)) => format!("&from::<Vec<_>>({json})"),
        ArgType::Ref(Type::String) => format!("&from::<String>({json})"),
        ArgType::Ref(_) => format!("&from({json})"),
        ArgType::Slice(_) => format!("&from::<Vec<_>>({json})"),
        ArgType::Upload => format!("Upload::from({}.as_bytes().to_vec())", raw(value.as_str().unwrap_or_default())),
        ArgType::Part | ArgType::Parts => "unreachable!()".to_owned(),
    }
}

/// The media type that a request asks for.
fn accepted(request: &Request) -> Option<&str> {
    request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("accept")).and_then(|(_, value)| value.as_str())
}

/// The text of a body.
fn plain(body: &Body) -> String {
    let bytes = body.base64.as_deref().map(crate::values::bytes);
    let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.or_else(|| body.text.clone()).unwrap_or_default()
}

/// The events of a text, each as its kind, identifier, delay in milliseconds and data, by the HTML standard.
fn events(text: &str) -> String {
    let owned = |text: &str| format!("{text:?}.to_owned()");
    let optional = |text: Option<String>| text.map_or("None".to_owned(), |text| format!("Some({text})"));
    let events = text.split("\n\n").filter(|event| !event.is_empty()).map(|event| {
        let field =
            |name: &str| event.lines().filter_map(|line| line.split_once(": ")).find(|(other, _)| *other == name);
        let value = |name: &str| field(name).map(|(_, value)| value);
        let kind = optional(value("event").map(owned));
        let id = optional(value("id").filter(|id| !id.contains('\0')).map(owned));
        let retry =
            optional(value("retry").filter(|retry| retry.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned));
        format!("({kind}, {id}, {retry}, {})", owned(value("data").unwrap_or_default()))
    });
    events.collect::<Vec<_>>().join(", ")
}

/// A raw string literal.
fn raw(text: &str) -> String {
    format!("r####\"{text}\"####")
}

/// A text without percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The values of a path by the names in a template.
fn matches(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == path).then(BTreeMap::new);
    };
    let (name, after) = rest.split_once('}')?;
    let path = path.strip_prefix(before)?;
    // The longest value that lets the rest match, so that values may hold `/`.
    let ends = (1..=path.len()).filter(|end| path.is_char_boundary(*end));
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().find_map(|end| {
        let mut values = matches(after, &path[end..])?;
        values.insert(name.to_owned(), path[..end].to_owned());
        Some(values)
    })
}

/// Scenarios that are called by hand, by name.
fn manual(name: &str) -> Option<&'static str> {
    let texts = include_str!("manual.rs.txt");
    let start = format!("\npub async fn {}()", name.to_lowercase());
    let at = texts.find(&start)?;
    let end = texts[at..].find("\n}\n")? + at + 3;
    Some(&texts[at..end])
}
