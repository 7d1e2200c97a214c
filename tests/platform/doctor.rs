//! What works and what doesn't.

use crate::sandbox::{client, developer, start};
use crate::server::{Server, refusal};
use crate::setting::{console, profile, target, with_workspace};
use rolecall::model::{Evidence, Operation, OrganizationRole, Seen, UserStatus};
use rolecall::platform::doctor::Reach;

#[tokio::test]
async fn who_acts_and_what_is_reached() {
    let server = start().await;
    let found = client(&server).doctor(&[target()]).await;
    assert!(found.works());
    assert_eq!(found.profile, "sandbox");
    assert_eq!(found.evidence.len(), Operation::ALL.len());
    let [acme] = found.organizations.as_slice() else { panic!() };
    assert_eq!(acme.actor.as_ref().unwrap().as_str(), "ops@agency.example");
    assert_eq!(acme.role, Some(Seen::Known(OrganizationRole::Admin)));
    assert_eq!(acme.status, Some(Seen::Known(UserStatus::Active)));
    assert_eq!(acme.credentials[0].reach, Reach::Works);
    assert!(acme.credentials[0].expires.is_some());
    let reads = Operation::ALL.iter().filter(|it| it.is_read());
    let reads: Vec<_> = reads.filter(|it| **it != Operation::ListOrganizations).collect();
    assert_eq!(acme.reads.keys().collect::<Vec<_>>(), reads);
    assert!(acme.reads.values().all(|reach| *reach == Reach::Works));
    assert!(server.requests().iter().all(|request| !request.operation.is_write()));
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["organizations"][0]["reads"]["listWorkspaces"]["is"], "works");
    assert_eq!(json["evidence"]["createWorkspace"], "verified");
}

#[tokio::test]
async fn what_fails_says_what_to_do() {
    let server = Server::start(|_, _| refusal(401, "Unauthorized")).await;
    let found = console(server.url()).doctor(&[target()]).await;
    assert!(!found.works());
    assert_eq!(found.evidence[&Operation::UpdateWorkspace], Evidence::Assumed);
    let [acme] = found.organizations.as_slice() else { panic!() };
    assert_eq!(
        acme.credentials[0].reach,
        Reach::Works,
        "it is there; the reads show that it is no good"
    );
    assert_eq!((&acme.actor, &acme.role), (&None, &None));
    let Reach::Fails { why, help } = &acme.reads[&Operation::ListWorkspaces] else { panic!() };
    assert!(why.contains("401 Unauthorized"), "{why}");
    assert!(help.as_ref().unwrap().contains("get a new one"));
}

#[tokio::test]
async fn workspaces_with_credentials_of_their_own_are_looked_at_one_by_one() {
    let server = start().await;
    let client = developer(&server, profile("respond-io-developer"), "/v2").await;
    let target = with_workspace(target(), "Support", Some(100), "support");
    let target = with_workspace(target, "sales", Some(101), "support");
    let found = client.doctor(&[target]).await;
    assert!(!found.works());
    let [acme] = found.organizations.as_slice() else { panic!() };
    let [support, sales] = acme.credentials.as_slice() else { panic!("{acme:?}") };
    assert_eq!((support.workspace.as_deref(), &support.reach), (Some("Support"), &Reach::Works));
    assert!(sales.reach.fails(), "it is a token of another workspace");
    assert_eq!(acme.reads[&Operation::ListWorkspaces], Reach::NotObserved);
    assert!(acme.reads[&Operation::ListWorkspaceUsers].fails());
}
