//! What is live of an organization: people, roles, restrictions and workspaces.

use super::{ACTOR, NAMES, PEOPLE, email};
use crate::project::Dice;
use rolecall::model::{
    Collection, Completeness, ContactLimit, Limits, Organization, OrganizationId, OrganizationRole,
    OrganizationUser, Restriction, Restrictions, Seen, Snapshot, UserId, UserStatus, Workspace,
    WorkspaceId, WorkspaceName, WorkspaceRole, WorkspaceUser,
};

pub(super) fn restrictions(dice: &mut Dice) -> Restrictions {
    Restriction::ALL.iter().copied().filter(|_| dice.one_in(4)).collect()
}

pub(super) fn snapshot(dice: &mut Dice) -> Snapshot {
    let mut people = vec![(email(ACTOR), OrganizationRole::Admin, UserStatus::Active)];
    for name in PEOPLE {
        if !dice.one_in(4) {
            let role = match dice.below(6) {
                0 => OrganizationRole::UserAdmin,
                1 => OrganizationRole::Admin,
                _ => OrganizationRole::Member,
            };
            let status = if dice.one_in(9) { UserStatus::Pending } else { UserStatus::Active };
            people.push((email(name), role, status));
        }
    }
    let mut workspaces = Vec::new();
    for (name, id) in NAMES.iter().zip(100..) {
        if dice.one_in(5) {
            continue;
        }
        let mut users = Vec::new();
        for (number, (email, _, status)) in people.iter().enumerate() {
            if dice.one_in(2) {
                let role = dice.pick(WorkspaceRole::ALL);
                let restricted = if role == WorkspaceRole::Owner { 0 } else { dice.below(3) };
                users.push(WorkspaceUser {
                    id: UserId::new(number as u64 + 1),
                    email: email.clone(),
                    role: match dice.one_in(20) {
                        true => Seen::Unknown("viewer".into()),
                        false => Seen::Known(role),
                    },
                    status: Some(Seen::Known(*status)),
                    restrictions: Some(match restricted {
                        0 => Restrictions::new(),
                        _ => restrictions(dice),
                    }),
                    unknown_restrictions: Vec::new(),
                    last_active: None,
                });
            }
        }
        let mut users = Collection::complete(users);
        if dice.one_in(25) {
            users.completeness = Completeness::Partial { why: "1 of 2".to_owned() };
        }
        let limit = dice.pick(&["unlimited", "unlimited", "500", "700"]);
        workspaces.push(Workspace {
            id: WorkspaceId::new(id),
            name: WorkspaceName::new(if dice.one_in(8) { "Renamed: it #1" } else { name }),
            timezone: Some(dice.pick(&["UTC", "Europe/Paris"]).to_owned()),
            contact_limit: Some(ContactLimit::parse(limit).unwrap()),
            contacts: Some(3),
            created_at: Some("2025-03-01T00:00:00Z".parse().unwrap()),
            users,
        });
        if workspaces.iter().filter(|it: &&Workspace| it.name.as_str().contains('#')).count() > 1 {
            workspaces.pop();
        }
    }
    let people =
        people.into_iter().enumerate().map(|(number, (email, role, status))| OrganizationUser {
            id: UserId::new(number as u64 + 1),
            email,
            role: Seen::Known(role),
            status: Some(Seen::Known(status)),
            invited_at: None,
            last_active: None,
        });
    let mut users = Collection::complete(people.collect());
    if dice.one_in(25) {
        users.completeness = Completeness::Partial { why: "7 of 8".to_owned() };
    }
    users.items.sort_by(|a, b| a.email.cmp(&b.email));
    workspaces.sort_by(|a, b| a.name.cmp(&b.name));
    Snapshot {
        id: OrganizationId::new(7),
        actor: Some(email(ACTOR)),
        organization: Some(Organization {
            name: Some(dice.pick(&["Acme", "Acme: \"Dental\" # 2"]).to_owned()),
            status: None,
            is_reseller_partner: Some(!dice.one_in(8)),
            limits: Limits::default(),
        }),
        users,
        workspaces: Collection::complete(workspaces),
        reads: 3,
    }
}
