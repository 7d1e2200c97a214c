use super::gate;
use super::ids::Ids;
use super::job::{Planned, lock_name};
use super::report::{OrganizationReport, Standing, StepReport};
use super::run::Apply;
use super::status::Status;
use super::step::Turn;
use super::verify::{Replan, Unseen, look_again, same_work, verify};
use super::{Journal, Waiting};
use crate::plan::{Execution, OrganizationPlan, Step, StepId};
use crate::platform::{Execute, Observe};
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
        let plan = &planned.plan;
        let taken = tokio::select! {
            taken = self.lock(&planned) => taken,
            () = self.stop.wait() => {
                let why = "the run was asked to stop";
                return OrganizationReport::not_run(plan, Standing::NotBegun, why);
            }
        };
        let Taken { lock, previous } = match taken {
            Ok(taken) => taken,
            Err(error) => return locked(plan, &error),
        };
        let ids = if planned.seen.undisturbed(&previous) {
            Ok(planned.ids.clone())
        } else {
            self.still_current(&planned).await
        };
        let report = match ids {
            Ok(ids) => self.waves(&planned, ids, journal, lock.as_ref()).await,
            Err(report) => *report,
        };
        lock.release().await;
        report
    }

    async fn lock(&self, planned: &Planned) -> Result<Taken, LockError> {
        let (name, timeout) = (lock_name(&planned.target), self.settings.lock_timeout);
        lock(self.store, &name, &self.holder, timeout, |by| {
            self.progress.waiting(&planned.target.name, &Waiting::Lock { by });
        })
        .await
    }

    /// Another run held the lock after this organization was observed, or may have: looks again, and goes on
    /// only with the plan that was reviewed.
    async fn still_current(&self, planned: &Planned) -> Result<Ids, Box<OrganizationReport>> {
        let Planned { target, plan, .. } = planned;
        let (snapshot, again) = match look_again(self.platform, self.replan, target).await {
            Ok(seen) => seen,
            Err(Unseen { error, help }) => {
                let why = "the organization could not be read";
                let report = OrganizationReport::not_run(plan, Standing::Error, why);
                return Err(Box::new(OrganizationReport { error: Some(error), help, ..report }));
            }
        };
        if same_work(plan, &again) {
            return Ok(Ids::of(plan, &snapshot));
        }
        if again.automatic().next().is_none() && again.refused.is_none() {
            let steps = plan.steps.iter().map(|step| match step.execution {
                Execution::Automatic => StepReport::new(step, Status::Already, 0, None),
                _ => StepReport::before(step, ""),
            });
            let report = OrganizationReport::new(plan.clone(), Standing::Run, steps.collect());
            return Err(Box::new(OrganizationReport { verified: true, ..report }));
        }
        let why = "another run changed the organization after it was planned";
        let report = OrganizationReport::not_run(plan, Standing::Stale, why);
        let help = Some("plan again and review what is left".to_owned());
        Err(Box::new(OrganizationReport { error: Some(why.to_owned()), help, ..report }))
    }

    /// Wave by wave; then, unless the run was stopped, whether it is so.
    async fn waves(
        &self,
        planned: &Planned,
        ids: Ids,
        journal: &Journal,
        lock: &dyn Lock,
    ) -> OrganizationReport {
        let Planned { target, plan, .. } = planned;
        let automatic: Vec<&Step> = plan.automatic().collect();
        let mut waves: BTreeMap<Option<u32>, Vec<&Step>> = BTreeMap::new();
        for &step in &automatic {
            waves.entry(step.wave).or_default().push(step);
        }
        let turn = Turn {
            platform: self.platform,
            target,
            journal,
            settings: &self.settings,
            progress: self.progress,
            stop: &self.stop,
            lock,
            ids: Mutex::new(ids),
        };
        let mut so_far = BTreeMap::new();
        let mut reports = BTreeMap::new();
        for steps in waves.into_values() {
            for report in self.wave(&turn, steps, &automatic, &so_far).await {
                so_far.insert(report.id.clone(), report.status);
                reports.insert(report.id.clone(), report);
            }
        }
        let steps = plan.steps.iter();
        let steps =
            steps.map(|it| reports.remove(&it.id).unwrap_or_else(|| StepReport::before(it, "")));
        let mut report = OrganizationReport::new(plan.clone(), Standing::Run, steps.collect());
        if report.touched() && !self.stop.requested() {
            let how = (self.settings.verify, &self.stop, self.progress);
            verify(self.platform, self.replan, target, plan, how, &mut report).await;
        }
        report
    }

    /// The steps of a wave together. Each operation has a window of its own, as it has a rate of its own: wide
    /// enough to use the rate up, narrow enough that a stop does not wait for a long queue.
    async fn wave(
        &self,
        turn: &Turn<'_, P>,
        steps: Vec<&Step>,
        automatic: &[&Step],
        so_far: &BTreeMap<StepId, Status>,
    ) -> Vec<StepReport> {
        let mut windows = BTreeMap::new();
        for step in &steps {
            let window = || Semaphore::new(self.window());
            windows.entry(step.action.operation()).or_insert_with(window);
        }
        let taken = FuturesUnordered::new();
        for step in steps {
            let window = &windows[&step.action.operation()];
            taken.push(self.step(turn, step, window, automatic, so_far));
        }
        taken.collect().await
    }

    async fn step(
        &self,
        turn: &Turn<'_, P>,
        step: &Step,
        window: &Semaphore,
        automatic: &[&Step],
        so_far: &BTreeMap<StepId, Status>,
    ) -> StepReport {
        let _place = window.acquire().await;
        let report = match gate::check(step, automatic, so_far) {
            Ok(()) => turn.take(step).await,
            Err(why) => StepReport::before(step, &why.to_string()),
        };
        self.progress.step_finished(&turn.target.name, step, report.status);
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
    let report = OrganizationReport::not_run(plan, Standing::Error, "the organization is locked");
    let help = error.help().map(str::to_owned);
    OrganizationReport { error: Some(error.to_string()), help, ..report }
}
