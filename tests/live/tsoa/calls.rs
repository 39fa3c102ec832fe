//! Calls of the generated client, which the server of tsoa judges.

use std::collections::BTreeMap;

use tsoa_client::models::*;
use tsoa_client::operations::user::GetHeaders;
use tsoa_client::{ApiKey, Bearer, Client, ClientBuilder, DateTime, Extra, Json, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn builder() -> ClientBuilder {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url)
}

fn client() -> Client {
    builder().build().expect("the URL is valid")
}

fn user(name: &str) -> UserCreationParams {
    UserCreationParams {
        email: "a@example.com".to_owned(),
        name: name.to_owned(),
        phone_numbers: vec!["1".to_owned()],
        settings: BTreeMap::from([("volume".to_owned(), 0.5)]),
        level: Level(2),
        pet: Some(Dog { friend: Some(Cat::new(9.0).into()), ..Dog::new(true) }.into()),
        extra: Extra::default(),
    }
}

#[tokio::test]
async fn users_live() -> Result {
    let client = client();
    let created = client.user().create(&user("Ann")).send().await?;
    assert_eq!((created.name.as_str(), created.level, created.settings["volume"]), ("Ann", Level(2), 0.5));
    assert!(matches!(&created.pet, Some(Pet::Dog(dog)) if matches!(dog.friend, Some(Pet::Cat(_)))));
    let id = created.id.into();
    let update = PartialPickUserNameOrStatusOrBorn {
        status: Some("Happy".into()),
        born: Some(DateTime::parse("2000-01-02T03:04:05Z")?),
        ..PartialPickUserNameOrStatusOrBorn::default()
    };
    let updated = client.user().update(id, &update).send().await?;
    assert_eq!((&updated.name, &updated.status), (&"Ann".to_owned(), &Some(UserStatus::Happy)));
    assert_eq!(updated.born, Some(DateTime::parse("2000-01-02T03:04:05.000Z")?));
    let since = DateTime::parse("2020-01-01T00:00:00Z")?;
    let request = client.user().list().name("Ann").levels(&[Level(1), Level(2)]).since(&since).x_trace("t").limit(5.0);
    let page = request.send().await?;
    assert_eq!((page.total, page.items[0].id), (1.0, created.id));
    client.user().delete(id).send().await?;
    let error = client.user().get(id).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.body_as::<GetUserResponse404>().unwrap().reason, format!("no user {id}"));
    assert_eq!(GetHeaders::of(error.headers().unwrap()).x_reason(), Some("absent"));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() {
    let error = client().user().create(&user("")).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    let message = error.message().unwrap();
    assert!(message.starts_with("Validation failed: ") && message.contains("requestBody.name"), "{message}");
    let fault: ValidateErrorJson = error.body_as().unwrap();
    assert!(fault.details["requestBody"].to_string().contains("minLength 1"), "{:?}", fault.details);
}

#[tokio::test]
async fn values_come_back() -> Result {
    let values = Values {
        mixed: vec!["a".into(), 1.5.into(), true.into()],
        either: ValuesEitherB::new(2.0).into(),
        anything: Json::from("x"),
        large: 1 << 40,
        nothing: None,
        nested: ValuesNested::new(ValuesNestedDeep { value: Some("v".to_owned()), ..ValuesNestedDeep::default() }),
        extra: Extra::default(),
    };
    let echoed = client().values().echo(&values).send().await?;
    assert_eq!(*echoed, values);
    assert_eq!(echoed.either.as_b()?.b, 2.0);
    Ok(())
}

#[tokio::test]
async fn texts_and_files() -> Result {
    let client = client();
    // tsoa's routes write JSON, whatever they say that they produce.
    assert_eq!(*client.values().text().send().await?, "\"text/plain\"");
    let mut file = client.values().file().send().await?;
    let mut content = Vec::new();
    while let Some(chunk) = file.next().await {
        content.extend(chunk?);
    }
    assert_eq!(content, b"all of it");
    let one = client.files().upload_file("Title", Part::from("abc").file_name("a.txt")).note("n").send().await?;
    assert_eq!(*one, ["Title", "n", "a.txt 3"]);
    let files = vec![Part::from("a").file_name("a.txt"), Part::from("bc").file_name("b.txt")];
    assert_eq!(*client.files().upload_files(files).send().await?, ["a.txt 1", "b.txt 2"]);
    Ok(())
}

#[tokio::test]
async fn credentials() -> Result {
    let client = builder().api_key_credential(ApiKey::new("abc123456")).jwt_credential(Bearer::new("token")).build()?;
    assert_eq!(client.values().secure().send().await?.name, "Ironman");
    assert_eq!(client.values().jwt().send().await?.name, "Thor");
    let error = builder().jwt_credential(Bearer::new("no")).build()?.values().jwt().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (401, Some("No token provided")));
    Ok(())
}
