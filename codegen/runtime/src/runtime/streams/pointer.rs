//! Finds a part of a JSON text by its JSON pointer (RFC 6901), without parsing the whole text.
//!
//! In an array, `-` is the last item, and `NAME=VALUE` is the first object whose property `NAME` is the string `VALUE` in
//! any case.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The JSON at a pointer; `None` if it is missing or null.
///
/// # Errors
/// Those of [`present`].
pub fn at<'a>(json: &'a [u8], pointer: &str) -> Result<Option<&'a str>, serde_json::Error> {
    Ok(present(json, pointer)?.filter(|found| *found != "null"))
}

/// The JSON at a pointer, which may be null; `None` if it is missing.
///
/// # Errors
/// The JSON before the part is malformed.
pub fn present<'a>(json: &'a [u8], pointer: &str) -> Result<Option<&'a str>, serde_json::Error> {
    let mut found: &'a str = serde_json::from_slice::<&RawValue>(json)?.get();
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        let mut json = serde_json::Deserializer::from_str(found);
        let part = match (found.as_bytes().first(), index(&name)) {
            (Some(b'{'), _) => Member(&name).deserialize(&mut json)?,
            (Some(b'['), Some(index)) => Item(Some(index)).deserialize(&mut json)?,
            (Some(b'['), None) if name == "-" => Item(None).deserialize(&mut json)?,
            (Some(b'['), None) => match name.split_once('=') {
                Some((name, value)) => Entry(name, value).deserialize(&mut json)?,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        match part {
            Some(value) => found = value.get(),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// The JSON text with other JSON at a pointer, which is added where it is missing; `None` if the text around it is not
/// an object. All else stays as it is.
pub fn with(json: &str, pointer: &str, value: &str) -> Option<String> {
    if let Some(found) = present(json.as_bytes(), pointer).ok()? {
        // The part is a slice of the text.
        let start = found.as_ptr() as usize - json.as_ptr() as usize;
        return Some([&json[..start], value, &json[start + found.len()..]].concat());
    }
    let (around, name) = pointer.rsplit_once('/')?;
    let name = serde_json::to_string(&name.replace("~1", "/").replace("~0", "~")).ok()?;
    let object = match at(json.as_bytes(), around).ok()? {
        None => format!("{{{name}:{value}}}"),
        Some(object) => {
            let rest = object.strip_prefix('{')?.trim_start();
            let comma = if rest == "}" { "" } else { "," };
            format!("{{{name}:{value}{comma}{rest}")
        }
    };
    with(json, around, &object)
}

/// The index of an item of an array: digits without a leading zero (RFC 6901 section 4).
fn index(name: &str) -> Option<usize> {
    let is_index = name == "0" || !name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit());
    is_index.then(|| name.parse().ok()).flatten()
}

/// The string or number at a pointer, as a string; `None` if it is empty.
pub fn text(json: &[u8], pointer: &str) -> Option<String> {
    let found = at(json, pointer).ok()??;
    let text = match found.as_bytes().first()? {
        b'"' => serde_json::from_str(found).ok()?,
        b'0'..=b'9' | b'-' => found.to_owned(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The number of items of the list at a pointer.
pub fn count(json: &[u8], pointer: &str) -> i64 {
    let items = at(json, pointer).ok().flatten().and_then(|list| serde_json::from_str::<Vec<IgnoredAny>>(list).ok());
    items.map_or(0, |items| i64::try_from(items.len()).unwrap_or(i64::MAX))
}

/// Compares a name. It is read as bytes, since serde_json refuses a lone surrogate in a string.
struct Name<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<bool, E> {
        Ok(name == self.0.as_bytes())
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

/// Reads one property of an object, and skips the others.
struct Member<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_wanted) = map.next_key_seed(Name(self.0))? {
            if is_wanted {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Reads one item of an array, the last one without an index, and skips the others.
struct Item(Option<usize>);

impl<'de> DeserializeSeed<'de> for Item {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Item {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Some(index) = self.0 else {
            let mut last = None;
            while let Some(item) = items.next_element()? {
                last = Some(item);
            }
            return Ok(last);
        };
        for _ in 0..index {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(None);
            }
        }
        let found = items.next_element()?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}

/// Reads the first object of an array with a property that is a given string in any case, and skips the other items.
struct Entry<'a>(&'a str, &'a str);

impl<'de> DeserializeSeed<'de> for Entry<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Self(name, value) = self;
        let mut found = None;
        while let Some(item) = items.next_element::<&RawValue>()? {
            if found.is_none() && item.get().starts_with('{') {
                let member = Member(name).deserialize(&mut serde_json::Deserializer::from_str(item.get()));
                let text = member.ok().flatten().and_then(|text| serde_json::from_str::<String>(text.get()).ok());
                found = text.filter(|text| text.eq_ignore_ascii_case(value)).map(|_| item);
            }
        }
        Ok(found)
    }
}
