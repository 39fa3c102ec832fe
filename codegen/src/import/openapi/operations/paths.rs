//! Converts the path of a document to a valid URL path, and separates its query.

use std::collections::BTreeSet;

use crate::spec::dots::is_dots;

/// The parts of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    /// The path: `/a/{b}`.
    pub path: String,
    /// The query, after a `?`.
    pub query: Vec<Pair>,
    /// The parameters whose values may contain reserved characters of a URL: `{+name}` of RFC 6570, `{name=projects/*}`
    /// of Google, and the parameters of web frameworks that take the rest of a path: `{*name}`, `{name*}`, `{name+}`,
    /// `{name:.*}`, `{name:path}`.
    pub reserved: BTreeSet<String>,
    /// Whether there is a fragment, which is never sent.
    pub has_fragment: bool,
    /// The corrections that were necessary: words that follow "the path `/a`", and how it is read.
    pub faults: Vec<Fault>,
}

/// What is wrong with a path, and how it is read.
pub(super) type Fault = (&'static str, &'static str);

/// A part of the query of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// `name=text`: a constant.
    Constant(String, String),
    /// `name={param}`.
    Param(String, String),
}

/// Reads a path; `declared` are the names of the parameters that are described. None where it cannot be a path.
pub(super) fn read(text: &str, declared: &BTreeSet<&str>) -> Option<Route> {
    let mut route = Route::default();
    let (text, fragment) = outside_braces(text.trim(), '#');
    route.has_fragment = fragment.is_some();
    let (path, query) = outside_braces(text, '?');
    if !path.starts_with('/') {
        route.faults.push(("does not start with `/`", "It is read with one. Write it."));
        route.path.push('/');
    }
    let mut rest = path;
    while let Some((literal, tail)) = rest.split_once('{') {
        route.literal(literal);
        let Some((name, after)) = tail.split_once('}').filter(|(name, _)| !name.contains('{')) else {
            route.faults.push(("leaves a brace open", "The brace is sent as a character. Close it, or remove it."));
            route.path.push_str("%7B");
            rest = tail;
            continue;
        };
        route.param(name, declared);
        rest = after;
    }
    route.literal(rest);
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        route.query.push(match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
            Some(param) => Pair::Param(name.to_owned(), param.to_owned()),
            None => Pair::Constant(name.to_owned(), value.to_owned()),
        });
    }
    (!route.path.split('/').any(is_dots)).then_some(route)
}

impl Route {
    /// Literal text between parameters; characters that a URL must not contain are percent-encoded.
    fn literal(&mut self, text: &str) {
        for c in text.chars() {
            let is_stray =
                !c.is_ascii() || c.is_control() || c.is_whitespace() || matches!(c, '\\' | '{' | '}' | '?' | '#');
            if !is_stray {
                self.path.push(c);
                continue;
            }
            if self.faults.last() != Some(&STRAY) {
                self.faults.push(STRAY);
            }
            for byte in c.to_string().bytes() {
                self.path.push_str(&format!("%{byte:02X}"));
            }
        }
    }

    /// A parameter, which may be written with the operators of RFC 6570 or with a pattern of a web framework.
    fn param(&mut self, text: &str, declared: &BTreeSet<&str>) {
        if declared.contains(text) && !text.is_empty() {
            return self.push(text);
        }
        // `{?a,b}` and `{&a}` are parts of the query; their parameters are described as query parameters.
        if text.starts_with(['?', '&']) {
            return;
        }
        let prefix = match text.chars().next() {
            Some('/') => "/",
            Some('.') => ".",
            _ => "",
        };
        let whole = text.strip_prefix(['+', '/', '.', '#', '*']).unwrap_or(text);
        let plain = whole.trim_end_matches(['*', '+']);
        // `{id:[0-9]+}` of web frameworks, `{name=projects/*}` of Google's HTTP rules.
        let (before_pattern, pattern) = whole.split_once([':', '=']).unwrap_or((plain, ""));
        let name = if declared.contains(plain) { plain } else { before_pattern }.trim();
        if name.is_empty() {
            self.faults.push(("has a parameter without a name", "The braces are sent as characters. Write the name."));
            return self.path.push_str("%7B%7D");
        }
        let is_google = plain.len() > name.len() && plain[name.len()..].starts_with('=');
        let is_google_path = is_google && (pattern.contains('/') || pattern.starts_with("**"));
        let is_rest = text.starts_with('*') || whole.ends_with(['*', '+']) && plain == name || REST.contains(&pattern);
        if text.starts_with('+') || is_google_path || (is_rest && !is_google) {
            self.reserved.insert(name.to_owned());
        }
        self.path.push_str(prefix);
        self.push(name);
    }

    fn push(&mut self, name: &str) {
        self.path.push('{');
        self.path.push_str(name);
        self.path.push('}');
    }
}

/// The patterns of web frameworks for the rest of a path.
const REST: &[&str] = &["*", "**", ".*", ".+", "path"];

const STRAY: Fault = (
    "has characters that a URL must not contain",
    "They are sent percent-encoded. Write them so, or correct the path.",
);

/// The parts before and after the first occurrence of one of the characters outside of braces.
fn outside_braces(text: &str, wanted: char) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if c == wanted && depth == 0 => return (&text[..at], Some(&text[at + c.len_utf8()..])),
            _ => {}
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> String {
        read(text, &BTreeSet::from(["id", "id:x"])).map(|route| route.path).unwrap_or_default()
    }

    #[test]
    fn a_path_is_made_fit_for_a_url() {
        for (text, expected) in [
            ("/a/{id}", "/a/{id}"),
            ("/a/{id}.json", "/a/{id}.json"),
            ("a", "/a"),
            ("/a#get", "/a"),
            ("/#Action=A", "/"),
            ("/a?b=c", "/a"),
            ("/a b", "/a%20b"),
            ("/{+id}", "/{id}"),
            ("/{id*}", "/{id}"),
            ("/{id:[0-9]+}", "/{id}"),
            ("/{id:x}", "/{id:x}"),
            ("/v1/{id=projects/*/things/**}:undo", "/v1/{id}:undo"),
            ("/a{/id}", "/a/{id}"),
            ("/a{?b,c}", "/a"),
            ("/a{", "/a%7B"),
            ("/a}", "/a%7D"),
            ("/{}", "/%7B%7D"),
            ("/a{{id}}", "/a%7B{id}%7D"),
            ("/a/../b", ""),
        ] {
            assert_eq!(path(text), expected, "{text}");
            assert!(expected.is_empty() || expected.parse::<crate::spec::PathTemplate>().is_ok(), "{text}");
        }
    }

    #[test]
    fn a_value_of_several_segments_keeps_its_slashes() {
        let reserved = |text: &str| !read(text, &BTreeSet::from(["id"])).unwrap().reserved.is_empty();
        assert!(reserved("/{+id}") && reserved("/{id=projects/*}") && reserved("/{id=**}"));
        for rest in ["/{id*}", "/{id+}", "/{*id}", "/{**id}", "/{id:.*}", "/{id:.+}", "/{id:path}"] {
            assert!(reserved(rest), "{rest}");
        }
        assert!(!reserved("/{id}") && !reserved("/{id=*}") && !reserved("/{id:[a/b]}"));
    }

    #[test]
    fn a_query_is_taken_apart() {
        let route = read("/a?b=c&d={id}&e", &BTreeSet::from(["id"])).unwrap();
        let constant = |name: &str, value: &str| Pair::Constant(name.to_owned(), value.to_owned());
        assert_eq!(route.query, [constant("b", "c"), Pair::Param("d".to_owned(), "id".to_owned()), constant("e", "")]);
    }
}
