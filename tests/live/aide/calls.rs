//! Calls of the generated client, which the server of aide judges.

use std::collections::BTreeMap;

use aide_client::models::*;
use aide_client::{Bearer, Client, Date, Extra, Json, Maybe, Uuid};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).credential(Bearer::new("secret")).build().expect("the URL is valid")
}

#[tokio::test]
async fn todos_live() -> Result {
    let client = client();
    let todo = NewTodo {
        due: Date::parse("2026-01-31")?.into(),
        priority: Some(Priority::Urgent),
        labels: Some(BTreeMap::from([("a".to_owned(), u64::MAX)])),
        ..NewTodo::new("Buy milk".to_owned())
    };
    let id = client.todo().create(&todo).send().await?.into_inner().id;
    let found = client.todo().get(&id).send().await?;
    assert_eq!((found.complete, &found.due, found.labels["a"]), (false, &Some(Date::parse("2026-01-31")?), u64::MAX));
    client.todo().complete(&id).send().await?;
    let all = client.todo().list("milk").priority(&Priority::Urgent).limit(5).send().await?;
    assert!(all.iter().any(|todo| todo.id == id && todo.complete));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() -> Result {
    let client = client();
    let error = client.todo().create(&NewTodo::new(String::new())).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (400, Some("a todo has a description")));
    assert!(!error.body_as::<AppError>().unwrap().error_id.is_empty());
    let error = client.todo().get(&Uuid::parse("7d444840-9dc0-11d1-b245-5ffdce74fad2")?).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("todo not found")));
    assert_eq!(client.todo().get(&Uuid::verbatim("no UUID")).send().await.unwrap_err().status().unwrap(), 400);
    Ok(())
}

#[tokio::test]
async fn unions_come_back() -> Result {
    let unions = Unions {
        external: vec![
            "nothing".into(),
            ExternalNumber::new(1).into(),
            ExternalPoint::new(ExternalPointPoint { x: 1.5, y: 2.0, extra: Extra::default() }).into(),
        ],
        internal: vec![
            InternalCircle::new(1.0).into(),
            InternalSquare::new(2).into(),
            InternalUnit::default().into(),
        ],
        adjacent: vec![AdjacentText::new("t".to_owned()).into(), AdjacentEmpty::default().into()],
        untagged: vec![1.into(), "text".into(), Square::new(3).into()],
        optional: Maybe::of(InternalUnit::default()),
        pair: (1, "two".to_owned()),
        node: Node::new(vec![Node::new(Vec::new(), "leaf".to_owned())], "root".to_owned()).into(),
        any: Json::from(true),
        large: u64::MAX,
        letter: "ä".to_owned(),
        extra: Extra::default(),
    };
    let echoed = client().unions().post(&unions).send().await?;
    assert_eq!(*echoed, unions);
    Ok(())
}

#[tokio::test]
async fn texts_forms_and_credentials() -> Result {
    let client = client();
    let login = Login { age: 7.into(), ..Login::new("ann".to_owned()) };
    assert_eq!(*client.login().post(&login).send().await?, "ann Some(7)");
    let mut raw = client.raw().post("abc").send().await?;
    assert_eq!(raw.next().await.unwrap()?, "cba");
    assert_eq!(*client.me().get().send().await?, "me");
    let url = std::env::var("LIVE_URL")?;
    let unknown = Client::builder().base_url(&url).credential(Bearer::new("no")).build()?;
    let error = unknown.me().get().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (401, Some("who are you?")));
    Ok(())
}
