//! The built-in profiles against the embedded platform.

use crate::calls;
use crate::setting::{ORG, environment, in_variable, profile, settings, target, with_workspace};
use rolecall::manifest::{PlatformChoice, SourceFile};
use rolecall::model::{
    Completeness, ContactLimit, Email, OrganizationId, OrganizationRole, Restriction, Restrictions,
    Seen, UserId, WorkspaceField, WorkspaceFields, WorkspaceId, WorkspaceName, WorkspaceRole,
};
use rolecall::platform::{Attempt, Client, Credentials, Execute, Observe, Profile, Refused};
use rolecall::sandbox::{Config, Endpoint, Server, State};
use secrecy::ExposeSecret as _;
use std::collections::BTreeMap;
use std::num::NonZeroU64;

pub(crate) const SEED: &str = r#"{
  "format": "rolecall.sandbox/v1", "actor": "ops@agency.example",
  "organizations": [{
    "id": 10, "name": "Acme", "status": "ACTIVE", "isResellerPartner": true,
    "limits": {"workspaces": 3, "users": null},
    "users": [
      {"id": 1, "email": "ops@agency.example", "role": "admin", "status": "active", "invitedAt": "2026-01-01T00:00:00Z"},
      {"id": 2, "email": "Ana@acme.example", "role": "member", "status": "active", "invitedAt": "2026-01-02T00:00:00Z"},
      {"id": 3, "email": "new@acme.example", "role": "member", "status": "pending", "invitedAt": "2026-01-03T00:00:00Z"}
    ],
    "workspaces": [
      {"id": 100, "name": "Support", "timezone": "Asia/Kuala_Lumpur", "contactLimit": 500, "contacts": 12, "createdAt": "2026-01-01T00:00:00Z", "users": [
        {"user": 1, "role": "owner", "restrictions": []},
        {"user": 2, "role": "agent", "restrictions": ["show_only_mine"]},
        {"user": 3, "role": "agent", "restrictions": []}
      ]},
      {"id": 101, "name": "sales", "timezone": "UTC", "contactLimit": null, "contacts": 0, "users": []}
    ]
  }]
}"#;

const SUPPORT: WorkspaceId = WorkspaceId::new(100);

pub(crate) async fn start() -> Server {
    start_with(SEED).await
}

pub(crate) async fn start_with(seed: &str) -> Server {
    let seed = State::parse(seed.as_bytes()).expect("a state");
    Server::start(Config { per_second: None, ..Config::embedded(seed.into()) }).await.unwrap()
}

pub(crate) fn client(server: &Server) -> Client {
    client_by("sandbox", server)
}

/// A client that goes by this built-in profile.
pub(crate) fn client_by(name: &str, server: &Server) -> Client {
    let account = Credentials::one_account(&server.actor().unwrap(), server.password());
    Client::new(profile(name), settings(account, &server.base_url())).unwrap()
}

#[tokio::test]
async fn observes_everything_with_one_request_per_page() {
    let server = start().await;
    let snapshot = client(&server).observe(&target()).await.unwrap();

    assert_eq!(snapshot.id, OrganizationId::new(ORG));
    assert_eq!(snapshot.actor, Some(Email::seen("ops@agency.example")));
    let organization = snapshot.organization.unwrap();
    assert_eq!(
        (organization.name.as_deref(), organization.status.as_deref()),
        (Some("Acme"), Some("ACTIVE"))
    );
    assert_eq!(organization.is_reseller_partner, Some(true));
    assert_eq!((organization.limits.workspaces, organization.limits.users), (Some(3), None));

    assert_eq!(snapshot.users.completeness, Completeness::Complete);
    assert!(snapshot.users.shows_pending);
    let emails: Vec<_> = snapshot.users.items.iter().map(|user| user.email.as_str()).collect();
    assert_eq!(emails, ["Ana@acme.example", "new@acme.example", "ops@agency.example"]);
    assert!(snapshot.users.items[0].invited_at.is_some());

    let names: Vec<_> = snapshot.workspaces.items.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["sales", "Support"], "sorted ignoring case");
    let support = &snapshot.workspaces.items[1];
    assert_eq!(support.id, SUPPORT);
    assert_eq!(support.timezone.as_deref(), Some("Asia/Kuala_Lumpur"));
    assert_eq!(support.contact_limit, NonZeroU64::new(500).map(ContactLimit::Limited));
    assert_eq!(support.contacts, Some(12));
    assert_eq!(snapshot.workspaces.items[0].contact_limit, Some(ContactLimit::Unlimited));
    let ana = &support.users.items[0];
    assert_eq!(ana.role, Seen::Known(WorkspaceRole::Agent));
    assert_eq!(ana.restrictions, Some(Restrictions::from([Restriction::ShowOnlyMine])));

    assert_eq!(snapshot.reads, 5);
    let counts: Vec<_> = server.counts().into_iter().filter(|(_, count)| *count > 0).collect();
    let expected = [
        (Endpoint::Login, 1),
        (Endpoint::GetOrganization, 1),
        (Endpoint::ListOrganizationUsers, 1),
        (Endpoint::ListWorkspaces, 1),
        (Endpoint::ListWorkspaceUsers, 2),
    ];
    assert_eq!(BTreeMap::from_iter(counts), BTreeMap::from(expected));
}

#[tokio::test]
async fn every_write_of_the_profile_is_taken() {
    let server = start().await;
    let (client, target) = (client(&server), target());
    let made = client.execute(&target, &calls::create("Billing", "Europe/Berlin"), &|| true).await;
    let Attempt::Done(made) = made else { panic!("{made:?}") };
    let made = made.workspace.expect("the answer tells the id");
    let invite = calls::invite("bo@agency.example", OrganizationRole::UserAdmin);
    let Attempt::Done(invited) = client.execute(&target, &invite, &|| true).await else { panic!() };
    let bo = invited.user.expect("the answer tells the id");

    let cy = calls::agent("cy@acme.example", &[Restriction::RestrictDataExport]);
    let fields = WorkspaceFields {
        name: Some(WorkspaceName::new("Accounts")),
        contact_limit: NonZeroU64::new(9).map(ContactLimit::Limited),
        ..WorkspaceFields::default()
    };
    let unlimited = WorkspaceField::ContactLimit(ContactLimit::Unlimited).into();
    let calls = [
        calls::rename_organization("Acme Dental"),
        calls::add(made, vec![calls::agent("ana@acme.example", &[]), cy]),
        calls::update(made, fields),
        calls::update(SUPPORT, unlimited),
        calls::change_access(SUPPORT, 2, WorkspaceRole::Manager, &[]),
        calls::revoke(SUPPORT, 3, Some(2)),
        calls::resend(3),
        calls::change_role(bo.get(), OrganizationRole::Admin),
        calls::remove(3),
        calls::delete(WorkspaceId::new(101)),
    ];
    for call in &calls {
        let attempt = client.execute(&target, call, &|| true).await;
        assert!(matches!(attempt, Attempt::Done(_)), "{call:?}: {attempt:?}");
    }

    let now = client.observe(&target).await.unwrap();
    assert_eq!(now.organization.unwrap().name.as_deref(), Some("Acme Dental"));
    let names: Vec<_> = now.workspaces.items.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Accounts", "Support"]);
    let [accounts, support] = now.workspaces.items.as_slice() else { panic!() };
    assert_eq!(accounts.timezone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(accounts.contact_limit.and_then(ContactLimit::number), Some(9));
    let people: Vec<_> = accounts
        .users
        .items
        .iter()
        .map(|it| (it.email.as_str(), it.restrictions.as_ref().unwrap().len()))
        .collect();
    assert_eq!(people, [("Ana@acme.example", 0), ("cy@acme.example", 1)]);
    assert_eq!(support.contact_limit, Some(ContactLimit::Unlimited));
    assert_eq!(support.users.items[0].role, Seen::Known(WorkspaceRole::Manager));
    assert!(support.users.items[0].restrictions.as_ref().unwrap().is_empty());
    assert!(now.users.items.iter().all(|user| user.id != UserId::new(3)));
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let server = start().await;
    let (client, target) = (client(&server), target());
    let invite = |email: &str| calls::invite(email, OrganizationRole::Member);
    for email in ["new@acme.example", "ana@acme.example"] {
        assert_eq!(client.execute(&target, &invite(email), &|| true).await, Attempt::AlreadySo);
    }
    let taken = calls::create("SUPPORT", "UTC");
    assert_eq!(client.execute(&target, &taken, &|| true).await, Attempt::AlreadySo);
    let gone = calls::delete(WorkspaceId::new(999));
    assert_eq!(client.execute(&target, &gone, &|| true).await, Attempt::AlreadySo);

    let own = calls::revoke(SUPPORT, 1, None);
    let Attempt::Refused(Refused { status, message, help, .. }) =
        client.execute(&target, &own, &|| true).await
    else {
        panic!()
    };
    assert_eq!((status, message.as_str()), (403, "You cannot edit or revoke your own access."));
    assert!(help.unwrap().contains("another admin"));
}

#[tokio::test]
async fn trial_ended_and_wrong_organization_fail_the_read_with_what_to_do() {
    let server = start().await;
    let client = client(&server);
    server.set_status(OrganizationId::new(ORG), "TRIAL ENDED").unwrap();
    let error = client.observe(&target()).await.unwrap_err();
    assert!(error.what.contains("trial has ended"), "{error}");
    assert!(error.help.unwrap().contains("choose a plan"));

    let elsewhere = rolecall::platform::Target { id: OrganizationId::new(11), ..target() };
    let error = client.observe(&elsewhere).await.unwrap_err();
    assert!(error.what.contains("403"), "{error}");
    assert!(error.help.unwrap().contains("not in that organization"));
}

/// The official API with one token per workspace.
pub(crate) async fn developer(server: &Server, profile: Profile, suffix: &str) -> Client {
    let token = server.workspace_token(OrganizationId::new(ORG), SUPPORT).unwrap().unwrap();
    let environment = environment(&[
        ("SUPPORT_TOKEN", token.expose_secret()),
        ("ROLECALL_EMAIL", "ops@agency.example"),
        ("ROLECALL_PASSWORD", server.password().expose_secret()),
    ]);
    let named = BTreeMap::from([("support".to_owned(), in_variable("SUPPORT_TOKEN"))]);
    let base_url = format!("{}{suffix}", server.base_url());
    Client::new(profile, settings(Credentials::new(&named, environment), &base_url)).unwrap()
}

#[tokio::test]
async fn the_official_api_sees_the_workspaces_it_has_tokens_for() {
    let server = start().await;
    let client = developer(&server, profile("respond-io-developer"), "/v2").await;
    for pinned in [Some(100), None] {
        let target = with_workspace(target(), "Support", pinned, "support");
        let snapshot = client.observe(&target).await.unwrap();
        assert_eq!(snapshot.organization, None);
        assert_eq!(snapshot.users.completeness, Completeness::OutOfSight);
        assert_eq!(snapshot.workspaces.completeness, Completeness::OutOfSight);
        let [support] = snapshot.workspaces.items.as_slice() else { panic!("{snapshot:?}") };
        assert_eq!(support.id, SUPPORT);
        assert_eq!(support.users.completeness, Completeness::Complete);
        assert!(!support.users.shows_pending);
        assert_eq!(snapshot.reads, 1);
    }
}

#[tokio::test]
async fn a_token_of_another_workspace_is_noticed_before_any_call() {
    let server = start().await;
    let client = developer(&server, profile("respond-io-developer"), "/v2").await;
    let target = with_workspace(target(), "sales", Some(101), "support");
    let error = client.observe(&target).await.unwrap_err();
    assert_eq!(error.what, "the token of credential `support` is for workspace 100, not 101");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_page_walk_over_a_thousand_users_takes_ten_requests() {
    let mut seed: serde_json::Value = serde_json::from_str(SEED).unwrap();
    let organization = &mut seed["organizations"][0];
    for id in 1000..1997 {
        let email = format!("user{id}@acme.example");
        let user = serde_json::json!({"id": id, "email": email, "role": "member",
            "status": "active", "invitedAt": "2026-01-01T00:00:00Z"});
        organization["users"].as_array_mut().unwrap().push(user);
        let access = serde_json::json!({"user": id, "role": "agent", "restrictions": []});
        organization["workspaces"][0]["users"].as_array_mut().unwrap().push(access);
    }
    let server = start_with(&seed.to_string()).await;
    let client = developer(&server, profile("respond-io-developer"), "/v2").await;
    let target = with_workspace(target(), "Support", Some(100), "support");
    let snapshot = client.observe(&target).await.unwrap();
    // Pending people are not shown: 999 of the 1,000.
    assert_eq!(snapshot.workspaces.items[0].users.items.len(), 999);
    assert_eq!(snapshot.reads, 10);
}

#[tokio::test]
async fn the_official_api_as_the_eyes_and_the_console_as_the_hands() {
    let server = start().await;
    let text = format!(
        "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {{name: both}}\nspec:\n  \
         extends: respond-io-console\n  operations:\n    listWorkspaceUsers: \
         {{from: respond-io-developer, baseUrl: \"{}/v2\"}}\n",
        server.base_url()
    );
    let files = [SourceFile { path: "platforms/both.yaml".to_owned(), text }];
    let choice = PlatformChoice::File("platforms/both.yaml".to_owned());
    let client = developer(&server, Profile::load(&choice, &files).unwrap(), "").await;
    let target = with_workspace(target(), "Support", Some(100), "support");
    let snapshot = client.observe(&target).await.unwrap();
    assert_eq!(snapshot.users.items.len(), 3);
    let [sales, support] = snapshot.workspaces.items.as_slice() else { panic!() };
    assert_eq!(sales.users.completeness, Completeness::OutOfSight);
    assert_eq!(support.users.completeness, Completeness::Complete);
    assert!(!support.users.shows_pending);
    assert_eq!(support.users.items.len(), 2);
}
