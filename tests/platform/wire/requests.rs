//! Where values stand in a request, and which answers are a success.

use super::*;

#[tokio::test]
async fn ids_stand_anywhere_and_are_written_as_they_came() {
    let spec = spec(
        "operations:
  listWorkspaces: {evidence: verified, method: GET, path: '/o/{organization}/w', answer: {items: '', id: /id, name: /name}}
  listWorkspaceUsers:
    evidence: verified
    method: GET
    path: /people
    headers: {botid: '{workspace}', X-Key: null}
    query: {of: '{workspace}'}
    answer: {items: '', id: /id, email: /email, role: /role}
  changeWorkspaceAccess:
    evidence: verified
    method: PUT
    path: /people/{user}
    headers: {botid: '{workspace}'}
    body: {user: '{user}', label: 'user {user}', role: '{role}'}",
    );
    let (client, server) = speak(&spec, |asked| match asked.uri.path() {
        "/o/10/w" => ok(json!([{"id": "w/1", "name": "One"}, {"id": 2, "name": "Two"}])),
        "/people" if asked.header("botid") == "w/1" => {
            ok(json!([{"id": "7", "email": "ana@acme.example", "role": "agent"}]))
        }
        "/people" => ok(json!([{"id": 7, "email": "ana@acme.example", "role": "agent"}])),
        _ => ok(json!({})),
    })
    .await;
    let snapshot = client.observe(&target()).await.unwrap();
    let [one, two] = snapshot.workspaces.items.as_slice() else { panic!("{snapshot:?}") };
    assert_eq!((one.id, two.id), (workspace("w/1"), WorkspaceId::new(2)));
    assert_eq!(one.users.items[0].id, two.users.items[0].id, "one user, told in two ways");
    let asked = server.asked();
    let people: Vec<_> = asked.iter().filter(|asked| asked.uri.path() == "/people").collect();
    assert!(people.iter().all(|asked| asked.header("x-key").is_empty()), "taken out");
    assert!(people.iter().any(|asked| asked.uri.query() == Some("of=w%2F1")));

    let user = |id| UserRef { email: Email::seen("ana@acme.example"), id: Some(id) };
    for (id, wire) in [(one.users.items[0].id, json!("7")), (two.users.items[0].id, json!(7))] {
        let mut call = calls::change_access(one.id, 7, WorkspaceRole::Manager, &[]);
        call.values.unchanged = vec![Argument::Restrictions];
        call.values.user = Some(user(id));
        assert_done(client.execute(&target(), &call, &|| true).await);
        let asked = server.asked().pop().unwrap();
        assert_eq!(asked.body, json!({"user": wire, "label": "user 7", "role": "manager"}));
        assert_eq!(asked.uri.path(), "/people/7");
        assert_eq!(asked.header("botid"), "w/1");
    }
}

#[tokio::test]
async fn a_write_that_replaces_the_object_keeps_the_rest_of_it() {
    let spec = spec(
        "operations:
  listWorkspaces: {evidence: verified, method: GET, path: /w, answer: {items: '', id: /id, name: /name}}
  updateWorkspace:
    evidence: verified
    method: PUT
    path: '/w/{workspace}'
    merge: {read: listWorkspaces, under: /space, drop: [/createdAt, /inner/by]}
    body: {space: {name: '{name}', inner: {zone: '{timezone}'}}, notify: false}",
    );
    let (client, server) = speak(&spec, |_| {
        ok(json!([
            {"id": 1, "name": "A"},
            {"id": 2, "name": "B", "createdAt": "x", "inner": {"zone": "UTC", "by": 1, "kept": [1]}, "color": null},
        ]))
    })
    .await;
    let zone = WorkspaceFields::from(WorkspaceField::Timezone("Asia/Tokyo".to_owned()));
    assert_done(
        client
            .execute(&target(), &calls::update(WorkspaceId::new(2), zone.clone()), &|| true)
            .await,
    );
    let sent = server.asked().pop().unwrap().body;
    let inner = json!({"zone": "Asia/Tokyo", "kept": [1]});
    let space = json!({"id": 2, "name": "B", "inner": inner, "color": null});
    assert_eq!(sent, json!({"space": space, "notify": false}));
    let before = server.count();
    let gone = client.execute(&target(), &calls::update(WorkspaceId::new(9), zone), &|| true).await;
    assert!(matches!(gone, Attempt::NotSent { .. }), "{gone:?}");
    assert_eq!(server.count(), before + 1, "only the list was read");
}

#[tokio::test]
async fn each_operation_says_what_success_is() {
    let spec = spec(
        "success: {at: /state, is: OK}
operations:
  resendInvitation: {evidence: verified, method: POST, path: '/a/{user}'}
  removeOrganizationUser: {evidence: verified, method: DELETE, path: '/b/{user}', success: {statuses: [204]}}
  changeOrganizationRole: {evidence: verified, method: PUT, path: '/c/{user}/{role}', success: {at: null}}",
    );
    let spec = spec.replace("/c/{user}/{role}'", "/c/{user}', query: {role: '{role}'}");
    let answers = |asked: &Asked| match asked.uri.path() {
        "/a/1" => ok(json!({"state": "OK"})),
        "/a/2" => ok(json!({"state": "NO"})),
        "/a/3" => Response::builder().status(200).body(Body::empty()).unwrap(),
        "/b/1" => Response::builder().status(204).body(Body::empty()).unwrap(),
        "/b/2" => ok(json!({"state": "OK"})),
        _ => ok(json!({"anything": 1})),
    };
    let (client, _server) = speak(&spec, answers).await;
    let role = OrganizationRole::Member;
    for (call, done) in [
        (calls::resend(1), true),
        (calls::resend(2), false),
        (calls::resend(3), true),
        (calls::remove(1), true),
        (calls::remove(2), false),
        (calls::change_role(1, role), true),
    ] {
        let attempt = client.execute(&target(), &call, &|| true).await;
        match done {
            true => assert_done(attempt),
            false => assert!(matches!(attempt, Attempt::Unknown { .. }), "{call:?}: {attempt:?}"),
        }
    }
}

#[tokio::test]
async fn bodies_are_forms_where_the_profile_says_so() {
    let spec = spec(
        "operations:
  inviteOrganizationUser:
    evidence: verified
    method: POST
    path: /u
    encoding: form
    body: {user: {mail: '{email}'}, roles: ['{role}', x], notify: true, none: null}",
    );
    let own = load(&spec).unwrap();
    let server = Server::start(|_, asked| {
        assert_eq!(asked.header("content-type"), "application/x-www-form-urlencoded");
        ok(json!({}))
    });
    let server = server.await;
    let client = Client::new(own, with_token(server.url())).unwrap();
    let call = calls::invite("a+b@acme.example", OrganizationRole::Member);
    assert_done(client.execute(&target(), &call, &|| true).await);
    let expected =
        "notify=true&roles%5B%5D=member&roles%5B%5D=x&user%5Bmail%5D=a%2Bb%40acme.example";
    assert_eq!(server.asked()[0].text, expected);
}

#[tokio::test]
async fn operations_may_be_elsewhere_and_a_base_url_replaces_all_that_are_the_profiles_own() {
    let spec = spec(
        "operations:
  listWorkspaces: {evidence: verified, baseUrl: 'https://lists.example/v2', method: GET, path: /w, answer: {items: '', id: /id, name: /name}}",
    );
    let own = load(&spec).unwrap();
    let mut settings = with_token("http://unused.invalid");
    settings.base_url = None;
    let client = Client::new(own, settings).unwrap();
    let error = client.workspaces(&target()).await.unwrap_err();
    assert!(error.what.contains("may not be sent to `lists.example`"), "{error}");
    let (client, server) = speak(&spec, |_| ok(json!([]))).await;
    assert!(client.workspaces(&target()).await.unwrap().items.is_empty());
    assert_eq!(server.count(), 1);
}
