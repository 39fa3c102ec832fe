use shop::models::Receipt;

pub fn receipt() -> Receipt {
    let mut receipt = Receipt::default();
    receipt.number = Some("17".to_owned());
    receipt
}
