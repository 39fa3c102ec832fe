//! The files of the runtime, by the part that needs them, and what they ask of the manifest.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::rust::Part;

/// A file of the runtime.
struct Module {
    /// Its name in the generated crate, without `.rs`.
    name: &'static str,
    /// Its text.
    text: &'static str,
    /// The feature without which it is left out.
    feature: Option<&'static str>,
    /// What of it is seen by callers of the crate.
    public: &'static [&'static str],
    /// What of it is seen in the crate.
    private: &'static [&'static str],
}

macro_rules! module {
    ($name:literal $(as $as:literal)? $(if $feature:literal)? $(: $($public:ident),*)? $(; $($private:ident),*)?) => {
        Module {
            name: module!(@first $($as)? $name),
            text: include_str!(concat!("../runtime/src/runtime/", $name, ".rs")),
            feature: module!(@feature $($feature)?),
            public: &[$($(stringify!($public)),*)?],
            private: &[$($(stringify!($private)),*)?],
        }
    };
    (@first $first:literal $($rest:literal)?) => { $first };
    (@feature) => { None };
    (@feature $feature:literal) => { Some($feature) };
}

/// The files of a part.
fn modules(part: Part) -> &'static [Module] {
    match part {
        Part::Wire => const { &[module!("decode": Decode), module!("wire"; wire)] },
        Part::Extra => const { &[module!("extra": Extra)] },
        Part::ExtraOff => const { &[module!("extra_off" as "extra": Extra)] },
        Part::Json => const { &[module!("json": Json)] },
        Part::Maybe => const { &[module!("maybe": Maybe)] },
        Part::DateTime => DATE_TIME,
        Part::OpenEnum => const { &[module!("open_enum": Unlisted; open_enum)] },
        Part::OpenCodes => const { &[module!("open_codes"; open_codes)] },
        Part::OneOf => const { &[module!("one_of"; one_of)] },
        Part::Http => HTTP,
    }
}

const DATE_TIME: &[Module] = &[];
const HTTP: &[Module] = &[];

/// What callers of the crate need of the parts, by the feature that it asks for.
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
    /// Its name.
    pub name: &'static str,
    /// What it turns on.
    pub enables: &'static [&'static str],
    /// What it adds.
    pub docs: &'static str,
}

/// A dependency of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The package.
    pub name: &'static str,
    /// The versions that fit.
    pub version: &'static str,
    /// Whether its default features are on.
    pub default_features: bool,
    /// The features that are on.
    pub features: &'static [&'static str],
    /// Whether a feature of ours turns it on.
    pub optional: bool,
}

/// The files of the runtime that the parts need, by their path below `src/runtime`.
pub fn files(parts: &BTreeSet<Part>) -> Vec<(String, &'static str)> {
    let modules = parts.iter().flat_map(|part| modules(*part));
    modules.map(|module| (format!("{}.rs", module.name), module.text)).collect()
}

/// `runtime/mod.rs`: the files, and what is seen of them.
pub fn index(parts: &BTreeSet<Part>) -> TokenStream {
    let mut modules: Vec<&Module> = parts.iter().flat_map(|part| modules(*part)).collect();
    modules.sort_by_key(|module| (module.feature, module.name));
    let mods = modules.iter().map(|module| {
        let (cfg, name) = (cfg(module), ident(module.name));
        quote!(#cfg pub mod #name;)
    });
    let uses = modules.iter().flat_map(|module| {
        let (cfg, name) = (cfg(module), ident(module.name));
        let public = names(module.public).map(|names| quote!(#cfg pub use self::#name::#names;));
        let private = names(module.private).map(|names| quote!(#cfg pub(crate) use self::#name::#names;));
        [public, private]
    });
    quote! {
        #![doc = " What the generated code calls."]
        #(#mods)*
        #(#uses)*
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

/// The features of a crate with these parts.
pub fn features(parts: &BTreeSet<Part>) -> Vec<Feature> {
    let _ = parts;
    Vec::new()
}

/// The dependencies of a crate with these parts.
pub fn dependencies(parts: &BTreeSet<Part>) -> Vec<&'static Dependency> {
    let _ = parts;
    Vec::new()
}
