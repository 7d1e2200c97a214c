//! Schemas as strict readers of JSON Schema take them (ajv with `strict: true`).

use serde_json::{Map, Value, json};

/// Keywords whose values are schemas by name, a schema, and lists of schemas.
const BY_NAME: &[&str] = &["properties", "patternProperties", "$defs"];
const ONE: &[&str] =
    &["items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else"];
const SEVERAL: &[&str] = &["anyOf", "oneOf", "allOf", "prefixItems"];

/// Keywords that are about values of one type.
const OF_TYPE: &[(&str, &[&str])] = &[
    ("string", &["minLength", "maxLength", "pattern"]),
    ("number", &["minimum", "maximum"]),
    ("integer", &["minimum", "maximum"]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
];

/// The same schema without formats, which readers know different ones of (patterns say what counts); with a schema for
/// each of several types; and with every name that is required also defined where it is required.
#[must_use]
pub fn portable(mut schema: Value) -> Value {
    strict(&mut schema);
    schema
}

fn strict(schema: &mut Value) {
    let Value::Object(schema) = schema else { return };
    if schema.get("format").is_some_and(Value::is_string) {
        schema.remove("format");
    }
    split(schema);
    for (keyword, inner) in schema.iter_mut() {
        match inner {
            Value::Object(schemas) if BY_NAME.contains(&keyword.as_str()) => {
                schemas.values_mut().for_each(strict);
            }
            Value::Array(schemas) if SEVERAL.contains(&keyword.as_str()) => {
                for schema in schemas {
                    define(schema);
                    strict(schema);
                }
            }
            inner if ONE.contains(&keyword.as_str()) => strict(inner),
            _ => {}
        }
    }
}

/// Several types become a choice of schemas with one each.
fn split(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get("type") else { return };
    let types = types.clone();
    if types.iter().filter(|it| *it != "null").count() < 2 || schema.contains_key("anyOf") {
        return;
    }
    schema.remove("type");
    let keywords = |of: &Value| {
        let mut found = OF_TYPE.iter().filter(|(name, _)| of == name);
        found.next().map_or(&[][..], |(_, keywords)| keywords)
    };
    let choice = |of: &Value| {
        let mut choice = Map::from_iter([("type".to_owned(), of.clone())]);
        let about = keywords(of).iter();
        choice.extend(about.filter_map(|it| Some(((*it).to_owned(), schema.get(*it)?.clone()))));
        Value::Object(choice)
    };
    let choices: Vec<_> = types.iter().map(choice).collect();
    for keyword in types.iter().flat_map(keywords) {
        schema.remove(*keyword);
    }
    schema.insert("anyOf".to_owned(), Value::Array(choices));
}

fn define(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    if schema.contains_key("properties") || schema.contains_key("$ref") {
        return;
    }
    let Some(Value::Array(names)) = schema.get("required") else { return };
    let names = names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), json!(true)));
    let properties = Value::Object(names.collect());
    schema.insert("properties".to_owned(), properties);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_unions_go_and_required_names_are_defined() {
        let schema = json!({
            "type": "object",
            "properties": {
                "format": { "type": "integer", "format": "uint64" },
                "name": { "type": ["string", "number"], "minLength": 1, "description": "x" },
                "maybe": { "type": ["string", "null"] }
            },
            "oneOf": [{ "required": ["format"] }]
        });
        let wanted = json!({
            "type": "object",
            "properties": {
                "format": { "type": "integer" },
                "name": { "anyOf": [{ "type": "string", "minLength": 1 }, { "type": "number" }], "description": "x" },
                "maybe": { "type": ["string", "null"] }
            },
            "oneOf": [{ "required": ["format"], "properties": { "format": true } }]
        });
        assert_eq!(portable(schema), wanted);
    }
}
