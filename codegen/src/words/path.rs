//! The words of a path: those of the resources around the one that it names.

use super::case::split;

/// A part of a path: text without a slash, or the name of a parameter.
pub(crate) enum PathPart<'a> {
    /// Text that is sent unchanged.
    Text(&'a str),
    /// The name of a path parameter.
    Param(&'a str),
}

/// The words of the resources around that of a path, each as the literal before its parameter and as the parameter.
pub(crate) fn scopes<'a>(path: impl IntoIterator<Item = PathPart<'a>>) -> Vec<Vec<String>> {
    let mut scopes = Vec::new();
    let mut open = Vec::new();
    let mut last = Vec::new();
    for part in path {
        match part {
            PathPart::Text(text) => {
                let text = split(text);
                if !text.is_empty() {
                    scopes.append(&mut open);
                    last = text;
                }
            }
            PathPart::Param(param) => {
                let mut param = split(param);
                param.pop_if(|word| word == "id");
                open.extend([std::mem::take(&mut last), param].into_iter().filter(|words| !words.is_empty()));
            }
        }
    }
    scopes
}
