use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing a step does.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Something new is there.
    Create,
    /// Somebody gets access.
    Grant,
    /// Something is different.
    Change,
    /// Somebody loses access.
    Revoke,
    /// Data is gone.
    Destroy,
    /// An e-mail goes out, and nothing else.
    Notify,
}

/// Whether a step can be taken back.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reversible {
    /// By the opposite step.
    Yes,
    /// By the opposite step, but who had which contacts is lost.
    LosesData,
    /// Not: an e-mail can't be unsent, a deleted workspace is gone.
    No,
}
