//! Versions of crates, for the package in `crate.json` and for acceptances that end with a version.

/// Whether Cargo accepts the string as a version: three numbers without leading zeros, and optionally a pre-release.
/// Build metadata (`+..`) is refused, because Cargo ignores it when it compares versions.
pub(crate) fn is_version(text: &str) -> bool {
    let (numbers, pre_release) = match text.split_once('-') {
        Some((numbers, pre_release)) => (numbers, Some(pre_release)),
        None => (text, None),
    };
    let is_number = |part: &str| part.parse::<u64>().is_ok_and(|value| value.to_string() == part);
    let is_identifier =
        |part: &str| !part.is_empty() && part.chars().all(|next| next.is_ascii_alphanumeric() || next == '-');
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && pre_release.is_none_or(|pre_release| pre_release.split('.').all(is_identifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_and_a_pre_release_are_a_version() {
        for text in ["2.0.0", "0.1.0", "2.0.0-rc.1", "1.0.0-alpha-2"] {
            assert!(is_version(text), "{text}");
        }
        for text in ["2.0", "2.0.0.0", "02.0.0", "+2.0.0", "2.0.0-", "2.0.0-rc..1", "2.0.0-\u{e9}", "soon", ""] {
            assert!(!is_version(text), "{text}");
        }
    }
}
