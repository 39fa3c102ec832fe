//! Tests that NaN and infinities are refused before anything is sent, with the name of the parameter.

use crate::runtime::call::builder::Call;
use crate::runtime::call::config::Config;
use crate::runtime::call::error::ErrorKind;
use crate::runtime::call::operation::*;
use crate::runtime::http::fake::Fake;
use crate::runtime::params::style::{Param, Style};

use super::support::API;

static SEND: Operation = Operation::new("send", "POST", "/send/{id}");

const BAD: f64 = f64::NAN;

#[tokio::test]
async fn numbers_that_are_none_are_refused_everywhere() {
    let fake = Fake::new().respond_json(200, "");
    let core = Config::new(&API).transport(fake.clone()).build().unwrap();
    let call = || Call::new(&core, &SEND).path("id", 1);
    let body = serde_json::json!({"a": 1});
    let list = std::collections::BTreeMap::from([("prices", vec![1.0, f64::INFINITY])]);
    for (bad, name, member) in [
        (Call::new(&core, &SEND).path("id", f32::INFINITY), "`id`", None),
        (call().query("price", BAD), "`price`", None),
        (call().queries("price", &[1.0, BAD]), "`price`", None),
        (call().header("x-price", BAD), "`x-price`", None),
        (call().headers("x-price", &[BAD]), "`x-price`", None),
        (call().cookie("price", -f64::INFINITY), "`price`", None),
        (call().form(&[("ok", &"NaN"), ("price", &BAD)]), "`price`", None),
        (call().text_part("price", "", BAD), "`price`", None),
        (call().json_part("price", "", &vec![BAD]), "`price`", None),
        (call().value(Param::query("price", Style::DeepObject), &list), "`price`", None),
        (call().json(&list), "body", Some("prices[1]")),
        (call().form_of(&list, &[]), "body", Some("prices[1]")),
    ] {
        let error = bad.send().await.unwrap_err();
        assert_eq!((error.kind(), error.member()), (ErrorKind::Request, member), "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(fake.requests().is_empty());
    call().query("name", "NaN").header("x-name", "inf").json(&body).send().await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}
