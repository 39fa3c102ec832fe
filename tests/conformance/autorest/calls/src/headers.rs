//! Headers of requests and responses: `header.json`.

use header::models::GreyscaleColors;
use header::operations::header as headers;

use crate::checks::{calls, done, value};
use crate::cookies::client;
use crate::{Outcome, Run};

const MULTIBYTE: &str = "啊齄丂狛狜\u{f9f1}\u{f92c}\u{f9f1}\u{fa0c}\u{fa29}";

pub async fn run(run: &mut Run) -> Outcome {
    let client = client!(header, header::Client::builder().base_url(&run.url));
    requests(run, &client).await;
    responses(run, &client).await;
    Ok(())
}

async fn requests(run: &mut Run, client: &header::Client) {
    calls!(run, client, header:
        param_existing_key("overwrite") => done;
        param_integer("positive", 1) => done;
        param_integer("negative", -2) => done;
        param_long("positive", 105) => done;
        param_long("negative", -2) => done;
        param_float("positive", 0.07) => done;
        param_float("negative", -3.0) => done;
        param_double("positive", 7e120) => done;
        param_double("negative", -3.0) => done;
        param_bool("true", true) => done;
        param_bool("false", false) => done;
        param_string("valid").value("The quick brown fox jumps over the lazy dog") => done;
        param_string("null") => done;
        param_string("empty").value("") => done;
        param_enum("valid").value(&GreyscaleColors::Grey) => done;
        param_enum("null") => done;
        param_date("valid", &value("2010-01-01")) => done;
        param_date("min", &value("0001-01-01")) => done;
        param_datetime("valid", &value("2010-01-01T12:34:56Z")) => done;
        param_datetime("min", &value("0001-01-01T00:00:00Z")) => done;
        param_datetime_rfc1123("valid").value(&value("Fri, 01 Jan 2010 12:34:56 GMT")) => done;
        param_datetime_rfc1123("min").value(&value("Mon, 01 Jan 0001 00:00:00 GMT")) => done;
        param_duration("valid", &value("P123DT22H14M12.011S")) => done;
        param_byte("valid", &MULTIBYTE.as_bytes().into()) => done;
    );
    let calls = client.clone();
    run.scenario("a header of the caller", async move {
        let id = "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0";
        let options = header::CallOptions::new().header("x-ms-client-request-id", id);
        calls.header().custom_request_id().with(options).send().await?;
        Ok(()) as Outcome
    })
    .await;
}

/// The header of a response, by the method of the operation and the type of its headers.
macro_rules! responses {
    ($run:ident, $client:ident: $($method:ident($($scenario:expr)?) $headers:ident.$name:ident == $expected:expr;)*) => {$(
        let client = $client.clone();
        $run.scenario(stringify!($method), async move {
            let reply = client.header().$method($($scenario)?).send().await?;
            let value = headers::$headers::of(reply.headers()).$name();
            assert_eq!(value.map(|value| value.to_string()).as_deref(), $expected);
            Ok(()) as Outcome
        })
        .await;
    )*};
}

async fn responses(run: &mut Run, client: &header::Client) {
    responses!(run, client:
        response_existing_key() ResponseExistingKeyHeaders.user_agent == Some("overwrite");
        response_integer("positive") ResponseIntegerHeaders.value == Some("1");
        response_integer("negative") ResponseIntegerHeaders.value == Some("-2");
        response_long("positive") ResponseLongHeaders.value == Some("105");
        response_long("negative") ResponseLongHeaders.value == Some("-2");
        response_float("positive") ResponseFloatHeaders.value == Some("0.07");
        response_float("negative") ResponseFloatHeaders.value == Some("-3");
        response_double("positive") ResponseDoubleHeaders.value == Some(7e120_f64.to_string().as_str());
        response_double("negative") ResponseDoubleHeaders.value == Some("-3");
        response_bool("true") ResponseBoolHeaders.value == Some("true");
        response_bool("false") ResponseBoolHeaders.value == Some("false");
        response_string("valid") ResponseStringHeaders.value == Some("The quick brown fox jumps over the lazy dog");
        response_string("null") ResponseStringHeaders.value == Some("null");
        response_string("empty") ResponseStringHeaders.value == Some("");
        response_enum("valid") ResponseEnumHeaders.value == Some("GREY");
        response_enum("null") ResponseEnumHeaders.value == Some("");
        response_date("valid") ResponseDateHeaders.value == Some("2010-01-01");
        response_date("min") ResponseDateHeaders.value == Some("0001-01-01");
        response_datetime("valid") ResponseDatetimeHeaders.value == Some("2010-01-01T12:34:56Z");
        response_datetime("min") ResponseDatetimeHeaders.value == Some("0001-01-01T00:00:00Z");
        response_datetime_rfc1123("valid") ResponseDatetimeRfc1123Headers.value == Some("Fri, 01 Jan 2010 12:34:56 GMT");
        response_datetime_rfc1123("min") ResponseDatetimeRfc1123Headers.value == Some("Mon, 01 Jan 0001 00:00:00 GMT");
        response_duration("valid") ResponseDurationHeaders.value == Some("P123DT22H14M12.011S");
        response_byte("valid") ResponseByteHeaders.value == Some("5ZWK6b2E5LiC54ub54uc76ex76Ss76ex76iM76ip");
    );
    let calls = client.clone();
    run.scenario("response_protected_key", async move {
        let reply = calls.header().response_protected_key().send().await?;
        assert_eq!(reply.headers()["content-type"], "text/html; charset=utf-8");
        Ok(()) as Outcome
    })
    .await;
}
