use shop::models::{Receipt, ReceiptSentToView};

pub fn city(receipt: &Receipt) -> Option<String> {
    match receipt.sent_to.as_ref()?.view() {
        ReceiptSentToView::Address(address) => address.city,
        ReceiptSentToView::Mailbox(mailbox) => mailbox.city,
        _ => None,
    }
}
