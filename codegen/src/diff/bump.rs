//! The version that a crate gets for what changed, by the rules of Cargo.

use super::Weight;

/// The next version after a change of that weight; before 1.0 the second number is the one that breaks.
///
/// A pre-release stays one where the numbers before it tell enough already. A version that is none is left alone.
pub fn next(version: &str, weight: Option<Weight>) -> String {
    let Some(weight) = weight else { return version.to_owned() };
    let [major, minor, patch] = numbers(version)[..] else { return version.to_owned() };
    // What was not released yet may break in any way.
    if version.contains('-') {
        return version.to_owned();
    }
    match (major, minor, weight) {
        (0, 0, _) => format!("0.0.{}", patch + 1),
        (0, minor, Weight::High) => format!("0.{}.0", minor + 1),
        (major, _, Weight::High) => format!("{}.0.0", major + 1),
        (0, minor, Weight::Middle | Weight::Low) => format!("0.{minor}.{}", patch + 1),
        (major, minor, Weight::Middle) => format!("{major}.{}.0", minor + 1),
        (major, minor, Weight::Low) => format!("{major}.{minor}.{}", patch + 1),
    }
}

/// Whether a version is at least another, by its numbers.
pub fn reaches(version: &str, wanted: &str) -> bool {
    numbers(version) >= numbers(wanted)
}

/// The numbers before what marks a pre-release.
fn numbers(version: &str) -> Vec<u64> {
    version.split('-').next().unwrap_or_default().split('.').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_grows_by_what_changed() {
        let (high, middle, low) = (Some(Weight::High), Some(Weight::Middle), Some(Weight::Low));
        for (version, weight, expected) in [
            ("1.2.3", high, "2.0.0"),
            ("1.2.3", middle, "1.3.0"),
            ("1.2.3", low, "1.2.4"),
            ("0.2.3", high, "0.3.0"),
            ("0.2.3", middle, "0.2.4"),
            ("0.0.3", high, "0.0.4"),
            ("1.2.3", None, "1.2.3"),
            ("1.0.0-beta.1", high, "1.0.0-beta.1"),
        ] {
            assert_eq!(next(version, weight), expected, "{version} {weight:?}");
            assert!(reaches(&next(version, weight), version));
        }
        assert!(!reaches("0.1.9", "0.2.0"));
    }
}
