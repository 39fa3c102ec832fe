use shop::models::{Product, ProductColour};

pub fn product() -> Product {
    Product { colour: Some(ProductColour::Red), ..Default::default() }
}
