//! A retry, seen in the log: the service is down at first, and the call is sent again with the same `ms-requestid`.

use std::time::Duration;

use partner_center::models::Cart;
use partner_center::{Bearer, Client, Retry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), partner_center::Error> {
    tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(std::io::stdout).init();
    let server = tests::Server::start([
        (503, "", ""),
        (429, "content-type: application/json\nretry-after: 0", r#"{"statusCode": 429, "message": "Wait."}"#),
        (201, "content-type: application/json", r#"{"id": "1c5b1b34-51a8-4d9d-8c61-1df2a52fbc0a"}"#),
    ]);

    let client = Client::builder()
        .credential(Bearer::new("token"))
        .base_url(server.url())
        .retry(Retry::default().first_wait(Duration::from_millis(20)))
        .build()?;
    let created = client.carts().create("a-customer", &Cart::default()).send().await?;

    println!("cart {:?}", created.id.as_deref().unwrap_or_default());
    let requests = server.requests();
    let ids: Vec<_> = requests.iter().map(|request| request.header("ms-requestid")).collect();
    println!("{} requests, one id: {}", ids.len(), ids.iter().all(|id| *id == ids[0]));
    Ok(())
}
