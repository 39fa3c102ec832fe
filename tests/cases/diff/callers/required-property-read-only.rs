use shop::models::OrderLine;

pub fn line() -> OrderLine {
    OrderLine::new(1, "sku-1".to_owned())
}
