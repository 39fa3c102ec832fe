use shop::models::NewOrder;

pub fn is_right(order: &NewOrder) -> bool {
    order.validate().is_ok()
}
