//! Todos in the way of the example of aide with axum.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aide::axum::routing::{get_with, post_with, put_with};
use aide::axum::{ApiRouter, IntoApiResponse};
use aide::openapi::{OpenApi, SecurityScheme, Tag};
use aide::transform::{TransformOpenApi, TransformOperation};
use axum::body::Bytes;
use axum::extract::{Form, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Default)]
struct AppState {
    todos: Arc<Mutex<BTreeMap<Uuid, TodoItem>>>,
}

/// A single Todo item.
#[derive(Serialize, Deserialize, JsonSchema, Clone)]
struct TodoItem {
    id: Uuid,
    /// The description for the item.
    #[schemars(length(min = 1))]
    description: String,
    /// Whether the item was completed.
    complete: bool,
    priority: Priority,
    due: Option<NaiveDate>,
    made: DateTime<Utc>,
    labels: BTreeMap<String, u64>,
}

/// New Todo details.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewTodo {
    /// The description for the new Todo.
    #[schemars(length(min = 1))]
    description: String,
    #[serde(default)]
    priority: Priority,
    due: Option<NaiveDate>,
    #[serde(default)]
    labels: BTreeMap<String, u64>,
}

/// New Todo response.
#[derive(Serialize, JsonSchema)]
struct TodoCreated {
    /// The ID of the new Todo.
    id: Uuid,
}

#[derive(Serialize, Deserialize, JsonSchema, Clone, Copy, Default, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Priority {
    #[default]
    NotUrgent,
    /// At once.
    Urgent,
}

/// A default error response for most API errors.
#[derive(Serialize, JsonSchema)]
struct AppError {
    /// An error message.
    error: String,
    /// A unique error ID.
    error_id: Uuid,
    /// Optional Additional error details.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_details: Option<serde_json::Value>,
}

impl AppError {
    fn new(error: impl Into<String>) -> Json<Self> {
        Json(Self { error: error.into(), error_id: Uuid::new_v4(), error_details: None })
    }
}

#[derive(Deserialize, JsonSchema)]
struct SelectTodo {
    /// The ID of the Todo.
    id: Uuid,
}

#[derive(Deserialize, JsonSchema)]
struct Search {
    priority: Option<Priority>,
    #[serde(default)]
    limit: Option<u8>,
    text: String,
}

/// Unions in the forms of serde.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Unions {
    external: Vec<External>,
    internal: Vec<Internal>,
    adjacent: Vec<Adjacent>,
    untagged: Vec<Untagged>,
    optional: Option<Internal>,
    pair: (i32, String),
    node: Option<Box<Node>>,
    any: serde_json::Value,
    large: u64,
    letter: char,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum External {
    Nothing,
    Number(i64),
    Point { x: f64, y: f64 },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Internal {
    Circle { radius: f64 },
    Square(Square),
    Unit,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Square {
    side: u32,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Text(String),
    Empty,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Square(Square),
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Node {
    name: String,
    children: Vec<Node>,
}

#[derive(Deserialize, JsonSchema)]
struct Login {
    user: String,
    age: Option<u8>,
}

async fn create_todo(State(app): State<AppState>, Json(new): Json<NewTodo>) -> impl IntoApiResponse {
    let id = Uuid::new_v4();
    let NewTodo { description, priority, due, labels } = new;
    if description.is_empty() {
        return (StatusCode::BAD_REQUEST, AppError::new("a todo has a description")).into_response();
    }
    let item = TodoItem { id, description, complete: false, priority, due, made: Utc::now(), labels };
    app.todos.lock().unwrap().insert(id, item);
    (StatusCode::CREATED, Json(TodoCreated { id })).into_response()
}

fn create_todo_docs(op: TransformOperation) -> TransformOperation {
    op.id("createTodo")
        .description("Create a new incomplete Todo item.")
        .tag("todo")
        .response::<201, Json<TodoCreated>>()
        .response_with::<400, Json<AppError>, _>(|res| res.description("The description is empty."))
}

async fn list_todos(State(app): State<AppState>, Query(search): Query<Search>) -> impl IntoApiResponse {
    let todos = app.todos.lock().unwrap();
    let is_found = |todo: &&TodoItem| {
        search.priority.is_none_or(|priority| todo.priority == priority) && todo.description.contains(&search.text)
    };
    let found = todos.values().filter(is_found).take(search.limit.unwrap_or(u8::MAX).into());
    Json(found.cloned().collect::<Vec<_>>())
}

fn list_todos_docs(op: TransformOperation) -> TransformOperation {
    op.id("listTodos").description("List the Todo items.").tag("todo").response::<200, Json<Vec<TodoItem>>>()
}

async fn get_todo(State(app): State<AppState>, Path(todo): Path<SelectTodo>) -> impl IntoApiResponse {
    match app.todos.lock().unwrap().get(&todo.id) {
        Some(item) => Json(item.clone()).into_response(),
        None => (StatusCode::NOT_FOUND, AppError::new("todo not found")).into_response(),
    }
}

fn get_todo_docs(op: TransformOperation) -> TransformOperation {
    op.id("getTodo")
        .description("Get a single Todo item.")
        .tag("todo")
        .response::<200, Json<TodoItem>>()
        .response_with::<404, (), _>(|res| res.description("todo was not found"))
}

async fn complete_todo(State(app): State<AppState>, Path(todo): Path<SelectTodo>) -> impl IntoApiResponse {
    match app.todos.lock().unwrap().get_mut(&todo.id) {
        Some(item) => {
            item.complete = true;
            StatusCode::NO_CONTENT
        }
        None => StatusCode::NOT_FOUND,
    }
}

fn complete_todo_docs(op: TransformOperation) -> TransformOperation {
    op.id("completeTodo").description("Complete a Todo.").tag("todo").response::<204, ()>()
}

async fn unions(Json(unions): Json<Unions>) -> Json<Unions> {
    Json(unions)
}

async fn login(Form(login): Form<Login>) -> String {
    format!("{} {:?}", login.user, login.age)
}

async fn raw(body: Bytes) -> Bytes {
    body.iter().rev().copied().collect()
}

async fn upload(mut form: Multipart) -> Json<Vec<String>> {
    let mut parts = Vec::new();
    while let Some(part) = form.next_field().await.unwrap() {
        let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let content = part.bytes().await.unwrap();
        parts.push(format!("{name} {file:?} {}", content.len()));
    }
    Json(parts)
}

async fn me(headers: HeaderMap) -> impl IntoApiResponse {
    match headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        Some("Bearer secret") => "me".into_response(),
        _ => (StatusCode::UNAUTHORIZED, AppError::new("who are you?")).into_response(),
    }
}

fn me_docs(op: TransformOperation) -> TransformOperation {
    op.id("me")
        .security_requirement("Token")
        .response::<200, String>()
        .response_with::<401, Json<AppError>, _>(|res| res.description("The caller is unknown."))
}

fn api_docs(api: TransformOpenApi) -> TransformOpenApi {
    api.title("Aide axum Open API")
        .summary("An example Todo application")
        .tag(Tag { name: "todo".into(), description: Some("Todo Management".into()), ..Default::default() })
        .security_scheme(
            "Token",
            SecurityScheme::Http {
                scheme: "bearer".into(),
                bearer_format: None,
                description: None,
                extensions: Default::default(),
            },
        )
        .default_response_with::<Json<AppError>, _>(|res| res.description("Something went wrong."))
}

async fn serve_docs(Extension(api): Extension<Arc<OpenApi>>) -> impl IntoApiResponse {
    Json(api.as_ref().clone())
}

#[tokio::main]
async fn main() {
    aide::generate::on_error(|error| eprintln!("{error}"));
    aide::generate::extract_schemas(true);
    let mut api = OpenApi::default();
    let app = ApiRouter::new()
        .api_route("/todo", post_with(create_todo, create_todo_docs).get_with(list_todos, list_todos_docs))
        .api_route("/todo/{id}", get_with(get_todo, get_todo_docs))
        .api_route("/todo/{id}/complete", put_with(complete_todo, complete_todo_docs))
        .api_route("/unions", post_with(unions, |op| op.id("unions")))
        .api_route("/login", post_with(login, |op| op.id("login")))
        .api_route("/raw", post_with(raw, |op| op.id("raw")))
        .api_route("/upload", post_with(upload, |op| op.id("upload")))
        .api_route("/me", get_with(me, me_docs))
        .route("/openapi.json", axum::routing::get(serve_docs))
        .finish_api_with(&mut api, api_docs)
        .layer(Extension(Arc::new(api)))
        .with_state(AppState::default());
    let port = std::env::var("PORT").expect("the runner chooses the port");
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
