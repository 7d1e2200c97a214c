//! What lists show, and what shows their end.

use super::*;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test]
async fn what_is_not_told_is_out_of_sight_and_constants_are_constant() {
    let spec = spec(
        "operations:
  getOrganization: {evidence: verified, method: GET, path: /o, answer: {name: /n, isResellerPartner: {literal: true}}}
  listWorkspaces:
    evidence: verified
    method: GET
    path: /w
    answer: {items: '', id: /id, name: /name, contactLimit: {at: /limit, unlimitedWhen: [0, null]}}
  updateWorkspace: {evidence: verified, method: PATCH, path: '/w/{workspace}', body: {limit: '{contactLimit}', name: '{name}'}}",
    );
    let (client, server) = speak(&spec, |asked| match asked.uri.path() {
        "/o" => ok(json!({"n": "Acme"})),
        _ => ok(json!([
            {"id": 1, "name": "A", "limit": 0}, {"id": 2, "name": "B", "limit": null},
            {"id": 3, "name": "C", "limit": 7}, {"id": 4, "name": "D"},
        ])),
    })
    .await;
    let snapshot = client.observe(&target()).await.unwrap();
    let organization = snapshot.organization.unwrap();
    assert_eq!((organization.is_reseller_partner, organization.status), (Some(true), None));
    assert_eq!(snapshot.users.completeness, Completeness::OutOfSight);
    let limits: Vec<_> = snapshot.workspaces.items.iter().map(|it| it.contact_limit).collect();
    let seven = ContactLimit::parse("7").ok();
    let unlimited = Some(ContactLimit::Unlimited);
    assert_eq!(limits, [unlimited, unlimited, seven, None]);
    let off = WorkspaceField::ContactLimit(ContactLimit::Unlimited).into();
    assert_done(
        client.execute(&target(), &calls::update(WorkspaceId::new(3), off), &|| true).await,
    );
    assert_eq!(server.asked().pop().unwrap().body, json!({"limit": 0}));
    let zone = WorkspaceField::Timezone("UTC".to_owned()).into();
    let call = calls::update(WorkspaceId::new(3), zone);
    let lack = client.capabilities().lack(call.operation, &call.values);
    assert_eq!(lack, Some(Lack::Value(Placeholder::Timezone)));
}

/// The workspaces that a list of this kind shows, with how whole it is and how many requests it took.
async fn listed(
    evidence: &str,
    query: &str,
    paging: &str,
    pages: impl Fn(&str) -> Value + Send + Sync + 'static,
) -> (Completeness, usize, usize) {
    let spec = spec(&format!(
        "operations:\n  listWorkspaces: {{evidence: {evidence}, method: GET, path: /w, query: {query}, paging: {paging}, answer: {{items: /items, id: /id, name: /name}}}}"
    ));
    let (client, server) =
        speak(&spec, move |asked| ok(pages(asked.uri.query().unwrap_or_default()))).await;
    let list = client.workspaces(&target()).await.unwrap();
    (list.completeness, list.items.len(), server.count())
}

fn items(ids: std::ops::Range<u64>) -> Value {
    ids.map(|id| json!({"id": id, "name": format!("W{id}")})).collect()
}

#[tokio::test]
async fn pages_by_number_offset_or_not_at_all_and_what_shows_their_end() {
    let whole = |count, requests| (Completeness::Complete, count, requests);
    // An offset goes on by what came: this server gives two, whatever is asked for.
    let offsets = |query: &str| {
        let at: u64 = query.strip_prefix("at=").unwrap().parse().unwrap();
        json!({"items": items(at..(at + 2).min(5)), "total": 9})
    };
    let by = "{by: offset, total: /total, totalIs: unreliable}";
    assert_eq!(listed("observed", "{at: '{offset}'}", by, offsets).await, whole(5, 4));
    let more = |query: &str| match query {
        "p=0" => json!({"items": items(0..2), "more": true}),
        _ => json!({"items": items(2..3), "more": false}),
    };
    let by = "{by: page, first: 0, more: /more}";
    assert_eq!(listed("observed", "{p: '{page}'}", by, more).await, whole(3, 2));
    let all = |_: &str| json!({"items": items(0..3), "total": 3});
    for (evidence, paging, is_whole) in [
        ("verified", "{by: none}", true),
        ("recorded", "{by: none}", true),
        ("observed", "{by: none}", false),
        ("observed", "{by: none, total: /total}", true),
        ("observed", "{by: none, total: /total, totalIs: unreliable}", false),
    ] {
        let (completeness, count, _) = listed(evidence, "{}", paging, all).await;
        assert_eq!(
            (completeness == Completeness::Complete, count),
            (is_whole, 3),
            "{evidence} {paging}"
        );
    }
    let lies = |_: &str| json!({"items": items(0..3), "total": 4});
    let (completeness, _, _) = listed("verified", "{}", "{by: none, total: /total}", lies).await;
    let Completeness::Partial { why } = completeness else { panic!() };
    assert_eq!(why, "the total says 4, and 3 came");
    // A short page proves nothing.
    let short = |query: &str| match query {
        "p=1" => json!({"items": items(0..1)}),
        "p=2" => json!({"items": items(1..3)}),
        _ => json!({"items": []}),
    };
    assert_eq!(listed("observed", "{p: '{page}'}", "{by: page}", short).await, whole(3, 3));
}

#[tokio::test]
async fn a_list_that_comes_at_once_is_whole_where_another_counts_as_many() {
    let spec = spec(
        "operations:
  listWorkspaces: {evidence: verified, method: GET, path: /w, answer: {items: '', id: /id, name: /name, users: /count}}
  listWorkspaceUsers: {evidence: observed, method: GET, path: '/w/{workspace}', answer: {items: '', id: /id, email: /email, role: /role}}",
    );
    let (client, _server) = speak(&spec, |asked| match asked.uri.path() {
        "/w" => ok(json!([{"id": 1, "name": "A", "count": 1}, {"id": 2, "name": "B", "count": 2}])),
        _ => ok(json!([{"id": 7, "email": "a@acme.example", "role": "agent"}])),
    })
    .await;
    let workspaces = client.observe(&target()).await.unwrap().workspaces.items;
    assert_eq!(workspaces[0].users.completeness, Completeness::Complete);
    assert!(matches!(workspaces[1].users.completeness, Completeness::Partial { .. }));
    for (id, whole) in [(1, true), (2, false)] {
        let alone = client.workspace_users(&target(), WorkspaceId::new(id)).await.unwrap();
        assert_eq!(alone.is_complete(), whole);
    }
}

#[tokio::test]
async fn the_organizations_that_a_credential_sees() {
    let (client, server) = speak("extends: respond-io-console", |_| {
        ok(json!({"status": "success", "data": [{"id": 2, "name": "B"}, {"id": 1, "name": "A"}]}))
    })
    .await;
    let seen = client.organizations(&target()).await.unwrap().unwrap();
    let names: Vec<_> = seen.items.iter().map(|one| one.name.as_deref()).collect();
    assert_eq!(names, [Some("A"), Some("B")]);
    let asked = &server.asked()[0];
    assert_eq!((asked.uri.path(), asked.header("orgid")), ("/auth/user/organizations", ""));
}

/// Plans name it, and have the same bytes however long each answer takes.
#[tokio::test]
async fn of_reads_that_fail_the_first_is_told_whichever_failed_sooner() {
    let spec = spec(
        "operations:
  getOrganization: {evidence: verified, method: GET, path: /o, answer: {name: /n}}
  listOrganizationUsers: {evidence: verified, method: GET, path: /u, answer: {items: '', id: /id, email: /email, role: /role}}
  listWorkspaces: {evidence: verified, method: GET, path: /w, answer: {items: '', id: /id, name: /name}}",
    );
    let was_asked = AtomicBool::new(false);
    // It is asked again after a while, when the others have failed.
    let (client, _server) = speak(&spec, move |asked| {
        let is_busy = asked.uri.path() == "/o" && !was_asked.swap(true, Ordering::Relaxed);
        reply(if is_busy { 503 } else { 403 }, &json!({}))
    })
    .await;
    let error = client.observe(&target()).await.unwrap_err();
    assert!(error.what.starts_with("getOrganization failed"), "{error}");
}
