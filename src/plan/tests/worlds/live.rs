//! What is there.

use super::{NAMES, PEOPLE};
use crate::model::*;
use crate::plan::tests::build::email;
use crate::plan::tests::random::Random;
use OrganizationRole::{Admin, BillingAdmin, Member, UserAdmin};
use WorkspaceRole::{Agent, Manager, Owner};

/// An organization as the platform would show it, whole.
pub(super) fn snapshot(random: &mut Random) -> Snapshot {
    let users = users(random);
    let count = random.pick(&[0, 1, 1, 2, 2, 2, 3, 3]);
    let mut names: Vec<&str> = NAMES[..4].to_vec();
    random.shuffle(&mut names);
    let mut workspaces: Vec<Workspace> =
        (1..).zip(&names[..count]).map(|(id, name)| workspace(random, id, name, &users)).collect();
    workspaces.sort_by(|a, b| a.name.cmp(&b.name));
    let seats = users.len() as u64;
    let limits = Limits {
        users: random.pick(&[None, Some(seats), Some(seats), Some(seats), Some(seats + 1)]),
        workspaces: random.pick(&[None, None, Some(count as u64), Some(count as u64 + 1)]),
        not_told: false,
    };
    let limits = if random.percent(6) {
        Limits { users: Some(seats.saturating_sub(1 + random.next() % 2)), ..limits }
    } else {
        limits
    };
    Snapshot {
        id: OrganizationId::new(1),
        actor: Some(email("ops")),
        organization: (!random.percent(4)).then(|| Organization {
            name: Some("Acme".to_owned()),
            status: Some("ACTIVE".to_owned()),
            is_reseller_partner: Some(random.percent(70)),
            limits,
        }),
        users: Collection::complete(users),
        workspaces: Collection::complete(workspaces),
        reads: 3,
    }
}

fn users(random: &mut Random) -> Vec<OrganizationUser> {
    let mut users = Vec::new();
    for (id, name) in (1..).zip(PEOPLE) {
        let is_actor = name == "ops";
        if random.percent(if is_actor { 4 } else { 38 }) {
            continue;
        }
        let role = if is_actor {
            actor_role(random)
        } else {
            random.pick(&[
                Admin,
                Admin,
                UserAdmin,
                BillingAdmin,
                Member,
                Member,
                Member,
                Member,
                Member,
            ])
        };
        let pending = random.percent(if is_actor { 2 } else { 30 });
        users.push(OrganizationUser {
            last_active: None,
            id: UserId::new(id),
            email: email(name),
            role: if random.percent(1) {
                Seen::Unknown("auditor".into())
            } else {
                Seen::Known(role)
            },
            status: Some(Seen::Known(if pending {
                UserStatus::Pending
            } else {
                UserStatus::Active
            })),
            invited_at: Some(if random.percent(50) {
                "2026-01-01T00:00:00Z".parse().unwrap()
            } else {
                "2026-11-20T00:00:00Z".parse().unwrap()
            }),
        });
    }
    users.sort_by(|a, b| a.email.cmp(&b.email));
    users
}

fn actor_role(random: &mut Random) -> OrganizationRole {
    match random.below(100) {
        0..15 => UserAdmin,
        15..20 => BillingAdmin,
        20..25 => Member,
        _ => Admin,
    }
}

fn workspace(random: &mut Random, id: u64, name: &str, users: &[OrganizationUser]) -> Workspace {
    let crowd = random.pick(&[20, 40, 70]);
    let mut access = Vec::new();
    for user in users {
        let chance = if user.role.is(Admin) { crowd / 3 } else { crowd };
        if !random.percent(chance) {
            continue;
        }
        let role = random.pick(&[Owner, Owner, Manager, Agent, Agent]);
        let mut restrictions = Restrictions::new();
        if role != Owner && random.percent(25) {
            restrictions.insert(random.pick(Restriction::ALL));
        }
        access.push(WorkspaceUser {
            last_active: None,
            id: user.id,
            email: user.email.clone(),
            role: Seen::Known(role),
            status: user.status.clone().filter(|_| !random.percent(10)),
            restrictions: Some(restrictions),
            unknown_restrictions: Vec::new(),
        });
    }
    let created = random.pick(&[Some("2026-01-01"), Some("2026-01-01"), Some("2026-11-10"), None]);
    Workspace {
        id: WorkspaceId::new(id),
        name: WorkspaceName::new(name),
        timezone: Some("UTC".to_owned()),
        contact_limit: Some(ContactLimit::Unlimited),
        contacts: Some(5),
        created_at: created.map(|day| format!("{day}T00:00:00Z").parse().unwrap()),
        users: Collection::complete(access),
    }
}

/// Sometimes a part of it is not shown.
pub(super) fn hide(random: &mut Random, snapshot: &mut Snapshot) {
    match random.below(30) {
        0 | 1 => partly(random, &mut snapshot.users),
        2 => {
            snapshot.users = Collection::out_of_sight();
            if random.percent(30) {
                snapshot.actor = None;
            }
        }
        3 => partly(random, &mut snapshot.workspaces),
        4 => snapshot.workspaces = Collection::out_of_sight(),
        8 => two_accounts(random, snapshot),
        5..=7 => {
            for workspace in &mut snapshot.workspaces.items {
                match random.below(4) {
                    0 | 1 => partly(random, &mut workspace.users),
                    2 => workspace.users.shows_pending = false,
                    _ => workspace.users = Collection::out_of_sight(),
                }
            }
        }
        _ => {}
    }
    for workspace in &mut snapshot.workspaces.items {
        if !workspace.users.shows_pending {
            workspace.users.items.retain(|user| {
                user.status.as_ref().is_none_or(|status| status.is(UserStatus::Active))
            });
        }
    }
}

/// One address under two ids, in one list.
fn two_accounts(random: &mut Random, snapshot: &mut Snapshot) {
    let list = random.below(1 + snapshot.workspaces.items.len());
    match list.checked_sub(1) {
        None => double(random, &mut snapshot.users.items, |user, random| OrganizationUser {
            id: UserId::new(100),
            role: Seen::Known(random.pick(&[Admin, UserAdmin, Member])),
            ..user.clone()
        }),
        Some(at) => {
            double(random, &mut snapshot.workspaces.items[at].users.items, |user, random| {
                WorkspaceUser {
                    id: UserId::new(100),
                    role: Seen::Known(random.pick(&[Owner, Manager, Agent])),
                    ..user.clone()
                }
            });
        }
    }
}

fn double<T>(random: &mut Random, list: &mut Vec<T>, other: impl Fn(&T, &mut Random) -> T) {
    if !list.is_empty() {
        let at = random.below(list.len());
        let second = other(&list[at], random);
        list.insert(at + 1, second);
    }
}

fn partly<T>(random: &mut Random, list: &mut Collection<T>) {
    list.completeness = Completeness::Partial { why: "the total says more".to_owned() };
    if !list.items.is_empty() && random.percent(60) {
        let hidden = random.below(list.items.len());
        list.items.remove(hidden);
    }
}
