//! Statuses, redirects, retries and responses of several kinds: `httpInfrastructure.json`.

use httpinfrastructure::models::{A, B, C, D, Error};
use httpinfrastructure::operations::multiple_response as replies;
use httpinfrastructure::{Client, Json};

use crate::checks::{calls, done, fails, is, read, refused};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    let client = client!(httpinfrastructure, Client::builder().base_url(&run.url));
    successes(run, &client).await;
    redirects(run, &client).await;
    failures(run, &client).await;
    retries(run, &client).await;
    models(run, &client).await;
    errors(run, &client).await;
    without_models(run, &client).await;
    Ok(())
}

async fn successes(run: &mut Run, client: &Client) {
    calls!(run, client, http_success:
        head200() => done;
        get200() => is(true);
        put200() => done;
        post200() => done;
        patch200() => done;
        delete200() => done;
        put201() => done;
        post201() => done;
        put202() => done;
        post202() => done;
        patch202() => done;
        delete202() => done;
        head204() => done;
        put204() => done;
        post204() => done;
        patch204() => done;
        delete204() => done;
        head404() => refused(404);
    );
}

async fn redirects(run: &mut Run, client: &Client) {
    calls!(run, client, http_redirect:
        // The location is the choice of the service.
        head300() => done;
        get300() => done;
        head301() => done;
        head302() => done;
        head307() => done;
        get307() => done;
        options307() => done;
        put307() => done;
        post307() => done;
        patch307() => done;
        delete307() => done;
        // The result is at the location.
        post303() => done;
        // The redirect is all that is declared, so it is the result: a call that changes something is not repeated
        // elsewhere.
        put301() => done;
        patch302() => done;
    );
    calls!(run, client, http_operation:
        http_redirects_get301() => done;
        http_redirects_get302() => done;
    );
}

async fn failures(run: &mut Run, client: &Client) {
    calls!(run, client, http_client_failure:
        head400() => refused(400);
        get400() => refused(400);
        options400() => refused(400);
        put400() => refused(400);
        post400() => refused(400);
        patch400() => refused(400);
        delete400() => refused(400);
        head401() => refused(401);
        get402() => refused(402);
        get403() => refused(403);
        options403() => refused(403);
        put404() => refused(404);
        patch405() => refused(405);
        post406() => refused(406);
        delete407() => refused(407);
        put409() => refused(409);
        head410() => refused(410);
        get411() => refused(411);
        get412() => refused(412);
        options412() => refused(412);
        put413() => refused(413);
        patch414() => refused(414);
        post415() => refused(415);
        get416() => refused(416);
        delete417() => refused(417);
        head429() => refused(429);
    );
    calls!(run, client, http_server_failure:
        head501() => refused(501);
        get501() => refused(501);
        post505() => refused(505);
        delete505() => refused(505);
    );
    calls!(run, client, http_failure:
        get_empty_error() => refused(400);
        get_no_model_error() => |result| {
            assert_eq!(result.expect_err("an error").message.as_deref(), Some("NoErrorModel"));
            Ok(())
        };
        get_no_model_empty() => refused(400);
    );
}

async fn retries(run: &mut Run, client: &Client) {
    calls!(run, client, http_retry:
        head408() => done;
        get502() => done;
        put500() => done;
        put504() => done;
        delete503() => done;
        // Without a body the second response is empty, though the document declares a boolean.
        options502() => fails("Empty");
        // Only the caller may repeat a call that is not idempotent.
        patch500() => refused(500);
        patch500() => done;
        patch504() => refused(504);
        patch504() => done;
        post503() => refused(503);
        post503() => done;
    );
}

/// One of several documented models, by the status.
macro_rules! one_of {
    ($reply:ident :: $variant:ident($value:ident) if $check:expr) => {
        |result| {
            let reply = read(result)?;
            assert!(matches!(&reply, replies::$reply::$variant($value) if $check), "{reply:?}");
            Ok(())
        }
    };
}

async fn models(run: &mut Run, client: &Client) {
    let is_200 = |model: &A| model.status_code.as_deref() == Some("200");
    let is_201 =
        |model: &B| (model.status_code.as_deref(), model.text_status_code.as_deref()) == (Some("201"), Some("Created"));
    let is_c = |model: &C| model.http_code.as_deref() == Some("201");
    calls!(run, client, multiple_response:
        get200_model204_no_model_default_error200_valid() =>
            one_of!(Get200Model204NoModelDefaultError200ValidSuccess::Ok(model) if is_200(model));
        get200_model204_no_model_default_error204_valid() => |result| {
            assert!(matches!(read(result)?, replies::Get200Model204NoModelDefaultError204ValidSuccess::NoContent));
            Ok(())
        };
        get200_model204_no_model_default_error201_invalid() => refused(201);
        get200_model204_no_model_default_error202_none() => refused(202);
        get200_model204_no_model_default_error400_valid() => refused(400);
        get200_model201_model_default_error200_valid() =>
            one_of!(Get200Model201ModelDefaultError200ValidSuccess::Ok(model) if is_200(model));
        get200_model201_model_default_error201_valid() =>
            one_of!(Get200Model201ModelDefaultError201ValidSuccess::Created(model) if is_201(model));
        get200_model201_model_default_error400_valid() => refused(400);
        get200_model_a201_model_c404_model_d_default_error200_valid() =>
            one_of!(Get200ModelA201ModelC404ModelDDefaultError200ValidSuccess::Ok(model) if is_200(model));
        get200_model_a201_model_c404_model_d_default_error201_valid() =>
            one_of!(Get200ModelA201ModelC404ModelDDefaultError201ValidSuccess::Created(model) if is_c(model));
        get202_none204_none_default_error202_none() => done;
        get202_none204_none_default_error204_none() => done;
        get202_none204_none_default_error400_valid() => refused(400);
        get202_none204_none_default_none202_invalid() => done;
        get202_none204_none_default_none204_none() => done;
        get202_none204_none_default_none400_none() => refused(400);
        get202_none204_none_default_none400_invalid() => refused(400);
    );
}

async fn errors(run: &mut Run, client: &Client) {
    let calls = client.clone();
    run.scenario("models of errors", async move {
        let api = calls.multiple_response();
        let call = api.get200_model_a201_model_c404_model_d_default_error404_valid();
        let error = call.send().await.expect_err("a 404");
        type Fault = replies::Get200ModelA201ModelC404ModelDDefaultError404ValidErrorBody;
        let fault = Fault::of(&error);
        assert!(matches!(&fault, Some(Fault::D(D { http_status_code: Some(code), .. })) if code == "404"), "{fault:?}");
        let call = api.get200_model_a201_model_c404_model_d_default_error400_valid();
        let error = call.send().await.expect_err("a 400");
        type Other = replies::Get200ModelA201ModelC404ModelDDefaultError400ValidErrorBody;
        let fault = Other::of(&error);
        assert!(
            matches!(&fault, Some(Other::Error(Error { message: Some(message), .. })) if message == "client error")
        );
        assert_eq!(error.message(), Some("client error"));
        Ok(()) as Outcome
    })
    .await;
}

async fn without_models(run: &mut Run, client: &Client) {
    calls!(run, client, multiple_response:
        get_default_model_a200_valid() => |result| {
            assert_eq!(read(result)?.status_code.as_deref(), Some("200"));
            Ok(())
        };
        get_default_model_a200_none() => fails("Empty");
        get_default_model_a400_valid() => refused(400);
        get_default_model_a400_none() => refused(400);
        get_default_none200_invalid() => done;
        get_default_none200_none() => done;
        get_default_none400_invalid() => refused(400);
        get_default_none400_none() => refused(400);
        get200_model_a200_valid() => |result| {
            assert_eq!(read(result)?.status_code.as_deref(), Some("200"));
            Ok(())
        };
        get200_model_a200_none() => fails("Empty");
        get200_model_a200_invalid() => |result| {
            let model = read(result)?;
            let extra = model.extra.get("statusCodeInvalid").map(Json::get);
            assert_eq!((model.status_code.as_deref(), extra), (None, Some("\"200\"")));
            Ok(())
        };
        // Another successful status has the same model.
        get200_model_a202_valid() => |result| {
            assert_eq!(read(result)?.status_code.as_deref(), Some("200"));
            Ok(())
        };
        get200_model_a400_none() => refused(400);
        get200_model_a400_valid() => refused(400);
        get200_model_a400_invalid() => refused(400);
    );
}
