//! Bodies that are lists: `body-array.json`.
//!
//! A null in a list whose items cannot be null is left out.

use std::collections::BTreeMap;

use body_array::models::{ArrayStringEnumValidItem, FooEnum, Product};

use crate::checks::{calls, done, fails, is, lists, read, texts, values};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    let client = client!(body_array, body_array::Client::builder().base_url(&run.url));
    primitives(run, &client).await;
    texts_of_formats(run, &client).await;
    nested(run, &client).await;
    Ok(())
}

async fn primitives(run: &mut Run, client: &body_array::Client) {
    calls!(run, client, array:
        get_empty() => is(Vec::<i64>::new());
        put_empty(&[]) => done;
        get_null() => fails("Empty");
        get_invalid() => fails("Decode");
        get_boolean_tfft() => is(vec![true, false, false, true]);
        put_boolean_tfft(&[true, false, false, true]) => done;
        get_boolean_invalid_null() => is(vec![true, false]);
        get_boolean_invalid_string() => fails("Decode");
        get_integer_valid() => is(vec![1, -1, 3, 300]);
        put_integer_valid(&[1, -1, 3, 300]) => done;
        get_int_invalid_null() => is(vec![1, 0]);
        get_int_invalid_string() => fails("Decode");
        get_long_valid() => is(vec![1, -1, 3, 300]);
        put_long_valid(&[1, -1, 3, 300]) => done;
        get_long_invalid_null() => is(vec![1, 0]);
        get_long_invalid_string() => fails("Decode");
        get_float_valid() => is(vec![0.0, -0.01, -1.2e20]);
        put_float_valid(&[0.0, -0.01, -1.2e20]) => done;
        get_float_invalid_null() => is(vec![0.0, -1.2e20]);
        get_float_invalid_string() => fails("Decode");
        get_double_valid() => is(vec![0.0, -0.01, -1.2e20]);
        put_double_valid(&[0.0, -0.01, -1.2e20]) => done;
        get_double_invalid_null() => is(vec![0.0, -1.2e20]);
        get_double_invalid_string() => fails("Decode");
        get_string_valid() => lists(["foo1", "foo2", "foo3"]);
        put_string_valid(&values(&["foo1", "foo2", "foo3"])) => done;
        get_string_with_null() => is(vec![Some("foo".to_owned()), None, Some("foo2".to_owned())]);
        get_string_with_invalid() => fails("Decode");
        get_enum_valid() => is(vec![FooEnum::Foo1, FooEnum::Foo2, FooEnum::Foo3]);
        put_enum_valid(&[FooEnum::Foo1, FooEnum::Foo2, FooEnum::Foo3]) => done;
        get_string_enum_valid() => is(STRING_ENUM.to_vec());
        put_string_enum_valid(&STRING_ENUM) => done;
    );
}

const STRING_ENUM: [ArrayStringEnumValidItem; 3] =
    [ArrayStringEnumValidItem::Foo1, ArrayStringEnumValidItem::Foo2, ArrayStringEnumValidItem::Foo3];
const UUIDS: [&str; 3] = [
    "6dcc7237-45fe-45c4-8a6b-3a8a3f625652",
    "d1399005-30f7-40d6-8da6-dd7c89ad34db",
    "f42f6aa1-a5bc-4ddf-907e-5f915de43205",
];
const DATES: [&str; 3] = ["2000-12-01", "1980-01-02", "1492-10-12"];
const HTTP_DATES: [&str; 3] =
    ["Fri, 01 Dec 2000 00:00:01 GMT", "Wed, 02 Jan 1980 00:11:35 GMT", "Wed, 12 Oct 1492 10:15:01 GMT"];

async fn texts_of_formats(run: &mut Run, client: &body_array::Client) {
    calls!(run, client, array:
        get_uuid_valid() => lists(UUIDS);
        put_uuid_valid(&values(&UUIDS)) => done;
        get_uuid_invalid_chars() => lists([UUIDS[0], "foo"]);
        get_date_valid() => lists(DATES);
        put_date_valid(&values(&DATES)) => done;
        get_date_invalid_null() => lists(["2012-01-01", "1776-07-04"]);
        get_date_invalid_chars() => |result| {
            let dates = read(result)?;
            assert_eq!(texts(&dates), ["2011-03-22", "date"]);
            assert_eq!((dates[0].days()?, dates[1].days().is_err()), (15_055, true));
            Ok(())
        };
        get_date_time_valid() => |result| {
            let times: Result<Vec<_>, _> = read(result)?.iter().map(|time| time.unix()).collect();
            assert_eq!(times?, [(975_628_801, 0), (315_616_295, 0), (-15_059_540_699, 0)]);
            Ok(())
        };
        put_date_time_valid(&values(&["2000-12-01T00:00:01Z", "1980-01-02T00:11:35Z", "1492-10-12T10:15:01Z"])) => done;
        get_date_time_invalid_null() => lists(["2000-12-01T00:00:01.000Z"]);
        get_date_time_invalid_chars() => |result| {
            let times = read(result)?;
            assert_eq!((times[0].unix()?, times[1].unix().is_err()), ((975_628_801, 0), true));
            Ok(())
        };
        get_date_time_rfc1123_valid() => lists(HTTP_DATES);
        put_date_time_rfc1123_valid(&values(&HTTP_DATES)) => done;
        get_duration_valid() => lists(["P123DT22H14M12.011S", "P5DT1H0M0S"]);
        put_duration_valid(&values(&["P123DT22H14M12.011S", "P5DT1H"])) => done;
        get_byte_valid() => |result| {
            let bytes: Result<Vec<_>, _> = read(result)?.iter().map(|bytes| bytes.bytes()).collect();
            assert_eq!(bytes?, [vec![0xff, 0xff, 0xff, 0xfa], vec![1, 2, 3], vec![0x25, 0x29, 0x43]]);
            Ok(())
        };
        put_byte_valid(&[(&[0xff, 0xff, 0xff, 0xfa]).into(), (&[1, 2, 3]).into(), (&[0x25, 0x29, 0x43]).into()]) => done;
        get_byte_invalid_null() => lists(["q6yt"]);
        get_base64_url() => lists(
            ["YSBzdHJpbmcgdGhhdCBnZXRzIGVuY29kZWQgd2l0aCBiYXNlNjR1cmw", "dGVzdCBzdHJpbmc", "TG9yZW0gaXBzdW0"]
        );
    );
}

fn product(integer: i64, string: &str) -> Product {
    Product { integer: Some(integer), string: Some(string.to_owned()), ..Product::default() }
}

fn row<const N: usize>(texts: [&str; N]) -> Vec<String> {
    values(&texts)
}

fn names<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

async fn nested(run: &mut Run, client: &body_array::Client) {
    let low = || names([("1", "one"), ("2", "two"), ("3", "three")]);
    let middle = || names([("4", "four"), ("5", "five"), ("6", "six")]);
    let high = || names([("7", "seven"), ("8", "eight"), ("9", "nine")]);
    calls!(run, client, array:
        get_complex_null() => fails("Empty");
        get_complex_empty() => is(vec![]);
        get_complex_item_null() => is(vec![Some(product(1, "2")), None, Some(product(5, "6"))]);
        get_complex_item_empty() => is(vec![product(1, "2"), Product::default(), product(5, "6")]);
        get_complex_valid() => is(vec![product(1, "2"), product(3, "4"), product(5, "6")]);
        put_complex_valid(&[product(1, "2"), product(3, "4"), product(5, "6")]) => done;
        get_array_null() => fails("Empty");
        get_array_empty() => is(Vec::<Vec<String>>::new());
        get_item_null() => is(vec![Some(row(["1", "2", "3"])), None, Some(row(["7", "8", "9"]))]);
        get_item_empty() => is(vec![row(["1", "2", "3"]), vec![], row(["7", "8", "9"])]);
        get_valid() => is(vec![row(["1", "2", "3"]), row(["4", "5", "6"]), row(["7", "8", "9"])]);
        put_valid(&[row(["1", "2", "3"]), row(["4", "5", "6"]), row(["7", "8", "9"])]) => done;
        get_dictionary_null() => fails("Empty");
        get_dictionary_empty() => is(Vec::<BTreeMap<String, String>>::new());
        get_dictionary_item_null() => is(vec![Some(low()), None, Some(high())]);
        get_dictionary_item_empty() => is(vec![low(), BTreeMap::new(), high()]);
        get_dictionary_valid() => is(vec![low(), middle(), high()]);
        put_dictionary_valid(&[low(), middle(), high()]) => done;
    );
}
