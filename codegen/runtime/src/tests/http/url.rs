//! Tests of URLs: values that would change the path, and links that leave the origin.

use crate::runtime::http::url::{
    BaseUrl, LinkError, Segment, add_query, check_filled, encode, expand, fill, fill_encoded, params,
};

fn filled(value: &str) -> Result<String, String> {
    let mut url = "https://h/a/{x}/b".to_owned();
    fill(&mut url, "x", &value).map(|()| url)
}

#[test]
fn values_that_lead_elsewhere_are_refused_by_name() {
    for value in ["", ".", "..", "%2e", "%2E%2e", ".%2e"] {
        let outcome = filled(value);
        assert!(outcome.as_ref().is_err_and(|error| error.contains("`x`")), "{value:?}: {outcome:?}");
    }
}

/// Dots beside other text of a segment, or beside another value, are an ordinary value.
#[test]
fn a_part_of_a_segment_may_be_dots() {
    let mut url = "https://h/{x}-{y}/{x}:run?z={x}".to_owned();
    fill(&mut url, "x", &"..").unwrap();
    fill_encoded(&mut url, "y", ".").unwrap();
    assert_eq!(url, "https://h/..-./..:run?z=..");
    assert!(fill(&mut "https://h/{x}-{y}".to_owned(), "x", &"").is_err());
    let expanded = |path: &str, value: &'static str| {
        let mut url = "https://h".to_owned();
        expand(&mut url, path, |_| Segment::Value(&value)).map(|()| url)
    };
    assert_eq!(expanded("/a{x}/{x}b", "..").unwrap(), "https://h/a../..b");
    // Two values that make a segment of dots together are found when all of them are known.
    assert!(check_filled(&expanded("/{x}{y}", ".").unwrap()).is_err());
    for path in ["/{x}", "/{x}/a", "/{x}?a=b"] {
        assert!(expanded(path, "..").is_err_and(|error| error.contains("`x`")), "{path}");
        assert!(fill_encoded(&mut path.to_owned(), "x", ".%2E").is_err(), "{path}");
    }
}

#[test]
fn values_are_encoded() {
    assert_eq!(filled("P:S/A b").unwrap(), "https://h/a/P%3AS%2FA%20b/b");
    assert_eq!(filled("{y}?#%").unwrap(), "https://h/a/%7By%7D%3F%23%25/b");
    assert_eq!(filled("...").unwrap(), "https://h/a/.../b");
    let mut text = String::new();
    encode(&mut text, "é-._~\\\n");
    assert_eq!(text, "%C3%A9-._~%5C%0A");
}

#[test]
fn a_path_is_expanded() {
    let expanded = |path: &str, value: &str| {
        let mut url = "https://h".to_owned();
        let outcome = expand(&mut url, path, |name| match name {
            "x" => Segment::Value(&value),
            "none" => Segment::Empty,
            _ => Segment::Unset,
        });
        outcome.map(|()| url)
    };
    assert_eq!(expanded("/a/{x}/{y}/{x}{none}?q=1", "b c").unwrap(), "https://h/a/b%20c/{y}/b%20c?q=1");
    assert_eq!(expanded("/a/{x", "b").unwrap(), "https://h/a/{x");
    for value in ["", ".", "..", "%2e", ".%2e"] {
        assert!(expanded("/a/{x}", value).is_err_and(|error| error.contains("`x`")), "{value:?}");
    }
}

#[test]
fn parameters_of_a_path_are_told_in_their_order() {
    for (path, names) in [
        ("/v1/carts", &[][..]),
        ("/{a}/b/{c}", &["a", "c"]),
        ("/{a}{b}.{c}", &["a", "b", "c"]),
        ("/{a}/{b}/{a}", &["a", "b"]),
        ("/{a}/{ab}", &["a", "ab"]),
        ("/{ab}/{a}", &["ab", "a"]),
    ] {
        assert_eq!(params(path).collect::<Vec<_>>(), names, "{path}");
    }
}

#[test]
fn dots_that_two_values_make_together_are_refused() {
    assert!(check_filled("https://h/a/../b").is_err());
    assert!(check_filled("https://h/a/.%2E/b").is_err());
    assert!(check_filled("https://h/a/{x}/b").unwrap_err().contains("`x`"));
    assert!(check_filled("https://h/a/b?x=..").is_ok());
}

#[test]
fn queries_grow() {
    let mut url = "https://h/a".to_owned();
    add_query(&mut url, "$top", &1);
    add_query(&mut url, "q", &"a&b=c d");
    assert_eq!(url, "https://h/a?%24top=1&q=a%26b%3Dc%20d");
}

#[test]
fn base_urls_are_read() {
    for (text, origin, kept) in [
        ("https://h", "https://h", "https://h"),
        ("https://h/", "https://h", "https://h"),
        ("http://h:8080/a/b/", "http://h:8080", "http://h:8080/a/b"),
    ] {
        let base = BaseUrl::parse(text).unwrap();
        assert_eq!((base.origin(), base.as_str()), (origin, kept));
    }
    for text in ["", "h", "ftp://h", "https://", "https://u:p@h", "https://h/a?b", "https://h/a#b", "https://h/../a"] {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
    for text in ["https://u:hunter2@h", "https://u:hunter2@h/\u{e9}", "ftp://u:hunter2@h", "https://h?hunter2@"] {
        assert!(!BaseUrl::parse(text).unwrap_err().contains("hunter2"));
    }
}

/// Transports would send these in other ways, or fail without saying why.
#[test]
fn base_urls_without_a_usable_host_or_with_other_characters_are_refused() {
    for (text, reason) in [
        ("https://.api.example.com", "empty part"),
        ("https://api..example.com", "empty part"),
        ("http://h:99999", "port"),
        ("http://h:/a", "port"),
        ("http://[::1]:99999", "port"),
        ("https://h/\u{e9}", "'é'"),
        ("https://h/a\\b", "percent-encoded"),
        ("https://h/%zz", "'%'"),
        ("https://h/a%2", "'%'"),
        ("https://h/a|b", "'|'"),
    ] {
        let error = BaseUrl::parse(text).unwrap_err();
        assert!(error.contains(reason), "{text}: {error}");
    }
    for text in ["http://[::1]:8080/a", "https://h./a%2Fb", "https://h/~a/(b);c=d,e@f:g!$&'*+"] {
        assert_eq!(BaseUrl::parse(text).unwrap().as_str(), text);
    }
}

#[test]
fn a_path_that_is_sent_as_it_is_may_begin_the_query() {
    let mut url = "https://h/{link}?v=1".to_owned();
    fill_encoded(&mut url, "link", "next?page=2").unwrap();
    assert_eq!(url, "https://h/next?page=2&v=1");
}

#[test]
fn links_stay_at_their_origin() {
    let base = BaseUrl::parse("https://api.example.com/base").unwrap();
    let from = "https://api.example.com/base/v1/items?page=1";
    for (link, whole) in [
        ("/v1/x?y=1", "https://api.example.com/v1/x?y=1"),
        ("https://API.example.com:443/v1/x", "https://api.example.com/v1/x"),
        ("//api.example.com/x", "https://api.example.com/x"),
        ("other", "https://api.example.com/base/v1/other"),
        ("../up#part", "https://api.example.com/base/up"),
        ("?page=2", "https://api.example.com/base/v1/items?page=2"),
        ("/../../x", "https://api.example.com/x"),
        (
            " /x?f=a eq 'b|\u{e9}'&c={\"d\":%20} ",
            "https://api.example.com/x?f=a%20eq%20'b%7C%C3%A9'&c=%7B%22d%22:%20%7D",
        ),
        ("https://api.example.com", "https://api.example.com/"),
    ] {
        assert_eq!(base.join(from, link).as_deref(), Ok(whole), "{link}");
    }
    for link in [
        "https://evil.example",
        "http://api.example.com/x",
        "https://api.example.com:8443/x",
        "//evil.example/x",
        "https://api.example.com.evil.example/",
        "https://api.example.com@evil.example/",
        "https://user@api.example.com/",
        "https://evil.example#@api.example.com/",
    ] {
        assert!(matches!(base.join(from, link), Err(LinkError::Foreign(_))), "{link}");
    }
    for link in [
        "https://api.example.com\\@evil.example/",
        "https://api.example.com @evil.example/",
        "/a\tb",
        "/\u{85}",
        "javascript:alert(1)",
        "mailto:x",
    ] {
        assert!(base.join(from, link).is_err(), "{link}");
    }
}
