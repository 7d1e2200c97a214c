use crate::model::OrganizationId;
use crate::sandbox::endpoint::Endpoint;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Rules of misbehaviour. Of several that meet one call, all delays and effects apply, and the first ending.
///
/// As a text (see [`Faults::parse`]): `op=addWorkspaceUsers,nth=2,reset=after;p=0.1,seed=7,status=503`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    /// In order.
    pub rules: Vec<Rule>,
}

/// What happens to which calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which calls.
    #[serde(default)]
    pub meets: Meets,
    /// What happens to them.
    pub fault: Fault,
}

/// Which calls a rule meets: all that fit every field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Meets {
    /// One of these operations; empty: any.
    pub operations: Vec<Endpoint>,
    /// Calls about this organization.
    pub organization: Option<OrganizationId>,
    /// Just the n-th call that fits the fields above, from 1.
    pub nth: Option<u64>,
    /// So many times at most.
    pub times: Option<u64>,
    /// With this probability, from 0 to 1.
    pub probability: Option<f64>,
    /// Decides with which calls; the same seed and calls, the same decisions.
    pub seed: u64,
}

/// What can happen to a call.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// Milliseconds before it is handled. It is handled even if the client does not wait.
    Latency(u64),
    /// A list as it was this many milliseconds ago.
    Stale(u64),
    /// A list page of at most so many items.
    PageCap(u64),
    /// S3 does this many of the users and then answers 500.
    Partial(u64),
    /// All console tokens expire just before it.
    ExpireTokens,
    /// A TCP reset in place of an answer.
    Reset(When),
    /// No answer, for as long as the client waits: where a test kills it.
    Hold(When),
    /// This HTTP status before it is handled.
    Status(u16),
    /// This HTTP status although it was handled.
    StatusAfter(u16),
    /// A login page in place of JSON.
    Html(When),
    /// The answer ends in the middle. The call was handled.
    Cut,
}

/// Whether the call takes effect first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// It has no effect.
    Before,
    /// It took effect.
    After,
}

/// How a call ends that is not answered as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Ending {
    /// See [`Fault::Reset`].
    Reset,
    /// See [`Fault::Hold`].
    Hold,
    /// See [`Fault::Status`].
    Status(u16),
    /// See [`Fault::Html`].
    Html,
    /// See [`Fault::Cut`].
    Cut,
}

impl Fault {
    /// How it ends the call, where it does.
    pub(in crate::sandbox) const fn ending(self) -> Option<(When, Ending)> {
        match self {
            Self::Reset(when) => Some((when, Ending::Reset)),
            Self::Hold(when) => Some((when, Ending::Hold)),
            Self::Html(when) => Some((when, Ending::Html)),
            Self::Status(status) => Some((When::Before, Ending::Status(status))),
            Self::StatusAfter(status) => Some((When::After, Ending::Status(status))),
            Self::Cut => Some((When::After, Ending::Cut)),
            Self::Latency(_)
            | Self::Stale(_)
            | Self::PageCap(_)
            | Self::Partial(_)
            | Self::ExpireTokens => None,
        }
    }
}

impl Faults {
    /// None at all.
    #[must_use]
    pub const fn none() -> Self {
        Self { rules: Vec::new() }
    }

    /// A point at which a test kills its client: the k-th call from now, from 1, whatever it is, is never answered.
    #[must_use]
    pub fn crash_point(k: u64, when: When) -> Self {
        let meets = Meets { nth: Some(k), ..Meets::default() };
        Self { rules: vec![Rule { meets, fault: Fault::Hold(when) }] }
    }

    /// How far back reads may lag.
    pub(in crate::sandbox) fn reach(&self) -> Duration {
        let lag = |rule: &Rule| match rule.fault {
            Fault::Stale(ms) => ms,
            _ => 0,
        };
        Duration::from_millis(self.rules.iter().map(lag).max().unwrap_or(0))
    }
}
