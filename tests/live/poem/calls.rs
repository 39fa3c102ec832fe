//! Calls of the generated client, which the server of poem-openapi judges.

use std::collections::BTreeMap;

use poem_client::models::*;
use poem_client::operations::items::GetByIdHeaders;
use poem_client::{ApiKey, Basic, Client, ClientBuilder, Date, DateTime, Extra, Json, Part, Uuid};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn builder() -> ClientBuilder {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&(url + "/api"))
}

fn client() -> Client {
    builder().build().expect("the URL is valid")
}

fn item(name: &str) -> Result<Item> {
    Ok(Item {
        id: None,
        name: name.to_owned(),
        secret: Some("s".to_owned()),
        sku: Some("A-1".to_owned()),
        level: Some(Level::VeryHigh),
        price: 1.5,
        shape: ShapeSquare::new(2).into(),
        tags: vec!["a".to_owned()],
        counts: BTreeMap::from([("n".to_owned(), u32::MAX)]),
        day: Some(Date::parse("2026-01-31")?),
        made: DateTime::parse("2026-01-31T10:00:00Z")?,
        extra: Extra::default(),
    })
}

#[tokio::test]
async fn items_live() -> Result {
    let client = client();
    let created = client.items().post(&item("a")?).send().await?;
    let id = created.id.expect("the service sets it");
    let found = client.items().get_by_id(id).send().await?;
    assert_eq!(GetByIdHeaders::of(found.headers()).x_version(), Some("7"));
    assert!(matches!(&found.shape, Shape::Quad(square) if square.side == 2));
    assert_eq!((&found.level, found.counts["n"]), (&Some(Level::VeryHigh), u32::MAX));
    assert_eq!((&found.day, &found.secret), (&Some(Date::parse("2026-01-31")?), &None));
    let update = ItemUpdate { name: Some("b".to_owned()), ..ItemUpdate::default() };
    let updated = client.items().patch_by_id(id, &update).send().await?;
    assert_eq!((updated.name.as_str(), updated.sku.as_deref()), ("b", Some("A-1")));
    let request = client.report().get(&Level::VeryHigh, &["x".to_owned(), "y".to_owned()]).limit(3);
    let page = request.x_token("t").session("s").send().await?;
    assert!(page.items.iter().any(|item| item.id == Some(id)));
    let text = client.report().get(&Level::Low, &[]).limit(3).x_token("t").send_text().await?;
    assert_eq!(*text, "Some(3) [] Some(\"t\") None");
    let error = client.items().get_by_id(99).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("item 99 not found")));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() -> Result {
    let error = client().items().post(&item("")?).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert!(error.to_string().contains("minLength"), "{error}");
    let error = client().report().get(&Level::Low, &[]).limit(101).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    Ok(())
}

#[tokio::test]
async fn values_come_back() -> Result {
    let values = Values {
        id: Uuid::parse("7d444840-9dc0-11d1-b245-5ffdce74fad2")?,
        loose: vec![1.into(), "text".into(), Square::new(3).into()],
        any: Json::from(serde_json::json!({"a": 1})),
        large: u64::MAX,
        small: -8,
        nested: Some(vec![1]),
        next: None,
        extra: Extra::default(),
    };
    let nested = Values { next: Some(Box::new(values.clone())), ..values };
    let echoed = client().values().post(&nested).send().await?;
    assert_eq!((&echoed.loose, &echoed.any, echoed.large), (&nested.loose, &nested.any, nested.large));
    assert_eq!(echoed.next.as_ref().unwrap().small, -8);
    Ok(())
}

#[tokio::test]
async fn texts_streams_and_credentials() -> Result {
    let client = builder().basic_auth_credential(Basic::new("ann", "pw")).key_auth_credential(ApiKey::new("secret"));
    let client = client.build()?;
    let login = Login { age: Some(7), ..Login::new("ann".to_owned()) };
    assert_eq!(*client.values().post_login(&login).send().await?, "ann Some(7)");
    assert_eq!(*client.values().post_base64("YWJj").send().await?, "Y2Jh");
    let mut events = client.values().get_events(2).send().await?;
    let mut ages = Vec::new();
    while let Some(event) = events.next().await {
        ages.push(event?.data.age);
    }
    assert_eq!(ages, [Some(0), Some(1)]);
    assert_eq!(*client.values().get_me().send().await?, "ann");
    assert_eq!(*client.values().get_key().send().await?, "secret");
    let refused = builder().key_auth_credential(ApiKey::new("no")).build()?;
    assert_eq!(refused.values().get_key().send().await.unwrap_err().status().unwrap(), 401);
    Ok(())
}

#[tokio::test]
async fn files() -> Result {
    let client = client();
    let more = vec![Part::from("a").file_name("a.txt"), Part::from("bc").file_name("b.txt")];
    let file = Part::from("abc").file_name("c.txt");
    let names = client.files().post(more, "n", file).level(&Level::Low).send().await?;
    assert_eq!(*names, ["n", "low", "c.txt 3", "a.txt 1", "b.txt 2"]);
    let mut raw = client.files().post_raw("abc").send().await?;
    assert_eq!(raw.next().await.unwrap()?, "cba");
    let mut all = client.files().get_download().send().await?;
    assert_eq!(all.next().await.unwrap()?, "all");
    Ok(())
}
