use super::*;
use crate::manifest::node::{Node, Scalar, Value as NodeValue};
use crate::manifest::{
    Report, SourceFile, document, group, organization as read_organization,
    project as read_project, safety, template,
};
use std::path::Path;

/// A manifest as an editor sees it: plain scalars are what YAML 1.2 takes them for.
fn json_of(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Scalar(Scalar { text, plain: true }) => match serde_json::from_str(text) {
            Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
            _ => json!(text),
        },
        NodeValue::Scalar(Scalar { text, plain: false }) => json!(text),
        NodeValue::Sequence(items) => items.iter().map(json_of).collect(),
        NodeValue::Mapping(mapping) => {
            let fields = mapping.entries.iter().map(|(key, it)| (key.text.clone(), json_of(it)));
            Value::Object(fields.collect())
        }
    }
}

/// YAML files in a folder and those below it.
fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|it| it == "yaml") {
            found.push(path);
        }
    }
    found
}

fn whole_documents(folder: &str) -> Vec<(String, Kind, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for path in files_below(&folder) {
        let files = [SourceFile {
            path: path.display().to_string(),
            text: std::fs::read_to_string(&path).unwrap(),
        }];
        let report = Report::new(&files);
        for it in document::read(&files, &report).documents {
            let value = json!({
                "apiVersion": "rolecall/v1", "kind": it.kind.word(), "metadata": { "name": it.name.as_str() },
                "spec": json_of(&it.spec),
            });
            found.push((format!("{} {}", files[0].path, it.name), it.kind, value));
        }
    }
    assert!(!found.is_empty());
    found
}

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

#[test]
fn valid_manifests_fit_their_schemas() {
    let any = jsonschema::validator_for(&any(&kinds())).unwrap();
    let documents = whole_documents("tests/fixtures/manifest/valid");
    for (name, kind, value) in documents.into_iter().chain(whole_documents("examples")) {
        let Some(own) = schema(kind) else { continue };
        jsonschema::meta::validate(&own).unwrap_or_else(|error| panic!("{kind}: {error}"));
        for validator in [&jsonschema::validator_for(&own).unwrap(), &any] {
            let errors: Vec<_> = validator
                .iter_errors(&value)
                .map(|it| format!("{}: {it}", it.instance_path()))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{name}");
        }
    }
    assert!(any.is_valid(&json!({ "apiVersion": "v1", "kind": "ConfigMap" })));
    assert!(!any.is_valid(&json!({ "apiVersion": "rolecall/v1", "kind": "Organisation" })));
}

/// Wrong fields, words and types are wrong for both.
#[test]
fn what_the_reader_refuses_in_shape_the_schema_refuses() {
    let wrong = whole_documents("tests/fixtures/manifest/wrong");
    let names = [
        "values.yaml acme",
        "values.yaml staff",
        "project.yaml agency",
        "clients.yaml three",
        "templates.yaml t",
    ];
    for name in names {
        let found = wrong.iter().find(|it| it.0.ends_with(name));
        let (_, kind, value) = found.unwrap_or_else(|| panic!("{name}"));
        let validator = jsonschema::validator_for(&schema(*kind).unwrap()).unwrap();
        // Which parameters there are is known to the template alone.
        assert_eq!(validator.is_valid(value), name == "clients.yaml three", "{name}");
    }
    let with = |spec: Value| json!({ "apiVersion": "rolecall/v1", "kind": "Organization", "metadata": { "name": "a" }, "spec": spec });
    let validator = jsonschema::validator_for(&schema(Kind::Organization).unwrap()).unwrap();
    assert!(validator.is_valid(&with(json!({ "id": 1 }))));
    for spec in [
        json!({}),
        json!({ "id": "1" }),
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
