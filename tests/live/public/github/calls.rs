//! The calls of GitHub's guides: issues, a paged list, a search, an upload and an error.

use github_client::Client;
use github_client::models::*;

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Result<Client> {
    Ok(Client::builder().base_url(&std::env::var("LIVE_URL")?).header("Authorization", "Bearer ghp_1").build()?)
}

#[tokio::test]
async fn issues() -> Result {
    let client = client()?;
    for title in ["a", "b", "c"] {
        let request = IssuesCreateRequest {
            body: Some("It does not work.".into()),
            labels: Some(vec!["bug".into()]),
            ..IssuesCreateRequest::new(title.into())
        };
        let issue = client.issues().create("octocat", "hello", &request).send().await?;
        assert_eq!(issue.title, title);
    }
    let mut issues = client.issues().list_for_repo("octocat", "hello").state(&ListState::Open).per_page(2).items();
    let mut titles = Vec::new();
    while let Some(issue) = issues.next().await {
        titles.push(issue?.title);
    }
    assert_eq!(titles, ["a", "b", "c"]);
    let found = client.search().issues_and_pull_requests("repo:octocat/hello is:issue").send().await?;
    assert_eq!(found.total_count, 3);
    Ok(())
}

#[tokio::test]
async fn upload() -> Result {
    let asset = client()?.repos().upload_release_asset("octocat", "hello", 1, "app.zip").body("PK").send().await?;
    assert_eq!(asset.state, ReleaseAssetState::Uploaded);
    Ok(())
}

#[tokio::test]
async fn error() -> Result {
    let error = client()?.repos().get("octocat", "gone").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("Not Found")));
    Ok(())
}
