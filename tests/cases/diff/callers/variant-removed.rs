use shop::models::Payment;

pub fn is_invoice(payment: &Payment) -> bool {
    matches!(payment, Payment::Invoice(_))
}
