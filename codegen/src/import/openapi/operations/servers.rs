//! Reads the servers: URLs with variables, or the host and the base path of Swagger 2.0.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Reader;
use super::docs::description;
use crate::import::openapi::Node;
use crate::problem::Rule;
use crate::spec::check::service::server_url;
use crate::spec::{Server, ServerVariable};

/// The base path of Swagger 2.0, with the scheme and host that precede it if it is a URL.
struct BasePath<'d> {
    origin: &'d str,
    path: String,
}

impl<'d> Reader<'_, 'd> {
    /// The servers of the document.
    pub(super) fn top_servers(&mut self) -> Vec<Server> {
        let top = self.import.top();
        if self.is_swagger() {
            return self.swagger_servers(&top, top.get("schemes"));
        }
        let Some(stated) = top.get("servers") else { return Vec::new() };
        let servers = self.servers(&stated);
        let default = servers.iter().find(|server| !server.url.starts_with('/'));
        if let (Some(first), Some(default)) = (servers.first().filter(|server| server.url.starts_with('/')), default) {
            let message = format!("the first server, `{}`, has no host", first.url);
            let help =
                format!("`{}` is the default. Set another base URL in the client, or state the host.", default.url);
            self.import.note(Rule::InvalidServer, &stated, message, help);
        }
        servers
    }

    /// A list of servers.
    pub(super) fn servers(&mut self, stated: &Node<'d>) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for node in stated.elements() {
            let Some(url) = self.server_url(&node).map(str::trim) else { continue };
            let mut name = node.text("name").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
            if name.is_some() && servers.iter().any(|other| other.name == name) {
                let message = format!("two servers are called `{}`", name.take().unwrap_or_default());
                let help = "The name of the second is ignored. Give it another.";
                self.import.accept(Rule::DuplicateId, &node, message, help);
            }
            let mut server = Server { name, docs: description(&node), ..Server::new(url) };
            for (name, node) in node.get("variables").into_iter().flat_map(|list| list.entries().collect::<Vec<_>>()) {
                if node.get("default").is_none() {
                    let message = format!("the server variable `{name}` has no default");
                    let help = "The client must set it. Add its `default`, which OpenAPI requires.";
                    self.import.accept(Rule::ServerVariables, &node, message, help);
                }
                server.variables.insert(name.to_owned(), variable(&node));
            }
            self.add(server, &node, &mut servers);
        }
        servers
    }

    fn server_url(&mut self, node: &Node<'d>) -> Option<&'d str> {
        if let Some(text) = node.value.as_str() {
            let help = "It is read as its URL. Write it as `url` of an object.";
            self.import.accept(Rule::InvalidServer, node, "the server is a string, and an object is expected", help);
            return Some(text);
        }
        let url = node.text("url");
        if url.is_none() {
            let help = "It is ignored. Give it one, or remove it.";
            self.import.accept(Rule::InvalidServer, node, "the server has no URL", help);
        }
        url
    }

    /// The servers from host, base path and schemes, or with a host that the caller provides.
    pub(super) fn swagger_servers(&mut self, top: &Node<'d>, schemes: Option<Node<'d>>) -> Vec<Server> {
        let host = top.get("host").filter(|host| host.value.as_str().is_some_and(|host| !host.trim().is_empty()));
        let template = top.get("x-ms-parameterized-host");
        let BasePath { origin, path } = self.base_path(top, template.is_some() || host.is_some());
        let schemes = self.swagger_schemes(schemes);
        let (host, variables, with_scheme, node) = match (template, host) {
            (Some(node), _) => {
                let host = node.text("hostTemplate").unwrap_or_default().trim();
                let with_scheme = node.value.get("useSchemePrefix").and_then(Value::as_bool).unwrap_or(true);
                (host, self.host_variables(&node), with_scheme, node)
            }
            (None, Some(node)) => (self.host(&node), BTreeMap::new(), true, node),
            (None, None) => (origin, BTreeMap::new(), true, top.get("basePath").unwrap_or_else(|| top.clone())),
        };
        let host = host.trim_end_matches('/');
        let mut servers = Vec::new();
        if host.is_empty() {
            if !path.trim_matches('/').is_empty() {
                self.add(Server::new(path), &node, &mut servers);
            }
        } else if with_scheme && !host.contains("://") {
            for scheme in schemes {
                let url = format!("{scheme}://{host}{path}");
                self.add(Server { variables: variables.clone(), ..Server::new(url) }, &node, &mut servers);
            }
        } else {
            self.add(Server { variables, ..Server::new(format!("{host}{path}")) }, &node, &mut servers);
        }
        servers
    }

    /// The base path of Swagger 2.0. Some documents state a URL there, whose host counts if there is no other.
    fn base_path(&mut self, top: &Node<'d>, has_host: bool) -> BasePath<'d> {
        let Some(node) = top.get("basePath") else { return BasePath { origin: "", path: String::new() } };
        let stated = node.value.as_str().unwrap_or_default().trim();
        let Some((scheme, rest)) = stated.split_once("://") else {
            let slash = if stated.is_empty() || stated.starts_with('/') { "" } else { "/" };
            return BasePath { origin: "", path: format!("{slash}{stated}") };
        };
        let (origin, path) = stated.split_at(rest.find('/').map_or(stated.len(), |at| scheme.len() + "://".len() + at));
        let message = format!("`basePath` is the URL `{stated}`");
        let read = if has_host { path } else { stated };
        let help = format!("It is read as `{read}`. State the path alone, and the host in `host`.");
        self.import.accept(Rule::InvalidServer, &node, message, help);
        BasePath { origin: if has_host { "" } else { origin }, path: path.to_owned() }
    }

    /// The host of Swagger 2.0. Some documents state a URL there.
    fn host(&mut self, node: &Node<'d>) -> &'d str {
        let host = node.value.as_str().unwrap_or_default().trim();
        if host.contains("://") {
            let message = format!("`host` is the URL `{host}`");
            let help =
                "It is read as the start of the server's URL. State the host alone, and the scheme in `schemes`.";
            self.import.accept(Rule::InvalidServer, node, message, help);
        }
        host
    }

    /// The schemes of Swagger 2.0 that HTTP clients use, the default first.
    fn swagger_schemes(&mut self, stated: Option<Node<'d>>) -> Vec<&'static str> {
        let (mut https, mut http) = (false, false);
        for node in stated.iter().flat_map(Node::listed) {
            let Some(scheme) = node.value.as_str() else { continue };
            match scheme.trim().to_ascii_lowercase().as_str() {
                "https" => https = true,
                "http" => http = true,
                _ => {
                    let message = format!("the scheme `{scheme}` is not one of HTTP");
                    let help = "It is ignored, since clients send HTTP. State `https` or `http`.";
                    self.import.accept(Rule::InvalidServer, &node, message, help);
                }
            }
        }
        match (https, http) {
            (true, true) => vec!["https", "http"],
            (false, true) => vec!["http"],
            (_, false) => vec!["https"],
        }
    }

    /// The parameters of `x-ms-parameterized-host`.
    fn host_variables(&mut self, node: &Node<'d>) -> BTreeMap<String, ServerVariable> {
        let mut variables = BTreeMap::new();
        for node in node.get("parameters").into_iter().flat_map(|list| list.items().collect::<Vec<_>>()) {
            let Some(node) = self.resolved(&node) else { continue };
            if let Some(name) = node.text("name") {
                variables.insert(name.to_owned(), variable(&node));
            }
        }
        variables
    }

    /// Adds a server, corrected if necessary. A server that cannot be corrected is left out.
    fn add(&mut self, mut server: Server, node: &Node<'d>, servers: &mut Vec<Server>) {
        let stated = std::mem::take(&mut server.url);
        server.url = absolute(&stated);
        if server.url.contains("://") && !stated.starts_with("//") && !stated.contains("://") {
            let message = format!("the URL `{stated}` does not start with `https://` or `/`");
            let help = format!("It is read as `{}`. Add `https://`, or `/` before a path.", server.url);
            self.import.accept(Rule::InvalidServer, node, message, help);
        }
        let in_url: Vec<String> = server.variables_in_url().map(str::to_owned).collect();
        for name in &in_url {
            if !server.variables.contains_key(name) {
                let message = format!("the URL `{stated}` has `{{{name}}}`, but no variable is called `{name}`");
                let help = match self.is_swagger() {
                    true => "The client must set it. Describe it in `x-ms-parameterized-host`, or write OpenAPI 3.",
                    false => "The client must set it. Describe it in the server's `variables`.",
                };
                self.import.accept(Rule::ServerVariables, node, message, help);
                server.variables.insert(name.clone(), ServerVariable::default());
            }
        }
        let unused: Vec<String> = server.variables.keys().filter(|name| !in_url.contains(name)).cloned().collect();
        for name in unused {
            let message = format!("the variable `{name}` does not occur in the URL `{stated}`");
            let help = "It is ignored. Add it to the URL, or remove it.";
            self.import.accept(Rule::ServerVariables, node, message, help);
            server.variables.remove(&name);
        }
        self.defaults(&mut server, node);
        if server.url.is_empty() || servers.iter().any(|other| other.url == server.url) {
            return;
        }
        match server_url(&server) {
            Ok(()) => servers.push(server),
            Err(fault) => {
                let message = format!("`{stated}` is not a base URL: {fault}");
                let help = "The server is ignored; without another one, the client must set a URL. Write it as in \
                            `https://api.example.com/v1`.";
                self.import.accept(Rule::InvalidServer, node, message, help);
            }
        }
    }

    /// Checks that the default of each variable is valid in the URL, and one of its values.
    fn defaults(&mut self, server: &mut Server, node: &Node<'d>) {
        let Server { url, variables, name: _, docs: _ } = server;
        for (name, variable) in variables {
            // A variable at the start of the URL has the scheme and the host; a placeholder such as `<endpoint>` has
            // neither.
            let is_whole =
                url.strip_prefix(&format!("{{{name}}}")).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let is_url = |text: &str| text.starts_with("https://") || text.starts_with("http://");
            // TypeSpec writes an empty default for a variable that has none.
            let braced = format!("/{{{name}}}");
            let is_segment = url.ends_with(&braced) || url.contains(&format!("{braced}/"));
            let is_example = |text: &String| {
                text.contains(['{', '}', '<', '>', ' '])
                    || (is_whole && !is_url(text))
                    || (is_segment && text.is_empty())
            };
            if let Some(default) = variable.default.take_if(|default| is_example(default)) {
                let message =
                    format!("the default `{default}` of the variable `{name}` is not valid in the URL `{url}`");
                let help = "It is ignored, and the client must set the variable. Correct it, or leave it out.";
                self.import.accept(Rule::ServerVariables, node, message, help);
            }
            if let Some(default) = &variable.default
                && !(variable.values.is_empty() || variable.values.contains(default))
            {
                let message = format!("the default `{default}` of the variable `{name}` is not one of its values");
                let help = "It counts as one of them. Add it to the `enum`, or name one of these.";
                self.import.accept(Rule::ServerVariables, node, message, help);
                variable.values.push(default.clone());
            }
        }
    }
}

/// A server variable, from OpenAPI 3 or from a parameter of Swagger 2.0.
fn variable(node: &Node<'_>) -> ServerVariable {
    let values = node.get("enum").as_ref().map(Node::listed).unwrap_or_default();
    ServerVariable {
        default: node.value.get("default").and_then(text),
        values: values.iter().filter_map(|item| text(item.value)).collect(),
        docs: description(node),
    }
}

/// The string form of a value, because ports and versions are numbers in YAML.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The URL without an unnecessary end, and with a scheme if only that is missing.
fn absolute(url: &str) -> String {
    let url = url.trim_end_matches('/');
    for scheme in ["https:/", "http:/"] {
        if let Some(rest) = url.strip_prefix(scheme).filter(|rest| !rest.starts_with('/')) {
            return format!("{scheme}/{rest}");
        }
    }
    let first = url.split('/').next().unwrap_or_default();
    let is_host = url.strip_prefix('{').and_then(|rest| rest.split_once('}')).is_some_and(|(_, rest)| {
        // `{tenant}.example.com`: the variable is a part of the host alone.
        rest.starts_with(['.', '-'])
    });
    if is_host {
        format!("https://{url}")
    } else if let Some(rest) = url.strip_prefix("//") {
        format!("https://{rest}")
    } else if url.is_empty() || url.starts_with(['/', '{']) || url.contains("://") {
        url.to_owned()
    } else if first.contains('.') && !first.starts_with('.') {
        // Strictly read, it is a relative path, but a string that looks like a host is meant as one.
        format!("https://{url}")
    } else {
        format!("/{}", url.trim_start_matches("./"))
    }
}
