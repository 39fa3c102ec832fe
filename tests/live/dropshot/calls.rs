//! Calls of the generated client, which the server of dropshot judges.

use dropshot_client::models::*;
use dropshot_client::operations::projects::CreateHeaders;
use dropshot_client::{Client, Maybe, Uuid};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Client {
    let url = std::env::var("LIVE_URL").expect("the runner names the server");
    Client::builder().base_url(&url).build().expect("the URL is valid")
}

#[tokio::test]
async fn projects_live() -> Result {
    let client = client();
    for name in ["a", "b", "c"] {
        let project =
            NewProject { description: Maybe::Null, ..NewProject::new(DiskBlank::new(512).into(), name.to_owned()) };
        let created = client.projects().create(&project).send().await?;
        assert_eq!(CreateHeaders::of(created.headers()).location(), Some(format!("/projects/{name}").as_str()));
        assert_eq!((created.size, &created.state), (u64::MAX >> 1, &State::Planned));
        assert!(matches!(&created.disk, Disk::Blank(disk) if disk.block_size == 512));
    }
    let mut names = Vec::new();
    let mut projects = client.projects().list().limit(2).items();
    while let Some(project) = projects.next().await {
        names.push(project?.name);
    }
    assert_eq!(names, ["a", "b", "c"]);
    client.projects().start("b").send().await?;
    let found = client.search().project("").state(&State::Running).limit(5).send().await?;
    assert_eq!((found.len(), found[0].name.as_str()), (1, "b"));
    client.projects().delete("b").send().await?;
    let error = client.projects().view("b").send().await.unwrap_err();
    let fault: Error = error.body_as().unwrap();
    assert_eq!((error.status().unwrap().as_u16(), fault.error_code.as_deref()), (404, Some("NoProject")));
    assert_eq!((error.code(), error.message()), (Some("NoProject"), Some("Not Found")));
    Ok(())
}

#[tokio::test]
async fn what_is_invalid_is_refused() {
    let error = client().projects().list().page_token("wrong").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    let disk = DiskSnapshot::new(Uuid::verbatim("no UUID"));
    let error = client().projects().create(&NewProject::new(disk.into(), "x".to_owned())).send().await.unwrap_err();
    assert!(error.message().unwrap().contains("UUID parsing failed"), "{error}");
}
