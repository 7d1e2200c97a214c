//! Who somebody is, which role and restrictions they have, and whether they are pending.

use super::*;

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
