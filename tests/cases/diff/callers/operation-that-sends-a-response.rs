use shop::models::{Order, OrderStatus};

pub fn title(order: &Order) -> String {
    order.note.clone().unwrap_or_else(|| order.id.clone())
}

pub fn paid(id: &str) -> Order {
    Order::new(id.to_owned(), Vec::new(), OrderStatus::Paid)
}
