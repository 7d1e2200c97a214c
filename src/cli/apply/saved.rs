//! A plan that was saved: it applies only while it still is the plan.

use crate::cli::args::Safety;
use crate::cli::error;
use crate::cli::escape::one_line;
use crate::cli::settings::Settings;
use crate::cli::show::read_plan;
use anyhow::Result;
use rolecall::apply::{Job, OrganizationReport, Standing};
use rolecall::model::{Desired, Slug};
use rolecall::plan::{OrganizationPlan, Plan, PlatformName, Step};
use rolecall::render;
use std::collections::BTreeMap;
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
        let plan = read_plan(file)?;
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

    /// Keeps the organizations that it plans.
    pub(super) fn select(&self, organizations: &mut Vec<Desired>) {
        organizations.retain(|it| self.plan.organizations.iter().any(|plan| plan.name == it.name));
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

    /// Splits off the organizations whose steps come out differently now, with what is different, in lines.
    pub(super) fn still_current(&self, now: &Plan, jobs: Vec<Job>) -> Current {
        let mut jobs: BTreeMap<Slug, Job> =
            jobs.into_iter().map(|job| (job.name().clone(), job)).collect();
        let mut current = Current::default();
        for saved in &self.plan.organizations {
            let job = jobs.remove(&saved.name);
            let again = now.organizations.iter().find(|it| it.name == saved.name);
            let changes = match (&job, again) {
                (Some(Job::Failed { .. }), _) => Vec::new(),
                (Some(_), Some(again)) => changes(saved, again),
                _ => vec!["the manifests no longer have it".to_owned()],
            };
            match job {
                Some(job) if changes.is_empty() => current.jobs.push(job),
                _ => {
                    let why = "the plan is stale";
                    let report = OrganizationReport::not_run(saved, Standing::Stale, why);
                    current.stale.push(Stale { report, changes });
                }
            }
        }
        current
    }
}

/// An organization whose steps come out differently.
#[derive(Debug)]
pub(super) struct Stale {
    /// That it was not run.
    pub(super) report: OrganizationReport,
    /// What changed since, a line for each.
    pub(super) changes: Vec<String>,
}

/// Organizations of a saved plan, as they are now.
#[derive(Debug, Default)]
pub(super) struct Current {
    /// Those whose steps come out the same.
    pub(super) jobs: Vec<Job>,
    /// The others.
    pub(super) stale: Vec<Stale>,
}

/// What is different between two plans of one organization, a line for each. Where a line of a manifest moved,
/// the plan is the same.
fn changes(saved: &OrganizationPlan, now: &OrganizationPlan) -> Vec<String> {
    if saved.refused == now.refused && saved.steps.iter().map(bare).eq(now.steps.iter().map(bare)) {
        return Vec::new();
    }
    let (before, after) = (told(&saved.steps), told(&now.steps));
    let gone = before.iter().filter(|(line, _)| !after.contains_key(*line));
    let gone = gone.map(|(line, place)| format!("{place}: no longer to be done: {line}"));
    let new = after.iter().filter(|(line, _)| !before.contains_key(*line));
    let new = new.map(|(line, place)| format!("{place}: now to be done: {line}"));
    let mut lines: Vec<_> = gone.chain(new).collect();
    if saved.refused != now.refused {
        lines.push("the removal budget is judged differently".to_owned());
    }
    if lines.is_empty() {
        lines.push("the same steps come out in another order, or by other hands".to_owned());
    }
    lines
}

/// A step without what does not matter to whether it is the same.
fn bare(step: &Step) -> Step {
    Step { source: rolecall::model::Source::default(), ..step.clone() }
}

/// Each sentence of each step, with what it is about.
fn told(steps: &[Step]) -> BTreeMap<String, String> {
    let lines = steps.iter().flat_map(|step| {
        let place = match (step.action.workspace(), step.action.email()) {
            (Some(workspace), _) => workspace.name.to_string(),
            (None, Some(email)) => email.to_string(),
            (None, None) => "organization".to_owned(),
        };
        let place = one_line(&place);
        render::step(step).into_iter().map(move |line| (line, place.clone()))
    });
    lines.collect()
}
