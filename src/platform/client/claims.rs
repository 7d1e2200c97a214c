use super::ask::Ask;
use super::decode::whole;
use crate::model::Email;
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
        ("organization", &claims.organization, Some(target.id.get())),
        ("workspace", &claims.workspace, ask.workspace.map(crate::model::WorkspaceId::get)),
    ];
    for (what, pointer, wanted) in checks {
        let says = number(token, pointer.as_ref());
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
pub(super) fn workspace(service: &Service, token: &Token) -> Option<u64> {
    number(token, service.claims.workspace.as_ref())
}

fn number(token: &Token, pointer: Option<&Pointer>) -> Option<u64> {
    whole(pointer?.of(token.payload.as_ref()?)?)
}
