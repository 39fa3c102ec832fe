//! The calls of OpenAI's guides: a chat, a chat that streams, an upload, a paged list, a search and an error.

use openai_client::models::*;
use openai_client::{Bearer, Client, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Result<Client> {
    let url = std::env::var("LIVE_URL")? + "/v1";
    Ok(Client::builder().base_url(&url).credential(Bearer::new("sk-test")).build()?)
}

fn question() -> CreateChatCompletionRequest {
    let message = ChatCompletionRequestUserMessage::new("Write a haiku.".into());
    CreateChatCompletionRequest {
        max_completion_tokens: 512.into(),
        ..CreateChatCompletionRequest::new(vec![message.into()], "gpt-4o".into())
    }
}

#[tokio::test]
async fn chat() -> Result {
    let response = client()?.chat().create_completion(&question()).send().await?;
    assert_eq!(response.choices[0].message.content.as_deref(), Some("An old silent pond"));
    Ok(())
}

#[tokio::test]
async fn streaming_chat() -> Result {
    let mut stream = client()?.chat().create_completion(&question()).send_events().await?;
    let mut text = String::new();
    while let Some(chunk) = stream.next().await {
        for choice in chunk?.data.choices {
            text += choice.delta.content.as_deref().unwrap_or_default();
        }
    }
    assert_eq!(text, "An old silent pond");
    Ok(())
}

#[tokio::test]
async fn upload_and_paged_list() -> Result {
    let client = client()?;
    for content in ["a", "b", "c"] {
        let file = Part::from(content).file_name("report.txt");
        client.files().create(&CreateFileRequestPurpose::Assistants, file).send().await?;
    }
    let mut files = client.files().list().limit(2).items();
    let mut names = Vec::new();
    while let Some(file) = files.next().await {
        names.push(file?.filename);
    }
    assert_eq!(names, ["report.txt"; 3]);
    Ok(())
}

#[tokio::test]
async fn search() -> Result {
    let request =
        VectorStoreSearchRequest { max_num_results: Some(3), ..VectorStoreSearchRequest::new("profit".into()) };
    let page = client()?.vector_stores().search("vs_1", &request).send().await?;
    assert_eq!(page.data[0].content[0].text, "Profit in vs_1");
    Ok(())
}

#[tokio::test]
async fn error() -> Result {
    let error = client()?.files().retrieve("file-9").send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("No such File object: file-9")));
    Ok(())
}
