//! `success_responses!`, `error_bodies!` and `response_headers!`: the types of responses that differ by status, and of
//! response headers.

/// A status for which a response is documented, in the notation of tables: `200`, `4xx` or `default`.
macro_rules! declared {
    (default) => {
        $crate::runtime::call::operation::Declared::Default
    };
    (1xx) => {
        $crate::runtime::call::operation::Declared::Class(1)
    };
    (2xx) => {
        $crate::runtime::call::operation::Declared::Class(2)
    };
    (3xx) => {
        $crate::runtime::call::operation::Declared::Class(3)
    };
    (4xx) => {
        $crate::runtime::call::operation::Declared::Class(4)
    };
    (5xx) => {
        $crate::runtime::call::operation::Declared::Class(5)
    };
    ($code:literal) => {
        $crate::runtime::call::operation::Declared::Code($code)
    };
}
pub(crate) use declared;

/// Declares the type of a success response that depends on the status, and how to read it:
///
/// ```text
/// success_responses!(StartJobSuccess of StartJob {
///     /// It is done.
///     Ok(Job) = 200 json,
///     Accepted = 202 empty,
/// });
/// ```
///
/// A row names the method of `RawResponse` that reads the response. A response that is read as a stream cannot be
/// cloned: with the word `stream` after the table, the type does not implement `Clone`.
macro_rules! success_responses {
    ($type:ident of $request:ident { $($rows:tt)* }) => {
        $crate::runtime::call::response_types::success_responses!(@type [Clone, Debug, PartialEq] $type $request { $($rows)* });
    };
    ($type:ident of $request:ident { $($rows:tt)* } stream) => {
        $crate::runtime::call::response_types::success_responses!(@type [Debug] $type $request { $($rows)* });
    };
    (@type [$($derive:ident),+] $type:ident $request:ident {
        $($(#[$meta:meta])* $variant:ident $(($body:ty))? = $status:tt $read:ident),* $(,)?
    }) => {
        #[doc = concat!("What a successful [`", stringify!($request), "`](type@", stringify!($request), ") contains, by status.")]
        #[derive($($derive),+)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a response is read once; matching is easier without a box")]
        pub enum $type {
            $($(#[$meta])* $variant $(($body))?,)*
        }

        impl $type {
            fn read(
                response: $crate::runtime::call::response::RawResponse,
            ) -> ::core::result::Result<$crate::runtime::call::response::Response<Self>, $crate::runtime::call::error::Error> {
                let status = response.status();
                $(if $crate::runtime::call::response_types::declared!($status).holds(status) {
                    return ::core::result::Result::Ok($crate::runtime::call::response_types::success_responses!(@read response $variant $(($body))? $read));
                })*
                ::core::result::Result::Err(response.unexpected())
            }
        }
    };
    (@read $response:ident $variant:ident empty) => { $response.empty()?.map(|()| Self::$variant) };
    (@read $response:ident $variant:ident ($body:ty) $read:ident) => {
        $crate::runtime::call::response::Response::<$body>::map($response.$read()?, Self::$variant)
    };
}
pub(crate) use success_responses;

/// Declares the type of the error responses of an operation for which the spec documents several, each with its
/// statuses:
///
/// ```text
/// error_bodies!(GetCartErrorBody of GetCart {
///     GatewayError(GatewayError) = 429,
///     ApiError(ApiError) = 400 | 401 | 5xx,
/// });
/// ```
macro_rules! error_bodies {
    ($type:ident of $request:ident { $($(#[$meta:meta])* $variant:ident($body:ty) = $($status:tt)|+),* $(,)? }) => {
        #[doc = concat!("The error responses of [`", stringify!($request), "`](type@", stringify!($request), "), by status.")]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$meta])* $variant($body),)*
        }

        impl $type {
            /// The error response that an error was created from; `None` if it has none of the documented types.
            pub fn of(error: &$crate::runtime::call::error::Error) -> ::core::option::Option<Self> {
                let status = error.status()?;
                $(if $($crate::runtime::call::response_types::declared!($status).holds(status))||+ {
                    return error.body_as().map(Self::$variant);
                })*
                ::core::option::Option::None
            }
        }
    };
}
pub(crate) use error_bodies;

/// Declares the type that reads the headers of a response, as strings or as the type that the row names:
///
/// ```text
/// response_headers!(ListCartsHeaders of ListCarts {
///     /// Where the next page is.
///     link = "Link",
///     x_total: i64 = "X-Total",
/// });
/// ```
macro_rules! response_headers {
    ($type:ident of $request:ident { $($(#[$meta:meta])* $name:ident $(: $ty:ty)? = $header:literal),* $(,)? }) => {
        #[doc = concat!("The headers that a response of [`", stringify!($request), "`](type@", stringify!($request), ") may have.")]
        #[derive(Clone, Copy)]
        pub struct $type<'a>(&'a ::http::HeaderMap);

        impl<'a> $type<'a> {
            /// Reads the headers of a response or of an error.
            pub fn of(headers: &'a ::http::HeaderMap) -> Self {
                Self(headers)
            }

            $($crate::runtime::call::response_types::response_headers!(@one 'a [$(#[$meta])*] $name $(: $ty)? = $header);)*
        }
    };
    (@one $a:lifetime [$($meta:tt)*] $name:ident = $header:literal) => {
        $($meta)*
        pub fn $name(self) -> ::core::option::Option<&$a str> {
            $crate::runtime::http::headers::get(self.0, $header)
        }
    };
    (@one $a:lifetime [$($meta:tt)*] $name:ident: $ty:ty = $header:literal) => {
        $($meta)*
        pub fn $name(self) -> ::core::option::Option<$ty> {
            $crate::runtime::http::headers::parsed(self.0, $header)
        }
    };
}
pub(crate) use response_headers;
