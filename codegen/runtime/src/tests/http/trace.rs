//! Tests of the spans and events of tracing, which contain no secret.

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::runtime::http::fake::Fake;

use super::support::*;

/// Records all spans and events.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>, Arc<AtomicUsize>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Log {
    fn line(&self, what: &str, fields: impl FnOnce(&mut Fields<'_>)) {
        let mut text = self.0.lock().unwrap();
        text.push_str(what);
        fields(&mut Fields(&mut text));
        text.push('\n');
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line("span", |fields| span.record(fields));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line("record", |fields| values.record(fields));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        self.line("event", |fields| event.record(fields));
    }
    fn enter(&self, _: &Id) {
        self.1.fetch_add(1, Ordering::Relaxed);
    }
    fn exit(&self, _: &Id) {
        self.1.fetch_sub(1, Ordering::Relaxed);
    }
}

#[test]
fn a_call_is_a_span_and_a_retry_an_event() {
    let log = Log::default();
    let words = format!(r#"{{"description":"{TOKEN} is tired"}}"#);
    let last = http::Response::builder().status(400).header("ms-requestid", "r-1").header("ms-correlationid", "c-1");
    let fake = Fake::new().respond_json(503, &words).respond(last.body("".into()).unwrap());
    let core = config("https://h").transport(fake).build().unwrap();
    tracing::subscriber::with_default(log.clone(), || {
        crate::runtime::call::blocking::wait(created(&core)).unwrap_err();
    });
    let text = log.0.lock().unwrap().clone();
    let mut lines = text.lines();
    assert_eq!(
        lines.next().unwrap(),
        "span api=\"carts\" operation=\"carts.create\" method=\"POST\" \
         path=\"/v{version}/customers/{customer_id}/carts\""
    );
    let event = lines.next().unwrap();
    assert!(event.starts_with("event message=trying again after: carts.create: POST") && event.contains("wait_ms="));
    let rest: String = lines.collect();
    for field in ["attempts=2", "status=400", "error=Status", "request_id=\"r-1\"", "correlation_id=\"c-1\""] {
        assert!(rest.contains(field), "{rest}");
    }
    assert!(!text.contains(TOKEN), "{text}");
}

#[test]
fn the_trace_context_goes_with_each_attempt_and_replaces_nothing() {
    let log = Log::default();
    let (count, entered) = (AtomicUsize::new(0), log.1.clone());
    let add = move |headers: &mut http::HeaderMap| {
        assert!(entered.load(Ordering::Relaxed) > 0, "it is called within the span of the call");
        let attempt = count.fetch_add(1, Ordering::Relaxed);
        let trace = format!("00-0af7651916cd43dd8448eb211c80319c-000000000000000{attempt}-01");
        headers.insert("traceparent", trace.parse().unwrap());
        headers.insert("authorization", "mine".parse().unwrap());
    };
    let fake = Fake::new().respond_json(503, "").respond_json(201, "{}");
    let core = config("https://h").transport(fake.clone()).trace_context(add).build().unwrap();
    tracing::subscriber::with_default(log, || crate::runtime::call::blocking::wait(created(&core)).unwrap());
    let requests = fake.requests();
    let sent: Vec<_> = requests.iter().map(|request| request.headers()["traceparent"].to_str().unwrap()).collect();
    assert_eq!(sent.iter().map(|trace| &trace[51..]).collect::<Vec<_>>(), ["0-01", "1-01"]);
    assert_eq!(requests[0].headers()["authorization"], format!("Bearer {TOKEN}"));
}
