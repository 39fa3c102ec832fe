//! The conventions of Azure: `azure-special-properties.json` and its neighbours.

use crate::cookies::client;
use crate::{Outcome, Run};

/// The identifier that the server expects in `x-ms-client-request-id`.
pub const REQUEST_ID: &str = "9C4D50EE-2D56-4CD3-8152-34347DC9F2B0";
/// The subscription that the server expects.
const SUBSCRIPTION: &str = "1234-5678-9012-3456";

macro_rules! scenario {
    ($run:ident, $krate:ident $(.$set:ident($value:expr))*, $name:literal, |$client:ident| $calls:expr) => {
        let url = $run.url.clone();
        $run.scenario($name, async move {
            let $client = client!($krate, $krate::Client::builder().base_url(&url)$(.$set($value))*);
            $calls;
            Ok(()) as Outcome
        })
        .await;
    };
}

pub async fn run(run: &mut Run) {
    versions(run).await;
    subscriptions(run).await;
    raw_values(run).await;
    request_ids(run).await;
    others(run).await;
}

async fn versions(run: &mut Run) {
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "versions of the client", |client| {
        let api = client.api_version_default();
        api.get_method_global_valid().send().await?;
        api.get_method_global_not_provided_valid().send().await?;
        api.get_path_global_valid().send().await?;
        api.get_swagger_global_valid().send().await?;
    });
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "versions of the call", |client| {
        let api = client.api_version_local();
        api.get_method_local_null().send().await?;
        api.get_method_local_valid().send().await?;
        api.get_path_local_valid().send().await?;
        api.get_swagger_local_valid().send().await?;
    });
}

async fn subscriptions(run: &mut Run) {
    // The server wants this identifier with each of these calls.
    let options = || specials::CallOptions::new().header("x-ms-client-request-id", REQUEST_ID);
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "subscription of the client", |client| {
        let api = client.subscription_in_credentials();
        api.post_method_global_valid().with(options()).send().await?;
        api.post_method_global_not_provided_valid().with(options()).send().await?;
        api.post_path_global_valid().with(options()).send().await?;
        api.post_swagger_global_valid().with(options()).send().await?;
    });
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "subscription of the call", |client| {
        let api = client.subscription_in_method();
        api.post_method_local_valid(SUBSCRIPTION).with(options()).send().await?;
        api.post_path_local_valid(SUBSCRIPTION).with(options()).send().await?;
        api.post_swagger_local_valid(SUBSCRIPTION).with(options()).send().await?;
    });
    scenario!(run, subscription, "resource group", |client| {
        let group = client.group().get_sample_resource("1234", "testgroup101", "2014-04-01-preview");
        let group = group.send().await?;
        assert_eq!(group.name.as_deref(), Some("testgroup101"));
        assert_eq!(group.location.as_deref(), Some("West US"));
    });
}

async fn raw_values(run: &mut Run) {
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "raw paths", |client| {
        let api = client.skip_url_encoding();
        api.get_method_path_valid("path1/path2/path3").send().await?;
        api.get_path_path_valid("path1/path2/path3").send().await?;
        api.get_swagger_path_valid().send().await?;
    });
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "raw query", |client| {
        let api = client.skip_url_encoding();
        api.get_method_query_null().send().await?;
        api.get_method_query_valid("value1&q2=value2&q3=value3").send().await?;
        api.get_path_query_valid("value1&q2=value2&q3=value3").send().await?;
    });
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "raw constant query", |client| {
        client.skip_url_encoding().get_swagger_query_valid().send().await?
    });
}

async fn request_ids(run: &mut Run) {
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "request ids", |client| {
        let api = client.subscription_in_credentials();
        let options = specials::CallOptions::new().header("x-ms-client-request-id", REQUEST_ID);
        let reply = api.x_ms_client_request_id_get().with(options).send().await?;
        assert_eq!(reply.headers()["x-ms-request-id"], "123");
        let error =
            api.x_ms_client_request_id_get().with(specials::CallOptions::new().header("x-ms-client-request-id", "x"));
        let error = error.send().await.expect_err("another identifier is refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
        api.x_ms_client_request_id_param_get().x_ms_client_request_id(REQUEST_ID).send().await?;
    });
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "named request ids", |client| {
        let api = client.header();
        let reply = api.custom_named_request_id().foo_client_request_id(REQUEST_ID).send().await?;
        assert_eq!(reply.headers()["foo-request-id"], "123");
        api.custom_named_request_id_head().foo_client_request_id(REQUEST_ID).send().await?;
        api.custom_named_request_id_param_grouping().foo_client_request_id(REQUEST_ID).send().await?;
    });
    scenario!(run, specials.subscription_id(SUBSCRIPTION), "OData", |client| {
        let call = client.odata().get_with_filter();
        call.filter("id gt 5 and name eq 'foo'").top(10).orderby("id").send().await?;
    });
}

async fn others(run: &mut Run) {
    scenario!(run, parameter_grouping, "groups of parameters", |client| {
        client.parameter_grouping().post_required("path", 1234).custom_header("header").query(21).send().await?;
        client.parameter_grouping().post_optional().custom_header("header").query(21).send().await?;
    });
    scenario!(run, parameter_grouping, "several groups of parameters", |client| {
        client.parameter_grouping().post_multi_param_groups().send().await?;
        client.parameter_grouping().post_shared_parameter_group_object().send().await?;
        client.parameter_grouping().post_reserved_words().from("bob").accept("yes").send().await?;
        let call = client.file_and_directory().parameter_grouping_group_with_constant();
        call.grouped_constant("foo").grouped_parameter("bar").send().await?;
    });
}
