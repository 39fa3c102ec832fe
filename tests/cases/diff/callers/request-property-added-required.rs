use shop::models::{NewOrder, OrderLine};

pub fn order(lines: Vec<OrderLine>) -> NewOrder {
    NewOrder::new("anna".to_owned(), lines)
}
