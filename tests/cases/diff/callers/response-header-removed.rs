use shop::operations::orders::CreateHeaders;
use shop::{Client, Error};

pub async fn create(client: &Client, order: &shop::models::NewOrder) -> Result<Option<String>, Error> {
    let made = client.orders().create(order).send().await?;
    Ok(CreateHeaders::of(made.headers()).location().map(str::to_owned))
}
