//! Calls of the generated client, which the server of axum judges.

use axum_client::models::*;
use axum_client::operations::todo::{CreateHeaders, DeleteErrorBody};
use axum_client::{ApiKey, Bearer, Client, Date, DateTime, Error, Extra, Json, Maybe, Part, Uuid};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    let builder = Client::builder().base_url(&url);
    builder
        .api_key_credential(ApiKey::new("utoipa-rocks"))
        .bearer_credential(Bearer::new("token"))
        .build()
        .expect("the URL is valid")
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

#[tokio::test]
async fn a_todo_is_created_searched_and_deleted() -> Result {
    let client = client();
    let todo = Todo {
        priority: Some(Priority::Urgent),
        note: Maybe::Null,
        due: Maybe::Value(DateTime::parse("2026-11-28T09:15:02.5Z")?),
        labels: Some([("a".to_owned(), 9_007_199_254_740_993)].into()),
        ..Todo::new(false, 7, "Buy groceries".to_owned())
    };
    let created = client.todo().create(&todo).send().await?;
    assert_eq!((created.status().as_u16(), CreateHeaders::of(created.headers()).x_id()), (201, Some(7)));
    assert_eq!(created.due, todo.due);
    assert_eq!(created.labels, todo.labels);
    assert_eq!(created.priority, Some(Priority::Urgent));
    let error = client.todo().create(&todo).send().await.unwrap_err();
    let Some(TodoError::Conflict(conflict)) = error.body_as() else { panic!("{error:?}") };
    assert_eq!((status(&error), conflict.conflict.as_str()), (409, "todo already exists: 7"));

    let found = client.todo().search("groc").done(false).priority(&Priority::Urgent).limit(1).send().await?;
    assert_eq!((found.total, found.items[0].id), (1, 7));
    assert_eq!(client.todo().search("groc").priority(&Priority::NotUrgent).send().await?.total, 0);
    assert_eq!(client.todo().search("").send().await.unwrap_err().message(), Some("a value is needed"));

    client.todo().mark_done(7).send().await?;
    assert!(client.todo().list().send().await?[0].done);
    client.todo().delete(7).send().await?;
    let error = client.todo().delete(7).send().await.unwrap_err();
    let Some(DeleteErrorBody::TodoError(TodoError::NotFound(fault))) = DeleteErrorBody::of(&error) else { panic!("{error:?}") };
    assert_eq!(fault.not_found, "id = 7");
    let error = client.todo().delete(429).send().await.unwrap_err();
    assert!(matches!(DeleteErrorBody::of(&error), Some(DeleteErrorBody::TooManyResponse(fault)) if fault.wait == 0));
    Ok(())
}

#[tokio::test]
async fn what_serde_refuses_is_refused() {
    let node = Node::new(Vec::new(), "n".to_owned());
    let mut types = every_type(node);
    types.letter = "two".to_owned();
    let error = client().types().post(&types).send().await.unwrap_err();
    assert_eq!(status(&error), 422);
    assert!(error.to_string().contains("expected a character"), "{error}");
}

fn every_type(node: Node) -> Types {
    Types {
        side: 5,
        id: Uuid::verbatim("5b1d6b0e-2f6c-4f0e-9f57-2f6f7a3f4c11"),
        day: Date::verbatim("2024-02-29"),
        at: DateTime::verbatim("2026-11-28T09:15:02.000000001+02:00"),
        small: 255,
        large: i64::MAX,
        single: 0.1,
        letter: "é".to_owned(),
        bytes: vec![0, 255],
        pair: (1, "one".to_owned()),
        nested: Maybe::Value(vec![Some(1), None]),
        any: Json::of(&[Some(1), None]).expect("it has a JSON form"),
        node,
        r#type: "kind".to_owned(),
        price: "12.340".to_owned(),
        extra: Extra::default(),
    }
}

#[tokio::test]
async fn every_type_returns() -> Result {
    let leaf = Node::new(Vec::new(), "leaf".to_owned());
    let node = Node { parent: Maybe::Value(Box::new(leaf.clone())), ..Node::new(vec![leaf], "root".to_owned()) };
    let types = every_type(node);
    let seen = client().types().post(&types).send().await?;
    assert_eq!((seen.side, seen.small, seen.large, seen.single), (5, 255, i64::MAX, 0.1));
    assert_eq!((&seen.id, &seen.day, &seen.at), (&types.id, &types.day, &types.at));
    assert_eq!((&seen.letter, &seen.bytes, &seen.pair), (&types.letter, &types.bytes, &types.pair));
    assert_eq!((&seen.nested, &seen.any, &seen.price), (&types.nested, &types.any, &types.price));
    assert_eq!(seen.node.parent.value().unwrap().name, "leaf");
    assert_eq!(seen.r#type, "kind");
    Ok(())
}

#[tokio::test]
async fn enums_of_serde() -> Result {
    let client = client();
    let todo = Todo::new(true, 1, "x".to_owned());
    let external = vec![
        External::from("nothing"),
        ExternalNumber::new(7).into(),
        ExternalPoint::new(ExternalPointPoint { x: 1.0, y: 2.5, extra: Extra::default() }).into(),
        ExternalTodo::new(todo).into(),
    ];
    let unions = Unions {
        external,
        internal: vec![InternalCircle::new(2.5).into(), InternalSquare::new(3).into(), InternalUnit::default().into()],
        adjacent: vec![AdjacentText::new("t".to_owned()).into(), AdjacentEmpty::default().into()],
        untagged: vec![7.into(), "seven".into(), Square::new(7).into()],
        optional: Maybe::Null,
        extra: Extra::default(),
    };
    let seen = client.types().unions(&unions).send().await?;
    assert!(matches!(&seen.external[0], External::Nothing(ExternalNothing::Nothing)));
    assert!(matches!(&seen.external[2], External::Point(point) if point.point.y == 2.5));
    assert!(matches!(&seen.external[3], External::Todo(todo) if todo.todo.done));
    assert_eq!(
        (&seen.internal, &seen.adjacent, &seen.untagged),
        (&unions.internal, &unions.adjacent, &unions.untagged)
    );
    assert!(matches!(&*client.types().external(&"nothing".into()).send().await?, External::Nothing(_)));
    let error = client.types().external(&"unknown".into()).send().await.unwrap_err();
    assert_eq!(status(&error), 422);
    Ok(())
}

#[tokio::test]
async fn options_and_generics() -> Result {
    let client = client();
    assert_eq!(client.types().generic().send().await?.items[0].side, 3);
    let square = client.types().option().body(&Some(Square::new(4))).send().await?.into_inner();
    assert_eq!(square.unwrap().side, 4);
    assert_eq!(client.types().option().body(&None).send().await?.into_inner(), None);
    Ok(())
}

#[tokio::test]
async fn parameters() -> Result {
    let call = client();
    let call = call.parameters().seen("a/b ü", &Priority::NotUrgent, "t-1").session("s 1");
    let seen = call.tags(&["x".to_owned(), "y z".to_owned()]).send().await?;
    assert_eq!((seen["text"].as_str(), seen["priority"].as_str()), ("a/b ü", "not_urgent"));
    assert_eq!((seen["query"].as_str(), seen["trace"].as_str()), ("tags=x&tags=y%20z", "t-1"));
    assert_eq!(seen["cookie"], "session=s%201");
    Ok(())
}

#[tokio::test]
async fn media_types() -> Result {
    let client = client();
    let login = Login { remember: Maybe::Value(true), ..Login::new("a&b".to_owned()) };
    assert_eq!(*client.media().login(&login).send().await?, login);
    let file = Part::from(vec![0; 1000]).file_name("a.bin");
    let seen = client.media().hello_form("Ada", file).send().await?;
    assert_eq!(*seen, "name   3|file a.bin application/octet-stream 1000");
    let mut blob = client.media().blob(vec![0, 159, 146, 150]).send().await?.into_inner();
    assert_eq!(&*blob.next().await.unwrap()?, [0, 159, 146, 150]);
    assert_eq!(*client.media().text("straße").send().await?, "STRASSE");
    assert_eq!(client.media().either().send().await?.side, 3);
    assert_eq!(*client.media().either().send_text().await?, "side 3");
    assert_eq!(*client.security().me().send().await?, "Bearer token");
    Ok(())
}

#[tokio::test]
async fn events() -> Result {
    let mut events = client().media().events().send().await?.into_inner();
    let mut sides = Vec::new();
    while let Some(event) = events.next().await {
        sides.push(event?.data.side);
    }
    assert_eq!(sides, [1, 2, 3]);
    Ok(())
}
