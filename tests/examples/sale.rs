//! A sale from customer to order, against a server that the example starts itself.

use partner_center::models::{BillingCycle, Cart, CartErrorCode, CartLineItem, Order};
use partner_center::{Client, Error};

/// Buys ten of an item for the customer with that domain, and reads the order. The README of the crate shows this function.
pub async fn sell(client: &Client, domain: &str, catalog_item: &str) -> Result<Option<Order>, Error> {
    let mut customers = client.customers().list().size(50).items();
    let customer = loop {
        let Some(customer) = customers.next().await.transpose()? else { return Ok(None) };
        if customer.company_profile.is_some_and(|profile| profile.domain.as_deref() == Some(domain)) {
            break customer.id.unwrap_or_default();
        }
    };
    let item = CartLineItem {
        catalog_item_id: Some(catalog_item.to_owned()),
        quantity: Some(25),
        billing_cycle: Some(BillingCycle::Monthly),
        ..Default::default()
    };
    let new = Cart { line_items: Some(vec![item]), ..Default::default() };
    let mut cart = client.carts().create(&customer, &new).send().await?.into_inner();
    let id = cart.id.clone().unwrap_or_default();
    // A line item that cannot be bought has an error inside a successful response.
    for item in cart.line_items.iter_mut().flatten() {
        if item.error.as_ref().is_some_and(|error| error.error_code == Some(CartErrorCode::QUOTA_NOT_AVAILABLE)) {
            (item.quantity, item.error) = (Some(10), None);
        }
    }
    let cart = client.carts().update(&customer, &id, &cart).send().await?.into_inner();
    if cart.line_items.iter().flatten().any(|item| item.error.is_some()) {
        return Ok(None);
    }
    let result = client.carts().check_out(&customer, &id).send().await?.into_inner();
    let Some(order) = result.orders.and_then(|orders| orders.into_iter().next()?.id) else { return Ok(None) };
    Ok(Some(client.orders().get(&customer, &order).send().await?.into_inner()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = tests::Server::start(RESPONSES.map(|(status, body)| (status, "content-type: application/json", body)));
    let client = Client::builder().credential(partner_center::Bearer::new("token")).base_url(server.url()).build()?;
    match sell(&client, "fabrikam.example", "CFQ7TTC0LH16:0001:CFQ7TTC0K971").await? {
        Some(order) => println!("order {:?}: {:?}", order.id.unwrap_or_default(), order.status),
        None => println!("nothing was sold"),
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
