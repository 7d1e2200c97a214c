//! The JSON Schema of the Platform kind, for editors.

use super::shape::{Entry, MANIFEST, Object, Shape};
use schemars::Schema;
use serde_json::{Map, Value, json};

/// The JSON Schema of a whole Platform manifest.
#[must_use]
pub fn platform_schema() -> Schema {
    let mut shapes = Shapes::default();
    let mut schema = shapes.fields(&MANIFEST, false);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "Platform".into();
    schema["description"] = "How to talk to one platform's API.".into();
    schema["required"] = json!(MANIFEST.names);
    schema["$defs"] = Value::Object(shapes.definitions);
    Schema::try_from(schema).unwrap_or_default()
}

/// Each mapping stands in the schema once, and is referred to wherever it is used.
#[derive(Default)]
struct Shapes {
    definitions: Map<String, Value>,
}

impl Shapes {
    fn fields(&mut self, object: &Object, nullable: bool) -> Value {
        let field = |Entry { name, about, shape }: &Entry| {
            let mut schema = if nullable { self.or_null(shape) } else { self.of(shape) };
            schema["description"] = (*about).into();
            ((*name).to_owned(), schema)
        };
        let properties: Map<_, _> = object.fields.iter().map(field).collect();
        json!({ "type": "object", "additionalProperties": false, "properties": properties })
    }

    fn object(&mut self, object: &Object, nullable: bool) -> Value {
        let name = object.name.to_ascii_lowercase() + if nullable { "_overlay" } else { "" };
        if !self.definitions.contains_key(&name) {
            let fields = self.fields(object, nullable);
            self.definitions.insert(name.clone(), fields);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn of(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::Like(pattern) => json!({ "type": "string", "pattern": pattern }),
            Shape::Pointer => json!({ "type": "string", "pattern": "^(/([^~]|~[01])*)?$" }),
            Shape::Integer(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Shape::Number(least, most) => {
                json!({ "type": "number", "minimum": least, "maximum": most })
            }
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Scalar => json!({ "type": ["string", "number", "boolean", "null"] }),
            Shape::Body => json!({ "type": ["object", "array"] }),
            Shape::Word(words) => json!({ "type": "string", "enum": words() }),
            Shape::List(items) => json!({ "type": "array", "items": self.of(items) }),
            Shape::Map(values) => {
                json!({ "type": "object", "additionalProperties": self.of(values) })
            }
            Shape::Keyed(words, values) => {
                let values = self.of(values);
                let properties: Map<_, _> =
                    words().iter().map(|word| ((*word).to_owned(), values.clone())).collect();
                json!({ "type": "object", "additionalProperties": false, "properties": properties })
            }
            Shape::Of(fields) => self.object(fields, false),
            Shape::Overlay(fields) => self.object(fields, true),
            Shape::Any(shapes) => {
                let shapes: Vec<_> = shapes.iter().map(|shape| self.of(shape)).collect();
                json!({ "anyOf": shapes })
            }
            Shape::OrNull(shape) => self.or_null(shape),
        }
    }

    fn or_null(&mut self, shape: &Shape) -> Value {
        json!({ "anyOf": [self.of(shape), { "type": "null" }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Node, Report, SourceFile, Value as NodeValue, read};
    use crate::platform::profile::load::BUILT_IN;

    fn json_of(node: &Node) -> Value {
        match &node.value {
            NodeValue::Null => Value::Null,
            NodeValue::Scalar(it) if it.plain => {
                serde_json::from_str(&it.text).unwrap_or_else(|_| json!(it.text))
            }
            NodeValue::Scalar(it) => json!(it.text),
            NodeValue::Sequence(items) => items.iter().map(json_of).collect(),
            NodeValue::Mapping(fields) => {
                let fields = fields.entries.iter();
                Value::Object(fields.map(|(key, it)| (key.text.clone(), json_of(it))).collect())
            }
        }
    }

    fn is_valid(spec: &Value) -> bool {
        let schema = jsonschema::validator_for(platform_schema().as_value()).unwrap();
        schema.is_valid(&json!({
            "apiVersion": "rolecall/v1", "kind": "Platform", "metadata": {"name": "own"}, "spec": spec,
        }))
    }

    #[test]
    fn the_built_in_profiles_have_this_shape() {
        for (name, text) in BUILT_IN {
            let path = (*name).to_owned();
            let files = [SourceFile { path, text: (*text).to_owned() }];
            let documents = read(&files, &Report::new(&files)).documents;
            assert!(is_valid(&json_of(&documents[0].spec)), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_has_another_shape() {
        assert!(is_valid(&json!({"extends": "sandbox", "login": null})));
        for wrong in [
            json!({"extend": "sandbox"}),
            json!({"operations": {"listUsers": {}}}),
            json!({"operations": {"getOrganization": {"evidence": "certain"}}}),
            json!({"operations": {"getOrganization": {"answer": {"name": "data"}}}}),
            json!({"operations": {"listWorkspaces": {"answer": {"contactLimit": {"or": 1}}}}}),
            json!({"words": {"workspaceRoles": {"boss": "owner"}}}),
            json!({"claims": {"actor": "email"}}),
            json!({"rate": {"perSecond": "fast"}}),
        ] {
            assert!(!is_valid(&wrong), "{wrong}");
        }
    }
}
