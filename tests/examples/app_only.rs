//! Access tokens of an application (client credentials), from a token server that the example starts itself.

use partner_center::{Client, ClientCredentials, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let json = "content-type: application/json";
    let login =
        tests::Server::start([(200, json, r#"{"token_type": "Bearer", "access_token": "t1", "expires_in": 3599}"#)]);
    let api = tests::Server::start([(200, json, r#"{"totalCount": 0, "items": []}"#)]);

    // Without `token_url`, tokens come from Microsoft Entra.
    let credentials = ClientCredentials::of("application id", "application secret")
        .variable("tenant", "fabrikam.onmicrosoft.com")
        .token_url(&format!("{}/{{tenant}}/oauth2/v2.0/token", login.url()));
    let client = Client::builder().client_credentials(credentials).base_url(api.url()).build()?;
    for _ in 0..2 {
        client.customers().list().send().await?;
    }

    for request in login.requests() {
        println!("{}\n  {}", request.line, String::from_utf8_lossy(&request.body));
    }
    for request in api.requests() {
        println!("{} with {}", request.line, request.header("authorization").unwrap_or("no token"));
    }
    Ok(())
}
