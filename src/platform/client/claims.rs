use super::ask::Ask;
use crate::model::{Email, WorkspaceId};
use crate::platform::PlatformError;
use crate::platform::auth::Token;
use crate::platform::profile::{Pointer, Service};

/// Checks a token that says what it is for against what it is to be used for.
///
/// # Errors
/// Where it is for another organization or workspace.
pub(super) fn check(token: &Token, ask: &Ask<'_>) -> Result<(), PlatformError> {
    let claims = &ask.service().claims;
    let target = ask.target;
    let checks = [
        ("organization", &claims.organization, Some(target.id.to_string())),
        ("workspace", &claims.workspace, ask.workspace.map(|id| id.to_string())),
    ];
    for (what, pointer, wanted) in checks {
        let says = id(token, pointer.as_ref()).map(|id| id.to_string());
        if let (Some(says), Some(wanted)) = (says, wanted)
            && says != wanted
        {
            let credential = ask.credential;
            let message = format!(
                "the token of credential `{credential}` is for {what} {says}, not {wanted}"
            );
            return Err(PlatformError::new(message).help(format!(
                "name another credential for `{}`, or correct the id in its manifest",
                target.name
            )));
        }
    }
    Ok(())
}

/// Whose token it is, where it says.
pub(super) fn actor(service: &Service, token: &Token) -> Option<Email> {
    let payload = token.payload.as_ref()?;
    let address = service.claims.actor.as_ref()?.text(payload)?;
    (!address.trim().is_empty()).then(|| Email::seen(address))
}

/// The workspace that a token is for, where it says.
pub(super) fn workspace(service: &Service, token: &Token) -> Option<WorkspaceId> {
    id(token, service.claims.workspace.as_ref())
}

fn id(token: &Token, pointer: Option<&Pointer>) -> Option<WorkspaceId> {
    WorkspaceId::read(pointer?.of(token.payload.as_ref()?)?)
}
