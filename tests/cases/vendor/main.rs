//! An application that calls a vendored client: a cart is created, without a service.

use partner_center::models::{Cart, CartLineItem};
use partner_center::{Bearer, Client, Fake};

fn main() -> Result<(), partner_center::Error> {
    let fake = Fake::new().respond_json(201, r#"{"id":"c-1","lineItems":[{"id":0,"orderGroup":"OMS-0"}]}"#);
    let client = Client::builder().credential(Bearer::new("token")).transport(fake.clone()).build()?;
    let item = CartLineItem { id: Some(0), quantity: Some(2), ..Default::default() };
    let cart = Cart { line_items: Some(vec![item]), ..Default::default() };
    let created = client.carts().create("customer 1", &cart).send_blocking()?;
    let request = &fake.requests()[0];
    println!("{} {} {}", request.method(), request.uri().path(), String::from_utf8_lossy(request.body()));
    println!("{} {:?}", created.status(), created.id);
    Ok(())
}
