//! Recognizes the format of a document by its content: the property names at its top, or the lines of a page.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::{Format, learn};

/// The format of a document, by its content; `None` if it is not supported.
pub fn recognize(text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        // The properties behind `openapi` are nearly all of a document, and only `swagger` takes precedence over it.
        let names = json_names_until(text, &|name| name == "openapi" && !text.contains("\"swagger\""));
        return by_names(&names).or_else(|| by_names(&flow_names(text)));
    }
    if let Some(flow) = flow(text) {
        return by_names(&flow_names(flow));
    }
    let yaml = yaml_names(text);
    if learn::is_page(text) { Some(Format::Learn) } else { by_names(&yaml) }
}

fn by_names(names: &[String]) -> Option<Format> {
    let has = |name: &str| names.iter().any(|other| other == name);
    if has("swagger") {
        Some(Format::Swagger2)
    } else if has("openapi") {
        Some(Format::OpenApi3)
    } else if has("operations") || has("types") {
        Some(Format::Spec)
    } else {
        None
    }
}

/// What is wrong with a document of no supported format, and what to do; `None` if it is not known.
pub(super) fn other(text: &str) -> Option<(String, &'static str)> {
    const CONVERT: &str = "Convert it to OpenAPI first.";
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let names = match text.starts_with('{') {
        true => json_names(text),
        false => top_names(text).map(str::to_owned).collect(),
    };
    let has = |name: &str| names.iter().any(|other| other == name);
    let starts = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let said = |what: &str, help| Some((what.to_owned(), help));
    if text.is_empty() {
        return said("the file is empty", "Give a document that describes an API.");
    }
    if starts("version https://git-lfs") {
        return said("the file is a pointer of Git LFS", "Fetch the document itself with `git lfs pull`.");
    }
    if starts("<!doctype") || starts("<html") {
        let help = "Servers send pages in place of a document that is not there: check its address. Reference pages are \
                    read in the markup of learn.microsoft.com.";
        return said("the file is an HTML page that describes no operation", help);
    }
    if starts("<") {
        return said("the file is XML", CONVERT);
    }
    if has("asyncapi") {
        let help = "It describes messages. Give an OpenAPI document of the HTTP operations.";
        return said("the document is one of AsyncAPI", help);
    }
    if has("swaggerVersion") {
        return said("the document is one of Swagger 1.x", "Convert it to Swagger 2.0 or OpenAPI first.");
    }
    if has("discoveryVersion") {
        return said("the document is one of Google's discovery format", CONVERT);
    }
    if has("item") && has("info") {
        return said("the document is a Postman collection", CONVERT);
    }
    if starts("#%RAML") {
        return said("the document is one of RAML", CONVERT);
    }
    let known = [("openapi", "Write `openapi`."), ("swagger", "Write `swagger`.")];
    known.into_iter().find_map(|(keyword, help)| {
        let name = names.iter().find(|name| strsim::osa_distance(&name.to_lowercase(), keyword) <= 2)?;
        Some((format!("`{name}` is misspelled"), help))
    })
}

/// A YAML document with braces, behind comments, directives and the mark of its start.
fn flow(text: &str) -> Option<&str> {
    let mut rest = text;
    while rest.starts_with(['#', '%']) || rest.starts_with("---") {
        rest = rest.split_once('\n')?.1.trim_start();
    }
    rest.starts_with('{').then_some(rest)
}

/// The names that state a version at the top of a YAML document with braces.
fn flow_names(text: &str) -> Vec<String> {
    let inner = text.trim_start_matches('{');
    let tops = inner.split(['{', '\n', ',']).filter_map(|part| part.split_once(':'));
    of_version(tops.map(|(name, _)| name.trim().trim_matches(['"', '\''])))
}

/// The names that state a version at the top of another YAML document.
fn yaml_names(text: &str) -> Vec<String> {
    of_version(top_names(text))
}

fn of_version<'t>(names: impl Iterator<Item = &'t str>) -> Vec<String> {
    names.filter(|name| matches!(*name, "swagger" | "openapi")).map(str::to_owned).collect()
}

/// The names at the start of the lines of a YAML document.
fn top_names(text: &str) -> impl Iterator<Item = &str> {
    let tops = text.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim_matches(['"', '\'']));
    tops.filter(|name| !name.starts_with([' ', '#', '-']))
}

/// The property names at the top of a JSON document, as far as it can be read, so that a broken document is recognized
/// too.
fn json_names(text: &str) -> Vec<String> {
    json_names_until(text, &|_| false)
}

/// The property names at the top of a JSON document until the last one that has to be known.
fn json_names_until(text: &str, is_last: &dyn Fn(&str) -> bool) -> Vec<String> {
    struct Names<'a>(&'a mut Vec<String>, &'a dyn Fn(&str) -> bool);

    impl<'de> Visitor<'de> for Names<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(name) = map.next_key::<String>()? {
                let is_last = (self.1)(&name);
                self.0.push(name);
                if is_last {
                    return Ok(());
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }

    let mut names = Vec::new();
    // The importer of the format reports syntax errors, with their locations.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Names(&mut names, is_last));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_may_have_brackets() {
        for text in [
            "{openapi: 3.1.0}",
            "{\n  # a comment\n  'openapi': 3.1.0\n}",
            "%YAML 1.2\n# a\n---\n{info: {}, openapi: 3.1.0}",
        ] {
            assert_eq!(recognize(text), Some(Format::OpenApi3), "{text}");
        }
        assert_eq!(recognize("{info: {}}"), None);
    }

    #[test]
    fn what_is_no_api_is_named() {
        for (text, expected) in [
            ("\u{feff}\n", "the file is empty"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "the file is a pointer of Git LFS"),
            ("<!DOCTYPE html><p>Not found", "the file is an HTML page that describes no operation"),
            ("<?xml version='1.0'?><definitions/>", "the file is XML"),
            ("asyncapi: 3.0.0\nchannels: {}\n", "the document is one of AsyncAPI"),
            ("{\"info\": {}, \"item\": []}", "the document is a Postman collection"),
            ("{\"swaggerVersion\": \"1.2\"}", "the document is one of Swagger 1.x"),
            ("opeanpi: 3.0.0\ninfo:\n  openapi: no\n", "`opeanpi` is misspelled"),
            ("{\"Swager\": \"2.0\"}", "`Swager` is misspelled"),
        ] {
            assert_eq!(other(text).map(|(message, _)| message).as_deref(), Some(expected), "{text}");
        }
        for text in ["title: A list\n", "{\"a\": 1}", "Some text: of a page"] {
            assert_eq!(other(text), None, "{text}");
        }
    }
}
