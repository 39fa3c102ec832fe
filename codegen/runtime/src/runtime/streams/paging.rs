//! Pagination: the description of a paged list, and the requests from one page to the next, with their limits.

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use http::HeaderMap;

use super::pointer;
use crate::runtime::body::payload::Payload;
use crate::runtime::call::builder::Call;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::operation::Place;
use crate::runtime::call::response::RawResponse;
use crate::runtime::http::transport::BoxFuture;

/// How an operation is paged.
#[derive(Debug)]
pub struct Paging {
    /// The JSON pointer to the list in the body of a response.
    pub items: &'static str,
    /// Whether each page has the list. If so, a page without it is an error, otherwise it is empty.
    pub required: bool,
    /// How to find the next page.
    pub next: Next,
}

/// How to find the next page of a list.
#[derive(Debug)]
pub enum Next {
    /// The body contains the URL of the next page at this JSON pointer. A link to another origin is refused.
    Link(&'static str),
    /// The body contains a link to the next page, which is not the complete URL.
    LinkWith {
        /// The JSON pointer to the link. A link to another origin is refused.
        member: &'static str,
        /// The number of segments of the first page's path to insert before a relative link, if it is not resolved as
        /// usual.
        below: &'static [usize],
        /// The query parameters of the first page that are repeated on every page, in place of those of the link.
        repeat: &'static [&'static str],
        /// The query parameters that every page after the first has, with their values.
        constants: &'static [(&'static str, &'static str)],
    },
    /// The header `Link` contains the URL of the next page with `rel="next"` (RFC 8288).
    LinkHeader,
    /// The body contains a token for the next page, at a JSON pointer.
    Token {
        /// The JSON pointer to the token.
        member: &'static str,
        /// The location of the parameter for the token.
        place: Place,
        /// The name of the parameter that takes the token.
        param: &'static str,
        /// The JSON pointer to a boolean that is `false` on the last page, or to a property that the last page lacks,
        /// if there is one. A page that has it and has no token is an error.
        more: &'static [&'static str],
        /// Further parameters of every request after the first: places, names and values.
        constants: &'static [(Place, &'static str, &'static str)],
    },
    /// The body of a response contains a token for the next page, and a property of the body of the request takes it.
    BodyToken {
        /// The JSON pointer to the token.
        member: &'static str,
        /// The JSON pointer to the property of the request.
        param: &'static str,
        /// That of [`Next::Token`].
        more: &'static [&'static str],
    },
    /// A parameter takes the number of the next page, until a page is empty.
    Number {
        /// The query parameter that takes the number.
        param: &'static str,
        /// The number of the first page, unless the caller sets one.
        first: i64,
    },
    /// A parameter takes the number of items read so far, until a page is empty.
    Offset {
        /// The query parameter that takes the number of items.
        param: &'static str,
    },
}

/// The default for the maximum number of pages.
const MAX_PAGES: u64 = 10_000;

/// The number of pages that are remembered, to detect a service that leads back to one of them.
const REMEMBERED: usize = 1024;

/// The request for the next page.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Follow {
    /// The next page is at a link, which is resolved against the URL of the first page.
    Link(String),
    /// The next page is requested like the first one, with this parameter instead of one with the same name.
    Param(Place, &'static str, String),
    /// The next page is requested like the first one, with this JSON at a pointer into the body.
    Body(&'static str, String),
}

/// The responses of a paged operation, one for each page.
pub(super) struct Walk {
    first: Call,
    paging: &'static Paging,
    step: Step,
    pages: i64,
    items: i64,
    requested: u64,
    max_pages: u64,
    deadline: Option<Duration>,
    /// The end of the deadline, which begins with the first request.
    end: Option<Instant>,
    recent: Recent,
}

enum Step {
    Ask(Option<Follow>),
    Wait(BoxFuture<'static, Result<RawResponse, Error>>),
    /// The page has been read, and the next one cannot be requested.
    Fail(Error),
    End,
}

/// The pages that were requested last. A page is remembered by a hash, so that memory does not grow with the list.
#[derive(Default)]
struct Recent {
    hasher: RandomState,
    hashes: VecDeque<u64>,
}

impl Recent {
    /// Remembers a page; returns `false` if it was remembered already.
    fn insert(&mut self, follow: &Follow) -> bool {
        let hash = self.hasher.hash_one(follow);
        if self.hashes.contains(&hash) {
            return false;
        }
        if self.hashes.len() == REMEMBERED {
            self.hashes.pop_front();
        }
        self.hashes.push_back(hash);
        true
    }
}

impl Walk {
    pub(super) fn new(first: Call, paging: &'static Paging) -> Self {
        Self {
            first,
            paging,
            step: Step::Ask(None),
            pages: 0,
            items: 0,
            requested: 0,
            max_pages: MAX_PAGES,
            deadline: None,
            end: None,
            recent: Recent::default(),
        }
    }

    /// The first request.
    pub(super) fn first(&self) -> &Call {
        &self.first
    }

    /// How the list is paged.
    pub(super) fn paging(&self) -> &'static Paging {
        self.paging
    }

    /// Sets the maximum number of pages.
    pub(super) fn limit(&mut self, pages: u64) {
        self.max_pages = pages;
    }

    /// Sets the deadline for all pages together.
    pub(super) fn end_within(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    /// Stops requesting pages.
    pub(super) fn stop(&mut self) {
        self.step = Step::End;
    }

    /// The next page.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawResponse, Error>>> {
        loop {
            match &mut self.step {
                Step::Ask(follow) => {
                    let follow = follow.take();
                    self.step = match self.call(follow) {
                        Ok(call) => Step::Wait(call.send()),
                        Err(error) => {
                            self.step = Step::End;
                            return Poll::Ready(Some(Err(error)));
                        }
                    };
                }
                Step::Wait(response) => {
                    let response = ready!(response.as_mut().poll(context));
                    self.step = Step::End;
                    if let Ok(response) = &response {
                        self.step = self.after(response);
                    }
                    return Poll::Ready(Some(response));
                }
                Step::Fail(_) | Step::End => {
                    return Poll::Ready(match std::mem::replace(&mut self.step, Step::End) {
                        Step::Fail(error) => Some(Err(error)),
                        _ => None,
                    });
                }
            }
        }
    }

    /// Creates the call for a page, unless a limit has been reached.
    fn call(&mut self, follow: Option<Follow>) -> Result<Call, Error> {
        if self.requested >= self.max_pages {
            let detail = format!("the list has more pages than the limit of {}", self.max_pages);
            return Err(self.first.error(ErrorKind::PageLimit, &detail));
        }
        self.requested += 1;
        let is_first = follow.is_none();
        let mut call = match follow {
            None => self.first.again(),
            Some(Follow::Link(link)) => self.along(&link),
            Some(Follow::Body(pointer, token)) => self.with_token(pointer, &token)?,
            Some(Follow::Param(place, name, value)) => {
                let call = self.first.again().put(place, name, &value);
                self.constants().iter().fold(call, |call, (place, name, value)| call.put(*place, name, value))
            }
        };
        if !is_first {
            // A service may respond to a repeated idempotency key with the response of the first page, so each page
            // gets another key.
            call.0.remove_key();
        }
        if let Some(deadline) = self.deadline {
            let now = call.0.core.0.transport.now();
            let end = match self.end {
                Some(end) => Some(end),
                None => now.checked_add(deadline),
            };
            self.end = end;
            let left = end.map_or(Duration::MAX, |end| end.saturating_duration_since(now));
            if left.is_zero() {
                let detail = format!("the pages did not end within {deadline:?}");
                return Err(self.first.error(ErrorKind::Timeout, &detail));
            }
            let options = &mut call.0.options;
            options.deadline = Some(options.deadline.unwrap_or(call.0.core.0.deadline).min(left));
        }
        Ok(call)
    }

    /// Creates the call for the page of a token, which is set in the body.
    fn with_token(&mut self, pointer: &str, token: &str) -> Result<Call, Error> {
        let body = match &self.first.0.body {
            Payload::Empty => Some("{}"),
            Payload::Whole(body) => std::str::from_utf8(body).ok(),
            Payload::Pieces(_) => None,
        };
        let Some(body) = body.and_then(|body| pointer::with(body, pointer, token)) else {
            let detail = format!("the token of the next page cannot be set at `{pointer}` in the body");
            return Err(self.first.error(ErrorKind::Request, &detail));
        };
        let media_type = self.first.content_type("application/json");
        Ok(self.first.again().body(media_type, body.into()))
    }

    /// Creates the call for the page at a link.
    fn along(&mut self, link: &str) -> Call {
        let Next::LinkWith { member: _, below, repeat, constants } = self.paging.next else {
            return self.first.again().link(link);
        };
        let is_relative = !link.starts_with(['/', '?']) && !link.contains("://");
        let link = match below {
            [segments] if is_relative => format!("{}/{link}", self.before(*segments)),
            _ => link.to_owned(),
        };
        let mut call = self.first.again().link(&link);
        let (_, query) = self.first.0.url.split_once('?').unwrap_or_default();
        for name in repeat {
            let is_it = |pair: &&str| pair.split('=').next().is_some_and(|other| other.eq_ignore_ascii_case(name));
            let pairs: Vec<&str> = query.split('&').filter(is_it).collect();
            if !pairs.is_empty() {
                call.0.url = with_pairs(&call.0.url, name, &pairs);
            }
        }
        constants.iter().fold(call, |call, (name, value)| call.query(name, value))
    }

    /// The first page's URL up to a number of segments of the operation's path.
    fn before(&self, segments: usize) -> String {
        let base = self.first.0.base_url().as_str();
        let path = self.first.0.url.get(base.len()..).and_then(|rest| rest.split('?').next()).unwrap_or_default();
        path.split('/').skip(1).take(segments).fold(base.to_owned(), |url, segment| url + "/" + segment)
    }

    /// The step after a page.
    fn after(&mut self, response: &RawResponse) -> Step {
        match self.follow(response) {
            Ok(None) => Step::End,
            Ok(Some(follow)) if self.recent.insert(&follow) => Step::Ask(Some(follow)),
            Ok(Some(_)) => {
                Step::Fail(self.first.error(ErrorKind::Redirect, "the pages lead back to one that has been read"))
            }
            Err(detail) => Step::Fail(self.first.error(ErrorKind::Decode, &detail)),
        }
    }

    /// The request for the page that follows the one in a response.
    fn follow(&mut self, response: &RawResponse) -> Result<Option<Follow>, String> {
        if let Next::LinkHeader = self.paging.next {
            return Ok(link(response.headers(), "next").map(Follow::Link));
        }
        // A body that is not text is reported where the page is read.
        let Ok(text) = response.text() else { return Ok(None) };
        Ok(match self.paging.next {
            Next::Link(member) | Next::LinkWith { member, .. } => pointer::text(&text, member).map(Follow::Link),
            Next::LinkHeader => None,
            Next::Token { member, place, param, more, constants: _ } => {
                let token = pointer::text(&text, member).map(|token| Follow::Param(place, param, token));
                unless_last(&text, member, more, token)?
            }
            Next::BodyToken { member, param, more } => {
                let token = pointer::at(&text, member).ok().flatten().filter(|token| *token != "\"\"");
                unless_last(&text, member, more, token.map(|token| Follow::Body(param, token.to_owned())))?
            }
            Next::Number { param, first } => {
                self.pages += 1;
                self.counted(&text, param, first, self.pages)
            }
            Next::Offset { param } => {
                self.items = self.items.saturating_add(pointer::count(&text, self.paging.items));
                self.counted(&text, param, 0, self.items)
            }
        })
    }

    /// The request for the page at a number, unless this page is empty.
    fn counted(&self, text: &[u8], param: &'static str, first: i64, step: i64) -> Option<Follow> {
        let next = self.given(param).unwrap_or(first).checked_add(step)?;
        let is_empty = pointer::count(text, self.paging.items) == 0;
        (!is_empty).then(|| Follow::Param(Place::Query, param, next.to_string()))
    }

    /// Further parameters of every request after the first.
    fn constants(&self) -> &'static [(Place, &'static str, &'static str)] {
        match self.paging.next {
            Next::Token { constants, .. } => constants,
            Next::Link(_)
            | Next::LinkWith { .. }
            | Next::LinkHeader
            | Next::BodyToken { .. }
            | Next::Number { .. }
            | Next::Offset { .. } => &[],
        }
    }

    /// The number that the caller has set for the first page.
    fn given(&self, param: &str) -> Option<i64> {
        let (_, query) = self.first.0.url.split_once('?')?;
        let mut values = query.split('&').filter_map(|pair| pair.split_once('='));
        values.find(|(name, _)| *name == param)?.1.parse().ok()
    }
}

/// The request for the next page, unless the page says that it is the last one.
///
/// # Errors
/// The page says that there is a next one, and its token is missing.
fn unless_last(text: &[u8], member: &str, more: &[&str], next: Option<Follow>) -> Result<Option<Follow>, String> {
    let more = more.iter().find_map(|more| Some((*more, pointer::at(text, more).ok()??)));
    match (more, next) {
        (Some((_, "false")), _) => Ok(None),
        (Some((more, _)), None) => {
            Err(format!("`{more}` says that there is a next page, and its token at `{member}` is missing"))
        }
        (_, next) => Ok(next),
    }
}

/// A URL in whose query these pairs replace those with a name. The case of the name is ignored.
fn with_pairs(url: &str, name: &str, pairs: &[&str]) -> String {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let is_other = |pair: &&str| !pair.split('=').next().is_some_and(|other| other.eq_ignore_ascii_case(name));
    let others = query.split('&').filter(|pair| !pair.is_empty()).filter(is_other);
    let all: Vec<&str> = others.chain(pairs.iter().copied()).collect();
    format!("{path}?{}", all.join("&"))
}

/// The link with a relation type, such as `next`, in the `Link` headers of a response (RFC 8288).
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
