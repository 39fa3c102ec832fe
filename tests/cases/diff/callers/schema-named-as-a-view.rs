use shop::models::{Receipt, ReceiptSentToView};

pub fn city(receipt: &Receipt) -> Option<String> {
    match receipt.sent_to.as_ref()?.view() {
        ReceiptSentToView::Address(address) => address.city,
        _ => None,
    }
}
