//! Escapes strings of documents for the page.

/// A string of a document, escaped for the page.
pub(super) fn text(text: &str) -> String {
    let mut out = String::new();
    for next in text.chars() {
        match next {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A string of a document as code on the page.
pub(super) fn code(inner: &str) -> String {
    format!("<code>{}</code>", text(inner))
}
