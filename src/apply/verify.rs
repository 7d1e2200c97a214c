use super::ids::Ids;
use super::lasting::lasting;
use super::look::Look;
use super::progress::{Progress, Waiting};
use super::report::{
    FactStatus, OUT_OF_SIGHT, OrganizationReport, StepReport, Unseen, Verification,
};
use super::stop::Stop;
use super::verdict::{Verdict, sentence};
use super::waits::Waits;
use crate::model::{Capabilities, Desired, Email, Slug, Snapshot};
use crate::plan::{
    Action, AddWorkspaceUsers, Execution, Fact, OrganizationPlan, RevokeWorkspaceAccess, Step,
    StepId,
};
use crate::platform::{Observe, Target};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

/// Plans an organization again from what the platform says now.
pub trait Replan: Send + Sync {
    /// The plan of this organization from this snapshot, with the options of the applied plan.
    ///
    /// # Errors
    /// A sentence, where it can't be planned any more.
    fn replan(&self, organization: &Slug, snapshot: &Snapshot) -> Result<OrganizationPlan, String>;

    /// What is wanted of this organization, where the manifests have it.
    fn desired(&self, organization: &Slug) -> Option<&Desired>;
}

/// What verification looks at, and how long.
pub(super) struct Verify<'a, P> {
    pub(super) platform: &'a P,
    pub(super) target: &'a Target,
    pub(super) ids: &'a Mutex<Ids>,
    pub(super) bound: Duration,
    pub(super) stop: &'a Stop,
    pub(super) progress: &'a dyn Progress,
}

impl<P: Observe> Verify<'_, P> {
    /// Looks until everything that was done shows, or the bound passes; then fills in the report. Where nothing was
    /// held or by hand, nothing but what the facts rest on is read.
    pub(super) async fn run(
        &self,
        applied: &OrganizationPlan,
        replan: &impl Replan,
        report: &mut OrganizationReport,
    ) {
        let whole = applied.steps.iter().any(|step| step.execution != Execution::Automatic);
        let facts = facts(report);
        let (look, verdicts) = self.look(&facts, whole).await;
        for step in &mut report.steps {
            if let Some(verdict) = verdicts.get(&step.id) {
                tell(step, verdict, self.platform.capabilities());
            }
        }
        note_contacts(report);
        report.verify(verification(report));
        match look.error {
            // All that was done shows, by other lists, and nothing else is asked.
            Some(_) if report.verified && !whole => {}
            Some(error) => {
                let what = match report.verified {
                    true => "what can be done now could not be read",
                    false => "what was done could not be verified",
                };
                report.error = Some(format!("{what}: {error}"));
                report.help = error.help;
            }
            None if whole => match replan.replan(&self.target.name, &look.snapshot) {
                Ok(again) => report.run_again = newly_possible(applied, &again),
                Err(error) => {
                    let what = format!("what can be done now could not be planned: {error}");
                    report.error = Some(what);
                }
            },
            None => {}
        }
    }

    /// The last look, and what it and those before it say of each step. What shows once is not asked again.
    async fn look(
        &self,
        facts: &BTreeMap<StepId, Vec<Fact>>,
        whole: bool,
    ) -> (Look, BTreeMap<StepId, Verdict>) {
        let mut waits = Waits::within(self.bound);
        let mut verdicts: BTreeMap<StepId, Verdict> = BTreeMap::new();
        let mut told = false;
        loop {
            let shown = |step: &StepId| verdicts.get(step).is_some_and(Verdict::shows);
            let open: Vec<_> = facts.iter().filter(|(step, _)| !shown(step)).collect();
            let look = if whole {
                Look::at_all(self.platform, self.target).await
            } else {
                let open: Vec<Fact> = open.iter().flat_map(|(_, facts)| *facts).cloned().collect();
                Look::at(self.platform, self.target, self.ids, &open).await
            };
            let asked: Vec<_> = open
                .into_iter()
                .map(|(step, facts)| (step.clone(), Verdict::of(&look, self.ids, facts, true)))
                .collect();
            let may_show = |verdict: &Verdict| match verdict {
                Verdict::Shows { .. } => false,
                Verdict::Otherwise(_) => true,
                Verdict::CannotTell { why, .. } => !why.is_declared(self.platform.capabilities()),
            };
            let lags = asked.iter().any(|(_, verdict)| may_show(verdict));
            verdicts.extend(asked);
            if lags && !told {
                self.progress.waiting(&self.target.name, &Waiting::Verification);
                told = true;
            }
            let goes_on = lags
                && tokio::select! {
                    goes_on = waits.pause() => goes_on,
                    () = self.stop.wait() => false,
                };
            if !goes_on {
                return (look, verdicts);
            }
        }
    }
}

/// What was done, or is so already, as it holds in the end; of a batch, only for whom it is.
fn facts(report: &OrganizationReport) -> BTreeMap<StepId, Vec<Fact>> {
    let all = report.told().filter(|(_, planned)| planned.execution == Execution::Automatic);
    let all = all.flat_map(|(step, planned)| {
        let facts = planned.action.facts().into_iter();
        facts.filter(|fact| came_true(step, fact)).map(|fact| (step.id.clone(), fact))
    });
    let mut by_step: BTreeMap<StepId, Vec<Fact>> = BTreeMap::new();
    for (step, fact) in lasting(all.collect()) {
        by_step.entry(step).or_default().push(fact);
    }
    by_step
}

fn came_true(step: &StepReport, fact: &Fact) -> bool {
    step.status_of(fact.email()).succeeded()
}

fn tell(step: &mut StepReport, verdict: &Verdict, capabilities: &Capabilities) {
    let unseen = |code: &str, text: String| Some(Unseen { code: code.to_owned(), text });
    (step.fact, step.shows, step.why) = match verdict {
        Verdict::Shows { note } => {
            let note = note.and_then(|note| unseen(OUT_OF_SIGHT, note.to_string()));
            (Some(FactStatus::Shows), None, note)
        }
        Verdict::Otherwise(instead) => (Some(FactStatus::Otherwise), Some(sentence(instead)), None),
        Verdict::CannotTell { why, text } => {
            let why = unseen(why.code(capabilities), text.clone());
            (Some(FactStatus::CannotTell), None, why)
        }
    };
}

/// To whom contacts went no list shows: that part of a revocation is done by the answer alone.
fn note_contacts(report: &mut OrganizationReport) {
    let planned = report.plan.iter().flat_map(|plan| &plan.steps);
    for (step, planned) in report.steps.iter_mut().zip(planned) {
        if let Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess {
            reassign_to: Some(to), ..
        }) = &planned.action
            && step.fact == Some(FactStatus::Shows)
        {
            let text = format!("no list shows whether the contacts went to {to}");
            step.why = Some(Unseen { code: OUT_OF_SIGHT.to_owned(), text });
        }
    }
}

/// What the report says by its steps' facts.
pub(super) fn verification(report: &OrganizationReport) -> Verification {
    let has = |fact| report.steps.iter().any(|step| step.fact == Some(fact));
    let automatic = report.told().filter(|(_, step)| step.execution == Execution::Automatic);
    if has(FactStatus::Otherwise) {
        Verification::Otherwise
    } else if report.steps.iter().any(StepReport::is_unverified) {
        Verification::Unverified
    } else if automatic.into_iter().all(|(step, _)| step.status.succeeded()) {
        Verification::Verified
    } else {
        Verification::None
    }
}

/// Steps that could be taken now, by rolecall or a person, and could not in the applied plan; of a batch, only who
/// is new in it.
fn newly_possible(applied: &OrganizationPlan, again: &OrganizationPlan) -> Vec<Step> {
    let is_held = |step: &&Step| matches!(step.execution, Execution::Held { .. });
    let mut known: BTreeMap<Option<Email>, Vec<Fact>> = BTreeMap::new();
    for fact in applied.steps.iter().filter(|it| !is_held(it)).flat_map(|it| it.action.facts()) {
        known.entry(fact.email().cloned()).or_default().push(by_name(fact));
    }
    let is_known = |fact: &Fact| {
        known
            .get(&fact.email().cloned())
            .is_some_and(|facts| facts.contains(&by_name(fact.clone())))
    };
    let fresh = again.steps.iter().filter(|step| !is_held(step)).filter_map(|step| {
        let facts = step.action.facts();
        let fresh: Vec<_> = facts.iter().filter(|fact| !is_known(fact)).collect();
        let mut step = step.clone();
        if let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace: _, users }) =
            &mut step.action
        {
            users.retain(|user| fresh.iter().any(|fact| fact.email() == Some(&user.email)));
        }
        (!fresh.is_empty()).then_some(step)
    });
    fresh.collect()
}

/// The applied plan had no id yet of a workspace that it created.
fn by_name(mut fact: Fact) -> Fact {
    match &mut fact {
        Fact::Workspace { workspace, .. }
        | Fact::Access { workspace, .. }
        | Fact::NoAccess { workspace, .. } => workspace.id = None,
        _ => {}
    }
    fact
}
