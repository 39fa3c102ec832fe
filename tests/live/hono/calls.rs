//! Calls of the generated client, which the server of Hono judges.

use hono_client::models::*;
use hono_client::operations::users::CreateHeaders;
use hono_client::{Bearer, Client, Date, DateTime, Error, Extra, Json, Maybe, Part, Uuid};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).credential(Bearer::new("token")).build().expect("the URL is valid")
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

fn ada(name: &str) -> NewUser {
    NewUser {
        name: name.to_owned(),
        age: Some(36),
        email: None,
        role: Some(Role::Admin),
        address: Some(NewUserAddress { city: "London".to_owned(), zip: "12345".to_owned(), extra: Extra::default() }),
        born: Some(Date::verbatim("1815-12-10")),
        seen: Some(DateTime::verbatim("2026-11-28T09:15:02.5+02:00")),
        tags: None,
        scores: Some([("a".to_owned(), 0.5)].into()),
        pair: Some((1.0, "one".to_owned())),
        nick: Maybe::Null,
        extra: Extra::default(),
    }
}

#[tokio::test]
async fn a_user_lives() -> Result {
    let client = client();
    let created = client.users().create(&ada("ada")).send().await?;
    assert_eq!(created.status().as_u16(), 201);
    assert_eq!(CreateHeaders::of(created.headers()).location(), Some(format!("/users/{}", created.id).as_str()));
    assert_eq!((created.email.as_deref(), created.nick.as_deref()), (None, None));
    assert_eq!((&created.role, created.tags.as_deref()), (&Some(Role::Admin), Some(&[][..])));
    assert_eq!(created.born.as_ref().map(Date::as_str), Some("1815-12-10"));
    assert_eq!(created.pair, Some((1.0, "one".to_owned())));
    assert_eq!(client.users().get(&created.id).send().await?.into_inner(), *created);

    let call = client.users().list().limit(2).role(&Role::Admin).names(&["a".to_owned(), "b c".to_owned()]);
    let list = call.active(true).x_request_id("r-1").session("s 1").send().await?;
    assert_eq!(list.users[0].id, created.id);
    assert_eq!(list.seen["names"].parse::<Vec<String>>()?, ["a", "b c"]);
    assert_eq!((list.seen["active"].parse::<bool>()?, list.seen["limit"].parse::<i64>()?), (true, 2));
    assert_eq!(
        (list.seen["id"].parse::<String>()?, list.seen["session"].parse::<String>()?),
        ("r-1".into(), "s 1".into())
    );
    assert!(client.users().list().role(&Role::User).send().await?.users.is_empty());

    client.users().delete(&created.id).send().await?;
    let error = client.users().get(&created.id).send().await.unwrap_err();
    let fault: Failure = error.body_as().unwrap();
    assert_eq!((status(&error), fault.code, fault.message.as_str()), (404, 404, "no such user"));
    let error = client.users().create(&ada("taken")).send().await.unwrap_err();
    assert_eq!((status(&error), error.code(), error.message()), (409, Some("409"), Some("the name is taken")));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() {
    let client = client();
    let user = NewUser { age: Some(-1), email: Some("nobody".to_owned()), ..ada("") };
    let error = client.users().create(&user).send().await.unwrap_err();
    assert_eq!(status(&error), 400);
    let message = error.message().unwrap();
    for part in ["name: Too small", "age: Too small", "email: Invalid email address"] {
        assert!(message.contains(part), "{message}");
    }
    let error = client.users().get(&Uuid::verbatim("7")).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (400, Some("id: Invalid UUID")));
    assert_eq!(status(&client.users().list().limit(11).send().await.unwrap_err()), 400);
}

#[tokio::test]
async fn unions_and_values() -> Result {
    let leaf = Node::new(Vec::new(), "leaf".to_owned());
    let values = Values {
        shape: Circle::new(2.5).into(),
        shapes: vec![Square::new(2.0).into(), Circle::new(1.0).into()],
        either: ["a".to_owned(), "b".to_owned()].into(),
        both: ValuesBoth { a: "a".to_owned(), b: 0.5, extra: Extra::default() },
        literal: 7,
        anything: Some(Json::of(&[1])?),
        node: Node { name: "root".to_owned(), children: vec![leaf], extra: Extra::default() },
        nullable: None,
        extra: Extra::default(),
    };
    let seen = client().values().echo(&values).send().await?;
    assert!(matches!(&seen.shape, Shape::Circle(circle) if circle.radius == 2.5));
    assert!(matches!(&seen.shapes[0], Shape::Square(square) if square.side == 2.0));
    assert_eq!((&seen.either, seen.both.b, seen.literal), (&values.either, 0.5, 7));
    assert_eq!((seen.node.children[0].name.as_str(), &seen.nullable), ("leaf", &None));
    for either in [ValuesEither::from("x"), ValuesEither::from(7)] {
        let seen = client().values().echo(&Values { either: either.clone(), ..values.clone() }).send().await?;
        assert_eq!(seen.either, either);
    }
    let wrong = client().values().echo(&Values { literal: 8, ..values }).send().await.unwrap_err();
    assert_eq!((status(&wrong), wrong.message()), (400, Some("literal: Invalid input: expected 7")));
    Ok(())
}

#[tokio::test]
async fn files_and_streams() -> Result {
    let client = client();
    let file = Part::from("12345").file_name("five.txt").content_type("text/plain");
    let seen = client.files().upload("Five", file).send().await?;
    assert_eq!((seen.title.as_str(), seen.name.as_str(), seen.size), ("Five", "five.txt", 5));
    assert!(seen.r#type.starts_with("text/plain"), "{}", seen.r#type);
    let login = |password: &str| FilesLoginRequest {
        user: "a&b".to_owned(),
        password: password.into(),
        extra: Extra::default(),
    };
    assert_eq!(*client.files().login(&login("secret")).send().await?, "a&b");
    assert_eq!(status(&client.files().login(&login("x")).send().await.unwrap_err()), 400);
    let mut image = client.files().get_image().send().await?.into_inner();
    assert_eq!(&*image.next().await.unwrap()?, [0x89, 0x50, 0x4e, 0x47]);
    let mut events = client.files().watch().send().await?.into_inner();
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        let event = event?;
        seen.push((event.kind.unwrap(), event.data.radius));
    }
    assert_eq!(seen, [("shape".to_owned(), 1.0), ("shape".to_owned(), 2.0), ("shape".to_owned(), 3.0)]);
    Ok(())
}

#[tokio::test]
async fn credentials() -> Result {
    assert_eq!(client().security().get_me().send().await?.by, "Bearer token");
    let url = std::env::var("LIVE_URL")?;
    let wrong = Client::builder().base_url(&url).credential(Bearer::new("wrong")).build()?;
    let error = wrong.security().get_me().send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (401, Some("who are you?")));
    Ok(())
}
