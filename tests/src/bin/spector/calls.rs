//! Writes the code for the requests of a scenario, as calls of a generated crate.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use codegen::rust::{Client, Crate, Group, Item, Method, Operation, Place};
use codegen::spec::{self, Checked};
use serde_json::Value;

use crate::Result;
use crate::inputs::Inputs;
use crate::scenario::{Request, Scenario};
use crate::texts::{accepted, raw};

/// Writes calls of the operations of a crate.
pub struct Caller<'a> {
    pub api: &'a Checked,
    pub source: &'a str,
    client: &'a Client,
    /// Each operation with the group and the method that call it.
    pub operations: BTreeMap<&'a str, (&'a Operation, &'a str, String, &'a Method)>,
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

    /// The code of a scenario's function.
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

    /// The values in a path, if it matches the path of an operation below that of its server.
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
                    // Without a header the scenario sends a credential that the server refuses.
                    let value = header("authorization").unwrap_or_else(|| "Bearer invalid".to_owned());
                    format!("Bearer::new({:?})", value.split_once(' ').map_or(value.as_str(), |(_, token)| token))
                }
                _ => return None,
            };
            Some(format!("{}({credential})", setter.method))
        });
        setters.collect()
    }
}

/// The values in a path by the names in a template; `None` if the path does not match.
fn matches(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == path).then(BTreeMap::new);
    };
    let (name, after) = rest.split_once('}')?;
    let path = path.strip_prefix(before)?;
    // The longest value for which the rest still matches is used, so that values may contain `/`.
    let ends = (1..=path.len()).filter(|end| path.is_char_boundary(*end));
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().find_map(|end| {
        let mut values = matches(after, &path[end..])?;
        values.insert(name.to_owned(), path[..end].to_owned());
        Some(values)
    })
}

/// The code of scenarios that is written by hand, by name.
fn manual(name: &str) -> Option<&'static str> {
    let texts = include_str!("manual.rs.txt");
    let start = format!("\npub async fn {}()", name.to_lowercase());
    let at = texts.find(&start)?;
    let end = texts[at..].find("\n}\n")? + at + 3;
    Some(&texts[at..end])
}
