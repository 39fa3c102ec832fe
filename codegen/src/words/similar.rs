//! Finds the name that was likely meant by another one.

use std::collections::BTreeSet;

use super::case::split;

/// The most similar name, if one is similar enough to have been meant: most of its words or most of its letters are the
/// same.
pub(crate) fn most_similar<'n>(name: &str, all: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let rated = all.into_iter().map(|other| (similarity(name, other), other));
    let similar = rated.filter(|(rate, _)| *rate >= 60);
    // Of several, the first in the alphabet.
    similar.max_by(|(left, one), (right, other)| left.cmp(right).then(other.cmp(one))).map(|(_, other)| other)
}

/// How similar two names are, in percent.
fn similarity(name: &str, other: &str) -> usize {
    let letters =
        |text: &str| text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect::<Vec<_>>();
    let (left, right) = (letters(name), letters(other));
    let longest = left.len().max(right.len()).max(1);
    let same_letters = 100 - distance(&left, &right) * 100 / longest;
    let words = |text: &str| split(text).into_iter().map(|word| word.to_lowercase()).collect::<BTreeSet<_>>();
    let (left, right) = (words(name), words(other));
    let same_words = left.intersection(&right).count() * 200 / (left.len() + right.len()).max(1);
    same_letters.max(same_words)
}

/// The number of letters to insert, remove or replace to get from one name to the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, one) in left.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (index, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(one != other);
            diagonal = row[index + 1];
            row[index + 1] = replaced.min(diagonal + 1).min(row[index] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::most_similar;

    #[test]
    fn the_name_that_was_meant_is_found() {
        let all = ["Cart", "OrderDto", "OrderLine", "shipping_address", "Customer"];
        for (name, expected) in [
            ("Crat", None),
            ("Carts", Some("Cart")),
            ("Order", Some("OrderDto")),
            ("ShippingAdress", Some("shipping_address")),
            ("CustomerModel", Some("Customer")),
            ("Basket", None),
        ] {
            assert_eq!(most_similar(name, all), expected, "{name}");
        }
    }
}
