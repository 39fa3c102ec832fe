//! What tracing is told, and that it is told no secret.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::runtime::http::fake::Fake;

use super::support::*;

/// Writes down all that it is told.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

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
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_call_is_a_span_and_a_retry_an_event() {
    let log = Log::default();
    let words = format!(r#"{{"description":"{TOKEN} is tired"}}"#);
    let last = http::Response::builder().status(400).header("ms-requestid", "r-1").header("ms-correlationid", "c-1");
    let fake = Fake::new().answer(503, &words).respond(last.body("".into()).unwrap());
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
