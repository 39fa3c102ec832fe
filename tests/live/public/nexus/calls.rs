//! The calls of Oxide's guides: projects, a paged list, an instance, the upload of a disk and an error.

use nexus_client::models::*;
use nexus_client::{Base64, Client};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Result<Client> {
    let url = std::env::var("LIVE_URL")?;
    Ok(Client::builder().base_url(&url).header("Authorization", "Bearer oxide-token-1").build()?)
}

#[tokio::test]
async fn paged_list() -> Result {
    let client = client()?;
    for name in ["a", "b", "c"] {
        let project = ProjectCreateRequired { name: name.into(), description: "A project".into() };
        client.projects().create(&project.into()).send().await?;
    }
    let mut projects = client.projects().list().limit(2).items();
    let mut names = Vec::new();
    while let Some(project) = projects.next().await {
        names.push(project?.name);
    }
    assert_eq!(names, ["a", "b", "c"]);
    Ok(())
}

#[tokio::test]
async fn create_instance() -> Result {
    let required = InstanceCreateRequired {
        name: "web-1".into(),
        description: "A web server".into(),
        hostname: "web-1".into(),
        ncpus: 2,
        memory: 1 << 30,
    };
    let external_ips = Some(vec![ExternalIpCreateEphemeral::default().into()]);
    let request = InstanceCreate { external_ips, ..required.into() };
    let instance = client()?.instances().create("shop", &request).send().await?;
    assert_eq!(instance.run_state, InstanceState::Creating);
    Ok(())
}

#[tokio::test]
async fn upload_a_disk() -> Result {
    let client = client()?;
    let source = DiskSourceImportingBlocks::new(512.into());
    let disk = DiskCreateRequired {
        name: "image".into(),
        description: "An image".into(),
        size: 1 << 30,
        disk_backend: DiskBackendDistributed::new(source.into()).into(),
    };
    client.disks().create("imports", &disk.into()).send().await?;
    client.disks().bulk_write_import_start("image").send().await?;
    for offset in [0, 512] {
        let block = ImportBlocksBulkWrite::new(Base64::from(vec![7; 512]).to_string(), offset);
        client.disks().bulk_write_import("image", &block).send().await?;
    }
    client.disks().bulk_write_import_stop("image").send().await?;
    Ok(())
}

#[tokio::test]
async fn error() -> Result {
    let error = client()?.instances().view("gone").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (404, Some("ObjectNotFound")));
    assert_eq!(error.message(), Some("not found: instance with name \"gone\""));
    Ok(())
}
