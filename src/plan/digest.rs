//! The digest of a snapshot: what a plan rests on, without what moves by itself.

use crate::model::Snapshot;
use crate::model::sha256;

/// `sha256:…` over everything but the number of contacts, when people were last seen and the requests that reading took, whatever
/// order the platform answered in.
pub(super) fn digest(snapshot: &Snapshot) -> String {
    let mut quiet = snapshot.clone();
    quiet.reads = 0;
    quiet.users.items.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
    quiet.workspaces.items.sort_by_key(|it| it.id);
    quiet.users.items.iter_mut().for_each(|user| user.last_active = None);
    for workspace in &mut quiet.workspaces.items {
        workspace.users.items.iter_mut().for_each(|user| user.last_active = None);
        workspace.contacts = None;
        workspace.users.items.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
    }
    sha256(&serde_json::to_vec(&quiet).unwrap_or_default())
}
