use super::permission;
use super::state::{Key, State};
use super::{Check, Context, Looks, Moment, Rule, Severity};
use crate::model::{Collection, Email};
use crate::plan::Action;

/// R1 to R8, in order.
pub const CHECKS: &[Check] = &[
    Check {
        rule: Rule::R1,
        looks: Looks::AtState,
        severity: Severity::Lockout,
        holds: "at least `minAdmins` accepted admins, or as many as there were",
        test: admins,
    },
    Check {
        rule: Rule::R2,
        looks: Looks::AtStep,
        severity: Severity::Refusal,
        holds: "the actor keeps its own access, and does what its role may do",
        test: permission::actor,
    },
    Check {
        rule: Rule::R3,
        looks: Looks::AtState,
        severity: Severity::Lockout,
        holds: "a workspace that has an accepted owner and is to have an owner keeps an accepted one",
        test: owners,
    },
    Check {
        rule: Rule::R4,
        looks: Looks::AtState,
        severity: Severity::Refusal,
        holds: "people and workspaces stay within the subscription's limits",
        test: limits,
    },
    Check {
        rule: Rule::R5,
        looks: Looks::AtState,
        severity: Severity::Lockout,
        holds: "nobody who has access now and in the end is without any in between",
        test: access_in_between,
    },
    Check {
        rule: Rule::R6,
        looks: Looks::AtStep,
        severity: Severity::Refusal,
        holds: "what a step needs is there, and what has to be gone is gone",
        test: references,
    },
    Check {
        rule: Rule::R7,
        looks: Looks::AtStep,
        severity: Severity::Lockout,
        holds: "workspaces are deleted after every other automatic step",
        test: deletions_last,
    },
    Check {
        rule: Rule::R8,
        looks: Looks::AtStep,
        severity: Severity::Lockout,
        holds: "nothing is removed on the strength of an incomplete read",
        test: complete_reads,
    },
];

fn admins(context: &Context, moment: &Moment) -> Result<(), String> {
    let live = context.start.accepted_admins();
    let floor = live.min(context.desired.safety.min_admins as usize);
    let left = moment.after.accepted_admins();
    ensure(left >= floor, || format!("{left} accepted admins where {floor} are kept"))
}

fn owners(context: &Context, moment: &Moment) -> Result<(), String> {
    for (workspace, wanted) in &context.owned {
        let lost = moment.after.workspaces.contains_key(workspace)
            && moment.after.accepted_owners(workspace) == 0;
        ensure(!lost, || format!("{wanted} has no accepted owner"))?;
    }
    Ok(())
}

fn limits(context: &Context, moment: &Moment) -> Result<(), String> {
    let Some(organization) = &context.snapshot.organization else { return Ok(()) };
    within("people", organization.limits.users, moment, |state| state.people.len())?;
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

fn access_in_between(context: &Context, moment: &Moment) -> Result<(), String> {
    let lost = context.keep_access.iter().find(|email| !moment.after.reaches(email));
    lost.map_or(Ok(()), |email| {
        Err(format!("{email} has no access, and is to have some in the end"))
    })
}

fn references(context: &Context, moment: &Moment) -> Result<(), String> {
    let Some(action) = moment.action else { return Ok(()) };
    let state = moment.before;
    let exists = |key: &Key| {
        ensure(state.workspaces.contains_key(key), || "the workspace is not there".to_owned())
    };
    let is_in = |email: &Email| {
        ensure(state.people.contains_key(email), || format!("{email} is not in the organization"))
    };
    match action {
        Action::UpdateOrganization { .. } => Ok(()),
        Action::CreateWorkspace { name, timezone: _ } => {
            let taken = state.is_taken(name, &Key::New(name.key()));
            ensure(!taken, || format!("the name {name} is taken"))
        }
        Action::UpdateWorkspace { workspace, before: _, after } => {
            let key = Key::of(workspace);
            exists(&key)?;
            let taken = after.name.as_ref().filter(|name| state.is_taken(name, &key));
            taken.map_or(Ok(()), |name| Err(format!("the name {name} is taken")))
        }
        Action::DeleteWorkspace { workspace, contacts: _ } => exists(&Key::of(workspace)),
        Action::AddWorkspaceUsers { workspace, users } => {
            exists(&Key::of(workspace))?;
            for user in users {
                let known = state.people.contains_key(&user.email);
                ensure(!(user.invites && known), || format!("{} was invited already", user.email))?;
                let invited = user.invites || known || !context.snapshot.users.is_complete();
                ensure(invited, || format!("{} is not in the organization", user.email))?;
            }
            Ok(())
        }
        Action::ChangeWorkspaceAccess { workspace, email, .. }
        | Action::RevokeWorkspaceAccess { workspace, email, .. } => {
            let there = state.workspaces.get(&Key::of(workspace));
            ensure(there.is_some_and(|list| list.contains_key(email)), || {
                format!("{email} has no access to {}", workspace.name)
            })
        }
        Action::InviteOrganizationUser { email, role: _ } => {
            ensure(!state.people.contains_key(email), || format!("{email} is there already"))
        }
        Action::ChangeOrganizationRole { email, .. } | Action::ResendInvitation { email, .. } => {
            is_in(email)
        }
        Action::RemoveOrganizationUser { email, .. } => {
            is_in(email)?;
            let left = state.workspaces.values().any(|list| list.contains_key(email));
            ensure(!left, || format!("{email} still has access to a workspace"))
        }
    }
}

fn deletions_last(_: &Context, moment: &Moment) -> Result<(), String> {
    let deletes = matches!(moment.action, Some(Action::DeleteWorkspace { .. }));
    ensure(!deletes || moment.outstanding == 0, || {
        format!("a workspace is deleted while {} automatic steps are not done", moment.outstanding)
    })
}

fn complete_reads(context: &Context, moment: &Moment) -> Result<(), String> {
    let snapshot = context.snapshot;
    let whole =
        |complete: bool, what: &str| ensure(complete, || format!("{what} were not read whole"));
    match moment.action {
        Some(Action::RemoveOrganizationUser { .. }) => {
            whole(snapshot.users.is_complete(), "the organization's users")?;
            whole(snapshot.workspaces.is_complete(), "the workspaces")?;
            let lists = snapshot.workspaces.items.iter().map(|it| &it.users);
            whole(lists.into_iter().all(Collection::is_complete), "the users of a workspace")
        }
        Some(Action::RevokeWorkspaceAccess { workspace, .. }) => {
            whole(snapshot.users.is_complete(), "the organization's users")?;
            let list = snapshot.workspaces.items.iter().find(|it| Some(it.id) == workspace.id);
            whole(list.is_some_and(|it| it.users.is_complete()), "the workspace's users")
        }
        Some(Action::DeleteWorkspace { .. }) => {
            whole(snapshot.workspaces.is_complete(), "the workspaces")
        }
        _ => Ok(()),
    }
}

pub(super) fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}
