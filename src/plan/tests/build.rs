//! Worlds in a few words.

use crate::model::*;
use crate::plan::Settings;
use litemap::LiteMap;
use std::collections::BTreeMap;

pub(super) fn email(name: &str) -> Email {
    Email::seen(&if name.contains('@') { name.to_owned() } else { format!("{name}@acme.example") })
}

fn at(line: u32) -> Source {
    Source::new("acme.yaml", line)
}

/// What a Project says of a new workspace.
pub(super) fn created_with() -> WorkspaceFields {
    WorkspaceFields {
        timezone: Some("UTC".to_owned()),
        contact_limit: Some(ContactLimit::Unlimited),
        ..WorkspaceFields::default()
    }
}

/// A snapshot: `("ana", "admin")`, `("new", "member?")` (pending); workspaces with `("ana", "owner")`.
pub(super) struct Live(pub(super) Snapshot);

impl Live {
    pub(super) fn new(users: &[(&str, &str)]) -> Self {
        let users = users.iter().zip(1..).map(|((name, role), id)| OrganizationUser {
            last_active: None,
            id: UserId::new(id),
            email: email(name),
            role: Seen::read(role.trim_end_matches('?')),
            status: Some(Seen::Known(if role.ends_with('?') {
                UserStatus::Pending
            } else {
                UserStatus::Active
            })),
            invited_at: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        });
        Self(Snapshot {
            id: OrganizationId::new(1),
            actor: Some(email("ops")),
            organization: Some(Organization {
                name: Some("Acme".to_owned()),
                status: Some("ACTIVE".to_owned()),
                is_reseller_partner: Some(true),
                limits: Limits::default(),
            }),
            users: Collection::complete(users.collect()),
            workspaces: Collection::complete(Vec::new()),
            reads: 3,
        })
    }

    pub(super) fn workspace(mut self, id: u64, name: &str, users: &[(&str, &str)]) -> Self {
        let of = |name: &str| self.0.users.items.iter().find(|it| it.email == email(name)).unwrap();
        let users = users.iter().map(|(name, role)| WorkspaceUser {
            last_active: None,
            id: of(name).id,
            email: email(name),
            role: Seen::read(role),
            status: of(name).status.clone(),
            restrictions: Some(Restrictions::new()),
            unknown_restrictions: Vec::new(),
        });
        let workspace = Workspace {
            id: WorkspaceId::new(id),
            name: WorkspaceName::new(name),
            timezone: Some("UTC".to_owned()),
            contact_limit: Some(ContactLimit::Unlimited),
            contacts: Some(5),
            created_at: Some("2026-01-01T00:00:00Z".parse().unwrap()),
            users: Collection::complete(users.collect()),
        };
        self.0.workspaces.items.push(workspace);
        self
    }

    pub(super) fn limits(mut self, users: u64, workspaces: u64) -> Self {
        if let Some(organization) = &mut self.0.organization {
            organization.limits =
                Limits { workspaces: Some(workspaces), users: Some(users), not_told: false };
        }
        self
    }
}

/// A desired state with managed users; the actor `ops` is always listed as an admin.
pub(super) struct Wanted(pub(super) Desired);

impl Wanted {
    pub(super) fn new(users: &[(&str, &str)]) -> Self {
        let user =
            |role: &str| DesiredUser { role: role.parse().unwrap(), until: None, source: at(7) };
        let mut listed: LiteMap<Email, DesiredUser> =
            users.iter().map(|(name, role)| (email(name), user(role))).collect();
        listed.entry(email("ops")).or_insert_with(|| user("admin"));
        Self(Desired {
            name: Slug::parse("acme").unwrap(),
            id: OrganizationId::new(1),
            source: at(1),
            display_name: None,
            credentials: "default".to_owned(),
            users: Some(listed),
            ended: BTreeMap::new(),
            workspaces: Vec::new(),
            retired: Vec::new(),
            departures: BTreeMap::new(),
            hand_overs: BTreeMap::new(),
            policy: Policy::default(),
            safety: Safety {
                min_admins: 1,
                max_removals: MaxRemovals::Default,
                waivers: Vec::new(),
            },
            embargo: None,
            resend_after_days: None,
            lints: Vec::new(),
        })
    }

    pub(super) fn workspace(mut self, id: Option<u64>, name: &str, users: &[(&str, &str)]) -> Self {
        let access = |role: &str| DesiredAccess {
            role: role.parse().unwrap(),
            restrictions: None,
            until: None,
            source: at(9),
        };
        self.0.workspaces.push(DesiredWorkspace {
            name: WorkspaceName::new(name),
            id: id.map(WorkspaceId::new),
            former_name: None,
            fields: Vec::new(),
            created_with: created_with(),
            credentials: None,
            users: Some(users.iter().map(|(name, role)| (email(name), access(role))).collect()),
            ended: BTreeMap::new(),
            source: at(8),
        });
        self
    }

    pub(super) fn retired(mut self, id: u64, name: &str) -> Self {
        self.0.retired.push(RetiredWorkspace {
            name: WorkspaceName::new(name),
            id: Some(WorkspaceId::new(id)),
            data_exported: "2026-11-01".parse().unwrap(),
            source: at(20),
        });
        self
    }

    pub(super) fn hand_over(mut self, old: &str, new: &str) -> Self {
        self.0.hand_overs.insert(email(old), HandOver { to: email(new), source: at(21) });
        self
    }
}

pub(super) fn settings() -> Settings {
    Settings {
        now: "2026-11-23T12:00:00Z".parse().unwrap(),
        allow_workspace_deletion: true,
        allow_assumed: true,
        max_removals: Some(MaxRemovals::Percent(100)),
        token_expires: None,
        silenced: Default::default(),
        staff: crate::plan::Staff::default(),
        side: crate::plan::Side::Plan,
    }
}

/// A profile that can do everything, on evidence of this kind.
pub(super) fn capabilities(evidence: Evidence) -> Capabilities {
    let clicks = ["Users > {email}", "Role: {role}"];
    let clicks = clicks.iter().map(|click| Text::parse(click).unwrap()).collect();
    let capability = Capability { clicks, ..Capability::new(evidence) };
    Capabilities {
        profile: "test".to_owned(),
        operations: Operation::ALL.iter().map(|it| (*it, capability.clone())).collect(),
        requests_per_second: 5.0,
    }
}
