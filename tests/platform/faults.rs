//! Whole observations while the sandbox misbehaves.

use crate::sandbox::{client, client_by, start, start_with};
use crate::setting::target;
use rolecall::model::{Collection, Completeness};
use rolecall::platform::Observe;
use rolecall::sandbox::{Endpoint, Faults};

#[tokio::test]
async fn what_passes_does_not_change_what_is_seen() {
    let server = start().await;
    let undisturbed = client(&server).observe(&target()).await.unwrap();
    let mut failed = 0;
    for seed in 0..20 {
        let faults = format!(
            "op=reads,p=0.1,seed={seed},reset=before; op=reads,p=0.1,seed={},status=503; \
             op=reads,p=0.1,seed={},cut=after; op=reads,p=0.05,seed={},tokens=expire; \
             op=reads,p=0.1,seed={},page=1",
            seed + 100,
            seed + 200,
            seed + 300,
            seed + 400
        );
        server.set_faults(Faults::parse(&faults).unwrap());
        match client(&server).observe(&target()).await {
            Ok(seen) => {
                // A capped page costs another request, and nothing else is different.
                let seen = rolecall::model::Snapshot { reads: undisturbed.reads, ..seen };
                assert_eq!(seen, undisturbed, "seed {seed}: {faults}");
            }
            // A second expiry within one call is not renewed again.
            Err(error) => {
                assert!(error.what.contains("401 "), "seed {seed}: {faults}: {error}");
                failed += 1;
            }
        }
    }
    assert!(failed < 5, "{failed}");
}

#[tokio::test]
async fn an_expiry_in_the_middle_is_one_more_login() {
    let server = start().await;
    let client = client(&server);
    client.observe(&target()).await.unwrap();
    server.expire_tokens();
    client.observe(&target()).await.unwrap();
    assert_eq!(server.counts()[&Endpoint::Login], 2);
}

#[tokio::test]
async fn a_page_cap_of_one_still_brings_everybody() {
    let server = start().await;
    server.set_faults(Faults::parse("op=reads,page=1").unwrap());
    let snapshot = client(&server).observe(&target()).await.unwrap();
    assert_eq!(snapshot.users.completeness, Completeness::Complete);
    assert_eq!(snapshot.users.items.len(), 3);
    assert_eq!(snapshot.workspaces.items.len(), 2);
}

#[tokio::test]
async fn thirty_pages_of_users_are_thirty_requests() {
    let mut seed: serde_json::Value = serde_json::from_str(crate::sandbox::SEED).unwrap();
    for id in 1000..1742 {
        let email = format!("user{id}@acme.example");
        let user = serde_json::json!({"id": id, "email": email, "role": "member",
            "status": "pending", "invitedAt": "2026-01-01T00:00:00Z"});
        seed["organizations"][0]["users"].as_array_mut().unwrap().push(user);
    }
    let server = start_with(&seed.to_string()).await;
    let users = client(&server).organization_users(&target()).await.unwrap();
    assert!(users.is_complete());
    assert_eq!(users.items.len(), 745);
    // 25 to a page, however many are asked for.
    assert_eq!(server.counts()[&Endpoint::ListOrganizationUsers], 30);
}

#[tokio::test]
async fn what_somebody_does_between_two_lists_is_read_as_it_is_afterwards() {
    // So many have access to each workspace that is there afterwards.
    let events: [(&str, &[usize]); 4] = [
        ("delete Support", &[0]),
        ("delete sales", &[3]),
        ("give ana@acme.example agent sales", &[3, 1]),
        ("revoke ana@acme.example Support", &[2, 0]),
    ];
    // One proves its lists by their totals, the other by how many users the list of workspaces counts.
    for profile in ["sandbox", "respond-io-console"] {
        for (event, people) in events {
            let server = start().await;
            let faults = format!("op=listWorkspaceUsers,nth=1,before={event}");
            server.set_faults(Faults::parse(&faults).unwrap());
            let seen = client_by(profile, &server).observe(&target()).await.unwrap();
            let undisturbed = client_by(profile, &server).observe(&target()).await.unwrap();
            assert_eq!(seen.workspaces, undisturbed.workspaces, "{profile}: {event}");
            let lists = seen.workspaces.items.iter().map(|workspace| &workspace.users);
            assert!(lists.clone().all(Collection::is_complete), "{profile}: {event}");
            let mut there: Vec<_> = lists.map(|users| users.items.len()).collect();
            there.sort_by(|a, b| b.cmp(a));
            assert_eq!(there, people, "{profile}: {event}");
        }
    }
}

/// The list is read again once, in vain.
#[tokio::test]
async fn a_list_of_workspaces_that_always_counts_wrong_leaves_doubts() {
    let server = start().await;
    server.set_faults(Faults::parse("op=listWorkspaces,members=+1").unwrap());
    let seen = client_by("respond-io-console", &server).observe(&target()).await.unwrap();
    assert!(seen.workspaces.items.iter().all(|workspace| !workspace.users.is_complete()));
    assert_eq!(server.counts()[&Endpoint::ListWorkspaces], 2);
    assert_eq!(server.counts()[&Endpoint::ListWorkspaceUsers], 4);
}

#[tokio::test]
async fn who_has_access_to_a_workspace_that_is_there_has_to_be_found() {
    let server = start().await;
    server.set_faults(Faults::parse("op=listWorkspaceUsers,status=404").unwrap());
    let error = client(&server).observe(&target()).await.unwrap_err();
    assert!(error.what.contains("listWorkspaceUsers failed: the platform answers 404"), "{error}");
}
