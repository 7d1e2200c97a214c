use super::Refusal;
use crate::model::{Email, OrganizationId, OrganizationRole as Role, UserId, UserStatus};
use crate::sandbox::endpoint::Endpoint;
use crate::sandbox::state::{Organization, State};

/// Whether this person may make this call in this organization at all. What depends on the body or on who the call
/// is about is for the rules of that call.
pub(in crate::sandbox) fn admit(
    state: &State,
    id: OrganizationId,
    email: &Email,
    endpoint: Endpoint,
) -> Result<UserId, Refusal> {
    let organization = state.organizations.get(&id).ok_or(Refusal::Forbidden)?;
    let caller = organization.user_by_email(email).ok_or(Refusal::Forbidden)?;
    // Inferred: who has not accepted is not in the organization yet.
    if caller.status != UserStatus::Active {
        return Err(Refusal::Forbidden);
    }
    if trial_ended(organization) {
        return Err(Refusal::TrialEnded);
    }
    if may(caller.role, endpoint) { Ok(caller.id) } else { Err(Refusal::NotAllowed) }
}

/// `rules.md`, Subscription states.
pub(in crate::sandbox) fn trial_ended(organization: &Organization) -> bool {
    organization.status.replace('_', " ").eq_ignore_ascii_case("TRIAL ENDED")
}

/// `rules.md`, Organization roles and Workspaces: admins everything; user admins everything but the organization's
/// own settings and promotions; billing admins look; members nothing.
const fn may(role: Role, endpoint: Endpoint) -> bool {
    match role {
        Role::Admin => true,
        Role::UserAdmin => {
            !matches!(endpoint, Endpoint::UpdateOrganization | Endpoint::ChangeOrganizationRole)
        }
        Role::BillingAdmin => !endpoint.is_write(),
        Role::Member => false,
    }
}
