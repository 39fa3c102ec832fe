//! `operation!` and `setters!`: an operation as data, and the request that callers see.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::error::Error;
use super::response::{RawResponse, Response};
use crate::runtime::http::transport::BoxFuture;

/// Declares the constant of an operation, which the runtime interprets, and the type of its request:
///
/// ```text
/// operation!(GetCart -> Cart {
///     "carts.get" = GET "/v{version}/carts/{cart_id}",
///     client_values = Path "version" Client "version",
///     security = ["Authorization"],
///     idempotency_key = "ms-requestid",
///     responses = 200 | 404 | 5xx | default,
/// });
/// ```
///
/// The head names the type of a successful response, and after `=` the method of [`RawResponse`] that reads it, unless
/// that is `json`; `several` is the `read` method of the type. A row that would state the default is left out:
///
/// | row | what it sets | default |
/// |---|---|---|
/// | `server` | the base URL of the operation | the base URL of the client |
/// | `client_values` | parameters that the client provides | none |
/// | `accept` | the accepted media types | `application/json` |
/// | `content_type` | the media type of the body | the default for the kind of body |
/// | `security` | the alternative sets of schemes; one set is enough | no authentication |
/// | `idempotency_key` | the header that makes the request idempotent | the HTTP method decides |
/// | `retry` | the statuses after which a request may be sent again | those of the retry settings |
/// | `responses` | the statuses for which a response is documented | none |
/// | `expected` | the statuses of regular responses besides those from 200 to 299 | none |
// [xml]
/// | `xml` | the statuses with a response in XML, and the table in `crate::xml` that describes it | none |
// [/xml]
/// | `streams` | the successful statuses with a response that is read as a stream | none |
/// | `switch` | how `send` changes the body so that the response is not a stream | not at all |
/// | `also` | methods that request the response in another format | none |
/// | `items` | for a paged list: the type of its items, `required` if each page has the list, where they are, and how to find the next page | not paged |
macro_rules! operation {
    ($request:ident -> $ty:ty $(= $read:ident)? {
        $id:literal = $method:ident $(- $word:ident)* $path:literal
        $(, server = $server:literal)?
        $(, client_values = $($place:ident $name:literal $source:ident $value:literal)|+)?
        $(, accept = $accept:literal)?
        $(, content_type = $content_type:literal)?
        $(, security = $([$($scheme:literal),*])|+)?
        $(, idempotency_key = $key:literal)?
        $(, retry = $($retry:literal)|+)?
        $(, responses = $($response:tt)|+)?
        $(, expected = $($expected:tt)|+)?
        // [xml]
        $(, xml = $($xml_status:tt $xml_root:ident)|+)?
        // [/xml]
        $(, streams = $($stream:tt)|+)?
        $(, switch = $switch:ident($property:literal, $setting:literal))?
        $(, also = $($other:ident $other_blocking:ident -> $other_ty:ty = $other_read:ident $other_kind:ident $other_accept:literal $($other_switch:ident($other_property:literal, $other_setting:literal))?)|+)?
        $(, items = $item:ty = $($required:ident)? $list:literal $next:ident $(($link:literal))? $({ $($how:tt)* })?)?
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
                &$crate::runtime::call::operation::Operation::new($id, concat!(stringify!($method) $(, "-", stringify!($word))*), $path)
                    $(.server($server))?
                    $(.client_values(&[$($crate::runtime::call::operation::ClientArgument {
                        place: $crate::runtime::call::operation::Place::$place,
                        name: $name,
                        value: $crate::runtime::call::operation::Source::$source($value),
                    }),+]))?
                    $(.accept($accept))?
                    $(.content_type($content_type))?
                    $(.security(&[$(&[$($scheme),*]),+]))?
                    $(.idempotency_key($key))?
                    $(.retry(&[$($retry),+]))?
                    // [xml]
                    $(.xml(const {
                        &[$(($crate::runtime::call::response_types::declared!($xml_status), &$crate::xml::$xml_root)),+]
                    }))?
                    // [/xml]
                    $(.responses(&[$($crate::runtime::call::response_types::declared!($response)),+]))?
                    $(.expected(&[$($crate::runtime::call::response_types::declared!($expected)),+]))?;

            /// Sets options for this call: retries, timeouts, further headers.
            pub fn with(self, options: $crate::runtime::call::options::CallOptions) -> Self {
                Self(self.0.with(options))
            }

            /// Sends the request when the value is awaited, and retries it if that is allowed and configured.
            ///
            /// # Errors
            /// There was no success response, or it could not be read.
            pub fn send(self) -> $crate::runtime::call::request::Pending<$ty> {
                let call = self.0 $(.$switch($property, $setting))?;
                let response = $crate::runtime::call::request::operation!(@send call $($($stream)|+)?);
                $crate::runtime::call::request::Pending::new(response, $crate::runtime::call::request::operation!(@read $ty $(= $read)?))
            }

            /// Sends the request and waits for the response on this thread.
            ///
            /// An async runtime to which this thread belongs is blocked meanwhile. The default transport does not need
            /// that runtime. A credential or a transport of your own that needs it would wait forever: call `send` in
            /// that case.
            ///
            /// The result of a streamed response has a method `blocking`, which turns a download into a `Read`, and
            /// other streams into an iterator.
            ///
            /// # Errors
            /// Those of `send`.
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> ::core::result::Result<$crate::runtime::call::response::Response<$ty>, $crate::runtime::call::error::Error> {
                $crate::runtime::call::blocking::wait(self.send())
            }

            $($(
                #[doc = concat!("As `send`, but requests the response as `", $other_accept, "`.")]
                ///
                /// # Errors
                /// Those of `send`; also if the response comes in another form.
                pub fn $other(self) -> $crate::runtime::call::request::Pending<$other_ty> {
                    let call = self.0.accepting($other_accept) $(.$other_switch($other_property, $other_setting))?;
                    let response = $crate::runtime::call::request::operation!(@$other_kind call);
                    $crate::runtime::call::request::Pending::new(response, $crate::runtime::call::response::RawResponse::$other_read)
                }

                #[doc = concat!("As `send_blocking`, but requests the response as `", $other_accept, "`.")]
                ///
                /// # Errors
                /// Those of `send`; also if the response comes in another form.
                #[cfg(feature = "blocking")]
                pub fn $other_blocking(self) -> ::core::result::Result<$crate::runtime::call::response::Response<$other_ty>, $crate::runtime::call::error::Error> {
                    $crate::runtime::call::blocking::wait(self.$other())
                }
            )+)?
        }

        $($crate::runtime::call::request::operation!(@pages $request $ty, $item, [$($required)?] $list $next $(($link))? $({ $($how)* })?);)?
    };
    (@whole $call:ident) => { $call.send() };
    (@streamed $call:ident) => { $call.stream(&[$crate::runtime::call::operation::Declared::Default]) };
    (@send $call:ident) => { $call.send() };
    (@send $call:ident $($status:tt)|+) => { $call.stream(&[$($crate::runtime::call::response_types::declared!($status)),+]) };
    (@read $ty:ty) => { $crate::runtime::call::response::RawResponse::json };
    (@read $ty:ty = several) => { <$ty>::read };
    (@read $ty:ty = $read:ident) => { $crate::runtime::call::response::RawResponse::$read };
    (@next Token { $member:literal to $place:ident $param:literal $(while $more:literal)? $(, $at:ident $name:literal = $value:literal)* }) => {
        $crate::runtime::streams::paging::Next::Token {
            member: $member,
            place: $crate::runtime::call::operation::Place::$place,
            param: $param,
            more: &[$($more)?],
            constants: &[$(($crate::runtime::call::operation::Place::$at, $name, $value)),*],
        }
    };
    (@next BodyToken { $member:literal to $param:literal $(while $more:literal)? }) => {
        $crate::runtime::streams::paging::Next::BodyToken { member: $member, param: $param, more: &[$($more)?] }
    };
    (@required) => { false };
    (@required required) => { true };
    (@next $next:ident $($how:tt)?) => { $crate::runtime::streams::paging::Next::$next $($how)? };
    (@pages $request:ident $ty:ty, $item:ty, [$($required:ident)?] $list:literal $next:ident $($how:tt)?) => {
        impl $request {
            const PAGING: &'static $crate::runtime::streams::paging::Paging =
                &$crate::runtime::streams::paging::Paging {
                    items: $list,
                    required: $crate::runtime::call::request::operation!(@required $($required)?),
                    next: $crate::runtime::call::request::operation!(@next $next $($how)?),
                };

            /// Requests this page and all following pages, one by one. For callers without async, the result has a
            /// method `blocking`.
            pub fn pages(self) -> $crate::runtime::streams::pages::Pages<$ty> {
                self.0.pages(Self::PAGING)
            }

            /// Returns the items of this page and all following pages. For callers without async, the result has a
            /// method `blocking`.
            pub fn items(self) -> $crate::runtime::streams::pages::Items<$item> {
                self.0.items(Self::PAGING)
            }
        }
    };
}
pub(crate) use operation;

/// Declares the setters for optional parameters: the name, the type, and the method of [`Call`](super::builder::Call)
/// that it calls:
///
/// ```text
/// setters!(ListCarts {
///     /// The number of the page.
///     page: i64 => query("page", page),
/// });
/// ```
///
/// After the word `parts`, the caller may also add parts to the body that the spec does not name.
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
            Self(self.0.further_part(name, ::core::convert::Into::into(part)))
        }
    };
}
pub(crate) use setters;

/// A call in progress: a future of its response. It does nothing until it is awaited, and dropping it cancels the call.
#[must_use = "a request is not sent until this is awaited"]
pub struct Pending<T> {
    response: BoxFuture<'static, Result<RawResponse, Error>>,
    read: fn(RawResponse) -> Result<Response<T>, Error>,
}

impl<T> Pending<T> {
    /// Creates a pending call from a future response and the function that reads it.
    pub fn new(
        response: BoxFuture<'static, Result<RawResponse, Error>>,
        read: fn(RawResponse) -> Result<Response<T>, Error>,
    ) -> Self {
        Self { response, read }
    }

    /// Receives a success without a body as `None`, instead of an error of the kind
    /// [`Empty`](super::error::ErrorKind::Empty): for services that send nothing although their document declares a
    /// body. A `304 Not Modified`, which is an error otherwise, is received as `None` too: for calls with
    /// `If-None-Match` or `If-Modified-Since`.
    ///
    /// # Errors
    /// There was no success response, or it could not be read.
    pub async fn or_none(self) -> Result<Response<Option<T>>, Error> {
        Response::or_none(self.await)
    }

    /// As `or_none`, but waits for the response on this thread.
    ///
    /// # Errors
    /// Those of `or_none`.
    #[cfg(feature = "blocking")]
    pub fn or_none_blocking(self) -> Result<Response<Option<T>>, Error> {
        super::blocking::wait(self.or_none())
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.response.as_mut().poll(context));
        Poll::Ready(response.and_then(self.read))
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}
