//! `operation!` and `setters!`: an operation as data, and the request that callers see.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::answer::{Answer, Reply};
use super::error::Error;
use crate::runtime::http::transport::BoxFuture;

/// Writes the constant of an operation, which the runtime interprets, and the type of its request:
///
/// ```text
/// operation!(GetCart -> Cart {
///     "carts.get" = GET "/v{version}/carts/{cart_id}",
///     given = Path "version" Client "version",
///     security = ["Authorization"],
///     idempotency_key = "ms-requestid",
///     replies = 200 | 404 | 5xx | default,
/// });
/// ```
///
/// The head says what a successful call gives, and after `=` which method of an [`Answer`] reads it, where that is
/// not `json`; `several` is the type's own `read`. The rows that say nothing unusual are left out:
///
/// | row | what it says | left out |
/// |---|---|---|
/// | `server` | where the operation is reached | where the others are |
/// | `given` | what the caller does not pass with each call | nothing |
/// | `accept` | the media types that are asked for | `application/json` |
/// | `content_type` | the media type of the body | the usual one of a body of its kind |
/// | `security` | the sets of schemes of which one is enough | nothing is to be proved |
/// | `idempotency_key` | the header that makes it safe to send the request again | the method tells |
/// | `retry` | the statuses after which a request may be sent again | the usual ones |
/// | `replies` | the statuses for which an answer is declared | none |
/// | `streams` | the statuses of success whose answer is read as it comes | none |
/// | `switch` | what `send` does to the body so that the response does not come as a stream | nothing |
/// | `also` | methods that request the response in another form | none |
/// | `items` | the type of the items of a list that is had in pages, where it is, and how the next page is found | no pages |
macro_rules! operation {
    ($request:ident -> $ty:ty $(= $read:ident)? {
        $id:literal = $method:ident $path:literal
        $(, server = $server:literal)?
        $(, given = $($place:ident $name:literal $source:ident $value:literal)|+)?
        $(, accept = $accept:literal)?
        $(, content_type = $content_type:literal)?
        $(, security = $([$($scheme:literal),*])|+)?
        $(, idempotency_key = $key:literal)?
        $(, retry = $($retry:literal)|+)?
        $(, replies = $($reply:tt)|+)?
        $(, streams = $($stream:tt)|+)?
        $(, switch = $switch:ident($property:literal, $setting:literal))?
        $(, also = $($other:ident $other_blocking:ident -> $other_ty:ty = $other_read:ident $other_kind:ident $other_accept:literal $($other_switch:ident($other_property:literal, $other_setting:literal))?)|+)?
        $(, items = $item:ty = $list:literal $next:ident $(($link:literal))? $({ $($how:tt)* })?)?
        $(,)?
    }) => {
        #[doc = concat!("A call of `", $id, "`.")]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $request(pub(super) $crate::runtime::call::builder::Call);

        impl ::std::fmt::Debug for $request {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.show(stringify!($request), f)
            }
        }

        impl $request {
            pub(super) const OPERATION: &'static $crate::runtime::call::operation::Operation =
                &$crate::runtime::call::operation::Operation::new($id, stringify!($method), $path)
                    $(.server($server))?
                    $(.given(&[$($crate::runtime::call::operation::Given {
                        place: $crate::runtime::call::operation::Place::$place,
                        name: $name,
                        value: $crate::runtime::call::operation::Source::$source($value),
                    }),+]))?
                    $(.accept($accept))?
                    $(.content_type($content_type))?
                    $(.security(&[$(&[$($scheme),*]),+]))?
                    $(.idempotency_key($key))?
                    $(.retry(&[$($retry),+]))?
                    $(.replies(&[$($crate::runtime::call::replies::declared!($reply)),+]))?;

            /// Sets what holds for this call alone: retries, timeouts, further headers.
            pub fn with(self, options: $crate::runtime::call::options::CallOptions) -> Self {
                Self(self.0.with(options))
            }

            /// Sends the request when the value is awaited, again where that is safe and promises more.
            ///
            /// # Errors
            /// Whatever kept the call from an answer of success, and that answer where it cannot be read.
            pub fn send(self) -> $crate::runtime::call::request::Pending<$ty> {
                let call = self.0 $(.$switch($property, $setting))?;
                let answer = $crate::runtime::call::request::operation!(@send call $($($stream)|+)?);
                $crate::runtime::call::request::Pending::new(answer, $crate::runtime::call::request::operation!(@read $ty $(= $read)?))
            }

            /// Sends the request and waits for the answer on this thread.
            ///
            /// An async runtime to which the thread belongs stands still meanwhile. The default transport does
            /// without it; a credential or a transport of your own that needs it would wait for ever: call `send`
            /// there.
            ///
            /// What of the answer comes bit by bit has a `blocking` of its own, which makes a `Read` of a download and
            /// an iterator of the rest.
            ///
            /// # Errors
            /// Those of `send`.
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> ::core::result::Result<$crate::runtime::call::answer::Reply<$ty>, $crate::runtime::call::error::Error> {
                $crate::runtime::call::blocking::wait(self.send())
            }

            $($(
                #[doc = concat!("As `send`, but requests the response as `", $other_accept, "`.")]
                ///
                /// # Errors
                /// Those of `send`; also if the response comes in another form.
                pub fn $other(self) -> $crate::runtime::call::request::Pending<$other_ty> {
                    let call = self.0.accepting($other_accept) $(.$other_switch($other_property, $other_setting))?;
                    let answer = $crate::runtime::call::request::operation!(@$other_kind call);
                    $crate::runtime::call::request::Pending::new(answer, $crate::runtime::call::answer::Answer::$other_read)
                }

                #[doc = concat!("As `send_blocking`, but requests the response as `", $other_accept, "`.")]
                ///
                /// # Errors
                /// Those of `send`; also if the response comes in another form.
                #[cfg(feature = "blocking")]
                pub fn $other_blocking(self) -> ::core::result::Result<$crate::runtime::call::answer::Reply<$other_ty>, $crate::runtime::call::error::Error> {
                    $crate::runtime::call::blocking::wait(self.$other())
                }
            )+)?
        }

        $($crate::runtime::call::request::operation!(@pages $request $ty, $item, $list $next $(($link))? $({ $($how)* })?);)?
    };
    (@whole $call:ident) => { $call.send() };
    (@streamed $call:ident) => { $call.stream(&[$crate::runtime::call::operation::Declared::Default]) };
    (@send $call:ident) => { $call.send() };
    (@send $call:ident $($status:tt)|+) => { $call.stream(&[$($crate::runtime::call::replies::declared!($status)),+]) };
    (@read $ty:ty) => { $crate::runtime::call::answer::Answer::json };
    (@read $ty:ty = several) => { <$ty>::read };
    (@read $ty:ty = $read:ident) => { $crate::runtime::call::answer::Answer::$read };
    (@next Token { $member:literal to $place:ident $param:literal $(, $at:ident $name:literal = $value:literal)* }) => {
        $crate::runtime::streams::paging::Next::Token {
            member: $member,
            place: $crate::runtime::call::operation::Place::$place,
            param: $param,
            constants: &[$(($crate::runtime::call::operation::Place::$at, $name, $value)),*],
        }
    };
    (@next $next:ident $($how:tt)?) => { $crate::runtime::streams::paging::Next::$next $($how)? };
    (@pages $request:ident $ty:ty, $item:ty, $list:literal $next:ident $($how:tt)?) => {
        impl $request {
            const PAGING: &'static $crate::runtime::streams::paging::Paging =
                &$crate::runtime::streams::paging::Paging {
                    items: $list,
                    next: $crate::runtime::call::request::operation!(@next $next $($how)?),
                };

            /// Asks for this page and all that come after it, one by one; without async by its `blocking`.
            pub fn pages(self) -> $crate::runtime::streams::paging::Pages<$ty> {
                self.0.pages(Self::PAGING)
            }

            /// The items of this page and of all that come after it; without async by its `blocking`.
            pub fn items(self) -> $crate::runtime::streams::paging::Items<$item> {
                self.0.items(Self::PAGING)
            }
        }
    };
}
pub(crate) use operation;

/// Writes the methods by which callers give what they may leave out: the name, the type, and what is called on the
/// [`Call`](super::builder::Call):
///
/// ```text
/// setters!(ListCarts {
///     /// The number of the page.
///     page: i64 => query("page", page),
/// });
/// ```
///
/// After the word `parts` the caller may also add parts to the body that the spec does not name.
macro_rules! setters {
    ($request:ident { $($(#[$meta:meta])* $name:ident: $ty:ty => $($give:ident($($arg:expr),*)).+),* $(,)? } $($parts:ident)?) => {
        impl $request {
            $(
                $(#[$meta])*
                pub fn $name(self, $name: $ty) -> Self {
                    Self(self.0$(.$give($($arg),*))+)
                }
            )*

            $($crate::runtime::call::request::setters!(@$parts);)?
        }
    };
    (@parts) => {
        /// Adds a part that the spec does not name.
        pub fn part(self, name: &str, part: impl ::core::convert::Into<$crate::runtime::body::multipart::Part>) -> Self {
            Self(self.0.file_part(name, "", ::core::convert::Into::into(part)))
        }
    };
}
pub(crate) use setters;

/// A call under way: a future of its answer. It does nothing until it is awaited, and ends when it is dropped.
#[must_use = "a request is not sent until this is awaited"]
pub struct Pending<T> {
    answer: BoxFuture<'static, Result<Answer, Error>>,
    read: fn(Answer) -> Result<Reply<T>, Error>,
}

impl<T> Pending<T> {
    /// An answer that is waited for, and how it is read.
    pub fn new(answer: BoxFuture<'static, Result<Answer, Error>>, read: fn(Answer) -> Result<Reply<T>, Error>) -> Self {
        Self { answer, read }
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<Reply<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(context));
        Poll::Ready(answer.and_then(self.read))
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}
