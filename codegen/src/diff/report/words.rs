//! Compares documentation word by word.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use memchr::{memchr, memrchr};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::escape::text;

/// The number of words and separators that are shown before and after a difference.
const AROUND: usize = 10;
/// The maximum number of words and separators of a difference that are shown.
const MOST: usize = 400;
/// The time after which the comparison of two long strings becomes coarser.
const PATIENCE: Duration = Duration::from_millis(50);

/// A part of the comparison of two strings.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Words that both strings have.
    Same(String),
    /// The words that were replaced, and their replacement. One of them may be empty.
    Replaced(String, String),
}

/// The difference of two strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words(Vec<Part>);

impl Words {
    /// Compares two strings.
    pub fn of(before: &str, after: &str) -> Self {
        let clean = |text: &str| crate::text::shown(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let (before, after) = (clean(before), clean(after));
        // Most strings hardly differ, so the words with which both start and end are not compared one by one.
        Self::between(&before, &after, in_common(&before, &after))
    }

    /// Compares two strings that start and end with the same words, of the given lengths.
    fn between(before: &str, after: &str, (start, end): (usize, usize)) -> Self {
        let [old, new] = [before, after].map(|text| split(&text[start..text.len() - end]));
        // `TextDiff` would number the distinct words first, which takes longer than comparing two strings that hardly differ.
        let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(Instant::now() + PATIENCE));
        let mut parts: Vec<Part> = Vec::new();
        add(&mut parts, Part::Same(before[..start].to_owned()));
        for op in ops {
            let old = |range: Range<usize>| old[range].concat();
            let part = match op.tag() {
                DiffTag::Equal => Part::Same(old(op.old_range())),
                DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                    Part::Replaced(old(op.old_range()), new[op.new_range()].concat())
                }
            };
            add(&mut parts, part);
        }
        add(&mut parts, Part::Same(before[before.len() - end..].to_owned()));
        Self(parts)
    }

    /// The distinct replacements: the old words and the new ones.
    pub fn replaced(&self) -> BTreeSet<(&str, &str)> {
        let pairs = self.0.iter().filter_map(|part| match part {
            Part::Replaced(old, new) => Some((old.as_str(), new.as_str())),
            Part::Same(_) => None,
        });
        pairs.collect()
    }

    /// The differences for the page, with a few words around them.
    pub fn html(&self) -> String {
        let (mut out, mut left) = (String::new(), MOST);
        for (index, part) in self.0.iter().enumerate() {
            if left == 0 {
                return out + " …";
            }
            match part {
                Part::Same(same) => out.push_str(&around(same, index == 0, index + 1 == self.0.len())),
                Part::Replaced(old, new) => {
                    for (tag, changed) in
                        [("del", old), ("ins", new)].into_iter().filter(|(_, changed)| !changed.is_empty())
                    {
                        let words = split(changed);
                        out.push_str(&format!("<{tag}>{}</{tag}>", text(&words[..words.len().min(left)].concat())));
                        left = left.saturating_sub(words.len());
                    }
                }
            }
        }
        out
    }
}

/// Adds a part. A space between two differences is not context: the words are replaced together.
fn add(parts: &mut Vec<Part>, part: Part) {
    match (&mut parts[..], part) {
        (_, Part::Same(same)) if same.is_empty() => {}
        ([.., Part::Same(same)], Part::Same(more)) => same.push_str(&more),
        ([.., Part::Replaced(old, new), Part::Same(same)], Part::Replaced(more_old, more_new)) if same == " " => {
            old.push_str(&format!(" {more_old}"));
            new.push_str(&format!(" {more_new}"));
            parts.pop();
        }
        ([.., Part::Replaced(old, new)], Part::Replaced(more_old, more_new)) => {
            old.push_str(&more_old);
            new.push_str(&more_new);
        }
        (_, part) => parts.push(part),
    }
}

/// The lengths of the start and the end that two strings have in common, as far as they are whole words: up to a space,
/// and from a space on.
fn in_common(one: &str, other: &str) -> (usize, usize) {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = one.iter().zip(other).take_while(|(left, right)| left == right).count();
    let (left, right) = (&one[same..], &other[same..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    let start = memrchr(b' ', &one[..same]).map_or(0, |space| space + 1);
    let end = memchr(b' ', &one[one.len() - end..]).map_or(0, |space| end - space);
    (start, end)
}

/// The words of an unchanged part that are shown before or after a difference, or between two differences.
fn around(same: &str, first: bool, last: bool) -> String {
    let words = split(same);
    let (start, end) = (if first { 0 } else { AROUND }, if last { 0 } else { AROUND });
    if words.len() <= start + end {
        return text(same);
    }
    let [start, end] = [&words[..start], &words[words.len() - end..]].map(|words| text(&words.concat()));
    format!("{}…{}", start.trim_end(), if end.is_empty() { String::new() } else { format!(" {}", end.trim_start()) })
}

/// Splits a string into words, numbers with their dots, and single other characters.
fn split(text: &str) -> Vec<&str> {
    let is_inner = |character: char| character.is_alphanumeric() || character == '_';
    let mut words: Vec<&str> = Vec::new();
    let (mut start, mut end, mut was_inner) = (0, 0, false);
    let mut rest = text.chars();
    let mut ahead = (rest.next(), rest.next());
    while let (Some(character), next) = ahead {
        let behind = rest.next();
        ahead = (next, behind);
        end += character.len_utf8();
        let is_next_inner = next.is_some_and(is_inner);
        // The dots in `3.18` and `api.example.com` do not separate words.
        let joins = matches!(character, '.' | '-') && was_inner && is_next_inner;
        let goes_on = if is_inner(character) {
            is_next_inner || matches!(next, Some('.' | '-')) && behind.is_some_and(is_inner)
        } else {
            joins
        };
        if !goes_on {
            words.push(&text[start..end]);
            start = end;
        }
        was_inner = is_inner(character);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Part, Words, split};

    #[test]
    fn words_and_numbers_are_not_cut() {
        assert_eq!(
            split("See [it](https://a.b/v3.18)."),
            ["See", " ", "[", "it", "]", "(", "https", ":", "/", "/", "a.b", "/", "v3.18", ")", "."]
        );
        assert_eq!(split("über-all -x- é."), ["über-all", " ", "-", "x", "-", " ", "é", "."]);
    }

    #[test]
    fn the_same_replacement_is_found_in_different_texts() {
        let link = |version: &str| {
            format!("A cart, see [carts](https://a.b/v{version}/carts) and [lines](https://a.b/v{version}/lines).")
        };
        let words = Words::of(&link("3.18"), &link("3.19"));
        assert_eq!(Vec::from_iter(words.replaced()), [("v3.18", "v3.19")]);
        let words = Words::of("Read more at v3.18.", "Read more at v3.19.");
        assert_eq!(Vec::from_iter(words.replaced()), [("v3.18", "v3.19")]);
        assert_eq!(words.html(), "Read more at <del>v3.18</del><ins>v3.19</ins>.");
    }

    /// The words in common are found whether or not the start and the end are left out. Of several ways to find as many,
    /// another one may be taken.
    #[test]
    fn words_in_common_are_left_out() {
        let sides = |words: &Words| {
            let (mut old, mut new, mut same) = (String::new(), String::new(), 0);
            for part in &words.0 {
                let (left, right) = match part {
                    Part::Same(text) => (text, text),
                    Part::Replaced(left, right) => (left, right),
                };
                old.push_str(left);
                new.push_str(right);
                same += if left == right { split(left).iter().filter(|word| **word != " ").count() } else { 0 };
            }
            (old, new, same)
        };
        let words = ["a", "b", "a.b", "a-", "-", "é"];
        let mut texts = vec![String::new()];
        for from in [0, 1, 7] {
            let longer =
                texts[from..].iter().flat_map(|text| words.map(|word| format!("{text} {word}").trim().to_owned()));
            texts = texts.iter().cloned().chain(longer.collect::<Vec<_>>()).collect();
        }
        for before in &texts {
            for after in texts.iter().step_by(23) {
                let (found, whole) = (Words::of(before, after), Words::between(before, after, (0, 0)));
                assert_eq!(sides(&found), sides(&whole), "{before:?} {after:?}");
                let (old, new, _) = sides(&found);
                assert_eq!((&old, &new), (before, after));
            }
        }
    }

    #[test]
    fn a_space_joins_differences() {
        let words = Words::of("The old <b> is gone.", "The new, blue cart is gone.");
        assert_eq!(words.html(), "The <del>old &lt;b&gt;</del><ins>new, blue cart</ins> is gone.");
        let long = |word: &str| format!("{} {word} {}", "a ".repeat(20).trim_end(), "b ".repeat(20).trim_end());
        assert_eq!(Words::of(&long("x"), &long("y")).html(), "… a a a a a <del>x</del><ins>y</ins> b b b b b…");
    }
}
