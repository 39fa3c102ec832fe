//! Selects the operations to which a correction applies.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::stale::{Stale, stale};
use crate::spec::{Api, Operation, OperationId, select};

/// The operations to which a correction applies: the word `"all"`, a glob such as `"*"`, `"carts.*"` or `"GET /v1/*"`,
/// or a list of identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operations {
    /// All operations to which the correction can apply; at least one.
    All,
    /// The operations that the glob names and to which the correction can apply; at least one.
    Matching(String),
    /// The listed operations; the correction has to apply to each.
    Listed(Vec<OperationId>),
}

impl Operations {
    /// The selected operations for which `has` is true. `what` describes the requirement in messages.
    pub(super) fn with(
        &self,
        api: &Api,
        what: &str,
        has: impl Fn(&Operation) -> bool,
    ) -> Result<Vec<OperationId>, Stale> {
        let named = |id: &str, operation: &Operation| match self {
            Self::All => true,
            Self::Matching(glob) => select::names(glob, id, operation),
            Self::Listed(_) => false,
        };
        let Self::Listed(ids) = self else {
            let found: Vec<OperationId> = api
                .operations
                .iter()
                .filter(|(id, found)| named(id, found) && has(found))
                .map(|(id, _)| id.clone())
                .collect();
            let where_to = match self {
                Self::Matching(glob) => format!("{what} in an operation that `{glob}` names"),
                Self::All | Self::Listed(_) => format!("{what} in some operation"),
            };
            return if found.is_empty() { stale(where_to, "none has it") } else { Ok(found) };
        };
        if ids.is_empty() {
            return stale("one operation at least", "it names none");
        }
        let mut seen = BTreeSet::new();
        for id in ids {
            match api.operations.get(id) {
                None => return stale(format!("the operation `{id}`"), "it does not exist"),
                Some(operation) if !has(operation) => return stale(format!("{what} in `{id}`"), "it does not exist"),
                Some(_) if !seen.insert(id) => return stale(format!("`{id}` once"), "it occurs twice"),
                Some(_) => {}
            }
        }
        Ok(ids.clone())
    }
}

/// Iterates over the operations with the given identifiers, mutably.
pub(super) fn each<'a>(api: &'a mut Api, ids: &'a [OperationId]) -> impl Iterator<Item = &'a mut Operation> {
    let ids: BTreeSet<&OperationId> = ids.iter().collect();
    api.operations.iter_mut().filter(move |(id, _)| ids.contains(id)).map(|(_, operation)| operation)
}

impl Serialize for Operations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Matching(glob) => serializer.serialize_str(glob),
            Self::Listed(ids) => ids.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Operations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> de::Visitor<'de> for Either {
            type Value = Operations;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"all\", a glob, or a list of operations")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Operations, E> {
                match text {
                    "all" => Ok(Operations::All),
                    // A word without a wildcard, a group or a path is likely a mistake rather than a glob.
                    glob if glob.contains(['*', '?', '.', ' ']) => Ok(Operations::Matching(glob.to_owned())),
                    _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, items: A) -> Result<Operations, A::Error> {
                let ids = Vec::deserialize(de::value::SeqAccessDeserializer::new(items))?;
                Ok(Operations::Listed(ids))
            }
        }

        deserializer.deserialize_any(Either)
    }
}
