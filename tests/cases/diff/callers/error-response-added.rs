use shop::models::Problem;
use shop::{Client, Error};

pub async fn create(client: &Client, order: &shop::models::NewOrder) -> Option<Problem> {
    let error: Error = client.orders().create(order).send().await.err()?;
    error.body_as::<Problem>()
}
