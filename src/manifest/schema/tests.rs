use super::*;

fn kinds() -> Vec<(Kind, Value)> {
    Kind::ALL.iter().filter_map(|kind| Some((*kind, schema(*kind)?))).collect()
}

/// Wrong fields, words and types.
#[test]
fn what_the_reader_refuses_in_shape_the_schema_refuses() {
    let with = |spec: Value| json!({ "apiVersion": "rolecall/v1", "kind": "Organization", "metadata": { "name": "a" }, "spec": spec });
    let validator = jsonschema::validator_for(&schema(Kind::Organization).unwrap()).unwrap();
    assert!(validator.is_valid(&with(json!({ "id": 1 }))));
    assert!(validator.is_valid(&with(json!({ "id": "o-7f3a" }))));
    for spec in [
        json!({}),
        json!({ "id": "" }),
        json!({ "id": 1, "users": null }),
        json!({ "id": 1, "user": [] }),
        json!({ "id": 1, "users": [{ "email": "a@b.example", "role": "owner" }] }),
        json!({ "id": 1, "users": [{ "email": "a@b.example", "group": "g", "role": "admin" }] }),
        json!({ "id": 1, "workspaces": [{ "name": "a", "contactLimit": "none" }] }),
        json!({ "id": 1, "retiredWorkspaces": [{ "name": "a" }] }),
        json!({ "id": 1, "safety": { "maxRemovals": "25 %" } }),
    ] {
        assert!(!validator.is_valid(&with(spec.clone())), "{spec}");
    }
}

#[test]
fn every_field_is_described() {
    for (kind, schema) in kinds() {
        let definitions = schema["$defs"].as_object().into_iter().flat_map(|it| it.iter());
        let objects = definitions
            .map(|(name, it)| (name.as_str(), it))
            .chain([("spec", &schema["properties"]["spec"])]);
        for (name, object) in objects {
            for (field, inner) in object["properties"].as_object().into_iter().flatten() {
                assert!(inner["description"].is_string(), "{kind} {name}.{field}");
            }
        }
    }
}
