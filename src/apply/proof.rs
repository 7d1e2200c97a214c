//! What a list that was read again says about a step: pure, so that each rule can be tested with values.

use crate::model::{
    Collection, Completeness, Email, OrganizationUser, Snapshot, Workspace, WorkspaceUser,
};
use crate::plan::{Access, Action, WorkspaceFields};

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is as the step wants it.
    Shows,
    /// It is not, or not yet: a read may lag.
    DoesNot,
    /// What was read can't tell.
    CannotTell(String),
}

impl Verdict {
    const fn shows(is: bool) -> Self {
        if is { Self::Shows } else { Self::DoesNot }
    }
}

/// Whether the organization has the name.
pub(super) fn organization(snapshot: &Snapshot, name: &str) -> Verdict {
    match &snapshot.organization {
        Some(organization) => Verdict::shows(organization.name.as_deref() == Some(name)),
        None => Verdict::CannotTell("the organization itself can't be read".to_owned()),
    }
}

/// A step about somebody in the organization.
pub(super) fn organization_user(action: &Action, list: &Collection<OrganizationUser>) -> Verdict {
    let find = |email: &Email| list.items.iter().find(|user| user.email == *email);
    match action {
        Action::InviteOrganizationUser { email, role: _ } => present(list, find(email).is_some()),
        Action::RemoveOrganizationUser { email, .. } => absent(list, find(email).is_none()),
        Action::ChangeOrganizationRole { email, before: _, after } => match find(email) {
            Some(user) => Verdict::shows(user.role.is(*after)),
            None => known(list, false),
        },
        Action::ResendInvitation { email, invited_at } => {
            match find(email).and_then(|user| user.invited_at) {
                Some(latest) => Verdict::shows(latest > *invited_at),
                None => {
                    Verdict::CannotTell("when the invitation went out can't be read".to_owned())
                }
            }
        }
        _ => not_in_this_list(),
    }
}

/// A step about a workspace, with the one that was found for it in the list.
pub(super) fn workspace(
    action: &Action,
    found: Option<&Workspace>,
    list: &Collection<Workspace>,
) -> Verdict {
    match action {
        Action::CreateWorkspace { .. } => known(list, found.is_some()),
        Action::DeleteWorkspace { .. } => absent(list, found.is_none()),
        Action::UpdateWorkspace { workspace: _, before: _, after } => match found {
            Some(workspace) => fields(workspace, after),
            None => known(list, false),
        },
        _ => not_in_this_list(),
    }
}

fn fields(workspace: &Workspace, after: &WorkspaceFields) -> Verdict {
    let WorkspaceFields { name, timezone, contact_limit } = after;
    let name =
        name.as_ref().map(|name| Some(workspace.name.as_str().trim() == name.as_str().trim()));
    let timezone = timezone.as_ref().map(|zone| workspace.timezone.as_ref().map(|it| it == zone));
    let limit = contact_limit.map(|limit| workspace.contact_limit.map(|it| it == limit));
    let told = [name, timezone, limit];
    let mut told = told.into_iter().flatten();
    if told.clone().any(|fits| fits == Some(false)) {
        Verdict::DoesNot
    } else if told.any(|fits| fits.is_none()) {
        Verdict::CannotTell("the list of workspaces does not say it".to_owned())
    } else {
        Verdict::Shows
    }
}

/// A step about one person's access to a workspace.
pub(super) fn workspace_user(action: &Action, list: &Collection<WorkspaceUser>) -> Verdict {
    let find = |email: &Email| list.items.iter().find(|user| user.email == *email);
    match action {
        Action::RevokeWorkspaceAccess { email, .. } => absent(list, find(email).is_none()),
        Action::ChangeWorkspaceAccess { workspace: _, email, before: _, after } => {
            match find(email) {
                Some(user) => Verdict::shows(has_access(user, after)),
                None => known(list, false),
            }
        }
        _ => not_in_this_list(),
    }
}

fn has_access(user: &WorkspaceUser, access: &Access) -> bool {
    user.role == access.role && user.restrictions.as_ref() == Some(&access.restrictions)
}

/// Whether somebody has access to a workspace, in whatever role.
pub(super) fn member(email: &Email, list: &Collection<WorkspaceUser>) -> Verdict {
    present(list, list.items.iter().any(|user| user.email == *email))
}

/// Whether somebody is there who may not have accepted yet. Presence in any list is proof; absence is, where
/// the list is complete and would show somebody pending.
fn present<T>(list: &Collection<T>, is: bool) -> Verdict {
    if !is && list.is_complete() && !list.shows_pending {
        return Verdict::CannotTell("the list does not show who has not accepted yet".to_owned());
    }
    known(list, is)
}

/// Whether something is there that the list would show: a workspace, or somebody who was in it before.
fn known<T>(list: &Collection<T>, is: bool) -> Verdict {
    if is || list.is_complete() { Verdict::shows(is) } else { incomplete(list) }
}

/// Whether something is gone that was in the list when it was planned: absence from a complete one is proof.
fn absent<T>(list: &Collection<T>, is: bool) -> Verdict {
    if !is || list.is_complete() { Verdict::shows(is) } else { incomplete(list) }
}

fn incomplete<T>(list: &Collection<T>) -> Verdict {
    Verdict::CannotTell(match &list.completeness {
        Completeness::Complete => "the list can't tell".to_owned(),
        Completeness::Partial { why } => format!("the list is not complete: {why}"),
        Completeness::OutOfSight | Completeness::NotRead => {
            "the profile can't read the list".to_owned()
        }
    })
}

fn not_in_this_list() -> Verdict {
    Verdict::CannotTell("this list does not say".to_owned())
}
