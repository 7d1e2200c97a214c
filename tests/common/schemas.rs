//! What is written, against the schemas that rolecall says.

use crate::common::{rolecall, said};

/// What of a document does not fit the schema of this name.
pub(crate) fn misfits(schema: &str, value: &serde_json::Value) -> Vec<String> {
    let schema = said(rolecall().args(["schema", schema])).ended(0).out;
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    validator.iter_errors(value).map(|it| format!("{}: {it}", it.instance_path())).collect()
}
