//! Long-running operations: `lro.json`, `lro-parameterized-endpoints.json`, and the one of `paging.json`.

use std::error::Error;
use std::time::Duration;

use lro::models::Product;
use lro::{Client, ErrorKind, Poller};

use crate::cookies::client;
use crate::specials::REQUEST_ID;
use crate::{Outcome, Run};

type Failure = Box<dyn Error + Send + Sync>;

/// The result of a long-running operation. The server requests no wait, so the poller makes none.
async fn end<T>(poller: Poller<T>) -> Result<T, lro::Error> {
    poller.max_interval(Duration::ZERO).await.map(lro::Response::into_inner)
}

fn is_foo(product: &Product) -> Outcome {
    assert_eq!((product.id.as_deref(), product.name.as_deref()), (Some("100"), Some("foo")));
    Ok(())
}

/// The scenarios of each operation: its group, its method and the check of its result.
macro_rules! scenarios {
    ($run:ident: $($group:ident.$method:ident => |$result:pat_param| $check:expr;)*) => {$(
        let url = $run.url.clone();
        $run.scenario(stringify!($method), async move {
            let client = client!(lro, Client::builder().base_url(&url));
            let $result = end(client.$group().$method().poller()).await;
            $check
        })
        .await;
    )*};
}

pub async fn run(run: &mut Run) {
    put(run).await;
    patch(run).await;
    delete(run).await;
    post(run).await;
    retried(run).await;
    refused(run).await;
    headers(run).await;
    others(run).await;
}

async fn put(run: &mut Run) {
    scenarios!(run:
        lro.put200_succeeded => |result| is_foo(&result?.expect("a product"));
        lro.put201_succeeded => |result| is_foo(&result?);
        lro.put200_succeeded_no_state => |result| is_foo(&result?);
        lro.put202_retry200 => |result| is_foo(&result?);
        lro.put201_creating_succeeded200 => |result| is_foo(&result?);
        lro.put200_updating_succeeded204 => |result| is_foo(&result?);
        lro.put201_creating_failed200 => |result| failed(result);
        lro.put200_acceptedcanceled200 => |result| failed(result);
        lros.put_no_header_in_retry => |result| is_foo(&result?);
        lro.put_async_retry_succeeded => |result| is_foo(&result?);
        lro.put_async_no_retry_succeeded => |result| is_foo(&result?);
        lro.put_async_retry_failed => |result| failed(result);
        lro.put_async_no_retrycanceled => |result| failed(result);
        lros.put_async_no_header_in_retry => |result| is_foo(&result?);
        lros.put_non_resource => |result| {
            assert_eq!(result?.name.as_deref(), Some("sku"));
            Ok(())
        };
        lros.put_async_non_resource => |result| {
            assert_eq!(result?.name.as_deref(), Some("sku"));
            Ok(())
        };
        lros.put_sub_resource => |result| {
            assert_eq!(result?.id.as_deref(), Some("100"));
            Ok(())
        };
        lros.put_async_sub_resource => |result| {
            assert_eq!(result?.id.as_deref(), Some("100"));
            Ok(())
        };
    );
}

async fn patch(run: &mut Run) {
    scenarios!(run:
        lros.patch200_succeeded_ignore_headers => |result| is_foo(&result?);
        lros.patch201_retry_with_async_header => |result| {
            assert_eq!(result?.id.as_deref(), Some("/lro/patch/201/retry/onlyAsyncHeader"));
            Ok(())
        };
        lros.patch202_retry_with_async_and_location_header => |result| {
            assert_eq!(result?.name.as_deref(), Some("202"));
            Ok(())
        };
    );
}

async fn delete(run: &mut Run) {
    scenarios!(run:
        lro.delete204_succeeded => |result| Ok(result?);
        lro.delete202_retry200 => |result| {
            assert_eq!(result?, None);
            Ok(())
        };
        lro.delete202_no_retry204 => |result| {
            assert_eq!(result?, None);
            Ok(())
        };
        lro.delete_no_header_in_retry => |result| Ok(result?);
        lro.delete_async_no_header_in_retry => |result| Ok(result?);
        lro.delete_provisioning202_accepted200_succeeded => |result| is_foo(&result?.expect("a product"));
        lro.delete_provisioning202_deleting_failed200 => |result| failed(result);
        lro.delete_provisioning202_deletingcanceled200 => |result| failed(result);
        lro.delete_async_retry_succeeded => |result| Ok(result?);
        lro.delete_async_no_retry_succeeded => |result| Ok(result?);
        lro.delete_async_retry_failed => |result| failed(result);
        lro.delete_async_retrycanceled => |result| failed(result);
    );
}

async fn post(run: &mut Run) {
    scenarios!(run:
        lro.post202_retry200 => |result| Ok(result?);
        lro.post202_no_retry204 => |result| {
            assert_eq!(result?, None);
            Ok(())
        };
        lro.post200_with_payload => |result| {
            assert_eq!(result?.id.as_deref(), Some("1"));
            Ok(())
        };
        lro.post202_list => |result| {
            let products = result?;
            assert_eq!(products.len(), 1);
            is_foo(&products[0])
        };
        lro.post_double_headers_final_location_get => |result| is_foo(&result?.expect("a product"));
        lro.post_double_headers_final_azure_header_get => |result| {
            assert_eq!(result?.expect("a product").id.as_deref(), Some("100"));
            Ok(())
        };
        lro.post_double_headers_final_azure_header_get_default => |result| {
            is_foo(&result?.expect("a product"))
        };
        lro.post_async_retry_succeeded => |result| is_foo(&result?);
        lro.post_async_no_retry_succeeded => |result| is_foo(&result?);
        lro.post_async_retry_failed => |result| {
            let error = result.expect_err("the operation fails");
            assert_eq!((error.code(), error.message()), (Some("500"), Some("Internal Server Error")));
            failed::<()>(Err(error))
        };
        lro.post_async_retrycanceled => |result| failed(result);
    );
}

/// Checks that the operation ended without a result.
fn failed<T>(result: Result<T, lro::Error>) -> Outcome {
    kind(result, ErrorKind::Failed)
}

/// Checks that the service responded with 400.
fn bad<T>(result: Result<T, lro::Error>) -> Outcome {
    let error = result.err().ok_or("a 400 was expected")?;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400), "{error}");
    Ok(())
}

/// Checks that a response does not state where to poll.
fn unreadable<T>(result: Result<T, lro::Error>) -> Outcome {
    kind(result, ErrorKind::Decode)
}

/// Checks that the URL of the state does not exist.
fn missing<T>(result: Result<T, lro::Error>) -> Outcome {
    let error = result.err().ok_or("a 404 was expected")?;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{error}");
    Ok(())
}

fn kind<T>(result: Result<T, lro::Error>, kind: ErrorKind) -> Outcome {
    let error = result.err().ok_or("an error was expected")?;
    assert_eq!(error.kind(), kind, "{error}");
    Ok(())
}

/// Each first request and each request for a state fails once.
async fn retried(run: &mut Run) {
    scenarios!(run:
        lro_retry.put201_creating_succeeded200 => |result| is_foo(&result?);
        lro_retry.put_async_relative_retry_succeeded => |result| is_foo(&result?);
        lro_retry.delete_provisioning202_accepted200_succeeded => |result| {
            is_foo(&result?.expect("a product"))
        };
        lro_retry.delete202_retry200 => |result| Ok(result?);
        lro_retry.delete_async_relative_retry_succeeded => |result| Ok(result?);
    );
    // A POST that failed may have started the operation, so the client leaves it to the caller to send another one.
    let url = run.url.clone();
    run.scenario("a POST after a POST that failed", async move {
        let client = client!(lro, Client::builder().base_url(&url));
        let api = client.lro_retry();
        let error = end(api.post202_retry200().poller()).await.expect_err("the first one fails");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
        end(api.post202_retry200().poller()).await?;
        let error = end(api.post_async_relative_retry_succeeded().poller()).await;
        assert_eq!(error.expect_err("the first one fails").status().map(|status| status.as_u16()), Some(500));
        end(api.post_async_relative_retry_succeeded().poller()).await?;
        Ok(()) as Outcome
    })
    .await;
}

async fn refused(run: &mut Run) {
    scenarios!(run:
        lrosad.put_non_retry400 => |result| bad(result);
        lrosad.put_non_retry201_creating400 => |result| bad(result);
        lrosad.put_non_retry201_creating400_invalid_json => |result| bad(result);
        lrosad.put_async_relative_retry400 => |result| bad(result);
        lrosad.delete_non_retry400 => |result| bad(result);
        lrosad.delete202_non_retry400 => |result| bad(result);
        lrosad.delete_async_relative_retry400 => |result| bad(result);
        lrosad.post_non_retry400 => |result| bad(result);
        lrosad.post202_non_retry400 => |result| bad(result);
        lrosad.post_async_relative_retry400 => |result| bad(result);
        lrosad.put_error201_no_provisioning_state_payload => |result| kind(result, ErrorKind::Empty);
        lrosad.put_async_relative_retry_no_status => |result| unreadable(result);
        lrosad.put_async_relative_retry_no_status_payload => |result| unreadable(result);
        lro.lrosads_delete204_succeeded => |result| Ok(result?);
        lrosad.delete_async_relative_retry_no_status => |result| unreadable(result);
        lrosad.post202_no_location => |result| unreadable(result);
        lrosad.post_async_relative_retry_no_payload => |result| unreadable(result);
        lrosad.put200_invalid_json => |result| unreadable(result);
        lrosad.put_async_relative_retry_invalid_header => |result| missing(result);
        lrosad.put_async_relative_retry_invalid_json_polling => |result| unreadable(result);
        lrosad.delete202_retry_invalid_header => |result| missing(result);
        lrosad.delete_async_relative_retry_invalid_header => |result| missing(result);
        lrosad.delete_async_relative_retry_invalid_json_polling => |result| unreadable(result);
        lrosad.post202_retry_invalid_header => |result| missing(result);
        lrosad.post_async_relative_retry_invalid_header => |result| missing(result);
        lrosad.post_async_relative_retry_invalid_json_polling => |result| unreadable(result);
    );
}

/// The headers of a call go along with each request for a state.
async fn headers(run: &mut Run) {
    let url = run.url.clone();
    run.scenario("headers of the call", async move {
        let client = client!(lro, Client::builder().base_url(&url));
        let options = || lro::CallOptions::new().header("x-ms-client-request-id", REQUEST_ID);
        let api = client.lro();
        is_foo(&end(api.custom_header_put_async_retry_succeeded().with(options()).poller()).await?)?;
        is_foo(&end(api.custom_header_put201_creating_succeeded200().with(options()).poller()).await?)?;
        end(api.custom_header_post202_retry200().with(options()).poller()).await?;
        end(api.custom_header_post_async_retry_succeeded().with(options()).poller()).await?;
        Ok(()) as Outcome
    })
    .await;
}

async fn others(run: &mut Run) {
    let url = run.url.clone();
    run.scenario("a thread resumes from a string", async move {
        let client = client!(lro, Client::builder().base_url(&url));
        let mut poller = client.lro().put_async_retry_succeeded().poller();
        let state = poller.next().await.ok_or("there is a first state")??;
        assert_eq!(state.status(), lro::PollStatus::InProgress);
        let token = poller.token().ok_or("the operation is started")?;
        drop(poller);
        is_foo(&end(lro::operations::lro::PutAsyncRetrySucceeded::resume(&client, &token)).await?)
    })
    .await;
    let host = run.url.trim_start_matches("http://local").to_owned();
    run.scenario("hosts of variables", async move {
        let builder = lro_endpoints::Client::builder().account_name("http://local").host(&host);
        let client = client!(lro_endpoints, builder);
        let wait = Duration::ZERO;
        let call = client.lro_parameterized_endpoints().poll_with_parameterized_endpoints();
        assert_eq!(*call.poller().max_interval(wait).await?, "success");
        let call = client.lro_constant_parameterized_endpoints().poll_with_constant_parameterized_endpoints();
        assert_eq!(*call.poller().max_interval(wait).await?, "success");
        Ok::<(), Failure>(())
    })
    .await;
    let url = run.url.clone();
    run.scenario("an operation whose result has pages", async move {
        let client = client!(paging, paging::Client::builder().base_url(&url));
        let page = client.paging().get_multiple_pages_lro().poller().max_interval(Duration::ZERO).await?;
        assert!(
            page.as_ref()
                .and_then(|page| page.next_link.as_deref())
                .is_some_and(|link| link.ends_with("/paging/multiple/page/2"))
        );
        Ok::<(), Failure>(())
    })
    .await;
}
