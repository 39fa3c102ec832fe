//! Tests of XML bodies: elements that the tables name, elements that they do not name, and refused documents.

use crate::runtime::params::tree;
use crate::runtime::xml::shape::{Item, Name, Node, Object, Property, Root, Union, Value};
use crate::runtime::xml::{read, write};

static TAG: Object = Object {
    properties: &[Property::new("key", Value::Text).named("Key"), Property::new("value", Value::Text).named("Value")],
    rest: None,
};

static TAGS: Item = Item { name: Name::new("Tag"), value: Value::Object(&TAG), nil: false };
static SIZES: Item = Item { name: Name::new("size"), value: Value::Number, nil: true };
static WORDS: Item = Item { name: Name::new("word"), value: Value::Text, nil: false };

static CAT: Object = Object {
    properties: &[Property::new("kind", Value::Text).node(Node::Attribute), Property::new("lives", Value::Number)],
    rest: None,
};
static DOG: Object = Object {
    properties: &[
        Property::new("kind", Value::Text).node(Node::Attribute),
        Property::new("tricks", Value::List(&WORDS)),
    ],
    rest: None,
};
static PET: Union =
    Union { tag: Some("kind"), variants: &[(&["cat"], Value::Object(&CAT)), (&["dog", "puppy"], Value::Object(&DOG))] };
static LENGTH: Union =
    Union { tag: None, variants: &[(&[], Value::Number), (&[], Value::Boolean), (&[], Value::Text)] };

static SHAPE: Object = Object {
    properties: &[
        Property::new("id", Value::Number).node(Node::Attribute),
        Property::new("language", Value::Text)
            .named("lang")
            .within("http://www.w3.org/XML/1998/namespace", "xml")
            .node(Node::Attribute),
        Property::new("name", Value::Text).named("Name"),
        Property::new("tags", Value::List(&TAGS)).named("Tags").required(),
        Property::new("sizes", Value::List(&SIZES)).node(Node::Items),
        Property::new("needed", Value::List(&WORDS)).node(Node::Items).required(),
        Property::new("ready", Value::Boolean).named("Ready"),
        Property::new("created", Value::Word).named("Created").nil(),
        Property::new("labels", Value::Map(&Value::Text)).named("Labels"),
        Property::new("pet", Value::Union(&PET)).named("Pet"),
        Property::new("length", Value::Union(&LENGTH)),
        Property::new("body", Value::Any),
        Property::new("inner", Value::Object(&SHAPE)),
    ],
    rest: None,
};
static ROOT: Root = Root { name: Name::new("Shape").within("urn:shape", ""), value: Value::Object(&SHAPE) };

static NOTE: Object = Object {
    properties: &[
        Property::new("ids", Value::List(&SIZES)).node(Node::Attribute),
        Property::new("text", Value::Text).node(Node::Cdata),
    ],
    rest: None,
};
static NOTE_ROOT: Root = Root { name: Name::new("note").within("urn:note", "n"), value: Value::Object(&NOTE) };

static SCORES: Object =
    Object { properties: &[Property::new("total", Value::Number).within("urn:t", "t")], rest: Some(Value::Number) };
static SCORES_ROOT: Root = Root { name: Name::new("scores"), value: Value::Object(&SCORES) };

const DECLARATION: &str = r#"<?xml version="1.0" encoding="utf-8"?>"#;

fn json(xml: &str, root: &Root) -> String {
    read::json(xml, root).unwrap_or_else(|error| panic!("{xml}: {error}"))
}

fn xml(json: &str, root: &Root) -> Result<String, String> {
    write::document(&tree::read(json.as_bytes()).unwrap(), root)
}

/// Checks that XML and JSON of the same value are converted to each other.
#[track_caller]
fn same(root: &Root, expected_xml: &str, expected_json: &str) {
    assert_eq!(json(expected_xml, root), expected_json);
    assert_eq!(xml(expected_json, root).unwrap(), format!("{DECLARATION}{expected_xml}"));
}

#[test]
fn named_parts_become_the_properties_of_json_and_back() {
    same(
        &ROOT,
        r#"<Shape xmlns="urn:shape" id="5" xml:lang="en"><Name>a &amp; b</Name><Tags><Tag><Key>k</Key><Value/></Tag></Tags><size>1</size><size>2.5</size><word>x</word><Ready>true</Ready><Created>2020-01-02</Created><Labels><a>1</a><b>2</b></Labels></Shape>"#,
        r#"{"id":5,"language":"en","name":"a & b","tags":[{"key":"k","value":""}],"sizes":[1,2.5],"needed":["x"],"ready":true,"created":"2020-01-02","labels":{"a":"1","b":"2"}}"#,
    );
}

#[test]
fn empty_elements_are_empty_strings_lists_and_nulls() {
    let found = json(r#"<Shape><Name/><Tags/><Ready></Ready><Created/><Labels/><inner/></Shape>"#, &ROOT);
    assert_eq!(
        found,
        r#"{"name":"","tags":[],"needed":[],"ready":null,"created":null,"labels":{},"inner":{"needed":[]}}"#
    );
    let nil = r#"<Shape xmlns="urn:shape"><size xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><Created xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></Shape>"#;
    same(&ROOT, nil, r#"{"sizes":[null],"needed":[],"created":null}"#);
}

#[test]
fn numbers_and_booleans_of_xml_schema_are_read() {
    let found = json(
        "<Shape id='+07'><size> 1 </size><size>-.5</size><size>1.</size><size>1E5</size><size>INF</size><Ready> 0 </Ready></Shape>",
        &ROOT,
    );
    assert_eq!(found, r#"{"id":7,"sizes":[1,-0.5,1,1e5,"INF"],"needed":[],"ready":false}"#);
}

#[test]
fn what_no_table_names_is_kept() {
    same(
        &ROOT,
        r#"<Shape xmlns="urn:shape" xmlns:ns2="urn:o" id="5" version="2" ns2:mark="m"><Name Encoded="true">a</Name><word>w</word><New><Deep at="1">t</Deep></New><More>1</More><More/><other xmlns="urn:o">o</other></Shape>"#,
        r##"{"id":5,"name":"a","name/@Encoded":"true","needed":["w"],"@version":"2","@{urn:o}mark":"m","New":{"Deep":{"@at":"1","#text":"t"}},"More":["1",""],"{urn:o}other":"o"}"##,
    );
    // The element of a list may hold more than its items.
    same(
        &ROOT,
        r#"<Shape xmlns="urn:shape"><Name>a</Name><Tags count="1"><Tag><Key>k</Key></Tag><Next at="2">n</Next><Next/></Tags></Shape>"#,
        r##"{"name":"a","tags":[{"key":"k"}],"tags/Next":[{"@at":"2","#text":"n"},""],"tags/@count":"1","needed":[]}"##,
    );
    // The element has the JSON name of a property whose name in XML differs.
    let found = json("<Shape><name>x</name></Shape>", &ROOT);
    assert_eq!(found, r#"{"needed":[],"{}name":"x"}"#);
    assert!(xml(&found, &ROOT).unwrap().contains(r#"<name xmlns="">x</name>"#));
}

#[test]
fn prefixes_and_namespaces_are_read_whatever_they_are_called() {
    let found = json(
        r#"<p:Shape xmlns:p="urn:shape"><p:Name>a</p:Name><q:Name xmlns:q="urn:other">b</q:Name></p:Shape>"#,
        &ROOT,
    );
    assert_eq!(found, r#"{"name":"a","needed":[],"{urn:other}Name":"b"}"#);
    same(
        &NOTE_ROOT,
        r#"<n:note xmlns:n="urn:note" ids="1 2"><![CDATA[a < b]]]]><![CDATA[> c]]></n:note>"#,
        r#"{"ids":[1,2],"text":"a < b]]> c"}"#,
    );
    same(
        &SCORES_ROOT,
        r#"<scores><t:total xmlns:t="urn:t">3</t:total><a>1</a><total>2</total></scores>"#,
        r#"{"total":3,"a":1,"{}total":2}"#,
    );
}

#[test]
fn unions_are_told_apart_by_their_tag_or_by_what_they_hold() {
    same(
        &ROOT,
        r#"<Shape xmlns="urn:shape"><Pet kind="puppy"><tricks><word>sit</word></tricks></Pet><length>5</length></Shape>"#,
        r#"{"needed":[],"pet":{"kind":"puppy","tricks":["sit"]},"length":5}"#,
    );
    let found = json("<Shape><Pet><lives>9</lives></Pet><length>long</length></Shape>", &ROOT);
    assert_eq!(found, r#"{"needed":[],"pet":{"lives":9},"length":"long"}"#);
}

#[test]
fn text_is_escaped() {
    let written = xml(r#"{"id":"\"\n\t<","name":"a\rb"}"#, &ROOT).unwrap();
    assert!(written.contains(r#"id="&quot;&#10;&#9;&lt;""#), "{written}");
    assert!(written.contains("<Name>a&#13;b</Name>"), "{written}");
    let written = xml(r#"{"text":"a\r\nb"}"#, &NOTE_ROOT).unwrap();
    assert!(written.contains("<![CDATA[a]]>&#13;<![CDATA[\nb]]>"), "{written}");
    assert_eq!(json(&written, &NOTE_ROOT), r#"{"text":"a\r\nb"}"#);
    let error = xml(r#"{"name":"\u0001"}"#, &ROOT).unwrap_err();
    assert_eq!(error, "XML cannot hold the character U+0001");
    let error = xml(r#"{"a b":"c"}"#, &ROOT).unwrap_err();
    assert_eq!(error, "`a b` is not a name in XML");
}

#[test]
fn white_space_and_sections_are_text() {
    let found = json("<Shape>\n  <Name> a <![CDATA[<b>]]>&#x20;&lt;</Name>\n</Shape>\n<!-- end -->", &ROOT);
    assert_eq!(found, r#"{"name":" a <b> <","needed":[]}"#);
}

#[test]
fn what_is_not_safe_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(101), "</a>".repeat(101));
    let spaces = format!(r#"<a xmlns:p="{}"><p:b/></a>"#, "x".repeat(2_000));
    let wide = format!("<a {}/>", (0..1_001).map(|at| format!("a{at}='' ")).collect::<String>());
    let many = format!(r#"<a xmlns:p="{}">{}</a>"#, "x".repeat(900), "<p:b/><c/>".repeat(2_000));
    for (document, expected) in [
        (r#"<!DOCTYPE a [<!ENTITY b "c">]><Shape>&b;</Shape>"#, "a document type declaration is refused"),
        (r#"<!DOCTYPE a SYSTEM "file:///etc/passwd"><Shape/>"#, "a document type declaration is refused"),
        ("<Shape>&b;</Shape>", "the entity `b` is not declared"),
        (&deep, "elements are nested more than 100 levels deep"),
        (&spaces, "a namespace has more than 1000 bytes"),
        (&wide, "an element has more than 1000 attributes"),
        ("<Shape>", "the document ends before its root element does"),
        ("", "the document ends before its root element does"),
        ("<Shape/><b/>", "something follows the root element"),
        ("x<Shape/>", "the document does not begin with an element"),
        ("<q:Shape/>", "the prefix `q` is not declared"),
    ] {
        assert_eq!(read::json(document, &ROOT).unwrap_err(), expected, "{document}");
    }
    assert!(read::json("<Shape></Other>", &ROOT).is_err());
    assert!(read::json("<Shape a='1' a='2'/>", &ROOT).is_err());
    assert!(read::json(&many, &ROOT).is_ok_and(|json| json.len() < 8 * many.len() + (1 << 16)));
}
