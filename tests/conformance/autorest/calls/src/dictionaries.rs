//! Bodies that are objects with any keys: `body-dictionary.json`.
//!
//! A null in an object whose values cannot be null is left out.

use std::collections::BTreeMap;

use body_dictionary::Date;
use body_dictionary::models::Widget;

use crate::checks::{calls, done, fails, is, lists, numbered, object, read, value, values};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    let client = client!(body_dictionary, body_dictionary::Client::builder().base_url(&run.url));
    primitives(run, &client).await;
    texts_of_formats(run, &client).await;
    nested(run, &client).await;
    Ok(())
}

async fn primitives(run: &mut Run, client: &body_dictionary::Client) {
    calls!(run, client, dictionary:
        get_empty() => is(BTreeMap::<String, i64>::new());
        put_empty(&BTreeMap::new()) => done;
        get_null() => fails("Empty");
        get_invalid() => fails("Decode");
        get_null_key() => fails("Decode");
        get_null_value() => is(BTreeMap::<String, String>::new());
        get_empty_string_key() => is(BTreeMap::from([(String::new(), "val1".to_owned())]));
        get_boolean_tfft() => numbered(is(vec![true, false, false, true]));
        put_boolean_tfft(&object([true, false, false, true])) => done;
        get_boolean_invalid_null() => is(pairs([("0", true), ("2", false)]));
        get_boolean_invalid_string() => fails("Decode");
        get_integer_valid() => numbered(is(vec![1, -1, 3, 300]));
        put_integer_valid(&object([1, -1, 3, 300])) => done;
        get_int_invalid_null() => is(pairs([("0", 1), ("2", 0)]));
        get_int_invalid_string() => fails("Decode");
        get_long_valid() => numbered(is(vec![1, -1, 3, 300]));
        put_long_valid(&object([1, -1, 3, 300])) => done;
        get_long_invalid_null() => is(pairs([("0", 1), ("2", 0)]));
        get_long_invalid_string() => fails("Decode");
        get_float_valid() => numbered(is(vec![0.0, -0.01, -1.2e20]));
        put_float_valid(&object([0.0, -0.01, -1.2e20])) => done;
        get_float_invalid_null() => is(pairs([("0", 0.0), ("2", -1.2e20)]));
        get_float_invalid_string() => fails("Decode");
        get_double_valid() => numbered(is(vec![0.0, -0.01, -1.2e20]));
        put_double_valid(&object([0.0, -0.01, -1.2e20])) => done;
        get_double_invalid_null() => is(pairs([("0", 0.0), ("2", -1.2e20)]));
        get_double_invalid_string() => fails("Decode");
        get_string_valid() => numbered(lists(["foo1", "foo2", "foo3"]));
        put_string_valid(&object(values(&["foo1", "foo2", "foo3"]))) => done;
        get_string_with_null() => is(names([("0", "foo"), ("2", "foo2")]));
        get_string_with_invalid() => fails("Decode");
    );
}

const DATES: [&str; 3] = ["2000-12-01", "1980-01-02", "1492-10-12"];
const HTTP_DATES: [&str; 3] =
    ["Fri, 01 Dec 2000 00:00:01 GMT", "Wed, 02 Jan 1980 00:11:35 GMT", "Wed, 12 Oct 1492 10:15:01 GMT"];

async fn texts_of_formats(run: &mut Run, client: &body_dictionary::Client) {
    calls!(run, client, dictionary:
        get_date_valid() => numbered(lists(DATES));
        put_date_valid(&object(values(&DATES))) => done;
        get_date_invalid_null() => is(pairs([("0", value::<Date>("2012-01-01")), ("2", value("1776-07-04"))]));
        get_date_invalid_chars() => numbered(lists(["2011-03-22", "date"]));
        get_date_time_valid() => |result| {
            let times: Result<Vec<_>, _> = read(result)?.values().map(|time| time.unix()).collect();
            assert_eq!(times?, [(975_628_801, 0), (315_616_295, 0), (-15_059_540_699, 0)]);
            Ok(())
        };
        put_date_time_valid(&object(values(
            &["2000-12-01T00:00:01Z", "1980-01-01T23:11:35Z", "1492-10-12T18:15:01Z"]
        ))) => done;
        get_date_time_invalid_null() => numbered(lists(["2000-12-01t00:00:01z"]));
        get_date_time_invalid_chars() => numbered(lists(["2000-12-01t00:00:01z", "date-time"]));
        get_date_time_rfc1123_valid() => numbered(lists(HTTP_DATES));
        put_date_time_rfc1123_valid(&object(values(&HTTP_DATES))) => done;
        get_duration_valid() => numbered(lists(["P123DT22H14M12.011S", "P5DT1H"]));
        put_duration_valid(&object(values(&["P123DT22H14M12.011S", "P5DT1H"]))) => done;
        get_byte_valid() => |result| {
            let bytes: Result<Vec<_>, _> = read(result)?.values().map(|bytes| bytes.bytes()).collect();
            assert_eq!(bytes?, [vec![0xff, 0xff, 0xff, 0xfa], vec![1, 2, 3], vec![0x25, 0x29, 0x43]]);
            Ok(())
        };
        put_byte_valid(&object([
            (&[0xff, 0xff, 0xff, 0xfa]).into(), (&[1, 2, 3]).into(), (&[0x25, 0x29, 0x43]).into()
        ])) => done;
        get_byte_invalid_null() => numbered(lists(["q6yt"]));
        get_base64_url() => numbered(lists(
            ["YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw", "dGVzdCBzdHJpbmc", "TG9yZW0gaXBzdW0"]
        ));
    );
}

fn pairs<T, const N: usize>(pairs: [(&str, T); N]) -> BTreeMap<String, T> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn widget(integer: i64, string: &str) -> Widget {
    Widget { integer: Some(integer), string: Some(string.to_owned()), ..Widget::default() }
}

fn row<const N: usize>(texts: [&str; N]) -> Vec<String> {
    values(&texts)
}

fn names<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

async fn nested(run: &mut Run, client: &body_dictionary::Client) {
    let low = || names([("1", "one"), ("2", "two"), ("3", "three")]);
    let middle = || names([("4", "four"), ("5", "five"), ("6", "six")]);
    let high = || names([("7", "seven"), ("8", "eight"), ("9", "nine")]);
    calls!(run, client, dictionary:
        get_complex_null() => is(None);
        get_complex_empty() => is(BTreeMap::new());
        get_complex_item_null() => numbered(is(vec![Some(widget(1, "2")), None, Some(widget(5, "6"))]));
        get_complex_item_empty() => numbered(is(vec![widget(1, "2"), Widget::default(), widget(5, "6")]));
        get_complex_valid() => numbered(is(vec![widget(1, "2"), widget(3, "4"), widget(5, "6")]));
        put_complex_valid(&object([widget(1, "2"), widget(3, "4"), widget(5, "6")])) => done;
        get_array_null() => is(None);
        get_array_empty() => is(BTreeMap::<String, Vec<String>>::new());
        get_array_item_null() => numbered(is(vec![Some(row(["1", "2", "3"])), None, Some(row(["7", "8", "9"]))]));
        get_array_item_empty() => numbered(is(vec![row(["1", "2", "3"]), vec![], row(["7", "8", "9"])]));
        get_array_valid() => numbered(is(vec![row(["1", "2", "3"]), row(["4", "5", "6"]), row(["7", "8", "9"])]));
        put_array_valid(&object([row(["1", "2", "3"]), row(["4", "5", "6"]), row(["7", "8", "9"])])) => done;
        get_dictionary_null() => fails("Empty");
        get_dictionary_empty() => is(BTreeMap::<String, BTreeMap<String, String>>::new());
        get_item_null() => numbered(is(vec![Some(low()), None, Some(high())]));
        get_item_empty() => numbered(is(vec![low(), BTreeMap::new(), high()]));
        get_valid() => numbered(is(vec![low(), middle(), high()]));
        put_valid(&object([low(), middle(), high()])) => done;
    );
}
