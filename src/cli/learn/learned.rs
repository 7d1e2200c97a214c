use rolecall::learn::infer::Missing;
use rolecall::learn::recording::PassedOver;
use rolecall::model::Operation;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `learn --format json` says.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Learned {
    /// Scheme, host and port of the API.
    pub(super) api: String,
    /// How many entries there were.
    pub(super) entries: usize,
    /// How many of them said something.
    pub(super) used: usize,
    /// Whether a recording ends in the middle.
    pub(super) is_cut: bool,
    /// How many of them were passed over, by reason.
    pub(super) passed_over: BTreeMap<PassedOver, usize>,
    /// The Platform that it is compared with.
    pub(super) compared_with: String,
    /// Each operation of the script.
    pub(super) operations: BTreeMap<Operation, LearnedOperation>,
    /// What to do next, in order.
    pub(super) next: Vec<String>,
}

/// What is known of one operation.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LearnedOperation {
    /// How it goes: method and path; absent where it is not learned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) goes: Option<String>,
    /// In how many requests it was seen.
    pub(super) seen: usize,
    /// In what it differs from the extended profile; `null` where that one can't do it.
    pub(super) differs: Option<Vec<&'static str>>,
    /// What could not be found: arguments and fields.
    pub(super) gaps: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Why it is not learned.
    pub(super) missing: Option<Missing>,
}
