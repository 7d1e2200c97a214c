use crate::manifest::shape::{Entry, Object, Shape};
use serde_json::{Map, Value, json};

/// Makes JSON Schemas of shapes. Each mapping and each named value stands among the definitions once, and is
/// referred to wherever it is used.
#[derive(Default)]
pub(crate) struct Objects {
    /// By name, for `$defs`.
    pub(crate) definitions: Map<String, Value>,
}

impl Objects {
    /// A mapping, in place. With `nullable`, each of its fields may be nothing.
    pub(crate) fn fields(&mut self, object: &Object, nullable: bool) -> Value {
        let Object { name: _, about, names: _, fields, required, one_of } = object;
        let field = |Entry { name, about, shape }: &Entry| {
            let mut schema = if nullable { self.or_null(shape) } else { self.of(shape) };
            schema["description"] = (*about).into();
            ((*name).to_owned(), schema)
        };
        let properties: Map<_, _> = fields.iter().map(field).collect();
        let mut schema =
            json!({ "type": "object", "additionalProperties": false, "properties": properties });
        if !about.is_empty() {
            schema["description"] = about.trim().into();
        }
        if !nullable && !required.is_empty() {
            schema["required"] = json!(required);
        }
        if !one_of.is_empty() {
            schema["oneOf"] = one_of.iter().map(|names| json!({ "required": names })).collect();
        }
        schema
    }

    fn of(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::Like(pattern) => json!({ "type": "string", "pattern": pattern }),
            Shape::Named(named) => {
                let mut schema = (named.schema)();
                schema["description"] = named.about.trim().into();
                self.refer(named.name.to_owned(), |_| schema)
            }
            Shape::Integer(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Shape::Number(least, most) => {
                json!({ "type": "number", "minimum": least, "maximum": most })
            }
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Word(words) => json!({ "type": "string", "enum": words() }),
            Shape::List(items) => json!({ "type": "array", "items": self.of(items) }),
            Shape::Filled(items) => {
                json!({ "type": "array", "items": self.of(items), "minItems": 1 })
            }
            Shape::Map(values) => {
                json!({ "type": "object", "additionalProperties": self.of(values) })
            }
            Shape::Keyed(words, values) => {
                let values = self.of(values);
                let properties: Map<_, _> =
                    words().iter().map(|word| ((*word).to_owned(), values.clone())).collect();
                json!({ "type": "object", "additionalProperties": false, "properties": properties })
            }
            Shape::Of(object) => {
                self.refer(title(object.name), |objects| objects.fields(object, false))
            }
            Shape::Overlay(object) => {
                let name = title(object.name) + "Overlay";
                self.refer(name, |objects| objects.fields(object, true))
            }
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

    fn refer(&mut self, name: String, schema: impl FnOnce(&mut Self) -> Value) -> Value {
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        if !self.definitions.contains_key(&name) {
            let schema = schema(self);
            self.definitions.insert(name, schema);
        }
        reference
    }
}

/// `DUE_DATE` → `DueDate`.
fn title(name: &str) -> String {
    let word = |word: &str| word[..1].to_owned() + &word[1..].to_ascii_lowercase();
    name.split('_').map(word).collect()
}
