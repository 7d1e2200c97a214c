use super::current::still_current;
use super::gate::{Gate, SoFar, with_those_left_out};
use super::ids::Ids;
use super::job::Planned;
use super::report::{OrganizationReport, Standing, StepReport};
use super::run::Apply;
use super::step::Turn;
use super::verify::{Replan, Verify};
use super::{Journal, Waiting};
use crate::plan::{OrganizationPlan, Step};
use crate::platform::{Execute, Observe, PlatformError};
use crate::store::{Lock, LockError, Taken, lock};
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::Semaphore;

impl<P: Observe + Execute, R: Replan> Apply<'_, P, R> {
    /// One organization, from its lock to its verification.
    pub(super) async fn organization(
        &self,
        planned: Planned,
        journal: &Journal,
    ) -> OrganizationReport {
        let taken = tokio::select! {
            taken = self.lock(&planned) => taken,
            () = self.stop.wait() => {
                let why = "the run was asked to stop";
                return OrganizationReport::not_run(&planned.plan, Standing::NotBegun, why);
            }
        };
        let Taken { lock, previous } = match taken {
            Ok(taken) => taken,
            Err(error) => return locked(&planned.plan, &error),
        };
        let current = if planned.seen.undisturbed(&previous) {
            Ok(planned)
        } else {
            self.look_under_the_lock(planned).await
        };
        let report = match current {
            Ok(planned) if planned.has_work() => self.waves(&planned, journal, lock.as_ref()).await,
            Ok(planned) => planned.at_rest(),
            Err(report) => *report,
        };
        let lost = lock.trouble().filter(|_| !lock.is_held() && !report.verified);
        lock.release().await;
        match lost {
            Some(cause) if report.error.is_none() => OrganizationReport {
                error: Some(format!("the lock could not be renewed: {}", cause.whole())),
                help: cause.help().map(str::to_owned),
                ..report
            },
            _ => report,
        }
    }

    async fn lock(&self, planned: &Planned) -> Result<Taken, LockError> {
        let (organization, timeout) = (planned.target.id, self.settings.lock_timeout);
        lock(self.store, organization, &self.holder, timeout, |by| {
            self.progress.waiting(&planned.target.name, &Waiting::Lock { by });
        })
        .await
    }

    /// Another run held the lock after this organization was observed, or may have: looks again, and goes on with what
    /// is left of the plan that was reviewed.
    async fn look_under_the_lock(
        &self,
        planned: Planned,
    ) -> Result<Planned, Box<OrganizationReport>> {
        let failed = |why: &str, error: String, help: Option<String>, standing: Standing| {
            let report = OrganizationReport::not_run(&planned.plan, standing, why);
            Box::new(OrganizationReport { error: Some(error), help, ..report })
        };
        let observed = tokio::select! {
            observed = self.platform.observe(&planned.target) => observed,
            () = self.stop.wait() => {
                let why = "the run was asked to stop";
                let report = OrganizationReport::not_run(&planned.plan, Standing::NotBegun, why);
                return Err(Box::new(report));
            }
        };
        let unread = "the organization could not be read";
        let snapshot = observed.map_err(|PlatformError { what, help, .. }| {
            failed(unread, what, help, Standing::Error)
        })?;
        let now = self.replan.replan(&planned.target.name, &snapshot);
        let now = now.map_err(|error| failed(unread, error, None, Standing::Error))?;
        match still_current(&planned.plan, &now, &snapshot) {
            Ok(already) => {
                let ids = Ids::of(&planned.plan, &already, &snapshot);
                let plan = planned.plan.read_like(&now);
                Ok(Planned { plan, already, ids, ..planned })
            }
            Err(_) => {
                let why = "another run changed the organization after it was planned";
                let help = Some("plan again and review what is left".to_owned());
                Err(failed(why, why.to_owned(), help, Standing::Stale))
            }
        }
    }

    /// Wave by wave; then, unless the run was stopped, whether it is so.
    async fn waves(
        &self,
        planned: &Planned,
        journal: &Journal,
        lock: &dyn Lock,
    ) -> OrganizationReport {
        let Planned { target, plan, .. } = planned;
        let left: Vec<Step> = planned.left().collect();
        let mut waves: BTreeMap<Option<u32>, Vec<Step>> = BTreeMap::new();
        for step in &left {
            waves.entry(step.wave).or_default().push(step.clone());
        }
        let Some(desired) = self.replan.desired(&target.name) else {
            let why = "the manifests no longer have it";
            return OrganizationReport::not_run(plan, Standing::Stale, why);
        };
        let gate = Gate { desired, plan, left: &left };
        let turn = Turn {
            platform: self.platform,
            target,
            journal,
            settings: &self.settings,
            progress: self.progress,
            stop: &self.stop,
            lock,
            before: planned.ids.before(),
            ids: Mutex::new(planned.ids.clone()),
        };
        let mut so_far = SoFar::new();
        for step in plan.automatic().filter(|step| planned.already.left(step).is_none()) {
            so_far.insert(step.id.clone(), planned.before(step, ""));
        }
        for steps in waves.into_values() {
            let gated = gate.check(&turn, &steps, &mut so_far).await;
            let done = self.wave(&turn, &gated.open).await;
            for step in &steps {
                let taken = gated.open.iter().find(|open| open.id == step.id);
                let done = done.iter().find(|report| report.id == step.id);
                let report = match (taken, done) {
                    (Some(taken), Some(report)) => with_those_left_out(step, taken, report.clone()),
                    _ => {
                        let why = gated.blocked.get(&step.id).map_or("", String::as_str);
                        let report = StepReport::before(step, why);
                        self.progress.step_finished(&target.name, step, &report);
                        report
                    }
                };
                so_far.insert(step.id.clone(), report);
            }
        }
        let report = |step: &Step| match so_far.remove(&step.id) {
            Some(report) => planned.already.with_those_before(step, report),
            None => planned.before(step, ""),
        };
        let steps = plan.steps.iter().map(report).collect();
        let mut report = OrganizationReport::new(plan.clone(), Standing::Run, steps);
        if report.touched() && !self.stop.requested() {
            let verify = Verify {
                platform: self.platform,
                target,
                ids: &turn.ids,
                bound: self.settings.verify,
                stop: &self.stop,
                progress: self.progress,
            };
            verify.run(plan, self.replan, &mut report).await;
            planned.note_incomplete(&mut report);
        }
        report
    }

    /// The steps of a wave together. Each operation has a window of its own, as it has a rate of its own: wide
    /// enough to use the rate up, narrow enough that a stop does not wait for a long queue.
    async fn wave(&self, turn: &Turn<'_, P>, steps: &[Step]) -> Vec<StepReport> {
        let mut windows = BTreeMap::new();
        for step in steps {
            let window = || Semaphore::new(self.window());
            windows.entry(step.action.operation()).or_insert_with(window);
        }
        let taken = FuturesUnordered::new();
        for step in steps {
            let window = &windows[&step.action.operation()];
            taken.push(self.step(turn, step, window));
        }
        taken.collect().await
    }

    async fn step(&self, turn: &Turn<'_, P>, step: &Step, window: &Semaphore) -> StepReport {
        let _turn = window.acquire().await;
        let report = turn.take(step).await;
        self.progress.step_finished(&turn.target.name, step, &report);
        report
    }

    /// Two seconds' worth of the allowed rate.
    fn window(&self) -> usize {
        let rate = self.platform.capabilities().requests_per_second;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 4 to 64")]
        let window = (rate * 2.0).ceil().clamp(4.0, 64.0) as usize;
        window
    }
}

fn locked(plan: &OrganizationPlan, error: &LockError) -> OrganizationReport {
    let (why, error_text) = match error {
        LockError::Busy { by: _ } => ("the organization is locked", error.to_string()),
        LockError::Store(cause) => ("the organization could not be locked", cause.whole()),
    };
    let report = OrganizationReport::not_run(plan, Standing::Error, why);
    let help = error.help().map(str::to_owned);
    OrganizationReport { error: Some(error_text), help, ..report }
}
