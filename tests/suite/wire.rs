//! Tests the generated client with a local server: exact requests and responses.

use std::time::{Duration, Instant};

use partner_center::models::{ApiFault, BillingCycle, Cart, CartLineItem, FaultCode, GatewayFault};
use partner_center::operations::carts::CreateCartErrorBody;
use partner_center::{Bearer, Client, ClientBuilder, Error, ErrorKind, Maybe, Response, Retry};
use tests::{Request, Server};

const CUSTOMER: &str = "4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04";
const CART_ID: &str = "b2c0a5e4-6d1f-4f0e-8f57-2f6f7a3f4c11";
/// The token, which nothing may show.
const TOKEN: &str = "tok-7d0e1f-never-shown";
const JSON: &str = "content-type: application/json; charset=utf-8";
const CREATED: &str = r#"{"id":"b2c0a5e4-6d1f-4f0e-8f57-2f6f7a3f4c11","status":"Active","lineItems":[{"id":0}]}"#;

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.url()).credential(Bearer::new(TOKEN))
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("the client has all it needs")
}

/// A cart as a caller fills it in.
fn cart() -> Cart {
    let item = CartLineItem {
        id: Some(0),
        catalog_item_id: Some("CFQ7TTC0LH16:0001:CFQ7TTC0K971".to_owned()),
        quantity: Some(5),
        billing_cycle: Some(BillingCycle::OneTime),
        renews_to: Maybe::Null,
        friendly_name: Some("Zoë \"quoted\"\n".to_owned()),
        ..Default::default()
    };
    Cart { line_items: Some(vec![item]), ..Default::default() }
}

/// The body of that cart: fields that are not set are left out, and strings have no unnecessary escapes.
const BODY: &str = concat!(
    r#"{"lineItems":[{"billingCycle":"one_time","catalogItemId":"CFQ7TTC0LH16:0001:CFQ7TTC0K971","#,
    r#""friendlyName":"Zoë \"quoted\"\n","id":0,"quantity":5,"renewsTo":null}]}"#
);

/// The only request, without the parts that differ from run to run: the host and the idempotency key, which is
/// returned.
fn only(server: &Server) -> (Request, Option<String>) {
    let [request] = <[Request; 1]>::try_from(server.requests()).expect("one request came");
    let host = server.url().strip_prefix("http://");
    assert_eq!(request.header("host"), host);
    let name = request.header("ms-requestid").map(str::to_owned);
    let headers = request.headers.into_iter().filter(|(name, _)| name != "host" && name != "ms-requestid");
    let mut headers: Vec<(String, String)> = headers.collect();
    headers.sort();
    (Request { headers, ..request }, name)
}

/// A UUID of version 4, as RFC 9562 writes it.
fn is_uuid(text: &str) -> bool {
    let at = |(at, letter): (usize, char)| match at {
        8 | 13 | 18 | 23 => letter == '-',
        14 => letter == '4',
        19 => "89ab".contains(letter),
        _ => letter.is_ascii_digit() || ('a'..='f').contains(&letter),
    };
    text.len() == 36 && text.char_indices().all(at)
}

fn request(line: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut all = vec![
        ("accept".to_owned(), "application/json".to_owned()),
        ("accept-encoding".to_owned(), "gzip".to_owned()),
        ("authorization".to_owned(), format!("Bearer {TOKEN}")),
        ("user-agent".to_owned(), "partner-center/0.1.0".to_owned()),
    ];
    all.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    all.sort();
    Request { line: line.to_owned(), headers: all, body: body.into() }
}

#[tokio::test]
async fn a_cart_is_created() {
    let server = Server::start([(201, JSON, CREATED)]);
    let created = client(&server).carts().create(CUSTOMER, &cart()).send().await.expect("a cart is returned");
    assert_eq!((created.status().as_u16(), created.id.as_deref()), (201, Some(CART_ID)));
    let (found, name) = only(&server);
    let line = format!("POST /v1/customers/{CUSTOMER}/carts HTTP/1.1");
    let length = BODY.len().to_string();
    let headers = [("content-length", length.as_str()), ("content-type", "application/json")];
    assert_eq!(found, request(&line, &headers, BODY));
    assert!(name.as_deref().is_some_and(is_uuid), "{name:?}");
}

#[tokio::test]
async fn a_cart_is_fetched() {
    let server = Server::start([(200, JSON, CREATED)]);
    let call = client(&server).carts().get(CUSTOMER, CART_ID);
    let found = call.correlation_id("c-1").correlation_vector("v-1").request_id("r-1").send().await;
    assert_eq!(found.expect("a cart is returned").status.as_deref(), Some("Active"));
    let (found, name) = only(&server);
    let line = format!("GET /v1/customers/{CUSTOMER}/carts/{CART_ID} HTTP/1.1");
    assert_eq!(found, request(&line, &[("ms-correlationid", "c-1"), ("ms-cv", "v-1")], ""));
    assert_eq!(name.as_deref(), Some("r-1"), "what the caller says is sent");
}

#[tokio::test]
async fn a_cart_is_updated() {
    // The page documents both statuses.
    for status in [200, 201] {
        let server = Server::start([(status, JSON, CREATED)]);
        let client = builder(&server).version("1.5").header("x-locale", "en-US").build().expect("all is set");
        let updated = client.carts().update(CUSTOMER, CART_ID, &cart()).send().await.expect("a cart is returned");
        assert_eq!(updated.status(), status);
        let (found, name) = only(&server);
        let line = format!("PUT /v1.5/customers/{CUSTOMER}/carts/{CART_ID} HTTP/1.1");
        let length = BODY.len().to_string();
        let headers =
            [("content-length", length.as_str()), ("content-type", "application/json"), ("x-locale", "en-US")];
        assert_eq!(found, request(&line, &headers, BODY));
        assert!(name.as_deref().is_some_and(is_uuid), "{name:?}");
    }
}

/// A fetched cart is sent back completely: unknown properties, nulls, values that are not listed.
#[tokio::test]
async fn an_update_loses_nothing() {
    let response = concat!(
        "\u{feff}",
        r#"{"lineItems":[{"billingCycle":"weekly","quantity":2,"renewsTo":null,"purchaseSystem":{"n":1.10}}],"#,
        r#""status":null,"a":[18446744073709551616]}"#
    );
    let server = Server::start([(200, JSON, response)]);
    let client = client(&server);
    let mut cart = client.carts().get(CUSTOMER, CART_ID).send().await.expect("a cart is returned").into_inner();
    cart.line_items.as_mut().expect("there are items")[0].quantity = Some(3);
    client.carts().update(CUSTOMER, CART_ID, &cart).send().await.expect("a cart is returned");
    let sent = String::from_utf8(server.requests()[1].body.clone()).expect("it is UTF-8");
    let expected = concat!(
        r#"{"lineItems":[{"billingCycle":"weekly","quantity":3,"renewsTo":null,"purchaseSystem":{"n":1.10}}],"#,
        r#""a":[18446744073709551616],"status":null}"#
    );
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn values_of_a_path_are_encoded() {
    let rows = [
        ("P:S:A", "P%3AS%3AA"),
        ("a/b", "a%2Fb"),
        ("a b?c#d%e", "a%20b%3Fc%23d%25e"),
        ("größe", "gr%C3%B6%C3%9Fe"),
        ("..a", "..a"),
        ("a-b_c.d~e", "a-b_c.d~e"),
    ];
    for (value, encoded) in rows {
        let server = Server::start([(200, JSON, CREATED)]);
        client(&server).carts().get(CUSTOMER, value).send().await.expect("a cart is returned");
        assert_eq!(only(&server).0.line, format!("GET /v1/customers/{CUSTOMER}/carts/{encoded} HTTP/1.1"));
    }
}

#[tokio::test]
async fn a_value_that_would_lead_elsewhere_is_not_sent() {
    let server = Server::start([(200, JSON, CREATED)]);
    for value in ["", ".", ".."] {
        let refused = [
            client(&server).carts().get(CUSTOMER, value).send().await,
            client(&server).carts().get(value, CART_ID).send().await,
            client(&server).carts().update(CUSTOMER, value, &cart()).send().await,
            client(&server).carts().create(value, &cart()).send().await,
        ];
        for refused in refused {
            let error = refused.expect_err("it is refused");
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0), "{error}");
        }
    }
    assert_eq!(server.requests(), []);
}

/// A string in UTF-16, with a byte order mark.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[tokio::test]
async fn a_response_is_read_in_each_encoding() {
    let text = CREATED.replace("Active", "Zoë 😀");
    let marked = format!("\u{feff}{text}");
    let rows = [
        (JSON, text.clone().into_bytes()),
        (JSON, marked.clone().into_bytes()),
        ("content-type: application/json", marked.clone().into_bytes()),
        ("content-type: text/json", text.clone().into_bytes()),
        ("x-nothing: more", marked.into_bytes()),
        ("content-type: application/json; charset=utf-16", utf16(&text, u16::to_le_bytes)),
        ("content-type: application/json; charset=utf-16", utf16(&text, u16::to_be_bytes)),
        ("content-type: application/json", utf16(&text, u16::to_le_bytes)),
        // The byte order mark has precedence over other statements of the encoding.
        (JSON, utf16(&text, u16::to_le_bytes)),
    ];
    for (header, body) in rows {
        let server = Server::start([(200, header, body)]);
        let found = client(&server).carts().get(CUSTOMER, CART_ID).send().await;
        let found = found.unwrap_or_else(|error| panic!("{header}: {error:#}"));
        assert_eq!(found.status.as_deref(), Some("Zoë 😀"), "{header}");
        assert!(found.extra.is_empty(), "{header}");
    }
}

async fn failure(server: &Server) -> Error {
    let created = client(server).carts().create(CUSTOMER, &cart()).send().await;
    created.expect_err("the service refuses it")
}

#[tokio::test]
async fn a_failure_is_told_with_its_code_and_names() {
    let headers = "content-type: application/json; charset=utf-8\r\nMS-RequestId: r-1\r\nMS-CorrelationId: c-1";
    let rows = [
        (r#"{"code":800009,"description":"It&#39;s wrong","data":["a"],"source":"PartnerFD"}"#, "800009"),
        (
            "\u{feff}{\"code\":\"900420\",\"description\":\"It&#39;s wrong\",\"data\":[\"a\"],\"source\":\"PartnerFD\"}",
            "900420",
        ),
    ];
    for (body, code) in rows {
        let server = Server::start([(400, headers, body)]);
        let error = failure(&server).await;
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Status, Some(400)));
        assert_eq!((error.code(), error.message()), (Some(code), Some("It&#39;s wrong")));
        assert_eq!((error.request_id(), error.correlation_id()), (Some("r-1"), Some("c-1")));
        assert_eq!((error.operation(), error.attempts()), (Some("carts.create"), 1));
        assert_eq!(error.body(), body);
        let fault = error.body_as::<ApiFault>().expect("the body is a fault");
        match fault.code.as_ref().expect("it has a code") {
            FaultCode::Number(number) => assert_eq!(number.to_string(), code),
            FaultCode::Text(text) => assert_eq!(text, code),
            other => panic!("{other:?}"),
        }
        assert_eq!((fault.data.as_deref(), fault.source.as_deref()), (Some(&["a".to_owned()][..]), Some("PartnerFD")));
        assert_eq!(CreateCartErrorBody::of(&error), Some(CreateCartErrorBody::ApiFault(fault)));
        let status = if error.to_string().contains("400 Bad Request") { "400 Bad Request" } else { "400 Answer" };
        let shown = format!(
            "carts.create: POST /v{{version}}/customers/{{customer_id}}/carts: {status}: {code}: It&#39;s wrong \
             (ms-requestid r-1, ms-correlationid c-1)"
        );
        assert_eq!(error.to_string(), shown);
    }
}

#[tokio::test]
async fn a_failure_of_another_form_is_kept_as_it_came() {
    let rows = [
        (500, JSON, "", None),
        (403, "content-type: text/html", "<html>no</html>", None),
        (404, JSON, r#"{"code":{"a":1}}"#, None),
        // The response is documented for all statuses of the class.
        (409, JSON, r#"{"code":800064,"description":"busy"}"#, Some("800064")),
    ];
    for (status, header, body, code) in rows {
        let server = Server::start([(status, header, body)]);
        let client = builder(&server).retry(Retry::off()).build().expect("all is set");
        let error = client.carts().create(CUSTOMER, &cart()).send().await.expect_err("it fails");
        assert_eq!((error.kind(), error.status().map(|found| found.as_u16())), (ErrorKind::Status, Some(status)));
        assert_eq!((error.code(), error.body().as_ref()), (code, body.as_bytes()));
    }
}

/// A failed line item is part of a cart in a success response.
#[tokio::test]
async fn a_body_that_does_not_fit_is_told_with_the_member() {
    let body = r#"{"lineItems":[{"id":0},{"id":1,"quantity":"many"}]}"#;
    let server = Server::start([(201, JSON, body)]);
    let error = failure(&server).await;
    assert_eq!((error.kind(), error.member()), (ErrorKind::Decode, Some("lineItems[1].quantity")));
    assert_eq!(error.body(), body);
}

/// The gateway requests a wait, after which the same call is sent again with the same idempotency key.
#[tokio::test]
async fn a_call_that_was_too_much_is_repeated_under_its_name() {
    let busy = r#"{"statusCode":429,"message":"Rate limit is exceeded."}"#;
    let throttled = "content-type: application/json\r\nretry-after: 1";
    let server = Server::start([(429, throttled, busy), (201, JSON, CREATED)]);
    let start = Instant::now();
    let created = client(&server).carts().create(CUSTOMER, &cart()).send().await.expect("it goes well in the end");
    assert!(start.elapsed() >= Duration::from_secs(1), "it waited for {:?}", start.elapsed());
    assert_eq!(created.status(), 201);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1]);
    assert!(requests[0].header("ms-requestid").is_some_and(is_uuid));

    let server = Server::start([(429, throttled, busy)]);
    let client = builder(&server).retry(Retry::off()).build().expect("all is set");
    let mut names = Vec::new();
    for _ in 0..2 {
        let error = client.carts().create(CUSTOMER, &cart()).send().await.expect_err("it is too much");
        assert_eq!((error.code(), error.message()), (Some("429"), Some("Rate limit is exceeded.")));
        assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(1)), 1));
        let fault = error.body_as::<GatewayFault>().expect("the body is the gateway's");
        assert_eq!(CreateCartErrorBody::of(&error), Some(CreateCartErrorBody::GatewayFault(fault)));
        names.push(server.requests().last().and_then(|request| request.header("ms-requestid").map(str::to_owned)));
    }
    assert_ne!(names[0], names[1], "each call has a name of its own");
}

#[tokio::test]
async fn a_token_is_never_shown() {
    // One service echoes the request, and another one cannot be reached.
    let body = format!(r#"{{"code":401,"description":"no good: Bearer {TOKEN}","data":["{TOKEN}"]}}"#);
    let repeating = Server::start([(401, JSON, body)]);
    let (nowhere, well) = ("http://127.0.0.1:1", Server::start([(201, JSON, CREATED)]));
    let mut shown = Vec::new();
    for url in [repeating.url(), nowhere, well.url()] {
        let builder = Client::builder().base_url(url).credential(Bearer::new(TOKEN)).retry(Retry::off());
        shown.push(format!("{builder:?}"));
        let client = builder.build().expect("all is set");
        let call = client.carts().create(CUSTOMER, &cart());
        shown.push(format!("{client:?} {call:?} {call:#?}"));
        let sent: Result<Response<Cart>, Error> = call.send().await;
        shown.push(format!("{sent:?} {sent:#?}"));
        if let Err(error) = sent {
            shown.push(format!("{error} {error:#} {error:?}"));
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                shown.push(format!("{error} {error:?}"));
                cause = error.source();
            }
        }
    }
    assert!(shown.iter().all(|text| !text.contains(TOKEN)), "{shown:#?}");
    assert_eq!(repeating.requests()[0].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
}
