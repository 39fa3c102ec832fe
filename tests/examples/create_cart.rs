//! Creates a cart, against a server that the example starts itself.

use partner_center::models::{BillingCycle, Cart, CartLineItem};
use partner_center::{Bearer, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), partner_center::Error> {
    let server = tests::Server::start([(201, "content-type: application/json", CREATED)]);

    let client = Client::builder().credential(Bearer::new("token")).base_url(server.url()).build()?;
    let item = CartLineItem {
        id: Some(0),
        catalog_item_id: Some("CFQ7TTC0LH16:0001:CFQ7TTC0K971".to_owned()),
        quantity: Some(5),
        billing_cycle: Some(BillingCycle::Monthly),
        term_duration: Some("P1M".to_owned()),
        ..Default::default()
    };
    let cart = Cart { line_items: Some(vec![item]), ..Default::default() };
    let created = client.carts().create("4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04", &cart).send().await?;

    println!("{}: cart {:?}", created.status(), created.id.as_deref().unwrap_or_default());
    for item in created.line_items.iter().flatten() {
        println!("{:?} of {:?}: {:?}", item.quantity, item.catalog_item_id, item.billing_cycle);
    }
    if let Some(end) = &created.expiration_timestamp {
        println!("ends at {end}");
    }
    Ok(())
}

const CREATED: &str = r#"{
    "id": "b2c0a5e4-6d1f-4f0e-8f57-2f6f7a3f4c11",
    "status": "Active",
    "expirationTimestamp": "2026-11-30T09:15:02.4512345Z",
    "lineItems": [{
        "id": 0,
        "catalogItemId": "CFQ7TTC0LH16:0001:CFQ7TTC0K971",
        "quantity": 5,
        "billingCycle": "monthly",
        "termDuration": "P1M",
        "orderGroup": "0"
    }]
}"#;
