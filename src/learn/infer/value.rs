//! Values of JSON: where they stand, and when two are the same.

use serde_json::Value;

/// A scalar as text; `None` for null, lists and objects.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether two values are the same: `loose` where the wire knows texts alone.
pub(super) fn same(one: &Value, other: &Value, loose: bool) -> bool {
    if !loose {
        return one == other;
    }
    match (one, other) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, true))
        }
        _ => one == other || scalar(one).is_some_and(|text| scalar(other) == Some(text)),
    }
}

/// Whether it says nothing: what is left out in one console is empty in another.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// One name of a JSON Pointer.
pub(super) fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The names of a JSON Pointer.
pub(super) fn tokens(pointer: &str) -> Vec<String> {
    let plain = |token: &str| token.replace("~1", "/").replace("~0", "~");
    pointer.split('/').skip(1).map(plain).collect()
}

/// The last name of a JSON Pointer, in lower case.
pub(super) fn last(pointer: &str) -> String {
    tokens(pointer).pop().unwrap_or_default().to_lowercase()
}

/// Everything in a value that has no structure of its own, with its pointer: scalars, nothing, and lists of scalars.
pub(super) fn leaves(value: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    walk(value, String::new(), true, &mut found);
    found
}

/// The same of one item of a list, where what stands in further lists is nobody's field.
pub(super) fn fields(item: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    walk(item, String::new(), false, &mut found);
    found
}

fn walk<'a>(value: &'a Value, at: String, into_lists: bool, found: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, field) in fields {
                walk(field, format!("{at}{}", token(name)), into_lists, found);
            }
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            if into_lists {
                for (number, item) in items.iter().enumerate() {
                    walk(item, format!("{at}/{number}"), into_lists, found);
                }
            }
        }
        _ => found.push((at, value)),
    }
}

/// Lists of objects in an answer, but those inside of lists.
pub(super) fn lists(answer: &Value) -> Vec<(String, &Vec<Value>)> {
    fn look<'a>(value: &'a Value, at: String, found: &mut Vec<(String, &'a Vec<Value>)>) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    look(field, format!("{at}{}", token(name)), found);
                }
            }
            Value::Array(items) if items.iter().all(Value::is_object) => found.push((at, items)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    look(answer, String::new(), &mut found);
    found
}

/// A whole number, also one that is written as a text.
pub(super) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
