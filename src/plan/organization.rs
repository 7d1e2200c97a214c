use super::{
    AttentionKind, Effect, Execution, Hold, Notice, PersonAccess, Side, Staff, Step, StepId,
};
use crate::model::{
    Email, Incomplete, MaxRemovals, OrganizationId, Silenced, Slug, Source, WorkspaceName,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What planning is told besides manifests and snapshot.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The clock, for embargoes, waivers and resending; dates are UTC.
    pub now: Timestamp,
    /// `--allow-workspace-deletion`.
    pub allow_workspace_deletion: bool,
    /// Whether writes on assumed evidence are automatic.
    pub allow_assumed: bool,
    /// `--max-removals`; overrules the manifests.
    pub max_removals: Option<MaxRemovals>,
    /// When a static token expires, so that a plan that would outlive it can say so.
    pub token_expires: Option<Timestamp>,
    /// Lints that are not told.
    pub silenced: Silenced,
    /// The reseller's own people, who are looked at after others.
    pub staff: Staff,
    /// From which side it is told what to look at first.
    pub side: Side,
}

impl Settings {
    /// The day it is, in UTC.
    #[must_use]
    pub fn today(&self) -> Date {
        Offset::UTC.to_datetime(self.now).date()
    }
}

/// The plan of one organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrganizationPlan {
    /// `metadata.name`.
    pub name: Slug,
    /// The platform's id.
    pub id: OrganizationId,
    /// Whose credential is used.
    pub actor: Option<Email>,
    /// Digest of the snapshot, without what moves by itself.
    pub snapshot: String,
    /// Why the whole plan is refused, where it is.
    pub refused: Option<Refusal>,
    /// What was not read in full, and why: then there may be more to do than the plan says.
    #[serde(default)]
    pub incomplete: Vec<Incomplete>,
    /// What the profile never shows, so that nothing is said of it.
    #[serde(default)]
    pub out_of_sight: Vec<String>,
    /// All steps: automatic and manual ones by wave, then held ones.
    pub steps: Vec<Step>,
    /// What a reviewer should know.
    pub warnings: Vec<Warning>,
    /// What is there and no manifest names: reported, never touched.
    pub unmanaged: Unmanaged,
    /// What the plan does to people's access.
    pub access: Vec<PersonAccess>,
    /// What a reviewer should look at first, the worst first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attention: Vec<Notice>,
    /// What applying costs.
    pub cost: Cost,
}

impl OrganizationPlan {
    /// The same plan, and as whole as what was read for another: a saved one is as trustworthy as what was read now.
    #[must_use]
    pub fn read_like(self, now: &Self) -> Self {
        let (incomplete, out_of_sight) = (now.incomplete.clone(), now.out_of_sight.clone());
        Self { incomplete, out_of_sight, ..self }
    }

    /// Steps that rolecall takes itself, in order.
    pub fn automatic(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.execution == Execution::Automatic)
    }

    /// Steps that a person has to take, in order.
    pub fn manual(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| matches!(step.execution, Execution::Manual { .. }))
    }

    /// Steps that are not taken now.
    pub fn held(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| matches!(step.execution, Execution::Held { .. }))
    }

    /// Steps that are to be taken, by rolecall or by a person: none of a plan that is refused.
    pub fn pending(&self) -> impl Iterator<Item = &Step> {
        let held = |step: &&Step| matches!(step.execution, Execution::Held { .. });
        let steps = if self.refused.is_some() { &[][..] } else { &self.steps };
        steps.iter().filter(move |step| !held(step))
    }

    /// Of a plan that tells drift: steps that stand for a difference, whatever keeps rolecall from taking them, and
    /// steps for which nothing but time is missing.
    #[must_use]
    pub fn differences(&self) -> (Vec<&Step>, Vec<&Step>) {
        let waiting: BTreeSet<&StepId> =
            self.steps.iter().filter(|step| step.is_waiting()).map(|step| &step.id).collect();
        let waits = |step: &&Step| match &step.execution {
            Execution::Held { reason: Hold::DependsOnHeld { steps } } => {
                steps.iter().all(|id| waiting.contains(id))
            }
            _ => step.is_waiting(),
        };
        let (waiting, different): (Vec<_>, Vec<_>) = self.steps.iter().partition(waits);
        (different, waiting)
    }

    /// Of a plan that tells drift: power that no manifest gives and that `policy.users` leaves alone, so that no step
    /// stands for it.
    pub fn unlisted_power(&self) -> impl Iterator<Item = &Notice> {
        self.attention
            .iter()
            .filter(|it| it.kind <= AttentionKind::WorkspaceOwner && it.steps.is_empty())
    }

    /// Pending steps with this effect.
    #[must_use]
    pub fn count(&self, effect: Effect) -> u64 {
        self.pending().filter(|step| step.action.effect() == effect).count() as u64
    }
}

/// A safety rule that the plan as a whole goes against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// `max_removals`.
    pub rule: String,
    /// What was counted.
    pub counted: u64,
    /// What is allowed.
    pub allowed: u64,
}

/// Something a reviewer should know that stops nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// A lint's code, where it has one.
    pub code: Option<String>,
    /// A sentence.
    pub message: String,
    /// The line it is about, where there is one.
    pub source: Option<Source>,
}

/// What is on the platform and in no manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmanaged {
    /// Workspaces, by name.
    pub workspaces: Vec<WorkspaceName>,
    /// People of an organization whose users are not managed, or who are ignored.
    pub users: Vec<Email>,
}

/// What applying costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cost {
    /// Writes of automatic steps.
    pub requests: u64,
    /// Requests that it took to observe.
    pub reads: u64,
    /// Seconds from the start of applying to the end of verification, at the allowed rate. Of several organizations, as they
    /// are worked on in parallel.
    pub estimated_seconds: f64,
}

/// Rounded up to tenths, so that a plan says `0.2` and the same on every machine.
pub(super) fn tenths(seconds: f64) -> f64 {
    ((seconds * 10.0 - 1e-6).ceil() + 0.0).max(0.0) / 10.0
}
