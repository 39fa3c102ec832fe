//! Tests that a secret that a service echoes is not shown, in any encoding.

use crate::runtime::auth::conceal::conceal;
use crate::runtime::auth::credential::Secret;
use crate::runtime::values::base64::Base64;

fn base64(text: &str) -> String {
    Base64::from(text.as_bytes()).as_str().to_owned()
}

fn urlsafe(text: &str) -> String {
    text.replace('+', "-").replace('/', "_")
}

fn hidden(secret: &str, text: &str) -> String {
    conceal(text, &[Secret::new(secret)]).into_owned()
}

const SECRET: &str = "p@ss/w\u{f6}rd+\"1\\ 2?~>";

#[test]
fn every_encoding_of_a_secret_is_concealed() {
    let percent: String = SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let form = "p%40ss%2Fw%C3%B6rd%2B%221%5C+2%3F%7E%3E";
    let json = serde_json::to_string(SECRET).unwrap();
    let unicode: String = SECRET.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    let twice = serde_json::to_string(&json).unwrap();
    for echoed in [
        SECRET,
        &SECRET.to_ascii_uppercase(),
        form,
        &form.replace('+', "%20"),
        &form.to_lowercase(),
        &form.replace('%', "%25"),
        &percent,
        json.trim_matches('"'),
        &unicode,
        &unicode.replace('\\', "\\\\"),
        &twice[3..twice.len() - 3],
        &format!("{SECRET:?}")[1..format!("{SECRET:?}").len() - 1],
        "p@ss/w&#xf6;rd+&quot;1\\ 2?~&gt;",
        &base64(SECRET),
        base64(SECRET).trim_end_matches('='),
        &urlsafe(&base64(SECRET)),
        &base64(SECRET).replace('+', "%2B").replace('/', "%2f").replace('=', "%3D"),
        &base64(&format!("user:{SECRET}")),
        &base64(&format!("a:{SECRET}:b")),
        urlsafe(&base64(&format!("us:{SECRET}"))).trim_end_matches('='),
    ] {
        assert_eq!(hidden(SECRET, &format!("bad <{echoed}>!")), "bad <[secret]>!", "{echoed}");
    }
}

/// A link in a response may have a key of the query encoded once more.
#[test]
fn a_percent_sign_may_be_encoded_several_times() {
    let key = "pa/ss+%&42x";
    let mut echoed = key.to_owned();
    for _ in 0..4 {
        assert_eq!(hidden(key, &format!("next={echoed}&x")), "next=[secret]&x", "{echoed}");
        let mut encoded = String::new();
        crate::runtime::http::url::encode(&mut encoded, &echoed);
        echoed = encoded;
    }
}

#[test]
fn a_user_and_a_password_are_concealed_in_base64_and_decoded() {
    let sent = base64("user:hunter2>>?");
    for echoed in [&*sent, &urlsafe(&sent), sent.trim_end_matches('='), "user:hunter2>>?", "user%3Ahunter2%3E%3E%3f"] {
        assert_eq!(hidden(&sent, &format!("Basic {echoed} is wrong")), "Basic [secret] is wrong", "{echoed}");
    }
    assert_eq!(hidden(&sent, "the password \"hunter2\\u003e>?\" is wrong"), "the password \"[secret]\" is wrong");
}

#[test]
fn other_text_is_shown_as_it_is() {
    assert_eq!(hidden("no", "No token provided"), "No token provided");
    let text = "100% of 5 \\ & a+b, YWJj, aGVsbG8gd29ybGQ=, \\u0041 %41 %zz %2 &#; &amp é";
    for secret in ["k1", "tok-4f1d2c-secret", SECRET, "", "%"] {
        let expected = if secret == "%" { text.replace('%', "[secret]") } else { text.to_owned() };
        assert_eq!(hidden(secret, text), expected, "{secret}");
    }
    assert_eq!(hidden("abc", "YWJj xYWJjx"), "[secret] xYWJjx");
    assert_eq!(hidden("aa", "aaaa aa"), "aaaa [secret]");
}

#[test]
fn a_short_secret_is_no_part_of_a_word() {
    for (secret, text) in [("a", "a date after that"), ("key", "keys of the monkey"), ("secret1", "secret12 1secret1")]
    {
        assert_eq!(hidden(secret, text), text.replacen("a ", "[secret] ", usize::from(secret == "a")));
    }
    for text in
        ["<k1y>", "?a%3Dk1y&b", "\"\\nk1y\"", "\\u003dk1y", "\\x3dk1y", "=k1y\\n", "key:k1y", "\u{e9} k1y", "x%3D%6b1y"]
    {
        let shown = hidden("k1y", text);
        assert!(shown.contains("[secret]"), "{text}: {shown}");
    }
    // A longer one is found wherever it stands.
    assert_eq!(hidden("tok-4f1d2c", "xtok-4f1d2cx"), "x[secret]x");
}

#[test]
fn a_secret_is_found_where_blanks_were_trimmed_or_joined() {
    for (secret, echoed) in [("hunter22 ", "hunter22"), (" hunter22", "hunter22"), ("hun\t ter22", "hun ter22")] {
        for sent in [secret, &*base64(&format!("ada:{secret}"))] {
            assert_eq!(hidden(sent, &format!("bad:{echoed}")), "bad:[secret]", "{secret:?}");
        }
    }
}

#[test]
fn long_texts_take_linear_time() {
    let token = "tok-abcdef";
    for piece in ["\\", "\\u{", "%25", "&#", &*base64(token)] {
        let start = std::time::Instant::now();
        let text = piece.repeat(300_000 / piece.len());
        conceal(&text, &[Secret::new(token)]);
        // Quadratic time would be minutes.
        assert!(start.elapsed().as_secs() < 20, "{piece}");
    }
}
