use shop::models::{Order, OrderStatus};
use shop::{Client, Error};

pub async fn open(client: &Client) -> Result<Vec<Order>, Error> {
    Ok(client.orders().list().status(&OrderStatus::Open).limit(10).send().await?.into_inner())
}
