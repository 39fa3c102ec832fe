//! An API for tests: its constants, as a generated crate would have them.

use std::collections::VecDeque;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::Deserialize;
use serde_json::Value;

use crate::runtime::auth::credential::Bearer;
use crate::runtime::call::builder::Call;
use crate::runtime::call::config::{Config, Core};
use crate::runtime::call::error::Error;
use crate::runtime::call::operation::*;
use crate::runtime::call::response::Response;
use crate::runtime::http::transport::BoxError;
use crate::runtime::json::decode::Decode;

/// Any JSON, as a model.
#[derive(Debug, Deserialize)]
pub struct Json(Value);

impl Decode for Json {}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

/// The token, which no output may show.
pub const TOKEN: &str = "tok-4f1d2c-secret";

pub static API: Api = Api {
    name: "carts",
    version: "1.2.3",
    base_url: Some("https://api.example.com"),
    variables: &[],
    client_params: &[ClientParam { name: "version", default: Some("1") }],
    schemes: &[
        Scheme { name: "Authorization", kind: SchemeKind::Bearer { header: "authorization" } },
        Scheme { name: "key", kind: SchemeKind::QueryKey { name: "api key" } },
        Scheme { name: "basic", kind: SchemeKind::Basic },
    ],
    request_id: Some("ms-requestid"),
    correlation_id: Some("ms-correlationid"),
    error_code: &["/code"],
    error_message: &["/description", "/message"],
};

const VERSION: ClientArgument =
    ClientArgument { place: Place::Path, name: "version", value: Source::Client("version") };

pub static CREATE: Operation = Operation::new("carts.create", "POST", "/v{version}/customers/{customer_id}/carts")
    .client_values(&[VERSION])
    .content_type("application/json")
    .security(&[&["Authorization"]])
    .idempotency_key("ms-requestid")
    .responses(&[Declared::Code(200), Declared::Code(201), Declared::Code(400), Declared::Class(5)]);

/// An operation that is not idempotent.
pub static SUBMIT: Operation = Operation::new("carts.submit", "POST", "/v{version}/carts/{cart_id}/submit")
    .client_values(&[VERSION])
    .security(&[&["Authorization"]])
    .responses(&[Declared::Code(204)]);

pub static GET: Operation = Operation::new("carts.get", "GET", "/v{version}/carts/{cart_id}")
    .client_values(&[
        VERSION,
        ClientArgument { place: Place::Query, name: "api-version", value: Source::Constant("2024-01-01") },
    ])
    .security(&[&["Authorization"]])
    .responses(&[Declared::Code(200)]);

/// A configuration with the token, for a server.
pub fn config(url: &str) -> Config {
    Config::new(&API).base_url(url).credential("Authorization", Bearer::new(TOKEN))
}

/// A client of a server, with default settings.
pub fn core(url: &str) -> Core {
    config(url).build().unwrap()
}

pub fn create(core: &Core) -> Call {
    Call::new(core, &CREATE).path("customer_id", "c 1").json(&serde_json::json!({"lineItems": []}))
}

pub async fn created(core: &Core) -> Result<Response<Json>, Error> {
    create(core).send().await?.json()
}

pub async fn got(core: &Core) -> Result<Response<Json>, Error> {
    Call::new(core, &GET).path("cart_id", "k/1").send().await?.json()
}

pub async fn submitted(core: &Core) -> Result<Response<()>, Error> {
    Call::new(core, &SUBMIT).path("cart_id", "k1").send().await?.empty()
}

/// The items of a list as a stream.
pub struct Items<T>(pub VecDeque<T>);

impl<T: Unpin> Stream for Items<T> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}
