//! Pages: `paging.json` and `custom-baseUrl-paging.json`.

use paging::models::Product;
use paging::{Client, Error, Items};

use crate::cookies::client;
use crate::{Outcome, Run};

/// The numbers of the products of all pages.
async fn ids(mut items: Items<Product>) -> Result<Vec<i64>, Error> {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        let properties = item?.properties.unwrap_or_default();
        ids.extend(properties.id.map(i64::from));
    }
    Ok(ids)
}

/// The identifiers of the products on pages with ten products.
const TEN: [i64; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

pub async fn run(run: &mut Run) {
    let url = run.url.clone();
    macro_rules! scenario {
        ($name:literal, |$client:ident| $calls:expr) => {
            let url = url.clone();
            run.scenario($name, async move {
                let client = client!(paging, Client::builder().base_url(&url));
                let $client = client.paging();
                $calls;
                Ok(()) as Outcome
            })
            .await;
        };
    }
    scenario!("no item name", |api| assert_eq!(ids(api.get_no_item_name_pages().items()).await?, [1]));
    scenario!("empty link", |api| assert_eq!(ids(api.get_empty_next_link_name_pages().items()).await?, [1]));
    scenario!("single", |api| assert_eq!(ids(api.get_single_pages().items()).await?, [1]));
    scenario!("first page empty", |api| assert_eq!(ids(api.first_response_empty().items()).await?, [1]));
    scenario!("several", |api| assert_eq!(ids(api.get_multiple_pages().items()).await?, TEN));
    scenario!("OData", |api| assert_eq!(ids(api.get_odata_multiple_pages().items()).await?, TEN));
    scenario!("retry of the first page", |api| assert_eq!(
        ids(api.get_multiple_pages_retry_first().items()).await?,
        TEN
    ));
    scenario!("retry of the second page", |api| {
        let ids = ids(api.get_multiple_pages_retry_second().items()).await?;
        assert_eq!(ids, [1, 1, 3, 4, 5, 6, 7, 8, 9, 10]);
    });
    scenario!("offset in the path", |api| {
        let ids = ids(api.get_multiple_pages_with_offset(100).items()).await?;
        assert_eq!(ids, [1, 102, 103, 104, 105, 106, 107, 108, 109, 110]);
    });
    scenario!("a link repeats a parameter", |api| {
        assert_eq!(ids(api.duplicate_params().filter("foo").items()).await?, [1]);
    });
    scenario!("failure", |api| {
        let error = ids(api.get_single_pages_failure().items()).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    });
    scenario!("failure of the second page", |api| {
        let error = ids(api.get_multiple_pages_failure().items()).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    });
    scenario!("a link that is none", |api| {
        let error = ids(api.get_multiple_pages_failure_uri().items()).await.unwrap_err();
        assert!(matches!(error.status().map(|status| status.as_u16()), None | Some(404)), "{error}");
    });
    scenario!("a client name of the list", |api| {
        let mut items = api.get_model_with_item_name_with_xms_client_name().items();
        let item = items.next().await.expect("one product")?;
        assert_eq!(item.properties.and_then(|properties| properties.name).as_deref(), Some("Product"));
    });
    scenario!("no link", |api| {
        let page = api.get_null_next_link_name_pages().send().await?;
        assert_eq!(page.values.as_ref().map(Vec::len), Some(1));
    });
    scenario!("api-version appended", |api| assert_eq!(ids(api.append_api_version().items()).await?, [1]));
    scenario!("api-version replaced", |api| assert_eq!(ids(api.replace_api_version().items()).await?, [1]));
    scenario!("body", |api| {
        let parameters = paging::models::BodyParam { name: Some("body".to_owned()), ..Default::default() };
        assert_eq!(ids(api.get_single_pages_with_body_params(&parameters).items()).await?, [1]);
    });
    scenario!("another operation", |api| {
        assert_eq!(ids(api.get_with_query_params(100).items()).await?, [1, 2]);
    });
    scenario!("fragments", |api| {
        let items = api.get_multiple_pages_fragment_next_link("test_user", "1.6").items();
        assert_eq!(ids(items).await?, TEN);
    });
    scenario!("fragments and groups", |api| {
        let items = api.get_multiple_pages_fragment_with_grouping_next_link("test_user", "1.6").items();
        assert_eq!(ids(items).await?, TEN);
    });
    custom_url(run).await;
}

/// Tests links below a host that is composed of variables.
async fn custom_url(run: &mut Run) {
    let host = run.url.trim_start_matches("http://local").to_owned();
    run.scenario("partial links", async move {
        let builder = custom_url_paging::Client::builder().account_name("http://local").host(&host);
        let client = client!(custom_url_paging, builder);
        for items in
            [client.paging().get_pages_partial_url().items(), client.paging().get_pages_partial_url_operation().items()]
        {
            let mut items = items;
            let mut ids = Vec::new();
            while let Some(item) = items.next().await {
                ids.extend(item?.properties.and_then(|properties| properties.id));
            }
            assert_eq!(ids, [1, 2]);
        }
        Ok(()) as Outcome
    })
    .await;
}
