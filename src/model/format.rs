use serde_json::Value;

/// The format that a file says in its field `format`, whatever else it is: `rolecall.plan/v1`.
#[must_use]
pub fn format_of(file: &Value) -> &str {
    file.get("format").and_then(Value::as_str).unwrap_or("no format")
}

#[cfg(test)]
mod tests {
    use super::format_of;
    use serde_json::json;

    #[test]
    fn what_says_none_says_so() {
        assert_eq!(format_of(&json!({"format": "rolecall.plan/v1", "id": 7})), "rolecall.plan/v1");
        for file in [json!({}), json!({"format": 1}), json!([]), json!("rolecall.plan/v1")] {
            assert_eq!(format_of(&file), "no format");
        }
    }
}
