use super::checks::ensure;
use super::{Context, Moment};
use crate::model::{Email, OrganizationRole};
use crate::plan::Action;

/// R2, as `rules.md` (Organization roles) has it.
pub(super) fn actor(context: &Context, moment: &Moment) -> Result<(), String> {
    let (Some(action), Some(actor)) = (moment.action, &context.snapshot.actor) else {
        return Ok(());
    };
    let changes_access = matches!(
        action,
        Action::ChangeWorkspaceAccess { .. }
            | Action::RevokeWorkspaceAccess { .. }
            | Action::ChangeOrganizationRole { .. }
            | Action::RemoveOrganizationUser { .. }
    );
    ensure(!changes_access || action.email() != Some(actor), || {
        "it is the actor's own access".to_owned()
    })?;
    if context.start.people.is_empty() {
        return Ok(());
    }
    let seat = moment.before.people.get(actor).filter(|seat| seat.accepted);
    let role = seat.and_then(|seat| seat.role);
    let may = match role {
        Some(OrganizationRole::Admin) => true,
        Some(OrganizationRole::UserAdmin) => user_admin_may(moment, action),
        Some(OrganizationRole::BillingAdmin | OrganizationRole::Member) | None => false,
    };
    ensure(may, || "the actor's role may not do it".to_owned())
}

fn user_admin_may(moment: &Moment, action: &Action) -> bool {
    let member = |email: &Email| {
        moment
            .before
            .people
            .get(email)
            .is_some_and(|seat| seat.role == Some(OrganizationRole::Member))
    };
    match action {
        Action::UpdateOrganization { .. } | Action::ChangeOrganizationRole { .. } => false,
        Action::InviteOrganizationUser { email: _, role } => *role == OrganizationRole::Member,
        Action::RemoveOrganizationUser { email, .. } | Action::ResendInvitation { email, .. } => {
            member(email)
        }
        Action::CreateWorkspace { .. }
        | Action::UpdateWorkspace { .. }
        | Action::DeleteWorkspace { .. }
        | Action::AddWorkspaceUsers { .. }
        | Action::ChangeWorkspaceAccess { .. }
        | Action::RevokeWorkspaceAccess { .. } => true,
    }
}
