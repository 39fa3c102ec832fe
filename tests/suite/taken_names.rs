//! Tests documents in which each name is one that Rust, its standard library, the runtime or the generated code uses.
//!
//! There is one document for each kind of name; it has all names there. The names of the runtime and of the generated
//! code are read from their sources, so that a new one is tested at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen::emit::manifest::WorkspaceRole;
use codegen::generate::{Generated, generate};
use codegen::import::{Leniency, Source, import, positions};
use codegen::lower::config::CrateConfig;
use codegen::problem::show;
use codegen::spec::check::check;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Map, Value, json};

use crate::cargo::build_without_warnings;
use crate::merged::merged;
use crate::workshop::{files, lay_out};

/// Keywords of any edition, the prelude, primitive types and modules of the standard library.
const LANGUAGE: &str = "
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if
    impl in let loop macro match mod move mut override priv pub raw ref return safe self Self static struct super trait
    true try type typeof union unsafe unsized use virtual where while yield macro_rules auto default
    Option Some None Result Ok Err String Vec Box ToString ToOwned Clone Copy Send Sized Sync Unpin Drop Fn FnMut FnOnce
    AsyncFn AsyncFnMut AsyncFnOnce AsRef AsMut From Into TryFrom TryInto Default Iterator Extend IntoIterator
    DoubleEndedIterator ExactSizeIterator FromIterator Eq PartialEq Ord PartialOrd Debug Hash Display Future IntoFuture
    Cow Arc Rc Pin Ordering Error Duration PhantomData Deserialize Serialize Deserializer Serializer
    bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64
    std core alloc proc_macro test any borrow boxed cell cmp collections convert env fmt fs hash io iter marker mem net
    num ops option panic path pin process ptr rc result slice string sync task thread time vec prelude
    drop clone eq ne cmp hash fmt into from try_into as_ref as_mut to_string to_owned borrow deref index add not neg
    builder build new send main lib con nul aux bool_";

/// The words for the documents.
struct Words {
    /// The words of the language, the runtime and the generated code. Of several words that differ only in case or `_`,
    /// one is used.
    all: Vec<String>,
    /// Those with which a type in a file of its own may clash: the words that are written like a type, and those of the
    /// language, of the generated code and of the macros that it calls.
    of_types: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut near: BTreeSet<String> = LANGUAGE.split_whitespace().map(str::to_owned).collect();
        let mut found = BTreeSet::new();
        let runtime = files(&crate::root().join("codegen/runtime/src/runtime"));
        for (path, text) in &runtime {
            let text = std::str::from_utf8(text).expect("a source is UTF-8");
            declared(text.parse().unwrap_or_else(|error| panic!("{path}: {error}")), Declared::SharedItems, &mut found);
            let macros = text.split("macro_rules! ").skip(1).filter_map(|rest| rest.split_whitespace().next());
            near.extend(macros.map(str::to_owned));
        }
        let probe = generated("probe", &groups(&["Probe".to_owned()]));
        let modules = probe.tree.files().filter(|(path, _)| path.ends_with(".rs") && !path.contains("/runtime/"));
        for (path, text) in modules {
            declared(text.parse().unwrap_or_else(|error| panic!("{path}: {error}")), Declared::All, &mut near);
        }
        let key = |word: &str| word.replace('_', "").to_lowercase();
        let near_keys: BTreeSet<String> = near.iter().map(|word| key(word)).collect();
        let mut words: BTreeMap<String, String> = BTreeMap::new();
        found.append(&mut near);
        // A word with a capital is sorted first.
        for word in found {
            words.entry(key(&word)).or_insert(word);
        }
        let is_word = |word: &&String| word.chars().any(|letter| letter.is_ascii_alphabetic());
        let all: Vec<String> = words.into_values().filter(|word| is_word(&word)).collect();
        let is_near = |word: &&String| is_type(word) || near_keys.contains(&key(word));
        Words { of_types: all.iter().filter(is_near).cloned().collect(), all }
    })
}

/// The words after which an item has its name.
const DECLARING: [&str; 9] = ["const", "enum", "fn", "macro_rules", "mod", "static", "struct", "trait", "type"];

/// The identifiers that are collected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Declared {
    /// All of them.
    All,
    /// Those of items, in imports and in macros.
    Items,
    /// The same, without the items that a file keeps to itself: outside of macros, no code of another file can name
    /// them.
    SharedItems,
}

/// Collects the identifiers with which a name may clash.
fn declared(tokens: TokenStream, which: Declared, found: &mut BTreeSet<String>) {
    let (mut before, mut in_use, mut in_impl) = (String::new(), false, false);
    let (mut is_shared, mut is_trait) = (false, false);
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let inner = match group.delimiter() {
                    _ if which == Declared::All || in_use || before == "macro_rules" => Declared::All,
                    Delimiter::Brace if is_trait => Declared::Items,
                    _ => Declared::SharedItems,
                };
                let is_end = group.delimiter() == Delimiter::Brace && !in_use;
                declared(group.stream(), inner, found);
                if is_end {
                    (is_shared, is_trait, in_impl) = (false, false, false);
                } else if before == "pub" {
                    // The item follows `pub(crate)`.
                    continue;
                }
            }
            TokenTree::Ident(ident) => {
                let text = ident.to_string();
                let text = text.trim_start_matches("r#");
                is_shared |= matches!(text, "pub" | "macro_rules");
                in_impl |= text == "impl";
                is_trait |= text == "trait" || in_impl && text == "for";
                let is_item = DECLARING.contains(&before.as_str()) && (is_shared || which == Declared::Items);
                if which == Declared::All || in_use || is_item {
                    found.insert(text.to_owned());
                }
                in_use |= text == "use";
                // The name of a macro is between `macro_rules!` and its rules.
                before = if before == "macro_rules" { before } else { text.to_owned() };
                continue;
            }
            TokenTree::Punct(sign) => {
                let is_end = sign.as_char() == ';';
                in_use &= !is_end;
                is_shared &= !is_end;
                if before == "macro_rules" {
                    continue;
                }
            }
            TokenTree::Literal(_) => {}
        }
        before.clear();
    }
}

/// Whether a word is written like a type, so that a type with this name may hide the one that a file means.
fn is_type(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
}

fn object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(members.into_iter().collect::<Map<_, _>>())
}

fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Taken names", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// One schema of each kind of type that generated code names.
fn kinds() -> Map<String, Value> {
    let kinds = json!({
        "text": {"type": "string"},
        "moment": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "price": {"type": "string", "format": "decimal"},
        "bytes": {"type": "string", "format": "byte"},
        "anything": {},
        "list": {"type": "array", "items": {"type": "string"}},
        "nullable": {"type": ["string", "null"]},
        "lists": {"type": "array", "items": {"type": ["string", "null"]}},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
    });
    let Value::Object(kinds) = kinds else { unreachable!("it is written as an object") };
    kinds
}

/// Operations that together name everything that an operation can name, with models that have the names of the types of
/// requests.
fn rich(tag: &str, id: &str, at: &str) -> Vec<(String, Value)> {
    let mut params: Vec<Value> = Vec::new();
    for (name, schema) in kinds() {
        params.push(json!({"name": name, "in": "query", "schema": schema}));
        params.push(json!({"name": format!("{name}-needed"), "in": "query", "required": true, "schema": schema}));
    }
    params.push(json!({"name": "piped", "in": "query", "style": "pipeDelimited", "explode": false, "required": true,
        "schema": {"type": "array", "items": {"type": "string"}}}));
    let model =
        |what: &str| json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{id}{what}")}}});
    let whole = json!({
        "operationId": id, "tags": [tag], "parameters": params,
        "requestBody": {"required": true, "content": model("Headers")},
        "responses": {
            "200": {"description": "", "content": model("Success"), "headers": {"x-rate": {"schema": {"type": "integer"}}}},
            "202": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}},
            "204": {"description": ""},
            "400": {"description": "", "content": model("Fault")},
            "404": {"description": "", "content": model("Headers")},
        },
    });
    let parts = json!({"type": "object", "required": ["file", "list"], "properties": {
        "file": {"type": "string", "format": "binary"}, "more": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "list": {"type": "array", "items": {"type": "string"}}, "lists": {"type": "array", "items": {"type": ["string", "null"]}},
    }});
    let parted = json!({
        "operationId": format!("{id}Parts"), "tags": [tag],
        "requestBody": {"content": {"multipart/form-data": {"schema": parts}}},
        "responses": {"200": {"description": "", "content": {"application/octet-stream": {}}}},
    });
    vec![(format!("{at}/whole"), json!({"post": whole})), (format!("{at}/parts"), json!({"post": parted}))]
}

fn plain(tag: &str, id: &str, at: &str) -> Vec<(String, Value)> {
    let operation = json!({"operationId": id, "tags": [tag], "responses": {"204": {"description": ""}}});
    vec![(at.to_owned(), json!({"get": operation}))]
}

/// The models that the rich operations of that name use.
fn beside(id: &str) -> impl Iterator<Item = (String, Value)> {
    let model = || json!({"type": "object", "properties": {"text": {"type": "string"}}});
    ["Success", "ErrorBody", "Headers"].into_iter().map(move |what| (format!("{id}{what}"), model()))
}

fn groups(words: &[String]) -> Value {
    let of = |word: &String| {
        let at = format!("/{}", word.to_lowercase());
        if is_type(word) { rich(word, "act", &at) } else { plain(word, "act", &at) }
    };
    document(object(words.iter().flat_map(of)), object(beside("act")))
}

fn operations(words: &[String]) -> Value {
    let of = |word: &String| {
        let at = format!("/{}", word.to_lowercase());
        if is_type(word) { rich("probe", word, &at) } else { plain("probe", word, &at) }
    };
    let models = words.iter().filter(|word| is_type(word)).flat_map(|word| beside(word));
    document(object(words.iter().flat_map(of)), object(models))
}

/// Models of one shape that are named after the words, and refer to each other in rings, because the compiler follows
/// nested types only to a certain depth.
fn models(words: &[String], shape: impl Fn(&Value, usize) -> Value) -> Value {
    const RING: usize = 12;
    let of = |(at, word): (usize, &String)| {
        let start = at - at % RING;
        let next = &words[start..words.len().min(start + RING)];
        let next = &next[(at + 1 - start) % next.len()];
        (word.clone(), shape(&json!({"$ref": format!("#/components/schemas/{next}")}), at))
    };
    document(json!({}), object(words.iter().enumerate().map(of)))
}

fn structs(words: &[String]) -> Value {
    models(words, |next, at| {
        let mut members = if is_type(&words[at]) { kinds() } else { Map::new() };
        members.insert("next".to_owned(), next.clone());
        members.insert("many".to_owned(), json!({"type": "array", "items": next}));
        members.insert("kind".to_owned(), json!({"const": "fixed"}));
        let required = if at % 2 == 0 { json!(["kind", "text"]) } else { json!([]) };
        json!({"type": "object", "properties": members, "required": required})
    })
}

fn string_enums(words: &[String]) -> Value {
    models(words, |_, _| json!({"type": "string", "enum": ["one", "two"]}))
}

fn integer_enums(words: &[String]) -> Value {
    models(words, |_, _| json!({"type": "integer", "enum": [1, 2], "x-enum-varnames": ["one", "two"]}))
}

fn aliases(words: &[String]) -> Value {
    let mut kinds: Vec<Value> = kinds().into_values().collect();
    kinds.push(json!({"type": "object", "properties": {"text": {"type": "string"}}}));
    models(words, |_, at| kinds[at % kinds.len()].clone())
}

/// Unions of the next model and another type, so that unions contain each other.
fn unions(words: &[String]) -> Value {
    models(words, |next, at| match at % 3 {
        0 => json!({"oneOf": [{"type": "integer"}, {"type": "array", "items": next}]}),
        1 => json!({"anyOf": [{"type": "object", "properties": {"next": next}}, next]}),
        _ => json!({"oneOf": [next, {"type": "boolean"}]}),
    })
}

/// Every word as a property, as a value of enums, and as a type of one union.
fn members(words: &[String]) -> Value {
    let texts = || object(words.iter().map(|word| (word.clone(), json!({"type": "string"}))));
    let numbers: Vec<usize> = (0..words.len()).collect();
    document(
        json!({"/parts": {"post": {
            "operationId": "send", "tags": ["parts"],
            "requestBody": {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": texts()}}}},
            "responses": {"204": {"description": ""}},
        }}}),
        json!({
            "Optional": {"type": "object", "properties": texts()},
            "Needed": {"type": "object", "properties": texts(), "required": words},
            "Texts": {"type": "string", "enum": words},
            "Numbers": {"type": "integer", "enum": numbers, "x-enum-varnames": words},
        }),
    )
}

/// Every word as a parameter at each location, and as a header of a response.
fn params(words: &[String]) -> Value {
    let places = ["query", "header", "cookie", "path"];
    let mut paths = Map::new();
    for (place, required) in places.into_iter().flat_map(|place| [(place, false), (place, true)]) {
        if place == "path" && !required {
            continue;
        }
        // The words are split up, because a function can have only so many arguments.
        for (at, words) in words.chunks(if required { 40 } else { words.len() }).enumerate() {
            let param =
                |word: &String| json!({"name": word, "in": place, "required": required, "schema": {"type": "string"}});
            let names: Vec<String> = words.iter().map(|word| format!("{{{word}}}")).collect();
            let path = if place == "path" { names.join("/") } else { String::new() };
            let operation = json!({
                "operationId": format!("{place}-{required}-{at}"), "tags": ["params"],
                "parameters": words.iter().map(param).collect::<Vec<_>>(),
                "responses": {"204": {"description": ""}},
            });
            paths.insert(format!("/{place}/{required}/{at}/{path}"), json!({"get": operation}));
        }
    }
    let headers = object(words.iter().map(|word| (word.clone(), json!({"schema": {"type": "string"}}))));
    let operation = json!({"operationId": "headers", "tags": ["params"], "responses": {"204": {"description": "", "headers": headers}}});
    paths.insert("/headers".to_owned(), json!({"get": operation}));
    document(Value::Object(paths), json!({}))
}

/// Every word as a security scheme and as a variable of the server's URL.
fn client(words: &[String], scheme: &Value) -> Value {
    let operation = json!({"operationId": "act", "tags": ["probe"], "responses": {"204": {"description": ""}}});
    let mut document = document(json!({"/act": {"get": operation}}), json!({}));
    document["components"]["securitySchemes"] = object(words.iter().map(|word| (word.clone(), scheme.clone())));
    document["security"] = words.iter().map(|word| json!({word: []})).collect();
    let names: Vec<String> = words.iter().map(|word| format!("{{{word}}}")).collect();
    let variables = object(words.iter().map(|word| (word.clone(), json!({"default": "v"}))));
    document["servers"] = json!([{"url": format!("https://example.com/{}", names.join("/")), "variables": variables}]);
    document
}

fn generated(name: &str, document: &Value) -> Generated {
    let source = Source { name: format!("{name}.json"), text: document.to_string() };
    let made = || {
        let imported = import(None, std::slice::from_ref(&source), Leniency::Lenient)?;
        generate(&check(imported.api, None)?, &CrateConfig::named(name), "cargo xtask in a test", WorkspaceRole::Member)
    };
    made().unwrap_or_else(|problems| panic!("{name}\n{}", show(&problems, &|_| Some(source.text.clone()), positions)))
}

/// The documents. The modules of models are the same for each kind of type, and every word is one of them among the
/// structs; the other kinds have those words with which the type itself may clash.
fn documents() -> Vec<(&'static str, Value)> {
    let Words { all, of_types } = words();
    let flow = json!({"tokenUrl": "https://example.com/token", "scopes": {}});
    vec![
        ("names-of-groups", groups(all)),
        ("names-of-operations", operations(all)),
        ("names-of-structs", structs(all)),
        ("names-of-string-enums", string_enums(of_types)),
        ("names-of-integer-enums", integer_enums(of_types)),
        ("names-of-aliases", aliases(of_types)),
        ("names-of-unions", unions(of_types)),
        ("names-of-members", members(all)),
        ("names-of-params", params(all)),
        ("names-of-keys", client(all, &json!({"type": "apiKey", "in": "header", "name": "x-key"}))),
        ("names-of-tokens", client(all, &json!({"type": "oauth2", "flows": {"clientCredentials": flow}}))),
    ]
}

/// The crates of the documents as one package with a module for each.
fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("taken-names");
    let crates: Vec<(&str, Generated)> =
        documents().into_iter().map(|(name, document)| (name, generated(name, &document))).collect();
    let files = merged("taken-names", crates.iter().map(|(name, made)| (*name, &made.krate, &made.tree)));
    let mut wanted: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(path, text)| (format!("names/{path}"), text.into())).collect();
    wanted.insert("Cargo.toml".to_owned(), b"[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n".to_vec());
    lay_out(&folder, &wanted);
    folder
}

#[test]
fn the_words_are_those_of_the_sources() {
    let Words { all, of_types } = words();
    let has = |words: &[String], word: &str| {
        let same = |other: &String| other.replace('_', "").eq_ignore_ascii_case(&word.replace('_', ""));
        words.iter().any(same)
    };
    for word in ["Option", "Ok", "self", "std", "Date", "Base64", "Maybe", "Unlisted", "open_enum", "ClientBuilder"] {
        assert!(has(all, word), "{word}");
    }
    assert!(all.len() > 500, "{}", all.len());
    for word in ["Option", "self", "std", "open_enum", "ClientBuilder", "crate", "models", "runtime"] {
        assert!(has(of_types, word), "{word}");
    }
    assert!(of_types.len() > 300, "{}", of_types.len());
}

#[test]
fn a_name_that_is_taken_compiles_in_each_place() {
    build_without_warnings(&workspace(), &["check", "--workspace", "--no-default-features"]);
}
