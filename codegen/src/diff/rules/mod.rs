//! The rules: each kind of change with its sentence, its severity by direction, and an example.

/// Makes the enum of all rules and the rows of their table.
macro_rules! rules {
    ($($variant:ident = $id:literal ($scope:ident $group:ident, $sent:ident $received:ident, $opposite:ident):
        $sentence:literal $example:literal;)*) => {
        /// The kinds of changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $sentence] $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// What the table says of the rule.
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
                        example: $example,
                    },)*
                }
            }
        }
    };
}

mod table;

use serde::Serialize;

pub use self::table::Rule;

use super::Direction;

/// Which of the two comparisons a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Requests and responses.
    Wire,
    /// What callers compile against.
    Surface,
}

impl Scope {
    /// The word for it.
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
    /// Docs and names on the wire; a patch of the crate.
    Info,
    /// Compatible on the wire; a minor version of the crate.
    Warning,
    /// On the wire, breaks callers that rely on what was received so far; no change of the crate has it.
    Caution,
    /// Breaking on the wire; a major version of the crate.
    Error,
}

impl Severity {
    /// The verdict in the words of a comparison.
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

/// What a rule is about; a reader filters by it.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Operations as a whole.
    Operations,
    /// What is sent in the path, the query, headers and cookies.
    Parameters,
    /// What is sent in the body.
    Bodies,
    /// What is answered.
    Answers,
    /// Models and their properties.
    Models,
    /// Enums and their values.
    Enums,
    /// Unions and their types.
    Unions,
    /// Servers, authentication, values that are set once.
    Service,
    /// Text, and what should no longer be used.
    Docs,
    /// The crate.
    Rust,
}

impl Group {
    /// The word for it.
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

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The rule's name in reports.
    pub id: &'static str,
    /// Which comparison finds it.
    pub scope: Scope,
    /// What it is about.
    pub group: Group,
    /// The severity if the caller sends the value.
    pub sent: Severity,
    /// The severity if the service sends the value.
    pub received: Severity,
    /// The rule that the swapped comparison finds; where there are several, the plainest.
    pub opposite: Rule,
    /// What changed, in one sentence.
    pub sentence: &'static str,
    /// A change of the kind.
    pub example: &'static str,
}

impl Rule {
    /// The severity of such a change for a value in that direction.
    pub fn severity(self, direction: Direction) -> Severity {
        let row = self.row();
        match direction {
            Direction::Sent => row.sent,
            Direction::Received => row.received,
            Direction::Both => row.sent.max(row.received),
            // What no operation uses breaks nobody.
            Direction::Neither => row.sent.max(row.received).min(Severity::Warning),
        }
    }

    /// The rule's name in reports.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Which comparison finds it.
    pub fn scope(self) -> Scope {
        self.row().scope
    }

    /// The rule that the swapped comparison finds in place of this one.
    pub fn opposite(self) -> Rule {
        self.row().opposite
    }
}
