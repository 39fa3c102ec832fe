use shop::models::Problem;

pub fn has_more(problem: &Problem) -> bool {
    problem.extra.get("trace").is_some()
}
