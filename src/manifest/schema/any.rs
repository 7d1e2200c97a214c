use crate::manifest::Kind;
use serde_json::{Map, Value, json};

/// One schema for files that hold manifests of several kinds: `kind` says which one counts. Documents without our
/// `apiVersion` fit it whatever they are.
#[must_use]
pub fn any(schemas: &[(Kind, Value)]) -> Value {
    let mut definitions = Map::new();
    let mut choices = Vec::new();
    for (kind, schema) in schemas {
        let mut schema = schema.clone();
        move_references(&mut schema, &format!("#/$defs/{kind}/$defs/"));
        if let Some(object) = schema.as_object_mut() {
            object.remove("$schema");
        }
        definitions.insert(kind.to_string(), schema);
        choices.push(json!({
            "if": { "properties": { "kind": { "const": kind.word() } }, "required": ["kind"] },
            "then": { "$ref": format!("#/$defs/{kind}") },
        }));
    }
    let words: Vec<_> = schemas.iter().map(|(kind, _)| kind.word()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rolecall manifest",
        "type": "object",
        "if": {
            "properties": { "apiVersion": { "type": "string", "pattern": "^rolecall/" } },
            "required": ["apiVersion"],
        },
        "then": {
            "properties": { "kind": { "enum": words } },
            "required": ["kind"],
            "allOf": choices,
        },
        "$defs": definitions,
    })
}

fn move_references(schema: &mut Value, to: &str) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("{to}{name}");
            }
            object.values_mut().for_each(|inner| move_references(inner, to));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| move_references(inner, to)),
        _ => {}
    }
}
