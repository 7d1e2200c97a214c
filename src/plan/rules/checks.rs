//! The rules, as small functions of a moment. Each answers what is wrong.

use super::state::{Key, State};
use super::{Context, Moment, Planned, Rule};
use crate::model::Email;
use crate::plan::{Effect, Fact, permission};

/// One rule as a check.
pub(super) struct Check {
    pub(super) rule: Rule,
    pub(super) test: fn(&Context, &Moment) -> Result<(), String>,
}

/// What holds in every state, however it came about.
pub(super) const OF_STATES: &[Check] = &[
    Check { rule: Rule::AdminFloor, test: admin_floor },
    Check { rule: Rule::OwnerKept, test: owner_kept },
    Check { rule: Rule::Limits, test: limits },
    Check { rule: Rule::AccessKept, test: access_kept },
];

/// What holds of a step, in the state before it.
pub(super) const OF_STEPS: &[Check] = &[
    Check { rule: Rule::OwnAccess, test: own_access },
    Check { rule: Rule::References, test: references },
    Check { rule: Rule::DeletionLast, test: deletion_last },
    Check { rule: Rule::IncompleteRead, test: incomplete_read },
];

/// R1: at least `minAdmins` accepted admins, or as many as there were.
fn admin_floor(context: &Context, moment: &Moment) -> Result<(), String> {
    let live = context.start.accepted_admins();
    let floor = live.min(context.desired.safety.min_admins as usize);
    let left = moment.after.accepted_admins();
    ensure(left >= floor, || format!("{left} accepted admins where {floor} are kept"))
}

/// R2: the actor keeps its own access, and does what its role may do (`rules.md`, Organization roles).
fn own_access(context: &Context, moment: &Moment) -> Result<(), String> {
    let (Some(step), Some(actor)) = (moment.step, &context.snapshot.actor) else { return Ok(()) };
    let own = permission::changes_access_of(step.action, actor);
    ensure(!own, || "it is the actor's own access".to_owned())?;
    if context.start.people.is_empty() {
        return Ok(());
    }
    let people = &moment.before.people;
    let role = people.get(actor).filter(|it| it.accepted).and_then(|it| it.role);
    let role_of = |email: &Email| people.get(email).and_then(|it| it.role);
    let may = role.is_some_and(|role| permission::may(role, &step.facts, role_of));
    ensure(may, || "the actor's role may not do it".to_owned())
}

/// R3: a workspace that has an accepted owner, and for which the manifest lists one, keeps an accepted one.
fn owner_kept(context: &Context, moment: &Moment) -> Result<(), String> {
    for (workspace, name) in &context.owned {
        let lost = moment.after.workspaces.contains_key(workspace)
            && moment.after.accepted_owners(workspace) == 0;
        ensure(!lost, || format!("{name} has no accepted owner"))?;
    }
    Ok(())
}

/// R4: people and workspaces stay within the subscription's limits.
fn limits(context: &Context, moment: &Moment) -> Result<(), String> {
    let Some(organization) = &context.snapshot.organization else { return Ok(()) };
    let people = |state: &State| state.people.len() + state.further_accounts;
    within("people", organization.limits.users, moment, people)?;
    within("workspaces", organization.limits.workspaces, moment, |state| state.workspaces.len())
}

fn within(
    what: &str,
    limit: Option<u64>,
    moment: &Moment,
    count: impl Fn(&State) -> usize,
) -> Result<(), String> {
    let Some(limit) = limit else { return Ok(()) };
    let (before, after) = (count(moment.before) as u64, count(moment.after) as u64);
    ensure(after <= limit || after <= before, || {
        format!("{after} {what}, and the limit is {limit}")
    })
}

/// R5: nobody who has access now and in the end is without any in between.
fn access_kept(context: &Context, moment: &Moment) -> Result<(), String> {
    let lost = context.keep_access.iter().find(|email| !moment.after.reaches(email));
    lost.map_or(Ok(()), |email| {
        Err(format!("{email} has no access, and is to have some in the end"))
    })
}

/// R6: what a step needs is there, and what has to be gone is gone.
fn references(context: &Context, moment: &Moment) -> Result<(), String> {
    let Some(step) = moment.step else { return Ok(()) };
    for email in step.action.invites() {
        let there = moment.before.people.contains_key(email);
        let expected = step.action.effect() == Effect::Notify;
        ensure(there == expected, || match there {
            true => format!("{email} was invited already"),
            false => format!("{email} was not invited"),
        })?;
    }
    step.facts.iter().try_for_each(|fact| needs(context, moment.before, step, fact))
}

fn needs(context: &Context, state: &State, step: &Planned, fact: &Fact) -> Result<(), String> {
    let grants = step.action.effect() == Effect::Grant;
    let exists = |key: &Key| {
        ensure(state.workspaces.contains_key(key), || "the workspace is not there".to_owned())
    };
    let is_in = |email: &Email| {
        ensure(state.people.contains_key(email), || format!("{email} is not in the organization"))
    };
    match fact {
        Fact::OrganizationNamed(_) | Fact::InvitedAfter { .. } => Ok(()),
        Fact::InOrganization { email, role: _ } if !grants => is_in(email),
        Fact::InOrganization { .. } => Ok(()),
        Fact::NotInOrganization(email) => {
            is_in(email)?;
            let left = state.workspaces.values().any(|list| list.contains_key(email));
            ensure(!left, || format!("{email} still has access to a workspace"))
        }
        Fact::Workspace { workspace, fields } => {
            let key = Key::of(workspace);
            if step.action.effect() != Effect::Create {
                exists(&key)?;
            }
            let taken = fields.name.as_ref().filter(|name| state.is_taken(name, &key));
            taken.map_or(Ok(()), |name| Err(format!("the name {name} is taken")))
        }
        Fact::NoWorkspace(workspace) => exists(&Key::of(workspace)),
        Fact::Access { workspace, email, .. } if grants => {
            exists(&Key::of(workspace))?;
            let invited = step.action.invites().contains(&email)
                || state.people.contains_key(email)
                || !context.snapshot.users.is_complete();
            ensure(invited, || format!("{email} is not in the organization"))
        }
        Fact::Access { workspace, email, .. } | Fact::NoAccess { workspace, email } => {
            let list = state.workspaces.get(&Key::of(workspace));
            ensure(list.is_some_and(|list| list.contains_key(email)), || {
                format!("{email} has no access to {}", workspace.name)
            })
        }
    }
}

/// R7: workspaces are deleted after every other automatic step of the organization.
fn deletion_last(_: &Context, moment: &Moment) -> Result<(), String> {
    let deletes = moment.step.is_some_and(|step| step.action.effect() == Effect::Destroy);
    ensure(!deletes || moment.outstanding == 0, || {
        format!("a workspace is deleted while {} automatic steps are not done", moment.outstanding)
    })
}

/// R8: nothing is taken away on the strength of an incomplete read.
fn incomplete_read(context: &Context, moment: &Moment) -> Result<(), String> {
    let Some(step) = moment.step.filter(|step| step.action.takes_away()) else { return Ok(()) };
    let snapshot = context.snapshot;
    let whole =
        |complete: bool, what: &str| ensure(complete, || format!("{what} were not read in full"));
    let users_of = |id| snapshot.workspace(id).is_some_and(|it| it.users.is_complete());
    for fact in &step.facts {
        match fact {
            Fact::InOrganization { .. } => {
                whole(snapshot.users.is_complete(), "the organization's users")?;
            }
            Fact::NotInOrganization(_) => {
                whole(snapshot.users.is_complete(), "the organization's users")?;
                whole(snapshot.workspaces.is_complete(), "the workspaces")?;
                let lists = snapshot.workspaces.items.iter();
                whole(lists.into_iter().all(|it| it.users.is_complete()), "a workspace's users")?;
            }
            Fact::Access { workspace, .. } => {
                whole(workspace.id.is_some_and(users_of), "the workspace's users")?;
            }
            Fact::NoAccess { workspace, .. } => {
                whole(snapshot.users.is_complete(), "the organization's users")?;
                whole(workspace.id.is_some_and(users_of), "the workspace's users")?;
            }
            Fact::NoWorkspace(_) => whole(snapshot.workspaces.is_complete(), "the workspaces")?,
            Fact::OrganizationNamed(_) | Fact::Workspace { .. } | Fact::InvitedAfter { .. } => {}
        }
    }
    Ok(())
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}
