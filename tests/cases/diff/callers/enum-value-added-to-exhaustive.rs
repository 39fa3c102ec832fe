use shop::models::OrderStatus;

pub fn is_final(status: &OrderStatus) -> bool {
    match status {
        OrderStatus::Open | OrderStatus::Paid | OrderStatus::Unlisted(_) => false,
        OrderStatus::Shipped => true,
    }
}
