//! The dependencies of a generated crate, by the parts of the runtime that need them.

use std::collections::BTreeSet;

use crate::rust::Part;

/// A dependency of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The name of the package.
    pub name: &'static str,
    /// The version requirement.
    pub version: &'static str,
    /// Whether the package's default features are enabled.
    pub default_features: bool,
    /// The features of the package that are enabled.
    pub features: &'static [&'static str],
    /// Whether only a feature of the generated crate enables the dependency.
    pub optional: bool,
    /// The purpose of the dependency.
    pub why: &'static str,
}

/// The dependencies of a crate with these runtime modules.
pub fn dependencies(parts: &BTreeSet<Part>) -> Vec<Dependency> {
    let mut dependencies = vec![
        Dependency::plain(
            "serde",
            "1",
            "The traits that models implement to be read and written, without derive macros, which take longer to compile.",
        )
        .trimmed(&["std"]),
        Dependency::plain(
            "serde_json",
            "1",
            "JSON, with exact doubles (`float_roundtrip`) and unknown properties kept as text (`raw_value`).",
        )
        .with(&["float_roundtrip", "raw_value"]),
    ];
    if parts.contains(&Part::Http) {
        dependencies.extend(http());
    }
    if [Part::Upload, Part::Download, Part::Paging, Part::Polling].iter().any(|part| parts.contains(part)) {
        let why = "The `Stream` trait, for streamed bodies, pages and their items.";
        dependencies.push(Dependency::plain("futures-core", "0.3", why).trimmed(&[]));
    }
    if parts.contains(&Part::Xml) {
        let why =
            "Reads XML with namespaces, without expanding entities; the most used crate for it, with one dependency.";
        dependencies.push(Dependency::plain("quick-xml", "0.42", why).trimmed(&[]));
    }
    dependencies.extend(conversions(parts));
    dependencies.sort_by_key(|dependency| dependency.name);
    dependencies
}

/// The dependencies of the HTTP client.
fn http() -> [Dependency; 14] {
    [
        Dependency::plain(
            "bytes",
            "1",
            "Request and response bodies, shared instead of copied when a request is retried.",
        ),
        Dependency::plain("brotli-decompressor", "5", "Decompresses Brotli; written in Rust.")
            .trimmed(&["std"])
            .optional(),
        Dependency::plain("h2", "0.4", "The errors of HTTP/2 that allow a retry; a part of reqwest's HTTP/2.")
            .optional(),
        Dependency::plain("hyper", "1", "The error of a request that was not sent; a part of reqwest.")
            .trimmed(&[])
            .optional(),
        Dependency::plain("ruzstd", "0.8", "Decompresses Zstandard; written in Rust.")
            .trimmed(&["hash", "std"])
            .optional(),
        Dependency::plain("flate2", "1", "Decompresses responses; written in Rust, so no C compiler is needed.")
            .trimmed(&["rust_backend"])
            .optional(),
        Dependency::plain("http", "1", "Requests, responses and headers, in the types that other HTTP crates use."),
        Dependency::plain("http-body", "1", "The trait of streamed bodies, in the signature of `Transport`."),
        Dependency::plain("http-body-util", "0.1", "Buffered and boxed bodies for that trait."),
        Dependency::plain(
            "reqwest",
            "0.13",
            "The HTTP client, with proxies (SOCKS included). Its own redirects and retries are turned off.",
        )
        .trimmed(&["rustls-no-provider", "socks"])
        .optional(),
        Dependency::plain(
            "rustls",
            "0.23",
            "TLS with ring as its default cryptography provider, which an application can replace.",
        )
        .trimmed(&["ring", "std", "tls12"])
        .optional(),
        Dependency::plain(
            "rustls-platform-verifier",
            "0.7",
            "Verifies certificates with the operating system, including the root certificates of a company.",
        )
        .optional(),
        Dependency::plain(
            "tokio",
            "1",
            "The async runtime that reqwest needs; a helper thread runs it if the application has none.",
        )
        .trimmed(&["rt", "time"])
        .optional(),
        Dependency::plain("tracing", "0.1", "Spans and events for calls and retries.").trimmed(&["std"]).optional(),
    ]
}

/// The dependencies of conversions between the types of formats and those of other crates.
fn conversions(parts: &BTreeSet<Part>) -> Vec<Dependency> {
    let mut dependencies = Vec::new();
    let has_times = parts.contains(&Part::TimeOfDay) || parts.contains(&Part::IsoDuration);
    if parts.contains(&Part::DateTime) || has_times {
        let [chrono, jiff, time] = match has_times {
            false => [
                "Conversions of dates to `chrono` types.",
                "Conversions of dates to `jiff` types.",
                "Conversions of dates to `time` types.",
            ],
            true => [
                "Conversions of dates, times and durations to `chrono` types.",
                "Conversions of dates, times and durations to `jiff` types.",
                "Conversions of dates, times and durations to `time` types.",
            ],
        };
        dependencies.extend([
            Dependency::plain("chrono", "0.4.31", chrono).trimmed(&[]).optional(),
            Dependency::plain("jiff", "0.2", jiff).trimmed(&[]).optional(),
            Dependency::plain("time", "0.3.37", time).trimmed(&[]).optional(),
        ]);
    }
    if parts.contains(&Part::Uuid) {
        dependencies.push(
            Dependency::plain("uuid", "1", "Conversions of UUIDs to the type of `uuid`.").trimmed(&[]).optional(),
        );
    }
    if parts.contains(&Part::Uri) {
        dependencies.push(
            Dependency::plain("url", "2.5", "Conversions of URIs to the type of `url`.").trimmed(&["std"]).optional(),
        );
    }
    dependencies
}

impl Dependency {
    const fn plain(name: &'static str, version: &'static str, why: &'static str) -> Self {
        Self { name, version, default_features: true, features: &[], optional: false, why }
    }

    const fn with(self, features: &'static [&'static str]) -> Self {
        Self { features, ..self }
    }

    const fn trimmed(self, features: &'static [&'static str]) -> Self {
        Self { default_features: false, features, ..self }
    }

    const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}
