//! Calls of the generated client, which the server of NestJS judges.

use nestjs_client::models::*;
use nestjs_client::operations::cats::CreateHeaders;
use nestjs_client::{ApiKey, Basic, Bearer, Client, DateTime, Error, ErrorKind, Extra, Maybe, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).build().expect("the URL is valid")
}

fn tom() -> CreateCatDto {
    CreateCatDto::new(3, "Tom".to_owned(), UserRole::User)
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

#[tokio::test]
async fn a_cat_lives() -> Result {
    let client = client();
    let born = DateTime::parse("2023-05-01T00:00:00.000Z")?;
    let dto = CreateCatDto {
        breed: Maybe::Null,
        tags: Some(vec![TagDto::new("soft".to_owned())]),
        size: Some(CatSize(2)),
        born: Some(born.clone()),
        coords: Some(vec![vec![1.0, 2.5], vec![]]),
        scores: Some([("a".to_owned(), 1)].into()),
        owner: Some("ada@example.com".to_owned()),
        ..tom()
    };
    let cat = client.cats().create(&dto).send().await?;
    assert_eq!(cat.status().as_u16(), 201);
    assert_eq!(CreateHeaders::of(cat.headers()).x_cats(), Some(9));
    assert_eq!((cat.name.as_str(), cat.age, cat.role.clone(), cat.size), ("Tom", 3, UserRole::User, Some(CatSize(2))));
    assert_eq!((cat.breed.as_deref(), cat.parent.as_deref()), (None, None));
    assert_eq!(cat.tags.as_ref().unwrap()[0].name, "soft");
    assert_eq!(cat.coords.as_ref().unwrap()[0], [1.0, 2.5]);
    assert_eq!(cat.born.as_ref(), Some(&born));
    assert!(cat.created_at.has_offset());

    let error = client.cats().create(&tom()).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (409, Some("there is a cat Tom")));

    let change = UpdateCatDto { breed: Maybe::Value("Maine Coon".to_owned()), age: Some(4), ..Default::default() };
    assert_eq!(client.cats().update(&cat.id, &change).send().await?.breed.as_deref(), Some("Maine Coon"));
    let clear = UpdateCatDto { breed: Maybe::Null, ..Default::default() };
    let cleared = client.cats().update(&cat.id, &clear).send().await?;
    assert_eq!((cleared.breed.as_deref(), cleared.age), (None, 4));

    let found = client.cats().find_one(&cat.id).send().await?;
    assert_eq!(found.parent.as_ref().unwrap().id, cat.id);
    let page = client.cats().find_all().limit(5).roles(&[UserRole::Admin, UserRole::User]).send().await?;
    assert_eq!((page.total, page.limit), (1.0, 5.0));
    assert_eq!(page.results.as_ref().unwrap()[0].id, cat.id);
    assert_eq!(client.cats().find_all().roles(&[UserRole::Admin, UserRole::Moderator]).send().await?.total, 0.0);

    client.cats().remove(&cat.id).send().await?;
    let error = client.cats().remove(&cat.id).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (404, Some(format!("no cat {}", cat.id).as_str())));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() {
    let client = client();
    let dto = CreateCatDto { age: 31, role: UserRole::from("Cat"), name: "Kit".to_owned(), ..tom() };
    let error = client.cats().create(&dto).send().await.unwrap_err();
    assert_eq!(status(&error), 400);
    let fault: ErrorDto = error.body_as().unwrap();
    assert_eq!(fault.error.as_deref(), Some("Bad Request"));
    let ErrorDtoMessage::List(messages) = &fault.message else { panic!("{fault:?}") };
    assert_eq!(messages[0], "age must not be greater than 30");
    assert_eq!(messages[1], "role must be one of the following values: Admin, Moderator, User");
    assert_eq!(error.message(), Some("age must not be greater than 30 (and 1 more)"));
    let error = client.cats().find_one("7").send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (400, Some("Validation failed (uuid is expected)")));
    let error = client.cats().find_all().limit(51).send().await.unwrap_err();
    assert_eq!(status(&error), 400);
}

#[tokio::test]
async fn mapped_types() -> Result {
    let client = client();
    assert_eq!(*client.cats().bulk(&[tom(), tom()]).send().await?, ["Tom", "Tom"]);
    let anonymous = client.cats().anonymous(&AnonymousCatDto::new(5, UserRole::Admin)).send().await?;
    assert_eq!((anonymous.age, anonymous.role.clone()), (5, UserRole::Admin));
    let colored = ColoredCatDto { name: "Tom".to_owned(), color: "grey".to_owned(), extra: Extra::default() };
    assert_eq!(client.cats().colored(&colored).send().await?.color, "grey");
    Ok(())
}

#[tokio::test]
async fn parameters() -> Result {
    let client = client();
    let seen = client.parameters().path(7.0, &UserRole::Moderator).send().await?;
    assert_eq!((&seen.values["number"], &seen.values["role"]), (&"7".into(), &"Moderator".into()));
    let error = client.parameters().path(7.5, &UserRole::Moderator).send().await.unwrap_err();
    assert_eq!(error.message(), Some("Validation failed (numeric string is expected)"));
    let filter =
        ParametersControllerQueryFilter { color: Some("light grey".to_owned()), age: Some(3), ..Default::default() };
    let call = client.parameters().query(true).role(&UserRole::Admin).ids(&[1.0, 2.5]).filter(&filter);
    let seen = call.names(&["a b".to_owned(), "c,d".to_owned()]).send().await?;
    assert_eq!(seen.values["active"], ["true".to_owned()].into());
    assert_eq!(seen.values["role"], ["Admin".to_owned()].into());
    assert_eq!(seen.values["names"], ["a b".to_owned(), "c,d".to_owned()].into());
    assert_eq!(seen.values["ids"], ["1,2.5".to_owned()].into());
    assert_eq!(seen.values["filter[color]"], ["light grey".to_owned()].into());
    assert_eq!(seen.values["filter[age]"], ["3".to_owned()].into());
    assert_eq!(client.parameters().headers("mine").send().await?.values["header"], "mine".into());
    Ok(())
}

#[tokio::test]
async fn unions() -> Result {
    let client = client();
    let owner = Owner::new(7.into(), vec![CatPet::new(9.0).into(), DogPet::new(true).into()], CatPet::new(7.0).into());
    let seen = client.unions().echo(&owner).send().await?;
    assert!(matches!(&seen.pet, OwnerPet::Cat(cat) if cat.lives == 7.0));
    assert!(matches!(&seen.others[1], OwnerOther::Dog(dog) if dog.barks));
    assert_eq!(seen.key, 7.into());
    let owner = Owner { pet: DogPet::new(false).into(), key: "k".into(), ..owner };
    let seen = client.unions().echo(&owner).send().await?;
    assert!(matches!(&seen.pet, OwnerPet::Dog(dog) if !dog.barks));
    assert_eq!(seen.key, "k".into());
    Ok(())
}

#[tokio::test]
async fn files() -> Result {
    let client = client();
    let file = Part::from(b"1234".to_vec()).file_name("ä.png").content_type("image/png");
    let seen = client.files().upload(file).send().await?;
    assert_eq!((seen.size, seen.mimetype.as_str()), (4.0, "image/png"));
    let seen = client.files().upload("text").send().await?;
    assert_eq!((seen.name.as_str(), seen.mimetype.as_str()), ("file", "application/octet-stream"));
    let files = vec![Part::from("1").file_name("1.txt"), Part::from("23").file_name("2.txt")];
    let seen = client.files().several(files).note("n").send().await?;
    assert_eq!((seen[1].name.as_str(), seen[1].size), ("n2.txt", 2.0));
    assert_eq!(*client.files().fields("a").background("b").send().await?, ["avatar", "background"]);
    Ok(())
}

#[tokio::test]
async fn downloads() -> Result {
    let client = client();
    let file = client.files().download().send().await?;
    assert_eq!(file.headers()["content-disposition"], "attachment; filename=\"package.json\"");
    assert_eq!(&*file.into_inner().next().await.unwrap()?, br#"{"name": "cats"}"#);
    let mut image = client.files().image().send().await?.into_inner();
    assert_eq!(&*image.next().await.unwrap()?, [0x89, 0x50, 0x4e, 0x47]);
    Ok(())
}

#[tokio::test]
async fn streams() -> Result {
    let client = client();
    let mut events = client.streams().declared().send().await?.into_inner();
    let mut numbers = Vec::new();
    while let Some(event) = events.next().await {
        let event = event?;
        assert_eq!((event.kind.as_deref(), event.id), (Some("tick"), Some(event.data.number.to_string())));
        numbers.push(event.data.number);
    }
    assert_eq!(numbers, [1, 2, 3]);
    let undeclared = client.streams().undeclared().send().await?;
    let body = String::from_utf8(undeclared.whole_body().unwrap().to_vec())?;
    assert!(body.contains("data: {\"number\":3}"), "{body}");
    Ok(())
}

#[tokio::test]
async fn what_is_not_declared_is_kept() -> Result {
    let client = client();
    let text = client.plain().text().send().await?;
    assert_eq!(text.whole_body().unwrap(), "This action returns all cats");
    assert_eq!(client.plain().number().send().await?.whole_body().unwrap(), "42");
    assert_eq!(client.plain().any().send().await?.whole_body().unwrap(), r#"{"a":[1,null]}"#);
    let error = client.plain().teapot().send().await.unwrap_err();
    assert_eq!(status(&error), 418);
    let fault: PlainControllerTeapotResponse418 = error.body_as().unwrap();
    assert_eq!((fault.code.as_deref(), fault.reason.as_deref()), (Some("teapot"), Some("I am a teapot")));
    Ok(())
}

#[tokio::test]
async fn credentials() -> Result {
    assert_eq!(client().security().bearer().send().await.unwrap_err().kind(), ErrorKind::Credential);
    let client = Client::builder()
        .base_url(&std::env::var("LIVE_URL")?)
        .bearer_credential(Bearer::new("token"))
        .basic_credential(Basic::new("ada", "secret"))
        .cookie_credential(ApiKey::new("c1"))
        .api_key_credential(ApiKey::new("k1"))
        .build()?;
    assert_eq!(client.security().bearer().send().await?.by, "Bearer token");
    assert_eq!(client.security().basic().send().await?.by, "Basic YWRhOnNlY3JldA==");
    assert_eq!(client.security().cookie().send().await?.by, "session=c1");
    assert_eq!(client.security().key().send().await?.by, "k1");
    Ok(())
}
