//! Tests a purchase in Partner Center with a server on this machine that expects exact requests, also with a failure at
//! any of the requests: nothing is bought twice.

use std::collections::BTreeSet;
use std::time::Duration;

use partner_center::{Client, ClientCredentials, Retry};
use tests::{Request, Server};

#[path = "../examples/sale.rs"]
#[expect(dead_code, reason = "the example starts another server in its `main`")]
mod sale;

const JSON: &str = "content-type: application/json";
const PRODUCT: &str = "CFQ7TTC0LH16:0001:CFQ7TTC0K971";

type Response = (u16, &'static str, &'static str);

/// The responses to the six requests of a purchase.
const RESPONSES: [Response; 6] = [
    (
        200,
        JSON,
        r#"{"totalCount":2,"items":[{"id":"c-1","companyProfile":{"domain":"contoso.example"}},{"id":"c-2"}],
            "links":{"next":{"uri":"/customers?size=50&seekOperation=Next","method":"GET",
                "headers":[{"key":"MS-ContinuationToken","value":"bmV4dA=="}]}}}"#,
    ),
    (200, JSON, r#"{"totalCount":1,"items":[{"id":"c-3","companyProfile":{"domain":"fabrikam.example"}}],"links":{}}"#),
    (
        201,
        JSON,
        r#"{"id":"cart-1","creationTimestamp":"2026-11-28T09:00:00.1234567Z","lineItems":[{"id":0,"quantity":25,
            "catalogItemId":"CFQ7TTC0LH16:0001:CFQ7TTC0K971","billingCycle":"monthly","orderGroup":"0","isNew":true,
            "error":{"errorCode":10002,"errorDescription":"10 are left."}}]}"#,
    ),
    (201, JSON, r#"{"id":"cart-1","lineItems":[{"id":0,"quantity":10,"orderGroup":"0"}]}"#),
    (201, JSON, r#"{"orders":[{"id":"order-1","status":"pending"}],"orderErrors":[]}"#),
    (200, JSON, r#"{"id":"order-1","status":"completed","lineItems":[{"lineItemNumber":0,"quantity":10}]}"#),
];

/// An expected request: the request line, the headers in addition to those of every request, and the body.
type Expected = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const REQUESTS: [Expected; 6] = [
    ("GET /v1/customers?size=50 HTTP/1.1", &[], ""),
    ("GET /v1/customers?size=50&seekOperation=Next HTTP/1.1", &[("ms-continuationtoken", "bmV4dA==")], ""),
    (
        "POST /v1/customers/c-3/carts HTTP/1.1",
        &[("content-length", "126"), ("content-type", "application/json")],
        r#"{"lineItems":[{"billingCycle":"monthly","catalogItemId":"CFQ7TTC0LH16:0001:CFQ7TTC0K971","quantity":25,"termDuration":"P1Y"}]}"#,
    ),
    (
        "PUT /v1/customers/c-3/carts/cart-1 HTTP/1.1",
        &[("content-length", "207"), ("content-type", "application/json")],
        r#"{"creationTimestamp":"2026-11-28T09:00:00.1234567Z","id":"cart-1","lineItems":[{"billingCycle":"monthly","catalogItemId":"CFQ7TTC0LH16:0001:CFQ7TTC0K971","id":0,"orderGroup":"0","quantity":10,"isNew":true}]}"#,
    ),
    ("POST /v1/customers/c-3/carts/cart-1/checkout HTTP/1.1", &[("content-length", "0")], ""),
    ("GET /v1/customers/c-3/orders/order-1 HTTP/1.1", &[], ""),
];

/// Buys from a server with these responses, with tokens of a second server. Returns the requests, and the number of
/// fetched tokens.
fn bought(responses: &[Response]) -> (Vec<Request>, usize) {
    let token = |token| (200, JSON, format!(r#"{{"access_token":"{token}","expires_in":3599}}"#));
    let login = Server::start([token("t1"), token("t2")]);
    let server = Server::start(responses.iter().copied());
    let credentials = ClientCredentials::of("id", "secret").token_url(login.url());
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    let client = Client::builder()
        .client_credentials(credentials)
        .base_url(server.url())
        .retry(retry)
        .build()
        .expect("it builds");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let order = runtime.block_on(async {
        let sold = sale::sell(&client, "fabrikam.example", PRODUCT).await.expect("the cart is checked out");
        assert_eq!(
            (sold.order_errors.map(|errors| errors.len()), sold.orders.as_ref().map(Vec::len)),
            (Some(0), Some(1))
        );
        let id = sold.orders.and_then(|orders| orders.into_iter().next()?.id).expect("there is an order");
        client.orders().get("c-3", &id).send().await.expect("the order can be read").into_inner()
    });
    assert_eq!((order.id.as_deref(), order.line_items.as_ref().map(Vec::len)), (Some("order-1"), Some(1)));
    (server.requests(), login.requests().len())
}

fn id(request: &Request) -> &str {
    request.header("ms-requestid").expect("each request has an id")
}

/// A request as it was sent, except for the port of the server and the id of the request, which differ in each run.
fn sent(request: &Request) -> (String, Vec<(String, String)>, String) {
    let kept = |name: &str| name != "host" && name != "ms-requestid";
    let mut headers: Vec<_> = request.headers.iter().filter(|(name, _)| kept(name)).cloned().collect();
    headers.sort();
    (request.line.clone(), headers, String::from_utf8_lossy(&request.body).into_owned())
}

#[test]
fn each_request_is_sent_to_the_byte() {
    let (requests, tokens) = bought(&RESPONSES);
    assert_eq!((requests.len(), tokens), (REQUESTS.len(), 1));
    for (request, (line, further, body)) in requests.iter().zip(REQUESTS) {
        let every = [
            ("accept", "application/json"),
            ("accept-encoding", "gzip"),
            ("authorization", "Bearer t1"),
            ("user-agent", "partner-center/0.1.0"),
        ];
        let mut headers: Vec<(String, String)> =
            every.iter().chain(further).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        headers.sort();
        assert_eq!(sent(request), (line.to_owned(), headers, body.to_owned()));
    }
    let ids: BTreeSet<&str> = requests.iter().map(id).collect();
    assert_eq!(ids.len(), REQUESTS.len(), "each call has another id");
}

/// The token expires, the service is busy, or the connection breaks before the response arrives, at each of the
/// requests: that request is sent once more with the same idempotency key and body, so that the service carries it out
/// once.
#[test]
fn nothing_is_bought_twice() {
    let failures: [Response; 3] = [
        (401, JSON, r#"{"code":800001,"description":"The token has expired."}"#),
        (429, "content-type: application/json\nretry-after: 0", r#"{"statusCode":429,"message":"Wait."}"#),
        (0, "", ""),
    ];
    let (whole, _) = bought(&RESPONSES);
    for failure in failures {
        for at in 0..RESPONSES.len() {
            let mut responses = RESPONSES.to_vec();
            responses.insert(at, failure);
            let (requests, tokens) = bought(&responses);
            let what = format!("{} at request {at}", failure.0);
            assert_eq!(tokens, if failure.0 == 401 { 2 } else { 1 }, "{what}");
            assert_eq!(id(&requests[at]), id(&requests[at + 1]), "{what}");
            assert_eq!(requests[at].body, requests[at + 1].body, "{what}");
            let ids: BTreeSet<&str> = requests.iter().map(id).collect();
            assert_eq!((requests.len(), ids.len()), (RESPONSES.len() + 1, RESPONSES.len()), "{what}");
            let mut calls = requests;
            calls.remove(at);
            let lines = |requests: &[Request]| -> Vec<_> {
                requests.iter().map(|request| (request.line.clone(), request.body.clone())).collect()
            };
            assert_eq!(lines(&calls), lines(&whole), "{what}");
        }
    }
}

/// All three failures happen in one purchase, at the request that costs money.
#[test]
fn a_checkout_survives_three_failures() {
    let mut responses = RESPONSES.to_vec();
    let busy = (429, "content-type: application/json\nretry-after: 0", r#"{"statusCode":429,"message":"Wait."}"#);
    responses.splice(4..4, [(0, "", ""), (401, "", ""), busy]);
    let (requests, tokens) = bought(&responses);
    let checkouts: Vec<&Request> = requests.iter().filter(|request| request.line.contains("/checkout ")).collect();
    let ids: BTreeSet<&str> = checkouts.iter().map(|request| id(request)).collect();
    assert_eq!((checkouts.len(), ids.len(), tokens), (4, 1, 2));
}
