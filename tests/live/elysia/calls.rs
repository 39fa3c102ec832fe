//! Calls of the generated client, which the server of Elysia judges.

use elysia_client::models::*;
use elysia_client::{Bearer, Client, DateTime, Error, Maybe, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client(key: &str) -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).credential(Bearer::new(key)).build().expect("the URL is valid")
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

fn user(name: &str) -> NewUser {
    NewUser {
        email: Some("a@example.com".to_owned()),
        born: Maybe::Value(DateTime::verbatim("1815-12-10T00:00:00.000Z")),
        ..NewUser::new(name.to_owned(), NewUserRole::Member, vec!["a".to_owned(), "b c".to_owned()])
    }
}

#[tokio::test]
async fn a_user_lives() -> Result {
    let client = client("key");
    let created = client.users().create(&user("ada")).send().await?;
    assert_eq!((created.status().as_u16(), created.role.as_str()), (201, "member"));
    assert_eq!(created.born.as_ref().map(DateTime::as_str), Some("1815-12-10T00:00:00.000Z"));
    let id = created.id as f64;
    assert_eq!(client.users().get_by_id(id).send().await?.into_inner(), *created);

    let tags = ["a".to_owned(), "b c".to_owned()];
    let list = client.users().list(1.0, 100.0).role(&ListUsersRole::Member).tags(&tags).send().await?;
    assert!(list.items.iter().any(|user| user.id == created.id) && list.total >= 1);
    assert_eq!(client.users().list(1.0, 10.0).role(&ListUsersRole::Admin).send().await?.total, 0);

    let change = PatchUsersByIdRequest { name: Some("bob".to_owned()), email: Maybe::Null, ..Default::default() };
    let changed = client.users().patch_by_id(id, &change).send().await?;
    assert_eq!((changed.name.as_str(), changed.email.as_deref()), ("bob", None));

    client.users().delete_by_id(id).send().await?;
    let error = client.users().get_by_id(id).send().await.unwrap_err();
    assert_eq!((status(&error), error.code(), error.message()), (404, Some("7"), Some("no such user")));
    Ok(())
}

#[tokio::test]
async fn what_the_server_refuses_is_an_error() -> Result {
    let error = client("key").users().create(&user("")).send().await.unwrap_err();
    assert_eq!(status(&error), 422);
    assert_eq!(error.message(), Some("/name: Expected string length greater or equal to 1"));
    let error = client("wrong").users().delete_by_id(1.0).send().await.unwrap_err();
    let failure: Failure = error.body_as().expect("the response is a failure");
    assert_eq!((status(&error), failure.code, failure.message.as_str()), (401, 1, "who are you?"));
    Ok(())
}

#[tokio::test]
async fn files_are_parts() -> Result {
    let client = client("key");
    let image = Part::from(b"\x89PNG".to_vec()).file_name("a.png");
    let avatar = client.users().put_avatar(1.0, image).caption("me").x_request_id("r-1").send().await?;
    assert_eq!(*avatar, "a.png 4 me r-1");
    let files = ["a.txt", "b.txt"].map(|name| Part::from(name).file_name(name));
    assert_eq!(*client.users().post_files(1.0, files.into()).send().await?, ["a.txt", "b.txt"]);
    Ok(())
}

#[tokio::test]
async fn values_arrive_as_they_are() -> Result {
    let client = client("key");
    let ann = PostEventsRequestCreatedUser::new("Ann".into(), PostEventsRequestCreatedUserRole::Admin, Vec::new());
    assert!(*client.events().post(&PostEventsRequestCreated::new(ann).into()).send().await?);
    assert!(!*client.events().post(&PostEventsRequestDeleted::new(4.0).into()).send().await?);
    assert_eq!(*client.events().get_count().send().await?, 3.0);
    for any in [None, Some("a".into()), Some(1.5.into())] {
        let scores = [("a".to_owned(), 0.5)].into();
        let values: PostValues = PostValuesRequired { pair: ("a".to_owned(), 1.0), scores, any, flag: true }.into();
        assert_eq!(client.values().post(&values).send().await?.into_inner(), values);
    }
    let found = client.values().get_search_by_kind(&GetSearchByKindKind::Blue).session("s 1").send().await?;
    assert_eq!((found["kind"].as_deref(), found["session"].as_deref()), (Some("blue"), Some("s 1")));
    Ok(())
}
