use shop::models::{NewOrder, OrderLine};

pub fn order(lines: Vec<OrderLine>) -> NewOrder {
    NewOrder { note: Some("Ring twice.".to_owned()), ..NewOrder::new("anna".to_owned(), lines) }
}
