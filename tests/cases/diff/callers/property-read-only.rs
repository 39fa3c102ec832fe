use shop::models::Product;

pub fn product() -> Product {
    Product { price: Some(1.5), ..Default::default() }
}
