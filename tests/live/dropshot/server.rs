//! Projects as the examples of dropshot write them.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use dropshot::{
    ApiDescription, Body, ConfigDropshot, ConfigLogging, ConfigLoggingLevel, EmptyScanParams, HttpError,
    HttpResponseCreated, HttpResponseDeleted, HttpResponseHeaders, HttpResponseOk, HttpResponseUpdatedNoContent,
    PaginationParams, Path, Query, RequestContext, ResultsPage, ServerBuilder, TypedBody, UntypedBody, WhichPage,
    endpoint,
};
use http::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

type Projects = Mutex<Vec<Project>>;

/// A project.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Project {
    id: Uuid,
    name: String,
    created: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    state: State,
    size: u64,
    disk: Disk,
}

/// How a project is doing.
#[derive(Clone, Serialize, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "snake_case")]
enum State {
    /// Nothing runs yet.
    Planned,
    Running,
}

/// Where a disk comes from.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Disk {
    /// An empty one.
    Blank {
        block_size: u32,
    },
    Snapshot {
        snapshot_id: Uuid,
    },
}

#[derive(Deserialize, JsonSchema)]
struct NewProject {
    name: String,
    description: Option<String>,
    #[serde(default = "planned")]
    state: State,
    disk: Disk,
}

fn planned() -> State {
    State::Planned
}

#[derive(Deserialize, JsonSchema)]
struct ProjectPath {
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct ProjectPage {
    last: String,
}

#[derive(Deserialize, JsonSchema)]
struct Search {
    text: String,
    state: Option<State>,
    since: Option<DateTime<Utc>>,
    limit: Option<std::num::NonZeroU32>,
}

#[derive(Serialize, JsonSchema)]
struct Location {
    location: String,
}

fn missing(name: &str) -> HttpError {
    HttpError::for_not_found(Some("NoProject".to_owned()), format!("no project {name}"))
}

/// List the projects
#[endpoint { method = GET, path = "/projects", tags = ["projects"] }]
async fn project_list(
    context: RequestContext<Projects>,
    query: Query<PaginationParams<EmptyScanParams, ProjectPage>>,
) -> Result<HttpResponseOk<ResultsPage<Project>>, HttpError> {
    let pagination = query.into_inner();
    let limit = context.page_limit(&pagination)?.get() as usize;
    let mut projects = context.context().lock().unwrap().clone();
    projects.sort_by(|one, other| one.name.cmp(&other.name));
    if let WhichPage::Next(page) = &pagination.page {
        projects.retain(|project| project.name > page.last);
    }
    projects.truncate(limit);
    let page = |last: &Project, _: &EmptyScanParams| ProjectPage { last: last.name.clone() };
    Ok(HttpResponseOk(ResultsPage::new(projects, &EmptyScanParams {}, page)?))
}

/// Create a project
#[endpoint { method = POST, path = "/projects", tags = ["projects"] }]
async fn project_create(
    context: RequestContext<Projects>,
    body: TypedBody<NewProject>,
) -> Result<HttpResponseHeaders<HttpResponseCreated<Project>, Location>, HttpError> {
    let NewProject { name, description, state, disk } = body.into_inner();
    let mut projects = context.context().lock().unwrap();
    if projects.iter().any(|project| project.name == name) {
        return Err(HttpError::for_bad_request(Some("Taken".to_owned()), format!("there is a project {name}")));
    }
    let project =
        Project { id: Uuid::new_v4(), name, created: Utc::now(), description, state, size: u64::MAX >> 1, disk };
    projects.push(project.clone());
    let location = Location { location: format!("/projects/{}", project.name) };
    Ok(HttpResponseHeaders::new(HttpResponseCreated(project), location))
}

/// Search the projects
#[endpoint { method = GET, path = "/search", tags = ["projects"] }]
async fn project_search(
    context: RequestContext<Projects>,
    query: Query<Search>,
) -> Result<HttpResponseOk<Vec<Project>>, HttpError> {
    let Search { text, state, since, limit } = query.into_inner();
    let projects = context.context().lock().unwrap().clone().into_iter();
    let found = projects
        .filter(|project| project.name.contains(&text))
        .filter(|project| state.as_ref().is_none_or(|state| project.state == *state))
        .filter(|project| since.is_none_or(|since| project.created > since));
    Ok(HttpResponseOk(found.take(limit.map_or(usize::MAX, |limit| limit.get() as usize)).collect()))
}

/// Fetch a project
#[endpoint { method = GET, path = "/projects/{name}", tags = ["projects"] }]
async fn project_view(
    context: RequestContext<Projects>,
    path: Path<ProjectPath>,
) -> Result<HttpResponseOk<Project>, HttpError> {
    let name = path.into_inner().name;
    let projects = context.context().lock().unwrap();
    projects.iter().find(|project| project.name == name).cloned().map(HttpResponseOk).ok_or_else(|| missing(&name))
}

/// Delete a project
#[endpoint { method = DELETE, path = "/projects/{name}", tags = ["projects"] }]
async fn project_delete(
    context: RequestContext<Projects>,
    path: Path<ProjectPath>,
) -> Result<HttpResponseDeleted, HttpError> {
    let name = path.into_inner().name;
    let mut projects = context.context().lock().unwrap();
    let at = projects.iter().position(|project| project.name == name).ok_or_else(|| missing(&name))?;
    projects.remove(at);
    Ok(HttpResponseDeleted())
}

/// Start a project
#[endpoint { method = PUT, path = "/projects/{name}/start", tags = ["projects"] }]
async fn project_start(
    context: RequestContext<Projects>,
    path: Path<ProjectPath>,
) -> Result<HttpResponseUpdatedNoContent, HttpError> {
    let name = path.into_inner().name;
    let mut projects = context.context().lock().unwrap();
    projects.iter_mut().find(|project| project.name == name).ok_or_else(|| missing(&name))?.state = State::Running;
    Ok(HttpResponseUpdatedNoContent())
}

/// Upload bytes, and get them back
#[endpoint { method = PUT, path = "/echo", tags = ["bytes"] }]
async fn bytes_echo(_: RequestContext<Projects>, body: UntypedBody) -> Result<Response<Body>, HttpError> {
    let body = body.as_bytes().to_vec();
    Ok(Response::builder().header(http::header::CONTENT_TYPE, "application/octet-stream").body(body.into())?)
}

#[tokio::main]
async fn main() -> Result<(), String> {
    let log = ConfigLogging::StderrTerminal { level: ConfigLoggingLevel::Error }.to_logger("server").unwrap();
    let mut api = ApiDescription::new();
    api.register(project_list).unwrap();
    api.register(project_create).unwrap();
    api.register(project_search).unwrap();
    api.register(project_view).unwrap();
    api.register(project_delete).unwrap();
    api.register(project_start).unwrap();
    api.register(bytes_echo).unwrap();
    let document = api.openapi("Projects", "1.0.0".parse().unwrap()).json().unwrap();
    api.register(document_view).unwrap();
    DOCUMENT.set(document.to_string()).unwrap();
    let port: u16 = std::env::var("PORT").unwrap().parse().unwrap();
    let config = ConfigDropshot { bind_address: ([127, 0, 0, 1], port).into(), ..Default::default() };
    ServerBuilder::new(api, Projects::default(), log).config(config).start().map_err(|error| error.to_string())?.await
}

static DOCUMENT: std::sync::OnceLock<String> = std::sync::OnceLock::new();

#[endpoint { method = GET, path = "/openapi.json", unpublished = true }]
async fn document_view(_: RequestContext<Projects>) -> Result<Response<Body>, HttpError> {
    Ok(Response::builder().body(DOCUMENT.get().cloned().unwrap_or_default().into())?)
}
