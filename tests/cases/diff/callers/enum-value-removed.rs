use shop::models::OrderStatus;

pub fn is_final(status: &OrderStatus) -> bool {
    *status == OrderStatus::Shipped
}
