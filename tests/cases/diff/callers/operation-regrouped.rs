use shop::models::Payment;
use shop::{Client, Error};

pub async fn pay(client: &Client, payment: &Payment) -> Result<(), Error> {
    client.orders().pay("17", payment).send().await?;
    Ok(())
}
