//! How a list is paged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::json;

/// How a list is paged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The JSON pointer to the list in the body of a response; empty if the body is the list.
    pub items: String,
    /// How to find the next page.
    pub next: NextPage,
}

/// How to find the next page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NextPage {
    /// By the URL in a property of the body, until it is absent.
    Link {
        /// The JSON pointer to the property.
        member: String,
        /// The number of segments of the operation's path to insert before a relative link; `None` if the link is
        /// resolved as usual (RFC 3986).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        below: Option<u32>,
        /// The query parameters of the first page that are repeated on every page, in place of those of the link.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        repeat: Vec<String>,
        /// The query parameters that have one fixed value on every page after the first, by name.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "json::unique")]
        constants: BTreeMap<String, String>,
    },
    /// By the URL with `rel="next"` in the header `Link` (RFC 8288), until it is absent.
    LinkHeader {},
    /// By sending the token in a property of the body with the next request, until it is absent.
    Token {
        /// The JSON pointer to the property with the token. In a list, `-` is the last item, as in `/data/-/id`, and
        /// `NAME=VALUE` the first object whose property `NAME` is the string `VALUE` in any case, as in
        /// `/headers/key=X-Next/value`.
        member: String,
        /// The location of the parameter for the token.
        #[serde(default, skip_serializing_if = "PagePlace::is_query")]
        place: PagePlace,
        /// The parameter that takes the token; in the body, the JSON pointer to the property that takes it.
        param: String,
        /// The JSON pointer to a boolean that is `false` on the last page, or to a property that the last page lacks. A page
        /// that has it and has no token is an error.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        more: Option<String>,
        /// The parameters that have one fixed value on every page after the first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        constants: Vec<PageConstant>,
    },
    /// By sending the number of the next page, until a page is empty.
    Number {
        /// The query parameter that takes the number.
        param: String,
        /// The number of the first page.
        first: i64,
    },
    /// By sending the number of items read so far, until a page is empty.
    Offset {
        /// The query parameter that takes the count.
        param: String,
    },
}

impl NextPage {
    /// A link at a JSON pointer that is the complete URL of the next page.
    pub fn link(member: String) -> Self {
        Self::Link { member, below: None, repeat: Vec::new(), constants: BTreeMap::new() }
    }
}

/// The location of a parameter that leads to the next page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PagePlace {
    /// In the query.
    #[default]
    Query,
    /// In a header.
    Header,
    /// In the JSON body: the parameter is a JSON pointer to a property of the request.
    Body,
}

impl PagePlace {
    /// Whether the location is the query.
    pub fn is_query(&self) -> bool {
        matches!(self, Self::Query)
    }

    /// The name of the location, in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
        }
    }
}

/// A parameter with a fixed value on every page after the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PageConstant {
    /// The location of the parameter.
    #[serde(default, skip_serializing_if = "PagePlace::is_query")]
    pub place: PagePlace,
    /// The name of the parameter on the wire. The operation need not have the parameter.
    pub param: String,
    /// The value on the wire, before it is encoded for a URL.
    pub value: String,
}
