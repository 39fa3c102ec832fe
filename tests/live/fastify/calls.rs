//! Calls of the generated client, which the server of Fastify judges.

use fastify_client::models::*;
use fastify_client::operations::recipes::CreateHeaders;
use fastify_client::{ApiKey, Basic, Client, Date, Error, ErrorKind, Extra, Json, Maybe, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).build().expect("the URL is valid")
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

fn soup() -> Recipe {
    Recipe::new(RecipeDifficulty::Easy, 15, "Soup".to_owned())
}

#[tokio::test]
async fn a_recipe_lives() -> Result {
    let client = client();
    let recipe = Recipe {
        servings: Maybe::Null,
        notes: Maybe::Value("hot".to_owned()),
        season: Some(Date::verbatim("2026-11-28")),
        nutrients: Some([("salt".to_owned(), 0.5)].into()),
        steps: Some(vec![StepMix::new(vec!["water".to_owned()]).into(), StepBake::new(180.0).into()]),
        ..soup()
    };
    let created = client.recipes().create(&recipe).send().await?;
    let id = created.id.clone().unwrap();
    assert_eq!(created.status().as_u16(), 201);
    assert_eq!(CreateHeaders::of(created.headers()).location(), Some(format!("/recipes/{id}").as_str()));
    assert_eq!((&created.servings, &created.notes), (&Maybe::Null, &Maybe::Value("hot".to_owned())));
    assert_eq!((&created.season, &created.nutrients), (&recipe.season, &recipe.nutrients));
    assert!(matches!(&created.steps.as_ref().unwrap()[1], Step::Bake(bake) if bake.degrees == 180.0));
    assert!(created.created.as_ref().unwrap().has_offset());
    assert_eq!(client.recipes().get(&id).send().await?.into_inner(), *created);

    let list = client.recipes().list(5).difficulty(&[RecipeDifficulty::Easy.as_str().into()]).quick(true);
    assert_eq!(list.send().await?.items[0].name, "Soup");
    let hard = client.recipes().list(5).difficulty(&[ListRecipesDifficultyItem::Hard]).send().await?;
    assert_eq!((hard.total, hard.items.len()), (0, 0));
    let rated = client.recipes().put_rating_by_stars(&id, 5, "ada").send().await?;
    assert_eq!((rated.stars, rated.user.as_deref()), (Some(5), Some("ada")));

    client.recipes().delete(&id).send().await?;
    let error = client.recipes().get(&id).send().await.unwrap_err();
    assert_eq!((status(&error), error.code(), error.message()), (404, Some("NO_RECIPE"), Some("no such recipe")));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() {
    let client = client();
    let error = client.recipes().create(&Recipe { name: String::new(), ..soup() }).send().await.unwrap_err();
    let fault: fastify_client::models::Error = error.body_as().unwrap();
    assert_eq!((status(&error), fault.code.as_deref()), (400, Some("FST_ERR_VALIDATION")));
    assert_eq!(error.message(), Some("body/name must NOT have fewer than 1 characters"));
    let error = client.recipes().list(101).send().await.unwrap_err();
    assert_eq!(error.message(), Some("querystring/limit must be <= 100"));
    let error = client.recipes().put_rating_by_stars("x", 6, "ada").send().await.unwrap_err();
    assert_eq!(error.message(), Some("params/stars must be <= 5"));
}

fn values(one: EchoValuesRequestOne) -> EchoValuesRequest {
    EchoValuesRequest::new(["a".to_owned(), "b".to_owned()].into(), one)
}

#[tokio::test]
async fn unions_and_constants() -> Result {
    let client = client();
    let body = EchoValuesRequest {
        fixed: Some("fixed".to_owned()),
        code: Some(EchoValuesRequestCode(2)),
        nothing: Maybe::Null,
        anything: Some(Json::of(&[1])?),
        list: Some(vec![Some("x".to_owned()), None]),
        ..values(7.into())
    };
    let seen = client.values().echo(&body).send().await?;
    assert_eq!((seen["one"].parse::<i64>()?, seen["code"].parse::<i64>()?), (7, 2));
    assert_eq!(seen["many"].parse::<Vec<String>>()?, ["a", "b"]);
    assert_eq!(seen["list"].parse::<Vec<Option<String>>>()?, [Some("x".to_owned()), None]);
    assert!(seen["nothing"].is_null());
    let object = EchoValuesRequestOneObject { x: 2.5, extra: Extra::default() };
    let seen = client.values().echo(&values(object.into())).send().await?;
    assert_eq!(seen["one"].parse::<EchoValuesRequestOneObject>()?.x, 2.5);
    let wrong = EchoValuesRequest { fixed: Some("other".to_owned()), ..values(7.into()) };
    let error = client.values().echo(&wrong).send().await.unwrap_err();
    assert_eq!(error.message(), Some("body/fixed must be equal to constant"));
    Ok(())
}

#[tokio::test]
async fn files_and_streams() -> Result {
    let client = client();
    let file = Part::from("12345").file_name("five.txt").content_type("text/plain");
    let seen = client.files().upload("Five", file).send().await?;
    assert_eq!((seen.name.as_deref(), seen.r#type.as_deref()), (Some("five.txt"), Some("text/plain")));
    assert_eq!((seen.size, seen.title.as_deref()), (Some(5), Some("Five")));
    assert_eq!(*client.files().download_csv().send().await?, "name,minutes\nSoup,30\n");
    let mut image = client.files().download_image().send().await?.into_inner();
    assert_eq!(&*image.next().await.unwrap()?, [0x89, 0x50, 0x4e, 0x47]);
    let mut events = client.files().watch().send().await?.into_inner();
    let mut numbers = Vec::new();
    while let Some(event) = events.next().await {
        numbers.push(event?.data.n);
    }
    assert_eq!((numbers, events.last_event_id()), (vec![1, 2, 3], Some("3")));
    assert_eq!(client.plain().get().send().await?.whole_body().unwrap(), r#"{"hello":"world"}"#);
    Ok(())
}

#[tokio::test]
async fn credentials() -> Result {
    let url = std::env::var("LIVE_URL")?;
    assert_eq!(client().secret().read().send().await.unwrap_err().kind(), ErrorKind::Credential);
    let key = Client::builder().base_url(&url).api_key_credential(ApiKey::new("k1")).build()?;
    assert_eq!(key.secret().read().send().await?.by.as_deref(), Some("k1"));
    let basic = Client::builder().base_url(&url).basic_credential(Basic::new("ada", "secret")).build()?;
    assert_eq!(basic.secret().read().send().await?.by.as_deref(), Some("Basic YWRhOnNlY3JldA=="));
    let wrong = Client::builder().base_url(&url).api_key_credential(ApiKey::new("wrong")).build()?;
    let error = wrong.secret().read().send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (401, Some("who are you?")));
    Ok(())
}
