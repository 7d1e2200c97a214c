//! Whether what was learned is so: every learned operation is used on a console of the same dialect, with people unlike
//! those of the script, and its state afterwards is compared with what has to be.

use crate::console::{Access, Console, Dialect, SpaceKey, State, UserKey};
use crate::session::{Lesson, ORGANIZATION, load};
use rolecall::manifest::{Rate, Timeouts};
use rolecall::model::*;
use rolecall::platform::{
    Attempt, Call, Client, ClientSettings, Credentials, Environment, Execute as _, Observe as _,
    Target,
};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What is wrong with a lesson; empty: nothing.
pub(crate) fn wrong(dialect: Dialect, lesson: &Lesson) -> Vec<String> {
    let profile = match load(&lesson.file) {
        Ok(profile) => profile,
        Err(wrong) => return vec![format!("it is invalid: {wrong}\n{}", lesson.file)],
    };
    let console = Console::start(dialect, state());
    let environment = Environment::new(std::env::temp_dir(), |name| {
        (name == "ROLECALL_TOKEN").then(|| "token".to_owned())
    });
    let settings = ClientSettings {
        base_url: Some(console.url().to_owned()),
        rate: Some(Rate { per_second: 1000.0, headroom_percent: 0 }),
        timeouts: Timeouts {
            request: Duration::from_secs(10),
            retry: Duration::from_secs(1),
            ..Timeouts::default()
        },
        first_wait: Duration::from_millis(1),
        ..ClientSettings::new(Credentials::new(&BTreeMap::new(), environment))
    };
    let client = Client::new(profile, settings).unwrap();
    let target = Target {
        name: Slug::parse("acme").unwrap(),
        id: OrganizationId::new(ORGANIZATION),
        credentials: "default".to_owned(),
        workspaces: Vec::new(),
        ignore: Vec::new(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut wrong = runtime.block_on(reads(dialect, lesson, &client, &target));
    for Trial { operation, values, expected } in trials(dialect) {
        let lacks = client.capabilities().lack(operation, &values).is_some();
        if !lesson.findings.learned.contains_key(&operation) || lacks {
            continue;
        }
        console.set(state());
        let call = Call { operation, values };
        let attempt = runtime.block_on(client.execute(&target, &call, &|| true));
        let after = console.state();
        if !matches!(attempt, Attempt::Done(_)) {
            wrong.push(format!("{call:?} gave {attempt:?}"));
        } else if after != expected {
            wrong.push(format!("{call:?} left {after:?}"));
        }
    }
    wrong
}

fn state() -> State {
    let users = [
        ("ops@acme.example", "admin"),
        ("bo@acme.example", "member"),
        ("cy@acme.example", "user_admin"),
        ("di@acme.example", "billing_admin"),
        ("zoe@other.example", "member"),
        ("lee@acme.example", "member"),
    ];
    let support = [
        ("bo@acme.example", "agent"),
        ("cy@acme.example", "owner"),
        ("di@acme.example", "manager"),
    ];
    let mut state = State::new("Acme", &users)
        .with_pending("pat@acme.example", "member")
        .with("Support", &support)
        .with("Sales", &[("zoe@other.example", "agent"), ("pat@acme.example", "manager")])
        .with("North", &[])
        .with("South", &[("zoe@other.example", "owner")]);
    let id = id_of(&state, "Support");
    let space = state.workspaces.get_mut(&id).unwrap();
    space.access.get_mut("bo@acme.example").unwrap().restrictions =
        ["show_only_mine", "restrict_shortcuts"].map(str::to_owned).into();
    space.limit = Some(777);
    space.zone = "Asia/Dubai".to_owned();
    state
}

fn id_of(state: &State, name: &str) -> u64 {
    *state.workspaces.iter().find(|(_, it)| it.name == name).unwrap().0
}

/// The lists as a learned profile reads them.
async fn reads(dialect: Dialect, lesson: &Lesson, client: &Client, target: &Target) -> Vec<String> {
    let mut wrong = Vec::new();
    let learned = |operation| lesson.findings.learned.get(&operation);
    let state = state();
    if learned(Operation::ListOrganizationUsers).is_some() {
        match client.organization_users(target).await {
            Err(error) => wrong.push(format!("users: {error}")),
            Ok(users) => {
                if !users.is_complete() {
                    wrong.push(format!("users are not whole: {:?}", users.completeness));
                }
                // A word that was never seen alone is told as it is; what is read has to be so.
                let so = |it: &OrganizationUser| {
                    let user = state.users.get(it.email.as_str());
                    user.is_some_and(|user| {
                        let role = it.role.known().is_none_or(|role| role.word() == user.role);
                        let pending = it.status.as_ref().and_then(|it| it.known()).copied();
                        role && pending.is_none_or(|it| (it == UserStatus::Pending) == user.pending)
                    })
                };
                if users.items.len() != state.users.len() || !users.items.iter().all(so) {
                    wrong.push(format!("users: {:?}", users.items));
                }
            }
        }
    }
    if learned(Operation::ListWorkspaces).is_some() {
        match client.workspaces(target).await {
            Err(error) => wrong.push(format!("workspaces: {error}")),
            Ok(spaces) => {
                let so = spaces.items.iter().all(|it| {
                    let found =
                        state.workspaces.values().find(|space| space.name == it.name.to_string());
                    found.is_some_and(|space| {
                        let limit = it.contact_limit.and_then(|it| it.number());
                        it.timezone.as_ref().is_none_or(|zone| *zone == space.zone)
                            && it.contact_limit.is_none_or(|_| limit == space.limit)
                    })
                });
                let read = &spaces.items;
                if !so || read.len() != state.workspaces.len() || !spaces.is_complete() {
                    wrong.push(format!("workspaces: {read:?} {:?}", spaces.completeness));
                }
            }
        }
    }
    if learned(Operation::ListWorkspaceUsers).is_some() {
        let (id, space) = state.workspaces.iter().find(|(_, it)| it.name == "Support").unwrap();
        match client.workspace_users(target, workspace_id(dialect, *id)).await {
            Err(error) => wrong.push(format!("access: {error}")),
            Ok(users) => {
                let so = |it: &WorkspaceUser| {
                    let access = space.access.get(it.email.as_str());
                    access.is_some_and(|access| {
                        let set =
                            it.restrictions.as_ref().filter(|_| it.unknown_restrictions.is_empty());
                        let set =
                            set.map(|set| set.iter().map(|it| it.word().to_owned()).collect());
                        it.role.known().is_none_or(|role| role.word() == access.role)
                            && set.is_none_or(|set: BTreeSet<String>| set == access.restrictions)
                    })
                };
                let whole = users.items.len() == space.access.len() && users.is_complete();
                if !whole || !users.items.iter().all(so) {
                    wrong.push(format!("access: {:?} {:?}", users.items, users.completeness));
                }
            }
        }
    }
    if learned(Operation::GetOrganization).is_some() {
        match client.organization(target).await {
            Ok(Some(read)) if read.name.as_deref() == Some("Acme") => {}
            other => wrong.push(format!("organization: {other:?}")),
        }
    }
    wrong
}

struct Trial {
    operation: Operation,
    values: Values,
    expected: State,
}

fn workspace_id(dialect: Dialect, id: u64) -> WorkspaceId {
    match dialect.space {
        SpaceKey::Number => WorkspaceId::new(id),
        SpaceKey::Text => WorkspaceId::of_text(&format!("ws-{id}")).unwrap(),
    }
}

fn user(dialect: Dialect, email: &str) -> Option<UserRef> {
    let id = state().users.get(email).map(|it| it.id);
    let id = id.and_then(|id| match dialect.user {
        UserKey::Number => Some(UserId::new(id)),
        UserKey::Text => UserId::of_text(&format!("u-{id}")),
        UserKey::Email => None,
    });
    Some(UserRef { email: Email::seen(email), id })
}

fn trials(dialect: Dialect) -> Vec<Trial> {
    use Operation as O;
    let mut trials = Vec::new();
    let mut of = |operation, values: Values, change: &dyn Fn(&mut State)| {
        let mut expected = state();
        change(&mut expected);
        trials.push(Trial { operation, values, expected });
    };
    let none = Values::default;
    let space = |name: &str| {
        let id = workspace_id(dialect, id_of(&state(), name));
        Some(WorkspaceRef { name: WorkspaceName::new(name), id: Some(id) })
    };
    let whom = |email: &str| Values { user: user(dialect, email), ..Values::default() };
    let organization_name = Some("New Name".to_owned());
    let renamed = Values { organization_name, ..Values::default() };
    of(O::UpdateOrganization, renamed, &|it| it.name = "New Name".to_owned());
    let fields = |all: &[WorkspaceField]| Values {
        fields: all.iter().cloned().collect(),
        ..Values::default()
    };
    let name = |name: &str| WorkspaceField::Name(WorkspaceName::new(name));
    let zone = || WorkspaceField::Timezone("Asia/Seoul".to_owned());
    for role in OrganizationRole::ALL {
        let (role, word) = (Some(Role::Organization(*role)), role.word());
        let values = Values { role, ..whom("new@acme.example") };
        of(O::InviteOrganizationUser, values, &|it| it.invite("new@acme.example", word).unwrap());
        for email in ["bo@acme.example", "pat@acme.example"] {
            of(O::ChangeOrganizationRole, Values { role, ..whom(email) }, &|it| {
                it.change_role(email, word).unwrap();
            });
        }
    }
    of(O::ResendInvitation, whom("pat@acme.example"), &|it| it.resend("pat@acme.example").unwrap());
    of(O::RemoveOrganizationUser, whom("lee@acme.example"), &|it| {
        it.remove("lee@acme.example").unwrap();
    });
    of(O::CreateWorkspace, fields(&[name("East"), zone()]), &|it| {
        _ = it.create("East", "Asia/Seoul").unwrap()
    });
    of(O::DeleteWorkspace, Values { workspace: space("North"), ..none() }, &|it| {
        let id = id_of(it, "North");
        it.delete(id).unwrap();
    });
    let support = |it: &mut State| id_of(it, "Support");
    let update = |values: Values| Values { workspace: space("Support"), ..values };
    of(O::UpdateWorkspace, update(fields(&[name("Help")])), &|it| {
        let id = support(it);
        it.space(id).unwrap().name = "Help".to_owned();
    });
    of(O::UpdateWorkspace, update(fields(&[zone()])), &|it| {
        let id = support(it);
        it.space(id).unwrap().zone = "Asia/Seoul".to_owned();
    });
    for limit in [Some(4_321), None] {
        let contact_limit = ContactLimit::from(limit.and_then(std::num::NonZeroU64::new));
        let values = fields(&[WorkspaceField::ContactLimit(contact_limit)]);
        of(O::UpdateWorkspace, update(values), &|it| {
            let id = support(it);
            it.space(id).unwrap().limit = limit;
        });
    }
    let restrictions: [&[Restriction]; 3] = [
        &[],
        &[Restriction::RestrictSpaceSetting],
        &[
            Restriction::RestrictDataExport,
            Restriction::ShowTeamContacts,
            Restriction::RestrictSpaceIntegration,
        ],
    ];
    let words =
        |set: &[Restriction]| set.iter().map(|it| it.word().to_owned()).collect::<BTreeSet<_>>();
    for (set, role) in restrictions.iter().zip([
        WorkspaceRole::Owner,
        WorkspaceRole::Manager,
        WorkspaceRole::Agent,
    ]) {
        let new = |email: &str| NewAccess {
            email: Email::seen(email),
            role,
            restrictions: Some(set.iter().copied().collect()),
            invites: true,
        };
        let access = Access { role: role.word().to_owned(), restrictions: words(set) };
        let values = Values { users: vec![new("n@acme.example")], ..update(none()) };
        of(O::AddWorkspaceUsers, values, &|it| {
            let id = support(it);
            it.add(id, vec![("n@acme.example".to_owned(), access.clone())]).unwrap();
        });
        let both = ["n@acme.example", "zoe@other.example"];
        if dialect.people_per_call != Some(1) {
            let values = Values { users: both.map(new).to_vec(), ..update(none()) };
            of(O::AddWorkspaceUsers, values, &|it| {
                let id = support(it);
                it.add(id, both.map(|email| (email.to_owned(), access.clone())).to_vec()).unwrap();
            });
        }
        let change =
            |values: Values| Values { user: user(dialect, "bo@acme.example"), ..update(values) };
        let values = Values {
            role: Some(Role::Workspace(WorkspaceRole::Agent)),
            restrictions: Some(set.iter().copied().collect()),
            unchanged: vec![Argument::Role],
            ..none()
        };
        of(O::ChangeWorkspaceAccess, change(values), &|it| {
            let id = support(it);
            it.access(id, "bo@acme.example").unwrap().restrictions = words(set);
        });
    }
    let before: Restrictions = [Restriction::ShowOnlyMine, Restriction::RestrictShortcuts].into();
    let values = Values {
        user: user(dialect, "bo@acme.example"),
        role: Some(Role::Workspace(WorkspaceRole::Manager)),
        restrictions: Some(before),
        unchanged: vec![Argument::Restrictions],
        ..update(none())
    };
    of(O::ChangeWorkspaceAccess, values, &|it| {
        let id = support(it);
        it.access(id, "bo@acme.example").unwrap().role = "manager".to_owned();
    });
    for heir in [None, Some("di@acme.example")] {
        let values = Values {
            user: user(dialect, "bo@acme.example"),
            reassign_to: heir.and_then(|heir| user(dialect, heir)),
            ..update(none())
        };
        of(O::RevokeWorkspaceAccess, values, &|it| {
            let id = support(it);
            it.revoke(id, "bo@acme.example", heir).unwrap();
        });
    }
    trials
}
