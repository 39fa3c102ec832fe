//! Calls of the generated client, which the server of FastAPI judges.

use fastapi_client::models::*;
use fastapi_client::operations::bodies::{ReadItemErrorBody, UpdateItemErrorBody};
use fastapi_client::operations::responses::BuyErrorBody;
use fastapi_client::{
    ApiKey, Basic, Bearer, Client, Date, DateTime, ErrorKind, Extra, Json, Maybe, Part, TimeOfDay, Upload, Uuid,
};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).build().expect("the URL is valid")
}

fn item(name: &str) -> ItemInput {
    ItemInput { tags: Some(vec!["a".to_owned()]), ..ItemInput::new(name.to_owned(), 2.5) }
}

// Parameters

#[tokio::test]
async fn path_parameters() -> Result {
    let path = client();
    let path = path.path_parameters();
    assert_eq!(path.get_model(&ModelName::Lenet).send().await?["model_name"], "lenet");
    assert_eq!(*path.read_file("a b/c.txt").send().await?, "a b/c.txt");
    assert_eq!(path.read_number(7, 2.5).send().await?["size"], 2.5);
    Ok(())
}

#[tokio::test]
async fn an_unlisted_model_is_refused() {
    let error = client().path_parameters().get_model(&ModelName::from("gpt")).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.message(), Some("path.model_name: Input should be 'alexnet', 'resnet' or 'lenet'"));
    let fault: HttpValidationError = error.body_as().unwrap();
    let detail = &fault.detail.unwrap()[0];
    assert_eq!(detail.r#type, "enum");
    assert_eq!(detail.loc, [ValidationErrorLocItem::from("path"), ValidationErrorLocItem::from("model_name")]);
}

#[tokio::test]
async fn a_number_out_of_range_is_refused() {
    let error = client().path_parameters().read_number(1001, 2.5).send().await.unwrap_err();
    assert_eq!(error.message(), Some("path.item_id: Input should be less than or equal to 1000"));
}

#[tokio::test]
async fn query_parameters() -> Result {
    let client = client();
    let call = client.query_parameters().read_query("a&b=c").skip(5).short(true).item_query("x y");
    let call = call.tags(&["one".to_owned(), "two, three".to_owned()]).priority(Priority(10)).model(&ModelName::Resnet);
    let call = call.at(&DateTime::parse("2026-11-28T09:15:02.5+02:00")?).day(&Date::parse("2026-02-28")?);
    let call = call.price(&"1.10".into()).id(&Uuid::parse("5b1d6b0e-2f6c-4f0e-9f57-2f6f7a3f4c11")?);
    let seen = call.send().await?;
    let value = |name: &str| seen.values.get(name).map(|values| values.join("|")).unwrap_or_default();
    assert_eq!(value("needy"), "a&b=c");
    assert_eq!(value("skip"), "5");
    assert_eq!(value("short"), "true");
    assert_eq!(value("item-query"), "x y");
    assert_eq!(value("tags"), "one|two, three");
    assert_eq!(value("priority"), "10");
    assert_eq!(value("model"), "resnet");
    assert_eq!(value("at"), "2026-11-28T09:15:02.5+02:00");
    assert_eq!(value("day"), "2026-02-28");
    assert_eq!(value("price"), "1.10");
    assert!(!seen.values.contains_key("q"));
    Ok(())
}

#[tokio::test]
#[expect(deprecated, reason = "the parameter is deprecated in the tutorial too")]
async fn a_pattern_is_checked() -> Result {
    let client = client();
    let error = client.query_parameters().read_query("x").q("other").send().await.unwrap_err();
    assert_eq!(error.message(), Some("query.q: String should match pattern '^fixed'"));
    assert_eq!(client.query_parameters().read_query("x").q("fixedquery").send().await?.values["q"], ["fixedquery"]);
    Ok(())
}

#[tokio::test]
async fn a_model_of_query_parameters() -> Result {
    let client = client();
    let given = client.query_parameters().read_query_model().limit(5).tags(&["a".to_owned(), "b".to_owned()]);
    let given = given.order_by(&OrderBy::UpdatedAt).send().await?;
    assert_eq!(given.limit, Some(5));
    assert_eq!(given.offset, Some(0));
    assert_eq!(given.order_by, Some(OrderBy::UpdatedAt));
    assert_eq!(given.tags.as_deref(), Some(&["a".to_owned(), "b".to_owned()][..]));
    let error = client.query_parameters().read_query_model().limit(101).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    Ok(())
}

#[tokio::test]
async fn headers() -> Result {
    let client = client();
    // OpenAPI sends a list as one header, separated by commas. FastAPI splits headers only by lines.
    let call = client.headers().read().x_token(&["foo".to_owned(), "bar".to_owned()]).strange_header("odd");
    let seen = call.send().await?;
    assert_eq!(seen["x_token"], Some(["foo,bar".to_owned()].into()));
    assert_eq!(seen["strange_header"], Some("odd".into()));
    Ok(())
}

#[tokio::test]
async fn a_model_of_headers() -> Result {
    let client = client();
    let host = std::env::var("LIVE_URL")?.replace("http://", "");
    let seen = client.headers().read_model(&host, true).traceparent("00-1").x_tag(&["a".to_owned()]).send().await?;
    assert_eq!((seen.save_data, seen.traceparent.as_deref()), (true, Some("00-1")));
    assert_eq!(seen.x_tag.as_deref(), Some(&["a".to_owned()][..]));
    Ok(())
}

#[tokio::test]
async fn cookies() -> Result {
    assert_eq!(client().headers().read_cookies().ads_id("abc").send().await?["ads_id"].as_deref(), Some("abc"));
    assert_eq!(client().headers().read_cookies().send().await?["ads_id"], None);
    Ok(())
}

// Bodies

#[tokio::test]
async fn an_item_is_stored_and_read() -> Result {
    let client = client();
    let image = Image { url: "https://example.com/a.png".to_owned(), name: "a".to_owned(), extra: Extra::default() };
    let item = ItemInput {
        description: Maybe::Null,
        tax: Maybe::Value(0.5),
        images: Maybe::Value(vec![image]),
        priority: Some(Priority(10)),
        model: Maybe::Value(ModelName::Alexnet),
        ..item("pen")
    };
    let stored = client.bodies().update_item("pen", &item).send().await?;
    assert_eq!((stored.total, stored.description.as_deref()), (3.0, None));
    assert_eq!(stored.images.as_ref().unwrap()[0].url, "https://example.com/a.png");
    assert_eq!((stored.priority, stored.model.clone()), (Some(Priority(10)), Some(ModelName::Alexnet)));
    let read = client.bodies().read_item("pen").send().await?;
    assert_eq!((read.tax, read.tags.as_deref()), (Some(0.5), Some(&["a".to_owned()][..])));
    client.responses().delete_item("pen").send().await?;
    let error = client.responses().delete_item("pen").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("Item not found")));
    assert_eq!(error.headers().unwrap()["x-error"], "There goes my error");
    Ok(())
}

#[tokio::test]
async fn a_declared_failure_is_read() {
    let error = client().bodies().read_item("none").send().await.unwrap_err();
    let Some(ReadItemErrorBody::Message(fault)) = ReadItemErrorBody::of(&error) else { panic!("{error:?}") };
    assert_eq!(fault.message, "Item not found");
    let error = client().bodies().update_item("bad", &ItemInput::new("bad".to_owned(), -1.0)).send().await.unwrap_err();
    let Some(UpdateItemErrorBody::HttpValidationError(fault)) = UpdateItemErrorBody::of(&error) else { panic!("{error:?}") };
    assert_eq!(fault.detail.unwrap()[0].msg, "Input should be greater than 0");
}

#[tokio::test]
async fn several_bodies() -> Result {
    let user = User { full_name: Maybe::Null, ..User::new("ada".to_owned()) };
    let body = SeveralBodiesBody::new(5, item("pen"), user);
    let seen = client().bodies().several(1, &body).send().await?;
    assert_eq!((&seen["item"], &seen["importance"]), (&"pen".into(), &5.into()));
    let seen = client().bodies().embedded(&EmbeddedBody::new(item("ink"))).send().await?;
    assert_eq!((seen.name.as_str(), seen.total), ("ink", 13.0));
    Ok(())
}

#[tokio::test]
async fn nested_bodies() -> Result {
    let client = client();
    let offer =
        client.bodies().create_offer(&OfferInput::new(vec![item("a"), item("b")], "two".to_owned())).send().await?;
    assert_eq!(offer.items[1].name, "b");
    let image = Image { url: "http://example.com/".to_owned(), name: "root".to_owned(), extra: Extra::default() };
    assert_eq!(client.bodies().create_multiple_images(&[image.clone()]).send().await?[0], image);
    let weights = [("7".to_owned(), 0.5)].into();
    assert_eq!(*client.bodies().create_index_weights(&weights).send().await?, weights);
    Ok(())
}

#[tokio::test]
async fn a_change_keeps_absent_and_null_apart() -> Result {
    let change = Partial { name: Maybe::Null, price: Maybe::Value(2.5), ..Default::default() };
    let seen = client().bodies().patch_item("x", &change).send().await?;
    assert_eq!(seen.len(), 2);
    assert_eq!((&seen["name"], &seen["price"]), (&None, &Some(PatchItemResponseItem::Number(2.5))));
    Ok(())
}

// Data types

#[tokio::test]
async fn data_types() -> Result {
    let extra = ExtraInput {
        id: Uuid::parse("5b1d6b0e-2f6c-4f0e-9f57-2f6f7a3f4c11")?,
        start: DateTime::parse("2026-11-28T09:15:02.500Z")?,
        day: Date::parse("2024-02-29")?,
        repeat_at: TimeOfDay::parse("14:23:55.003000")?,
        process_after: std::time::Duration::from_secs(30).into(),
        price: "12345678901234567.89".into(),
        mail: "ada@example.com".to_owned(),
        raw: "bytes".to_owned(),
        choices: vec![ModelName::Lenet],
        pair: (1, "one".to_owned()),
        anything: Some(Json::of(&[1, 2])?),
        nothing: Maybe::Absent,
        extra: Extra::default(),
    };
    let read = client().data_types().extra(&extra).send().await?;
    assert_eq!(read.id, extra.id);
    assert_eq!(read.start, extra.start);
    assert_eq!(read.day, extra.day);
    assert_eq!(read.repeat_at.as_str(), "14:23:55.003000");
    assert_eq!(read.process_after.as_str(), "PT30S");
    assert_eq!(read.price, "12345678901234567.89");
    assert_eq!(read.pair, (1, "one".to_owned()));
    assert_eq!(read.anything.as_ref().unwrap().parse::<Vec<i64>>()?, [1, 2]);
    assert_eq!(read.choices, [ModelName::Lenet]);
    Ok(())
}

#[tokio::test]
async fn recursive_and_renamed() -> Result {
    let client = client();
    let leaf = NodeInput::new("leaf".to_owned());
    let root = NodeInput { children: Some(vec![leaf]), ..NodeInput::new("root".to_owned()) };
    let tree = client.data_types().tree(&root).send().await?;
    assert_eq!(tree.children.as_ref().unwrap()[0].name, "leaf");
    assert_eq!(*client.data_types().root_model(&vec!["a".to_owned()]).send().await?, ["a"]);
    let mut aliased = Aliased::new("pen".to_owned());
    aliased.extra.insert("more", Json::of(&[1, 2])?);
    let read = client.data_types().aliased(&aliased).send().await?;
    assert_eq!((read.item_name.as_str(), read.r#type.as_deref()), ("pen", Some("fixed")));
    assert_eq!(read.extra.get("more").unwrap().parse::<Vec<i64>>()?, [1, 2]);
    let wrong = Aliased { r#type: Some("other".to_owned()), ..aliased };
    assert_eq!(client.data_types().aliased(&wrong).send().await.unwrap_err().status().unwrap(), 422);
    Ok(())
}

// Unions

#[tokio::test]
async fn unions_without_a_discriminator() -> Result {
    let client = client();
    assert_eq!(client.unions().read_vehicle(&ReadVehicleVehicleId::Plane).send().await?.as_plane()?.size, 5);
    let car = client.unions().read_vehicle(&ReadVehicleVehicleId::Car).send().await?;
    assert_eq!(car.as_car()?.description, "All my friends drive a low rider");
    assert!(car.as_plane().is_err());
    let plane = PlaneItem { r#type: Some("plane".to_owned()), ..PlaneItem::new("a jet".to_owned(), 7) };
    assert_eq!(client.unions().create_vehicle(&plane.into()).send().await?.as_plane()?.size, 7);
    Ok(())
}

#[tokio::test]
async fn unions_with_a_discriminator() -> Result {
    let client = client();
    let cat = client.unions().create_pet(&Cat::new(3).into()).send().await?;
    assert!(matches!(&*cat, CatDogOrLizard::Cat(cat) if cat.meows == 3));
    let lizard = Lizard::new(LizardPetType::Reptile, true);
    let lizard = client.unions().create_pet(&lizard.into()).send().await?;
    assert!(matches!(&*lizard, CatDogOrLizard::Lizard(lizard) if lizard.pet_type == LizardPetType::Reptile));
    let all = client.unions().create_pets(&[Cat::new(1).into(), Dog::new(2.5).into()]).send().await?;
    assert!(matches!(&all["dog"], CatDogOrLizard::Dog(dog) if dog.barks == 2.5));
    Ok(())
}

#[tokio::test]
async fn unions_of_scalars() -> Result {
    let client = client();
    for value in [None, Some(ScalarValue::from(7)), Some("x".into()), Some(ScalarValue::Boolean(true))] {
        let scalar = Scalar { value: value.clone(), values: Some([1, 2].into()), when: None, extra: Extra::default() };
        let read = client.unions().scalars(&scalar).send().await?;
        assert_eq!((&read.value, &read.values), (&value, &Some([1, 2].into())));
        assert_eq!(read.when, Some("never".into()));
    }
    let when = Some(ScalarWhen::Date("2026-11-28".parse()?));
    let scalar = Scalar { value: None, values: Some([1].into()), when, extra: Extra::default() };
    assert_eq!(client.unions().scalars(&scalar).send().await?.when, scalar.when);
    Ok(())
}

#[tokio::test]
async fn generic_models() -> Result {
    let client = client();
    let users: Page<User> = client.generics().user_page().send().await?.into_inner();
    assert_eq!((users.items[0].username.as_str(), users.next), ("ada", None));
    let items: PageItem = client.generics().item_page().send().await?.into_inner();
    assert_eq!((items.items[0].total, items.next.as_deref()), (12.0, Some("/pages/items?page=2")));
    Ok(())
}

// Forms and files

#[tokio::test]
async fn forms() -> Result {
    let client = client();
    let data = FormData {
        username: "ada".to_owned(),
        password: "a&b c".to_owned(),
        tags: Some(vec!["x".to_owned(), "y".to_owned()]),
        extra: Extra::default(),
    };
    let seen = client.forms().login(&data).send().await?;
    assert_eq!((seen.password.as_str(), seen.tags.as_ref().unwrap().len()), ("a&b c", 2));
    let mut more = data.clone();
    more.extra.insert("more", Json::of(&1)?);
    let error = client.forms().login(&more).send().await.unwrap_err();
    assert_eq!(error.message(), Some("body.more: Extra inputs are not permitted"));
    let body = FormBody { age: Maybe::Value(36), ..FormBody::new("ada".to_owned()) };
    assert_eq!(client.forms().post(&body).send().await?["age"], Some(36.into()));
    Ok(())
}

#[tokio::test]
async fn files() -> Result {
    let client = client();
    assert_eq!(client.forms().create_file(b"12345".to_vec()).send().await?["file_size"], 5);
    let part = Part::from("text").file_name("a b.txt").content_type("text/plain");
    let seen = client.forms().create_upload_file().file(part).send().await?.into_inner().unwrap();
    assert_eq!(
        (seen.filename.as_deref(), seen.content_type.as_deref(), seen.size),
        (Some("a b.txt"), Some("text/plain"), 4)
    );
    assert_eq!(client.forms().create_upload_file().send().await?.into_inner(), None);
    let parts = vec![Part::from("1").file_name("1"), Part::from(vec![0; 100_000]).file_name("2")];
    let seen = client.forms().create_upload_files(parts).send().await?;
    assert_eq!((seen[0].size, seen[1].size, seen[1].filename.as_deref()), (1, 100_000, Some("2")));
    let call = client.forms().file_and_form("t", Upload::from("abc")).notes(&["x".to_owned(), "y".to_owned()]);
    let seen = call.send().await?;
    assert_eq!(
        (&seen["size"], &seen["token"], &seen["notes"]),
        (&3.into(), &"t".into(), &["x".to_owned(), "y".to_owned()].into())
    );
    Ok(())
}

// Responses

#[tokio::test]
async fn statuses_and_headers() -> Result {
    let client = client();
    let created = client.responses().created("Foo").send().await?;
    assert_eq!((created.status().as_u16(), created.message.as_str()), (201, "Foo"));
    assert_eq!(created.headers()["x-cat-dog"], "alone in the world");
    Ok(())
}

#[tokio::test]
async fn other_media_types() -> Result {
    let client = client();
    assert_eq!(*client.responses().text().send().await?, "Hello World");
    assert_eq!(*client.responses().html().send().await?, "<h1>Look ma! HTML!</h1>");
    let mut image = client.responses().image().send().await?.into_inner();
    assert_eq!(&*image.next().await.unwrap()?, b"\x89PNG\r\n\x1a\n");
    assert_eq!(client.responses().item_or_image("ada").send().await?.username, "ada");
    let mut image = client.responses().item_or_image("ada").img(true).send_download().await?.into_inner();
    assert_eq!(&*image.next().await.unwrap()?, b"\x89PNG\r\n\x1a\n");
    // A response class without a media type: the document declares no body.
    let video = client.responses().video().send().await?;
    assert_eq!(video.whole_body().unwrap().len(), 210);
    let value = client.responses().no_model().send().await?.to_value()?;
    assert_eq!(value["anything"][1], 2.5);
    Ok(())
}

#[tokio::test]
async fn each_declared_failure() -> Result {
    let client = client();
    let error = client.responses().buy("sold-out").send().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("sold-out"), Some("Sold out")));
    let Some(BuyErrorBody::Problem(problem)) = BuyErrorBody::of(&error) else { panic!("{error:?}") };
    assert_eq!((problem.code, problem.retry_after), (ProblemCode::SoldOut, Some(60)));
    let error = client.responses().buy("expensive").send().await.unwrap_err();
    assert!(matches!(BuyErrorBody::of(&error), Some(BuyErrorBody::Message(_))), "{error:?}");
    let error = client.responses().buy("missing").send().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Unexpected, Some("No such item")));
    assert!(BuyErrorBody::of(&error).is_none());
    assert_eq!(client.responses().buy("pen").send().await?.message, "bought");
    Ok(())
}

// Streams

#[tokio::test]
async fn streams() -> Result {
    let client = client();
    let mut names = Vec::new();
    let mut events = client.streams().sse_items().send().await?.into_inner();
    while let Some(event) = events.next().await {
        names.push(event?.data.username);
    }
    let mut lines = client.streams().jsonl().send().await?.into_inner();
    while let Some(user) = lines.next().await {
        names.push(user?.username);
    }
    assert_eq!(names, ["ada", "grace", "alan", "ada", "grace", "alan"]);
    let mut words = Vec::new();
    let mut events = client.streams().chat(&Message::new("to be".to_owned())).send().await?.into_inner();
    while let Some(event) = events.next().await {
        let event = event?;
        words.push((event.kind.unwrap(), event.data));
    }
    let words: Vec<_> = words.iter().map(|(kind, data)| (kind.as_str(), data.as_str())).collect();
    assert_eq!(words, [("token", "\"to\""), ("token", "\"be\""), ("done", "[DONE]")]);
    Ok(())
}

// Security

#[tokio::test]
async fn credentials() -> Result {
    let error = client().security().read_users_me().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    let token = client().security().token(&password_of("ada", "secret")).send().await?["access_token"].clone();
    let client = Client::builder()
        .base_url(&std::env::var("LIVE_URL")?)
        .oauth2_password_bearer_credential(Bearer::new(token.as_str()))
        .http_bearer_credential(Bearer::new("grace"))
        .http_basic_credential(Basic::new("alan", "p:w"))
        .api_key_header_credential(ApiKey::new("k1"))
        .api_key_query_credential(ApiKey::new("k&2"))
        .api_key_cookie_credential(ApiKey::new("k3"))
        .build()?;
    let security = client.security();
    assert_eq!(security.read_users_me().send().await?.username, "ada");
    assert_eq!(security.read_bearer().send().await?.username, "grace");
    let user = security.read_basic().send().await?.into_inner();
    assert_eq!((user.username.as_str(), user.full_name), ("alan", Maybe::Value("p:w".to_owned())));
    assert_eq!(security.read_key().send().await?.username, "k1");
    assert_eq!(security.read_query_key().send().await?.username, "k&2");
    assert_eq!(security.read_cookie_key().send().await?.username, "k3");
    let error = security.token(&password_of("ada", "wrong")).send().await.unwrap_err();
    assert_eq!(error.message(), Some("Incorrect username or password"));
    Ok(())
}

fn password_of(user: &str, password: &str) -> TokenBody {
    TokenBody {
        grant_type: Maybe::Value("password".to_owned()),
        username: user.to_owned(),
        password: password.into(),
        scope: None,
        client_id: Maybe::Absent,
        client_secret: Maybe::Absent,
        extra: Extra::default(),
    }
}

#[tokio::test]
async fn callbacks() -> Result {
    let call = client();
    let call = call.callbacks().create_invoice(&User::new("ada".to_owned()));
    assert_eq!(call.callback_url("http://example.com/").send().await?.message, "Invoice received");
    Ok(())
}
