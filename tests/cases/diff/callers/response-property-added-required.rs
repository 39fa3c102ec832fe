use shop::models::{Order, OrderStatus};

pub fn paid(id: &str) -> Order {
    Order::new(id.to_owned(), Vec::new(), OrderStatus::Paid)
}
