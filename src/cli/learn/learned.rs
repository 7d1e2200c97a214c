use rolecall::learn::infer::Missing;
use rolecall::learn::recording::PassedOver;
use rolecall::model::Operation;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was learned, as it is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Learned {
    /// Scheme, host and port of the API.
    pub(super) api: String,
    /// How many entries there were, and how many of them said something.
    pub(super) entries: usize,
    pub(super) used: usize,
    /// Whether a recording ends in the middle.
    pub(super) is_cut: bool,
    pub(super) passed_over: BTreeMap<PassedOver, usize>,
    /// The Platform that it is compared with.
    pub(super) compared_with: String,
    pub(super) operations: BTreeMap<Operation, LearnedOperation>,
    /// Words that were never seen.
    pub(super) next: Vec<String>,
}

/// What is known of one operation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LearnedOperation {
    /// How it goes: method and path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) goes: Option<String>,
    pub(super) seen: usize,
    /// In what it differs from the extended profile; `null` where that one can't do it.
    pub(super) differs: Option<Vec<&'static str>>,
    /// What could not be found: arguments and fields.
    pub(super) gaps: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<Missing>,
}
