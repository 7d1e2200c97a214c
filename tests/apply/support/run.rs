use super::{Fake, desired, slug, target, what_is_left};
use rolecall::apply::journal::{Filter, History, JournalFile, Record, history};
use rolecall::apply::*;
use rolecall::model::{Desired, OrganizationId, Slug, Snapshot};
use rolecall::plan::{OrganizationPlan, PlanId};
use rolecall::store::{Holder, LocalStore, Records as _, Stamp, Store as _};

/// A folder for locks and journals, and how runs in it go.
pub(crate) struct Scene {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) settings: Settings,
    pub(crate) switch: StopSwitch,
    pub(crate) run: &'static str,
    /// What is wanted of every organization.
    pub(crate) desired: Desired,
}

/// Plans again by a function, for what is wanted.
pub(crate) struct Manifests<F>(pub(crate) Desired, pub(crate) F);

impl<F> Replan for Manifests<F>
where
    F: Fn(&Slug, &Snapshot) -> Result<OrganizationPlan, String> + Send + Sync,
{
    fn replan(&self, organization: &Slug, snapshot: &Snapshot) -> Result<OrganizationPlan, String> {
        (self.1)(organization, snapshot)
    }

    fn desired(&self, _: &Slug) -> Option<&Desired> {
        Some(&self.0)
    }
}

/// What came of a run.
pub(crate) struct Outcome {
    pub(crate) report: Report,
    pub(crate) records: Vec<Record>,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (settings, switch) = (Settings::default(), StopSwitch::new());
        Self { folder, settings, switch, run: "r1", desired: desired(&[], 1) }
    }

    pub(crate) fn store(&self) -> LocalStore {
        let root = self.folder.path().join(".rolecall");
        LocalStore::new(camino::Utf8PathBuf::from_path_buf(root).unwrap())
    }

    pub(crate) fn holder(&self) -> Holder {
        let since = "2026-11-23T18:00:00Z".parse().unwrap();
        Holder { host: "ci".to_owned(), pid: 7, run: self.run.to_owned(), since }
    }

    /// Applies one organization's plan.
    pub(crate) async fn apply(&self, fake: &Fake, plan: &OrganizationPlan) -> Outcome {
        let seen = self.store().stamp(OrganizationId::new(239021)).await.unwrap();
        let job = Job::planned(target(plan.name.as_str()), plan.clone(), &fake.now(), seen);
        self.apply_jobs(fake, vec![job], |_: &Slug, now: &Snapshot| Ok(what_is_left(plan, now)))
            .await
    }

    /// Applies jobs in one stage.
    pub(crate) async fn apply_jobs(
        &self,
        fake: &Fake,
        jobs: Vec<Job>,
        replan: impl Fn(&Slug, &Snapshot) -> Result<OrganizationPlan, String> + Send + Sync,
    ) -> Outcome {
        let stages = Schedule::default().stages(jobs);
        self.apply_stages(fake, stages, replan, &Silent).await
    }

    pub(crate) async fn apply_stages(
        &self,
        fake: &Fake,
        stages: Stages,
        replan: impl Fn(&Slug, &Snapshot) -> Result<OrganizationPlan, String> + Send + Sync,
        progress: &dyn Progress,
    ) -> Outcome {
        let store = self.store();
        let apply = Apply {
            platform: fake,
            replan: &Manifests(self.desired.clone(), replan),
            store: &store,
            holder: self.holder(),
            clock: Clock::new(|| "2026-11-23T18:15:00Z".parse().unwrap()),
            settings: self.settings,
            progress,
            stop: self.switch.watch(),
        };
        let report = movable(apply.run(&plan_id(), stages)).await;
        Outcome { records: self.records().await, report }
    }

    pub(crate) async fn history(&self) -> History {
        history(&self.store(), &Filter::default()).await.unwrap()
    }

    /// All records of the last journal, with its chain checked.
    pub(crate) async fn records(&self) -> Vec<Record> {
        let store = self.store();
        let Some(last) = store.logs().await.unwrap().pop() else { return Vec::new() };
        let log = store.read_log(&last.name, &|_| true).await.unwrap().unwrap();
        let file = JournalFile::read(&log.bytes).unwrap();
        use journal::Integrity::{Unended, Whole};
        assert!(matches!(file.integrity, Whole | Unended), "{:?}", file.integrity);
        file.records
    }
}

/// A run may be moved between threads.
fn movable<T>(run: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
    run
}

pub(crate) fn plan_id() -> PlanId {
    serde_json::from_value(serde_json::json!("sha256:0123456789abcdef")).unwrap()
}

/// A job of an organization with its own plan.
pub(crate) fn job(fake: &Fake, plan: OrganizationPlan) -> Job {
    Job::planned(target(plan.name.as_str()), plan, &fake.now(), Stamp::Never)
}

pub(crate) fn failed(name: &str) -> Job {
    Job::Failed { name: slug(name), error: "503".to_owned(), help: None }
}

impl Outcome {
    /// The steps' statuses, in order.
    pub(crate) fn statuses(&self) -> Vec<&'static str> {
        let steps = self.report.organizations.iter().flat_map(|it| &it.steps);
        steps.map(|step| step.status.word()).collect()
    }

    /// What is said of the n-th step of the first organization, from 1.
    pub(crate) fn detail(&self, step: usize) -> Detail {
        self.report.organizations[0].steps[step - 1].detail.clone().unwrap_or_default()
    }

    pub(crate) fn verified(&self) -> bool {
        self.report.organizations.iter().all(|it| it.verified)
    }

    /// The attempts' outcomes in the journal, in order.
    pub(crate) fn outcomes(&self) -> Vec<&'static str> {
        let outcome = |record: &Record| match &record.entry {
            journal::Entry::Outcome { outcome, .. } => Some(outcome.word()),
            _ => None,
        };
        self.records.iter().filter_map(outcome).collect()
    }
}
