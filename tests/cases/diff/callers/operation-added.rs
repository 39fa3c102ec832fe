use shop::{Client, Error};

pub async fn total(client: &Client) -> Result<Option<f64>, Error> {
    Ok(client.orders().get("17").send().await?.total)
}
