use shop::models::{NewOrder, OrderLine};

pub fn order(lines: Vec<OrderLine>) -> NewOrder {
    NewOrder { wrap: Some("brown".into()), ..NewOrder::new("anna".to_owned(), lines) }
}
