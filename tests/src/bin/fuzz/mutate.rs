//! Creates a changed document from a seed and a number: by the structure of its JSON, or by its lines.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::corpus::{Corpus, Seed};
use crate::words::{NAMES, STRINGS};

/// Numbers at the limits of integer and floating-point types.
fn number(random: &mut Rng) -> Value {
    let texts = [
        "0",
        "-0",
        "-0.0",
        "1",
        "-1",
        "2",
        "100",
        "255",
        "256",
        "2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551615",
        "1e19",
        "0.1",
        "1.0",
        "1e308",
        "-1e-320",
        "4294967296",
        "1000000",
    ];
    serde_json::from_str(texts[random.usize(..texts.len())]).expect("each is a number")
}

/// The case with this number: which file, and its changed text.
pub fn case(corpus: &Corpus, seed: u64, number: u64) -> (&Seed, String, Rng) {
    let mut random =
        Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    // The first numbers are skipped, because neighbouring seeds give similar ones.
    for _ in 0..4 {
        random.u64(..);
    }
    let chosen = &corpus.seeds[random.usize(..corpus.seeds.len())];
    // Most documents with many changes are refused early.
    let most = random.usize(..6);
    let changes = 1 + random.usize(..=most);
    let text = match &chosen.value {
        Some(value) if random.u8(..10) < 8 => {
            let mut value = value.clone();
            for _ in 0..changes {
                change(&mut value, corpus, &mut random);
            }
            if random.bool() { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }
                .expect("a value has a text")
        }
        Some(_) | None => lines(&chosen.text, corpus, changes, &mut random),
    };
    (chosen, text, random)
}

/// The number of values in a value, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(properties) => properties.values().map(size).sum(),
        Value::Array(items) => items.iter().map(size).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// The value with this number, counted from the outside.
fn nth<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Object(properties) => properties.values_mut().find_map(|value| nth(value, at)),
        Value::Array(items) => items.iter_mut().find_map(|value| nth(value, at)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn any<'a>(value: &'a mut Value, random: &mut Rng) -> &'a mut Value {
    let mut at = random.usize(..size(value));
    nth(value, &mut at).expect("a value has as many values as it has")
}

fn name(corpus: &Corpus, random: &mut Rng) -> String {
    match random.u8(..10) {
        0..4 => NAMES[random.usize(..NAMES.len())].to_owned(),
        4..8 if !corpus.names.is_empty() => corpus.names[random.usize(..corpus.names.len())].clone(),
        _ => STRINGS[random.usize(..STRINGS.len())].to_owned(),
    }
}

/// A value that occurs in a document, if possible in a property with this name.
fn value(corpus: &Corpus, name: &str, random: &mut Rng) -> Value {
    match (random.u8(..10), corpus.values.get(name)) {
        (0..7, Some(known)) => known[random.usize(..known.len())].clone(),
        _ => scalar(random),
    }
}

fn scalar(random: &mut Rng) -> Value {
    match random.u8(..10) {
        0..5 => STRINGS[random.usize(..STRINGS.len())].into(),
        5..7 => number(random),
        7 => random.bool().into(),
        8 => Value::Null,
        _ => [json!([]), json!({}), json!([[]]), json!({"": {}}), json!("a".repeat(300))][random.usize(..5)].clone(),
    }
}

/// One change of a value somewhere in the document.
fn change(document: &mut Value, corpus: &Corpus, random: &mut Rng) {
    let copied = any(document, random).clone();
    let target = any(document, random);
    match random.u8(..14) {
        0 => *target = scalar(random),
        1 | 2 => *target = copied,
        3 => {
            let name = name(corpus, random);
            *target = value(corpus, &name, random);
        }
        4..8 => insert(target, corpus, random),
        8 => remove(target, random),
        9 => rename(target, corpus, random),
        10 => wrap(target, random),
        11 => refer(document, random),
        12 => repeat(target, random),
        _ => text(target, random),
    }
}

fn insert(target: &mut Value, corpus: &Corpus, random: &mut Rng) {
    match target {
        Value::Object(properties) => {
            let known: Vec<String> = properties.keys().cloned().collect();
            // In half of the cases, an existing property is changed.
            let name = if known.is_empty() || random.bool() {
                name(corpus, random)
            } else {
                known[random.usize(..known.len())].clone()
            };
            let value = value(corpus, &name, random);
            properties.insert(name, value);
        }
        Value::Array(items) => {
            let item = if items.is_empty() || random.bool() {
                scalar(random)
            } else {
                items[random.usize(..items.len())].clone()
            };
            items.insert(random.usize(..=items.len()), item);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => *target = scalar(random),
    }
}

fn remove(target: &mut Value, random: &mut Rng) {
    match target {
        Value::Object(properties) if !properties.is_empty() => {
            let name = properties.keys().nth(random.usize(..properties.len())).cloned();
            name.and_then(|name| properties.remove(&name));
        }
        Value::Array(items) if !items.is_empty() => drop(items.remove(random.usize(..items.len()))),
        other => *other = Value::Null,
    }
}

fn rename(target: &mut Value, corpus: &Corpus, random: &mut Rng) {
    if let Value::Object(properties) = target
        && let Some(old) = properties.keys().nth(random.usize(..properties.len().max(1))).cloned()
    {
        let value = properties.remove(&old).expect("it was there");
        properties.insert(name(corpus, random), value);
    }
}

fn wrap(target: &mut Value, random: &mut Rng) {
    let inner = target.take();
    let depth = if random.u8(..20) == 0 { 60 } else { 1 };
    *target = (0..depth).fold(inner, |inner, _| match random.u8(..9) {
        0 => json!({"allOf": [inner]}),
        1 => json!({"oneOf": [inner.clone(), {"type": "string"}]}),
        2 => json!({"anyOf": [inner.clone(), inner]}),
        3 => json!({"type": "array", "items": inner}),
        4 => json!({"type": "object", "additionalProperties": inner}),
        5 => json!({"type": "object", "properties": {"a": inner}, "required": ["a"]}),
        6 => json!([inner]),
        7 => json!({"schema": inner}),
        _ => json!({"allOf": [{"type": "object"}, inner], "nullable": true}),
    });
    // The size is limited, because doubling a value at each step would have no end.
    if size(target) > 20_000 {
        *target = Value::Null;
    }
}

/// Replaces a value with a reference to something named in the document.
fn refer(document: &mut Value, random: &mut Rng) {
    let mut pointers = Vec::new();
    pointers_of(document, "#", 4, &mut pointers);
    let pointer = pointers[random.usize(..pointers.len())].clone();
    *any(document, random) = json!({ "$ref": pointer });
}

fn pointers_of(value: &Value, pointer: &str, depth: usize, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    if let (Value::Object(properties), true) = (value, depth > 0) {
        for (name, value) in properties {
            let name = name.replace('~', "~0").replace('/', "~1");
            pointers_of(value, &format!("{pointer}/{name}"), depth - 1, found);
        }
    }
}

/// Many equal items, or many properties that differ little in their names.
fn repeat(target: &mut Value, random: &mut Rng) {
    let count = [2, 3, 30][random.usize(..3)];
    match target {
        Value::Array(items) if !items.is_empty() && size(&items[0]) < 50 => {
            let item = items[random.usize(..items.len())].clone();
            items.extend(std::iter::repeat_n(item, count));
        }
        Value::Object(properties) if !properties.is_empty() => {
            let (name, value) = properties.iter().nth(random.usize(..properties.len())).expect("there is one");
            if size(value) < 50 {
                let copies: Map<String, Value> = ["_", "-", " ", "1", "s", "S", ".", "é"]
                    .iter()
                    .take(count)
                    .map(|end| (format!("{name}{end}"), value.clone()))
                    .chain([(name.to_uppercase(), value.clone())])
                    .collect();
                properties.extend(copies);
            }
        }
        Value::String(text) if text.len() < 1_000 => *text = text.repeat(count),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {}
    }
}

/// Changes a string a little.
fn text(target: &mut Value, random: &mut Rng) {
    let Value::String(text) = target else {
        *target = scalar(random);
        return;
    };
    let mut chars: Vec<char> = text.chars().collect();
    let at = random.usize(..=chars.len());
    match random.u8(..4) {
        0 => chars.truncate(at),
        1 if at < chars.len() => drop(chars.remove(at)),
        2 if !chars.is_empty() => chars.reverse(),
        _ => {
            let more = STRINGS[random.usize(..STRINGS.len())];
            chars.splice(at..at, more.chars());
        }
    }
    *text = chars.into_iter().collect();
}

/// Changes the lines of a text: pages, YAML as it was written, and JSON that no longer parses.
fn lines(text: &str, corpus: &Corpus, changes: usize, random: &mut Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..changes {
        if lines.is_empty() {
            lines.push(String::new());
        }
        let at = random.usize(..lines.len());
        let end = (at + 1 + random.usize(..8)).min(lines.len());
        match random.u8(..11) {
            0 => drop(lines.drain(at..end)),
            1 => {
                let block: Vec<String> = lines[at..end].to_vec();
                let to = random.usize(..=lines.len());
                lines.splice(to..to, block);
            }
            2 => {
                let other = random.usize(..lines.len());
                lines.swap(at, other);
            }
            3 => lines.insert(at, STRINGS[random.usize(..STRINGS.len())].to_owned()),
            4 if random.u8(..10) == 0 => lines.truncate(at),
            5 => {
                let space = ["  ", "    ", "\t", "- ", "? ", "- - "][random.usize(..6)];
                lines[at] = format!("{space}{}", lines[at]);
            }
            6 => lines[at] = lines[at].trim_start().to_owned(),
            7 => {
                let (line, name) = (&lines[at], name(corpus, random));
                lines[at] = match line.split_once(':') {
                    Some((before, _)) if random.bool() => {
                        format!("{before}: {}", value(corpus, before.trim(), random))
                    }
                    Some((before, after)) => {
                        let indentation = &before[..before.len() - before.trim_start().len()];
                        format!("{indentation}{name}:{after}")
                    }
                    None => name,
                };
            }
            8 => {
                let yaml = ["&a ", "*a", "!!str ", "|", ">-", "<<: *a", "---", "...", "'", "{", "[", "%YAML 1.2"];
                lines[at].push_str(yaml[random.usize(..yaml.len())]);
            }
            _ => {
                let mut chars: Vec<char> = lines[at].chars().collect();
                let from = random.usize(..=chars.len());
                let more = STRINGS[random.usize(..STRINGS.len())];
                let to = (from + random.usize(..3)).min(chars.len());
                chars.splice(from..to, more.chars());
                lines[at] = chars.into_iter().collect();
            }
        }
    }
    lines.join(if random.u8(..20) == 0 { "\r\n" } else { "\n" })
}
