use shop::{Client, Error};

pub async fn total(client: &Client, id: &str) -> Result<Option<f64>, Error> {
    Ok(client.orders().get(id).send().await?.total)
}
