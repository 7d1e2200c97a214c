//! Snapshots without addresses.

use rolecall::model::{Desired, Email, OrganizationUser, Snapshot, Workspace, WorkspaceUser};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The domain of hashed addresses; nobody has one there.
const DOMAIN: &str = "@redacted.invalid";

/// The same snapshot, with a hash in place of every address.
pub(crate) fn redact(snapshot: Snapshot) -> Snapshot {
    readdress(snapshot, hashed)
}

/// Whether the people in it are hashed.
pub(crate) fn is_redacted(snapshot: &Snapshot) -> bool {
    let mut people = snapshot.users.items.iter().map(|it| &it.email).chain(&snapshot.actor);
    people.any(|it| it.canonical().ends_with(DOMAIN))
}

/// A redacted snapshot with the addresses that the manifests name: whoever has such an address is known again by its
/// hash, and all others stay hashed. Any other snapshot stays as it is.
pub(crate) fn recognize(snapshot: Snapshot, desired: &Desired) -> Snapshot {
    if !is_redacted(&snapshot) {
        return snapshot;
    }
    let listed = desired.users.iter().flatten().map(|(email, _)| email);
    let in_workspaces = desired.workspaces.iter().flat_map(|it| &it.users).flatten();
    let departures = desired.departures.iter().flat_map(|(email, it)| [email, &it.reassign_to]);
    let hand_overs = desired.hand_overs.iter().flat_map(|(old, it)| [old, &it.to]);
    let named = listed.chain(in_workspaces.map(|(email, _)| email)).chain(departures);
    let known: BTreeMap<Email, &Email> =
        named.chain(hand_overs).map(|email| (hashed(email), email)).collect();
    readdress(snapshot, |email| known.get(email).map_or(email, |it| *it).clone())
}

/// Lists are by e-mail, so they are sorted anew.
fn readdress(snapshot: Snapshot, to: impl Fn(&Email) -> Email) -> Snapshot {
    let Snapshot { id, actor, organization, mut users, mut workspaces, reads } = snapshot;
    for OrganizationUser { email, .. } in &mut users.items {
        *email = to(email);
    }
    users.items.sort_by(|a, b| a.email.cmp(&b.email));
    for Workspace { users, .. } in &mut workspaces.items {
        for WorkspaceUser { email, .. } in &mut users.items {
            *email = to(email);
        }
        users.items.sort_by(|a, b| a.email.cmp(&b.email));
    }
    let actor = actor.as_ref().map(to);
    Snapshot { id, actor, organization, users, workspaces, reads }
}

/// Twelve hexadecimal digits tell apart more people than an organization has.
fn hashed(email: &Email) -> Email {
    let digest = Sha256::digest(email.canonical().as_bytes());
    let name = digest.iter().take(6).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Email::seen(&format!("{name}{DOMAIN}"))
}

#[cfg(test)]
mod tests {
    use super::hashed;
    use rolecall::model::Email;

    #[test]
    fn the_same_person_is_the_same_hash_and_no_address_is_left() {
        let hash = hashed(&Email::seen("Ana@Acme.example"));
        assert_eq!(hash, hashed(&Email::seen("ana@acme.example")));
        assert_ne!(hash, hashed(&Email::seen("bo@acme.example")));
        assert!(!hash.as_str().contains("acme") && !hash.as_str().contains("ana"));
    }
}
