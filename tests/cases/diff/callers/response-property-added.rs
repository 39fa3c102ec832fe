use shop::models::{Order, OrderStatus};

pub fn paid(id: &str) -> Order {
    let mut order = Order::new(id.to_owned(), Vec::new(), OrderStatus::Paid);
    order.note = Some("Ring twice.".to_owned());
    order
}

pub fn title(order: &Order) -> String {
    let Order { id, note, .. } = order;
    note.clone().unwrap_or_else(|| id.clone())
}
