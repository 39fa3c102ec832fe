//! Specs that are meant to overload the checks: the time stays bounded, and the stack small.

use super::*;
use crate::problem::{At, Place, Rule};
use crate::spec::{Member, Presence, Scalar, Shape, Struct, TypeDef, TypeRef, json};

fn def(shape: Shape) -> TypeDef {
    TypeDef {
        docs: String::new(),
        deprecated: false,
        params: Vec::new(),
        shape,
        constraints: Default::default(),
        xml: None,
        origin: None,
    }
}

fn api(types: impl IntoIterator<Item = (String, TypeDef)>) -> Api {
    Api { title: "t".to_owned(), types: types.into_iter().collect(), ..Api::default() }
}

fn rules(api: Api) -> Vec<Rule> {
    check(api, Some("api.json")).err().into_iter().flatten().map(|problem| problem.rule).collect()
}

fn nested(depth: usize) -> TypeRef {
    (0..depth).fold(TypeRef::Scalar(Scalar::String), |ty, _| ty.list())
}

/// An API with a chain of types, each of which refers to the next, and the last to `end`.
fn chain(end: TypeRef, link: impl Fn(TypeRef) -> Shape) -> Api {
    // Recursion of this depth would overflow the stack of a test.
    const COUNT: usize = 30_000;
    let name = |number| format!("T{number:06}");
    let next = |number| if number + 1 == COUNT { end.clone() } else { TypeRef::named(name(number + 1)) };
    api((0..COUNT).map(|number| (name(number), def(link(next(number))))))
}

fn holder(ty: TypeRef) -> Shape {
    let member = Member { presence: Presence::Required, ..Member::new(ty) };
    Shape::Struct(Struct { members: [("next".to_owned(), member)].into(), rest: None })
}

#[test]
fn long_chains_have_an_end() {
    assert_eq!(rules(chain(TypeRef::Scalar(Scalar::Json), Shape::Alias)), []);
    assert_eq!(rules(chain(TypeRef::Scalar(Scalar::Json), holder)), []);
}

#[test]
fn long_cycles_are_one_problem() {
    let first = TypeRef::named("T000000");
    assert_eq!(rules(chain(first.clone(), Shape::Alias)), [Rule::EndlessType]);
    assert_eq!(rules(chain(first.clone().list(), Shape::Alias)), [Rule::EndlessType]);
    assert_eq!(rules(chain(first.clone(), holder)), [Rule::EndlessType]);
    assert_eq!(rules(chain(first.list(), holder)), []);
}

#[test]
fn what_is_as_deep_as_reading_allows_passes_and_reads_back() {
    for (depth, found) in [(64, vec![]), (65, vec![Rule::DeepType]), (2000, vec![Rule::DeepType])] {
        assert_eq!(rules(api([("A".to_owned(), def(Shape::Alias(nested(depth))))])), found, "{depth}");
    }
    let deepest = (0..64).fold(TypeRef::Scalar(Scalar::String).nullable(), |ty, _| ty.list().nullable());
    let api = api([("A".to_owned(), def(Shape::Alias(deepest)))]);
    json::write_api(&check(api, None).unwrap());
}

#[test]
fn a_default_reads_back_however_deep_it_may_be() {
    for (depth, is_deep) in [(64, false), (65, true), (2000, true)] {
        let default = (0..depth).fold(serde_json::Value::Null, |value, _| serde_json::Value::Array(vec![value]));
        let member = Member { default: Some(default), ..Member::new(TypeRef::Scalar(Scalar::Json)) };
        let shape = Shape::Struct(Struct { members: [("a".to_owned(), member)].into(), rest: None });
        match check(api([("A".to_owned(), def(shape))]), None) {
            Ok(checked) => assert!(!is_deep && !json::write_api(&checked).is_empty()),
            Err(problems) => assert!(is_deep && problems[0].rule == Rule::DefaultType),
        }
    }
}

#[test]
fn without_a_file_places_are_those_of_the_source() {
    let origin = "page.txt#/Definitions/A".parse().unwrap();
    let known = TypeDef { origin: Some(origin), ..def(Shape::Alias(TypeRef::named("B"))) };
    let unknown = def(Shape::Alias(TypeRef::named("B")));
    let problems = check(api([("A".to_owned(), known), ("C".to_owned(), unknown)]), None).unwrap_err();
    let pointer = At::Pointer("/Definitions/A".to_owned());
    assert_eq!(problems[0].place, Place { file: "page.txt".to_owned(), at: pointer });
    assert_eq!(problems[0].message, "the type `B` does not exist (at `/types/A/shape/alias` of the spec)");
    assert_eq!(problems[1].place, Place::file("t"));
}
