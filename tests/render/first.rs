//! The dangerous change is found: in a fleet with 1,600 ordinary changes, each of 30 dangerous ones is in what to look
//! at first, and no ordinary one is.

use crate::reports::verified;
use rolecall::manifest::{SourceFile, load};
use rolecall::model::{
    Capabilities, Capability, Collection, ContactLimit, Email, Evidence, Operation, Organization,
    OrganizationId, OrganizationRole, OrganizationUser, Restriction, Seen, Snapshot, UserId,
    UserStatus, Workspace, WorkspaceId, WorkspaceName, WorkspaceRole, WorkspaceUser,
};
use rolecall::plan::{
    MOST_LINES, Options, Plan, PlanOrigin, PlatformName, Settings, Side, Staff, plan_organization,
};
use rolecall::render::{Document, Style, html, markdown, plan, report, text};
use std::fmt::Write as _;

pub(crate) const ORGANIZATIONS: usize = 200;
pub(crate) const DANGERS: usize = 30;

/// Which danger an organization has.
pub(crate) fn danger(at: usize) -> Option<usize> {
    (at % 6 == 3 && at / 6 < DANGERS).then_some(at / 6)
}

/// What a reader looks for.
fn marker(danger: usize) -> String {
    match danger % 10 {
        0 | 7 | 8 => format!("Danger-{danger}"),
        5 => format!("\"Danger {danger}\""),
        6 if danger > 20 => format!("nger{danger}@"),
        9 if danger > 20 => "ops@agency.example".to_owned(),
        _ => format!("danger{danger}@"),
    }
}

pub(crate) fn manifest(at: usize) -> String {
    let mut support = String::new();
    let mut add = |who: &str, access: &str| {
        let _ = writeln!(support, "        - {{email: {who}, {access}}}");
    };
    let client = format!("c{at}.example");
    add("kim@agency.example", "role: owner");
    add(&format!("benign-new@{client}"), "role: agent");
    add(&format!("u0@{client}"), "role: manager, restrictions: [restrict_data_export]");
    add(&format!("u1@{client}"), "role: manager, restrictions: []");
    for user in ["u2", "u3", "u4", "u5", "u6", "u7", "u9"] {
        add(&format!("{user}@{client}"), "role: agent, restrictions: []");
    }
    let (mut name, mut users, mut more) = (format!("Client {at}"), String::new(), String::new());
    let number = danger(at).unwrap_or_default();
    let who = format!("danger{number}@{client}");
    match danger(at).map(|danger| danger % 10) {
        Some(0) => {
            let _ = write!(
                more,
                "  retiredWorkspaces:\n    - {{name: Danger-{number}, id: {}, dataExported: 2026-11-01}}\n",
                id(at, 4)
            );
        }
        Some(1) => {
            let _ = writeln!(users, "    - {{email: {who}, role: admin}}");
        }
        Some(2) => add(&who, "role: owner"),
        Some(4) => add(&who, "role: agent"),
        Some(5) => name = format!("Danger {number}"),
        Some(6) if number > 20 => add(&format!("\"d\u{430}nger{number}@{client}\""), "role: agent"),
        Some(6) => add(&format!("danger{number}@evil{number}.example"), "role: agent"),
        Some(9) if number > 20 => add("ops@agency.example", "role: manager"),
        Some(9) => add(&who, "role: agent, restrictions: []"),
        _ => {}
    }
    let workspaces = match danger(at).map(|danger| danger % 10) {
        Some(7) => {
            format!("    - {{name: Danger-{number}, id: {}, contactLimit: 50}}\n", id(at, 4))
        }
        Some(8) => format!(
            "    - {{name: Danger-{number}, users: [{{email: u2@{client}, role: agent}}]}}\n"
        ),
        _ => String::new(),
    };
    format!(
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: client-{at:03}}}\nspec:\n  id: {}\n  name: {name}\n  users:\n    - {{email: ops@agency.example, role: admin}}\n{users}  workspaces:\n    - name: Support\n      id: {}\n      timezone: Asia/Kuala_Lumpur\n      contactLimit: 2000\n      users:\n{support}    - name: Archive\n      id: {}\n      users: [{{email: kim@agency.example, role: owner}}]\n    - name: Branch\n      users: [{{email: kim@agency.example, role: owner}}, {{email: u8@{client}, role: agent}}]\n{workspaces}{more}",
        id(at, 0),
        id(at, 1),
        id(at, 3),
    )
}

pub(crate) fn id(at: usize, which: usize) -> u64 {
    (at * 10 + which + 1_000) as u64
}

pub(crate) fn seen(who: &str, role: WorkspaceRole, restrictions: &[Restriction]) -> WorkspaceUser {
    WorkspaceUser {
        last_active: None,
        id: UserId::new(1),
        email: Email::seen(who),
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Active)),
        restrictions: Some(restrictions.iter().copied().collect()),
        unknown_restrictions: Vec::new(),
    }
}

pub(crate) fn workspace(
    id: u64,
    name: &str,
    contacts: u64,
    users: Vec<WorkspaceUser>,
) -> Workspace {
    Workspace {
        id: WorkspaceId::new(id),
        name: WorkspaceName::new(name),
        timezone: Some("UTC".to_owned()),
        contact_limit: Some(ContactLimit::parse("1000").unwrap()),
        contacts: Some(contacts),
        created_at: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        users: Collection::complete(users),
    }
}

pub(crate) fn snapshot(at: usize) -> Snapshot {
    use WorkspaceRole::{Agent, Manager, Owner};
    let client = format!("c{at}.example");
    let user = |name: &str| format!("{name}@{client}");
    let mut support = vec![seen("kim@agency.example", Owner, &[]), seen(&user("u0"), Manager, &[])];
    for name in ["u1", "u2", "u3", "u5", "u6", "u7", "u9"] {
        support.push(seen(&user(name), Agent, &[]));
    }
    support.push(seen(&user("u4"), Manager, &[]));
    let mut archive = vec![seen("kim@agency.example", Owner, &[]), seen(&user("u7"), Agent, &[])];
    let mut workspaces = Vec::new();
    let mut people: Vec<String> = (0..10).map(|number| user(&format!("u{number}"))).collect();
    people.push("kim@agency.example".to_owned());
    let number = danger(at).unwrap_or_default();
    let who = user(&format!("danger{number}"));
    let sales = |users| workspace(id(at, 2), "Sales", 80, users);
    match danger(at).map(|danger| danger % 10) {
        Some(0 | 7) => {
            workspaces.push(workspace(id(at, 4), &format!("Danger-{number}"), 120, Vec::new()))
        }
        Some(2) => support.push(seen(&who, Agent, &[])),
        Some(3) => archive.push(seen(&who, Agent, &[])),
        Some(4) => {
            support.push(seen(&who, Agent, &[]));
            // Whoever else left this workspace would leave contacts behind too.
            archive.truncate(1);
            archive.push(seen(&who, Agent, &[]));
        }
        Some(9) if number <= 20 => support.push(seen(&who, Agent, &[Restriction::ShowOnlyMine])),
        _ => {}
    }
    if danger(at).is_some_and(|danger| [2, 3, 4, 9].contains(&(danger % 10))) {
        people.push(who);
    }
    let contacts = if danger(at).is_some_and(|danger| danger % 10 == 4) { 40 } else { 0 };
    workspaces.push(workspace(id(at, 1), "Support", 120, support));
    workspaces.push(workspace(id(at, 3), "Archive", contacts, archive));
    workspaces.push(sales(Vec::new()));
    let organization_user = |email: String, role| OrganizationUser {
        last_active: None,
        id: UserId::new(1),
        email: Email::seen(&email),
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Active)),
        invited_at: None,
    };
    let mut users: Vec<OrganizationUser> =
        people.into_iter().map(|it| organization_user(it, OrganizationRole::Member)).collect();
    users.push(organization_user("ops@agency.example".to_owned(), OrganizationRole::Admin));
    users.sort_by(|a, b| a.email.cmp(&b.email));
    for (user, number) in users.iter_mut().zip(1..) {
        user.id = UserId::new(number);
    }
    workspaces.sort_by(|a, b| a.name.cmp(&b.name));
    for user in workspaces.iter_mut().flat_map(|it| &mut it.users.items) {
        user.id = users.iter().find(|it| it.email == user.email).unwrap().id;
    }
    Snapshot {
        id: OrganizationId::new(id(at, 0)),
        actor: Some(Email::seen("ops@agency.example")),
        organization: Some(Organization {
            name: Some(format!("Client {at}")),
            status: Some("ACTIVE".to_owned()),
            is_reseller_partner: Some(true),
            limits: Default::default(),
        }),
        users: Collection::complete(users),
        workspaces: Collection::complete(workspaces),
        reads: 4,
    }
}

fn fleet() -> Plan {
    // One deletion is held, and the others are made.
    let deletion_allowed = |at| danger(at) != Some(0);
    planned(manifest, snapshot, deletion_allowed, Side::Plan)
}

/// All organizations of the fleet, with what the manifests say and what there is.
pub(crate) fn planned(
    manifest: fn(usize) -> String,
    snapshot: fn(usize) -> Snapshot,
    deletion_allowed: impl Fn(usize) -> bool,
    side: Side,
) -> Plan {
    let project = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: agency}\nspec: {staff: [\"*@agency.example\"]}\n";
    let file = |path: String, text: String| SourceFile { path, text };
    let mut files = vec![file("rolecall.yaml".to_owned(), project.to_owned())];
    files.extend((0..ORGANIZATIONS).map(|at| file(format!("c{at:03}.yaml"), manifest(at))));
    let loaded = load(&files, jiff::civil::date(2026, 11, 23));
    assert!(!loaded.has_errors(), "{}", rolecall::manifest::text(&loaded.diagnostics, false));
    let capability = Capability { knows_already_so: true, ..Capability::new(Evidence::Verified) };
    let capabilities = Capabilities {
        profile: "test".to_owned(),
        operations: Operation::ALL.iter().map(|it| (*it, capability.clone())).collect(),
        requests_per_second: 5.0,
    };
    let plans = loaded.organizations.iter().zip(0..).map(|(desired, at)| {
        let settings = Settings {
            now: "2026-11-23T09:00:00Z".parse().unwrap(),
            allow_workspace_deletion: deletion_allowed(at),
            allow_assumed: false,
            max_removals: None,
            token_expires: None,
            silenced: Default::default(),
            staff: Staff::new(&["*@agency.example".to_owned()]),
            side,
        };
        plan_organization(desired, &snapshot(at), &capabilities, &settings).unwrap()
    });
    let platform =
        PlatformName { profile: "test".to_owned(), base_url: "https://x.example".to_owned() };
    let now = "2026-11-23T09:00:00Z".parse().unwrap();
    let origin = PlanOrigin {
        options: Options::default(),
        platform,
        shard: None,
        manifests: "sha256:0".to_owned(),
    };
    Plan::new(now, origin, plans.collect(), Vec::new(), 8)
}

pub(crate) fn between<'a>(shown: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = shown.split_once(from).unwrap_or_else(|| panic!("{from}"));
    rest.split(to).next().unwrap()
}

/// What each format shows to be looked at first, as a reader sees it.
pub(crate) fn in_every_format(
    document: &Document<'_>,
    attention: &serde_json::Value,
) -> [String; 4] {
    let text = text(document, Style { width: 1_000_000, color: false, cuts: true });
    let (markdown, page) = (markdown(document, None), html(document));
    let json: Vec<&str> =
        attention.as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert!(json.len() <= MOST_LINES, "{json:?}");
    [
        between(&text, "Look at first\n", "\n\n"),
        between(&markdown, "### Look at first\n\n", "\n\n"),
        between(&page, "<section class=\"first\">", "</section>"),
        &json.join("\n"),
    ]
    .map(|shown| shown.replace(['`', '\\'], "").replace("&quot;", "\""))
}

/// All of these are there, and nothing ordinary is.
fn only_dangers(shown: &str, markers: &[String]) {
    for marker in markers {
        assert!(shown.contains(marker), "{marker} is not in {shown}");
    }
    let people = (0..10).map(|user| format!("u{user}@"));
    let others = ["benign", "kim@", "Branch", "Kuala_Lumpur", "restrict_data_export"];
    for ordinary in people.chain(others.map(str::to_owned)) {
        assert!(!shown.contains(&ordinary), "{ordinary} is in {shown}");
    }
}

#[test]
fn each_danger_is_among_what_to_look_at_first_and_nothing_else_is() {
    let fleet = fleet();
    let steps = fleet.organizations.iter().flat_map(|one| one.automatic().chain(one.held()));
    let changes: usize = steps.map(|step| step.action.people().len().max(1)).sum();
    assert!(changes >= 1_500 + DANGERS, "{changes}");
    assert!(fleet.attention.len() <= MOST_LINES);
    let document = plan(&fleet, Some("rolecall apply"));
    let markers: Vec<String> = (0..DANGERS).map(marker).collect();
    let json: serde_json::Value = serde_json::from_str(&fleet.to_json()).unwrap();
    for shown in in_every_format(&document, &json["attention"]) {
        only_dangers(&shown, &markers);
    }
    // What was done of it is what to look at first in the report.
    let ran = verified(&fleet);
    let json = serde_json::to_value(&ran).unwrap();
    for shown in in_every_format(&report(&ran), &json["attention"]) {
        only_dangers(&shown, &markers[1..]);
    }
    // Each kind that a plan can have is there.
    let kinds: std::collections::BTreeSet<_> = fleet.attention.iter().map(|it| it.kind).collect();
    assert_eq!(kinds.len(), 12, "{kinds:?}");
}
