use shop::models::{NewOrder, OrderLine};

pub fn order(lines: Vec<OrderLine>) -> NewOrder {
    NewOrder { coupon: Some("half".to_owned()), ..NewOrder::new("anna".to_owned(), lines) }
}
