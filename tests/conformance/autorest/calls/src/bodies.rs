//! Bodies that are not JSON, and errors with models: `body-binary.json`, `body-file.json`, `body-formdata.json`,
//! `body-formdata-urlencoded.json`, `media_types.json`, `model-flattening.json` and `xms-error-responses.json`.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;

use crate::checks::{calls, done, is, read, refused, shows, value};
use crate::cookies::client;
use crate::{Outcome, Run};

pub async fn run(run: &mut Run) -> Outcome {
    files(run).await?;
    forms(run).await?;
    media_types(run).await?;
    flattened(run).await?;
    errors(run).await
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn files(run: &mut Run) -> Outcome {
    let client = client!(body_binary, body_binary::Client::builder().base_url(&run.url));
    calls!(run, client, upload:
        binary(vec![0xff, 0xfe, 0xfd]) => done;
        file(&BTreeMap::from([("more".to_owned(), value("\"cowbell\""))])) => done;
    );
    calls!(run, client, download: error_stream() => |result| {
        assert_eq!(result.expect_err("a 400").message.as_deref(), Some("I failed on purpose"));
        Ok(())
    };);
    let client = client!(body_file, body_file::Client::builder().base_url(&run.url));
    let calls = client.clone();
    run.scenario("downloads", async move {
        let empty: Vec<_> = calls.files().get_empty().send().await?.into_inner().try_collect().await?;
        assert_eq!(empty.iter().map(|piece| piece.len()).sum::<usize>(), 0);
        let image: Vec<_> = calls.files().get().send().await?.into_inner().try_collect().await?;
        assert!(image.concat().starts_with(b"\x89PNG"));
        Ok(()) as Outcome
    })
    .await;
    run.scenario("a very large download", async move {
        let mut download = client.files().get_large().send().await?.into_inner();
        let mut length = 0_u64;
        while let Some(piece) = download.try_next().await? {
            length += piece.len() as u64;
        }
        assert_eq!(length, 3000 * 1024 * 1024);
        Ok(()) as Outcome
    })
    .await;
    Ok(())
}

async fn forms(run: &mut Run) -> Outcome {
    let client = client!(body_form, body_form::Client::builder().base_url(&run.url));
    run.scenario("form data", async move {
        let api = client.formdata();
        let reply = api.upload_file("name.txt", "content").send().await?.into_inner();
        assert_eq!(reply.try_collect::<Vec<_>>().await?.concat(), b"content");
        let reply = api.upload_file_via_body("content").send().await?.into_inner();
        assert_eq!(reply.try_collect::<Vec<_>>().await?.concat(), b"content");
        Ok(()) as Outcome
    })
    .await;
    Ok(())
}

async fn media_types(run: &mut Run) -> Outcome {
    use media_types::models::SourcePath;
    let client = client!(media_types, media_types::Client::builder().base_url(&run.url));
    let source = || SourcePath { source: text("test"), ..SourcePath::default() };
    calls!(run, client, analyze:
        body().source_path(&source()) => shows("Nice job with JSON");
        body_bytes("PDF", "application/pdf") => shows("Nice job with PDF");
    );
    calls!(run, client, analyze_no_accept:
        analyze_body_no_accept_header().source_path(&source()) => done;
    );
    calls!(run, client, binary_body_two_content_types:
        binary_body_with_two_content_types("hello, world", "application/octet-stream") => shows("");
    );
    calls!(run, client, binary_body_three_content_types:
        binary_body_with_three_content_types("hello, world") => shows("");
    );
    calls!(run, client, body_three_types:
        post(&value(r#"{"hello":"world"}"#)) => shows("");
        post_text("hello, world") => shows("");
        post_bytes("hello, world") => shows("");
    );
    calls!(run, client, content_type_with_encoding:
        post().body("any") => shows("Nice job sending content type with encoding");
    );
    Ok(())
}

async fn flattened(run: &mut Run) -> Outcome {
    use flattening::models::{
        FlattenedProduct, FlattenedProductProperties, FlattenedProductProvisioningStateValues as State, ProductUrl,
        Resource, ResourceCollection, SimpleProduct, SimpleProductProperties,
    };
    let client = client!(flattening, flattening::Client::builder().base_url(&run.url));
    let tags =
        || Some(BTreeMap::from([("tag1".to_owned(), "value1".to_owned()), ("tag2".to_owned(), "value3".to_owned())]));
    fn named(name: &str) -> FlattenedProductProperties {
        FlattenedProductProperties { p_name: text(name), r#type: text("Flat"), ..Default::default() }
    }
    let located = |location: &str, tags, name: &str| FlattenedProduct {
        location: text(location),
        tags,
        properties: Some(named(name)),
        ..FlattenedProduct::default()
    };
    let is_first = |product: &FlattenedProduct, id: &str, name: &str| {
        let properties = product.properties.as_ref().expect("properties");
        assert_eq!((product.id.as_deref(), properties.p_name.as_deref()), (Some(id), Some(name)));
        assert_eq!(properties.provisioning_state_values, Some(State::Ok));
        assert_eq!(properties.provisioning_state.as_deref(), Some("Succeeded"));
        assert_eq!(product.r#type.as_deref(), Some("Microsoft.Web/sites"));
    };
    let resources = [
        Resource { location: text("West US"), tags: tags(), ..Resource::default() },
        Resource { location: text("Building 44"), ..Resource::default() },
    ];
    let products = BTreeMap::from([
        ("Resource1".to_owned(), located("West US", tags(), "Product1")),
        ("Resource2".to_owned(), located("Building 44", None, "Product2")),
    ]);
    let collection = ResourceCollection {
        arrayofresources: Some(vec![located("West US", tags(), "Product1"), located("East US", None, "Product2")]),
        dictionaryofresources: Some(products.clone()),
        productresource: Some(located("India", None, "Azure")),
        ..ResourceCollection::default()
    };
    calls!(run, client, array:
        get() => |result| {
            let products = read(result)?;
            is_first(&products[0], "1", "Product1");
            assert_eq!((products.len(), products[2].name.as_deref()), (3, Some("Resource3")));
            Ok(())
        };
        put().body(&resources) => done;
    );
    calls!(run, client, dictionary:
        get() => |result| {
            let products = read(result)?;
            is_first(&products["Product1"], "1", "Product1");
            assert_eq!(products["Product2"].location.as_deref(), Some("Building 44"));
            Ok(())
        };
        put().body(&products) => done;
    );
    calls!(run, client, resourcecollection:
        get() => |result| {
            let collection = read(result)?;
            is_first(&collection.arrayofresources.ok_or("no list")?[0], "4", "Product4");
            is_first(&collection.dictionaryofresources.ok_or("no object")?["Product1"], "1", "Product1");
            assert_eq!(collection.productresource.ok_or("no product")?.id.as_deref(), Some("7"));
            Ok(())
        };
        put().resource_collection(&collection) => done;
    );
    let simple = |generic: Option<&str>| {
        let mut details = SimpleProductProperties::new("max name".to_owned());
        details.max_product_image = Some(ProductUrl {
            odata_value: text("http://foo"),
            generic_value: generic.map(str::to_owned),
            ..ProductUrl::default()
        });
        let mut product = SimpleProduct::new("123".to_owned());
        (product.description, product.details) = (text("product description"), Some(details));
        product
    };
    calls!(run, client, custom_flattening:
        put_simple_product().simple_product(&simple(Some("https://generic"))) => is(simple(Some("https://generic")));
        post_flattened_simple_product().simple_product(&simple(None)) => is(simple(None));
        put_simple_product_with_grouping("groupproduct").simple_product(&simple(None)) => is(simple(None));
    );
    Ok(())
}

async fn errors(run: &mut Run) -> Outcome {
    use error_responses::models::{NotFoundErrorBase, PetActionError};
    use error_responses::operations::pet::{GetByIdErrorBody, GetByIdSuccess};
    let client = client!(error_responses, error_responses::Client::builder().base_url(&run.url));
    calls!(run, client, pet:
        do_something("stay") => done;
        do_something("jump") => refused(500);
        do_something("fetch") => refused(404);
    );
    run.scenario("models of errors", async move {
        let api = client.pet();
        let reply = api.get_by_id("tommy").send().await?.into_inner();
        assert!(matches!(reply, GetByIdSuccess::Ok(pet) if pet.name.as_deref() == Some("Tommy Tomson")));
        let reply = api.get_by_id("django").send().await?.into_inner();
        assert!(matches!(reply, GetByIdSuccess::Accepted));
        let error = api.do_something("jump").send().await.expect_err("a 500");
        let fault = error.body_as::<PetActionError>();
        let Some(PetActionError::PetSadError(sad)) = fault else { return Err("no sad pet".into()) };
        assert_eq!(
            (sad.reason.as_deref(), sad.error_message.as_deref()),
            (Some("need more treats"), Some("casper aint happy"))
        );
        let error = api.do_something("fetch").send().await.expect_err("a 404");
        let fault = error.body_as::<PetActionError>();
        let Some(PetActionError::PetHungryOrThirstyError(hungry)) = fault else { return Err("no hungry pet".into()) };
        assert_eq!(hungry.hungry_or_thirsty.as_deref(), Some("hungry and thirsty"));
        let error = api.get_by_id("coyoteUgly").send().await.expect_err("a 404");
        let Some(GetByIdErrorBody::NotFoundErrorBase(NotFoundErrorBase::AnimalNotFound(animal))) = GetByIdErrorBody::of(&error)
        else {
            return Err("no animal".into());
        };
        assert_eq!(animal.name.as_deref(), Some("coyote"));
        let error = api.get_by_id("weirdAlYankovic").send().await.expect_err("a 404");
        let Some(GetByIdErrorBody::NotFoundErrorBase(NotFoundErrorBase::InvalidResourceLink(link))) =
            GetByIdErrorBody::of(&error)
        else {
            return Err("no link".into());
        };
        assert_eq!(link.what_sub_address.as_deref(), Some("pet/yourpet was not found"));
        let error = api.get_by_id("ringo").send().await.expect_err("a 400");
        assert!(matches!(GetByIdErrorBody::of(&error), Some(GetByIdErrorBody::BadRequest(text)) if text == "ringo is missing"));
        let error = api.get_by_id("alien123").send().await.expect_err("a 501");
        assert!(matches!(GetByIdErrorBody::of(&error), Some(GetByIdErrorBody::Status501(123))));
        Ok(()) as Outcome
    })
    .await;
    Ok(())
}
