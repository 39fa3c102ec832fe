use shop::models::Product;
use shop::{Client, Error};

pub async fn save(client: &Client, product: &Product) -> Result<Product, Error> {
    Ok(client.products().put("sku-1").product(product).send().await?.into_inner())
}
