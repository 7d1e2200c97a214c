use super::ids::Ids;
use crate::model::{Slug, Snapshot};
use crate::plan::{Execution, OrganizationPlan};
use crate::platform::Target;
use crate::store::Stamp;

/// One organization of a run.
#[derive(Debug)]
pub enum Job {
    /// It was observed and planned.
    Planned(Box<Planned>),
    /// It could not be: reported, and nothing else.
    Failed {
        /// `metadata.name`.
        name: Slug,
        /// Why.
        error: String,
        /// What to do about it.
        help: Option<String>,
    },
}

/// An organization and what is to be done in it.
#[derive(Debug)]
pub struct Planned {
    pub(super) target: Target,
    pub(super) plan: OrganizationPlan,
    pub(super) ids: Ids,
    pub(super) seen: Stamp,
}

impl Job {
    /// An organization with the plan that was made from this snapshot. `seen` is the stamp of its lock
    /// ([`lock_name`]), taken before it was observed. Of the snapshot, only ids that the plan needs are kept.
    #[must_use]
    pub fn planned(
        target: Target,
        plan: OrganizationPlan,
        snapshot: &Snapshot,
        seen: Stamp,
    ) -> Self {
        let ids = Ids::of(&plan, snapshot);
        Self::Planned(Box::new(Planned { target, plan, ids, seen }))
    }

    /// `metadata.name`.
    #[must_use]
    pub fn name(&self) -> &Slug {
        match self {
            Self::Planned(planned) => &planned.target.name,
            Self::Failed { name, .. } => name,
        }
    }

    /// Whether rolecall has something to do in it.
    #[must_use]
    pub fn has_work(&self) -> bool {
        match self {
            Self::Planned(planned) => planned.has_work(),
            Self::Failed { .. } => false,
        }
    }
}

impl Job {
    /// Whether it takes a place in a batch: it has something to do, or stands in the way of those after it.
    pub(super) fn needs_a_turn(&self) -> bool {
        match self {
            Self::Planned(planned) => planned.has_work() || planned.plan.refused.is_some(),
            Self::Failed { .. } => true,
        }
    }
}

impl Planned {
    pub(super) fn has_work(&self) -> bool {
        self.plan.refused.is_none()
            && self.plan.steps.iter().any(|step| step.execution == Execution::Automatic)
    }
}

/// The name of an organization's lock: its id, which no two manifests share.
#[must_use]
pub fn lock_name(target: &Target) -> String {
    format!("organization-{}", target.id)
}
