//! Platform files: what they can say, and what is wrong with them.

use crate::calls::invite;
use crate::server::{Server, reply};
use crate::setting::{target, with_token};
use rolecall::manifest::{PlatformChoice, SourceFile, text};
use rolecall::model::{Evidence, Operation, OrganizationRole};
use rolecall::platform::{Attempt, Client, Execute, Observe, Profile};
use serde_json::json;

fn file(name: &str, spec: &str) -> SourceFile {
    let lines: String = spec.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!(
        "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {{name: {name}}}\nspec:\n{lines}"
    );
    SourceFile { path: format!("platforms/{name}.yaml"), text }
}

pub(crate) fn load(spec: &str) -> Result<Profile, String> {
    let choice = PlatformChoice::File("./platforms/own.yaml".to_owned());
    let files = [file("own", spec)];
    let checked = text(&Profile::check(&files), false);
    let loaded = Profile::load(&choice, &files).map_err(|wrong| text(&wrong, false));
    assert_eq!(checked, loaded.as_ref().err().cloned().unwrap_or_default());
    loaded
}

fn wrong(spec: &str) -> String {
    load(spec).expect_err("there is something wrong with it")
}

#[test]
fn a_single_operation_is_corrected_without_repeating_the_rest() {
    let own =
        load("extends: respond-io-console\noperations:\n  addWorkspaceUsers: {evidence: verified}")
            .unwrap();
    let client = Client::new(own, with_token("http://127.0.0.1:1")).unwrap();
    let capabilities = client.capabilities();
    assert_eq!(capabilities.profile, "own");
    assert_eq!(capabilities.evidence(Operation::AddWorkspaceUsers), Evidence::Verified);
    assert_eq!(capabilities.evidence(Operation::UpdateWorkspace), Evidence::Assumed);
    let add = &capabilities.operations[&Operation::AddWorkspaceUsers];
    assert!(add.knows_already_so && !add.clicks.is_empty());
}

#[test]
fn capabilities_tell_the_allowed_rate() {
    let mut settings = with_token("http://127.0.0.1:1");
    settings.rate = None;
    let own = load("extends: respond-io-console\nrate: {perSecond: 10, headroom: 20%}").unwrap();
    let client = Client::new(own, settings).unwrap();
    assert_eq!(client.capabilities().requests_per_second, 8.0);
}

#[tokio::test]
async fn another_gateway_speaks_other_words() {
    let own = load(
        "extends: respond-io-console
headers: {orgid: null, X-Tenant: 'o-{organization}'}
success: null
messages: [/error/text]
words: {organizationRoles: {member: basic, admin: root}}
operations:
  inviteOrganizationUser:
    path: /tenants/{organization}/people
    method: PUT
    query: {notify: 'yes', who: '{email}'}
    body: {person: {mail: '{email}'}, roles: ['{role}'], count: 1, label: '1', on: true}
    answer: {user: /person/0/key}
    alreadySo: [{status: 409, message: 'known*'}]",
    )
    .unwrap();
    let server = Server::start(|number, _| match number {
        0 => reply(201, &json!({"person": [{"key": "42"}]})),
        _ => reply(409, &json!({"error": {"text": "known since monday"}})),
    });
    let server = server.await;
    let client = Client::new(own, with_token(server.url())).unwrap();
    let call = invite("cy+1@acme.example", OrganizationRole::Member);
    let Attempt::Done(answer) = client.execute(&target(), &call, &|| true).await else { panic!() };
    assert_eq!(answer.user.map(|it| it.get()), Some(42));
    assert_eq!(client.execute(&target(), &call, &|| true).await, Attempt::AlreadySo);
    let asked = &server.asked()[0];
    assert_eq!(asked.method, "PUT");
    assert_eq!(asked.uri.to_string(), "/tenants/10/people?notify=yes&who=cy%2B1%40acme.example");
    assert_eq!((asked.header("x-tenant"), asked.header("orgid")), ("o-10", ""));
    let person = json!({"mail": "cy+1@acme.example"});
    let body = json!({"person": person, "roles": ["basic"], "count": 1, "label": "1", "on": true});
    assert_eq!(asked.body, body);
}

#[test]
fn what_can_not_work_is_told_where_it_stands() {
    insta::assert_snapshot!(wrong(
        "extends: respond-io-console
baseUrl: http://app.respond.io
pagesize: 5
headers: {Authorization: 'Bearer {tokn}'}
claims: {actor: email}
refusals: [{status: 200, means: roleMayNot}, {status: 403, means: dunno}]
words: {workspaceRoles: {boss: owner, agent: manager, manager: manager}}
operations:
  listUsers: {evidence: verified}"
    ));
}

#[test]
fn operations_that_can_not_work_are_told_where_they_stand() {
    insta::assert_snapshot!(wrong(
        "extends: respond-io-console
operations:
  getOrganization: {method: GET, body: {a: 1}, answer: {name: /data/name}}
  listOrganizationUsers: {paging: {by: page}}
  listWorkspaces: {body: {}, showsPending: true}
  listWorkspaceUsers: {path: 'api/users', answer: {items: data/items, id: /id, email: /email, role: /role, nickname: /n}}
  createWorkspace: {evidence: certain, path: '/spaces/{workspace}'}
  addWorkspaceUsers: {body: {spaceId: '{workspace}', emails: '{email}'}}
  updateWorkspace: {body: {name: '{name}'}, clicks: ['set it to {nmae}']}
  changeWorkspaceAccess: {body: {each: users, item: {role: '{role}'}}}
  removeOrganizationUser: {alreadySo: [{message: gone}], credential: workspace}"
    ));
}

#[test]
fn unknown_bases_and_circles_are_told() {
    insta::assert_snapshot!(wrong(
        "extends: respond-io-consol
operations: {}"
    ));
    insta::assert_snapshot!(wrong("extends: own"));
    insta::assert_snapshot!(wrong(
        "extends: respond-io-console
operations:
  listWorkspaceUsers: {from: respond-io-developr}
  listWorkspaces: {from: own}"
    ));
    let files = [file("one", "extends: two"), file("two", "extends: one")];
    let choice = PlatformChoice::File("platforms/one.yaml".to_owned());
    insta::assert_snapshot!(text(&Profile::load(&choice, &files).unwrap_err(), false));
}

#[test]
fn a_built_in_profile_can_not_be_replaced_under_its_name() {
    let files = [SourceFile {
        path: "p.yaml".to_owned(),
        ..file("respond-io-console", "extends: sandbox")
    }];
    for choice in [
        PlatformChoice::File("p.yaml".to_owned()),
        PlatformChoice::BuiltIn("respond-io-console".to_owned()),
    ] {
        let wrong = Profile::load(&choice, &files).unwrap_err();
        assert!(text(&wrong, false).contains("there are two Platforms `respond-io-console`"));
    }
}

#[test]
fn a_whole_profile_can_stand_alone() {
    let own = load(
        "baseUrl: https://api.example/v9
headers: {X-Key: '{token}'}
operations:
  listWorkspaces:
    evidence: observed
    method: GET
    path: /spaces
    answer: {items: '', id: /key, name: /title}",
    )
    .unwrap();
    assert_eq!((own.name(), own.base_url().as_str()), ("own", "https://api.example/v9"));
}
