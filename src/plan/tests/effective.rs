//! What plans say of people's access is what the sandbox's state says after everything automatic was done.

use super::proofs::over_worlds;
use super::show::lines;
use super::worlds::{Cases, World as Generated};
use crate::model::{Email, Snapshot, WorkspaceName};
use crate::plan::world::World;
use crate::plan::{AccessNote, EffectiveAccess, OrganizationPlan, plan_organization};
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
        Some((name.clone(), user.role.to_string()))
    });
    EffectiveAccess {
        organization: user.map(|user| user.role.to_string()),
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
    notes(&plan, &after, &names).map(|()| cases).or_else(fault)
}

/// Every note, looked up in the state.
fn notes(
    plan: &OrganizationPlan,
    after: &Snapshot,
    names: &BTreeMap<crate::model::WorkspaceId, WorkspaceName>,
) -> Result<(), String> {
    let active = |email: &Email| {
        after.users.items.iter().any(|user| user.email == *email && user.is_active())
    };
    for (told, note) in
        plan.access.iter().flat_map(|it| it.notes.iter().map(move |note| (it, note)))
    {
        let now = reaches(after, names, &told.email);
        let is_admin = now.organization.as_deref() == Some("admin");
        let above = now.organization.as_deref().is_some_and(|role| role != "member");
        let holds = match note {
            AccessNote::LosesEverything => now.workspaces.is_empty() && !above,
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
}
