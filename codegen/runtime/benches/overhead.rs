//! What a call costs beside the same call by hand: one request and response over a transport that responses at once.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use divan::Bencher;
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http_body_util::BodyExt;
use runtime::runtime::auth::credential::Bearer;
use runtime::runtime::call::builder::Call;
use runtime::runtime::call::config::{Config, Core};
use runtime::runtime::call::operation::*;
use runtime::runtime::call::random::Random;
use runtime::runtime::http::transport::{Body, BoxError, Transport, full_body};
use runtime::runtime::json::decode::Decode;
use serde::{Deserialize, Serialize};

fn main() {
    divan::main();
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cart {
    id: String,
    creation_timestamp: String,
    line_items: Vec<LineItem>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineItem {
    id: i64,
    catalog_item_id: String,
    friendly_name: String,
    quantity: i64,
    currency_code: String,
    billing_cycle: String,
    term_duration: String,
    order_group: String,
}

impl Decode for Cart {
    fn decode<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

static API: Api = Api {
    name: "carts",
    version: "1.2.3",
    base_url: Some("https://api.example.com"),
    variables: &[],
    client_params: &[ClientParam { name: "version", default: Some("1") }],
    schemes: &[Scheme { name: "Authorization", kind: SchemeKind::Bearer { header: "authorization" } }],
    request_id: Some("ms-requestid"),
    correlation_id: Some("ms-correlationid"),
    error_code: &["/code"],
    error_message: &["/description"],
};

static CREATE: Operation = Operation::new("carts.create", "POST", "/v{version}/customers/{customer_id}/carts")
    .client_values(&[ClientArgument { place: Place::Path, name: "version", value: Source::Client("version") }])
    .security(&[&["Authorization"]])
    .idempotency_key("ms-requestid")
    .responses(&[Declared::Code(201)]);

fn cart(items: i64) -> Cart {
    let item = |id| LineItem {
        id,
        catalog_item_id: "CFQ7TTC0LH16:0001:CFQ7TTC0K3XX".to_owned(),
        friendly_name: "A thing with a name of the usual length".to_owned(),
        quantity: 3,
        currency_code: "EUR".to_owned(),
        billing_cycle: "monthly".to_owned(),
        term_duration: "P1M".to_owned(),
        order_group: "0".to_owned(),
    };
    Cart {
        id: "d10c3b3c-5a0e-4a07-9d7a-d1c8c9e6f0aa".to_owned(),
        creation_timestamp: "2024-03-01T06:22:06.9471649Z".to_owned(),
        line_items: (0..items).map(item).collect(),
    }
}

/// Answers at once with what a service would: the cart, and the usual headers.
fn transport(cart: &Cart) -> impl Transport {
    let response = Bytes::from(serde_json::to_vec(cart).unwrap());
    move |_request: http::Request<Body>| {
        let response = http::Response::builder()
            .status(201)
            .header("content-type", "application/json; charset=utf-8")
            .header("ms-requestid", "5f1b0d2c-7f2f-4f5e-8f3a-9a3b6f0c1d2e")
            .header("ms-correlationid", "0c1d2e5f-1b0d-4c7f-9f4f-5e8f3a9a3b6f")
            .body(full_body(response.clone()))
            .map_err(Into::into);
        std::future::ready(response)
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the transport responses at once"),
    }
}

async fn by_hand(transport: &dyn Transport, random: &Random, token: &str, cart: &Cart) -> Result<Cart, BoxError> {
    let customer = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";
    let request = http::Request::post(format!("https://api.example.com/v1/customers/{customer}/carts"))
        .header(USER_AGENT, "carts/1.2.3")
        .header(ACCEPT, "application/json")
        .header(ACCEPT_ENCODING, "gzip")
        .header(CONTENT_TYPE, "application/json")
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header("ms-requestid", random.uuid())
        .body(full_body(serde_json::to_vec(cart)?))?;
    let response = transport.send(request).await?;
    if response.status() != 201 {
        return Err("not created".into());
    }
    Ok(serde_json::from_slice(&response.into_body().collect().await?.to_bytes())?)
}

async fn by_client(core: &Core, cart: &Cart) -> Result<Cart, BoxError> {
    let call = Call::new(core, &CREATE).path("customer_id", "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04").json(cart);
    Ok(call.send().await?.json::<Cart>()?.into_inner())
}

#[divan::bench(args = [1, 6, 30], sample_count = 1000)]
fn hand(bencher: Bencher<'_, '_>, items: i64) {
    let cart = cart(items);
    let (transport, random, token) = (Arc::new(transport(&cart)), Random::default(), "x".repeat(1000));
    bencher.bench_local(|| wait(by_hand(&*transport, &random, &token, &cart)).unwrap());
}

#[divan::bench(args = [1, 6, 30], sample_count = 1000)]
fn client(bencher: Bencher<'_, '_>, items: i64) {
    let cart = cart(items);
    let config = Config::new(&API).transport(transport(&cart));
    let core = config.credential("Authorization", Bearer::new("x".repeat(1000))).build().unwrap();
    bencher.bench_local(|| wait(by_client(&core, &cart)).unwrap());
}
