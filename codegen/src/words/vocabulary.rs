//! Words with a role in names: prepositions, articles, words without a subject, versions, plurals.

/// Words that have to be followed by another word.
pub(super) const PREPOSITIONS: &[&str] = &[
    "about", "after", "and", "as", "at", "before", "between", "by", "for", "from", "in", "into", "of", "on", "or",
    "to", "under", "using", "via", "with", "within", "without",
];
/// Words that are meaningless without the word after them.
pub(super) const ARTICLES: &[&str] = &["a", "an", "the"];
/// Words that are meaningless at the end of a name.
pub(super) const DETERMINERS: &[&str] = &["a", "an", "the", "my", "new", "own"];
/// Words between the items of a list.
pub(super) const CONJUNCTIONS: &[&str] = &["and", "or"];
/// Words with which the name of an operation may start, and which are no nouns there.
const VERBS: &[&str] = &[
    "activate",
    "add",
    "approve",
    "archive",
    "assign",
    "cancel",
    "check",
    "clear",
    "clone",
    "close",
    "confirm",
    "create",
    "deactivate",
    "delete",
    "deploy",
    "destroy",
    "disable",
    "download",
    "duplicate",
    "edit",
    "enable",
    "export",
    "fetch",
    "find",
    "get",
    "import",
    "invalidate",
    "list",
    "modify",
    "move",
    "patch",
    "pause",
    "post",
    "publish",
    "put",
    "query",
    "read",
    "refresh",
    "reject",
    "remove",
    "rename",
    "replace",
    "reset",
    "restart",
    "restore",
    "resume",
    "retrieve",
    "revoke",
    "save",
    "search",
    "send",
    "set",
    "show",
    "start",
    "stop",
    "submit",
    "sync",
    "unarchive",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
    "view",
];
/// Words at the end of the name of a group that state what the group is, but not its subject.
pub(super) const KINDS_OF_GROUPS: &[&str] =
    &["action", "actions", "api", "apis", "calls", "endpoints", "management", "operations", "resource", "service"];
/// Prepositions that change the meaning of a verb: "convert to an issue" is not "convert an issue".
pub(super) const DIRECTIONS: &[&str] = &["as", "into", "to", "with", "without", "and", "or"];

/// Words that state how a type or operation is used, but not its subject.
const GENERIC: &[&str] = &[
    "add", "all", "body", "by", "create", "data", "delete", "for", "get", "id", "in", "item", "list", "object", "of",
    "options", "param", "params", "patch", "post", "put", "query", "remove", "request", "response", "result", "set",
    "settings", "status", "string", "to", "type", "update", "value", "variant", "with",
];

/// Whether a word has to be followed by another one.
pub(crate) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// Whether a word is one with which the name of an operation may start.
pub(crate) fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// Whether a word states nothing about the subject of a name.
pub(crate) fn is_generic(word: &str) -> bool {
    // In `response400`, the status states nothing about the subject.
    let is_status = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    GENERIC.contains(&word) || word.strip_prefix("response").is_some_and(is_status)
}

/// Whether a part of a path or a name only states that it is an API, or the version of one: `api`, `v1`, `2.0`,
/// `2021-04-30`, `2026-09-beta`.
pub(crate) fn is_version(part: &str) -> bool {
    let stage =
        ["alpha", "beta", "preview"].iter().find_map(|stage| part.strip_suffix(stage)?.strip_suffix(['-', '.']));
    let number = stage.unwrap_or(part);
    let digits = number.strip_prefix(['v', 'V']).unwrap_or(number);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    is_number || part.eq_ignore_ascii_case("api") || part.eq_ignore_ascii_case("rest")
}

/// Whether two words are equal, or singular and plural of the same word: `company` and `companies`.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || is_plural(one, other) || is_plural(other, one)
}

fn is_plural(many: &str, one: &str) -> bool {
    if let Some(stem) = one.strip_suffix('y')
        && many.strip_suffix("ies") == Some(stem)
    {
        return true;
    }
    match many.strip_prefix(one) {
        Some("s" | "es") => true,
        Some("ren") => one == "child",
        _ => matches!((one, many), ("person", "people") | ("index", "indices") | ("analysis", "analyses")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_name_nothing() {
        assert!(["v1", "V2.1", "2021-04-30", "api", "1.0"].into_iter().all(is_version));
        assert!(!["pets", "v", "vans", "v1beta1pets", ""].into_iter().any(is_version));
    }
}
