//! Writes the code that compares a response with the values that the suite states.

use std::fmt::Write as _;

use codegen::rust::{Content, Operation, Success};
use codegen::spec::TypeRef;

use crate::Result;
use crate::calls::Caller;
use crate::scenario::Request;
use crate::texts::{accepted, events, of_xml, plain, raw};

impl Caller<'_> {
    /// The code that compares the response.
    pub fn response(&self, code: &mut String, operation: &Operation, request: &Request) -> Result {
        let response = &request.response;
        let text = || response.body.as_ref().and_then(|body| body.text.clone());
        if response.status >= 400 {
            self.error(code, operation, request);
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
        self.body(code, content, request)
    }

    /// The code that compares the body of a success.
    fn body(&self, code: &mut String, content: Option<&Content>, request: &Request) -> Result {
        let response = &request.response;
        let text = || response.body.as_ref().and_then(|body| body.text.clone());
        match (content, &response.body) {
            (None, _) => {}
            (Some(Content::Json(_)), Some(_)) => {
                let text = text().ok_or("a JSON body without a text")?;
                let text = if text.trim_start().starts_with('<') { of_xml(request)?.to_string() } else { text };
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
            (Some(Content::Parts(_)), Some(_)) => return Err("parts".to_owned()),
            (Some(Content::Events(Some(_)) | Content::WholeEvents(_)), Some(_)) => {
                return Err("events with a type".to_owned());
            }
            (Some(_), None) => return Err("a body is declared, and the suite sends none".to_owned()),
        }
        Ok(())
    }

    /// The code that compares an error.
    fn error(&self, code: &mut String, operation: &Operation, request: &Request) {
        let response = &request.response;
        let text = || response.body.as_ref().and_then(|body| body.text.clone());
        let is_json = response.body.as_ref().is_some_and(|body| body.content_type.ends_with("json"));
        code.push_str("        let error = call.send().await.err().ok_or(\"an error was expected\")?;\n");
        let _ = writeln!(
            code,
            "        equal(&error.status().map(|status| status.as_u16()), &Some({}))?;",
            response.status
        );
        let is_xml = response.body.as_ref().is_some_and(|body| body.content_type.ends_with("xml"));
        let value =
            if is_xml { of_xml(request).ok().map(|value| value.to_string()) } else { text().filter(|_| is_json) };
        if let Some(text) = value {
            let fault = self.fault(operation, response.status);
            match fault {
                Some(ty) => {
                    let _ = writeln!(code, "        let fault: {ty} = error.body_as().ok_or(\"no error body\")?;");
                    let _ = writeln!(code, "        same(&fault, {}, false)?;", raw(&text));
                }
                None => _ = writeln!(code, "        equal(std::str::from_utf8(error.body())?, {})?;", raw(&text)),
            }
        } else if let Some(text) = text() {
            let _ = writeln!(code, "        equal(std::str::from_utf8(error.body())?, {})?;", raw(&text));
        }
    }

    /// Whether values of this document may have additional properties.
    fn is_open(&self) -> bool {
        // The tag of a union without an envelope is not a property of its types.
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
