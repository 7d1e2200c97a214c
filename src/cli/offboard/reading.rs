use crate::cli::adopt::Incomplete;
use crate::cli::args::Safety;
use crate::cli::planning::{Fleet, Planner};
use crate::cli::printer::Printer;
use crate::cli::project::Repository;
use crate::cli::settings::Settings;
use crate::cli::{anonymous, platform, progress, runtime, snapshot};
use anyhow::Result;
use rolecall::apply::Job;
use rolecall::model::{Desired, Email, Slug, Snapshot};
use rolecall::people::access::{Question, Row, of_snapshot};
use rolecall::plan::Plan;
use rolecall::platform::Observe as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What the platform says of people who leave.
pub(super) struct Reading {
    /// What they have there and no manifest gives.
    pub(super) elsewhere: Vec<Row>,
    /// The plan with the change, of the organizations that they are in.
    pub(super) plan: Plan,
    /// Lists that were not read in full, in which they may be too.
    pub(super) incomplete: Vec<Incomplete>,
    /// Organizations that could not be read.
    pub(super) failures: Vec<(Slug, anyhow::Error)>,
}

/// Reads the platform, or a file that has what it said, and plans with the manifests as they would be.
pub(super) fn read(
    before: &Repository,
    after: &Repository,
    people: &BTreeSet<Email>,
    file: Option<&Path>,
    settings: &Settings,
    printer: &Printer,
) -> Result<Reading> {
    let planner = Planner::new(after, settings, &Safety::default());
    let by_name = before.organizations.iter().map(|it| (&it.name, it));
    let look = Look { before: by_name.collect(), people, printer, seen: Mutex::default() };
    let (fleet, platform) = match file {
        Some(file) => {
            let platform = platform::offline(after, settings)?;
            let by_id: BTreeMap<_, _> = before.organizations.iter().map(|it| (it.id, it)).collect();
            let planned = snapshot::map(file, &|snapshot| {
                match by_id.get(&snapshot.id) {
                    Some(desired) => {
                        let seen = anonymous::recognize(snapshot.clone(), desired);
                        look.at(Some(&desired.name), &seen);
                    }
                    // A file may have organizations that no manifest knows.
                    None => look.at(None, &snapshot),
                }
                planner.plan_saved(platform.client.capabilities(), snapshot)
            })?;
            (planner.offline(planned), platform.name)
        }
        None => runtime::read(async {
            let platform = platform::connect(after, settings).await?;
            let reading = progress::Reading::new(printer, after.organizations.len());
            let store = after.store(settings)?;
            let job = |target, plan: &_, snapshot: &Snapshot, seen| {
                let job = Job::planned(target, Clone::clone(plan), snapshot, seen);
                look.at(Some(job.name()), snapshot);
                job
            };
            let fleet = planner.plan_each(&platform.client, store.as_ref(), &reading, &job).await;
            anyhow::Ok((fleet, platform.name))
        })?,
    };
    let Fleet { mut plans, jobs: _, failures } = fleet;
    let Seen { organizations, mut elsewhere } =
        look.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    elsewhere.sort_by(|a, b| {
        (&a.person, &a.organization, &a.workspace).cmp(&(&b.person, &b.organization, &b.workspace))
    });
    let given = |desired: &&Desired| {
        let in_workspaces = desired.workspaces.iter().filter_map(|it| it.users.as_ref());
        let mut lists = desired.users.iter().flat_map(|it| it.keys());
        lists.any(|it| people.contains(it))
            || in_workspaces.into_iter().any(|it| it.keys().any(|it| people.contains(it)))
    };
    let given = before.organizations.iter().filter(given).map(|it| it.name.clone());
    let theirs: BTreeSet<Slug> = given.chain(organizations).collect();
    let incomplete = plans.iter().flat_map(|plan| {
        plan.incomplete.iter().map(|it| Incomplete::from((plan.name.clone(), it.clone())))
    });
    let incomplete = incomplete.collect();
    plans.retain(|plan| theirs.contains(&plan.name));
    let mut unread = planner.unread(&failures);
    unread.retain(|it| theirs.contains(&it.name));
    let origin = planner.origin(&[], &platform, None);
    let plan = Plan::new(settings.planning_time(), origin, plans, unread, planner.parallelism());
    Ok(Reading { elsewhere, plan, incomplete, failures })
}

/// Looks for people in what was read, organization by organization.
struct Look<'l> {
    before: BTreeMap<&'l Slug, &'l Desired>,
    people: &'l BTreeSet<Email>,
    printer: &'l Printer,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Organizations that they are in.
    organizations: BTreeSet<Slug>,
    elsewhere: Vec<Row>,
}

impl Look<'_> {
    /// `name` is the organization's, where a manifest declares it.
    fn at(&self, name: Option<&Slug>, snapshot: &Snapshot) {
        let desired = name.and_then(|name| self.before.get(name).copied());
        let theirs = |snapshot: &Snapshot| {
            let rows = of_snapshot(snapshot, desired, &Question::default()).rows;
            rows.into_iter().filter(|row| self.people.contains(&row.person)).collect::<Vec<_>>()
        };
        if theirs(snapshot).is_empty() {
            return;
        }
        // Before anything of it is shortened.
        let theirs = theirs(&self.printer.cleaned(snapshot.clone())).into_iter();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.organizations.extend(name.cloned());
        seen.elsewhere.extend(theirs.filter(Row::is_unlisted));
    }
}
