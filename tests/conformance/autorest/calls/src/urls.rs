//! Paths and queries: `url.json` and `url-multi-collectionFormat.json`.

use url_params::models::UriColor;

use crate::checks::{calls, done, fails, values};
use crate::cookies::client;
use crate::{Outcome, Run};

const MULTIBYTE: &str = "啊齄丂狛狜\u{f9f1}\u{f92c}\u{f9f1}\u{fa0c}\u{fa29}";
const RESERVED: &str = "begin!*'();:@ &=+$,/?#[]end";

pub async fn run(run: &mut Run) -> Outcome {
    let client =
        client!(url_params, url_params::Client::builder().base_url(&run.url).global_string_path("globalStringPath"));
    paths(run, &client).await;
    queries(run, &client).await;
    lists(run, &client).await;
    path_items(run, &client).await;
    let client = client!(url_multi, url_multi::Client::builder().base_url(&run.url));
    calls!(run, client, query:
        array_string_multi_null() => done;
        array_string_multi_empty().array_query(&[]) => done;
        array_string_multi_valid().array_query(&values(&["ArrayQuery1", RESERVED, "", ""])) => done;
    );
    Ok(())
}

async fn paths(run: &mut Run, client: &url_params::Client) {
    calls!(run, client, path:
        get_boolean_true() => done;
        get_boolean_false() => done;
        get_int_one_million() => done;
        get_int_negative_one_million() => done;
        get_ten_billion() => done;
        get_negative_ten_billion() => done;
        float_scientific_positive(1.034e20) => done;
        float_scientific_negative(-1.034e-20) => done;
        double_decimal_positive(9_999_999.999) => done;
        double_decimal_negative(-9_999_999.999) => done;
        string_unicode() => done;
        string_url_encoded() => done;
        string_url_non_encoded() => done;
        string_empty() => done;
        enum_valid(&UriColor::GreenColor) => done;
        byte_multi_byte(&MULTIBYTE.as_bytes().into()) => done;
        byte_empty() => done;
        date_valid() => done;
        date_time_valid() => done;
        base64_url(&b"lorem"[..].into()) => done;
        unix_time_url(&1_460_505_600_i64.into()) => done;
        queries_get_boolean_true() => done;
        queries_get_boolean_false() => done;
    );
    calls!(run, client, query:
        paths_array_csv_in_path(&values(&["ArrayPath1", RESERVED, "", ""])) => done;
    );
}

async fn queries(run: &mut Run, client: &url_params::Client) {
    calls!(run, client, query:
        get_boolean_null() => done;
        get_int_one_million() => done;
        get_int_negative_one_million() => done;
        get_int_null() => done;
        get_ten_billion() => done;
        get_negative_ten_billion() => done;
        get_long_null() => done;
        float_scientific_positive(1.034e20) => done;
        float_scientific_negative(-1.034e-20) => done;
        float_null() => done;
        double_decimal_positive(9_999_999.999) => done;
        double_decimal_negative(-9_999_999.999) => done;
        double_null() => done;
        string_unicode() => done;
        string_url_encoded() => done;
        string_empty() => done;
        string_null() => done;
        enum_valid().enum_query(&UriColor::GreenColor) => done;
        enum_null() => done;
        byte_multi_byte().byte_query(&MULTIBYTE.as_bytes().into()) => done;
        byte_empty() => done;
        byte_null() => done;
        date_valid() => done;
        date_null() => done;
        date_time_valid() => done;
        date_time_null() => done;
    );
}

async fn lists(run: &mut Run, client: &url_params::Client) {
    let list = || values::<String>(&["ArrayQuery1", RESERVED, "", ""]);
    calls!(run, client, query:
        array_string_csv_valid().array_query(&list()) => done;
        array_string_csv_empty().array_query(&[]) => done;
        array_string_csv_null() => done;
        array_string_no_collection_format_empty().array_query(&values(&["hello", "nihao", "bonjour"])) => done;
        // An item has a space, and a server would read two.
        array_string_ssv_valid().array_query(&list()) => fails("Request");
        array_string_tsv_valid().array_query(&list()) => done;
        array_string_pipes_valid().array_query(&list()) => done;
    );
}

async fn path_items(run: &mut Run, client: &url_params::Client) {
    calls!(run, client, query:
        path_items_get_all_with_values("pathItemStringPath", "localStringPath")
            .global_string_query("globalStringQuery")
            .path_item_string_query("pathItemStringQuery")
            .local_string_query("localStringQuery") => done;
        path_items_get_global_null("pathItemStringPath", "localStringPath")
            .path_item_string_query("pathItemStringQuery")
            .local_string_query("localStringQuery") => done;
        path_items_get_global_and_local_null("pathItemStringPath", "localStringPath")
            .path_item_string_query("pathItemStringQuery") => done;
        path_items_get_local_path_item_query_null("pathItemStringPath", "localStringPath")
            .global_string_query("globalStringQuery") => done;
    );
}
