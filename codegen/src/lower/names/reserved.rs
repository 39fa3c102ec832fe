//! Names that generated types cannot have, because generated files and the macros of the runtime use them.

/// Types, traits and variants of Rust and of the runtime that generated files or macros use without a path.
pub(crate) const RESERVED_TYPES: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Box",
    "Clone",
    "Copy",
    "Date",
    "DateTime",
    "Debug",
    "Decimal",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Extra",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "Json",
    "Maybe",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Unlisted",
    "Vec",
];

/// The types of the runtime that files of operations import where a parameter is written in a style.
pub(crate) const STYLE_TYPES: &[&str] = &["Param", "Style"];
