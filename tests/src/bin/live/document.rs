//! JSON in the form in which documents are committed: one value a line, in the server's order.

/// The same JSON with a line for each value, so that differences are readable.
pub fn indented(json: &str) -> String {
    let mut lines = String::new();
    let mut depth = 0;
    let (mut in_string, mut escaped) = (false, false);
    let mut rest = json.trim().chars().peekable();
    while let Some(char) = rest.next() {
        if in_string {
            lines.push(char);
            in_string = escaped || char != '"';
            escaped = char == '\\' && !escaped;
            continue;
        }
        match char {
            ' ' | '\t' | '\r' | '\n' => {}
            '{' | '[' => {
                lines.push(char);
                while rest.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                if let Some(end) = rest.next_if(|next| matches!(next, '}' | ']')) {
                    lines.push(end);
                } else {
                    depth += 1;
                    new_line(&mut lines, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                new_line(&mut lines, depth);
                lines.push(char);
            }
            ',' => {
                lines.push(char);
                new_line(&mut lines, depth);
            }
            ':' => lines.push_str(": "),
            _ => {
                lines.push(char);
                in_string = char == '"';
            }
        }
    }
    lines.push('\n');
    lines
}

fn new_line(lines: &mut String, depth: usize) {
    lines.push('\n');
    lines.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::indented;

    #[test]
    fn each_value_has_a_line() {
        let json = r#"{"a": [1,{ } ,[ ]], "b":{"c\\":"x, \"{y}\\"}}"#;
        let lines =
            "{\n  \"a\": [\n    1,\n    {},\n    []\n  ],\n  \"b\": {\n    \"c\\\\\": \"x, \\\"{y}\\\\\"\n  }\n}\n";
        assert_eq!(indented(json), lines);
        assert_eq!(indented(lines), lines);
    }
}
