//! Whatever is asked, in whatever order and by whom: the state stays one that the platform can be in.

use super::{AccessChange, Newcomer, Refusal, Session, WorkspaceChange, WorkspaceDraft};
use crate::model::{
    Email, OrganizationId, OrganizationRole, Restriction, Restrictions, UserId, UserStatus,
    WorkspaceId, WorkspaceRole,
};
use crate::sandbox::state::State;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

const ORG: OrganizationId = OrganizationId::new(1);
const SEED: &str = r#"{"format": "rolecall.sandbox/v1", "actor": "p0@x.example", "organizations": [{
  "id": 1, "name": "One", "status": "ACTIVE", "isResellerPartner": false,
  "limits": {"workspaces": 3, "users": 5},
  "users": [
    {"id": 1, "email": "p0@x.example", "role": "admin", "status": "active"},
    {"id": 2, "email": "p1@x.example", "role": "admin", "status": "active"},
    {"id": 3, "email": "p2@x.example", "role": "user_admin", "status": "active"},
    {"id": 4, "email": "p3@x.example", "role": "member", "status": "pending"}],
  "workspaces": [{"id": 1, "name": "W0", "timezone": "UTC", "contactLimit": null, "contacts": 9,
    "users": [{"user": 1, "role": "owner"}, {"user": 2, "role": "manager"}, {"user": 3, "role": "agent"},
      {"user": 4, "role": "agent", "contacts": 4}]}]}]}"#;

/// Something that somebody tries.
#[derive(Clone, Debug)]
enum Attempt {
    Invite(u8, OrganizationRole),
    ChangeRole(UserId, OrganizationRole),
    Remove(UserId),
    Resend(UserId),
    Create(u8),
    Update(WorkspaceId, u8, Option<u64>),
    Delete(WorkspaceId),
    Add(WorkspaceId, Vec<(u8, WorkspaceRole, Restrictions)>),
    ChangeAccess(WorkspaceId, UserId, Option<WorkspaceRole>, Option<Restrictions>),
    Revoke(WorkspaceId, UserId, Option<UserId>),
    Accept(u8),
}

fn email(n: u8) -> Email {
    Email::seen(&format!("p{n}@x.example"))
}

fn any_attempt() -> impl Strategy<Value = Attempt> {
    let user = || (1_u64..6).prop_map(UserId::new);
    let space = || prop_oneof![3 => Just(1_u64), 1 => 2_u64..4].prop_map(WorkspaceId::new);
    let role = || select(OrganizationRole::ALL);
    let access = || select(WorkspaceRole::ALL);
    let restrictions = || proptest::collection::btree_set(select(Restriction::ALL), 0..2);
    let people = proptest::collection::vec((0_u8..8, access(), restrictions()), 1..4);
    prop_oneof![
        (0_u8..8, role()).prop_map(|(who, role)| Attempt::Invite(who, role)),
        (user(), role()).prop_map(|(who, role)| Attempt::ChangeRole(who, role)),
        user().prop_map(Attempt::Remove),
        user().prop_map(Attempt::Resend),
        (0_u8..4).prop_map(Attempt::Create),
        (space(), 0_u8..4, proptest::option::of(1_u64..3))
            .prop_map(|(space, name, limit)| Attempt::Update(space, name, limit)),
        (2_u64..5).prop_map(|id| Attempt::Delete(WorkspaceId::new(id))),
        (space(), people).prop_map(|(space, people)| Attempt::Add(space, people)),
        (space(), user(), proptest::option::of(access()), proptest::option::of(restrictions()))
            .prop_map(|(space, who, role, words)| Attempt::ChangeAccess(space, who, role, words)),
        (space(), user(), proptest::option::of(user()))
            .prop_map(|(space, who, to)| Attempt::Revoke(space, who, to)),
        (0_u8..8).prop_map(Attempt::Accept),
    ]
}

fn make(state: &mut State, caller: UserId, attempt: Attempt) -> Result<(), Refusal> {
    let now = Timestamp::UNIX_EPOCH;
    let name = |n: u8| format!("W{n}");
    if let Attempt::Accept(who) = attempt {
        state.accept(ORG, &email(who), now);
        return Ok(());
    }
    let mut session = Session { state, organization: ORG, caller, now };
    match attempt {
        Attempt::Invite(who, role) => session.invite(email(who), role).map(drop),
        Attempt::ChangeRole(who, role) => session.change_role(who, role),
        Attempt::Remove(who) => session.remove(who),
        Attempt::Resend(who) => session.resend(who),
        Attempt::Create(n) => {
            let draft = WorkspaceDraft { name: name(n), timezone: "UTC".to_owned() };
            session.create(&draft).map(drop)
        }
        Attempt::Update(id, n, limit) => {
            let (name, contact_limit) = (Some(name(n)), Some(limit));
            session.update(id, &WorkspaceChange { name, timezone: None, contact_limit })
        }
        Attempt::Delete(id) => session.delete(id),
        Attempt::Add(id, people) => {
            let newcomer =
                |(who, role, restrictions)| Newcomer { email: email(who), role, restrictions };
            session.add(id, &people.into_iter().map(newcomer).collect::<Vec<_>>())
        }
        Attempt::ChangeAccess(id, who, role, restrictions) => {
            session.change_access(id, who, &AccessChange { role, restrictions })
        }
        Attempt::Revoke(id, who, to) => session.revoke(id, who, to),
        Attempt::Accept(_) => Ok(()),
    }
}

/// What is true of every state of the platform.
fn holds(state: &State) -> Result<(), TestCaseError> {
    let json = state.to_json().map_err(|error| TestCaseError::fail(error.to_string()))?;
    let read = State::parse(&json).map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
    prop_assert_eq!(&read, state);
    let organization = &state.organizations[&ORG];
    let admin = |role, status| role == OrganizationRole::Admin && status == UserStatus::Active;
    prop_assert!(organization.users.values().any(|it| admin(it.role, it.status)));
    prop_assert!(organization.users.len() <= 5);
    prop_assert!(organization.workspaces.len() <= 3);
    let limited = |limit: Option<u64>| limit.is_some();
    prop_assert!(!organization.workspaces.values().any(|it| limited(it.contact_limit)));
    Ok(())
}

/// What somebody may do: in the organization, and in the workspaces that are there in both states.
fn access_of(state: &State, other: &State, who: UserId) -> impl PartialEq + use<> {
    let organization = &state.organizations[&ORG];
    let role = organization.users.get(&who).map(|it| it.role);
    let there = |id| other.organizations[&ORG].workspaces.contains_key(id);
    let spaces = organization.workspaces.iter().filter(|(id, _)| there(id));
    let access = spaces.filter_map(|(id, it)| {
        it.users.get(&who).map(|it| (*id, it.role, it.restrictions.clone()))
    });
    (role, access.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn a_state_stays_possible(attempts in proptest::collection::vec((1_u64..4, any_attempt()), 1..60)) {
        let mut state = State::parse(SEED.as_bytes()).unwrap();
        for (caller, attempt) in attempts {
            let caller = UserId::new(caller);
            let (before, told) = (state.clone(), format!("{caller} {attempt:?}"));
            let result = make(&mut state, caller, attempt.clone());
            holds(&state)?;
            if let Err(refusal) = result {
                prop_assert!(before == state, "{told} was refused ({refusal:?}) and changed something");
            } else if !matches!(attempt, Attempt::Add(..)) {
                let (own, now) =
                    (access_of(&before, &state, caller), access_of(&state, &before, caller));
                prop_assert!(own == now, "{told} changed the caller's own access");
            }
        }
    }
}
