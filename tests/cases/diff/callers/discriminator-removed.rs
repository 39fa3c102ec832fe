use shop::models::{CardPayment, Payment};

pub fn payment() -> Payment {
    Payment::Card(CardPayment::new("1234".to_owned()))
}
