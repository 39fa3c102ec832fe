//! The pages of a list, as a stream of pages or of items.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::paging::{Paging, Walk};
use super::pointer;
use super::stream::stream;
use crate::runtime::call::builder::Call;
use crate::runtime::call::error::{Error, ErrorKind};
use crate::runtime::call::response::{RawResponse, Response};
use crate::runtime::http::text;
use crate::runtime::json::decode::Decode;

/// Declares the methods that limit a paged list.
macro_rules! limits {
    ($Stream:ident) => {
        impl<T: Decode> $Stream<T> {
            /// Sets the maximum number of pages that are requested, including empty ones. Defaults to 10,000.
            ///
            /// If the list has more pages, the next one is an error of the kind [`ErrorKind::PageLimit`].
            pub fn max_pages(mut self, pages: u64) -> Self {
                self.walk.limit(pages);
                self
            }

            /// Sets how long all pages together may take, from the first request on. There is no such deadline by
            /// default; each page has the deadline of its call.
            ///
            /// The time that the caller spends between two pages counts too. After the deadline, the next page is an
            /// error of the kind [`ErrorKind::Timeout`].
            pub fn deadline(mut self, deadline: Duration) -> Self {
                self.walk.end_within(deadline);
                self
            }
        }
    };
}

impl Call {
    /// The pages of the list that the call requests.
    pub fn pages<P: Decode>(self, paging: &'static Paging) -> Pages<P> {
        Pages { walk: Walk::new(self, paging), page: PhantomData }
    }

    /// The items of all pages of the list that the call requests.
    pub fn items<T: Decode>(self, paging: &'static Paging) -> Items<T> {
        Items { walk: Walk::new(self, paging), ready: VecDeque::new() }
    }
}

/// The pages of an operation, requested one after the other. The stream ends after the first error.
///
/// It implements `Stream`, and has a method [`next`](Self::next) for callers that do not use `Stream`.
///
/// # Examples
///
/// ```
/// use runtime::{Decode, Error, Pages};
///
/// /// Counts the pages. A list of more than a hundred pages is an error.
/// async fn count<P: Decode>(pages: Pages<P>) -> Result<u64, Error> {
///     let mut pages = pages.max_pages(100);
///     let mut count = 0;
///     while let Some(page) = pages.next().await {
///         page?;
///         count += 1;
///     }
///     Ok(count)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = runtime::Fake::new().respond_json(200, "[1, 2]").respond_json(200, "[]");
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     assert_eq!(count(client.samples().list().pages()).await?, 2);
/// #     Ok(())
/// # }
/// ```
#[must_use = "nothing is requested before the first page is wanted"]
pub struct Pages<P> {
    walk: Walk,
    page: PhantomData<fn() -> P>,
}

limits!(Pages);

impl<P: Decode> Pages<P> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<P>, Error>>> {
        let page = ready!(self.walk.poll(context)).map(|response| response.and_then(RawResponse::json));
        if matches!(page, Some(Err(_))) {
            self.walk.stop();
        }
        Poll::Ready(page)
    }
}

stream!(Pages<P: Decode> of Response<P>, "page");

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("first", self.walk.first()).finish_non_exhaustive()
    }
}

/// The items of all pages of an operation. The stream ends after the first error.
///
/// It implements `Stream`, and has a method [`next`](Self::next) for callers that do not use `Stream`.
///
/// # Examples
///
/// ```
/// use runtime::{Decode, Error, Items};
///
/// /// Returns the first items; pages after those that have them are not requested.
/// async fn first<T: Decode>(mut items: Items<T>, count: usize) -> Result<Vec<T>, Error> {
///     let mut first = Vec::new();
///     while first.len() < count
///         && let Some(item) = items.next().await
///     {
///         first.push(item?);
///     }
///     Ok(first)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), runtime::BoxError> {
/// #     let fake = runtime::Fake::new().respond_json(200, "[1, 2]").respond_json(200, "[3, 4]");
/// #     let client = runtime::Client::builder().transport(fake).build()?;
/// #     assert_eq!(first(client.samples().list().items(), 3).await?, [1, 2, 3]);
/// #     Ok(())
/// # }
/// ```
#[must_use = "nothing is requested before the first item is wanted"]
pub struct Items<T> {
    walk: Walk,
    ready: VecDeque<T>,
}

limits!(Items);

impl<T: Decode> Items<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let items = match ready!(self.walk.poll(context)) {
                Some(response) => response.and_then(|response| items(response, self.walk.paging())),
                None => return Poll::Ready(None),
            };
            match items {
                Ok(items) => self.ready = items.into(),
                Err(error) => {
                    self.walk.stop();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

/// The items of a page; empty if the page has no list and does not need one.
fn items<T: Decode>(response: RawResponse, paging: &Paging) -> Result<Vec<T>, Error> {
    let Some(response) = part(response, paging)? else { return Ok(Vec::new()) };
    Ok(response.json::<Vec<T>>()?.into_inner())
}

/// The response with the list of the page as its body; `None` if the page has no list and does not need one.
fn part(mut response: RawResponse, paging: &Paging) -> Result<Option<RawResponse>, Error> {
    let at = paging.items;
    let text = match response.text() {
        Ok(text) => text.into_owned(),
        Err(error) => return Err(response.error(ErrorKind::Decode, error).with_response(response.received)),
    };
    // Malformed JSON is reported where the page is read.
    let body = match pointer::present(&text, at) {
        // Some services write an empty list as null, where the model allows it.
        Ok(Some("null")) if !paging.required => return Ok(None),
        Ok(Some(found)) => found.as_bytes().to_vec(),
        Ok(None) if !paging.required && text::may_be_json(response.headers()) => return Ok(None),
        // A page with another content type is an error, not an empty page.
        Ok(None) => {
            let detail = match text::may_be_json(response.headers()) {
                true => format!("the page has no list at `{at}`"),
                false => response.other_type("JSON"),
            };
            let error = response.error(ErrorKind::Decode, detail);
            return Err(error.with_response(response.received).without(&response.secrets));
        }
        Err(_) => return Ok(Some(response)),
    };
    response.received.body = body.into();
    response.received.headers.remove(http::header::CONTENT_TYPE);
    Ok(Some(response))
}

// The streams are never self-referential, regardless of the type of their items.
impl<T> Unpin for Items<T> {}

stream!(Items<T: Decode> of T, "item");

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("first", self.walk.first()).finish_non_exhaustive()
    }
}
