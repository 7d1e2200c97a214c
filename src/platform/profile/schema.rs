//! The JSON Schema of the Platform kind, for editors.

use super::shape::MANIFEST;
use crate::manifest::Objects;
use schemars::Schema;
use serde_json::Value;

/// The JSON Schema of a whole Platform manifest.
#[must_use]
pub fn platform_schema() -> Schema {
    let mut objects = Objects::default();
    let mut schema = objects.fields(&MANIFEST, false);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "Platform".into();
    schema["$defs"] = Value::Object(objects.definitions);
    Schema::try_from(schema).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Node, Report, SourceFile, Value as NodeValue, read};
    use crate::platform::profile::load::BUILT_IN;
    use serde_json::json;

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
