//! Calls a server on this machine with generated clients, and checks exactly what they send, and how much memory they
//! use.

mod server;

use std::fs;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use called::{
    absent_values, alternatives, answers, bodies, body_kinds, directions, error_bodies, kept_text, limits, merge_patch, paging, params,
    request_ids, servers,
};
use futures_core::Stream;

use crate::server::{Request, serve};

/// The size of the uploads and downloads.
const LARGE: usize = 200 << 20;
const PIECE: usize = 64 << 10;

/// A stream of zeroes, with their number in all.
struct Zeroes(usize, Bytes);

impl Stream for Zeroes {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= PIECE;
        Poll::Ready(Some(Ok(self.1.clone())))
    }
}

/// The peak memory of this program in MiB; `None` if the system does not report it.
fn memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok().map(|size| size >> 10)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (url, seen) = serve();
    let last = || seen.lock().unwrap().last().cloned().unwrap();
    parameters(&url, &last).await;
    forms(&url, &last).await;
    pages(&url, &last).await;
    response_forms(&url, &last).await;
    directions(&url, &last).await;
    patches(&url, &last).await;
    kept_text(&url, &last).await;
    request_ids(&url, &last).await;
    kinds_of_bodies(&url, &last).await;
    absent_values(&url).await;
    errors(&url).await;
    limits(&url).await;
    security(&url, &last).await;
    let before = memory();
    large(&url, &last).await;
    if let (Some(before), Some(after)) = (before, memory()) {
        println!("{before} MiB before, {after} MiB after");
        assert!(after - before < 32, "{before} MiB, then {after} MiB");
    }
}

/// Values with a stated form keep any string that the service sends, and can be converted if they have the form.
async fn kept_text(url: &str, last: &dyn Fn() -> Request) {
    use kept_text::models::{Job, JobOwner};
    use kept_text::{HttpDate, IsoDuration, TimeOfDay, UnixTime, Uuid};
    use std::time::Duration;
    let client = kept_text::Client::builder().base_url(url).build().unwrap();
    let id = Uuid::from([7; 16]);
    let ninety = IsoDuration::from(Duration::from_secs(90));
    let sent = Job {
        created: Some(HttpDate::from_unix(784_111_777).unwrap()),
        expires: Some(UnixTime::from(1_460_505_600)),
        runs_at: Some(TimeOfDay::verbatim("noon")),
        targets: Some(vec!["::1".parse().unwrap()]),
        digest: Some(vec![255].into()),
        owner: Some(JobOwner::from(id.clone())),
        ..Job::new(id.clone(), ninety.clone())
    };
    let job = client.jobs().put(&id, &sent).related(&[id.clone(), Uuid::verbatim("me")]).since(&1.into()).within(&ninety);
    let job = job.if_unmodified_since(&HttpDate::from_unix(0).unwrap()).send().await.unwrap().into_inner();
    let uuid = "07070707-0707-0707-0707-070707070707";
    assert_eq!(last().path(), format!("/jobs/{uuid}?related={uuid},me&since=1&within=PT1M30S"));
    assert_eq!(last().header("if-unmodified-since"), Some("Thu, 01 Jan 1970 00:00:00 GMT"));
    let expected = format!(
        r#"{{"id":"{uuid}","created":"Sun, 06 Nov 1994 08:49:37 GMT","expires":1460505600,"runs_at":"noon","takes":"PT1M30S","targets":["::1"],"digest":"_w","owner":"{uuid}"}}"#
    );
    assert_eq!(last().body, expected);
    // The service sends other forms than it documents.
    assert_eq!((job.id.as_str(), job.takes.as_str()), ("me", "00:01:30"));
    assert!(job.id.bytes().is_err() && Duration::try_from(&job.takes).is_err());
    assert_eq!(job.expires.as_ref().unwrap().as_str(), "1460505600.5");
    assert_eq!(job.link.as_ref().unwrap().as_str(), "/a b");
    client.jobs().put(&job.id, &job).send().await.unwrap();
    assert_eq!(last().path(), "/jobs/me");
    assert_eq!(last().body, r#"{"id":"me","expires":"1460505600.5","takes":"00:01:30","source":"192.0.2.0/24","link":"/a b"}"#);
}

/// Each call has an identifier of its own, unless the caller gives one; what the client knows is in the URL.
async fn request_ids(url: &str, last: &dyn Fn() -> Request) {
    let id = "00000000-0000-0000-0000-000000000001";
    let client = request_ids::Client::builder().base_url(url).subscription_id(id).build().unwrap();
    let mut seen = Vec::new();
    for _ in 0..2 {
        client.disks().list().send().await.unwrap();
        seen.push(last().header("x-ms-client-request-id").unwrap().to_owned());
    }
    assert_eq!(last().path(), format!("/subscriptions/{id}/disks?api-version=2024-05-01"));
    assert!(seen[0] != seen[1] && seen.iter().all(|id| request_ids::Uuid::parse(id).is_ok()), "{seen:?}");
    client.disks().list().x_ms_client_request_id(&id.parse().unwrap()).send().await.unwrap();
    assert_eq!(last().header("x-ms-client-request-id"), Some(id));
}

/// A body of several kinds has a method for each, and bytes of several media types an argument.
async fn kinds_of_bodies(url: &str, last: &dyn Fn() -> Request) {
    use body_kinds::models::{Order, Source};
    let client = body_kinds::Client::builder().base_url(url).build().unwrap();
    let sent = || {
        let seen = last();
        (seen.header("content-type").unwrap_or_default().to_owned(), seen.body)
    };
    let pair = |media: &str, body: &str| (media.to_owned(), body.to_owned());
    let order = Order { count: Some(2), ..Order::new("a b".to_owned()) };
    _ = client.orders().create(&order).send().await;
    assert_eq!(sent(), pair("application/json", r#"{"name":"a b","count":2}"#));
    _ = client.orders().create_form(&order).send().await;
    assert_eq!(sent(), pair("application/x-www-form-urlencoded", "name=a%20b&count=2"));
    client.orders().note("x").send().await.unwrap();
    assert_eq!(sent(), pair("application/json", r#""x""#));
    client.orders().note_text("x").send().await.unwrap();
    assert_eq!(sent(), pair("text/plain", "x"));
    client.scans().store("1", "%PDF", "application/pdf").send().await.unwrap();
    assert_eq!(sent(), pair("application/pdf", "%PDF"));
    client.scans().analyze().send().await.unwrap();
    assert_eq!(sent(), pair("", ""));
    client.scans().analyze_bytes("png", "image/png").send().await.unwrap();
    assert_eq!(sent(), pair("image/png", "png"));
    client.scans().add_json(&Source { source: Some("/a".to_owned()), ..Default::default() }).send().await.unwrap();
    assert_eq!(sent(), pair("application/json", r#"{"source":"/a"}"#));
    client.scans().add("data").title("t").send().await.unwrap();
    assert!(sent().0.starts_with("multipart/form-data; boundary="));
}

async fn parameters(url: &str, last: &dyn Fn() -> Request) {
    use params::models::{Color, Filter, Point, PointRequired};
    let client = params::Client::builder().base_url(url).credential(params::ApiKey::new("s 1")).build().unwrap();
    let point: Point = PointRequired { x: 1.5, y: 2.0 }.into();
    let more = ["a".to_owned(), "b c".to_owned()];
    client.styles().paths(&[1, 2], &point, &Color::Red, &more, &point).send().await.unwrap();
    let expected = "/simple/1,2/label.x=1.5.y=2/matrix;color=red;more=a;more=b%20c/%7B%22x%22%3A1.5%2C%22y%22%3A2%7D";
    assert_eq!(last().path(), expected);
    let inner = Filter { near: Some(point.clone()), ..Default::default() };
    let filter = Filter { colors: Some(vec![Color::Red, "green".into()]), any: Some(vec![inner]), ..Default::default() };
    client.styles().queries(&filter).pipes(&[1, 2]).repeated(&[Color::Blue, Color::Red]).path("/a?b").send().await.unwrap();
    let query = last().path().replace("%5B", "[").replace("%5D", "]");
    let expected = "/queries?fixed=a&b=c%20d/e&filter[colors][]=red&filter[colors][]=green&filter[any][0][near][x]=1.5\
        &filter[any][0][near][y]=2&pipes=1%7C2&repeated=blue&repeated=red&path=/a?b";
    assert_eq!(query, expected);
    client.styles().others(&Color::Blue).seen(&[1, 2]).x_ids(&more).x_point(&point).send().await.unwrap();
    let request = last();
    assert_eq!(request.header("cookie"), Some("theme=blue; seen=1; seen=2; sid=s 1"));
    assert_eq!(request.header("x-ids"), Some("a,b c"));
    assert_eq!(request.header("x-point"), Some("x=1.5,y=2"));
}

/// Null is a value of each property of a merge patch, at every depth.
async fn patches(url: &str, last: &dyn Fn() -> Request) {
    use merge_patch::Maybe;
    use merge_patch::models::{Limits, Settings};
    let client = merge_patch::Client::builder().base_url(url).build().unwrap();
    let limits = Limits { requests: Maybe::Null, rest: [("burst".to_owned(), None)].into() };
    let patch = Settings { name: Maybe::Null, limits: Some(limits).into(), ..Default::default() };
    client.settings().patch(&patch).send().await.unwrap();
    assert_eq!(last().body, r#"{"name":null,"limits":{"requests":null,"burst":null}}"#);
    assert_eq!(last().header("content-type"), Some("application/merge-patch+json"));
    let labels = [("a".to_owned(), None), ("b".to_owned(), Some("c".to_owned()))].into();
    let quota = [("day".to_owned(), None), ("hour".to_owned(), Some(1))].into();
    let quotas = [("gone".to_owned(), None), ("kept".to_owned(), Some(quota))].into();
    let patch = Settings { labels: Maybe::Value(labels), quotas: Maybe::Value(quotas), ..Default::default() };
    client.settings().patch(&patch).send().await.unwrap();
    let quotas = r#"{"gone":null,"kept":{"day":null,"hour":1}}"#;
    assert_eq!(last().body, format!(r#"{{"labels":{{"a":null,"b":"c"}},"quotas":{quotas}}}"#));
}

/// A required property with a default or a single value may be absent in a response, and so may the property that tells
/// a type.
async fn absent_values(url: &str) {
    use absent_values::models::{CauseView, Code, Shape, State};
    let client = absent_values::Client::builder().base_url(url).build().unwrap();
    let page = client.pages().get().send().await.unwrap();
    assert_eq!((page.limit, &page.state, page.code, page.total), (20, &State::On, Code::ONE, 1));
    assert_eq!((page.cursor.as_deref(), page.sort.as_slice()), (None, ["id".to_owned()].as_slice()));
    assert_eq!((page.options.deep, page.options.level, page.ratio), (true, 3, 0.5));
    assert_eq!((page.since.to_string().as_str(), page.r#type.as_str()), ("2020-01-01T00:00:00Z", "page"));
    assert_eq!(page.size, None, "the default of an optional property is the service's");
    assert_eq!((page.object.as_str(), page.version, page.r#final, &page.mode), ("page", 2, true, &State::Off));
    let cause = page.cause.as_ref().unwrap();
    assert!(matches!(cause.view(), CauseView::Unlisted(_)) && cause.as_late().is_err(), "{cause:?}");
    let round = page.round.as_ref().unwrap();
    assert_eq!((round.kind.as_str(), round.radius), ("circle", Some(1.5)));
    let shapes = page.shapes.as_deref().unwrap();
    assert!(matches!(shapes, [Shape::Unlisted(kept), Shape::Circle(_)] if kept.get() == r#"{"side":2.0}"#), "{shapes:?}");
}

async fn forms(url: &str, last: &dyn Fn() -> Request) {
    use bodies::models::{Address, Customer};
    let client = bodies::Client::builder().base_url(url).build().unwrap();
    let (city, lines) = ("Ålesund".to_owned(), vec!["1".to_owned()]);
    let address = Address { city: Some(city).into(), lines: Some(lines).into(), ..Default::default() };
    let customer = Customer {
        address: Some(address.clone()).into(),
        items: Some(vec![address]).into(),
        tags: Some(vec!["x".to_owned(), "y".to_owned()]).into(),
        plan: Some(r#"{"a":[1]}"#.parse().unwrap()).into(),
        ..Customer::new("a@b".to_owned())
    };
    client.bodies().form(&customer).send().await.unwrap();
    let expected = "email=a%40b&address[city]=%C3%85lesund&address[lines][]=1&tags[]=x&tags[]=y\
        &items[0][city]=%C3%85lesund&items[0][lines][]=1&plan=%7B%22a%22%3A[1]%7D";
    assert_eq!(last().body.replace("%5B", "[").replace("%5D", "]"), expected);
    client.bodies().text("plain").send().await.unwrap();
    assert_eq!((last().header("content-type"), last().body.as_str()), (Some("text/plain"), "plain"));
    // The server sends a response without a body.
    let error = client.bodies().xml().customer(&customer).send().await.unwrap_err();
    assert_eq!(error.kind(), bodies::ErrorKind::Empty);
    assert_eq!(last().header("content-type"), Some("application/xml"));
    let (head, tail) = ("<?xml version=\"1.0\" encoding=\"utf-8\"?><Customer><email>a@b</email>", "</Customer>");
    assert!(last().body.starts_with(head) && last().body.ends_with(tail), "{}", last().body);
    assert!(last().body.contains("<tags>x</tags><tags>y</tags>"), "{}", last().body);
}

async fn pages(url: &str, last: &dyn Fn() -> Request) {
    let client = paging::Client::builder().base_url(url).build().unwrap();
    for mut items in [client.items().link().items(), client.items().header().items()] {
        let mut count = 0;
        while let Some(item) = items.next().await {
            count += item.unwrap().id.len();
        }
        assert_eq!(count, 2);
    }
    let mut pages = client.items().link().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().value.as_ref().unwrap()[0].id, "a");
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.is_none());
    let items: paging::Blocking<_> = client.items().link().items().blocking();
    assert_eq!(items.map(|item| item.unwrap().id).collect::<String>(), "ab");
    assert_eq!(client.items().header().pages().blocking().count(), 2);
    let mut items = client.items().flagged().limit(2).items();
    let mut ids = String::new();
    while let Some(item) = items.next().await {
        ids += &item.unwrap().id;
    }
    assert_eq!((ids.as_str(), last().path()), ("hij", "/flagged?limit=2&after=i"));
    let search = paging::models::Search::new("q".to_owned());
    let items = client.items().search(&search).items().blocking();
    assert_eq!(items.map(|item| item.unwrap().id).collect::<String>(), "kl");
    assert_eq!(last().body, r#"{"page":{"token":"t \"1\""},"query":"q"}"#);
    let mut items = client.items().seek().size(2).direction(0).items();
    let mut ids = String::new();
    while let Some(item) = items.next().await {
        ids += &item.unwrap().id;
    }
    assert_eq!(ids, "efg");
    let later = last();
    assert_eq!(later.path(), "/seek?size=2&direction=Next%20%26%20on");
    assert_eq!((later.header("x-continuation"), later.header("x-seek")), (Some("t 1"), Some("on")));
}

/// Each form of a response has a method, which asks for it in the headers and in the body.
async fn response_forms(url: &str, last: &dyn Fn() -> Request) {
    use alternatives::models::{ChatRequest, GenerateRequest, SpeechRequest};
    let client = alternatives::Client::builder().base_url(url).build().unwrap();
    let chat = ChatRequest::new("a".to_owned());
    let mut events = client.models().chat(&chat).send_events().await.unwrap();
    let mut deltas = String::new();
    while let Some(event) = events.next().await {
        deltas.push_str(&event.unwrap().data.delta);
    }
    assert_eq!(deltas, "ab");
    let sent = |request: &Request| (request.header("accept").unwrap().to_owned(), request.body.clone());
    let expect = |accept: &str, body: &str| (accept.to_owned(), body.to_owned());
    assert_eq!(sent(&last()), expect("text/event-stream", r#"{"prompt":"a","stream":true}"#));
    let blocking = client.models().chat(&chat).send_events_blocking().unwrap().into_inner().blocking();
    assert_eq!(blocking.map(|event| event.unwrap().data.delta).collect::<String>(), "ab");
    // If the caller of `send` leaves the property out, the request does too.
    let _ = client.models().chat(&chat).send().await;
    assert_eq!(sent(&last()), expect("application/json", r#"{"prompt":"a"}"#));
    let streamed = ChatRequest { stream: Some(true).into(), ..chat };
    let _ = client.models().chat(&streamed).send().await;
    assert_eq!(sent(&last()), expect("application/json", r#"{"prompt":"a","stream":false}"#));
    let generate = GenerateRequest::new("a".to_owned());
    let _ = client.models().generate(&generate).send().await;
    assert_eq!(sent(&last()), expect("application/json", r#"{"prompt":"a","stream":false}"#));
    let _ = client.models().generate(&generate).send_lines().await;
    assert_eq!(sent(&last()), expect("application/x-ndjson", r#"{"prompt":"a","stream":true}"#));
    let speech = SpeechRequest::new("a".to_owned());
    let _ = client.models().speech(&speech).send().await.unwrap();
    assert_eq!(sent(&last()).0, "application/octet-stream, application/problem+json");
    let _ = client.models().speech(&speech).send_events().await.unwrap();
    let accept = "text/event-stream, application/problem+json";
    assert_eq!(sent(&last()), expect(accept, r#"{"input":"a","stream_format":"sse"}"#));
    for call in [client.models().transcribe("x"), client.models().transcribe("x").stream(false)] {
        let _ = call.send_events().await.unwrap();
        let body = last().body;
        assert_eq!(body.matches("name=\"stream\"\r\n\r\ntrue\r\n").count(), 1, "{body}");
        assert_eq!(body.matches("name=\"stream\"").count(), 1, "{body}");
    }
    let languages = ["de".to_owned(), "en".to_owned()];
    let options = alternatives::models::Chat::new("x".to_owned());
    let call = client.models().transcribe("x").languages(&languages).options(&options);
    let _ = call.send_events().await.unwrap();
    for part in ["file\"; filename=\"file\"\r\n", "languages\"\r\n\r\nde|en\r\n", "options[text]\"\r\n\r\nx\r\n"] {
        assert!(last().body.contains(&format!("name=\"{part}")), "{}", last().body);
    }
    let _ = client.reports().export().send_text().await;
    assert_eq!(last().header("accept"), Some("text/csv"));
    let _ = client.reports().export().send_download().await;
    assert_eq!(last().header("accept"), Some("application/pdf, image/png"));
    // Spring answers 406 to `application/octet-stream` where the document says `*/*`.
    let _ = client.reports().cover().send().await;
    assert_eq!(last().header("accept"), Some("*/*"));
}

/// A required property is required in its direction: callers need no id, and responses no secret.
async fn directions(url: &str, last: &dyn Fn() -> Request) {
    use directions::models::{Account, Login};
    let client = directions::Client::builder().base_url(url).build().unwrap();
    let account = client.accounts().get().send().await.unwrap();
    assert_eq!((account.id, account.owner.as_ref().map(|owner| owner.id)), (Some(1), Some(2)));
    assert_eq!(account.secret, None);
    let account = Account { secret: Some("s".to_owned()), ..Account::new("a".to_owned()) };
    let _ = client.accounts().create(&account).send().await;
    assert_eq!(last().body, r#"{"name":"a","secret":"s"}"#);
    let _ = client.accounts().login(&Login::new("p".to_owned())).send().await;
    assert_eq!(last().body, r#"{"password":"p"}"#);
}

async fn errors(url: &str) {
    use answers::models::Fault;
    let client = answers::Client::builder().base_url(url).build().unwrap();
    let error = client.answers().several().send().await.unwrap_err();
    assert_eq!(error.body_as::<Fault>().unwrap().message.as_deref(), Some("no"));
    assert_eq!(error.message(), Some("no"));
    let error = client.answers().text().send().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (answers::ErrorKind::Status, Some("tea")));
    let found = client.answers().link().send().await.unwrap();
    let headers = answers::operations::answers::LinkHeaders::of(found.headers());
    assert_eq!((found.status().as_u16(), headers.location()), (302, Some("https://elsewhere.example/")));
    // An empty body of a success response is not an invalid body, even if the document declares one.
    let error = client.answers().preferred().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (answers::ErrorKind::Empty, 204));
    assert!(error.to_string().contains("204 No Content: the response has no body, though one is declared"), "{error}");
    let client = error_bodies::Client::builder().base_url(url).build().unwrap();
    for (id, code, message) in [
        ("nested", None, Some("Not found: a")),
        ("oauth", Some("invalid"), Some("Bad id.")),
        ("denied", Some("quota"), Some("Too many.")),
        ("problem", Some("gone"), Some("It left.")),
        ("invalid", None, Some("id: too short")),
        // The list of errors of validation is declared, the string in its place is not.
        ("gone", None, Some("It is gone.")),
        ("other", None, None),
    ] {
        let error = client.things().get(id).send().await.unwrap_err();
        assert_eq!((error.code(), error.message()), (code, message), "{id}");
        let said = message.unwrap_or(r#"{"reasons": ["none"]}"#);
        assert!(error.to_string().contains(said), "{error}");
    }
}

/// A value that violates a constraint is not sent.
async fn limits(url: &str) {
    use limits::models::{Cart, Dog, Line, Pet};
    let client = limits::Client::builder().base_url(url).build().unwrap();
    let cart = |name: &str, items: Vec<Line>| Cart { line_items: Some(items), ..Cart::new(name.to_owned()) };
    let bad = cart("abcd", vec![Line::new(5), Line::new(100)]);
    let invalid = bad.validate().unwrap_err();
    assert_eq!((invalid.path().as_str(), invalid.asked()), ("lineItems[1].quantity", "below 100"));
    let told = async |id: &str, cart: &Cart, top: i32| {
        let error = client.carts().create(id, cart).top(top).send().await.unwrap_err();
        assert_eq!(error.kind(), limits::ErrorKind::Request);
        error.to_string()
    };
    let said = told("1", &bad, 1).await;
    assert!(said.contains("`lineItems[1].quantity` is to be below 100"), "{said}");
    let good = cart("abcd", vec![Line::new(-1)]);
    assert!(told("1", &good, 0).await.contains("`top` is to be at least 1"));
    assert!(told("123", &good, 1).await.contains("`id` is to be at most 2 characters"));
    assert!(told("1", &cart("abcde", Vec::new()), 1).await.contains("`lineItems` is to be at least 1 item"));
    let dog = Cart { pet: Some(Pet::Dog(Dog::new(0.25))), ..good.clone() };
    assert!(told("1", &dog, 1).await.contains("`pet.age` is to be a multiple of 0.5"));
    assert_eq!(good.validate(), Ok(()));
}

async fn security(url: &str, last: &dyn Fn() -> Request) {
    use servers::{ApiKey, Basic, Bearer, ErrorKind};
    let builder = || servers::Client::builder().base_url(url);
    // Both schemes of a set are sent; a set that lacks one is passed over.
    let both = builder().oauth_credential(Bearer::new("t")).key_credential(ApiKey::new("k"));
    both.build().unwrap().files().upload().body("x").send().await.unwrap();
    assert_eq!((last().path(), last().header("authorization")), ("/files?key=k", Some("Bearer t")));
    let other = builder().oauth_credential(Bearer::new("t")).basic_credential(Basic::new("u", "p")).build().unwrap();
    other.files().upload().body("x").send().await.unwrap();
    assert_eq!((last().path(), last().header("authorization")), ("/files", Some("Basic dTpw")));
    // No credential is sent if none is required. An optional credential is sent if there is one.
    other.files().open().send().await.unwrap();
    assert_eq!((last().path(), last().header("authorization")), ("/open", None));
    other.files().beside().send().await.unwrap();
    assert_eq!(last().path(), "/v2/beside");
    let error = builder().build().unwrap().files().upload().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
}

async fn large(url: &str, last: &dyn Fn() -> Request) {
    let client = bodies::Client::builder().base_url(url).build().unwrap();
    let zeroes = || Zeroes(LARGE, Bytes::from(vec![0; PIECE]));
    let image = bodies::Part::from(bodies::Upload::stream(zeroes())).file_name("a.png");
    client.bodies().upload(&[1, 2], "title", image).kind(&"red".into()).send().await.unwrap();
    let request = last();
    assert!(request.length > LARGE && request.length < LARGE + 2000, "{}", request.length);
    assert!(request.body.contains("name=\"image\"; filename=\"a.png\""), "{}", request.body);
    let upload = bodies::Upload::sized_stream(zeroes(), LARGE as u64);
    client.bodies().binary("a b", upload).send().await.unwrap();
    let length = LARGE.to_string();
    assert_eq!((last().path(), last().header("content-length")), ("/binary/a%20b", Some(length.as_str())));
    let client = answers::Client::builder().base_url(url).build().unwrap();
    let mut download = client.answers().download().send().await.unwrap();
    let headers = answers::operations::answers::DownloadHeaders::of(download.headers());
    assert_eq!((headers.etag(), headers.x_size(), headers.x_done()), (Some("e1"), Some(7), None));
    let mut count = 0;
    while let Some(piece) = download.next().await {
        count += piece.unwrap().len();
    }
    assert_eq!(count, LARGE);
    let download = client.answers().download().send_blocking().unwrap().into_inner();
    let mut reader: answers::DownloadReader = download.blocking();
    assert_eq!(std::io::copy(&mut reader, &mut std::io::sink()).unwrap(), LARGE as u64);
}
