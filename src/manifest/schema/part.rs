//! The Organization inside a Template or an overlay: the same fields, and what else can stand there.

use serde_json::{Map, Value, json};

const PART: &str = "OrganizationPart";

/// A template's schema: its organization has no `id`, its values can be expressions, its lists can repeat.
pub(super) fn template(template: Value, organization: Value) -> Value {
    let mut organization = without(organization, &["id"]);
    open(&mut organization);
    let mut template = merged(template, organization);
    let definitions = template["$defs"].as_object_mut();
    definitions.into_iter().for_each(|definitions| {
        definitions.insert("Expression".to_owned(), json!({
            "type": "string",
            "pattern": "\\$\\{\\{",
            "description": "A text with `${{ expressions }}`. One that is all of the text gives its value, with its type."
        }));
        definitions.insert("Item".to_owned(), json!({
            "type": "object",
            "description": "An item that is repeated for each value of a list, or included where a condition holds.",
            "properties": {
                "for": { "type": "string", "description": "The name of each value, in `item`." },
                "in": { "type": ["string", "array"], "description": "The list." },
                "if": { "type": ["string", "boolean"], "description": "Includes the item where it is `true`." },
                "item": { "description": "The item." }
            },
            "required": ["item"],
            "anyOf": [{ "required": ["for", "in"] }, { "required": ["if"] }],
            "additionalProperties": false
        }));
    });
    template
}

/// A client's schema: its overlay says no more than what is different, and not what the client says itself.
pub(super) fn client(client: Value, organization: Value) -> Value {
    let mut organization = without(organization, &["id", "credentials"]);
    loosen(&mut organization);
    merged(client, organization)
}

/// An Organization without these fields.
fn without(mut organization: Value, fields: &[&str]) -> Value {
    if let Some(properties) = organization["properties"].as_object_mut() {
        properties.retain(|name, _| !fields.contains(&name.as_str()));
    }
    if let Some(required) = organization["required"].as_array_mut() {
        required.retain(|name| !fields.iter().any(|field| name == field));
    }
    organization
}

/// Puts the Organization and its definitions where the schema refers to it.
fn merged(mut schema: Value, mut organization: Value) -> Value {
    let object = organization.as_object_mut();
    let inner = object.and_then(|it| it.remove("$defs")).unwrap_or_default();
    let mut definitions = match schema["$defs"].take() {
        Value::Object(own) => own,
        _ => Map::new(),
    };
    if let Value::Object(inner) = inner {
        for (name, definition) in inner {
            definitions.entry(name).or_insert(definition);
        }
    }
    definitions.insert(PART.to_owned(), organization);
    schema["$defs"] = Value::Object(definitions);
    schema
}

/// Lets every value be an expression, and every list have items that repeat.
fn open(schema: &mut Value) {
    let Value::Object(object) = schema else { return };
    for key in ["properties", "$defs"] {
        let inner = object.get_mut(key).and_then(Value::as_object_mut);
        inner.into_iter().flat_map(|it| it.values_mut()).for_each(open);
    }
    if let Some(items) = object.get_mut("items") {
        open(items);
        let item = items.take();
        *items = json!({ "anyOf": [item, { "$ref": "#/$defs/Item" }] });
    }
    let is_object = object.get("type") == Some(&json!("object"));
    let is_value = ["type", "anyOf", "enum", "const"].iter().any(|key| object.contains_key(*key));
    if is_value && !is_object {
        let description = object.get("description").cloned();
        let value = Value::Object(std::mem::take(object));
        object.insert("anyOf".to_owned(), json!([value, { "$ref": "#/$defs/Expression" }]));
        object.extend(description.map(|it| ("description".to_owned(), it)));
    }
}

/// Lets fields be left out, but for what an item is matched by.
fn loosen(schema: &mut Value) {
    let Value::Object(object) = schema else { return };
    if let Some(Value::Array(required)) = object.get_mut("required") {
        required.retain(|name| name == "name" || name == "email");
    }
    for key in ["properties", "$defs"] {
        let inner = object.get_mut(key).and_then(Value::as_object_mut);
        inner.into_iter().flat_map(|it| it.values_mut()).for_each(loosen);
    }
}
