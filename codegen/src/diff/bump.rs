//! Computes the next version of a crate from its changes, by the rules of Cargo.

use super::Severity;

/// The next version after a change of that severity. Before 1.0, breaking changes increase the second number.
///
/// A pre-release keeps its numbers if they already express the change. A string that is not a version is left
/// unchanged.
pub fn next(version: &str, severity: Option<Severity>) -> String {
    let Some(severity) = severity else { return version.to_owned() };
    let [major, minor, patch] = numbers(version)[..] else { return version.to_owned() };
    // A pre-release may have breaking changes.
    if version.contains('-') {
        return version.to_owned();
    }
    match (major, minor, severity) {
        (0, 0, _) => format!("0.0.{}", patch + 1),
        (0, minor, Severity::Error) => format!("0.{}.0", minor + 1),
        (major, _, Severity::Error) => format!("{}.0.0", major + 1),
        (0, minor, Severity::Caution | Severity::Warning | Severity::Info) => format!("0.{minor}.{}", patch + 1),
        (major, minor, Severity::Warning | Severity::Caution) => format!("{major}.{}.0", minor + 1),
        (major, minor, Severity::Info) => format!("{major}.{minor}.{}", patch + 1),
    }
}

/// Whether a version is at least another, by its numbers.
pub fn reaches(version: &str, wanted: &str) -> bool {
    numbers(version) >= numbers(wanted)
}

/// The numbers of a version, before the mark of a pre-release.
fn numbers(version: &str) -> Vec<u64> {
    version.split('-').next().unwrap_or_default().split('.').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_grows_by_what_changed() {
        let (high, middle, low) = (Some(Severity::Error), Some(Severity::Warning), Some(Severity::Info));
        for (version, severity, expected) in [
            ("1.2.3", high, "2.0.0"),
            ("1.2.3", middle, "1.3.0"),
            ("1.2.3", low, "1.2.4"),
            ("0.2.3", high, "0.3.0"),
            ("0.2.3", middle, "0.2.4"),
            ("0.0.3", high, "0.0.4"),
            ("1.2.3", None, "1.2.3"),
            ("1.0.0-beta.1", high, "1.0.0-beta.1"),
        ] {
            assert_eq!(next(version, severity), expected, "{version} {severity:?}");
            assert!(reaches(&next(version, severity), version));
        }
        assert!(!reaches("0.1.9", "0.2.0"));
    }
}
