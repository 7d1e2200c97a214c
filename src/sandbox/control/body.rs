use crate::model::{Email, OrganizationId, WorkspaceId};
use crate::sandbox::faults::{Faults, SomebodyElse};
use crate::sandbox::rules::Refusal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Holds {
    pub(super) beyond: Option<u64>,
    pub(super) wait_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accept {
    pub(super) organization: OrganizationId,
    pub(super) email: Email,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Somebody {
    pub(super) organization: OrganizationId,
    pub(super) does: SomebodyElse,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    pub(super) organization: OrganizationId,
    pub(super) status: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mint {
    pub(super) organization: OrganizationId,
    pub(super) workspace: WorkspaceId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal::Malformed(error.to_string()))
}

/// Rules, or a text that says them.
pub(super) fn faults(bytes: &[u8]) -> Result<Faults, Refusal> {
    let value: Value = read(bytes)?;
    if value.get("text").is_none() {
        return read(bytes);
    }
    let Text { text } = read(bytes)?;
    Faults::parse(&text).map_err(|error| Refusal::Malformed(error.to_string()))
}
