use shop::models::OrderLine;

pub fn pieces(lines: &[OrderLine]) -> i32 {
    lines.iter().map(|line| line.quantity).sum()
}
