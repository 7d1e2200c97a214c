//! A field of a manifest as it may be written, made from its schema.

use super::field::{choices, referred};
use serde_json::Value;
use std::fmt::Write as _;

/// A key on the way to a field.
pub(super) struct Place<'p> {
    pub(super) key: &'p str,
    pub(super) in_list: bool,
}

/// Where a field stands, with a value that it takes.
pub(super) fn example(root: &Value, places: &[Place<'_>], schema: &Value) -> String {
    let Some((last, above)) = places.split_last() else { return String::new() };
    let mut out = String::from("\nFor example:\n");
    let mut indent = 2;
    for Place { key, in_list } in above {
        let dash = if *in_list { "- " } else { "" };
        let _ = writeln!(out, "{:indent$}{dash}{key}:", "");
        indent += 2 + dash.len();
    }
    let dash = if last.in_list { "- " } else { "" };
    let value = sample(root, last.key, schema, 0);
    let _ = writeln!(out, "{:indent$}{dash}{}: {value}", "", last.key);
    out
}

/// A value that the schema takes, as YAML on one line.
fn sample(root: &Value, key: &str, schema: &Value, depth: usize) -> String {
    let scalar = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let first = |key| schema.get(key).and_then(|all| all.get(0));
    let said = first("examples").or_else(|| schema.get("const")).or_else(|| first("enum"));
    if let Some(value) = said.filter(|_| depth < 6) {
        return scalar(value);
    }
    if schema.get("properties").is_some() {
        return object(root, schema, depth);
    }
    let inner = referred(root, schema).or_else(|| choices(schema).next());
    if let Some(inner) = inner.filter(|_| depth < 6) {
        return sample(root, key, inner, depth + 1);
    }
    let kind = match schema.get("type") {
        Some(Value::Array(all)) => all.first().and_then(Value::as_str),
        kind => kind.and_then(Value::as_str),
    };
    let is_date =
        schema.get("pattern").and_then(Value::as_str).is_some_and(|it| it.starts_with(r"^\d{4}-"));
    match kind {
        Some("integer" | "number") => schema.get("minimum").map_or("1".to_owned(), scalar),
        Some("boolean") => "true".to_owned(),
        Some("array") => match schema.get("items").filter(|_| depth < 6) {
            Some(items) => format!("[{}]", sample(root, key, items, depth + 1)),
            None => "[]".to_owned(),
        },
        Some("object") => "{…}".to_owned(),
        _ if is_date => "2026-12-01".to_owned(),
        _ if key.to_lowercase().contains("email") || key == "people" => {
            "ana@acme.example".to_owned()
        }
        _ => "…".to_owned(),
    }
}

/// An object with the fields that it has to have; where none has to be there, with its first.
fn object(root: &Value, schema: &Value, depth: usize) -> String {
    let fields = schema.get("properties").and_then(Value::as_object);
    // One of several sets of fields may have to be there: a person, or a group.
    let needed = choices(schema).take(1).chain([schema]).filter_map(|it| it.get("required"));
    let needed = needed.filter_map(Value::as_array).flatten().filter_map(Value::as_str);
    let mut keys: Vec<&str> = needed.collect();
    if keys.is_empty() {
        keys.extend(fields.and_then(|all| all.keys().next()).map(String::as_str));
    }
    let field = |key: &str| {
        let schema = fields?.get(key).filter(|_| depth < 6)?;
        Some(format!("{key}: {}", sample(root, key, schema, depth + 1)))
    };
    let fields: Vec<String> = keys.into_iter().filter_map(field).collect();
    format!("{{{}}}", fields.join(", "))
}
