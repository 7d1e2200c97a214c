use super::pieces::{Piece, pieces};
use super::progress::{Progress, Waiting};
use super::report::OrganizationReport;
use super::stop::Stop;
use super::waits::Waits;
use crate::model::{Slug, Snapshot};
use crate::plan::{Action, Execution, OrganizationPlan, Step};
use crate::platform::{Observe, PlatformError, Target};
use std::collections::BTreeSet;
use std::time::Duration;

/// Plans an organization again from what the platform says now.
pub trait Replan: Send + Sync {
    /// The plan of this organization from this snapshot, with the options of the applied plan.
    ///
    /// # Errors
    /// A sentence, where it can't be planned any more.
    fn replan(&self, organization: &Slug, snapshot: &Snapshot) -> Result<OrganizationPlan, String>;
}

impl<F> Replan for F
where
    F: Fn(&Slug, &Snapshot) -> Result<OrganizationPlan, String> + Send + Sync,
{
    fn replan(&self, organization: &Slug, snapshot: &Snapshot) -> Result<OrganizationPlan, String> {
        self(organization, snapshot)
    }
}

/// Why an organization could not be planned again.
pub(super) struct Unseen {
    pub(super) error: String,
    pub(super) help: Option<String>,
}

/// Observes an organization and plans it again.
pub(super) async fn look_again<P: Observe>(
    platform: &P,
    replan: &impl Replan,
    target: &Target,
) -> Result<(Snapshot, OrganizationPlan), Unseen> {
    let snapshot = platform.observe(target).await;
    let snapshot = snapshot.map_err(|PlatformError { what, help }| Unseen { error: what, help })?;
    let plan = replan.replan(&target.name, &snapshot);
    let plan = plan.map_err(|error| Unseen { error, help: None })?;
    Ok((snapshot, plan))
}

/// Looks until nothing that was done comes out again, or the bound passes; then fills in the report.
pub(super) async fn verify<P: Observe>(
    platform: &P,
    replan: &impl Replan,
    target: &Target,
    applied: &OrganizationPlan,
    (bound, stop, progress): (Duration, &Stop, &dyn Progress),
    report: &mut OrganizationReport,
) {
    let done = report.steps.iter().filter(|step| step.status.succeeded());
    let done: BTreeSet<_> = done.map(|step| step.id.clone()).collect();
    let mut waits = Waits::within(bound);
    let mut told = false;
    let seen = loop {
        let seen = look_again(platform, replan, target).await;
        let lags = seen.as_ref().map_or(true, |(_, plan)| {
            leftovers(applied, plan).iter().any(|left| done.contains(&left.id))
        });
        if lags && !told {
            progress.waiting(&target.name, &Waiting::Verification);
            told = true;
        }
        let goes_on = lags
            && tokio::select! {
                goes_on = waits.pause() => goes_on,
                () = stop.wait() => false,
            };
        if !goes_on {
            break seen;
        }
    };
    match seen {
        Ok((_, plan)) => {
            report.left = leftovers(applied, &plan);
            report.run_again = newly_possible(applied, &plan);
            let succeeded = applied.automatic().all(|step| done.contains(&step.id));
            report.verified = succeeded && report.left.is_empty();
        }
        Err(Unseen { error, help }) => {
            report.error = Some(format!("what was done could not be verified: {error}"));
            report.help = help;
        }
    }
}

/// Automatic steps of the applied plan that come out again, in order; of a batch, only who does.
fn leftovers(applied: &OrganizationPlan, again: &OrganizationPlan) -> Vec<Step> {
    let again: BTreeSet<Piece> = again.steps.iter().flat_map(|it| pieces(&it.action)).collect();
    let left = applied.automatic().filter_map(|step| {
        let pieces = pieces(&step.action);
        let left: Vec<_> = pieces.iter().filter(|piece| again.contains(piece)).collect();
        (!left.is_empty()).then(|| only(step, &left))
    });
    left.collect()
}

/// Steps that could be taken now, by rolecall or a person, and could not in the applied plan.
fn newly_possible(applied: &OrganizationPlan, again: &OrganizationPlan) -> Vec<Step> {
    let is_held = |step: &&Step| matches!(step.execution, Execution::Held { .. });
    let known = applied.steps.iter().filter(|step| !is_held(step));
    let known: BTreeSet<Piece> = known.flat_map(|step| pieces(&step.action)).collect();
    let fresh = again.steps.iter().filter(|step| !is_held(step)).filter_map(|step| {
        let pieces = pieces(&step.action);
        let fresh: Vec<_> = pieces.iter().filter(|piece| !known.contains(piece)).collect();
        (!fresh.is_empty()).then(|| only(step, &fresh))
    });
    fresh.collect()
}

/// The step; of a batch, only the people whom these pieces are about.
fn only(step: &Step, pieces: &[&Piece]) -> Step {
    let mut step = step.clone();
    if let Action::AddWorkspaceUsers { workspace: _, users } = &mut step.action {
        let people: BTreeSet<_> = pieces.iter().filter_map(|piece| piece.of_batch()).collect();
        users.retain(|user| people.contains(&user.email));
    }
    step
}

/// Whether two plans would do the same: the same automatic steps in the same waves, whatever their numbers.
pub(super) fn same_work(a: &OrganizationPlan, b: &OrganizationPlan) -> bool {
    let work = |plan: &OrganizationPlan| -> Vec<(Option<u32>, Vec<Piece>)> {
        plan.automatic().map(|step| (step.wave, pieces(&step.action))).collect()
    };
    a.refused == b.refused && work(a) == work(b)
}
