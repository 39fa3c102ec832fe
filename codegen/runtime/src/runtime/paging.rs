//! Pages: one call after another, each leading to the next, as a stream of pages or of items.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::HeaderMap;

use super::answer::{Answer, Reply};
use super::call::Call;
use super::error::Error;
use super::transport::BoxFuture;

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Follow {
    /// Behind a link. It is resolved against the URL of the first page, and refused if it leads to another origin.
    Link(String),
    /// Behind the first page's URL with this query parameter in place of one of that name.
    Query(&'static str, String),
    /// Behind the first page's URL with this header.
    Header(&'static str, String),
}

/// How an operation is paged.
#[derive(Debug)]
pub struct Paging<P> {
    /// Reads an answer as a page.
    pub read: fn(Answer) -> Result<Reply<P>, Error>,
    /// Where the page after this one is; the number counts the pages so far. `None` after the last one.
    pub next: fn(&Reply<P>, u64) -> Option<Follow>,
}

/// The pages of an operation, asked for one by one. It ends after the first error.
///
/// It is a `Stream`, and has its own [`next`](Self::next) for those who do without.
#[must_use = "nothing is asked before the first page is wanted"]
pub struct Pages<P> {
    first: Call,
    paging: Paging<P>,
    step: Step,
    count: u64,
    seen: HashSet<Follow>,
}

enum Step {
    Ask(Option<Follow>),
    Wait(BoxFuture<'static, Result<Answer, Error>>),
    End,
}

impl<P> Pages<P> {
    /// The pages to which a call leads.
    pub fn new(first: Call, paging: &Paging<P>) -> Self {
        let paging = Paging { read: paging.read, next: paging.next };
        Self { first, paging, step: Step::Ask(None), count: 0, seen: HashSet::new() }
    }

    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Reply<P>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items of all pages, where a page is a list of them.
    pub fn items<T>(self, items: fn(P) -> Vec<T>) -> Items<P, T> {
        Items { pages: self, items, ready: VecDeque::new() }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply<P>, Error>>> {
        loop {
            match &mut self.step {
                Step::Ask(follow) => {
                    let call = match follow.take() {
                        None => self.first.again(),
                        Some(Follow::Link(link)) => self.first.again().link(&link),
                        Some(Follow::Query(name, value)) => self.first.again().query_instead(name, &value),
                        Some(Follow::Header(name, value)) => self.first.again().header(name, &value),
                    };
                    self.step = Step::Wait(call.send());
                }
                Step::Wait(answer) => {
                    let answer = ready!(answer.as_mut().poll(context));
                    self.step = Step::End;
                    return Poll::Ready(Some(answer.and_then(|answer| self.page(answer))));
                }
                Step::End => return Poll::Ready(None),
            }
        }
    }

    /// Reads a page, and finds out what comes after it.
    fn page(&mut self, answer: Answer) -> Result<Reply<P>, Error> {
        let page = (self.paging.read)(answer)?;
        self.count += 1;
        if let Some(follow) = (self.paging.next)(&page, self.count) {
            if !self.seen.insert(follow.clone()) {
                return Err(self.first.astray("the pages lead back to one that has been read"));
            }
            self.step = Step::Ask(Some(follow));
        }
        Ok(page)
    }
}

impl<P> Stream for Pages<P> {
    type Item = Result<Reply<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("first", &self.first).field("count", &self.count).finish_non_exhaustive()
    }
}

/// The items of all pages of an operation. It ends after the first error.
///
/// It is a `Stream`, and has its own [`next`](Self::next) for those who do without.
#[must_use = "nothing is asked before the first item is wanted"]
pub struct Items<P, T> {
    pages: Pages<P>,
    items: fn(P) -> Vec<T>,
    ready: VecDeque<T>,
}

impl<P, T> Items<P, T> {
    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.ready = (self.items)(page.into_inner()).into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Neither holds a reference into itself, whatever its items are.
impl<P, T> Unpin for Items<P, T> {}

impl<P, T> Stream for Items<P, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<P, T> fmt::Debug for Items<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// The link of a kind, such as `next`, in the `Link` headers of an answer (RFC 8288).
pub fn link(headers: &HeaderMap, kind: &str) -> Option<String> {
    headers.get_all(http::header::LINK).iter().filter_map(|value| value.to_str().ok()).find_map(|value| {
        let mut rest = value;
        while let Some((target, after)) = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
            // The parameters of a link end where the next link begins.
            let end = after.find('<').unwrap_or(after.len());
            if is_of_kind(&after[..end], kind) {
                return Some(target.to_owned());
            }
            rest = &after[end..];
        }
        None
    })
}

fn is_of_kind(params: &str, kind: &str) -> bool {
    params.split(';').any(|param| {
        let Some((name, value)) = param.split_once('=') else { return false };
        let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("rel") && value.split(' ').any(|word| word.eq_ignore_ascii_case(kind))
    })
}
