//! A field of a manifest, from the schema of its kind.

use super::example::{Place, example};
use crate::cli::schema::of_manifest;
use rolecall::manifest::Kind;
use serde_json::Value;
use std::fmt::Write as _;

/// A field of a manifest by its path, from the kind's schema.
pub(super) fn field(path: &str) -> Option<String> {
    let mut parts = path.split('.');
    let kind = parts.next()?;
    let kind = Kind::ALL.iter().find(|it| it.word().eq_ignore_ascii_case(kind))?;
    let root = of_manifest(*kind);
    let mut at = &root;
    let mut places = Vec::new();
    for part in parts {
        let found = match find(&root, at, part, false, 0) {
            Some(found) => found,
            // What people write stands under `spec`.
            None => {
                let spec = find(&root, at, "spec", false, 0)?.schema;
                places.push(Place { key: "spec", in_list: false });
                find(&root, spec, part, false, 0)?
            }
        };
        at = found.schema;
        places.push(Place { key: part, in_list: found.in_list });
    }
    Some(described(&root, path, at) + &example(&root, &places, at))
}

/// The schema of a field, and whether it is one of a list's items.
struct Found<'v> {
    schema: &'v Value,
    in_list: bool,
}

/// Finds a field in a schema, through references, alternatives and lists.
fn find<'v>(
    root: &'v Value,
    at: &'v Value,
    field: &str,
    in_list: bool,
    depth: usize,
) -> Option<Found<'v>> {
    if depth > 12 {
        return None;
    }
    if let Some(schema) = at.get("properties").and_then(|all| all.get(field)) {
        return Some(Found { schema, in_list });
    }
    let items = at.get("items").map(|it| (it, true));
    let others = at.get("additionalProperties").map(|it| (it, in_list));
    let choices = choices(at).map(|it| (it, in_list));
    let referred = referred(root, at).map(|it| (it, in_list));
    let mut all = items.into_iter().chain(others).chain(choices).chain(referred);
    all.find_map(|(inner, in_list)| find(root, inner, field, in_list, depth + 1))
}

pub(super) fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    let all = ["anyOf", "oneOf", "allOf"].into_iter();
    all.filter_map(|key| schema.get(key)?.as_array()).flatten()
}

pub(super) fn referred<'v>(root: &'v Value, schema: &Value) -> Option<&'v Value> {
    let path = schema.get("$ref").and_then(Value::as_str)?;
    root.pointer(path.strip_prefix('#')?)
}

fn described(root: &Value, path: &str, schema: &Value) -> String {
    let mut out = format!("{path}\n");
    let target = referred(root, schema).unwrap_or(schema);
    let description = |it: &Value| it.get("description")?.as_str().map(str::to_owned);
    if let Some(words) = description(schema).or_else(|| description(target)) {
        let _ = writeln!(out, "\n{words}");
    }
    let mut line = |name: &str, value: Option<&Value>| {
        if let Some(value) = value {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let _ = writeln!(out, "  {name:<9}{value}");
        }
    };
    for (name, key) in [
        ("type", "type"),
        ("one of", "enum"),
        ("default", "default"),
        ("pattern", "pattern"),
        ("at least", "minimum"),
        ("at most", "maximum"),
    ] {
        line(name, schema.get(key).or_else(|| target.get(key)));
    }
    let fields = target.get("properties").and_then(Value::as_object);
    if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        line("fields", Some(&Value::String(names.join(", "))));
    }
    out
}
