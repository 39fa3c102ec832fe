//! The files of each runtime module, and the dependencies and features of a crate that has them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub use crate::dependencies::{Dependency, dependencies};
use crate::rust::Part;

/// A file of the runtime.
pub(crate) struct Module {
    /// The path of the file in the generated crate, below `src/runtime` and without `.rs`: its folder and its name.
    pub(crate) path: &'static str,
    /// The content of the file.
    pub(crate) text: &'static str,
    /// The feature that enables the file; `None` if it is always enabled.
    feature: Option<&'static str>,
    /// The items that callers of the crate can use.
    public: &'static [&'static str],
    /// The items that the rest of the crate can use.
    private: &'static [&'static str],
}

macro_rules! module {
    ($path:literal $(as $as:literal)? $(if $feature:literal)? $(: $($public:ident),*)? $(; $($private:ident),*)?) => {
        Module {
            path: module!(@first $($as)? $path),
            text: include_str!(concat!("../runtime/src/runtime/", $path, ".rs")),
            feature: module!(@feature $($feature)?),
            public: &[$($(stringify!($public)),*)?],
            private: &[$($(stringify!($private)),*)?],
        }
    };
    (@first $first:literal $($rest:literal)?) => { $first };
    (@feature) => { None };
    (@feature $feature:literal) => { Some($feature) };
}

/// The folders of the runtime, with their documentation.
const FOLDERS: &[(&str, &str)] = &[
    ("auth", " Credentials, and how they are put on a request."),
    ("body", " Request bodies: how a body is held and sent again, forms, multipart bodies, uploads."),
    ("call", " One call: the constants that describe an operation, its request, its attempts, its response or error."),
    ("constraints", " Checks of the constraints that the API definition states, for crates that enforce them."),
    ("http", " HTTP: the transport and its layers, URLs, headers, compression."),
    ("json", " Reading JSON: the `Decode` trait, plain JSON values, the place of an error."),
    ("models", " The macros that define models, and what they call."),
    ("polling", " Long-running operations: how they are followed to their end, in this process or in another one."),
    ("params", " Parameters that are sent in a style other than the default."),
    ("streams", " Responses that are read bit by bit: downloads, events, lines, pages."),
    (
        "values",
        " Values that keep their text: dates, decimals, Base64; and `Maybe`, for a value that is absent, null or present.",
    ),
    ("xml", " XML bodies: they are converted to and from the JSON of the models, as the tables of `crate::xml` say."),
];

/// The files of a runtime module.
pub(crate) fn modules(part: Part) -> &'static [Module] {
    match part {
        Part::Decode => {
            const {
                &[
                    module!("json/decode": Decode),
                    module!("json/encode"),
                    module!("json/lenient"),
                    module!("json/read"),
                    module!("json/trail"),
                ]
            }
        }
        Part::Wire => {
            const {
                &[
                    module!("models/model"; model),
                    module!("models/show"),
                    module!("models/unnamed"),
                    module!("models/wire"),
                ]
            }
        }
        Part::Extra => const { &[module!("models/extra": Extra)] },
        Part::ExtraOff => const { &[module!("models/extra_off" as "models/extra": Extra)] },
        Part::Json => const { &[module!("json/value": Json)] },
        Part::Maybe => const { &[module!("values/maybe": Maybe)] },
        Part::DateTime => DATE_TIME,
        Part::Decimal => const { &[module!("values/decimal": Decimal, ParseDecimalError)] },
        Part::Base64 => const { &[module!("values/base64": Base64, ParseBase64Error)] },
        Part::RequestId => const { &[module!("call/request_id")] },
        Part::Kept => const { &[module!("values/kept")] },
        Part::Base64Url => const { &[module!("values/base64_url": Base64Url)] },
        Part::HttpDate => const { &[module!("values/http_date": HttpDate)] },
        Part::UnixTime => const { &[module!("values/unix_time": UnixTime)] },
        Part::TimeOfDay => TIME_OF_DAY,
        Part::IsoDuration => ISO_DURATION,
        Part::Uuid => const { &[module!("values/uuid": ParseUuidError, Uuid), module!("values/uuid_uuid" if "uuid")] },
        Part::Uri => const { &[module!("values/uri": Uri), module!("values/uri_url" if "url")] },
        Part::Ip => const { &[module!("values/ip": Ipv4, Ipv6)] },
        Part::Tuple => const { &[module!("json/tuple")] },
        Part::OpenEnum => const { &[module!("models/open_enum": Unlisted; open_enum)] },
        Part::OpenCodes => const { &[module!("models/open_codes"; open_codes)] },
        Part::CodeForms => const { &[module!("models/code_forms")] },
        Part::OneOf => const { &[module!("models/one_of"; one_of)] },
        Part::AnyOf => const { &[module!("models/any_of"; any_of)] },
        Part::Validate => const { &[module!("constraints/validate": Invalid; validate)] },
        Part::ValidateDecimal => const { &[module!("constraints/decimal")] },
        Part::ValidateCall => const { &[module!("constraints/call")] },
        Part::Http => HTTP,
        Part::Token => const { &[module!("auth/cached": Cached), module!("auth/shared")] },
        Part::ApiKey => const { &[module!("auth/api_key": ApiKey)] },
        Part::Basic => const { &[module!("auth/basic": Basic)] },
        Part::TokenService => const { &[module!("auth/token_service")] },
        Part::ClientCredentials => const { &[module!("auth/client_credentials": ClientCredentials)] },
        Part::RefreshToken => const { &[module!("auth/refresh_token": RefreshToken)] },
        Part::Param => const { &[module!("params/style")] },
        Part::Tree => const { &[module!("params/tree")] },
        Part::Xml => {
            const {
                &[
                    module!("xml/call"),
                    module!("xml/element"),
                    module!("xml/read"),
                    module!("xml/response"),
                    module!("xml/shape"),
                    module!("xml/write"),
                ]
            }
        }
        Part::Form => const { &[module!("body/form")] },
        Part::Sequence => const { &[module!("body/sequence")] },
        Part::Alternative => const { &[module!("call/alternative")] },
        Part::Upload => const { &[module!("body/upload": Upload)] },
        Part::Multipart => const { &[module!("body/multipart": Part)] },
        Part::MultipartStyle => const { &[module!("body/multipart_style")] },
        Part::Stream => {
            const { &[module!("streams/blocking_stream" if "blocking": Blocking), module!("streams/stream")] }
        }
        Part::Download => DOWNLOAD,
        Part::Events => const { &[module!("streams/events": Event, Events)] },
        Part::Lines => const { &[module!("streams/lines": Lines)] },
        Part::Parts => const { &[module!("streams/parts": Parts)] },
        Part::Paging => const { &[module!("streams/pages": Items, Pages), module!("streams/paging")] },
        Part::Pointer => const { &[module!("streams/pointer")] },
        Part::Polling => {
            const {
                &[
                    module!("polling/long_running"),
                    module!("polling/poller": Poller; long_running),
                    module!("polling/rules"),
                    module!("polling/state": PollState, PollStatus),
                    module!("polling/token"),
                ]
            }
        }
    }
}

const DATE_TIME: &[Module] = &[
    module!("values/date": Date),
    module!("values/date_clock"),
    module!("values/date_time": ConvertDateError, DateTime, ParseDateError),
    module!("values/date_time_chrono" if "chrono"),
    module!("values/date_time_jiff" if "jiff"),
    module!("values/date_time_time" if "time"),
];

const TIME_OF_DAY: &[Module] = &[
    module!("values/time_of_day": ParseTimeError, TimeOfDay),
    module!("values/time_of_day_chrono" if "chrono"),
    module!("values/time_of_day_jiff" if "jiff"),
    module!("values/time_of_day_time" if "time"),
];

const ISO_DURATION: &[Module] = &[
    module!("values/iso_duration": ConvertDurationError, IsoDuration),
    module!("values/iso_duration_chrono" if "chrono"),
    module!("values/iso_duration_jiff" if "jiff"),
    module!("values/iso_duration_time" if "time"),
];

const DATE_TIME_FEATURES: &[Feature] = &[
    Feature { name: "chrono", default: true, enables: &["dep:chrono"], docs: "Converts dates to and from `chrono`." },
    Feature { name: "jiff", default: false, enables: &["dep:jiff"], docs: "Converts dates to and from `jiff`." },
    Feature { name: "time", default: false, enables: &["dep:time"], docs: "Converts dates to and from `time`." },
];

/// The features for times and durations, which do not depend on whether there are dates.
const TIME_FEATURES: &[Feature] = &[
    Feature {
        name: "chrono",
        default: true,
        enables: &["dep:chrono"],
        docs: "Converts dates, times and durations to and from `chrono`.",
    },
    Feature {
        name: "jiff",
        default: false,
        enables: &["dep:jiff"],
        docs: "Converts dates, times and durations to and from `jiff`.",
    },
    Feature {
        name: "time",
        default: false,
        enables: &["dep:time"],
        docs: "Converts dates, times and durations to and from `time`.",
    },
];

const UUID_FEATURES: &[Feature] = &[Feature {
    name: "uuid",
    default: true,
    enables: &["dep:uuid"],
    docs: "Converts UUIDs to and from the crate `uuid`.",
}];

const URI_FEATURES: &[Feature] = &[Feature {
    name: "url",
    default: false,
    enables: &["dep:url"],
    docs: "Converts URIs to and from the crate `url`.",
}];

const HTTP: &[Module] = &[
    module!("call/response": Response),
    module!("call/attempt"),
    module!("auth/authorize"),
    module!("call/blocking" if "blocking"),
    module!("call/builder"),
    module!("http/collect"),
    module!("http/compressed"),
    module!("http/decoder"),
    module!("http/brotli" if "brotli"),
    module!("http/gzip" if "gzip"),
    module!("http/zstd" if "zstd"),
    module!("call/config"),
    module!("auth/conceal"),
    module!("auth/credential": Bearer, Credential, CredentialContext, Secret, SignInRequired, Token),
    module!("call/draft"),
    module!("call/error": Error, ErrorKind),
    module!("http/fake" if "test-util": Fake),
    module!("http/header_values"),
    module!("http/headers"),
    module!("http/http_date"),
    module!("http/layer": Layered, Next),
    module!("call/operation"),
    module!("call/options": CallOptions),
    module!("body/payload"),
    module!("call/random": Random),
    module!("call/redirect"),
    module!("call/response_types"; error_bodies, response_headers, success_responses),
    module!("call/request": Pending; operation, setters),
    module!("http/received"),
    module!("http/reqwest" if "reqwest": Reqwest),
    module!("http/retry_after"),
    module!("call/retry": Retry, RetryBudget),
    module!("call/service_error"),
    module!("call/shown"),
    module!("http/text"),
    module!("http/throughput": MinThroughput),
    module!("http/timer"),
    module!("call/trace" if "tracing"),
    module!("http/transport": Body, BoxError, BoxFuture, NotSent, Transport, full_body),
    module!("http/url"),
];

const DOWNLOAD: &[Module] =
    &[module!("streams/blocking_download" if "blocking": DownloadReader), module!("streams/download": Download)];

/// The items of the runtime modules that callers of the crate need, by the feature that enables them.
pub fn exports(parts: &BTreeSet<Part>) -> BTreeMap<Option<&'static str>, BTreeSet<&'static str>> {
    let mut exports: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for module in parts.iter().flat_map(|part| modules(*part)).filter(|module| !module.public.is_empty()) {
        exports.entry(module.feature).or_default().extend(module.public);
    }
    exports
}

/// A feature of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The name of the feature.
    pub name: &'static str,
    /// Whether the feature is on by default.
    pub default: bool,
    /// The features and dependencies that the feature enables.
    pub enables: &'static [&'static str],
    /// A description of what the feature adds.
    pub docs: &'static str,
}

/// The `mod.rs` of `src/runtime` and of each of its folders, by their path below it. They declare only the files of the
/// given runtime modules.
pub fn indexes(parts: &BTreeSet<Part>) -> Vec<(String, TokenStream)> {
    let mut folders: BTreeMap<&str, Vec<&Module>> = BTreeMap::new();
    for module in parts.iter().flat_map(|part| modules(*part)) {
        folders.entry(module.folder()).or_default().push(module);
    }
    let root = ("mod.rs".to_owned(), root_index(&folders));
    let folders = folders.into_iter().map(|(folder, modules)| (format!("{folder}/mod.rs"), index(folder, modules)));
    folders.chain([root]).collect()
}

/// The file `runtime/mod.rs`: the folders, and the items that generated code and callers can use.
fn root_index(folders: &BTreeMap<&str, Vec<&Module>>) -> TokenStream {
    let mods = folders.keys().map(|folder| ident(folder));
    let mut modules: Vec<&Module> = folders.values().flatten().copied().collect();
    modules.sort_by_key(|module| (module.feature, module.path));
    let seen = |visible: fn(&Module) -> &'static [&'static str], vis: TokenStream| -> TokenStream {
        let uses = modules.iter().filter_map(|module| {
            let (cfg, folder, name) = (cfg(module), ident(module.folder()), ident(module.name()));
            names(visible(module)).map(|names| quote!(#cfg #vis use self::#folder::#name::#names;))
        });
        uses.collect()
    };
    let private = seen(|module| module.private, quote!(pub(crate)));
    let public = seen(|module| module.public, quote!(pub));
    quote! {
        #![doc = " The code that all generated crates share: how models are read and written, and how calls are made."]
        #(pub mod #mods;)*
        #private
        #public
    }
}

/// The `mod.rs` of a folder.
fn index(folder: &str, mut modules: Vec<&Module>) -> TokenStream {
    modules.sort_by_key(|module| (module.feature, module.path));
    let docs = FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, docs)| quote!(#![doc = #docs]));
    let mods = modules.iter().map(|module| {
        let (cfg, name) = (cfg(module), ident(module.name()));
        quote!(#cfg pub mod #name;)
    });
    quote!(#docs #(#mods)*)
}

impl Module {
    fn folder(&self) -> &'static str {
        self.path.split_once('/').map_or("", |(folder, _)| folder)
    }

    fn name(&self) -> &'static str {
        self.path.split_once('/').map_or(self.path, |(_, name)| name)
    }
}

fn cfg(module: &Module) -> Option<TokenStream> {
    module.feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}

fn names(names: &[&'static str]) -> Option<TokenStream> {
    let idents: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    match idents.as_slice() {
        [] => None,
        [one] => Some(quote!(#one)),
        several => Some(quote!({#(#several),*})),
    }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The features of a crate with these runtime modules.
pub fn features(parts: &BTreeSet<Part>) -> Vec<Feature> {
    let has_times = parts.contains(&Part::TimeOfDay) || parts.contains(&Part::IsoDuration);
    // Dates, times and durations share their features.
    let of_parts =
        parts.iter().filter(|part| !has_times || **part != Part::DateTime).flat_map(|part| part_features(*part));
    let of_times = if has_times { TIME_FEATURES } else { &[] };
    let mut features: Vec<Feature> = of_parts.chain(of_times).copied().collect();
    features.sort_by_key(|feature| feature.name);
    features
}

/// The names of all features and dependencies that a crate can have because of the runtime.
pub fn reserved() -> BTreeSet<&'static str> {
    let all = BTreeSet::from([Part::Http, Part::DateTime, Part::Upload, Part::Uri, Part::Uuid, Part::Xml]);
    let dependencies = dependencies(&all).into_iter().map(|dependency| dependency.name);
    features(&all).iter().map(|feature| feature.name).chain(dependencies).chain(["default"]).collect()
}

/// The default features of a crate.
pub fn default_features(parts: &BTreeSet<Part>) -> Vec<&'static str> {
    features(parts).iter().filter(|feature| feature.default).map(|feature| feature.name).collect()
}

fn part_features(part: Part) -> &'static [Feature] {
    match part {
        Part::Http => HTTP_FEATURES,
        Part::DateTime => DATE_TIME_FEATURES,
        Part::Uuid => UUID_FEATURES,
        Part::Uri => URI_FEATURES,
        Part::Decode
        | Part::Wire
        | Part::Extra
        | Part::ExtraOff
        | Part::Json
        | Part::Maybe
        | Part::Decimal
        | Part::Base64
        | Part::RequestId
        | Part::Kept
        | Part::Base64Url
        | Part::HttpDate
        | Part::UnixTime
        | Part::TimeOfDay
        | Part::IsoDuration
        | Part::Ip
        | Part::Tuple
        | Part::OpenEnum
        | Part::OpenCodes
        | Part::CodeForms
        | Part::OneOf
        | Part::AnyOf
        | Part::Validate
        | Part::ValidateDecimal
        | Part::ValidateCall
        | Part::Token
        | Part::ApiKey
        | Part::Basic
        | Part::TokenService
        | Part::ClientCredentials
        | Part::RefreshToken
        | Part::Param
        | Part::Form
        | Part::Sequence
        | Part::Upload
        | Part::Multipart
        | Part::Download
        | Part::Events
        | Part::Lines
        | Part::Parts
        | Part::Alternative
        | Part::MultipartStyle
        | Part::Paging
        | Part::Pointer
        | Part::Polling
        | Part::Stream
        | Part::Tree
        | Part::Xml => &[],
    }
}

const HTTP_FEATURES: &[Feature] = &[
    Feature {
        name: "reqwest",
        default: true,
        enables: &["dep:hyper", "dep:reqwest", "dep:rustls", "dep:rustls-platform-verifier", "dep:tokio"],
        docs: "The default transport: HTTP over TLS, by reqwest and rustls. It uses the proxies that `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name, SOCKS proxies included.",
    },
    Feature {
        name: "blocking",
        default: false,
        enables: &[],
        docs: "Blocking calls with `send_blocking`, and blocking downloads, streams and pages; for threads outside an async runtime.",
    },
    Feature {
        name: "gzip",
        default: false,
        enables: &["dep:flate2"],
        docs: "Requests responses compressed with gzip and decompresses them.",
    },
    Feature {
        name: "brotli",
        default: false,
        enables: &["dep:brotli-decompressor"],
        docs: "Requests responses compressed with Brotli and decompresses them.",
    },
    Feature {
        name: "zstd",
        default: false,
        enables: &["dep:ruzstd"],
        docs: "Requests responses compressed with Zstandard and decompresses them.",
    },
    Feature {
        name: "http2",
        default: false,
        enables: &["reqwest", "dep:h2", "reqwest/http2"],
        docs: "The default transport uses HTTP/2 with servers that offer it over TLS.",
    },
    Feature {
        name: "tracing",
        default: false,
        enables: &["dep:tracing"],
        docs: "Emits `tracing` spans and events for calls and retries.",
    },
    Feature { name: "test-util", default: false, enables: &[], docs: "A fake transport for the tests of callers." },
];
