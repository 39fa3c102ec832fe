use shop::models::Payment;

pub fn is_card(payment: &Payment) -> bool {
    match payment {
        Payment::Card(_) => true,
        Payment::Invoice(_) | Payment::Unlisted(_) => false,
    }
}
