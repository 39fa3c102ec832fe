use shop::models::Priority;

pub fn name(priority: Priority) -> &'static str {
    match priority {
        Priority::LOW => "low",
        Priority::HIGH => "high",
        _ => "unknown",
    }
}
