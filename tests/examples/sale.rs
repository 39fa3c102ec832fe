//! A sale from customer to order, against a server that the example starts itself.

use std::error::Error;

use partner_center::Client;
use partner_center::models::{BillingCycle, Cart, CartCheckoutResult, CartErrorCode, CartLineItem};

/// Buys ten of an item for the customer with that domain. The README of the crate shows this function.
pub async fn sell(client: &Client, domain: &str, catalog_item: &str) -> Result<CartCheckoutResult, Box<dyn Error>> {
    let mut customers = client.customers().list().size(50).items();
    let customer = loop {
        let customer = customers.next().await.ok_or("no customer has this domain")??;
        if customer.company_profile.is_some_and(|profile| profile.domain.as_deref() == Some(domain)) {
            break customer.id.ok_or("the customer has no id")?;
        }
    };
    let item = CartLineItem {
        catalog_item_id: Some(catalog_item.to_owned()),
        quantity: Some(25),
        billing_cycle: Some(BillingCycle::Monthly),
        term_duration: Some("P1Y".to_owned()),
        ..Default::default()
    };
    let new = Cart { line_items: Some(vec![item]), ..Default::default() };
    let mut cart = client.carts().create(&customer, &new).send().await?.into_inner();
    let id = cart.id.clone().ok_or("the cart has no id")?;
    // A line item that cannot be bought has an error inside a successful response.
    for item in cart.line_items.iter_mut().flatten() {
        if item.error.as_ref().is_some_and(|error| error.error_code == Some(CartErrorCode::QUOTA_NOT_AVAILABLE)) {
            (item.quantity, item.error) = (Some(10), None);
        }
    }
    let cart = client.carts().update(&customer, &id, &cart).send().await?.into_inner();
    if let Some(error) = cart.line_items.iter().flatten().find_map(|item| item.error.as_ref()) {
        return Err(format!("a line item cannot be bought: {error:?}").into());
    }
    Ok(client.carts().check_out(&customer, &id).send().await?.into_inner())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = tests::Server::start(RESPONSES.map(|(status, body)| (status, "content-type: application/json", body)));
    let client = Client::builder().credential(partner_center::Bearer::new("token")).base_url(server.url()).build()?;
    let sold = sell(&client, "fabrikam.example", "CFQ7TTC0LH16:0001:CFQ7TTC0K971").await?;
    for error in sold.order_errors.unwrap_or_default() {
        println!("not ordered: {error:?}");
    }
    for id in sold.orders.into_iter().flatten().filter_map(|order| order.id) {
        let order = client.orders().get("c2", &id).send().await?.into_inner();
        println!("order {id}: {:?}", order.status);
    }
    for request in server.requests() {
        println!("{}", request.line);
    }
    Ok(())
}

const RESPONSES: [(u16, &str); 6] = [
    (
        200,
        r#"{"items": [{"id": "c1", "companyProfile": {"domain": "contoso.example"}}],
        "links": {"next": {"uri": "/customers?size=50&seekOperation=Next",
            "headers": [{"key": "MS-ContinuationToken", "value": "page 2"}]}}}"#,
    ),
    (200, r#"{"items": [{"id": "c2", "companyProfile": {"domain": "fabrikam.example"}}]}"#),
    (
        201,
        r#"{"id": "cart1", "lineItems": [{"id": 0, "quantity": 25,
        "error": {"errorCode": 10002, "errorDescription": "10 are left."}}]}"#,
    ),
    (200, r#"{"id": "cart1", "lineItems": [{"id": 0, "quantity": 10}]}"#),
    (201, r#"{"orders": [{"id": "o1"}]}"#),
    (200, r#"{"id": "o1", "status": "completed"}"#),
];
