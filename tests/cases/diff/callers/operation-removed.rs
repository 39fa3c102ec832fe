use shop::{Client, Error};

pub async fn cancel(client: &Client) -> Result<(), Error> {
    client.orders().delete("17", "a mistake").send().await?;
    Ok(())
}
