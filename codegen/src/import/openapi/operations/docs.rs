//! The documentation of an operation and its parts.

use crate::import::openapi::node::Node;
use crate::spec::Presence;

/// Whether the string ends in a paragraph of one line that is not an item of a list or similar.
fn is_sentence(text: &str) -> bool {
    let last = text.rsplit("\n\n").next().unwrap_or(text);
    !last.contains('\n') && last.starts_with(char::is_alphabetic) && last.ends_with('.')
}

/// The documentation of an operation, a tag or a document, by paragraphs.
pub(super) fn docs(node: &Node<'_>) -> Vec<String> {
    let text = |name| node.text(name).map(str::trim).filter(|text| !text.is_empty());
    let (summary, description) = (text("summary"), text("description"));
    let is_repeated = |summary: &&str| description.is_some_and(|text| text.starts_with(summary.trim_end_matches('.')));
    let mut docs: Vec<String> = Vec::new();
    docs.extend(summary.filter(|summary| !is_repeated(summary)).map(str::to_owned));
    docs.extend(description.map(str::to_owned));
    if let Some(external) = node.get("externalDocs")
        && let Some(url) = external.text("url").map(str::trim).filter(|url| !url.is_empty())
    {
        let more = match external.text("description").map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => format!("{text}: {url}"),
            None => format!("See also {url}"),
        };
        match docs.last_mut() {
            // After a sentence, the link needs no separate paragraph.
            Some(last) if is_sentence(last) => last.push_str(&format!(" {more}")),
            _ => docs.push(more),
        }
    }
    docs
}

/// The documentation of an operation, or that of its path if it has none.
pub(super) fn docs_within(operation: &Node<'_>, path: &Node<'_>) -> Vec<String> {
    let own = docs(operation);
    if own.is_empty() { docs(path) } else { own }
}

/// Whether a parameter or a body may be left out.
pub(super) fn presence(node: &Node<'_>) -> Presence {
    if node.flag("required") { Presence::Required } else { Presence::Optional }
}

/// The description of a parameter, a body or a response.
pub(super) fn description(node: &Node<'_>) -> String {
    // A response of OpenAPI 3.2 may have a summary alone.
    let text = |name| node.text(name).map(str::trim).filter(|text| !text.is_empty());
    text("description").or_else(|| text("summary")).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_behind_a_sentence_a_link_needs_no_paragraph() {
        for (text, expected) in [
            ("Lists carts.", true),
            ("# Carts\n\nLists them.", true),
            ("Lists carts", false),
            ("Lists carts:\n- new ones.", false),
            ("- Carts.", false),
            ("| carts |.", false),
            ("```\nlet a;\n```", false),
            ("", false),
        ] {
            assert_eq!(is_sentence(text), expected, "{text:?}");
        }
    }
}
