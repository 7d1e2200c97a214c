//! The plan file, `rolecall.plan/v1`: the whole plan, its digest, and the flat form of a step.

mod id;
mod merge;
mod step;

pub use id::PlanId;
pub use merge::MergeError;
pub(super) use step::StepFile;

use super::{Attention, Effect, Execution, OrganizationPlan, Unread, rank, together};
use crate::model::{Fields, MaxRemovals, Shard};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The format that this version writes and reads.
pub const FORMAT: &str = "rolecall.plan/v1";

/// A plan: everything that is to be done, by organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// [`FORMAT`].
    pub format: String,
    /// Digest of the content without `id` and `createdAt`.
    pub id: PlanId,
    /// `rolecall 0.1.0`.
    pub tool: String,
    /// When it was made.
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// What it was made with; `apply --plan` uses the same.
    pub options: Options,
    /// What it was made against.
    pub platform: PlatformName,
    /// The part of the fleet that it is about; `null`: all that was chosen.
    pub shard: Option<Shard>,
    /// Digest of all manifests of the Project, so that plans of several shards can be told to belong together.
    pub manifests: String,
    /// By name.
    pub organizations: Vec<OrganizationPlan>,
    /// Organizations that could not be read or planned, by name.
    pub unread: Vec<Unread>,
    /// What to look at first, the worst first.
    pub attention: Vec<Attention>,
    /// Counts over all organizations.
    pub summary: Summary,
}

/// What a plan was made with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// PATHs, as given.
    pub paths: Vec<String>,
    /// `--allow-workspace-deletion`.
    pub allow_workspace_deletion: bool,
    /// `--allow-assumed`, or the Project's `allowAssumed`.
    pub allow_assumed: bool,
    /// `--max-removals`.
    pub max_removals: Option<MaxRemovals>,
    /// The time that planning went by: `--now`, or when it was.
    #[schemars(with = "Option<String>")]
    pub now: Option<Timestamp>,
}

/// What a plan was made against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlatformName {
    /// The profile's name; `sandbox` for the embedded platform.
    pub profile: String,
    /// Where it is. The embedded platform's changing loopback port is written as `sandbox:`.
    pub base_url: String,
}

/// What a plan was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOrigin {
    /// The options.
    pub options: Options,
    /// The platform.
    pub platform: PlatformName,
    /// The part of the fleet.
    pub shard: Option<Shard>,
    /// Digest of all manifests of the Project.
    pub manifests: String,
}

/// Counts over all organizations. Of those that are refused nothing runs, so that none of their steps is counted.
/// Effects count automatic and manual steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Summary {
    pub create: u64,
    pub grant: u64,
    pub change: u64,
    pub revoke: u64,
    pub destroy: u64,
    pub notify: u64,
    pub automatic: u64,
    pub manual: u64,
    pub held: u64,
    pub refused: u64,
    pub unread: u64,
    pub incomplete: u64,
    pub out_of_sight: u64,
    pub attention: u64,
    pub requests: u64,
    pub reads: u64,
    pub estimated_seconds: f64,
}

impl Summary {
    fn of(
        organizations: &[OrganizationPlan],
        unread: &[Unread],
        attention: &[Attention],
        estimated_seconds: f64,
    ) -> Self {
        let mut sum = Self {
            unread: unread.len() as u64,
            attention: attention.len() as u64,
            estimated_seconds,
            ..Self::default()
        };
        for plan in organizations {
            sum.reads += plan.cost.reads;
            sum.incomplete += u64::from(!plan.incomplete.is_empty());
            sum.out_of_sight += u64::from(!plan.out_of_sight.is_empty());
            if plan.refused.is_some() {
                sum.refused += 1;
                continue;
            }
            sum.create += plan.count(Effect::Create);
            sum.grant += plan.count(Effect::Grant);
            sum.change += plan.count(Effect::Change);
            sum.revoke += plan.count(Effect::Revoke);
            sum.destroy += plan.count(Effect::Destroy);
            sum.notify += plan.count(Effect::Notify);
            for step in &plan.steps {
                match step.execution {
                    Execution::Automatic => sum.automatic += 1,
                    Execution::Manual { .. } => sum.manual += 1,
                    Execution::Held { .. } => sum.held += 1,
                }
            }
            sum.requests += plan.cost.requests;
        }
        sum
    }
}

/// Why a file is not a plan that can be used.
#[derive(Debug, thiserror::Error)]
pub enum PlanFileError {
    /// It is not JSON, or was cut short, or fields are missing.
    #[error("not a readable plan")]
    Malformed(#[from] serde_json::Error),
    /// It says another format.
    #[error("the file says `{found}`; this rolecall reads `{FORMAT}`")]
    Format {
        /// What it says.
        found: String,
    },
    /// It was written before plans said all that they say now.
    #[error("the plan was made by an earlier rolecall ({tool}); plan again")]
    Earlier {
        /// Which.
        tool: String,
    },
    /// Its `id` does not fit its content.
    #[error(
        "the plan was changed after it was made: its id is {claimed}, its content's is {actual}"
    )]
    Edited {
        /// What it says.
        claimed: PlanId,
        /// What it is.
        actual: PlanId,
    },
}

impl Plan {
    /// Puts a plan together; organizations, also those that could not be read, are sorted by name. `parallelism` is how many
    /// of them are worked on at a time.
    #[must_use]
    pub fn new(
        created_at: Timestamp,
        origin: PlanOrigin,
        organizations: Vec<OrganizationPlan>,
        unread: Vec<Unread>,
        parallelism: usize,
    ) -> Self {
        let run = organizations.iter().filter(|plan| plan.refused.is_none());
        let seconds = together(run, parallelism);
        Self::taking(seconds, created_at, origin, organizations, unread)
    }

    /// The same of a plan that takes so many seconds.
    fn taking(
        estimated_seconds: f64,
        created_at: Timestamp,
        origin: PlanOrigin,
        mut organizations: Vec<OrganizationPlan>,
        mut unread: Vec<Unread>,
    ) -> Self {
        organizations.sort_by(|a, b| a.name.cmp(&b.name));
        unread.sort_by(|a, b| a.name.cmp(&b.name));
        let PlanOrigin { options, platform, shard, manifests } = origin;
        let attention = rank(&organizations, &unread);
        let summary = Summary::of(&organizations, &unread, &attention, estimated_seconds);
        let mut plan = Self {
            format: FORMAT.to_owned(),
            id: PlanId::default(),
            tool: concat!("rolecall ", env!("CARGO_PKG_VERSION")).to_owned(),
            created_at,
            options,
            platform,
            shard,
            manifests,
            organizations,
            unread,
            attention,
            summary,
        };
        plan.id = plan.digest();
        plan
    }

    /// The file's text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a plan has string keys only");
        text.push('\n');
        text
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// [`PlanFileError`] where it is no plan, another version, or was edited.
    pub fn from_json(text: &str) -> Result<Self, PlanFileError> {
        let fields = Fields::of(text)?;
        let found = fields.format();
        if found != FORMAT {
            return Err(PlanFileError::Format { found });
        }
        Self::is_current(&fields)?;
        // From the text itself, where a key that stands twice is seen.
        let plan: Self = serde_json::from_str(text)?;
        plan.checked(PlanId::of(&fields)?)
    }

    /// Whether a plan says all that plans say now, as those of earlier versions don't.
    ///
    /// # Errors
    /// [`PlanFileError::Earlier`] where it doesn't.
    pub fn is_current(plan: &Fields<'_>) -> Result<(), PlanFileError> {
        if ["attention", "manifests"].iter().all(|field| plan.get(field).is_some()) {
            return Ok(());
        }
        let tool = plan.read("tool").unwrap_or_else(|| "not known".to_owned());
        Err(PlanFileError::Earlier { tool })
    }

    /// The plan, where it is of this format and its id fits what it is and is `said`, the one of the JSON that it was read
    /// from: a step's effect, requests and the like follow from its action, so that reading passes over them.
    ///
    /// # Errors
    /// [`PlanFileError`] where it is another version, or was edited.
    pub fn checked(self, said: PlanId) -> Result<Self, PlanFileError> {
        if self.format != FORMAT {
            return Err(PlanFileError::Format { found: self.format });
        }
        match [said, self.digest()].into_iter().find(|actual| *actual != self.id) {
            None => Ok(self),
            Some(actual) => Err(PlanFileError::Edited { claimed: self.id, actual }),
        }
    }
}
