//! How the JSON Schema of a state shows types of other rooms.

use super::FORMAT;
use crate::model::{OrganizationRole, Restriction, UserStatus, WorkspaceRole};
use schemars::{Schema, SchemaGenerator, json_schema};

pub(super) fn format(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": FORMAT })
}

pub(super) fn organization_role(_: &mut SchemaGenerator) -> Schema {
    one_of(OrganizationRole::ALL.iter().map(|it| it.word()))
}

pub(super) fn workspace_role(_: &mut SchemaGenerator) -> Schema {
    one_of(WorkspaceRole::ALL.iter().map(|it| it.word()))
}

pub(super) fn user_status(_: &mut SchemaGenerator) -> Schema {
    one_of(UserStatus::ALL.iter().map(|it| it.word()))
}

pub(super) fn restrictions(_: &mut SchemaGenerator) -> Schema {
    let items = one_of(Restriction::ALL.iter().map(|it| it.word()));
    json_schema!({ "type": "array", "items": items, "uniqueItems": true })
}

pub(super) fn email(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "email" })
}

pub(super) fn time(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date-time" })
}

fn one_of(words: impl Iterator<Item = &'static str>) -> Schema {
    let words: Vec<_> = words.collect();
    json_schema!({ "type": "string", "enum": words })
}
