//! Compares the cost of a call with a generated client with the same call written by hand with reqwest and serde_json:
//! both over loopback, to a server in this process. `docs/BENCHMARKS.md` says how to count instructions with it.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use divan::Bencher;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT};
use partner_center::models::{BillingCycle, Cart, CartLineItem};
use partner_center::{Bearer, Client};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

const CUSTOMER: &str = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";

fn main() {
    divan::main();
}

/// A cart as a person would write it by hand: with the properties of the generated model, where those that the call
/// does not use are plain JSON.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct HandCart {
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creation_timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified_timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified_user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_items: Option<Vec<HandLineItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partner_on_record_attestation_accepted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct HandLineItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    addon_items: Option<Vec<HandLineItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation_accepted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_cycle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_item_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_term_end_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    friendly_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participants: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    promotion_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provisioning_context: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purchase_commitment: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renews_to: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_next_term_instructions: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    term_duration: Option<String>,
}

fn hand_items(items: i32) -> Vec<HandLineItem> {
    let item = |id| HandLineItem {
        id: Some(id),
        catalog_item_id: Some("CFQ7TTC0LH16:0001:CFQ7TTC0K3XX".to_owned()),
        friendly_name: Some("A thing with a name of the usual length".to_owned()),
        quantity: Some(3),
        currency_code: Some("EUR".to_owned()),
        billing_cycle: Some("monthly".to_owned()),
        term_duration: Some("P1M".to_owned()),
        ..Default::default()
    };
    (0..items).map(item).collect()
}

fn generated_cart(items: i32) -> Cart {
    let item = |item: HandLineItem| CartLineItem {
        id: item.id,
        catalog_item_id: item.catalog_item_id,
        friendly_name: item.friendly_name,
        quantity: item.quantity,
        currency_code: item.currency_code,
        billing_cycle: Some(BillingCycle::Monthly),
        term_duration: item.term_duration,
        ..Default::default()
    };
    Cart { line_items: Some(hand_items(items).into_iter().map(item).collect()), ..Default::default() }
}

/// Starts a server that answers each request with a cart of this many line items, and does as little else as it can.
fn serve(items: i32) -> String {
    let created = HandCart {
        id: Some("d10c3b3c-5a0e-4a07-9d7a-d1c8c9e6f0aa".to_owned()),
        status: Some("Active".to_owned()),
        line_items: Some(hand_items(items)),
        ..Default::default()
    };
    let body = serde_json::to_string(&created).unwrap();
    let head = format!(
        "HTTP/1.1 201 Created\r\ncontent-length: {}\r\ncontent-type: application/json; charset=utf-8\r\n\
         ms-requestid: 5f1b0d2c-7f2f-4f5e-8f3a-9a3b6f0c1d2e\r\nms-correlationid: 0c1d2e5f-1b0d-4c7f-9f4f-5e8f3a9a3b6f\
         \r\n\r\n",
        body.len()
    );
    let answer: Arc<str> = (head + &body).into();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(std::result::Result::ok) {
            let answer = answer.clone();
            thread::spawn(move || answer_all(stream, answer.as_bytes()));
        }
    });
    url
}

/// Answers the requests of a connection until the client closes it.
fn answer_all(mut stream: TcpStream, answer: &[u8]) -> Option<()> {
    let mut request = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        let length = loop {
            if let Some(length) = whole(&request) {
                break length;
            }
            let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
            request.extend_from_slice(&piece[..read]);
        };
        request.drain(..length);
        stream.write_all(answer).ok()?;
    }
}

/// The length of the request at the start of the buffer, once it has been received completely.
fn whole(request: &[u8]) -> Option<usize> {
    let head = request.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let lines = std::str::from_utf8(&request[..head]).ok()?.lines();
    let mut lengths = lines.filter_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let length = head + lengths.next().unwrap_or(0_usize);
    (request.len() >= length).then_some(length)
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn by_hand(http: &reqwest::Client, base: &str, token: &str, cart: &HandCart) -> Result<HandCart> {
    let request = http.post(format!("{base}/v1/customers/{CUSTOMER}/carts"));
    let request = request.header(USER_AGENT, "partner-center/0.1.0");
    let request = request.header(ACCEPT, "application/json").header(ACCEPT_ENCODING, "gzip");
    let request = request.header("ms-requestid", format!("{:032x}", fastrand::u128(..)));
    let request = request.bearer_auth(token).header(CONTENT_TYPE, "application/json").body(serde_json::to_vec(cart)?);
    let body = request.send().await?.error_for_status()?.bytes().await?;
    Ok(serde_json::from_slice(&body)?)
}

#[divan::bench(args = [1, 6, 30], sample_count = 1000)]
fn hand(bencher: Bencher<'_, '_>, items: i32) {
    let (runtime, base, token) = (runtime(), serve(items), "x".repeat(1000));
    let cart = HandCart { line_items: Some(hand_items(items)), ..Default::default() };
    // reqwest requires a cryptography provider, although these calls need none.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().timeout(Duration::from_secs(100)).build().unwrap();
    bencher.bench_local(|| runtime.block_on(by_hand(&http, &base, &token, &cart)).unwrap());
}

#[divan::bench(args = [1, 6, 30], sample_count = 1000)]
fn client(bencher: Bencher<'_, '_>, items: i32) {
    let (runtime, base, cart) = (runtime(), serve(items), generated_cart(items));
    let client = Client::builder().credential(Bearer::new("x".repeat(1000))).base_url(&base).build().unwrap();
    bencher.bench_local(|| runtime.block_on(client.carts().create(CUSTOMER, &cart).send()).unwrap().into_inner());
}
