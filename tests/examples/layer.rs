//! A layer around the transport, through which every request of a client passes.

use std::time::Instant;

use partner_center::{Bearer, Client, Layered, Reqwest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), partner_center::BoxError> {
    let server = tests::Server::start([(200, "content-type: application/json", r#"{"status": "Active"}"#)]);

    let transport = Layered::new(Reqwest::new()?, |request, next| async move {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let begun = Instant::now();
        let response = next.send(request).await;
        let status = response.as_ref().map(|response| response.status());
        println!("{method} {path}: {status:?}, in under a minute: {}", begun.elapsed().as_secs() < 60);
        response
    });
    let client =
        Client::builder().credential(Bearer::new("token")).base_url(server.url()).transport(transport).build()?;
    let cart = client.carts().get("a-customer", "a-cart").send().await?;

    println!("the cart is {:?}", cart.status.as_deref().unwrap_or_default());
    Ok(())
}
