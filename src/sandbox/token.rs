//! Tokens that look like the platform's: three base64url parts, of which the server remembers the whole.

use super::random;
use super::rules::Refusal;
use crate::model::{Email, OrganizationId, UserId, WorkspaceId};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Every token given out since the server began.
#[derive(Debug)]
pub(super) struct Tokens {
    lifetime: SignedDuration,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    console: BTreeMap<String, (Email, Timestamp)>,
    workspaces: BTreeMap<String, (OrganizationId, WorkspaceId)>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} console tokens, {} of workspaces", self.console.len(), self.workspaces.len())
    }
}

impl Tokens {
    pub(super) fn new(lifetime: Duration) -> Self {
        let lifetime = SignedDuration::try_from(lifetime).unwrap_or(SignedDuration::MAX);
        Self { lifetime, known: Mutex::default() }
    }

    /// A console token, as A1 gives it.
    pub(super) fn issue(&self, email: &Email, user: UserId, now: Timestamp) -> String {
        let until = now.saturating_add(self.lifetime).unwrap_or(Timestamp::MAX);
        let token = shape(&json!({
            "iss": "rolecall-sandbox", "sub": format!("sandbox|{user}"), "email": email,
            "user_id": user, "iat": now.as_second(), "exp": until.as_second(),
        }));
        let mut known = self.known();
        known.console.retain(|_, (_, until)| *until > now);
        known.console.insert(token.clone(), (email.clone(), until));
        token
    }

    /// A token of one workspace, as the Developer API takes it; it does not expire.
    pub(super) fn issue_for_workspace(
        &self,
        organization: OrganizationId,
        workspace: WorkspaceId,
        now: Timestamp,
    ) -> String {
        let mut known = self.known();
        let id = known.workspaces.len() + 1;
        let token = shape(&json!({
            "id": id, "orgId": organization, "spaceId": workspace, "type": "api",
            "iat": now.as_second(),
        }));
        known.workspaces.insert(token.clone(), (organization, workspace));
        token
    }

    /// Whose console token this is.
    pub(super) fn whose(&self, token: Option<&str>, now: Timestamp) -> Result<Email, Refusal> {
        let known = self.known();
        match token.and_then(|token| known.console.get(token)) {
            Some((email, until)) if *until > now => Ok(email.clone()),
            _ => Err(Refusal::Unauthorized),
        }
    }

    /// Of which workspace this token is.
    pub(super) fn of_workspace(
        &self,
        token: Option<&str>,
    ) -> Option<(OrganizationId, WorkspaceId)> {
        self.known().workspaces.get(token?).copied()
    }

    /// Every console token expires now.
    pub(super) fn expire(&self) {
        self.known().console.clear();
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The shape of an RS256 token. The signature is noise of the right length: the server knows its tokens by heart.
fn shape(claims: &Value) -> String {
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "sandbox" });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signature = URL_SAFE_NO_PAD.encode(random::bytes::<256>());
    format!("{}.{}.{signature}", part(&header), part(claims))
}
