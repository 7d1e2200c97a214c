//! What a profile can say: for each row of the table a server that speaks so.

use crate::calls;
use crate::profiles::load;
use crate::server::{Asked, Server, reply};
use crate::setting::{target, with_token};
use axum::body::Body;
use axum::http::Response;
use rolecall::model::*;
use rolecall::platform::{Attempt, Client, Execute, Observe};
use serde_json::{Value, json};

/// A client of this profile, and a server that gives these answers by method and path.
async fn speak(
    spec: &str,
    answers: impl Fn(&Asked) -> Response<Body> + Send + Sync + 'static,
) -> (Client, Server) {
    let own = load(spec).unwrap_or_else(|wrong| panic!("{wrong}"));
    let server = Server::start(move |_, asked| answers(asked)).await;
    (Client::new(own, with_token(server.url())).unwrap(), server)
}

fn ok(body: Value) -> Response<Body> {
    reply(200, &body)
}

fn assert_done(attempt: Attempt) {
    assert!(matches!(attempt, Attempt::Done(_)), "{attempt:?}");
}

fn workspace(id: &str) -> WorkspaceId {
    WorkspaceId::of_text(id).unwrap()
}

const HEAD: &str =
    "baseUrl: https://api.example\nheaders: {X-Key: '{token}'}\nmessages: [/error]\n";

fn spec(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

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
async fn users_by_address_need_no_id() {
    let spec = spec(
        "operations:
  listOrganizationUsers: {evidence: verified, method: GET, path: /people, answer: {items: /all, email: /mail, role: /role}}
  changeOrganizationRole: {evidence: verified, method: PATCH, path: '/people/{email}', body: {role: '{role}'}}
  revokeWorkspaceAccess:
    evidence: verified
    method: DELETE
    path: '/w/{workspace}/people/{email}'
    query: {heir: '{reassignToEmail}'}",
    );
    let (client, server) = speak(&spec, |_| {
        let all = [("Ana+1@acme.example", "admin"), ("bo@acme.example", "member")];
        ok(json!({"all": all.map(|(mail, role)| json!({"mail": mail, "role": role}))}))
    })
    .await;
    let users = client.organization_users(&target()).await.unwrap();
    assert_eq!((users.completeness.clone(), users.items.len()), (Completeness::Complete, 2));
    assert!(users.items.iter().all(|user| user.id == UserId::of_email(&user.email)));
    let capabilities = client.capabilities();
    assert!(!capabilities.uses(Operation::ChangeOrganizationRole, Placeholder::User));

    let mut call = calls::change_role(1, OrganizationRole::Member);
    call.values.user = Some((&users.items[0].email).into());
    assert_done(client.execute(&target(), &call, &|| true).await);
    assert_eq!(server.asked()[1].uri.path(), "/people/Ana%2B1%40acme.example");
    let mut call = calls::revoke(WorkspaceId::new(5), 1, Some(2));
    call.values.user = Some((&users.items[0].email).into());
    call.values.reassign_to = Some((&users.items[1].email).into());
    assert_done(client.execute(&target(), &call, &|| true).await);
    assert_eq!(server.asked()[2].uri.query(), Some("heir=bo%40acme.example"));
}

#[tokio::test]
async fn one_person_a_call_and_lists_of_people_at_the_root() {
    let add = |body: &str| {
        spec(&format!(
            "operations:\n  addWorkspaceUsers: {{evidence: verified, method: POST, path: '/w/{{workspace}}', body: {body}}}"
        ))
    };
    let two = || vec![calls::agent("a@acme.example", &[]), calls::agent("b@acme.example", &[])];
    let item = "{mail: '{email}', role: '{role}', off: '{restrictions}'}";
    for (body, most) in
        [(item.to_owned(), 1), (format!("{{each: users, max: 1, item: {item}}}"), 1)]
    {
        let (client, server) = speak(&add(&body), |_| ok(json!({}))).await;
        let most_people = client.capabilities().people_per_call(Operation::AddWorkspaceUsers);
        assert_eq!(most_people.get(), most);
        let one = vec![calls::agent("a@acme.example", &[Restriction::ShowOnlyMine])];
        assert_done(
            client.execute(&target(), &calls::add(WorkspaceId::new(1), one), &|| true).await,
        );
        let sent = &server.asked()[0].body;
        let sent = sent.as_array().map_or(sent, |list| &list[0]);
        assert_eq!(
            *sent,
            json!({"mail": "a@acme.example", "role": "agent", "off": ["show_only_mine"]})
        );
    }
    let (client, server) =
        speak(&add(&format!("{{each: users, item: {item}}}")), |_| ok(json!({}))).await;
    assert_done(client.execute(&target(), &calls::add(WorkspaceId::new(1), two()), &|| true).await);
    assert_eq!(server.asked()[0].body.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn words_are_of_any_type_and_what_nobody_knows_is_not_sent() {
    let spec = spec(
        "words:
  organizationRoles: {admin: 9, user_admin: '9', billing_admin: null, member: {send: basic, read: [basic, BASIC]}}
  statuses: {active: true, pending: false}
operations:
  listOrganizationUsers: {evidence: verified, method: GET, path: /u, answer: {items: '', id: /id, email: /email, role: /role, status: /on}}
  inviteOrganizationUser: {evidence: verified, method: POST, path: /u, body: {email: '{email}', role: '{role}'}}",
    );
    let (client, server) = speak(&spec, |_| {
        let user = |id: u64, role: Value, on: bool| {
            json!({"id": id, "email": format!("u{id}@acme.example"), "role": role, "on": on})
        };
        ok(json!([
            user(1, json!(9), true),
            user(2, json!("9"), true),
            user(3, json!("BASIC"), false),
            user(4, json!("member"), true),
        ]))
    })
    .await;
    let users = client.organization_users(&target()).await.unwrap().items;
    let seen: Vec<_> = users.iter().map(|user| (user.role.known(), user.is_pending())).collect();
    use OrganizationRole as R;
    let expected = [
        (Some(&R::Admin), false),
        (Some(&R::UserAdmin), false),
        (Some(&R::Member), true),
        (None, false),
    ];
    assert_eq!(seen, expected);
    for (role, sent) in
        [(R::Admin, json!(9)), (R::UserAdmin, json!("9")), (R::Member, json!("basic"))]
    {
        assert_done(
            client.execute(&target(), &calls::invite("x@acme.example", role), &|| true).await,
        );
        assert_eq!(server.asked().pop().unwrap().body["role"], sent);
    }
    let before = server.count();
    let call = calls::invite("x@acme.example", R::BillingAdmin);
    let lack = client.capabilities().lack(call.operation, &call.values);
    assert_eq!(lack, Some(Lack::Role(Role::Organization(R::BillingAdmin))));
    let attempt = client.execute(&target(), &call, &|| true).await;
    assert!(matches!(attempt, Attempt::NotSent { .. }), "{attempt:?}");
    assert_eq!(server.count(), before);
}

#[tokio::test]
async fn pending_is_told_by_what_is_missing_or_there() {
    for (how, pending) in [
        ("pendingWhenMissing", [true, true, true, false]),
        ("pendingWhenPresent", [false, false, false, true]),
    ] {
        let spec = spec(&format!(
            "operations:\n  listOrganizationUsers: {{evidence: verified, method: GET, path: /u, showsPending: true, answer: {{items: '', id: /id, email: /email, role: /role, status: {{{how}: /at}}}}}}"
        ));
        let (client, _server) = speak(&spec, |_| {
            let user = |id: u64, at: Value| {
                json!({"id": id, "email": format!("u{id}@acme.example"), "role": "member", "at": at})
            };
            let mut absent = user(1, json!(null));
            absent.as_object_mut().unwrap().remove("at");
            ok(json!([absent, user(2, json!(null)), user(3, json!("")), user(4, json!("2026-01-01"))]))
        })
        .await;
        let users = client.organization_users(&target()).await.unwrap();
        let seen: Vec<_> = users.items.iter().map(OrganizationUser::is_pending).collect();
        assert_eq!(seen, pending, "{how}");
        assert!(users.shows_pending);
    }
}

#[tokio::test]
async fn restrictions_are_flags() {
    let spec = spec(
        "operations:
  listWorkspaceUsers:
    evidence: verified
    method: GET
    path: '/w/{workspace}'
    answer: {items: '', id: /id, email: /email, role: /role, restrictions: {flags: {show_only_mine: /f/onlyMine, restrict_data_export: {not: /f/canExport}}}}
  changeWorkspaceAccess:
    evidence: verified
    method: PUT
    path: '/w/{workspace}/{user}'
    body: {onlyMine: '{restriction.show_only_mine}', canExport: '{not restriction.restrict_data_export}', role: '{role}'}",
    );
    let (client, server) = speak(&spec, |_| {
        ok(json!([
            {"id": 1, "email": "a@acme.example", "role": "agent", "f": {"onlyMine": true, "canExport": false}},
            {"id": 2, "email": "b@acme.example", "role": "agent", "f": {"onlyMine": false}},
        ]))
    })
    .await;
    let users = client.workspace_users(&target(), WorkspaceId::new(5)).await.unwrap().items;
    use Restriction as R;
    let both = Restrictions::from([R::ShowOnlyMine, R::RestrictDataExport]);
    assert_eq!(users[0].restrictions.as_ref(), Some(&both));
    assert_eq!(users[1].restrictions, None, "a flag that isn't there says nothing");
    let call = |restrictions: &[R]| {
        calls::change_access(WorkspaceId::new(5), 1, WorkspaceRole::Agent, restrictions)
    };
    assert_done(client.execute(&target(), &call(&[R::RestrictDataExport]), &|| true).await);
    let sent = server.asked().pop().unwrap().body;
    assert_eq!(sent, json!({"onlyMine": false, "canExport": false, "role": "agent"}));
    let other = call(&[R::ShowTeamContacts]);
    let lack = client.capabilities().lack(other.operation, &other.values);
    assert_eq!(lack, Some(Lack::Restriction(R::ShowTeamContacts)));
}

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
    let off = Values { contact_limit: unlimited, ..Values::default() };
    assert_done(
        client.execute(&target(), &calls::update(WorkspaceId::new(3), off), &|| true).await,
    );
    assert_eq!(server.asked().pop().unwrap().body, json!({"limit": 0}));
    let zone = Values { timezone: Some("UTC".to_owned()), ..Values::default() };
    let call = calls::update(WorkspaceId::new(3), zone);
    let lack = client.capabilities().lack(call.operation, &call.values);
    assert_eq!(lack, Some(Lack::Value(Placeholder::Timezone)));
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
    let zone = Values { timezone: Some("Asia/Tokyo".to_owned()), ..Values::default() };
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
