use shop::models::Product;

pub fn is_plain(product: &Product) -> bool {
    product.extra.is_empty()
}
