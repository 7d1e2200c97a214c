//! The JSON Schemas and the reader agree: on every example, and on what is wrong.

use jiff::civil::date;
use rolecall::manifest::{self, Kind, SourceFile};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// YAML files in a folder and those below it.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|it| it == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The manifests in a folder, as an editor sees them, with their file and kind.
fn documents(folder: &str) -> Vec<(PathBuf, Kind, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for path in files_below(&folder) {
        let text = fs::read_to_string(&path).unwrap();
        // Editors read YAML 1.2, where `off` and `no` are texts.
        let options = serde_saphyr::options! { strict_booleans: true };
        let Ok(values) = serde_saphyr::from_multiple_with_options::<Value>(&text, options) else {
            continue;
        };
        for value in values.into_iter().filter(|it| it["apiVersion"] == "rolecall/v1") {
            if let Some(Ok(kind)) = value["kind"].as_str().map(str::parse) {
                found.push((path.clone(), kind, value));
            }
        }
    }
    assert!(!found.is_empty(), "{folder:?}");
    found
}

fn kinds() -> Vec<(Kind, Value)> {
    Kind::ALL.iter().filter_map(|kind| Some((*kind, manifest::schema(*kind)?))).collect()
}

#[test]
fn valid_manifests_fit_their_schemas() {
    let any = jsonschema::validator_for(&manifest::any_schema(&kinds())).unwrap();
    let valid = documents("tests/fixtures/manifest/valid");
    for (path, kind, value) in valid.into_iter().chain(documents("examples")) {
        let Some(own) = manifest::schema(kind) else { continue };
        jsonschema::meta::validate(&own).unwrap_or_else(|error| panic!("{kind}: {error}"));
        for validator in [&jsonschema::validator_for(&own).unwrap(), &any] {
            let errors: Vec<_> = validator
                .iter_errors(&value)
                .map(|it| format!("{}: {it}", it.instance_path()))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{path:?}");
        }
    }
    assert!(any.is_valid(&json!({ "apiVersion": "v1", "kind": "ConfigMap" })));
    assert!(!any.is_valid(&json!({ "apiVersion": "rolecall/v1", "kind": "Organisation" })));
}

/// What is wrong in shape is wrong for both.
#[test]
fn wrong_shapes_are_wrong_for_the_schemas_too() {
    let wrong = documents("tests/fixtures/manifest/wrong");
    let refused =
        [("values", "acme"), ("values", "staff"), ("project", "agency"), ("templates", "t")];
    for (file, name) in refused {
        let found = wrong.iter().find(|(path, _, value)| {
            path.file_stem().is_some_and(|it| it == file) && value["metadata"]["name"] == name
        });
        let (_, kind, value) = found.unwrap_or_else(|| panic!("{file} {name}"));
        let validator = jsonschema::validator_for(&manifest::schema(*kind).unwrap()).unwrap();
        assert!(!validator.is_valid(value), "{file} {name}");
    }
}

/// What the reader takes without an error fits the schema, and the examples are such.
#[test]
fn examples_have_no_errors() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in fs::read_dir(examples).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("rolecall.yaml").exists() {
            continue;
        }
        let file = |path: PathBuf| SourceFile {
            text: fs::read_to_string(&path).unwrap(),
            path: path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/"),
        };
        let files: Vec<_> = files_below(&folder).into_iter().map(file).collect();
        let loaded = manifest::load(&files, date(2026, 11, 23));
        assert!(!loaded.has_errors(), "{}", manifest::text(&loaded.diagnostics, false));
        assert!(!loaded.organizations.is_empty(), "{folder:?}");
    }
}
