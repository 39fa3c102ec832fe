use shop::models::Order;

pub fn title(order: &Order) -> String {
    format!("{} of {}", order.id, order.customer)
}
