use super::Clock;
use super::fleet::{Stages, halts};
use super::job::Job;
use super::journal::{Journal, Start, StartedOrganization};
use super::progress::Progress;
use super::report::{OrganizationReport, Report, Standing};
use super::settings::Settings;
use super::stop::Stop;
use super::verify::Replan;
use crate::plan::PlanId;
use crate::platform::{Execute, Observe};
use crate::store::{Holder, NewLog, Store, StoreError};
use futures::StreamExt as _;
use futures::stream;
use std::cmp::Reverse;
use tokio::time::Instant;

const NO_JOURNAL: &str = "the journal can't be written";

/// All that a run needs besides its plan.
pub struct Apply<'a, P, R> {
    /// Reads and changes the platform.
    pub platform: &'a P,
    /// Plans again, to verify.
    pub replan: &'a R,
    /// Where locks and the journal are kept.
    pub store: &'a dyn Store,
    /// Who runs; [`Holder::run`] names the run in locks, journal and report.
    pub holder: Holder,
    /// The time for the journal.
    pub clock: Clock,
    /// How to run.
    pub settings: Settings,
    /// Is told how it goes.
    pub progress: &'a dyn Progress,
    /// Asked whether to stop.
    pub stop: Stop,
}

impl<P: Observe + Execute, R: Replan> Apply<'_, P, R> {
    /// Applies a plan, stage by stage ([`super::Schedule::stages`]), and reports on every organization.
    /// Where a stage halts the run, the stages after it are not begun. Never fails: what went wrong is in
    /// the report.
    pub async fn run(&self, plan: &PlanId, stages: Stages) -> Report {
        let began = Instant::now();
        let Stages { stages, later } = stages;
        let works = stages.iter().flatten().any(Job::has_work);
        let begun = if works { self.begin(plan, &stages).await.map(Some) } else { Ok(None) };
        let (journal, failure) = match begun {
            Ok(journal) => (journal, None),
            Err(error) => (None, Some(error)),
        };
        let mut halted = failure.as_ref().map(|_| NO_JOURNAL);
        let mut reports = self.pass_over(later, "left for another run");
        for stage in stages {
            let done = match halted {
                None => self.stage(stage, journal.as_ref()).await,
                Some(why) => self.pass_over(stage, why),
            };
            if halted.is_none() && !self.stop.requested() && halts(&done) {
                halted = Some("an organization of an earlier batch was not done");
            }
            reports.extend(done);
        }
        let report = self.report(plan, reports, journal, failure).await;
        let tenths = (began.elapsed().as_secs_f64() * 10.0).round();
        Report { seconds: Some(tenths / 10.0), ..report }
    }

    /// Organizations whose turn does not come.
    fn pass_over(&self, jobs: Vec<Job>, why: &str) -> Vec<OrganizationReport> {
        let mut reports = Vec::new();
        for job in jobs {
            let report = match job.planned_or_report() {
                Ok(planned) if planned.has_work() => {
                    OrganizationReport::not_run(&planned.plan, Standing::NotBegun, why)
                }
                Ok(planned) => planned.at_rest(),
                Err(report) => *report,
            };
            self.progress.organization_finished(&report);
            reports.push(report);
        }
        reports
    }

    async fn begin(&self, plan: &PlanId, stages: &[Vec<Job>]) -> Result<Journal, StoreError> {
        let organizations = stages.iter().flatten().filter_map(|job| match job {
            Job::Planned(planned) if planned.has_work() => Some(StartedOrganization {
                name: planned.plan.name.clone(),
                id: planned.plan.id,
                actor: planned.plan.actor.clone(),
            }),
            Job::Planned(_) | Job::Stale { .. } | Job::Failed { .. } => None,
        });
        let start = Start {
            plan: plan.clone(),
            tool: concat!("rolecall ", env!("CARGO_PKG_VERSION")).to_owned(),
            host: self.holder.host.clone(),
            pid: self.holder.pid,
            organizations: organizations.collect(),
        };
        let log = NewLog { run: &self.holder.run, plan: plan.short(), time: self.clock.now() };
        let log = self.store.create_log(&log).await?;
        let (run, clock) = (self.holder.run.clone(), self.clock.clone());
        Journal::begin(log, run, start, clock, self.platform.redaction()).await
    }

    /// The organizations of a stage, some at a time. The longest begin first, so that none of them is waited for alone.
    async fn stage(&self, jobs: Vec<Job>, journal: Option<&Journal>) -> Vec<OrganizationReport> {
        let mut jobs = jobs;
        jobs.sort_by_key(|job| Reverse(job.length()));
        let jobs = stream::iter(jobs).map(|job| self.job(job, journal));
        jobs.buffer_unordered(self.settings.parallelism.max(1)).collect().await
    }

    async fn job(&self, job: Job, journal: Option<&Journal>) -> OrganizationReport {
        let planned = match job.planned_or_report() {
            Ok(planned) => *planned,
            Err(report) => {
                self.progress.organization_finished(&report);
                return *report;
            }
        };
        self.progress.organization_started(&planned.plan.name, planned.left().count());
        let not_begun = |why| OrganizationReport::not_run(&planned.plan, Standing::NotBegun, why);
        let report = match journal.filter(|_| planned.has_work()) {
            None => planned.at_rest(),
            Some(_) if self.stop.requested() => not_begun("the run was asked to stop"),
            Some(journal) if journal.failed().is_some() => not_begun(NO_JOURNAL),
            Some(journal) => self.organization(planned, journal).await,
        };
        self.progress.organization_finished(&report);
        report
    }

    async fn report(
        &self,
        plan: &PlanId,
        organizations: Vec<OrganizationReport>,
        journal: Option<Journal>,
        failure: Option<StoreError>,
    ) -> Report {
        let (run, interrupted) = (self.holder.run.clone(), self.stop.requested());
        let exit_code = self.settings.exit_code;
        let mut report = Report::new(plan.clone(), run, organizations, interrupted, exit_code);
        let mut failure = failure;
        if let Some(journal) = journal {
            report.journal = Some(journal.location().to_owned());
            failure = journal.end(report.exit).await.err();
        }
        match failure {
            None => report,
            Some(error) => {
                let help = error.help().map(str::to_owned);
                report.with_error(error.whole(), help)
            }
        }
    }
}
