use super::*;
use crate::manifest::{
    group, organization as read_organization, project as read_project, safety, template,
};

fn properties(schema: &Value) -> Vec<&str> {
    let mut names: Vec<_> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// What the reader takes is what the schema names.
#[test]
fn schemas_and_readers_have_the_same_fields() {
    let same = |schema: &Value, fields: &[&str]| {
        let mut fields = fields.to_vec();
        fields.sort_unstable();
        assert_eq!(properties(schema), fields);
    };
    let project = spec::<project::ProjectSpec>();
    same(&project, read_project::read::FIELDS);
    same(&project["$defs"]["Credential"], read_project::credential::FIELDS);
    same(&project["$defs"]["Safety"], safety::FIELDS);
    same(&project["$defs"]["Waiver"], safety::WAIVER_FIELDS);
    let organization = organization();
    same(&organization, read_organization::FIELDS);
    same(&organization["$defs"]["User"], read_organization::USER_FIELDS);
    same(&organization["$defs"]["Access"], read_organization::ACCESS_FIELDS);
    same(&organization["$defs"]["Workspace"], read_organization::WORKSPACE_FIELDS);
    same(&organization["$defs"]["Retired"], read_organization::RETIRED_FIELDS);
    same(&spec::<client::GroupSpec>(), group::FIELDS);
    let template = spec::<client::TemplateSpec>();
    same(&template, template::TEMPLATE_FIELDS);
    same(&template["$defs"]["Parameter"], template::PARAMETER_FIELDS);
    same(&spec::<client::ClientSpec>(), template::CLIENT_FIELDS);
}

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
