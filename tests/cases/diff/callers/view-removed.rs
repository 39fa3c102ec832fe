use shop::models::Receipt;

pub fn number(receipt: &Receipt) -> Option<String> {
    receipt.sent_to.as_ref()?.as_phone().ok()?.number
}
