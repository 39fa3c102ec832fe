//! Bodies that are one value: `body-boolean.json`, `body-byte.json`, `body-date.json`, `body-datetime.json`,
//! `body-datetime-rfc1123.json`, `body-duration.json`, `body-integer.json`, `body-number.json`, `body-string.json` and
//! `body-time.json`.

use crate::checks::{calls, done, fails, is, read, shows, value};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    booleans(run).await?;
    bytes(run).await?;
    dates(run).await?;
    date_times(run).await?;
    http_dates(run).await?;
    durations_and_times(run).await?;
    integers(run).await?;
    numbers(run).await?;
    strings(run).await
}

async fn booleans(run: &mut Run) -> Outcome {
    let client = client!(body_boolean, body_boolean::Client::builder().base_url(&run.url));
    calls!(run, client, bool:
        get_true() => is(true);
        get_false() => is(false);
        get_null() => is(None);
        get_invalid() => fails("Decode");
        put_true(true) => done;
        put_false(false) => done;
    );
    Ok(())
}

async fn bytes(run: &mut Run) -> Outcome {
    let client = client!(body_byte, body_byte::Client::builder().base_url(&run.url));
    const BYTES: [u8; 10] = [0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8, 0xf7, 0xf6];
    calls!(run, client, byte:
        get_empty() => |result| {
            assert_eq!(read(result)?.bytes()?, b"");
            Ok(())
        };
        get_non_ascii() => |result| {
            assert_eq!(read(result)?.bytes()?, BYTES);
            Ok(())
        };
        put_non_ascii(&(&BYTES).into()) => done;
        get_null() => fails("Empty");
        get_invalid() => |result| {
            assert!(read(result)?.bytes().is_err());
            Ok(())
        };
    );
    Ok(())
}

async fn dates(run: &mut Run) -> Outcome {
    let client = client!(body_date, body_date::Client::builder().base_url(&run.url));
    calls!(run, client, date:
        get_max() => shows("9999-12-31");
        put_max(&value("9999-12-31")) => done;
        get_min() => shows("0001-01-01");
        put_min(&value("0001-01-01")) => done;
        get_null() => is(None);
        get_invalid() => |result| {
            assert!(read(result)?.days().is_err());
            Ok(())
        };
        get_overflow() => |result| {
            assert!(read(result)?.days().is_err());
            Ok(())
        };
        get_underflow() => |result| {
            assert!(read(result)?.days().is_err());
            Ok(())
        };
    );
    Ok(())
}

async fn date_times(run: &mut Run) -> Outcome {
    let client = client!(body_datetime, body_datetime::Client::builder().base_url(&run.url));
    calls!(run, client, datetime:
        get_utc_lowercase_max() => shows("9999-12-31t23:59:59.999z");
        get_utc_uppercase_max() => |result| {
            assert_eq!(read(result)?.unix()?, (253_402_300_799, 999_000_000));
            Ok(())
        };
        get_utc_uppercase_max_date_time7_digits() => |result| {
            assert_eq!(read(result)?.unix()?, (253_402_300_799, 999_999_900));
            Ok(())
        };
        put_utc_max(&value("9999-12-31T23:59:59.999Z")) => done;
        put_utc_max_date_time7_digits(&value("9999-12-31T23:59:59.9999999Z")) => done;
        get_local_positive_offset_lowercase_max() => shows("9999-12-31t23:59:59.999+14:00");
        get_local_positive_offset_uppercase_max() => |result| {
            let max = read(result)?;
            assert_eq!((max.unix()?, max.offset()), ((253_402_250_399, 999_000_000), Some(14 * 60)));
            Ok(())
        };
        put_local_positive_offset_max(&value("9999-12-31T23:59:59.999+14:00")) => done;
        get_local_negative_offset_lowercase_max() => shows("9999-12-31t23:59:59.999-14:00");
        get_local_negative_offset_uppercase_max() => shows("9999-12-31T23:59:59.999-14:00");
        put_local_negative_offset_max(&value("9999-12-31T23:59:59.999-14:00")) => done;
        get_utc_min() => shows("0001-01-01T00:00:00Z");
        put_utc_min(&value("0001-01-01T00:00:00Z")) => done;
        get_local_positive_offset_min() => shows("0001-01-01T00:00:00+14:00");
        put_local_positive_offset_min(&value("0001-01-01T00:00:00+14:00")) => done;
        get_local_negative_offset_min() => shows("0001-01-01T00:00:00-14:00");
        put_local_negative_offset_min(&value("0001-01-01T00:00:00-14:00")) => done;
        get_local_no_offset_min() => |result| {
            let min = read(result)?;
            assert_eq!((min.local_unix()?.0, min.has_offset()), (-62_135_596_800, false));
            Ok(())
        };
        get_null() => is(None);
        get_invalid() => |result| {
            assert!(read(result)?.unix().is_err());
            Ok(())
        };
        get_overflow() => shows("9999-12-31T23:59:59.999-14:00");
        get_underflow() => |result| {
            assert!(read(result)?.unix().is_err());
            Ok(())
        };
    );
    Ok(())
}

async fn http_dates(run: &mut Run) -> Outcome {
    let client = client!(body_http_date, body_http_date::Client::builder().base_url(&run.url));
    calls!(run, client, datetimerfc1123:
        get_utc_uppercase_max_date_time() => |result| {
            assert_eq!(read(result)?.unix()?, 253_402_300_799);
            Ok(())
        };
        get_utc_lowercase_max_date_time() => shows("fri, 31 dec 9999 23:59:59 gmt");
        put_utc_max_date_time(&value("Fri, 31 Dec 9999 23:59:59 GMT")) => done;
        get_utc_min_date_time() => shows("Mon, 01 Jan 0001 00:00:00 GMT");
        put_utc_min_date_time(&value("Mon, 01 Jan 0001 00:00:00 GMT")) => done;
        get_null() => is(None);
        get_invalid() => |result| {
            assert!(read(result)?.unix().is_err());
            Ok(())
        };
        get_overflow() => |result| {
            assert!(read(result)?.unix().is_err());
            Ok(())
        };
        get_underflow() => |result| {
            assert!(read(result)?.unix().is_err());
            Ok(())
        };
    );
    Ok(())
}

async fn durations_and_times(run: &mut Run) -> Outcome {
    let client = client!(body_duration, body_duration::Client::builder().base_url(&run.url));
    calls!(run, client, duration:
        get_positive() => shows("P3Y6M4DT12H30M5S");
        put_positive(&value("P123DT22H14M12.011S")) => done;
        get_null() => is(None);
        get_invalid() => |result| {
            assert!(read(result)?.exact().is_err());
            Ok(())
        };
    );
    let client = client!(body_time, body_time::Client::builder().base_url(&run.url));
    calls!(run, client, time:
        get() => |result| {
            assert_eq!(read(result)?.seconds()?, (11 * 3600 + 34 * 60 + 56, 0));
            Ok(())
        };
        put(&value("08:07:56")) => shows("Nice job posting time");
    );
    Ok(())
}

async fn integers(run: &mut Run) -> Outcome {
    let client = client!(body_integer, body_integer::Client::builder().base_url(&run.url));
    calls!(run, client, int:
        put_max32(i32::MAX) => done;
        put_min32(i32::MIN) => done;
        put_max64(i64::MAX) => done;
        put_min64(i64::MIN) => done;
        get_null() => is(None);
        get_invalid() => fails("Decode");
        get_overflow_int32() => fails("Decode");
        get_underflow_int32() => fails("Decode");
        get_overflow_int64() => fails("Decode");
        get_underflow_int64() => fails("Decode");
        get_unix_time() => |result| {
            assert_eq!(read(result)?.seconds()?, 1_460_505_600);
            Ok(())
        };
        put_unix_time_date(&1_460_505_600_i64.into()) => done;
        get_null_unix_time() => is(None);
        get_invalid_unix_time() => fails("Decode");
    );
    Ok(())
}

async fn numbers(run: &mut Run) -> Outcome {
    let client = client!(body_number, body_number::Client::builder().base_url(&run.url));
    calls!(run, client, number:
        get_big_float() => is(3.402_823e20);
        put_big_float(3.402_823e20) => done;
        get_small_float() => is(3.402_823e-20);
        put_small_float(3.402_823e-20) => done;
        get_big_double() => is(2.597_693_1e101);
        put_big_double(2.597_693_1e101) => done;
        get_small_double() => is(2.597_693_1e-101);
        put_small_double(2.597_693_1e-101) => done;
        get_big_double_positive_decimal() => is(99_999_999.99);
        put_big_double_positive_decimal(99_999_999.99) => done;
        get_big_double_negative_decimal() => is(-99_999_999.99);
        put_big_double_negative_decimal(-99_999_999.99) => done;
        get_big_decimal() => shows("2.5976931e+101");
        put_big_decimal(&value("2.5976931e+101")) => done;
        get_small_decimal() => shows("2.5976931e-101");
        put_small_decimal(&value("2.5976931e-101")) => done;
        get_big_decimal_positive_decimal() => shows("99999999.99");
        put_big_decimal_positive_decimal(&value("99999999.99")) => done;
        get_big_decimal_negative_decimal() => shows("-99999999.99");
        put_big_decimal_negative_decimal(&value("-99999999.99")) => done;
        get_null() => is(None);
        get_invalid_float() => fails("Decode");
        get_invalid_double() => fails("Decode");
        get_invalid_decimal() => fails("Decode");
    );
    Ok(())
}

const MULTIBYTE: &str = concat!(
    "啊齄丂狛狜\u{f9f1}\u{f92c}\u{f9f1}\u{fa0c}\u{fa29}ˊ〞〡\u{ffe4}℡㈱‐ー\u{fe61}\u{fe62}\u{fe6b}、〓ⅰⅹ⒈€㈠㈩ⅠⅫ\u{ff01}\u{ffe3}ぁんァヶΑ",
    "\u{fe34}АЯаяāɡㄅㄩ─╋\u{fe35}\u{fe44}\u{fe3b}\u{fe31}\u{fe33}\u{fe34}ⅰⅹɑ\u{e7c7}ɡ〇〾⿻⺁\u{e843}䜣\u{e864}€"
);
const WHITESPACE: &str = "    Now is the time for all good men to come to the aid of their country    ";

async fn strings(run: &mut Run) -> Outcome {
    use body_string::models::{Colors, RefColorConstant, RefColors};
    let client = client!(body_string, body_string::Client::builder().base_url(&run.url));
    calls!(run, client, string:
        get_empty() => shows("");
        put_empty("") => done;
        get_mbcs() => shows(MULTIBYTE);
        put_mbcs(MULTIBYTE) => done;
        get_whitespace() => shows(WHITESPACE);
        put_whitespace(WHITESPACE) => done;
        get_null() => is(None);
        put_null() => done;
        get_not_provided() => fails("Empty");
        get_base64_encoded() => |result| {
            assert_eq!(read(result)?.bytes()?, b"a string that gets encoded with base64");
            Ok(())
        };
        get_base64_url_encoded() => |result| {
            assert_eq!(read(result)?.bytes()?, b"a string that gets encoded with base64url");
            Ok(())
        };
        put_base64_url_encoded(&b"a string that gets encoded with base64url"[..].into()) => done;
        get_null_base64_url_encoded() => is(None);
    );
    calls!(run, client, enums:
        get_not_expandable() => is(Colors::RedColor);
        put_not_expandable(&Colors::RedColor) => done;
        get_referenced() => is(RefColors::RedColor);
        put_referenced(&RefColors::RedColor) => done;
        // The server leaves the constant out.
        get_referenced_constant() => |result| {
            assert_eq!(read(result)?.color_constant, "green-color");
            Ok(())
        };
        put_referenced_constant(&RefColorConstant::default()) => done;
    );
    Ok(())
}
