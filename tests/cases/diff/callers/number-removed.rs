use shop::models::Priority;

pub fn is_urgent(priority: Priority) -> bool {
    priority == Priority::HIGH
}
