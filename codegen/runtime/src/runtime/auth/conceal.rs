//! Removes secrets from text that a service or a library wrote: some services echo the request, unchanged or in another
//! encoding.

use std::borrow::Cow;

use super::credential::Secret;

/// The text that replaces a secret.
const CONCEALED: &str = "[secret]";
/// A shorter piece of Base64 may be a part of an ordinary word.
const SHORTEST_PIECE: usize = 6;
/// A shorter password may be a part of an ordinary word.
const SHORTEST_PASSWORD: usize = 4;
/// A shorter secret may be a word or a part of one, and is found only as it is written, and not within a longer word.
const SHORTEST_IN_WORDS: usize = 8;
/// The maximum number of backslashes before a letter. Each escaping doubles them, so that this is text that was escaped
/// six times. Without a limit, many backslashes would take quadratic time.
const MOST_SLASHES: usize = 64;
/// The maximum number of characters between the braces of `\u{..}`.
const MOST_DIGITS: usize = 8;

/// Removes secrets from a string. They are found unchanged, in upper or lower case, percent-encoded, form-encoded,
/// escaped as in JSON, HTML or Rust, in Base64 (alone or with other bytes around them), and with several of these applied
/// in turn.
pub(crate) fn conceal<'a>(text: &'a str, secrets: &[Secret]) -> Cow<'a, str> {
    if secrets.is_empty() || text.is_empty() {
        return Cow::Borrowed(text);
    }
    let patterns: Vec<Pattern> = secrets.iter().flat_map(|secret| patterns(secret.expose())).collect();
    let letters: Vec<char> = text.chars().collect();
    let mut hidden = vec![false; letters.len()];
    for pattern in &patterns {
        pattern.mark(&letters, &mut hidden);
    }
    if !hidden.contains(&true) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (at, letter) in letters.iter().enumerate() {
        match (hidden[at], at > 0 && hidden[at - 1]) {
            (false, _) => shown.push(*letter),
            (true, false) => shown.push_str(CONCEALED),
            (true, true) => {}
        }
    }
    Cow::Owned(shown)
}

/// A string that is searched for in all its encodings.
struct Pattern {
    letters: Vec<char>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The secret itself.
    Plain,
    /// A part of a Base64 string that contains the secret: adjacent characters of the same alphabet belong to it.
    Piece,
    /// The whole Base64 form of a secret that is so short that other characters have to surround it.
    Whole,
}

fn patterns(secret: &str) -> Vec<Pattern> {
    if secret.is_empty() {
        return Vec::new();
    }
    let mut found = plain(secret);
    // A user and a password are sent in Base64, which a service may repeat in another form, or decoded.
    if let Some(pair) = decoded(secret).filter(|pair| pair.contains(':')) {
        found.push(Pattern::new(secret.trim_end_matches('='), Kind::Piece));
        let password = pair.split_once(':').map(|(_, password)| password.to_owned()).unwrap_or_default();
        for part in [pair, password].iter().filter(|part| part.chars().count() >= SHORTEST_PASSWORD) {
            found.extend(plain(part));
            found.extend(pieces(part));
        }
    }
    found.extend(pieces(secret));
    found
}

/// The string itself, and its form where blanks were trimmed or joined.
fn plain(text: &str) -> Vec<Pattern> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let joined = (joined != text && joined.chars().count() >= SHORTEST_PASSWORD).then_some(joined);
    let forms = std::iter::once(text).chain(joined.as_deref());
    forms.map(|text| Pattern::new(text, Kind::Plain)).collect()
}

/// The characters of the Base64 form that do not depend on where the string begins in the encoded bytes.
fn pieces(text: &str) -> Vec<Pattern> {
    let mut found = Vec::new();
    for before in 0..3 {
        let bytes = [&[0; 2][..before], text.as_bytes()].concat();
        // Characters that also contain bits of the bytes before or after the string are left out.
        let signs = encoded(&bytes);
        let (start, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        if end.saturating_sub(start) >= SHORTEST_PIECE {
            found.push(Pattern { letters: signs[start..end].to_vec(), kind: Kind::Piece });
        }
    }
    found.push(Pattern { letters: encoded(text.as_bytes()), kind: Kind::Whole });
    found
}

/// Base64 without padding.
fn encoded(bytes: &[u8]) -> Vec<char> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut signs = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        signs.extend((0..=group.len()).map(|index| char::from(SIGNS[(bits >> (18 - 6 * index)) as usize & 63])));
    }
    signs
}

/// Decodes Base64 in either alphabet; `None` if the result is not a string.
fn decoded(text: &str) -> Option<String> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

impl Pattern {
    fn new(text: &str, kind: Kind) -> Self {
        Self { letters: text.chars().collect(), kind }
    }

    /// Marks the letters of the text that match the pattern.
    fn mark(&self, text: &[char], hidden: &mut [bool]) {
        let mut at = 0;
        while at < text.len() {
            let Some(end) = self.end(text, at) else {
                at += 1;
                continue;
            };
            let (from, to) = self.around(text, at, end);
            let is_found = match self.kind {
                Kind::Plain => self.is_found_in_words() || !(is_in_word(text, at) || is_in_word(text, end)),
                Kind::Piece => true,
                Kind::Whole => from == at && to == end,
            };
            if is_found {
                let end = if self.kind == Kind::Plain { to } else { padding(text, to) };
                hidden[from..end].fill(true);
            }
            // What is around a piece of Base64 has been searched with it.
            at = to.max(at + 1);
        }
    }

    /// Whether the pattern is so long that it is found in any case, and within longer words.
    fn is_found_in_words(&self) -> bool {
        self.letters.len() >= SHORTEST_IN_WORDS
    }

    /// The range of a piece, extended by the adjacent Base64 characters of the same alphabet.
    fn around(&self, text: &[char], mut from: usize, mut to: usize) -> (usize, usize) {
        if self.kind != Kind::Plain {
            while from > 0 && is_sign(text[from - 1]) {
                from -= 1;
            }
            while text.get(to).is_some_and(|letter| is_sign(*letter)) {
                to += 1;
            }
        }
        (from, to)
    }

    /// The index at which the pattern ends if it begins at an index.
    fn end(&self, text: &[char], at: usize) -> Option<usize> {
        // Most positions are ruled out here, without allocating a list.
        let (first, begins) = (text[at], self.letters[0]);
        if !first.eq_ignore_ascii_case(&begins) && first.is_ascii_alphanumeric() {
            return None;
        }
        // In upper case, a secret of hexadecimal digits is the same secret.
        let any_case = self.is_found_in_words();
        // A letter can have several encodings of different lengths, and each leads to another position.
        let mut places = vec![at];
        for letter in &self.letters {
            let mut next = Vec::new();
            for &place in &places {
                match (self.kind, letter) {
                    (Kind::Plain, _) => forms(text, place, Letter { sign: *letter, any_case }, &mut next),
                    (_, '+' | '-') => {
                        ['+', '-'].iter().for_each(|sign| forms(text, place, Letter::from(*sign), &mut next))
                    }
                    (_, '/' | '_') => {
                        ['/', '_'].iter().for_each(|sign| forms(text, place, Letter::from(*sign), &mut next))
                    }
                    (_, letter) => forms(text, place, Letter::from(*letter), &mut next),
                }
            }
            next.sort_unstable();
            next.dedup();
            if next.is_empty() {
                return None;
            }
            places = next;
        }
        places.last().copied()
    }
}

/// A letter of a pattern.
#[derive(Clone, Copy)]
struct Letter {
    sign: char,
    /// Whether the letter is the same in upper and in lower case.
    any_case: bool,
}

impl From<char> for Letter {
    fn from(sign: char) -> Self {
        Self { sign, any_case: false }
    }
}

impl Letter {
    fn is(self, other: char) -> bool {
        other == self.sign || (self.any_case && other.eq_ignore_ascii_case(&self.sign))
    }

    /// Whether a code point is that of the letter.
    fn is_code(self, code: u32) -> bool {
        char::from_u32(code).is_some_and(|other| self.is(other))
    }

    /// Whether a number is a unit of the letter's encoding. An ASCII letter has one unit, its code point.
    fn is_unit(self, found: u32, unit: u32) -> bool {
        found == unit || (self.sign.is_ascii() && self.is_code(found))
    }
}

/// Whether an index is between two letters of a word. A letter that ends an escape sequence (`%3D`, `\n`, `\u003d`) is
/// another character.
fn is_in_word(text: &[char], at: usize) -> bool {
    let is_letter = |at: usize| text.get(at).is_some_and(|letter| letter.is_alphanumeric());
    let begins = |length: usize, sign: &[char]| at >= length && text[at - length..].starts_with(sign);
    let is_escape = begins(3, &['%']) || begins(2, &['\\']) || begins(4, &['\\', 'x']) || begins(6, &['\\', 'u']);
    at > 0 && is_letter(at - 1) && is_letter(at) && !is_escape
}

fn is_sign(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '-' | '_')
}

/// The index at which the padding after Base64 ends, percent-encoded or not.
fn padding(text: &[char], mut at: usize) -> usize {
    loop {
        let mut next = Vec::new();
        forms(text, at, Letter::from('='), &mut next);
        match next.last() {
            Some(end) => at = *end,
            None => return at,
        }
    }
}

/// Adds the indices at which a letter ends that begins at an index, for each of its encodings.
fn forms(text: &[char], at: usize, letter: Letter, ends: &mut Vec<usize>) {
    let Some(&first) = text.get(at) else { return };
    if letter.is(first) || (letter.sign == ' ' && first == '+') {
        ends.push(at + 1);
    }
    match first {
        '%' if letter.sign == '%' => ends.extend(percent_signs(text, at)),
        '%' => ends.extend(percent(text, at, letter)),
        '\\' => escaped(text, at, letter, ends),
        '&' => ends.extend(entity(text, at, letter)),
        _ => {}
    }
}

/// The end of a letter that is encoded as `%XX` for each of its bytes. The percent sign may itself be encoded any
/// number of times.
fn percent(text: &[char], mut at: usize, letter: Letter) -> Option<usize> {
    for byte in letter.sign.encode_utf8(&mut [0; 4]).bytes() {
        if text.get(at) != Some(&'%') {
            return None;
        }
        at += 1;
        let digits = |at: usize| number(text.get(at..at + 2)?, 16);
        while byte != b'%' && digits(at) == Some(0x25) {
            at += 2;
        }
        if !letter.is_unit(digits(at)?, byte.into()) {
            return None;
        }
        at += 2;
    }
    Some(at)
}

/// The ends of a percent sign that is encoded once or several times: `%25`, `%2525`.
fn percent_signs(text: &[char], at: usize) -> impl Iterator<Item = usize> {
    text[at + 1..]
        .chunks_exact(2)
        .take(MOST_SLASHES)
        .take_while(|digits| **digits == ['2', '5'])
        .enumerate()
        .map(move |(index, _)| at + 3 + 2 * index)
}

/// Adds the ends of a letter after one or more backslashes: `\"`, `\n`, `\u0041`, `\u{41}`, `\x41`, in text that was
/// escaped once or several times.
fn escaped(text: &[char], at: usize, letter: Letter, ends: &mut Vec<usize>) {
    let slashes = slashes(text, at);
    if letter.sign == '\\' {
        // Each further escaping doubles a backslash.
        ends.extend((1..=slashes).map(|count| at + count));
    }
    let at = at + slashes;
    let Some(&sign) = text.get(at) else { return };
    let meant = match sign {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '0' => '\0',
        '"' | '\'' | '/' => sign,
        _ => '\u{fffd}',
    };
    if meant == letter.sign {
        ends.push(at + 1);
    }
    let rest = &text[at + 1..];
    let code = |digits: Option<&[char]>| number(digits?, 16);
    match (sign, rest.first()) {
        ('x', _) if code(rest.get(..2)).is_some_and(|code| letter.is_code(code)) => ends.push(at + 3),
        ('u', Some('{')) => {
            let end = rest.iter().take(MOST_DIGITS + 2).position(|letter| *letter == '}').unwrap_or(0);
            if end > 1 && code(rest.get(1..end)).is_some_and(|code| letter.is_code(code)) {
                ends.push(at + 2 + end);
            }
        }
        ('u', _) => ends.extend(units(text, at, letter)),
        _ => {}
    }
}

/// The number of backslashes at an index.
fn slashes(text: &[char], at: usize) -> usize {
    text[at..].iter().take(MOST_SLASHES).take_while(|letter| **letter == '\\').count()
}

/// The end of a letter that is encoded as `uXXXX` for each of its UTF-16 units, with backslashes between them.
fn units(text: &[char], mut at: usize, letter: Letter) -> Option<usize> {
    for (index, unit) in letter.sign.encode_utf16(&mut [0; 2]).iter().enumerate() {
        if index > 0 {
            match slashes(text, at) {
                0 => return None,
                slashes => at += slashes,
            }
        }
        if text.get(at) != Some(&'u') || !letter.is_unit(number(text.get(at + 1..at + 5)?, 16)?, (*unit).into()) {
            return None;
        }
        at += 5;
    }
    Some(at)
}

/// The end of a letter that is encoded as an HTML character reference.
fn entity(text: &[char], at: usize, letter: Letter) -> Option<usize> {
    let rest = &text[at + 1..];
    let end = rest.iter().take(10).position(|letter| *letter == ';')?;
    let found = match &rest[..end] {
        ['#', 'x' | 'X', digits @ ..] => number(digits, 16)?,
        ['#', digits @ ..] => number(digits, 10)?,
        name => {
            let name: String = name.iter().collect();
            let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
            named.iter().find(|(other, _)| *other == name)?.1.into()
        }
    };
    letter.is_code(found).then_some(at + 2 + end)
}

fn number(digits: &[char], radix: u32) -> Option<u32> {
    if digits.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| number.checked_mul(radix)?.checked_add(digit.to_digit(radix)?))
}
