//! The error code and the message in the body of an error response, and which value of the request it is about.

use std::fmt::{self, Display, Write};

use serde_json::{Map, Value};

/// Names of properties with the errors of single values, the best first. Case, `_` and `-` are ignored.
const LISTS: &[&str] = &[
    "errors",
    "error",
    "issues",
    "violations",
    "invalidparams",
    "invalidparameters",
    "fielderrors",
    "fieldviolations",
    "validationerrors",
    "validation",
    "details",
    "detail",
    "causes",
    "extra",
    "embedded",
];
/// Names of properties with the message for one value, the best first.
const MESSAGES: &[&str] =
    &["message", "msg", "detail", "defaultmessage", "errormessage", "description", "reason", "error", "title", "code"];
/// Names of properties that say which value an error is about, the best first.
const LOCATIONS: &[&str] = &[
    "loc",
    "instancepath",
    "pointer",
    "propertypath",
    "field",
    "fieldname",
    "property",
    "parameter",
    "param",
    "target",
];
/// The same in an item of a list of errors, where these words mean nothing else.
const LOCATIONS_IN_LISTS: &[&str] = &["path", "key", "name", "propertyname", "location", "source"];
/// Names of properties with the part of the request that contains the value.
const PARTS: &[&str] = &["location", "source", "in"];
/// The maximum number of objects and lists that are entered.
const DEPTH: usize = 6;
/// The maximum number of items in which an error is searched.
const ITEMS: usize = 20;
/// The maximum number of bytes of a location. A longer one is left out and not cut: a secret that is cut in two would not
/// be found.
const LOCATION: usize = 200;

/// The error code of the service: the first string or number to which a pointer leads.
pub(crate) fn code(pointers: &[&str], body: &Value) -> Option<String> {
    pointers.iter().find_map(|pointer| text(body.pointer(pointer)?))
}

/// The message of the service: the first string or number to which a pointer leads. Where the body lists errors of
/// validation, it names the first value that is wrong and says how many errors there are besides.
pub(crate) fn message(pointers: &[&str], body: &Value) -> Option<String> {
    let (pointer, message) = pointers.iter().find_map(|pointer| Some((pointer, text(body.pointer(pointer)?)?)))?;
    // The values around the message, the outermost first.
    let around: Vec<&Value> = pointer.match_indices('/').filter_map(|(end, _)| body.pointer(&pointer[..end])).collect();
    let list = around.iter().enumerate().rev().find_map(|(index, value)| Some((index, value.as_array()?)));
    let Some((index, list)) = list else {
        // A message that is no item of a list stays as the service wrote it, since callers compare it.
        let mut objects = around.iter().rev().filter_map(|value| value.as_object());
        return Some(match objects.find_map(|object| listed(object, DEPTH)) {
            Some(detail) => detail.after(message),
            None => message,
        });
    };
    let location = around[index + 1..].iter().rev().find_map(|value| location_of_item(value.as_object()?));
    Some(Detail { location, message, others: list.len() - 1 }.to_string())
}

/// An error of a single value.
struct Detail {
    location: Option<String>,
    message: String,
    /// The number of further errors.
    others: usize,
}

/// `body.price: must be positive (and 2 more)`
impl Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = self.location.as_deref().filter(|location| !self.message.contains(*location)) {
            write!(f, "{location}: ")?;
        }
        f.write_str(&self.message)?;
        if self.others > 0 { write!(f, " (and {} more)", self.others) } else { Ok(()) }
    }
}

impl Detail {
    /// The message about the whole request, with the detail unless the message has it already.
    fn after(&self, message: String) -> String {
        if !message.contains(&self.message) {
            return format!("{}: {self}", message.trim_end_matches(['.', ':', ' ']));
        }
        // The message may name the value in other words, such as `price in body`.
        let last_step = |location: &str| location.rsplit(['.', '/']).next().unwrap_or_default().to_owned();
        match &self.location {
            Some(location) if !message.contains(&last_step(location)) => format!("{location}: {message}"),
            _ => message,
        }
    }

    /// The detail, about a value within a property or an object of this name.
    fn within(mut self, name: &str) -> Self {
        self.location = match self.location {
            Some(inner) => Some(format!("{name}.{inner}")),
            None => Some(name.to_owned()),
        };
        self.location = self.location.filter(|location| (1..=LOCATION).contains(&location.len()));
        self
    }
}

/// The first error in a property of an object that lists errors.
fn listed(object: &Map<String, Value>, depth: usize) -> Option<Detail> {
    LISTS.iter().find_map(|name| {
        // Other objects have strings that are not errors, such as the name of a resource.
        let has_strings = name.ends_with("errors");
        first(property(object, &[name])?, has_strings, depth)
    })
}

/// The first error in a list of errors, or in a map from fields to errors, which may be strings (`has_strings`).
fn first(errors: &Value, has_strings: bool, depth: usize) -> Option<Detail> {
    let depth = depth.checked_sub(1)?;
    match errors {
        Value::Array(items) => {
            let of_item = |item: &Value| match item {
                Value::Object(item) => error(item).or_else(|| listed(item, depth)),
                item => Some(Detail { location: None, message: text(item)?, others: 0 }),
            };
            let detail = items.iter().take(ITEMS).find_map(of_item)?;
            Some(Detail { others: detail.others + items.len() - 1, ..detail })
        }
        Value::Object(fields) => {
            let of_field = |(name, value): (&String, &Value)| {
                let detail = match value {
                    Value::String(message) if has_strings => {
                        Some(Detail { location: None, message: message.clone(), others: 0 })
                    }
                    Value::Object(item) => error(item).or_else(|| first(value, has_strings, depth)),
                    Value::Array(_) => first(value, has_strings, depth),
                    _ => None,
                }?;
                Some(detail.within(name))
            };
            let of_fields = || {
                let total: usize = fields.values().map(|value| value.as_array().map_or(1, Vec::len)).sum();
                let detail = fields.iter().take(ITEMS).find_map(of_field)?;
                Some(Detail { others: total.saturating_sub(1), ..detail })
            };
            // In a map from fields to errors, a field may have any name.
            if has_strings { of_fields() } else { listed(fields, depth).or_else(of_fields) }
        }
        _ => None,
    }
}

/// An object with the message for one value.
fn error(item: &Map<String, Value>) -> Option<Detail> {
    let message = MESSAGES.iter().find_map(|name| property(item, &[name])?.as_str().filter(|text| !text.is_empty()))?;
    Some(Detail { location: location_of_item(item), message: message.to_owned(), others: 0 })
}

fn location_of_item(item: &Map<String, Value>) -> Option<String> {
    let found = location(item, LOCATIONS).or_else(|| location(item, LOCATIONS_IN_LISTS))?;
    let part = property(item, PARTS).and_then(Value::as_str).filter(|part| !part.is_empty() && *part != found);
    let location = match part {
        // A pointer starts at the part itself.
        Some(part) if !found.starts_with(['/', '#']) => format!("{part}.{found}"),
        _ => found,
    };
    (location.len() <= LOCATION).then_some(location)
}

/// The location in the first of these properties that has one.
fn location(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let nested = || property(object, &["source"])?.as_object(); // JSON:API
    // Errors of JavaScript have the name of their class.
    let is_class = |found: &String| found.ends_with("Error") || found.ends_with("Exception");
    let found = names.iter().find_map(|name| path(property(object, &[name])?).filter(|found| !is_class(found)));
    found.or_else(|| {
        let source = nested()?;
        ["pointer", "parameter", "header"].iter().find_map(|name| path(source.get(*name)?))
    })
}

/// A location as text: `body.items[0].price` for the list of its steps.
fn path(location: &Value) -> Option<String> {
    let mut shown = String::new();
    match location {
        Value::String(text) => shown.push_str(text),
        Value::Array(steps) => {
            for step in steps {
                match step {
                    Value::String(name) if shown.is_empty() => shown.push_str(name),
                    Value::String(name) => shown.extend([".", name]),
                    // Writing to a String does not fail.
                    Value::Number(index) => write!(shown, "[{index}]").unwrap_or_default(),
                    _ => return None,
                }
            }
        }
        _ => return None,
    }
    (1..=LOCATION).contains(&shown.len()).then_some(shown)
}

/// The first property with one of these names.
fn property<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| {
        let is_named = |found: &str| {
            let letters = found.bytes().filter(|letter| !matches!(letter, b'_' | b'-'));
            letters.map(|letter| letter.to_ascii_lowercase()).eq(name.bytes())
        };
        object.iter().find(|(found, _)| is_named(found)).map(|(_, value)| value)
    })
}

/// A string or number as text, unless it is blank.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
