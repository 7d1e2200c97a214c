//! The same of drift: each of 30 dangerous differences on the platform is in what to look at first, and none of 1,500
//! ordinary ones is.

use crate::first::{DANGERS, danger, in_every_format, manifest, planned, snapshot};
use rolecall::model::{
    ContactLimit, Email, OrganizationRole, Restriction, Seen, Snapshot, UserId, WorkspaceRole,
    WorkspaceUser,
};
use rolecall::plan::{AttentionKind, Side};
use rolecall::render::drift;
use std::collections::BTreeSet;

/// Of which client and kind a danger is.
fn client(danger: usize) -> String {
    format!("c{}.example", danger * 6 + 3)
}

/// Whom or what a reader looks for. What a manifest wants and the platform hasn't is a danger too (0, 1, 2, 5, 7).
fn marker(danger: usize) -> String {
    match danger % 10 {
        0 | 7 => format!("Danger-{danger}"),
        5 => format!("\"Danger {danger}\""),
        6 if danger > 20 => format!("t{danger}@{}", client(danger)),
        6 => format!("danger{danger}@bad{danger}.example"),
        8 => format!("u0@{}", client(danger)),
        9 => format!("u9@{}", client(danger)),
        _ => format!("danger{danger}@"),
    }
}

/// The fleet as it is, where what nobody asked for is there.
fn live(at: usize) -> Snapshot {
    let mut snapshot = snapshot(at);
    let number = danger(at).unwrap_or_default();
    let kind = danger(at).map(|danger| danger % 10);
    let who = Email::seen(&format!("danger{number}@c{at}.example"));
    for workspace in &mut snapshot.workspaces.items {
        let users = &mut workspace.users.items;
        match (workspace.name.as_str(), kind) {
            ("Support", _) => {
                let restricted = users.iter_mut().filter(|it| it.email.as_str().starts_with("u0@"));
                for user in restricted.filter(|_| kind != Some(8)) {
                    user.restrictions = Some([Restriction::RestrictDataExport].into());
                }
                if kind == Some(6) {
                    let email = match number {
                        26 => Email::seen(&format!("p\u{430}t26@c{at}.example")),
                        _ => Email::seen(&format!("danger{number}@bad{number}.example")),
                    };
                    let stranger =
                        WorkspaceUser { id: UserId::new(900), email, ..users[1].clone() };
                    users.push(stranger);
                }
            }
            ("Archive", Some(4)) => {
                for user in users.iter_mut().filter(|it| it.email == who) {
                    user.role = Seen::Known(WorkspaceRole::Owner);
                }
            }
            (_, Some(7)) => workspace.contact_limit = ContactLimit::parse("60").ok(),
            _ => {}
        }
    }
    for user in &mut snapshot.users.items {
        if kind == Some(3) && user.email == who {
            user.role = Seen::Known(OrganizationRole::Admin);
        } else if kind == Some(9) && user.email.as_str().starts_with("u9@") {
            user.role = Seen::Known(OrganizationRole::BillingAdmin);
        }
    }
    snapshot
}

#[test]
fn each_danger_on_the_platform_is_looked_at_first_and_nothing_else_is() {
    let fleet = planned(manifest, live, |_| false, Side::Drift);
    let differences = fleet.organizations.iter().flat_map(|one| one.differences().0);
    let differences: usize = differences.map(|step| step.action.people().len().max(1)).sum();
    assert!(differences >= 1_500 + DANGERS, "{differences}");
    let json: serde_json::Value = serde_json::from_str(&fleet.to_json()).unwrap();
    for shown in in_every_format(&drift(&fleet, &[]), &json["attention"]) {
        for marker in (0..DANGERS).map(marker) {
            assert!(shown.contains(&marker), "{marker} is not in {shown}");
        }
        let ordinary = (1..8).map(|user| format!("u{user}@"));
        let others = ["benign", "kim@", "Branch", "Kuala_Lumpur"].map(str::to_owned);
        for ordinary in ordinary.chain(others) {
            assert!(!shown.contains(&ordinary), "{ordinary} is in {shown}");
        }
        // Of whom the manifest lists with what there is, nothing is said.
        let others = (0..200).filter(|at| danger(*at).is_none());
        for client in others.map(|at| format!("@c{at}.example")) {
            assert!(!shown.contains(&client), "{client} is in {shown}");
        }
    }
    let kinds: BTreeSet<_> = fleet.attention.iter().map(|it| it.kind).collect();
    let expected = [
        AttentionKind::WorkspaceDeleted,
        AttentionKind::OrganizationPower,
        AttentionKind::WorkspaceOwner,
        AttentionKind::AccessLost,
        AttentionKind::OrganizationRenamed,
        AttentionKind::NewDomain,
        AttentionKind::Lookalike,
        AttentionKind::LimitBelowContacts,
        AttentionKind::RestrictionLifted,
    ];
    assert_eq!(kinds, expected.into());
}
