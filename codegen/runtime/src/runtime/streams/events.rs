//! Server-sent events: an answer that goes on, as the HTML standard describes it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::lines::TextLines;
use crate::runtime::call::answer::{Answer, Reply};
use crate::runtime::call::error::Error;
use crate::runtime::json::decode::{self, Decode};

/// Something that a service tells while an answer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The kind of the event, where it has one.
    pub kind: Option<String>,
    /// The identifier of the event, or that of the one before.
    pub id: Option<String>,
    /// What is told.
    pub data: T,
}

/// The events of an answer, as they come. It ends after the first error, and with the text `[DONE]` where JSON is told.
///
/// It is a `Stream`, and has its own [`next`](Self::next) for those who do without.
#[must_use = "nothing is read before it is wanted"]
pub struct Events<T> {
    lines: TextLines,
    read: fn(String) -> Result<Option<T>, serde_json::Error>,
    id: Option<String>,
    kind: Option<String>,
    data: Option<String>,
    begun: bool,
}

impl Answer {
    /// Reads the body as events that tell JSON.
    ///
    /// # Errors
    /// It is compressed in a way that this client does not read.
    pub fn events<T: Decode>(self) -> Result<Reply<Events<T>>, Error> {
        self.read_events(|data| match data.as_str() {
            "[DONE]" => Ok(None),
            json => decode::from_slice(json.as_bytes()).map(Some),
        })
    }

    /// Reads the body as events that tell text.
    ///
    /// # Errors
    /// It is compressed in a way that this client does not read.
    pub fn text_events(self) -> Result<Reply<Events<String>>, Error> {
        self.read_events(|data| Ok(Some(data)))
    }

    fn read_events<T>(
        self,
        read: fn(String) -> Result<Option<T>, serde_json::Error>,
    ) -> Result<Reply<Events<T>>, Error> {
        let (head, download) = self.split()?;
        let lines = TextLines::new(download);
        Ok(head.reply(Events { lines, read, id: None, kind: None, data: None, begun: false }))
    }
}

impl<T> Events<T> {
    /// The next event; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The events for callers without async: an iterator.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::blocking_stream::Blocking<Self> {
        super::blocking_stream::Blocking::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            let line = match ready!(self.lines.poll(context)) {
                Some(Ok(line)) => line,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // An event without its end is none.
                None => return Poll::Ready(None),
            };
            let line = String::from_utf8_lossy(&line);
            let line = if self.begun { &*line } else { line.trim_start_matches('\u{feff}') };
            self.begun = true;
            if !line.is_empty() {
                self.field(line);
                if self.data.as_ref().map_or(0, String::len) > self.lines.most() {
                    return Poll::Ready(Some(Err(self.lines.too_large("an event"))));
                }
                continue;
            }
            let kind = self.kind.take();
            let Some(data) = self.data.take() else { continue };
            return Poll::Ready(match (self.read)(data) {
                Ok(Some(data)) => Some(Ok(Event { kind, id: self.id.clone(), data })),
                Ok(None) => {
                    self.lines.end();
                    None
                }
                Err(cause) => Some(Err(self.lines.unreadable("an event", cause))),
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
            // Comments keep the connection open; how long to wait before a new one is the caller's business.
            _ => {}
        }
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("id", &self.id).finish_non_exhaustive()
    }
}
