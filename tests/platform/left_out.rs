//! What an answer leaves out is not known: it is never taken for a value.

use crate::sandbox::{client, start};
use crate::setting::target;
use rolecall::model::{Restrictions, Snapshot, Workspace};
use rolecall::platform::Observe;
use rolecall::sandbox::Faults;

/// What is seen where these fields are left out of these answers.
async fn without(faults: &str) -> Snapshot {
    let server = start().await;
    server.set_faults(Faults::parse(faults).unwrap());
    client(&server).observe(&target()).await.unwrap()
}

fn support(snapshot: &Snapshot) -> &Workspace {
    snapshot.workspaces.items.iter().find(|it| it.name.as_str() == "Support").unwrap()
}

#[tokio::test]
async fn restrictions_that_are_left_out_are_not_none() {
    let snapshot = without("op=S6,hide=restrictions").await;
    let users = &support(&snapshot).users.items;
    let seen = |email: &str| {
        users.iter().find(|it| it.email.canonical() == email).unwrap().restrictions.clone()
    };
    assert_eq!(seen("ana@acme.example"), None);
    assert_eq!(seen("new@acme.example"), None);
    // An owner can have none.
    assert_eq!(seen("ops@agency.example"), Some(Restrictions::new()));
}

#[tokio::test]
async fn fields_of_workspaces_that_are_left_out_are_not_known() {
    let all =
        "op=S1,hide=timezone;op=S1,hide=contactLimit;op=S1,hide=contactsCount;op=S1,hide=createdAt";
    let snapshot = without(all).await;
    let Workspace { timezone, contact_limit, .. } = support(&snapshot);
    assert_eq!((timezone, contact_limit), (&None, &None));
}

#[tokio::test]
async fn a_role_or_a_state_that_is_left_out_is_none_that_is_known() {
    let snapshot = without("op=O2|S6,hide=role;op=O2|S6,hide=status").await;
    for user in &snapshot.users.items {
        assert_eq!(user.role.known(), None);
        assert!(!user.is_active() && !user.is_pending(), "{user:?}");
    }
    for user in &support(&snapshot).users.items {
        assert!(user.role.known().is_none() && !user.is_active(), "{user:?}");
    }
}

#[tokio::test]
async fn times_that_are_left_out_are_not_known() {
    let snapshot = without("op=O2,hide=invitedAt;op=O2|S6,hide=lastActiveAt").await;
    assert!(
        snapshot.users.items.iter().all(|it| it.invited_at.is_none() && it.last_active.is_none())
    );
}
