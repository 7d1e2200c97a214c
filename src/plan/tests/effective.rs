//! What plans say of people's access is what the sandbox's state says after everything automatic was done.

use super::proofs::over_worlds;
use super::show::lines;
use super::worlds::{Cases, World as Generated};
use crate::model::{Email, OrganizationRole, Seen, Snapshot, WorkspaceName};
use crate::plan::world::World;
use crate::plan::{AccessNote, EffectiveAccess, OrganizationPlan, Step, plan_organization};
use crate::sandbox::trial::Trial;
use std::collections::{BTreeMap, BTreeSet};

const WORLDS: u64 = 5_000;

/// What somebody can reach by a snapshot, workspaces by the names that the plan gives them.
fn reaches(
    snapshot: &Snapshot,
    names: &BTreeMap<crate::model::WorkspaceId, WorkspaceName>,
    email: &Email,
) -> EffectiveAccess {
    let user = snapshot.users.items.iter().find(|user| user.email == *email);
    let workspaces = snapshot.workspaces.items.iter().filter_map(|workspace| {
        let user = workspace.users.items.iter().find(|user| user.email == *email)?;
        let name = names.get(&workspace.id).unwrap_or(&workspace.name);
        Some((name.clone(), user.role.clone()))
    });
    EffectiveAccess {
        organization: user.map(|user| user.role.clone()),
        pending: user.is_some_and(|user| user.is_pending()),
        workspaces: workspaces.collect(),
    }
}

fn everybody(snapshot: &Snapshot) -> BTreeSet<&Email> {
    let lists = snapshot.workspaces.items.iter().flat_map(|it| &it.users.items);
    let users = snapshot.users.items.iter().map(|user| &user.email);
    users.chain(lists.map(|user| &user.email)).collect()
}

fn check(world: &Generated) -> Result<Cases, String> {
    let start = world.is_whole().then(|| Trial::new(&world.snapshot, world.settings.now)).flatten();
    let Some(mut trial) = start else { return Ok(Cases::default()) };
    let before = trial.snapshot();
    let plan = plan_organization(&world.desired, &before, &world.capabilities, &world.settings)
        .map_err(|error| error.to_string())?;
    for step in plan.automatic() {
        trial
            .take(&step.action)
            .map_err(|why| format!("{} is refused: {why}", step.action.word()))?;
    }
    let after = trial.snapshot();
    let known = World::new(&world.desired, &before);
    let named = known.workspaces.iter().filter_map(|it| {
        let live = it.live?;
        let now = after.workspace(live.id).map_or(&live.name, |it| &it.name);
        Some((live.id, if now.key() == it.name.key() { &it.name } else { now }.clone()))
    });
    let names = named.collect();
    let fault = |what: String| Err(format!("{what}\n{}", lines(&plan)));
    let mut cases = Cases::default();
    for email in everybody(&before).union(&everybody(&after)) {
        let (was, is) = (reaches(&before, &names, email), reaches(&after, &names, email));
        let told = plan.access.iter().find(|it| it.email == **email);
        match told {
            None if was != is => return fault(format!("{email} is not told: {was:?} → {is:?}")),
            Some(told) if (&told.before, &told.after) != (&was, &is) => {
                return fault(format!("{email}: {told:?}, and is {was:?} → {is:?}"));
            }
            Some(_) => *cases.0.entry("people").or_default() += 1,
            None => {}
        }
    }
    // A person who comes to a workspace that is deleted has nothing left to do there.
    let is_there = |trial: &Trial, step: &Step| {
        step.action.workspace().is_none_or(|workspace| trial.has(&workspace))
    };
    for step in plan.manual() {
        if !is_there(&trial, step) {
            continue;
        }
        trial
            .take(&step.action)
            .map_err(|why| format!("{} by hand is refused: {why}", step.action.word()))?;
    }
    let by_hand = trial.snapshot();
    for email in everybody(&before) {
        let [was, is, then] =
            [&before, &after, &by_hand].map(|it| can_do_something(&reaches(it, &names, email)));
        let had_accepted = !reaches(&before, &names, email).pending;
        let loses = (was && had_accepted && !(is && then))
            .then_some(AccessNote::LosesEverything { by_hand: is, seen_in_part: false });
        let told = plan.access.iter().filter(|it| it.email == *email).flat_map(|it| &it.notes);
        let told = told.filter(|it| matches!(it, AccessNote::LosesEverything { .. }));
        if told.collect::<Vec<_>>() != loses.iter().collect::<Vec<_>>() {
            return fault(format!("{email} loses everything: {loses:?}"));
        }
        if loses.is_some() {
            *cases.0.entry(if is { "by hand" } else { "by machine" }).or_default() += 1;
        }
    }
    notes(&plan, &after, &by_hand, &names).map(|()| cases).or_else(fault)
}

fn can_do_something(access: &EffectiveAccess) -> bool {
    let above = |role: &Seen<OrganizationRole>| !role.is(OrganizationRole::Member);
    !access.workspaces.is_empty() || access.organization.as_ref().is_some_and(above)
}

/// What is claimed of an organization that was not read whole holds of all that there is.
fn check_in_part(world: &Generated) -> Result<Cases, String> {
    let start =
        (!world.is_whole()).then(|| Trial::new(&world.everything, world.settings.now)).flatten();
    let Some(mut trial) = start else { return Ok(Cases::default()) };
    let Generated { desired, snapshot, capabilities, settings, .. } = world;
    let Ok(plan) = plan_organization(desired, snapshot, capabilities, settings) else {
        return Ok(Cases::default());
    };
    // What is there already, unseen, is refused, and of what fails nothing is claimed.
    let take = |trial: &mut Trial, step: &Step| trial.take(&step.action).is_ok();
    if !plan.automatic().all(|step| take(&mut trial, step)) {
        return Ok(Cases::default());
    }
    let after = trial.snapshot();
    if !plan.manual().all(|step| take(&mut trial, step)) {
        return Ok(Cases::default());
    }
    let mut cases = Cases::default();
    let mut whole = plan.clone();
    for one in &mut whole.access {
        one.notes.retain(|it| {
            let AccessNote::LosesEverything { seen_in_part: true, .. } = it else { return true };
            *cases.0.entry("in part").or_default() += 1;
            false
        });
        *cases.0.entry("notes").or_default() += one.notes.len();
    }
    notes(&whole, &after, &trial.snapshot(), &BTreeMap::new())
        .map(|()| cases)
        .map_err(|what| format!("{what}\n{}", lines(&plan)))
}

/// Every note, looked up in the state.
fn notes(
    plan: &OrganizationPlan,
    after: &Snapshot,
    after_all: &Snapshot,
    names: &BTreeMap<crate::model::WorkspaceId, WorkspaceName>,
) -> Result<(), String> {
    let active = |email: &Email| {
        after.users.items.iter().any(|user| user.email == *email && user.is_active())
    };
    for (told, note) in
        plan.access.iter().flat_map(|it| it.notes.iter().map(move |note| (it, note)))
    {
        let now = reaches(after, names, &told.email);
        let is_admin = now.organization.as_ref().is_some_and(|it| it.is(OrganizationRole::Admin));
        let holds = match note {
            AccessNote::LosesEverything { by_hand, .. } => {
                let last = if *by_hand { after_all } else { after };
                !can_do_something(&reaches(last, names, &told.email))
            }
            AccessNote::ReachesEverything => is_admin,
            AccessNote::NoLongerReachesEverything => !is_admin,
            AccessNote::BecomesOnlyAdmin => {
                let mut admins = after
                    .users
                    .items
                    .iter()
                    .filter(|user| user.is_active() && user.role.to_string() == "admin");
                admins.next().is_some_and(|it| it.email == told.email) && admins.next().is_none()
            }
            AccessNote::BecomesOnlyOwner { workspace } => {
                after.workspaces.items.iter().any(|live| {
                    let name = names.get(&live.id).unwrap_or(&live.name);
                    let mut owners = live
                        .users
                        .items
                        .iter()
                        .filter(|user| user.role.to_string() == "owner" && active(&user.email));
                    name == workspace
                        && owners.next().is_some_and(|it| it.email == told.email)
                        && owners.next().is_none()
                })
            }
        };
        if !holds {
            return Err(format!("{}: {note:?}, and is {now:?}", told.email));
        }
    }
    Ok(())
}

#[test]
fn access_afterwards_is_what_the_sandbox_says() {
    let cases = over_worlds(0..WORLDS, check);
    let people = cases.0.get("people").copied().unwrap_or_default();
    assert!(people > 1_000, "only {people} people were told of");
    for case in ["by hand", "by machine"] {
        let count = cases.0.get(case).copied().unwrap_or_default();
        assert!(count > 50, "only {count} people lose everything {case}");
    }
}

#[test]
fn nothing_is_claimed_of_what_was_not_read() {
    let cases = over_worlds(0..WORLDS, check_in_part);
    for case in ["in part", "notes"] {
        let count = cases.0.get(case).copied().unwrap_or_default();
        assert!(count > 20, "only {count} {case}");
    }
}
