//! Observing and planning organizations, a few at a time.

use super::args::Safety;
use super::progress::Reading;
use super::project::Repository;
use super::settings::Settings;
use super::{anonymous, error};
use anyhow::Result;
use futures::stream::{self, StreamExt};
use rolecall::apply::Job;
use rolecall::model::{Capabilities, Desired, OrganizationId, Shard, Slug, Snapshot};
use rolecall::plan::{
    self, Options, OrganizationPlan, PlanError, PlanOrigin, PlatformName, Side, Staff, Unread,
};
use rolecall::platform::{Client, Observe, Redaction, Target, TargetWorkspace};
use rolecall::store::{Stamp, Store};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How often an organization is read again that can't be as it was read: people before another run's change, and
/// workspaces after it.
const TORN: usize = 3;

/// Organizations that were observed and planned, and those that could not be.
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    /// By name.
    pub(crate) plans: Vec<OrganizationPlan>,
    /// What applying needs, by name: also of those that could not be planned.
    pub(crate) jobs: Vec<Job>,
    /// By name.
    pub(crate) failures: Vec<(Slug, anyhow::Error)>,
}

/// What became of each snapshot of a file: [`Planner::plan_saved`].
pub(crate) type Planned = BTreeMap<OrganizationId, Option<Result<OrganizationPlan>>>;

/// Plans the organizations of a repository.
#[derive(Debug)]
pub(crate) struct Planner<'a> {
    repository: &'a Repository,
    by_id: BTreeMap<OrganizationId, &'a Desired>,
    settings: plan::Settings,
    parallelism: usize,
    redaction: Redaction,
}

impl<'a> Planner<'a> {
    /// With the options of this command line.
    pub(crate) fn new(repository: &'a Repository, settings: &Settings, safety: &Safety) -> Self {
        let Repository { project, organizations, silenced, .. } = repository;
        let Safety { max_removals, allow_workspace_deletion } = safety;
        let settings_of_plan = plan::Settings {
            now: settings.planning_time(),
            allow_workspace_deletion: *allow_workspace_deletion,
            allow_assumed: settings.allow_assumed || project.allow_assumed,
            max_removals: *max_removals,
            token_expires: None,
            silenced: silenced.clone(),
            staff: Staff::new(project.staff.as_deref().unwrap_or_default()),
            side: Side::Plan,
        };
        Self {
            repository,
            by_id: organizations.iter().map(|it| (it.id, it)).collect(),
            settings: settings_of_plan,
            parallelism: project.parallelism.max(1),
            redaction: settings.redaction.clone(),
        }
    }

    /// The same, to tell what the platform has and the manifests don't say.
    pub(crate) fn of_drift(mut self) -> Self {
        self.settings.side = Side::Drift;
        self
    }

    /// Those that could not be observed or planned, as a plan names them.
    pub(crate) fn unread(&self, failures: &[(Slug, anyhow::Error)]) -> Vec<Unread> {
        let one = |(name, error): &(Slug, anyhow::Error)| {
            let desired =
                self.repository.organizations.iter().find(|desired| desired.name == *name)?;
            Some(Unread {
                name: name.clone(),
                id: desired.id,
                error: self.redaction.clean(&error.to_string()).into_owned(),
            })
        };
        failures.iter().filter_map(one).collect()
    }

    /// How many organizations are worked on at a time.
    pub(crate) const fn parallelism(&self) -> usize {
        self.parallelism
    }

    /// What a plan of these organizations is made from.
    pub(crate) fn origin(
        &self,
        paths: &[PathBuf],
        platform: &PlatformName,
        shard: Option<Shard>,
    ) -> PlanOrigin {
        PlanOrigin {
            options: self.options(paths),
            platform: platform.clone(),
            shard,
            manifests: self.repository.digest().to_owned(),
        }
    }

    /// The options as a plan file says them.
    fn options(&self, paths: &[PathBuf]) -> Options {
        let paths = match paths {
            [] => vec![".".to_owned()],
            paths => paths.iter().map(|path| path.display().to_string()).collect(),
        };
        Options {
            paths,
            allow_workspace_deletion: self.settings.allow_workspace_deletion,
            allow_assumed: self.settings.allow_assumed,
            max_removals: self.settings.max_removals,
            now: Some(self.settings.now),
        }
    }

    /// Observes and plans all of them, some at a time. The result is by name, whatever came first.
    pub(crate) async fn plan_all(
        &self,
        client: &Client,
        store: &dyn Store,
        reading: &Reading,
    ) -> Fleet {
        let job = |target, plan: &OrganizationPlan, snapshot: &_, seen| {
            Job::planned(target, plan.clone(), snapshot, seen)
        };
        self.plan_each(client, store, reading, &job).await
    }

    /// The same, with jobs made from each plan and what it was made from.
    pub(crate) async fn plan_each(
        &self,
        client: &Client,
        store: &dyn Store,
        reading: &Reading,
        job: &impl Fn(Target, &OrganizationPlan, &Snapshot, Stamp) -> Job,
    ) -> Fleet {
        let planned = stream::iter(&self.repository.organizations).map(async |desired| {
            let outcome = self.plan_one(client, store, desired, job).await;
            reading.one_done(&desired.name);
            (desired.name.clone(), outcome)
        });
        let mut planned: Vec<_> = planned.buffer_unordered(self.parallelism).collect().await;
        planned.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut fleet = Fleet::default();
        for (name, outcome) in planned {
            match outcome {
                Ok((plan, job)) => {
                    // What runs has the true names; what is shown and written has no secret in it.
                    fleet.plans.push(self.redaction.cleaned(plan));
                    fleet.jobs.push(job);
                }
                Err(failure) => {
                    let (error, help) = (failure.to_string(), error::help(&failure));
                    fleet.jobs.push(Job::Failed { name: name.clone(), error, help });
                    fleet.failures.push((name, failure));
                }
            }
        }
        fleet
    }

    async fn plan_one(
        &self,
        client: &Client,
        store: &dyn Store,
        desired: &Desired,
        job: &impl Fn(Target, &OrganizationPlan, &Snapshot, Stamp) -> Job,
    ) -> Result<(OrganizationPlan, Job)> {
        let target = target(desired);
        // Before it is observed: a run that takes the lock in between is seen when ours does.
        let seen = store.stamp(target.id).await?;
        let mut snapshot = client.observe(&target).await?;
        let token_expires = client.token_expires(&target).await?;
        let settings = plan::Settings { token_expires, ..self.settings.clone() };
        let capabilities = client.capabilities();
        let plan_it =
            |snapshot: &_| plan::plan_organization(desired, snapshot, capabilities, &settings);
        let mut plan = plan_it(&snapshot);
        for _ in 0..TORN {
            if !matches!(plan, Err(PlanError::Unsafe { .. })) {
                break;
            }
            snapshot = client.observe(&target).await?;
            plan = plan_it(&snapshot);
        }
        let plan = plan?;
        let job = job(target, &plan, &snapshot, seen);
        Ok((plan, job))
    }

    /// Plans one of them from a snapshot that was saved, `None` where it is of no organization that was chosen. In a
    /// redacted one, people are known again by their hashes.
    pub(crate) fn plan_saved(
        &self,
        capabilities: &Capabilities,
        snapshot: Snapshot,
    ) -> Option<Result<OrganizationPlan>> {
        let desired = self.by_id.get(&snapshot.id)?;
        let snapshot = anonymous::recognize(snapshot, desired);
        let plan = plan::plan_organization(desired, &snapshot, capabilities, &self.settings);
        Some(plan.map_err(anyhow::Error::new))
    }

    /// All of them, as they were planned from snapshots that were saved.
    pub(crate) fn offline(&self, mut planned: Planned) -> Fleet {
        let mut fleet = Fleet::default();
        for desired in &self.repository.organizations {
            let outcome = planned.remove(&desired.id).flatten().unwrap_or_else(|| {
                Err(error::failed(
                    format!("the snapshot file does not have organization {}", desired.id),
                    "choose organizations with `--org`, or make a new file",
                ))
            });
            match outcome {
                Ok(plan) => fleet.plans.push(plan),
                Err(failure) => fleet.failures.push((desired.name.clone(), failure)),
            }
        }
        fleet
    }

    /// What planning is told.
    pub(crate) const fn settings(&self) -> &plan::Settings {
        &self.settings
    }

    /// What is wanted of one of them.
    pub(crate) fn desired(&self, name: &Slug) -> Option<&Desired> {
        self.repository.organizations.iter().find(|it| it.name == *name)
    }

    /// Plans one of them again, with the same options.
    pub(crate) fn again(
        &self,
        name: &Slug,
        snapshot: &Snapshot,
        capabilities: &Capabilities,
    ) -> Result<OrganizationPlan, String> {
        let desired =
            self.desired(name).ok_or_else(|| format!("no organization is named `{name}`"))?;
        plan::plan_organization(desired, snapshot, capabilities, &self.settings)
            .map_err(|error| error.to_string())
    }
}

/// How an organization is reached.
pub(crate) fn target(desired: &Desired) -> Target {
    let workspaces = desired.workspaces.iter().filter_map(|it| {
        let credentials = it.credentials.clone()?;
        Some(TargetWorkspace { name: it.name.clone(), id: it.id, credentials })
    });
    Target {
        name: desired.name.clone(),
        id: desired.id,
        credentials: desired.credentials.clone(),
        workspaces: workspaces.collect(),
        ignore: desired.policy.ignore.clone(),
    }
}
