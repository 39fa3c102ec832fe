//! Recognizes the format of a document by its content: the property names at its top, or the lines of a page.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::{Format, learn};

/// The format of a document, by its content; `None` if it is not supported.
pub fn recognize(text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return by_names(&json_names(text));
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

/// The property names at the top of a YAML document.
fn yaml_names(text: &str) -> Vec<String> {
    let tops = text.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim_matches(['"', '\'']));
    tops.filter(|name| matches!(*name, "swagger" | "openapi")).map(str::to_owned).collect()
}

/// The property names at the top of a JSON document, as far as it can be read, so that a broken document is recognized
/// too.
fn json_names(text: &str) -> Vec<String> {
    struct Names<'a>(&'a mut Vec<String>);

    impl<'de> Visitor<'de> for Names<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(name) = map.next_key::<String>()? {
                self.0.push(name);
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }

    let mut names = Vec::new();
    // The importer of the format reports syntax errors, with their locations.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Names(&mut names));
    names
}
