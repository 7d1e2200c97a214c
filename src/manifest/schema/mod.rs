//! JSON Schemas (draft 2020-12) of whole manifests, for editors, made of the tables that manifests are read by.

mod any;
mod objects;
mod part;
mod portable;
#[cfg(test)]
mod tests;

pub use any::any;
pub(crate) use objects::Objects;
pub use portable::portable;

use super::shape::{Object, SLUG};
use super::{Kind, group, organization, project, template};
use serde_json::{Value, json};

/// The JSON Schema of a whole manifest of this kind. `None` for a Platform: its room has it.
#[must_use]
pub fn schema(kind: Kind) -> Option<Value> {
    let spec = match kind {
        Kind::Project => spec(&project::PROJECT),
        Kind::Organization => spec(&organization::ORGANIZATION),
        Kind::Group => spec(&group::GROUP),
        Kind::Template => {
            part::template(spec(&template::TEMPLATE), spec(&organization::ORGANIZATION))
        }
        Kind::Client => part::client(spec(&template::CLIENT), spec(&organization::ORGANIZATION)),
        Kind::Platform => return None,
    };
    Some(whole(kind, spec))
}

/// The schema of a spec, with definitions of its own.
fn spec(object: &Object) -> Value {
    let mut objects = Objects::default();
    let mut schema = objects.fields(object, false);
    schema["$defs"] = Value::Object(objects.definitions);
    schema
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
                        "pattern": (SLUG.schema)()["pattern"],
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
