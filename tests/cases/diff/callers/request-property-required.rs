use shop::models::{NewOrder, OrderLine};

pub fn order(lines: Vec<OrderLine>, coupon: Option<String>) -> NewOrder {
    let mut order = NewOrder::new("anna".to_owned(), lines);
    order.coupon = coupon;
    order
}
