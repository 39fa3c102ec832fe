//! A line item with an error in a cart that was created nevertheless.

use partner_center::models::{Cart, CartErrorCode, CartLineItem};
use partner_center::{Bearer, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), partner_center::Error> {
    let server = tests::Server::start([(201, "content-type: application/json", CREATED)]);

    let client = Client::builder().credential(Bearer::new("token")).base_url(server.url()).build()?;
    let item =
        CartLineItem { catalog_item_id: Some("NO:SUCH:ITEM".to_owned()), quantity: Some(1), ..Default::default() };
    let cart = Cart { line_items: Some(vec![item]), ..Default::default() };
    let created = client.carts().create("a-customer", &cart).send().await?;

    println!("the call succeeded: {}", created.status());
    for item in created.line_items.iter().flatten() {
        let Some(error) = &item.error else { continue };
        match error.error_code {
            Some(CartErrorCode::CATALOG_ITEM_ID_IS_NOT_VALID) => println!("item {:?}: no such item", item.id),
            Some(code) => println!("item {:?}: {code:?}", item.id),
            None => println!("item {:?}: failed", item.id),
        }
    }
    Ok(())
}

const CREATED: &str = r#"{
    "id": "6f0f4a52-9d2e-4a2c-b6de-0a1c9c2f1a77",
    "status": "Active",
    "lineItems": [
        {"id": 0, "catalogItemId": "NO:SUCH:ITEM", "error": {"errorCode": 10001, "errorDescription": "No such item."}},
        {"id": 1, "catalogItemId": "A:B:C", "error": {"errorCode": 10021, "errorDescription": "Something newer."}}
    ]
}"#;
