use shop::models::Order;

pub fn title(order: &Order) -> String {
    format!("order {}", order.id)
}
