//! Calls of the generated client, which the server of Litestar judges.

use litestar_client::models::*;
use litestar_client::operations::products::{CreateHeaders, GetErrorBody};
use litestar_client::{Bearer, Client, Date, DateTime, Error, ErrorKind, Extra, IsoDuration, Json, Maybe, Uuid};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

const ID: &str = "5b1d6b0e-2f6c-4f0e-9f57-2f6f7a3f4c11";

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).credential(Bearer::new("token")).build().expect("the URL is valid")
}

fn status(error: &Error) -> u16 {
    error.status().expect("the server responded").as_u16()
}

fn bike(name: &str) -> Product {
    Product {
        name: name.to_owned(),
        price: "99.90".to_owned(),
        color: Color::Red,
        id: None,
        level: Some(Level(2)),
        note: Maybe::Null,
        parts: Some(vec![Part::new("wheel".to_owned(), 1.5)]),
        released: Maybe::Value(Date::verbatim("2026-11-28")),
        updated: Maybe::Value(DateTime::verbatim("2026-11-28T09:15:02.5Z")),
        opens: Maybe::Absent,
        lasts: Maybe::Value(IsoDuration::verbatim("P1D")),
        sizes: Some([("s".to_owned(), 1)].into()),
        pair: None,
        extra: Extra::default(),
    }
}

#[tokio::test]
async fn a_product_lives() -> Result {
    let client = client();
    let id = Uuid::parse(ID)?;
    let product = Product { id: Some(id.clone()), ..bike("bike") };
    let created = client.products().create(&product).send().await?;
    assert_eq!(created.status().as_u16(), 201);
    assert_eq!(CreateHeaders::of(created.headers()).location(), Some(format!("/products/{ID}").as_str()));
    assert_eq!((&created.price, &created.color, created.level), (&product.price, &Color::Red, Some(Level(2))));
    assert_eq!(
        (&created.note, &created.released, &created.updated),
        (&Maybe::Null, &product.released, &product.updated)
    );
    assert_eq!((&created.lasts, &created.sizes, &created.parts), (&product.lasts, &product.sizes, &product.parts));

    let list = client.products().list().limit(5).color(&[Color::Red, Color::Blue]).search_term("bik").offset(0);
    let list = list.since(&DateTime::verbatim("2026-01-01T00:00:00Z")).send().await?;
    assert_eq!((list.total, list.items.as_ref().unwrap()[0].name.as_str()), (Some(1), "bike"));
    assert_eq!(client.products().list().color(&[Color::Blue]).send().await?.total, Some(0));
    type Change = ChangeProductRequestBody;
    let change = Change { note: Maybe::Value("new".to_owned()), ..Default::default() };
    let changed = client.products().patch(&id, &change).send().await?;
    assert_eq!((&changed.note, changed.name.as_str()), (&Maybe::Value("new".to_owned()), "bike"));
    assert_eq!(client.products().get(&id).send().await?.note, changed.note);

    client.products().delete(&id).send().await?;
    let error = client.products().get(&id).send().await.unwrap_err();
    let Some(GetErrorBody::Problem(problem)) = GetErrorBody::of(&error) else { panic!("{error:?}") };
    assert_eq!((status(&error), problem.reason.as_str(), problem.missing.as_str()), (404, "missing", ID));
    let error = client.products().patch(&id, &change).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (404, Some("no such product")));
    let error = client.products().create(&bike("taken")).send().await.unwrap_err();
    assert_eq!((status(&error), error.message()), (409, Some("the name is taken")));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() {
    let client = client();
    let error =
        client.products().create(&Product { color: Color::from("green"), ..bike("") }).send().await.unwrap_err();
    assert_eq!(status(&error), 400);
    assert!(error.message().unwrap().starts_with("Validation failed for POST"), "{error}");
    let error = client.products().list().limit(51).send().await.unwrap_err();
    assert_eq!(status(&error), 400);
}

#[tokio::test]
async fn unions_and_values() -> Result {
    let client = client();
    let values = Values {
        shape: Circle::new(2.5).into(),
        shapes: vec![Square::new(3).into(), Circle::new(1.0).into()],
        key: "k".into(),
        literal: ValuesLiteral::B,
        movie: Movie { title: "Solaris".to_owned(), year: None, extra: Extra::default() },
        optional: Maybe::Null,
        anything: Some(Json::of(&[1])?),
        numbers: Some(vec![3]),
        extra: Extra::default(),
    };
    let seen = client.values().echo(&values).send().await?;
    assert!(matches!(&seen.shape, ValuesShape::Circle(circle) if circle.radius == 2.5));
    assert!(matches!(&seen.shapes[0], ValuesShape::Square(square) if square.side == 3));
    assert_eq!((&seen.key, &seen.literal, seen.movie.year), (&"k".into(), &ValuesLiteral::B, None));
    assert_eq!((&seen.optional, &seen.numbers), (&Maybe::Null, &Some(vec![3])));
    let seen = client.values().echo(&Values { key: 7.into(), ..values }).send().await?;
    assert_eq!(seen.key, 7.into());
    let wheel = client.values().get_envelope().send().await?;
    assert_eq!((wheel.count, wheel.data.name.as_str()), (1, "wheel"));
    assert_eq!(client.values().get_pages(2, 10).send().await?.current_page, Some(2));
    Ok(())
}

#[tokio::test]
async fn parameters() -> Result {
    let client = client();
    let seen = client.values().see(7, &Date::verbatim("2026-11-28"), "a", "t").session("s").send().await?;
    assert_eq!((seen.values["number"].as_str(), seen.values["day"].as_str()), ("7", "2026-11-28"));
    assert_eq!((seen.values["rest"].as_str(), seen.values["token"].as_str()), ("/a", "t"));
    assert_eq!(seen.values["session"], "s");
    Ok(())
}

#[tokio::test]
async fn forms_and_files() -> Result {
    let client = client();
    let form = UserForm::new(36, "Ada & co".to_owned());
    assert_eq!(client.files().send_form(&form).send().await?.name, "Ada & co");
    let file = |name: &str, text: &str| litestar_client::Part::from(text.to_owned()).file_name(name);
    let call = client.files().upload(vec![file("a.pdf", "1"), file("b.pdf", "22")], "CV", file("cv.pdf", "123"));
    let seen = call.send().await?;
    assert_eq!((seen.title.as_str(), seen.sizes.as_slice()), ("CV", &[3, 1, 2][..]));
    assert_eq!(seen.names, ["cv.pdf", "a.pdf", "b.pdf"]);
    assert_eq!(*client.files().upload_one().file(file("x.txt", "12")).send().await?, "x.txt 2");
    assert_eq!(*client.files().get_text().send().await?, "Hello, world");
    assert!(client.files().download().send().await?.contains("Litestar"));
    let mut bytes = client.files().get_bytes().send().await?.into_inner();
    assert_eq!(&*bytes.next().await.unwrap()?, [0, 1, 2]);
    Ok(())
}

#[tokio::test]
async fn streams_that_are_documented_as_json() {
    // Litestar documents each stream as JSON without a schema; what was sent is in the error.
    let error = client().files().watch().send().await.unwrap_err();
    assert_eq!((status(&error), error.kind()), (200, ErrorKind::Decode));
    assert!(error.body().starts_with(b"id: 0\r\nevent: count\r\ndata: 0\r\n"), "{:?}", error.body());
    let error = client().files().stream().send().await.unwrap_err();
    assert_eq!(&error.body()[..], b"{\"n\": 0}\n{\"n\": 1}\n{\"n\": 2}\n");
}

#[tokio::test]
async fn credentials() -> Result {
    assert_eq!(client().security().me().send().await?["by"], "Bearer token");
    Ok(())
}
