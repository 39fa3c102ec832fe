//! The calls of Docker's guide: pull an image, run a container, read its logs, list, upload an archive, and an error.

use docker_client::Client;
use docker_client::models::*;

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Result<Client> {
    Ok(Client::builder().base_url(&(std::env::var("LIVE_URL")? + "/v1.47")).build()?)
}

async fn created(client: &Client, name: &str) -> Result<String> {
    let request = ContainerCreateRequest {
        image: Some("alpine:3".into()),
        cmd: Some(vec!["echo".into(), "hello".into()]),
        ..ContainerCreateRequest::default()
    };
    Ok(client.container().create(&request).name(name).send().await?.into_inner().id)
}

#[tokio::test]
async fn run_a_container() -> Result {
    let client = client()?;
    client.image().create().from_image("alpine").tag("3").send().await?;
    let id = created(&client, "run").await?;
    client.container().start(&id).send().await?;
    let mut logs = client.container().logs(&id).stdout(true).follow(true).send().await?;
    let mut text = Vec::new();
    while let Some(chunk) = logs.next().await {
        text.extend(chunk?);
    }
    assert_eq!(text, b"\x01\0\0\0\0\0\0\x06hello\n".repeat(2));
    let exit = client.container().wait(&id).send().await?;
    assert_eq!(exit.status_code, 0);
    Ok(())
}

#[tokio::test]
async fn filtered_list() -> Result {
    let client = client()?;
    let id = created(&client, "listed").await?;
    client.container().start(&id).send().await?;
    let running = client.container().list().all(true).filters(r#"{"status":["running"]}"#).send().await?;
    assert!(running.iter().any(|container| container.id.as_deref() == Some("listed")));
    assert!(running.iter().all(|container| container.state == Some(ContainerSummaryState::Running)));
    Ok(())
}

#[tokio::test]
async fn upload() -> Result {
    let client = client()?;
    let id = created(&client, "upload").await?;
    client.container().put_archive(&id, "/etc", "a tar archive", "application/x-tar").send().await?;
    Ok(())
}

#[tokio::test]
async fn error() -> Result {
    let error = client()?.container().inspect("gone").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("No such container: gone")));
    Ok(())
}
