//! The rules: each kind of change with its sentence, its severity by direction, and an example.

/// Defines the enum of all rules and the rows of their table.
macro_rules! rules {
    ($($variant:ident = $id:literal ($scope:ident $group:ident, $sent:ident $received:ident, $opposite:ident):
        $sentence:literal $(when sent $if_sent:literal)? $(or received $if_received:literal)?
        $example:literal $(because $reason:literal)?;)*) => {
        /// The kinds of changes that a comparison finds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $sentence] $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The row of the rule in the table.
            pub fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        id: $id,
                        scope: Scope::$scope,
                        group: Group::$group,
                        sent: Severity::$sent,
                        received: Severity::$received,
                        opposite: Self::$opposite,
                        sentence: $sentence,
                        if_sent: [$($if_sent)?].first().copied(),
                        if_received: [$($if_received)?].first().copied(),
                        example: $example,
                        reason: [$($reason)?].first().copied(),
                    },)*
                }
            }
        }
    };
}

#[macro_use]
mod surface;
mod page;
mod wire;

use serde::{Serialize, Serializer};

pub use self::page::page;
pub use self::wire::Rule;

use super::Direction;

/// The comparison to which a rule belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The comparison of requests and responses.
    Wire,
    /// The comparison of the crate's public interface.
    Surface,
}

impl Scope {
    /// The name of the scope, in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Surface => "source",
        }
    }
}

/// The severity of a change. The wire and the crate have different words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A change of documentation or of names on the wire; a patch version of the crate.
    Info,
    /// A compatible change on the wire; a minor version of the crate.
    Warning,
    /// A change on the wire that breaks callers that rely on the previous responses. No change of the crate has this
    /// severity.
    Caution,
    /// A breaking change on the wire; a major version of the crate.
    Error,
}

impl Severity {
    /// The name of the severity in a scope.
    pub fn word(self, scope: Scope) -> &'static str {
        match (scope, self) {
            (Scope::Wire, Self::Info) => "docs",
            (Scope::Wire, Self::Warning) => "compatible",
            (Scope::Wire, Self::Caution) => "may break",
            (Scope::Wire, Self::Error) => "breaking",
            (Scope::Surface, Self::Info) => "patch",
            (Scope::Surface, Self::Warning | Self::Caution) => "minor",
            (Scope::Surface, Self::Error) => "major",
        }
    }
}

/// The subject of a rule, for readers who filter by it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Operations as a whole.
    Operations,
    /// Parameters in the path, the query, headers and cookies.
    Parameters,
    /// Bodies of requests.
    Bodies,
    /// Responses.
    Answers,
    /// Models and their properties.
    Models,
    /// Enums and their values.
    Enums,
    /// Unions and their types.
    Unions,
    /// Servers, authentication, and values that are set once on the client.
    Service,
    /// Documentation and deprecation.
    Docs,
    /// The public interface of the crate.
    Rust,
}

impl Group {
    /// The name of the group, in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Parameters => "parameters",
            Self::Bodies => "bodies",
            Self::Answers => "answers",
            Self::Models => "models",
            Self::Enums => "enums",
            Self::Unions => "unions",
            Self::Service => "service",
            Self::Docs => "docs",
            Self::Rust => "rust",
        }
    }
}

/// A row of the table of rules.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The rule's name in reports.
    pub id: &'static str,
    /// The comparison that finds the change.
    pub scope: Scope,
    /// The subject of the rule.
    pub group: Group,
    /// The severity if the caller sends the value.
    pub sent: Severity,
    /// The severity if the service sends the value.
    pub received: Severity,
    /// The rule that the swapped comparison finds; if there are several, the simplest one.
    pub opposite: Rule,
    /// A sentence that describes the change.
    pub sentence: &'static str,
    /// A further sentence: what the change means where the caller sends the value.
    pub if_sent: Option<&'static str>,
    /// A further sentence: what the change means where the service sends the value.
    pub if_received: Option<&'static str>,
    /// An example of the change.
    pub example: &'static str,
    /// Why it has these severities, if that is not what is true of all rules with them.
    pub reason: Option<&'static str>,
}

impl Rule {
    /// The severity of such a change for a value that is sent in the given direction.
    pub fn severity(self, direction: Direction) -> Severity {
        let row = self.row();
        match direction {
            Direction::Sent => row.sent,
            Direction::Received => row.received,
            Direction::Both => row.sent.max(row.received),
            // A change of something that no operation uses breaks nobody.
            Direction::Neither => row.sent.max(row.received).min(Severity::Warning),
        }
    }

    /// The rule's name in reports.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The comparison that finds the change.
    pub fn scope(self) -> Scope {
        self.row().scope
    }

    /// The rule that the swapped comparison finds in place of this one.
    pub fn opposite(self) -> Rule {
        self.row().opposite
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
