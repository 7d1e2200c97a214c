use serde_json::{Map, Value, json};

/// A form as JSON; all values are texts.
pub(super) fn read(text: &str) -> Value {
    let url = reqwest::Url::parse(&format!("https://form.invalid/?{text}")).unwrap();
    let mut body = Value::Object(Map::new());
    for (name, value) in url.query_pairs() {
        let name = name.replace(']', "");
        set(&mut body, &name.split('[').collect::<Vec<_>>(), &value);
    }
    body
}

fn set(into: &mut Value, path: &[&str], value: &str) {
    match path {
        [] => *into = json!(value),
        [""] => match into {
            Value::Array(items) => items.push(json!(value)),
            other => *other = json!([value]),
        },
        [name, rest @ ..] => {
            if !into.is_object() {
                *into = json!({});
            }
            set(&mut into[*name], rest, value);
        }
    }
}
