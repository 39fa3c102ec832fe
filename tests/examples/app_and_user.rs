//! Access tokens of an application and a person (refresh token), from a token server that the example starts itself. It
//! replaces the refresh token each time.

use std::sync::{Arc, Mutex};

use partner_center::{BoxError, Client, Error, RefreshToken, Secret};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let json = "content-type: application/json";
    let login = tests::Server::start([
        (200, json, r#"{"access_token": "t1", "expires_in": 3599, "refresh_token": "r2"}"#),
        (200, json, r#"{"access_token": "t2", "expires_in": 3599, "refresh_token": "r3"}"#),
    ]);
    // The service refuses the first token before it expires.
    let api = tests::Server::start([(401, "", ""), (200, json, r#"{"totalCount": 0, "items": []}"#)]);

    // An application stores the refresh token in a place that survives a restart, such as a key vault.
    let vault = Arc::new(Mutex::new("r1".to_owned()));
    let stored = vault.lock().map(|token| token.clone()).unwrap_or_default();
    let kept = Arc::clone(&vault);
    let store = move |token: Secret| {
        let kept = Arc::clone(&kept);
        async move {
            token.expose().clone_into(&mut *kept.lock().map_err(|_| BoxError::from("the vault is closed"))?);
            Ok(())
        }
    };
    let token_url = format!("{}/fabrikam.onmicrosoft.com/oauth2/v2.0/token", login.url());
    let tokens = RefreshToken::new(&token_url, "application id", stored, store)
        .secret("application secret")
        .scope("https://api.partnercenter.microsoft.com/.default");
    let client = Client::builder().credential(tokens.credential()).base_url(api.url()).build()?;
    client.customers().list().send().await?;

    for request in login.requests() {
        println!("{}\n  {}", request.line, String::from_utf8_lossy(&request.body));
    }
    for request in api.requests() {
        println!("{} with {}", request.line, request.header("authorization").unwrap_or("no token"));
    }
    println!("the vault has {:?}", vault.lock().map(|token| token.clone()).unwrap_or_default());
    Ok(())
}
