use super::current::Already;
use super::ids::Ids;
use super::report::{FactStatus, OrganizationReport, Standing, StepReport, Verification};
use super::status::Status;
use super::verify::verification;
use crate::model::{Slug, Snapshot};
use crate::plan::{OrganizationPlan, Step, length};
use crate::platform::Target;
use crate::store::Stamp;

const STALE: &str = "the plan is stale";

/// One organization of a run.
#[derive(Debug)]
pub enum Job {
    /// It was observed and planned.
    Planned(Box<Planned>),
    /// Its saved plan is no longer the plan: reported, and nothing else.
    Stale {
        /// The saved plan.
        plan: Box<OrganizationPlan>,
        /// What changed since, a line for each object.
        changes: Vec<String>,
    },
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
    pub(super) already: Already,
    pub(super) ids: Ids,
    pub(super) seen: Stamp,
}

impl Job {
    /// An organization with the plan that was made from this snapshot. `seen` is the stamp of its lock, taken before it
    /// was observed. Of the snapshot, only ids that the plan needs are kept.
    #[must_use]
    pub fn planned(
        target: Target,
        plan: OrganizationPlan,
        snapshot: &Snapshot,
        seen: Stamp,
    ) -> Self {
        Self::resumed(target, plan, Already::default(), snapshot, seen)
    }

    /// An organization with a plan that was saved, of which some may be so already
    /// ([`still_current`](super::still_current)).
    #[must_use]
    pub fn resumed(
        target: Target,
        plan: OrganizationPlan,
        already: Already,
        snapshot: &Snapshot,
        seen: Stamp,
    ) -> Self {
        let ids = Ids::of(&plan, &already, snapshot);
        Self::Planned(Box::new(Planned { target, plan, already, ids, seen }))
    }

    /// `metadata.name`.
    #[must_use]
    pub fn name(&self) -> &Slug {
        match self {
            Self::Planned(planned) => &planned.target.name,
            Self::Stale { plan, .. } => &plan.name,
            Self::Failed { name, .. } => name,
        }
    }

    /// How many steps rolecall has to take in it.
    #[must_use]
    pub fn steps_left(&self) -> usize {
        match self {
            Self::Planned(planned) => planned.left().count(),
            Self::Stale { .. } | Self::Failed { .. } => 0,
        }
    }

    /// How long it takes, as far as is known before.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Planned(planned) if planned.has_work() => length(&planned.plan),
            Self::Planned(_) | Self::Stale { .. } | Self::Failed { .. } => 0,
        }
    }

    /// Whether rolecall has something to do in it.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.steps_left() > 0
    }
}

impl Job {
    /// What is to be applied, or the report of what isn't.
    pub(super) fn planned_or_report(self) -> Result<Box<Planned>, Box<OrganizationReport>> {
        match self {
            Self::Planned(planned) => Ok(planned),
            Self::Stale { plan, changes } => {
                let report = OrganizationReport::not_run(&plan, Standing::Stale, STALE);
                let error = Some(format!("{STALE}: {}", changes.join("; ")));
                let help = Some("plan again and review what is left".to_owned());
                Err(Box::new(OrganizationReport { error, help, ..report }))
            }
            Self::Failed { name, error, help } => {
                Err(Box::new(OrganizationReport::failed(name, error, help)))
            }
        }
    }

    /// Whether it takes a place in a batch: it has something to do, or stands in the way of those after it.
    pub(super) fn needs_a_turn(&self) -> bool {
        match self {
            Self::Planned(planned) => planned.has_work() || planned.plan.refused.is_some(),
            Self::Stale { .. } | Self::Failed { .. } => true,
        }
    }
}

impl Planned {
    /// A step before anything is done: what is so already says so.
    pub(super) fn before(&self, step: &Step, why: &str) -> StepReport {
        match self.already.left(step) {
            Some(_) => StepReport::before(step, why),
            None => StepReport {
                fact: Some(FactStatus::Shows),
                ..StepReport::new(step, Status::Already, 0, None)
            },
        }
    }

    /// The report of an organization in which rolecall has nothing to do: what was just observed is verified.
    pub(super) fn at_rest(&self) -> OrganizationReport {
        if self.plan.refused.is_some() {
            let why = "a safety rule refuses the plan";
            return OrganizationReport::not_run(&self.plan, Standing::Refused, why);
        }
        let steps = self.plan.steps.iter().map(|step| self.before(step, "")).collect();
        let mut report = OrganizationReport::new(self.plan.clone(), Standing::Run, steps);
        report.verify(verification(&report));
        self.note_incomplete(&mut report);
        report
    }

    /// What was planned from an incomplete read is not verified, whatever shows.
    pub(super) fn note_incomplete(&self, report: &mut OrganizationReport) {
        let Some(incomplete) = self.plan.incomplete.first() else { return };
        if matches!(report.verification, Verification::Verified | Verification::None) {
            report.verify(Verification::Unverified);
        }
        report.error.get_or_insert_with(|| format!("incomplete: {incomplete}"));
        let help = "say `totalIs: unreliable` in a Platform file where its totals can't be trusted, or use `rolecall learn`";
        report.help.get_or_insert_with(|| help.to_owned());
    }

    pub(super) fn has_work(&self) -> bool {
        self.left().next().is_some()
    }

    /// The automatic steps that are still to be taken, in order; of a batch, whoever is left.
    pub(super) fn left(&self) -> impl Iterator<Item = Step> {
        let steps = self.plan.automatic().filter(|_| self.plan.refused.is_none());
        steps.filter_map(|step| self.already.left(step))
    }
}
