//! Server-sent events: a response that is read while it is sent, in the format of the HTML standard.

use std::borrow::Cow;
use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use serde::de::IgnoredAny;

use super::lines::{TextLines, Unreadable, json};
use super::stream::stream;
use crate::runtime::call::error::Error;
use crate::runtime::call::response::{RawResponse, Response};
use crate::runtime::json::decode::Decode;

/// One event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The kind of the event (its field `event`), if it has one.
    pub kind: Option<String>,
    /// The identifier of the event; if it has none, that of the previous event.
    pub id: Option<String>,
    /// The data of the event.
    pub data: T,
    /// How long the service asks clients to wait before they connect again (the field `retry`), as last stated.
    pub retry: Option<Duration>,
}

/// The events of a response, in the order in which they arrive. The stream ends after the first error; a stream of JSON
/// ends at the data `[DONE]` too.
///
/// It implements `Stream`, and has a method [`next`](Self::next) for callers that do not use `Stream`.
///
/// A stream that breaks is not resumed unless the caller does so: wait for [`retry`](Self::retry), then send the
/// request again with [`last_event_id`](Self::last_event_id) in `CallOptions::last_event_id`.
///
/// # Examples
///
/// ```
/// use runtime::{CallOptions, Error, Events};
///
/// /// Prints events until the stream ends or breaks, and returns the options of a request that resumes it.
/// async fn print<T: std::fmt::Debug>(mut events: Events<T>) -> Result<CallOptions, Error> {
///     while let Some(event) = events.next().await {
///         println!("{:?}", event?.data);
///     }
///     let options = CallOptions::new();
///     Ok(match events.last_event_id() {
///         Some(id) => options.last_event_id(id),
///         None => options,
///     })
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let response = http::Response::builder().header("content-type", "text/event-stream");
/// #     let fake = runtime::Fake::new().respond(response.body("id: e-1\ndata: 5\n\n".into())?);
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     let options = print(client.samples().watch().send().await?.into_inner()).await?;
/// #     assert!(format!("{options:?}").contains("last-event-id"));
/// #     Ok(())
/// # }
/// ```
#[must_use = "nothing is read before it is wanted"]
pub struct Events<T> {
    lines: TextLines,
    read: Read<T>,
    /// The identifier of the event that is being read, or of the one before it.
    id: Option<String>,
    /// The identifier of the last event that was read to its end.
    last_id: Option<String>,
    retry: Option<Duration>,
    kind: Option<String>,
    data: Option<String>,
}

/// A function that reads an event from its kind, its identifier and its data; `None` at the end of the stream.
type Read<T> = fn(Option<&str>, Option<&str>, String) -> Result<Option<T>, Unreadable>;

impl RawResponse {
    /// Reads the body as events whose data is JSON.
    ///
    /// # Errors
    /// The response has another content type, or is compressed in a way that this client does not read.
    pub fn events<T: Decode>(self) -> Result<Response<Events<T>>, Error> {
        self.read_events(|_, _, data| match data.trim_ascii() {
            "[DONE]" => Ok(None),
            data => json(data.as_bytes()).map(Some),
        })
    }

    /// Reads each event of the body as one JSON object: `event` is the kind, `id` the identifier, and `data` the data,
    /// which is a string unless it is JSON and the type takes it as such.
    ///
    /// # Errors
    /// The response has another content type, or is compressed in a way that this client does not read.
    pub fn whole_events<T: Decode>(self) -> Result<Response<Events<T>>, Error> {
        self.read_events(|kind, id, data| {
            if data.trim_ascii() == "[DONE]" {
                return Ok(None);
            }
            // A type may describe the identifier and the data as the strings that they are, or as the JSON in them.
            let (id_is_json, data_is_json) = (id.is_some_and(is_json), is_json(&data));
            let mut first = None;
            for (json_id, json_data) in [(false, true), (false, false), (true, true), (true, false)] {
                if json_id && !id_is_json || json_data && !data_is_json {
                    continue;
                }
                let whole = object(kind, (id, json_id), (&data, json_data))?;
                match json(whole.as_bytes()) {
                    Ok(event) => return Ok(Some(event)),
                    Err(error) => first = first.or(Some(error)),
                }
            }
            Err(first.expect("each string has a JSON form"))
        })
    }

    /// Reads the body as events with data of plain text.
    ///
    /// # Errors
    /// The response has another content type, or a content coding that this client does not support.
    pub fn text_events(self) -> Result<Response<Events<String>>, Error> {
        self.read_events(|_, _, data| Ok(Some(data)))
    }

    fn read_events<T>(self, read: Read<T>) -> Result<Response<Events<T>>, Error> {
        let (head, download) = self.split_typed("text/event-stream", |media| media == "text/event-stream")?;
        let lines = TextLines::new(download);
        Ok(head.response(Events { lines, read, id: None, last_id: None, retry: None, kind: None, data: None }))
    }
}

impl<T> Events<T> {
    /// The identifier of the last event that was read to its end. A service that receives it continues after that
    /// event.
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// How long the service asks clients to wait before they connect again, if it has stated that.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            let line = match ready!(self.lines.poll(context)) {
                Some(Ok(line)) => line,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // An event that the response does not complete is discarded, as the specification of server-sent events
                // requires.
                None => return Poll::Ready(None),
            };
            let line = String::from_utf8_lossy(&line);
            if !line.is_empty() {
                self.field(&line);
                if self.data.as_ref().map_or(0, String::len) > self.lines.most() {
                    return Poll::Ready(Some(Err(self.lines.too_large("an event"))));
                }
                continue;
            }
            self.last_id.clone_from(&self.id);
            let kind = self.kind.take();
            let Some(data) = self.data.take() else { continue };
            return Poll::Ready(match (self.read)(kind.as_deref(), self.id.as_deref(), data) {
                Ok(Some(data)) => Some(Ok(Event { kind, id: self.id.clone(), data, retry: self.retry })),
                Ok(None) => {
                    self.lines.end();
                    None
                }
                Err(event) => Some(Err(self.lines.unreadable("an event", event))),
            });
        }
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.kind = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // Comments are ignored: they only keep the connection open.
            _ => {}
        }
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// An event as one JSON object. The identifier and the data are strings, or the JSON in them if the flag is set.
fn object(
    kind: Option<&str>,
    (id, json_id): (Option<&str>, bool),
    (data, json_data): (&str, bool),
) -> Result<String, serde_json::Error> {
    // An event without a kind is a `message`, by the specification of server-sent events.
    let kind = written(kind.unwrap_or("message"), false)?;
    let id = id.map(|id| Ok(format!("\"id\":{},", written(id, json_id)?))).transpose()?.unwrap_or_default();
    Ok(format!("{{\"event\":{kind},{id}\"data\":{}}}", written(data, json_data)?))
}

/// A string as JSON: unchanged if it is JSON already.
fn written(text: &str, is_json: bool) -> Result<Cow<'_, str>, serde_json::Error> {
    if is_json { Ok(Cow::Borrowed(text)) } else { serde_json::to_string(text).map(Cow::Owned) }
}

stream!(Events<T> of Event<T>, "event");

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("last_event_id", &self.last_id).finish_non_exhaustive()
    }
}
