use reqwest::Url;
use serde_json::Value;

/// A body as a form: `a=b`, nested `a[b]=c`, lists by repeating `a[]=`. What is nothing is left out.
pub(super) fn written(body: &Value) -> String {
    let mut pairs = Vec::new();
    if let Value::Object(fields) = body {
        for (name, value) in fields {
            add(&mut pairs, name.clone(), value);
        }
    }
    // The one place that writes such text is a URL's query.
    let mut url = Url::parse("https://form.invalid/").expect("a URL");
    url.query_pairs_mut().extend_pairs(pairs);
    url.query().unwrap_or_default().to_owned()
}

fn add(pairs: &mut Vec<(String, String)>, name: String, value: &Value) {
    match value {
        Value::Null => {}
        Value::Bool(value) => pairs.push((name, value.to_string())),
        Value::Number(value) => pairs.push((name, value.to_string())),
        Value::String(value) => pairs.push((name, value.clone())),
        Value::Array(items) => {
            for item in items {
                add(pairs, format!("{name}[]"), item);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                add(pairs, format!("{name}[{key}]"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn forms_are_written_as_browsers_write_them() {
        let body = json!({
            "a": "b c&d", "n": {"x": 1, "y": {"z": true}}, "l": ["p", "q"], "none": null, "at": "é@x.y"
        });
        assert_eq!(
            written(&body),
            "a=b+c%26d&at=%C3%A9%40x.y&l%5B%5D=p&l%5B%5D=q&n%5Bx%5D=1&n%5By%5D%5Bz%5D=true"
        );
    }
}
