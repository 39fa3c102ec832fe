use shop::models::Order;

pub fn has_note(order: &Order) -> bool {
    order.note.is_some()
}
