//! A plan that was saved: it applies only while it still is the plan.

use crate::cli::args::{Part, Safety};
use crate::cli::error;
use crate::cli::escape::one_line;
use crate::cli::saved::read_plan;
use crate::cli::settings::Settings;
use anyhow::Result;
use rolecall::apply::{Changed, Job, still_current};
use rolecall::model::{Slug, Snapshot};
use rolecall::plan::{OrganizationPlan, Plan, PlatformName, Step, Unread};
use rolecall::platform::Target;
use rolecall::render;
use rolecall::store::Stamp;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A plan file that was read, and that fits its id.
#[derive(Debug)]
pub(super) struct Saved {
    /// As it was reviewed.
    pub(super) plan: Plan,
}

impl Saved {
    /// Reads the file. Options of a plan come from its file, so that others may not be given.
    pub(super) fn read(file: &Path, settings: &Settings) -> Result<Self> {
        let given = [
            ("--org", !settings.orgs.is_empty()),
            ("--now", settings.now.is_some()),
            ("--allow-assumed", settings.allow_assumed),
        ];
        if let Some((flag, _)) = given.iter().find(|(_, given)| *given) {
            return Err(error::usage(
                format!("`{flag}` can't be given with `--plan`"),
                "a saved plan has its options in it; make another plan for others",
            ));
        }
        let plan = read_plan(file, settings)?;
        Ok(Self { plan })
    }

    /// Where its manifests are: as they were given, unless `--directory` says where the project is now.
    pub(super) fn paths(&self, settings: &Settings) -> Vec<PathBuf> {
        if settings.given_directory {
            return Vec::new();
        }
        self.plan.options.paths.iter().map(PathBuf::from).collect()
    }

    /// The settings it was made with.
    pub(super) fn settings(&self, settings: &Settings) -> Settings {
        let options = &self.plan.options;
        Settings { now: options.now, allow_assumed: options.allow_assumed, ..settings.clone() }
    }

    /// The safety flags it was made with.
    pub(super) const fn safety(&self) -> Safety {
        let options = &self.plan.options;
        Safety {
            max_removals: options.max_removals,
            allow_workspace_deletion: options.allow_workspace_deletion,
        }
    }

    /// A plan is for one platform.
    pub(super) fn agrees(&self, platform: &PlatformName) -> Result<()> {
        if self.plan.platform == *platform {
            return Ok(());
        }
        let PlatformName { profile, base_url } = &self.plan.platform;
        Err(error::usage(
            format!("the plan was made for {profile} at {base_url}"),
            format!("make another plan, for {} at {}", platform.profile, platform.base_url),
        ))
    }

    /// An organization as it is now, with what its saved plan has left to do; or what changed since, in lines.
    pub(super) fn job(
        &self,
        target: Target,
        now: &OrganizationPlan,
        snapshot: &Snapshot,
        seen: Stamp,
    ) -> Job {
        let Some(saved) = self.plan.organizations.iter().find(|plan| plan.name == now.name) else {
            return Job::planned(target, now.clone(), snapshot, seen);
        };
        match still_current(saved, now, snapshot) {
            Ok(already) => {
                let plan = saved.clone().read_like(now);
                Job::resumed(target, plan, already, snapshot, seen)
            }
            Err(changed) => {
                let changes = changed.iter().flat_map(lines).collect();
                Job::Stale { plan: Box::new(saved.clone()), changes }
            }
        }
    }

    /// The part of the fleet that runs: the one that is asked for, of a plan of all.
    pub(super) fn part(&self, asked: Part) -> Result<Part> {
        match (self.plan.shard, asked.shard) {
            (Some(planned), Some(asked)) if planned != asked => Err(error::usage(
                format!("the plan is of shard {planned}, and not of {asked}"),
                "leave out `--shard`, or merge the plans of all shards with `rolecall merge`",
            )),
            (planned, asked) => Ok(Part { shard: asked.or(planned) }),
        }
    }

    /// Organizations of this part of the plan that are no longer declared.
    pub(super) fn missing(&self, there: &BTreeSet<&Slug>, part: Part) -> Vec<Job> {
        let missing = self.plan.organizations.iter().filter(|it| part.has(it.id));
        let missing = missing.filter(|it| !there.contains(&it.name));
        let stale = |plan: &OrganizationPlan| Job::Stale {
            plan: Box::new(plan.clone()),
            changes: vec!["the manifests no longer have it".to_owned()],
        };
        missing.map(stale).collect()
    }

    /// Organizations that could not be read when the plan was made: nobody knows what there is to do.
    pub(super) fn unread(&self, part: Part) -> Vec<Job> {
        let unread = self.plan.unread.iter().filter(|it| part.has(it.id));
        let failed = |it: &Unread| Job::Failed {
            name: it.name.clone(),
            error: format!("it could not be read when the plan was made: {}", it.error),
            help: Some("make another plan once it can be read".to_owned()),
        };
        unread.map(failed).collect()
    }
}

/// One thing that changed since, a line for each sentence of a step.
fn lines(changed: &Changed) -> Vec<String> {
    let told = |step: &Step, what: &str| {
        let place = match (step.action.workspace(), step.action.email()) {
            (Some(workspace), _) => workspace.name.to_string(),
            (None, Some(email)) => email.to_string(),
            (None, None) => "organization".to_owned(),
        };
        let place = one_line(&place);
        let lines = render::step(step).into_iter();
        lines.map(|line| format!("{place}: {what}: {line}")).collect()
    };
    match changed {
        Changed::Other => vec!["another id or account".to_owned()],
        Changed::Budget => vec!["the removal budget is judged differently".to_owned()],
        Changed::Gone(step) => told(step, "no longer to be done"),
        Changed::New(step) => told(step, "now to be done"),
        Changed::Held(step) => told(step, "rolecall can't do it now"),
    }
}
