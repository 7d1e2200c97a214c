//! JSON Schemas (draft 2020-12) of whole manifests, for editors. The types here are for nothing else: manifests are
//! read from nodes, which gives better messages, and tests hold the two together.

mod any;
mod client;
mod common;
mod organization;
mod part;
mod portable;
mod project;
#[cfg(test)]
mod tests;

pub use any::any;
pub use portable::portable;

use super::Kind;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

/// The JSON Schema of a whole manifest of this kind. `None` for a Platform: its room has it.
#[must_use]
pub fn schema(kind: Kind) -> Option<Value> {
    let spec = match kind {
        Kind::Project => spec::<project::ProjectSpec>(),
        Kind::Organization => spec::<organization::OrganizationSpec>(),
        Kind::Group => spec::<client::GroupSpec>(),
        Kind::Template => part::template(spec::<client::TemplateSpec>(), organization()),
        Kind::Client => part::client(spec::<client::ClientSpec>(), organization()),
        Kind::Platform => return None,
    };
    Some(whole(kind, spec))
}

fn organization() -> Value {
    spec::<organization::OrganizationSpec>()
}

/// The schema of a spec, with definitions of its own. No field takes null: it is left out instead.
fn spec<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schemars::transform::transform_subschemas(&mut NotNull, &mut schema);
    NotNull.transform_value(&mut schema);
    schema.remove("$schema");
    schema.to_value()
}

/// A document around a spec.
fn whole(kind: Kind, mut spec: Value) -> Value {
    let definitions = spec.as_object_mut().and_then(|spec| spec.remove("$defs"));
    let description = spec.get("description").cloned();
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("rolecall {kind}"),
        "type": "object",
        "properties": {
            "apiVersion": { "const": super::API_VERSION, "description": "The format." },
            "kind": { "const": kind.word(), "description": "What this manifest is." },
            "metadata": {
                "type": "object",
                "description": "How this manifest is called.",
                "properties": {
                    "name": {
                        "type": "string",
                        "pattern": common::SLUG,
                        "description": "Lower-case letters, digits and dashes; unique per kind.",
                    },
                },
                "required": ["name"],
                "additionalProperties": false,
            },
            "spec": spec,
        },
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "additionalProperties": false,
    });
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(description.map(|it| ("description".to_owned(), it)));
        whole.extend(definitions.map(|it| ("$defs".to_owned(), it)));
    }
    whole
}

/// Takes `null` out of what optional fields can be.
#[derive(Clone)]
struct NotNull;

impl NotNull {
    fn transform_value(&mut self, schema: &mut Schema) {
        let Some(object) = schema.as_object_mut() else { return };
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|it| it != "null");
            if let [only] = &types[..] {
                let only = only.clone();
                object.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = object.get_mut("anyOf") {
            choices.retain(|it| it.get("type") != Some(&json!("null")));
            if let [only] = &choices[..] {
                let only = only.clone();
                object.remove("anyOf");
                if let Value::Object(only) = only {
                    object.extend(only);
                }
            }
        }
        if let Some(Value::Array(words)) = object.get_mut("enum") {
            words.retain(|it| !it.is_null());
        }
    }
}

impl schemars::transform::Transform for NotNull {
    fn transform(&mut self, schema: &mut Schema) {
        self.transform_value(schema);
        schemars::transform::transform_subschemas(self, schema);
    }
}
