//! Observing and planning organizations, a few at a time.

use super::progress::Reading;
use futures::stream::{self, StreamExt};
use rolecall::apply::{Job, lock_name};
use rolecall::model::{Desired, Slug};
use rolecall::plan::{self, OrganizationPlan, PlanError};
use rolecall::platform::{Observe, PlatformError, Target, TargetWorkspace};
use rolecall::store::{Stamp, Store, StoreError};

/// Organizations that were observed and planned, and those that could not be.
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    /// By name.
    pub(crate) plans: Vec<OrganizationPlan>,
    /// What applying needs, by name: also of those that could not be planned.
    pub(crate) jobs: Vec<Job>,
    /// By name.
    pub(crate) failures: Vec<(Slug, Failure)>,
}

/// Why one organization could not be planned. The others go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It could not be read.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// What was read can't be planned for.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Its lock could not be looked at.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Failure {
    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Platform(error) => error.help.clone(),
            Self::Plan(error) => error.help(),
            Self::Store(error) => error.help().map(str::to_owned),
        }
    }
}

/// Observes and plans all of them, so many at a time. Their order in the result is by name, whatever came first.
pub(crate) async fn plan_all(
    platform: &impl Observe,
    store: &dyn Store,
    organizations: &[Desired],
    settings: &plan::Settings,
    parallelism: usize,
    reading: &Reading,
) -> Fleet {
    let planned = stream::iter(organizations).map(async |desired| {
        let outcome = plan_one(platform, store, desired, settings).await;
        reading.one_done(&desired.name);
        (desired.name.clone(), outcome)
    });
    let mut planned: Vec<_> = planned.buffer_unordered(parallelism.max(1)).collect().await;
    planned.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut fleet = Fleet::default();
    for (name, outcome) in planned {
        match outcome {
            Ok((plan, job)) => {
                fleet.plans.push(plan);
                fleet.jobs.push(job);
            }
            Err(failure) => {
                let (error, help) = (failure.to_string(), failure.help());
                fleet.jobs.push(Job::Failed { name: name.clone(), error, help });
                fleet.failures.push((name, failure));
            }
        }
    }
    fleet
}

async fn plan_one(
    platform: &impl Observe,
    store: &dyn Store,
    desired: &Desired,
    settings: &plan::Settings,
) -> Result<(OrganizationPlan, Job), Failure> {
    let target = target(desired);
    // Before it is observed: a run that takes the lock in between is seen when ours does.
    let seen: Stamp = store.stamp(&lock_name(&target)).await?;
    let snapshot = platform.observe(&target).await?;
    let plan = plan::plan_organization(desired, &snapshot, platform.capabilities(), settings)?;
    let job = Job::planned(target, plan.clone(), &snapshot, seen);
    Ok((plan, job))
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
    }
}
