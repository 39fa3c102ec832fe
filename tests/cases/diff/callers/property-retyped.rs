use shop::models::Order;

pub fn sum(orders: &[Order]) -> f64 {
    orders.iter().filter_map(|order| order.total).sum()
}
