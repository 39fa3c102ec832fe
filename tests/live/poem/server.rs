//! A shop in the way of the examples of poem-openapi.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream::{self, BoxStream, StreamExt};
use poem::error::BadRequest;
use poem::listener::TcpListener;
use poem::{Request, Route, Server};
use poem_openapi::auth::{ApiKey, Basic};
use poem_openapi::param::{Cookie, Header, Path, Query};
use poem_openapi::payload::{Attachment, AttachmentType, Base64, Binary, EventStream, Form, Json, PlainText};
use poem_openapi::types::multipart::Upload;
use poem_openapi::types::{Any, MaybeUndefined, Type};
use poem_openapi::{
    ApiResponse, Enum, Multipart, NewType, Object, OpenApi, OpenApiService, ResponseContent, SecurityScheme, Tags,
    Union,
};
use tokio::sync::Mutex;
use uuid::Uuid;

#[derive(Tags)]
enum ApiTags {
    /// Operations about items
    Items,
    /// Operations about values of all types
    Values,
    Files,
}

#[derive(NewType, Clone)]
struct Sku(String);

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[oai(rename_all = "snake_case")]
enum Level {
    Low,
    VeryHigh,
}

/// Item schema
#[derive(Object, Clone)]
struct Item {
    /// Id
    #[oai(read_only)]
    id: i64,
    /// Name
    #[oai(validator(max_length = 64, min_length = 1))]
    name: String,
    #[oai(write_only)]
    #[allow(dead_code, reason = "it is received, and never sent")]
    secret: Option<String>,
    sku: Option<Sku>,
    #[oai(default = "level")]
    level: Level,
    #[oai(validator(minimum(value = "0")))]
    price: f64,
    shape: Shape,
    tags: Vec<String>,
    counts: BTreeMap<String, u32>,
    day: Option<NaiveDate>,
    made: DateTime<Utc>,
}

fn level() -> Level {
    Level::Low
}

#[derive(Union, Clone)]
#[oai(discriminator_name = "type", one_of)]
enum Shape {
    Circle(Circle),
    #[oai(mapping = "quad")]
    Square(Square),
}

#[derive(Object, Clone)]
struct Circle {
    radius: f64,
}

#[derive(Object, Clone)]
struct Square {
    side: u8,
}

#[derive(Union)]
enum Loose {
    Number(i64),
    Text(String),
    Square(Square),
}

#[derive(Object)]
struct Values {
    id: Uuid,
    loose: Vec<Loose>,
    any: Any<HashMap<String, i32>>,
    large: u64,
    small: i8,
    nested: Option<Vec<Option<i32>>>,
    next: Option<Box<Values>>,
}

#[derive(Object)]
struct Page<T: poem_openapi::types::ParseFromJSON + poem_openapi::types::ToJSON + Type> {
    items: Vec<T>,
    total: u64,
}

#[derive(Object)]
struct ItemUpdate {
    name: MaybeUndefined<String>,
    sku: MaybeUndefined<Sku>,
}

#[derive(Object, serde::Deserialize)]
struct Login {
    user: String,
    age: Option<u8>,
}

#[derive(Object)]
struct Problem {
    code: i32,
    message: String,
}

#[derive(ApiResponse)]
enum GetItem {
    /// Returns when the item is found.
    #[oai(status = 200)]
    Ok(Json<Item>, #[oai(header = "x-version")] u32),
    /// Returns when the item is not found.
    #[oai(status = 404)]
    NotFound(Json<Problem>),
}

#[derive(ResponseContent)]
enum Report {
    Json(Json<Page<Item>>),
    Text(PlainText<String>),
}

#[derive(ApiResponse)]
enum GetReport {
    #[oai(status = 200)]
    Ok(Report),
}

#[derive(Multipart)]
struct UploadPayload {
    name: String,
    file: Upload,
    more: Vec<Upload>,
    level: Option<Level>,
}

#[derive(SecurityScheme)]
#[oai(ty = "basic")]
struct BasicAuth(Basic);

#[derive(SecurityScheme)]
#[oai(ty = "api_key", key_name = "X-API-Key", key_in = "header", checker = "key")]
struct KeyAuth(String);

async fn key(_: &Request, key: ApiKey) -> Option<String> {
    (key.key == "secret").then_some(key.key)
}

#[derive(Default)]
struct Api {
    items: Mutex<BTreeMap<i64, Item>>,
}

#[OpenApi]
impl Api {
    /// Create an item
    #[oai(path = "/items", method = "post", tag = "ApiTags::Items")]
    async fn create_item(&self, item: Json<Item>) -> Json<Item> {
        let mut items = self.items.lock().await;
        let id = items.len() as i64 + 1;
        let item = Item { id, ..item.0 };
        items.insert(id, item.clone());
        Json(item)
    }

    /// Find item by id
    #[oai(path = "/items/:id", method = "get", tag = "ApiTags::Items")]
    async fn get_item(&self, id: Path<i64>) -> GetItem {
        match self.items.lock().await.get(&id.0) {
            Some(item) => GetItem::Ok(Json(item.clone()), 7),
            None => GetItem::NotFound(Json(Problem { code: 4, message: format!("item {} not found", id.0) })),
        }
    }

    #[oai(path = "/items/:id", method = "patch", tag = "ApiTags::Items")]
    async fn update_item(&self, id: Path<i64>, update: Json<ItemUpdate>) -> poem::Result<Json<Item>> {
        let mut items = self.items.lock().await;
        let item = items.get_mut(&id.0).ok_or_else(|| poem::Error::from_status(poem::http::StatusCode::NOT_FOUND))?;
        if let MaybeUndefined::Value(name) = update.0.name {
            item.name = name;
        }
        match update.0.sku {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => item.sku = None,
            MaybeUndefined::Value(sku) => item.sku = Some(sku),
        }
        Ok(Json(item.clone()))
    }

    /// Lists what matches, as JSON or as text
    #[oai(path = "/report", method = "get", tag = "ApiTags::Items")]
    async fn report(
        &self,
        #[oai(validator(maximum(value = "100")))] limit: Query<Option<u32>>,
        level: Query<Level>,
        tag: Query<Vec<String>>,
        #[oai(name = "X-Token")] token: Header<Option<String>>,
        session: Cookie<Option<String>>,
        accept: Header<String>,
    ) -> GetReport {
        let items: Vec<Item> = self.items.lock().await.values().filter(|item| item.level == level.0).cloned().collect();
        let said = format!("{:?} {:?} {:?} {:?}", limit.0, tag.0, token.0, session.0);
        if accept.0.starts_with("text/plain") {
            return GetReport::Ok(Report::Text(PlainText(said)));
        }
        GetReport::Ok(Report::Json(Json(Page { total: items.len() as u64, items })))
    }

    #[oai(path = "/values", method = "post", tag = "ApiTags::Values")]
    async fn echo(&self, values: Json<Values>) -> Json<Values> {
        values
    }

    #[oai(path = "/login", method = "post", tag = "ApiTags::Values")]
    async fn login(&self, form: Form<Login>) -> PlainText<String> {
        PlainText(format!("{} {:?}", form.0.user, form.0.age))
    }

    #[oai(path = "/base64", method = "post", tag = "ApiTags::Values")]
    async fn base64(&self, data: Base64<Vec<u8>>) -> Base64<Vec<u8>> {
        Base64(data.0.into_iter().rev().collect())
    }

    #[oai(path = "/events", method = "get", tag = "ApiTags::Values")]
    async fn events(&self, count: Query<i64>) -> EventStream<BoxStream<'static, Login>> {
        let login = |age| Login { user: "a".to_owned(), age: u8::try_from(age).ok() };
        EventStream::new(stream::iter((0..count.0).map(login)).boxed())
    }

    #[oai(path = "/me", method = "get", tag = "ApiTags::Values")]
    async fn me(&self, auth: BasicAuth) -> PlainText<String> {
        PlainText(auth.0.username)
    }

    #[oai(path = "/key", method = "get", tag = "ApiTags::Values")]
    async fn with_key(&self, auth: KeyAuth) -> PlainText<String> {
        PlainText(auth.0)
    }

    #[oai(path = "/files", method = "post", tag = "ApiTags::Files")]
    async fn upload(&self, upload: UploadPayload) -> poem::Result<Json<Vec<String>>> {
        let mut names = vec![upload.name];
        names.extend(upload.level.map(|level| if level == Level::Low { "low" } else { "high" }.to_owned()));
        for file in std::iter::once(upload.file).chain(upload.more) {
            let name = file.file_name().unwrap_or_default().to_owned();
            let content = file.into_vec().await.map_err(BadRequest)?;
            names.push(format!("{name} {}", content.len()));
        }
        Ok(Json(names))
    }

    #[oai(path = "/raw", method = "post", tag = "ApiTags::Files")]
    async fn raw(&self, data: Binary<Vec<u8>>) -> Binary<Vec<u8>> {
        Binary(data.0.into_iter().rev().collect())
    }

    #[oai(path = "/download", method = "get", tag = "ApiTags::Files")]
    async fn download(&self) -> Attachment<Vec<u8>> {
        Attachment::new(b"all".to_vec()).attachment_type(AttachmentType::Attachment).filename("a.bin")
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").expect("the runner chooses the port");
    let service = OpenApiService::new(Api::default(), "Items", "1.0").server("/api");
    let app = Route::new().at("/openapi.json", service.spec_endpoint()).nest("/api", service);
    Server::new(TcpListener::bind(format!("127.0.0.1:{port}"))).run(app).await
}
