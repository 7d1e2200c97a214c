use super::SomebodyElse;
use crate::model::{Email, OrganizationId};
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
    /// The n-th such call, from 1, and all after it.
    pub from: Option<u64>,
    /// So many times at most.
    pub times: Option<u64>,
    /// With this probability, from 0 to 1.
    pub probability: Option<f64>,
    /// Decides with which calls; the same seed and calls, the same decisions.
    pub seed: u64,
}

/// What can happen to a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// Milliseconds before it is handled. It is handled even if the client does not wait.
    Latency(u64),
    /// A list as it was this many milliseconds ago.
    Stale(u64),
    /// A list page of at most so many items.
    PageCap(u64),
    /// A list says a total of so many more, or fewer, than there are.
    Total(i64),
    /// The list of workspaces says so many more, or fewer, users of each than there are.
    Members(i64),
    /// A list leaves this person out. Its total still counts them.
    Without(Email),
    /// A list shows this address once more, as another account of the lowest role.
    Twice(Email),
    /// What is shown lacks this field: of an organization, or of each item of a list.
    Hide(String),
    /// S3 does this many of the users and then answers 500.
    Partial(u64),
    /// S3 does this many of the users and answers as if it had done all.
    PartialDone(u64),
    /// A write is answered as ever and changes nothing.
    NoEffect,
    /// A call that is to invite or add this address is refused as a whole, as not valid.
    Refuse(Email),
    /// What is wrong with a body comes as 403, with the same class and text.
    InvalidAs403,
    /// Somebody else does this just before the call.
    Before(SomebodyElse),
    /// Somebody else does this just after the call took effect, before it is answered.
    After(SomebodyElse),
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
