//! What of a wave may begin, with what became of the waves before it.

use super::look::Look;
use super::report::{FactStatus, PersonReport, StepReport};
use super::status::Status;
use super::step::Turn;
use super::verdict::{Verdict, sentence};
use super::waits::Waits;
use crate::model::{Desired, Email, OrganizationRole, Snapshot, WorkspaceRole};
use crate::plan::{
    Action, AddWorkspaceUsers, Effect, Fact, OrganizationPlan, Reached, RevokeWorkspaceAccess,
    Step, StepId, WorkspaceRef, can_lose,
};
use crate::platform::{Execute, Observe};
use std::collections::{BTreeMap, BTreeSet};

/// What was done so far, by step.
pub(super) type SoFar = BTreeMap<StepId, StepReport>;

/// Which steps of a wave may begin, and why others may not.
#[derive(Debug, Default)]
pub(super) struct Gated {
    /// These; of a batch, only those people for whom all that they need was done.
    pub(super) open: Vec<Step>,
    /// Not these.
    pub(super) blocked: BTreeMap<StepId, String>,
}

/// An organization's plan and what is left of it.
pub(super) struct Gate<'a> {
    pub(super) desired: &'a Desired,
    pub(super) plan: &'a OrganizationPlan,
    pub(super) left: &'a [Step],
}

impl Gate<'_> {
    /// Sorts out the steps of a wave. Before something is taken away whose safety rests on what the platform said it
    /// did, a fresh look has to show that.
    pub(super) async fn check<P: Observe + Execute>(
        &self,
        turn: &Turn<'_, P>,
        wave: &[Step],
        so_far: &mut SoFar,
    ) -> Gated {
        let mut gated = Gated::default();
        for step in wave {
            match self.with_what_it_needs(step, so_far) {
                Ok(step) => gated.open.push(step),
                Err(why) => _ = gated.blocked.insert(step.id.clone(), why),
            }
        }
        if so_far.values().any(|report| report.status != Status::Done) {
            let reached = self.reached(turn, so_far, |_| true);
            gated.block(&reached, self.outstanding(&gated.open, so_far));
        }
        self.look_first(turn, &mut gated, so_far).await;
        gated
    }

    /// What takes something away is safe on what is certain alone, or one look decides for all of it.
    async fn look_first<P: Observe + Execute>(
        &self,
        turn: &Turn<'_, P>,
        gated: &mut Gated,
        so_far: &mut SoFar,
    ) {
        let losing = |step: &&Step| can_lose(step);
        if !gated.open.iter().any(|step| losing(&step)) {
            return;
        }
        let outstanding = self.outstanding(&gated.open, so_far);
        let reached = self.reached(turn, so_far, is_certain);
        let wave: Vec<&Step> = gated.open.iter().filter(losing).collect();
        let blocked = reached.blocked(&wave, outstanding);
        let waiting = wave.into_iter().filter(|step| blocked.contains_key(&step.id));
        let waiting: Vec<Step> = waiting.cloned().collect();
        if waiting.is_empty() {
            return;
        }
        let unseen = self.seen(turn, &waiting, so_far).await;
        let reached = self.reached(turn, so_far, is_certain);
        let wave: Vec<&Step> = gated.open.iter().filter(losing).collect();
        for (step, violation) in reached.blocked(&wave, outstanding) {
            let why = match unseen.is_empty() {
                true => format!("it would break a rule now: {}", violation.what),
                false => {
                    format!("it rests on what a fresh look does not show: {}", unseen.join("; "))
                }
            };
            gated.open.retain(|open| open.id != step);
            gated.blocked.insert(step, why);
        }
    }

    /// Looks at what these steps may rest on, until it shows or the bound passes; what does becomes certain. The answer
    /// is what doesn't.
    async fn seen<P: Observe + Execute>(
        &self,
        turn: &Turn<'_, P>,
        waiting: &[Step],
        so_far: &mut SoFar,
    ) -> Vec<String> {
        let about = |fact: &Fact| waiting.iter().any(|step| may_rest_on(step, turn.before, fact));
        let done = self.left.iter().filter_map(|step| part(step, so_far.get(&step.id)?, true));
        let done = done.filter(|step| !so_far.get(&step.id).is_some_and(is_certain));
        let facts: Vec<(StepId, Vec<Fact>)> = done
            .map(|step| (step.id.clone(), step.action.facts()))
            .filter(|(_, facts)| facts.iter().any(about))
            .collect();
        let all: Vec<Fact> = facts.iter().flat_map(|(_, facts)| facts).cloned().collect();
        let mut waits = Waits::within(turn.settings.read_back);
        let verdicts = loop {
            let look = Look::at(turn.platform, turn.target, &turn.ids, &all).await;
            let verdict = |facts: &[Fact]| Verdict::of(&look, &turn.ids, facts, false);
            let verdicts: Vec<_> = facts.iter().map(|(id, facts)| (id, verdict(facts))).collect();
            if verdicts.iter().all(|(_, verdict)| verdict.shows()) || !waits.pause().await {
                break verdicts;
            }
        };
        let mut unseen = Vec::new();
        for (id, verdict) in verdicts {
            match verdict {
                Verdict::Shows { .. } => {
                    if let Some(report) = so_far.get_mut(id) {
                        report.fact = Some(FactStatus::Shows);
                    }
                }
                Verdict::Otherwise(instead) => unseen.push(format!("{id}: {}", sentence(&instead))),
                Verdict::CannotTell { text, .. } => unseen.push(format!("{id}: {text}")),
            }
        }
        unseen
    }

    /// The state that was reached, where the done steps of which this holds are certain, and the others perhaps so.
    fn reached<'b, P>(
        &'b self,
        turn: &'b Turn<'_, P>,
        so_far: &SoFar,
        certain: impl Fn(&StepReport) -> bool,
    ) -> Reached<'b> {
        let (mut done, mut perhaps) = (Vec::new(), Vec::new());
        for step in self.left {
            let Some(report) = so_far.get(&step.id) else { continue };
            if let Some(step) = part(step, report, true) {
                let counts = gives_access(&step) && !can_lose(&step);
                if counts && !certain(report) {
                    perhaps.push(step);
                } else {
                    done.push(step);
                }
            }
            perhaps.extend(part(step, report, false));
        }
        Reached { desired: self.desired, before: turn.before, plan: self.plan, done, perhaps }
    }

    /// Automatic steps, deletions aside, that are not done and not among these.
    fn outstanding(&self, wave: &[Step], so_far: &SoFar) -> usize {
        let open = self.left.iter().filter(|step| step.action.effect() != Effect::Destroy);
        let open = open.filter(|step| {
            !so_far.get(&step.id).is_some_and(|report| report.status.succeeded())
                && wave.iter().all(|other| other.id != step.id)
        });
        open.count()
    }

    /// The step, where what it needs was done; of a batch, for those people for whom it was.
    fn with_what_it_needs(&self, step: &Step, so_far: &SoFar) -> Result<Step, String> {
        let mut step = step.clone();
        for id in step.depends_on.clone() {
            let report = so_far.get(&id);
            if report.is_some_and(|report| report.status.succeeded()) {
                continue;
            }
            let needed = || format!("it needs {id}, which was not done");
            let done = report.map(people_done).unwrap_or_default();
            let all = self.left.iter().find(|other| other.id == id);
            let all: BTreeSet<&Email> = all.into_iter().flat_map(|it| it.action.people()).collect();
            let missing = |email: &Email| all.contains(email) && !done.contains(email);
            let concerned = people_needed(&step);
            if done.is_empty() || !concerned.iter().any(|email| all.contains(email)) {
                return Err(needed());
            }
            if let Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace: _, users }) =
                &mut step.action
            {
                users.retain(|user| !missing(&user.email));
                if users.is_empty() {
                    return Err(needed());
                }
            } else if concerned.iter().any(missing) {
                return Err(needed());
            }
        }
        if step.action.effect() == Effect::Destroy {
            let mut others = self.left.iter().filter(|it| it.action.effect() != Effect::Destroy);
            let done = |id| so_far.get(id).is_some_and(|report| report.status.succeeded());
            if let Some(open) = others.find(|other| !done(&other.id)) {
                let open = &open.id;
                return Err(format!(
                    "{open} was not done, and a workspace is deleted only after all else"
                ));
            }
        }
        Ok(step)
    }
}

impl Gated {
    fn block(&mut self, reached: &Reached<'_>, outstanding: usize) {
        let wave: Vec<&Step> = self.open.iter().collect();
        for (step, violation) in reached.blocked(&wave, outstanding) {
            self.open.retain(|open| open.id != step);
            let why = format!("after what went wrong it would break a rule: {}", violation.what);
            self.blocked.insert(step, why);
        }
    }
}

/// The report of a step of which only a part could begin, with the others.
pub(super) fn with_those_left_out(
    planned: &Step,
    taken: &Step,
    mut report: StepReport,
) -> StepReport {
    let left_out =
        planned.action.people().into_iter().filter(|email| !taken.action.people().contains(email));
    let left_out: Vec<Email> = left_out.cloned().collect();
    if left_out.is_empty() || report.status == Status::NotAttempted {
        return report;
    }
    let status = report.status;
    let detail = report.detail.get_or_insert_default();
    if detail.users.is_empty() {
        detail.users = taken
            .action
            .people()
            .into_iter()
            .map(|it| PersonReport::new(it.clone(), status))
            .collect();
    }
    let why = "what comes before it was not done for them".to_owned();
    detail.users.extend(left_out.into_iter().map(|email| PersonReport {
        message: Some(why.clone()),
        ..PersonReport::new(email, Status::NotAttempted)
    }));
    detail.users.sort_by(|a, b| a.email.cmp(&b.email));
    report.status = Status::Failed;
    report
}

/// Whether a step is so beyond the platform's word: it was there before, or a look showed it.
fn is_certain(report: &StepReport) -> bool {
    report.status == Status::Already || report.fact == Some(FactStatus::Shows)
}

/// The part of a step that was done, or whose outcome nobody knows; of a batch, whose it is.
fn part(step: &Step, report: &StepReport, done: bool) -> Option<Step> {
    let is = |status: Status| if done { status.succeeded() } else { status == Status::Unknown };
    let users = report.detail.as_ref().map_or(&[][..], |detail| &detail.users);
    let of = |email: &Email| users.iter().find(|person| person.email == *email);
    let mut part = step.clone();
    match &mut part.action {
        Action::AddWorkspaceUsers(AddWorkspaceUsers { workspace: _, users }) => {
            users.retain(|user| is(of(&user.email).map_or(report.status, |person| person.status)));
            (!users.is_empty()).then_some(part)
        }
        _ => is(report.status).then_some(part),
    }
}

/// For whom a batch was done.
fn people_done(report: &StepReport) -> BTreeSet<Email> {
    let people = report.detail.iter().flat_map(|detail| &detail.users);
    people.filter(|it| it.status.succeeded()).map(|it| it.email.clone()).collect()
}

/// Who has to be there for a step.
fn people_needed(step: &Step) -> BTreeSet<Email> {
    let receiver = match &step.action {
        Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess { reassign_to, .. }) => {
            reassign_to.as_ref()
        }
        _ => None,
    };
    step.action.people().into_iter().chain(receiver).cloned().collect()
}

/// Whether it makes something true that R1, R3 or R5 count. That a workspace was created shows by who is in it.
fn gives_access(step: &Step) -> bool {
    let facts = step.action.facts();
    facts.iter().any(|fact| matches!(fact, Fact::InOrganization { .. } | Fact::Access { .. }))
}

/// Whether the safety of taking something away can rest on this: another admin (R1), another owner of the same
/// workspace (R3), other access of the same person (R5). With a workspace, everybody in it loses it.
fn may_rest_on(step: &Step, before: &Snapshot, fact: &Fact) -> bool {
    let workspace = step.action.workspace();
    let live = workspace.as_ref().and_then(|it| before.workspace(it.id?));
    let deleted = live.filter(|_| step.action.effect() == Effect::Destroy);
    let mut people = deleted.into_iter().flat_map(|live| &live.users.items).map(|user| &user.email);
    let mut same_person = || {
        let person = fact.email();
        person.is_some() && (person == step.action.email() || people.any(|it| Some(it) == person))
    };
    let same_workspace = || {
        let is =
            |own: &WorkspaceRef| fact.workspace().is_some_and(|it| it.name.key() == own.name.key());
        workspace.as_ref().is_none_or(is)
    };
    match fact {
        Fact::InOrganization { role, .. } => *role == OrganizationRole::Admin || same_person(),
        Fact::Access { role, .. } => {
            (role.is(WorkspaceRole::Owner) && same_workspace()) || same_person()
        }
        _ => false,
    }
}
