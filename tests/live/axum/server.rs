//! A shop in the way of the examples of utoipa with axum.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Form, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi, ToResponse, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

#[derive(OpenApi)]
#[openapi(
    info(title = "Todos", version = "1.0.0"),
    components(schemas(Page<Todo>, BadRequest), responses(TooMany)),
    modifiers(&SecurityAddon),
    tags((name = "todo", description = "Todo items management API"))
)]
struct ApiDoc;

struct SecurityAddon;

impl Modify for SecurityAddon {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        components
            .add_security_scheme("api_key", SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("todo_apikey"))));
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
        );
    }
}

// Structs and enums in all the forms that serde knows

/// Item to do.
#[derive(Serialize, Deserialize, ToSchema, Clone)]
struct Todo {
    id: i32,
    #[schema(example = "Buy groceries", min_length = 1)]
    value: String,
    done: bool,
    #[serde(default)]
    priority: Priority,
    /// Null and absent are the same for serde.
    note: Option<String>,
    #[serde(with = "time::serde::rfc3339::option", default, skip_serializing_if = "Option::is_none")]
    due: Option<OffsetDateTime>,
    #[serde(default)]
    labels: BTreeMap<String, u64>,
}

#[derive(Serialize, Deserialize, ToSchema, Clone, Default, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Priority {
    #[default]
    NotUrgent,
    Urgent,
}

/// An enum with external tags: one unit variant, one newtype, one struct.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum External {
    Nothing,
    Number(i64),
    Point { x: f64, y: f64 },
    Todo(Todo),
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Internal {
    Circle { radius: f64 },
    Square(Square),
    Unit,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Square {
    side: u32,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Text(String),
    Empty,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Square(Square),
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Unions {
    external: Vec<External>,
    internal: Vec<Internal>,
    adjacent: Vec<Adjacent>,
    untagged: Vec<Untagged>,
    optional: Option<Internal>,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Types {
    id: Uuid,
    day: Date,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    small: u8,
    large: u64,
    single: f32,
    letter: char,
    bytes: Vec<u8>,
    pair: (i32, String),
    nested: Option<Vec<Option<i32>>>,
    any: serde_json::Value,
    node: Node,
    #[serde(flatten)]
    flat: Square,
    #[serde(rename = "type")]
    kind: Kind,
    price: rust_decimal::Decimal,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[schema(no_recursion)]
struct Node {
    name: String,
    children: Vec<Node>,
    parent: Option<Box<Node>>,
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Kind(String);

#[derive(Serialize, Deserialize, ToSchema)]
struct Page<T> {
    items: Vec<T>,
    total: usize,
}

// Errors

#[derive(Serialize, Deserialize, ToSchema)]
enum TodoError {
    /// The todo exists already.
    #[schema(example = "Todo already exists")]
    Conflict(String),
    NotFound(String),
}

/// The responses of a search.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only their schemas are used")]
enum SearchResponses {
    /// Success
    #[response(status = 200)]
    Found(Page<Todo>),
    #[response(status = 400)]
    BadRequest(#[to_schema] BadRequest),
    /// Nobody knows why.
    #[response(status = "5XX")]
    Broken,
}

#[derive(Serialize, ToSchema)]
struct BadRequest {
    message: String,
}

#[derive(ToResponse, ToSchema, Serialize)]
#[response(description = "Too many requests", headers(("retry-after", description = "In seconds")))]
struct TooMany {
    wait: u32,
}

type Store = Arc<Mutex<HashMap<i32, Todo>>>;

fn not_found(id: i32) -> Response {
    (StatusCode::NOT_FOUND, Json(TodoError::NotFound(format!("id = {id}")))).into_response()
}

/// List all Todo items
#[utoipa::path(get, path = "/todo", tag = "todo", responses((status = 200, description = "All", body = [Todo])))]
async fn list_todos(State(store): State<Store>) -> Json<Vec<Todo>> {
    let mut todos: Vec<Todo> = store.lock().unwrap().values().cloned().collect();
    todos.sort_by_key(|todo| todo.id);
    Json(todos)
}

/// Create a todo
#[utoipa::path(
    post,
    path = "/todo",
    tag = "todo",
    responses(
        (status = 201, description = "Todo item created successfully", body = Todo, headers(("x-id" = i32, description = "The id"))),
        (status = 409, description = "Todo already exists", body = TodoError)
    )
)]
async fn create_todo(State(store): State<Store>, Json(todo): Json<Todo>) -> Response {
    let mut store = store.lock().unwrap();
    if store.contains_key(&todo.id) {
        return (StatusCode::CONFLICT, Json(TodoError::Conflict(format!("todo already exists: {}", todo.id))))
            .into_response();
    }
    store.insert(todo.id, todo.clone());
    (StatusCode::CREATED, [("x-id", todo.id.to_string())], Json(todo)).into_response()
}

/// Mark Todo item done by id
#[utoipa::path(
    put,
    path = "/todo/{id}",
    tag = "todo",
    responses(
        (status = 200, description = "Todo marked done successfully"),
        (status = 404, description = "Todo not found", body = TodoError, example = json!(TodoError::NotFound(String::from("id = 1"))))
    ),
    params(("id" = i32, Path, description = "Todo database id")),
    security(("api_key" = []))
)]
async fn mark_done(Path(id): Path<i32>, State(store): State<Store>, headers: HeaderMap) -> Response {
    if headers.get("todo_apikey").is_none_or(|key| key != "utoipa-rocks") {
        return (StatusCode::UNAUTHORIZED, "incorrect api key").into_response();
    }
    match store.lock().unwrap().get_mut(&id) {
        Some(todo) => {
            todo.done = true;
            StatusCode::OK.into_response()
        }
        None => not_found(id),
    }
}

/// Delete a todo
#[utoipa::path(
    delete,
    path = "/todo/{id}",
    tag = "todo",
    responses((status = 204), (status = 404, body = TodoError), (status = 429, response = TooMany)),
    params(("id" = i32, Path)),
)]
async fn delete_todo(Path(id): Path<i32>, State(store): State<Store>) -> Response {
    if id == 429 {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "0")], Json(TooMany { wait: 0 }))
            .into_response();
    }
    if store.lock().unwrap().remove(&id).is_some() { StatusCode::NO_CONTENT.into_response() } else { not_found(id) }
}

/// Todo search query
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Search by value. Search is incase sensitive.
    value: String,
    /// Search by `done` status.
    done: Option<bool>,
    #[param(inline)]
    priority: Option<Priority>,
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/todo/search", tag = "todo", params(Search), responses(SearchResponses))]
async fn search_todos(State(store): State<Store>, Query(search): Query<Search>) -> Response {
    if search.value.is_empty() {
        let body = BadRequest { message: "a value is needed".to_owned() };
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let store = store.lock().unwrap();
    let items: Vec<Todo> = store
        .values()
        .filter(|todo| todo.value.contains(&search.value))
        .filter(|todo| search.done.is_none_or(|done| todo.done == done))
        .filter(|todo| search.priority.as_ref().is_none_or(|priority| todo.priority == *priority))
        .take(search.limit.unwrap_or(50) as usize)
        .cloned()
        .collect();
    let total = items.len();
    Json(Page { items, total }).into_response()
}

#[utoipa::path(post, path = "/types", tag = "types", request_body = Types, responses((status = 200, body = Types)))]
async fn types(Json(types): Json<Types>) -> Json<Types> {
    Json(types)
}

#[utoipa::path(post, path = "/unions", tag = "types", responses((status = 200, body = Unions)))]
async fn unions(Json(unions): Json<Unions>) -> Json<Unions> {
    Json(unions)
}

#[utoipa::path(post, path = "/external", tag = "types", responses((status = 200, body = External)))]
async fn external(Json(external): Json<External>) -> Json<External> {
    Json(external)
}

#[utoipa::path(post, path = "/option", tag = "types", request_body = Option<Square>, responses((status = 200, body = Option<Square>)))]
async fn option(Json(square): Json<Option<Square>>) -> Json<Option<Square>> {
    Json(square)
}

#[utoipa::path(get, path = "/generic", tag = "types", responses((status = 200, body = Page<Square>)))]
async fn generic() -> Json<Page<Square>> {
    Json(Page { items: vec![Square { side: 3 }], total: 1 })
}

// Parameters of every kind

#[utoipa::path(
    get,
    path = "/seen/{text}/{priority}",
    tag = "parameters",
    params(
        ("text" = String, Path),
        ("priority" = Priority, Path),
        ("tags" = Option<Vec<String>>, Query),
        ("x-trace" = String, Header),
        ("session" = Option<String>, Cookie),
    ),
    responses((status = 200, body = HashMap<String, String>))
)]
async fn seen(
    Path((text, priority)): Path<(String, Priority)>,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
    headers: HeaderMap,
) -> Json<HashMap<String, String>> {
    let header = |name| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let priority = serde_json::to_value(priority).unwrap().as_str().unwrap().to_owned();
    let seen = [
        ("text", text),
        ("priority", priority),
        ("query", query.unwrap_or_default()),
        ("trace", header("x-trace")),
        ("cookie", header("cookie")),
    ];
    Json(seen.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

// Forms, files, texts, streams

#[derive(Serialize, Deserialize, ToSchema)]
struct Login {
    user: String,
    remember: Option<bool>,
}

#[utoipa::path(
    post,
    path = "/login",
    tag = "media",
    request_body(content = Login, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Login))
)]
async fn login(Form(login): Form<Login>) -> Json<Login> {
    Json(login)
}

/// Just a schema for axum native multipart
#[derive(Deserialize, ToSchema)]
#[allow(unused, reason = "only its schema is used")]
struct HelloForm {
    name: String,
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

#[utoipa::path(
    post,
    path = "/hello",
    tag = "media",
    request_body(content = HelloForm, content_type = "multipart/form-data"),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn hello_form(mut multipart: Multipart) -> String {
    let mut seen = Vec::new();
    while let Some(field) = multipart.next_field().await.unwrap() {
        let name = field.name().unwrap_or_default().to_owned();
        let (file, kind) = (field.file_name().map(str::to_owned), field.content_type().map(str::to_owned));
        let length = field.bytes().await.unwrap().len();
        seen.push(format!("{name} {} {} {length}", file.unwrap_or_default(), kind.unwrap_or_default()));
    }
    seen.join("|")
}

#[utoipa::path(
    put,
    path = "/blob",
    tag = "media",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
async fn blob(body: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/octet-stream")], Body::from(body)).into_response()
}

#[utoipa::path(post, path = "/text", tag = "media", request_body = String, responses((status = 200, body = String)))]
async fn text(body: String) -> String {
    body.to_uppercase()
}

#[utoipa::path(
    get,
    path = "/events",
    tag = "media",
    responses((status = 200, content_type = "text/event-stream", body = Square))
)]
async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(stream::iter((1..4).map(|side| Ok(Event::default().json_data(Square { side }).unwrap()))))
}

#[utoipa::path(
    get,
    path = "/either",
    tag = "media",
    responses((status = 200, content((Square = "application/json"), (String = "text/plain"))))
)]
async fn either(headers: HeaderMap) -> Response {
    if headers.get(header::ACCEPT).is_some_and(|accept| accept.to_str().unwrap().starts_with("text/plain")) {
        return "side 3".into_response();
    }
    Json(Square { side: 3 }).into_response()
}

#[utoipa::path(get, path = "/me", tag = "security", security(("bearer" = [])), responses((status = 200, body = String)))]
async fn me(headers: HeaderMap) -> String {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[tokio::main]
async fn main() {
    let (router, api) = OpenApiRouter::with_openapi(ApiDoc::openapi())
        .routes(routes!(list_todos, create_todo))
        .routes(routes!(search_todos))
        .routes(routes!(mark_done, delete_todo))
        .routes(routes!(types))
        .routes(routes!(unions))
        .routes(routes!(external))
        .routes(routes!(option))
        .routes(routes!(generic))
        .routes(routes!(seen))
        .routes(routes!(login))
        .routes(routes!(hello_form))
        .routes(routes!(blob))
        .routes(routes!(text))
        .routes(routes!(events))
        .routes(routes!(either))
        .routes(routes!(me))
        .with_state(Store::default())
        .split_for_parts();
    let router = router.route("/openapi.json", axum::routing::get(move || async move { Json(api) }));
    let port = std::env::var("PORT").expect("the runner chooses a port");
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("the port is free");
    axum::serve(listener, router).await.expect("the server runs");
}
