use shop::models::Receipt;

pub fn number(receipt: &Receipt) -> &str {
    receipt.number.as_deref().unwrap_or("none")
}
