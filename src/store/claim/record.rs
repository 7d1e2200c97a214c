use super::StoreTime;
use crate::store::{Holder, Lease, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The format that this version writes and reads.
pub const FORMAT: &str = "rolecall.lock/v1";

/// A lock in an object store: the whole object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Lock (rolecall.lock/v1)")]
pub struct LockRecord {
    /// `rolecall.lock/v1`.
    pub format: LockFormat,
    /// The run that wrote it last.
    pub holder: Holder,
    /// Whether it is held.
    pub state: LockState,
    /// How long it counts.
    pub lease: Term,
}

/// The format that a lock says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LockFormat {
    /// The only one so far.
    #[serde(rename = "rolecall.lock/v1")]
    V1,
}

/// Whether a lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockState {
    /// Its holder works, or died.
    Held,
    /// It was given up in good order.
    Released,
}

/// How long a lock counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Term {
    /// After it was last written, in milliseconds by the store's clock.
    pub milliseconds: u64,
    /// How often its holder has written it: no two writes of a lock are alike.
    pub writes: u64,
}

impl LockRecord {
    /// Reads a lock.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(bytes).map_err(|error| error.to_string())
    }

    pub(super) fn lease(&self) -> Duration {
        Duration::from_millis(self.lease.milliseconds)
    }

    /// Who held it last, for people and for those who ask whether somebody came in between.
    pub(in crate::store) fn stamp(&self, written: Option<StoreTime>) -> Stamp {
        let released = self.state == LockState::Released;
        Stamp::Lease(Lease { holder: self.holder.clone(), released, written })
    }
}
