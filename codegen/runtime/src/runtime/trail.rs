//! STAND-IN, to be overwritten when the wire half is merged: which member stands at a line and column.

/// The path of the member that stands at a line and column, such as `lineItems[2].quantity`.
pub fn member_at(_body: &[u8], _line: usize, _column: usize) -> Option<String> {
    None
}
