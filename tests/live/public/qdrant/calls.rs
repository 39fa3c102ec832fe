//! The calls of Qdrant's guide: a collection, points, searches, a paged list, an upload and an error.

use qdrant_client::models::*;
use qdrant_client::{Client, Json, Maybe, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Result<Client> {
    Ok(Client::builder().base_url(&std::env::var("LIVE_URL")?).build()?)
}

fn city(name: &str) -> Payload {
    Payload::from([("city".into(), Json::from(name))])
}

async fn filled(client: &Client, name: &str) -> Result {
    let collection =
        CreateCollection { vectors: Some(VectorParams::new(Distance::Dot, 4).into()), ..CreateCollection::default() };
    client.collections().create(name, &collection).send().await?;
    let cities = [(1, [0.05, 0.61, 0.76, 0.74], "Berlin"), (2, [0.19, 0.81, 0.75, 0.11], "London")];
    let points = cities.map(|(id, vector, name)| PointStruct {
        payload: city(name).into(),
        ..PointStruct::new(id.into(), vector.to_vec().into())
    });
    client.points().upsert(name, &PointsList::new(points.into()).into()).wait(true).send().await?;
    Ok(())
}

#[tokio::test]
async fn search() -> Result {
    let client = client()?;
    filled(&client, "search").await?;
    let request = QueryRequest {
        query: Maybe::of(vec![0.2, 0.1, 0.9, 0.7]),
        limit: 3.into(),
        with_payload: Maybe::of(true),
        ..QueryRequest::default()
    };
    let found = client.search().query_points("search", &request).send().await?.into_inner().result.unwrap().points;
    assert_eq!((found.len(), &found[0].id, &found[0].payload), (2, &1.into(), &Some(city("Berlin"))));
    Ok(())
}

#[tokio::test]
async fn filtered_search() -> Result {
    let client = client()?;
    filled(&client, "filtered").await?;
    let london = FieldCondition {
        r#match: Maybe::of(MatchValue::new("London".into())),
        ..FieldCondition::new("city".into())
    };
    let request = QueryRequest {
        query: Maybe::of(vec![0.2, 0.1, 0.9, 0.7]),
        filter: Filter { must: Maybe::of(london), ..Filter::default() }.into(),
        limit: 3.into(),
        with_payload: Maybe::of(true),
        ..QueryRequest::default()
    };
    let found = client.search().query_points("filtered", &request).send().await?.into_inner().result.unwrap().points;
    assert_eq!((found.len(), &found[0].id), (1, &2.into()));
    Ok(())
}

#[tokio::test]
async fn paged_list() -> Result {
    let client = client()?;
    filled(&client, "paged").await?;
    let mut request = ScrollRequest { limit: 1.into(), ..ScrollRequest::default() };
    let mut ids = Vec::new();
    loop {
        let page = client.points().scroll("paged", &request).send().await?.into_inner().result.unwrap();
        ids.extend(page.points.into_iter().map(|point| point.id));
        let Some(next) = page.next_page_offset else { break };
        request.offset = next.into();
    }
    assert_eq!(ids, [1.into(), 2.into()]);
    Ok(())
}

#[tokio::test]
async fn upload() -> Result {
    let client = client()?;
    filled(&client, "upload").await?;
    let snapshot = Part::from("all points").file_name("s.snapshot");
    client.snapshots().recover_from_uploaded_snapshot("upload").snapshot(snapshot).send().await?;
    Ok(())
}

#[tokio::test]
async fn error() -> Result {
    let error = client()?.points().scroll("gone", &ScrollRequest::default()).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.message(), Some("Not found: Collection `gone` doesn't exist!"));
    Ok(())
}
