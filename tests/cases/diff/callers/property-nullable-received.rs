use shop::models::Order;

pub fn title(order: &Order) -> &str {
    order.note.as_deref().unwrap_or("an order")
}
