//! The digest of a snapshot: what a plan rests on, without what moves by itself.

use super::sha256;
use crate::model::Snapshot;
use serde_json::Value;

/// `sha256:…` over everything but the number of contacts and the requests that reading took.
pub(super) fn digest(snapshot: &Snapshot) -> String {
    let mut value = serde_json::to_value(snapshot).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("reads");
    }
    let workspaces = value.pointer_mut("/workspaces/items").and_then(Value::as_array_mut);
    for workspace in workspaces.into_iter().flatten().filter_map(Value::as_object_mut) {
        workspace.remove("contacts");
    }
    sha256(value.to_string().as_bytes())
}
