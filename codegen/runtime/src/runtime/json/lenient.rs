//! Reads a response in which a value violates the spec in a harmless way, so that the rest of the response is not lost:
//! a null among the items of a list or the values of a map that does not allow nulls, a lone surrogate (`"\ud800"`)
//! in a string, an integer of more than 64 bits in an optional property, or a string, number or list where the
//! document only says `type: object`, which producers also write for a value of any kind (Java's `Object`).
//!
//! A response is read strictly first, and leniently only if that fails, so that valid responses cost nothing extra. The
//! null is then left out of the list or map, the surrogate becomes U+FFFD, the property with the integer is `None`, and
//! the object is empty. The struct around the value stores the
//! JSON of the whole property in `extra`, and writes it back while the field still has the value that was read. For
//! that, each property is parsed from its own JSON text.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use serde::de::{Error, MapAccess};
use serde_json::value::RawValue;

use super::decode::{Decode, Seed, set_too_large, value};
use super::trail;

thread_local! {
    /// Whether values are read leniently.
    static ON: Cell<bool> = const { Cell::new(false) };
    /// Whether a value was read that does not represent all of its JSON.
    static LOST: Cell<bool> = const { Cell::new(false) };
    /// The name of the property with the last error, as a step of a path, and the position of the error within the
    /// object.
    static PATH: RefCell<(String, String)> = const { RefCell::new((String::new(), String::new())) };
}

/// The maximum nesting of a value that is parsed from its own JSON text. It is the limit of serde_json, which starts
/// counting for each text.
pub(crate) const DEPTH: usize = 127;

/// Whether values are read leniently now.
pub(crate) fn is_on() -> bool {
    ON.get()
}

/// Reports that a value does not represent all of its JSON.
pub(crate) fn lose() {
    LOST.set(true);
}

/// Reads leniently, and returns whether a value does not represent all of its JSON.
fn watched<T>(read: impl FnOnce() -> T) -> (T, bool) {
    struct Restore(bool, bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            ON.set(self.0);
            LOST.set(self.1);
        }
    }
    let _restore = Restore(ON.replace(true), LOST.replace(false));
    let value = read();
    (value, LOST.get())
}

/// Reads a body that could not be read strictly: returns its value, and whether the value has lost a part of the body.
///
/// # Errors
/// The strict error if lenient reading does not help, or fails at the same position; otherwise the lenient one. Each
/// contains the path of the property.
#[cold]
pub(crate) fn read<T: Decode>(
    body: &[u8],
    strict: serde_json::Error,
) -> Result<(T, bool), (serde_json::Error, Option<String>)> {
    let at = trail::member_at(body, &strict);
    let Some(text) = readable(body, &strict) else { return Err((strict, at)) };
    let (error, path) = match attempt(text) {
        Ok(read) => return Ok(read),
        Err(failure) => failure,
    };
    // The error of a union contains its location in words.
    let known = at.as_deref().unwrap_or_default();
    let what = error.to_string();
    if known == path || (path.starts_with(known) && unplaced(&strict.to_string()).ends_with(unplaced(&what))) {
        return Err((strict, at));
    }
    let what = serde_json::Error::custom(format_args!("{path}: {}", unplaced(&what)));
    Err((what, Some(path).filter(|path| !path.is_empty())))
}

/// The body as a string if lenient reading may help: it is JSON, and contains a null or a lone surrogate, or the error is
/// about an integer or an object.
fn readable<'a>(body: &'a [u8], strict: &serde_json::Error) -> Option<&'a str> {
    let text = std::str::from_utf8(body).ok()?;
    let error = strict.to_string();
    let is_about = |words: &str| error.contains(words);
    let helps = is_about("expected an integer from")
        || is_about("expected an object")
        || text.contains("null")
        || matches!(without_surrogates(text), Cow::Owned(_));
    (helps && depth(text) <= DEPTH && serde_json::from_str::<&RawValue>(text).is_ok()).then_some(text)
}

/// Reads JSON unchanged or, if that fails, without its lone surrogates.
fn attempt<T: Decode>(text: &str) -> Result<(T, bool), (serde_json::Error, String)> {
    let failed = |text: &str, error: serde_json::Error| {
        let (name, within) = PATH.take();
        let at = trail::member_at(text.as_bytes(), &error).unwrap_or_default();
        // serde_json reports the position after the property that did not fit, or the end of the object.
        let at = at.strip_suffix(&*name).map_or(&*at, |at| at.strip_suffix('.').unwrap_or(at));
        (error, joined(at, &within))
    };
    let decoded = |text: &str| {
        PATH.take();
        watched(|| value::<T>(text.as_bytes()))
    };
    let (read, lost) = decoded(text);
    let error = match read {
        Ok(read) => return Ok((read, lost)),
        Err(error) => error,
    };
    Err(match without_surrogates(text) {
        Cow::Borrowed(text) => failed(text, error),
        Cow::Owned(text) => match decoded(&text).0 {
            Ok(read) => return Ok((read, true)),
            Err(error) => failed(&text, error),
        },
    })
}

/// The concatenation of two paths.
fn joined(outer: &str, inner: &str) -> String {
    let dot = if outer.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    [outer, dot, inner].concat()
}

/// Reads a property of an object from its JSON: returns its value, and whether the value has lost a part of it.
///
/// # Errors
/// When the JSON does not fit the type.
pub(crate) fn member<T: Decode, E: Error>(name: &str, text: &str) -> Result<(T, bool), E> {
    set_too_large(false);
    attempt(text).map_err(|(error, path)| {
        let name = trail::step(name);
        let path = joined(&name, &path);
        PATH.set((name, path));
        E::custom(unplaced(&error.to_string()))
    })
}

/// Reads the next value of a map; `None` if it is a null that is left out.
///
/// # Errors
/// When the JSON does not fit the type.
pub(crate) fn map_value<'de, T: Decode, A: MapAccess<'de>>(members: &mut A) -> Result<Option<T>, A::Error> {
    if !is_on() {
        return members.next_value_seed(Seed::new()).map(Some);
    }
    Ok(members.next_value_seed(Seed::<Option<T>>::new())?.or_else(null))
}

/// The value for null; `None` if the type has no null, so that the item is left out of the list or map.
#[cold]
pub(crate) fn null<T: Decode>() -> Option<T> {
    let read = value(b"null").ok();
    if read.is_none() {
        lose();
    }
    read
}

/// The message of an error without its position, which is relative to the start of a value rather than of the body.
pub(crate) fn unplaced(text: &str) -> &str {
    text.rsplit_once(" at line ").map_or(text, |(what, _)| what)
}

/// The JSON with U+FFFD instead of each lone surrogate. It is borrowed if it has no lone surrogates.
pub(crate) fn without_surrogates(text: &str) -> Cow<'_, str> {
    let unit = |at: usize| match text.as_bytes().get(at..at + 6)? {
        [b'\\', b'u', digits @ ..] => u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok(),
        _ => None,
    };
    let (mut whole, mut kept, mut at) = (String::new(), 0, 0);
    while let Some(next) = text[at..].find('\\') {
        at += next;
        at += match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                whole.push_str(&text[kept..at]);
                whole.push_str("\\ufffd");
                kept = at + 6;
                6
            }
            // The character after the backslash may be a backslash itself.
            _ => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    whole.push_str(&text[kept..]);
    Cow::Owned(whole)
}

/// The maximum nesting of objects and arrays.
pub(crate) fn depth(text: &str) -> usize {
    let (mut deepest, mut depth) = (0, 0_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Whether a field may have lost a part of the JSON of its property: nulls, lone surrogates, or what is no object.
pub(crate) fn may_say_more(json: &str) -> bool {
    let is_object = json.starts_with('{');
    !is_object || (json.len() > 4 && json.contains("null")) || matches!(without_surrogates(json), Cow::Owned(_))
}
