//! Whatever the platform says: importing it and planning with what was written finds nothing to do.

use crate::elsewhere::reads_the_same;
use jiff::civil::date;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use rolecall::manifest::import::{Groups, Request, import, name_for};
use rolecall::manifest::{Loaded, SourceFile, load, text};
use rolecall::model::*;
use rolecall::plan::{OrganizationPlan, Settings, plan_organization};
use std::collections::BTreeMap;

const GROUPS: &str = "\
apiVersion: rolecall/v1
kind: Group
metadata: {name: support}
spec: {users: [p1@acme.example, P2@acme.example]}
---
apiVersion: rolecall/v1
kind: Group
metadata: {name: everybody}
spec: {users: [p1@acme.example, p2@acme.example, p3@acme.example]}
---
apiVersion: rolecall/v1
kind: Group
metadata: {name: one}
spec: {users: [p4@acme.example]}
";

fn groups() -> Groups {
    let group = |name: &str, people: &[&str]| {
        (Slug::parse(name).unwrap(), people.iter().map(|it| Email::seen(it)).collect())
    };
    [
        group("support", &["p1@acme.example", "p2@acme.example"]),
        group("everybody", &["p1@acme.example", "p2@acme.example", "p3@acme.example"]),
        group("one", &["p4@acme.example"]),
    ]
    .into()
}

fn project(min_admins: u32) -> String {
    format!(
        "apiVersion: rolecall/v1\nkind: Project\nmetadata: {{name: all}}\nspec:\n  \
         timezone: Asia/Kuala_Lumpur\n  credentials: {{acme: {{tokenEnv: ACME}}}}\n  \
         safety: {{minAdmins: {min_admins}}}\n"
    )
}

/// Imports, and reads what was written together with the Project and its groups.
fn read_back(snapshot: &Snapshot, min_admins: u32) -> (String, Loaded) {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let rolecall = file("rolecall.yaml", &project(min_admins));
    let found = load(&[rolecall.clone(), file("groups.yaml", GROUPS)], date(2026, 11, 1));
    let name = snapshot.organization.as_ref().and_then(|it| it.name.as_deref());
    let request = Request {
        name: name_for(snapshot.id, name),
        credentials: "acme",
        project: found.project.as_ref().unwrap(),
        groups: &groups(),
        schema: Some("../schema.json"),
    };
    let written = import(snapshot, &request);
    assert_eq!(written, import(snapshot, &request));
    reads_the_same(&written);
    let files = [rolecall, file("groups.yaml", GROUPS), file("it.yaml", &written)];
    (written, load(&files, date(2026, 11, 1)))
}

fn capabilities(evidence: Evidence, knows_already_so: bool) -> Capabilities {
    let one = Capability { knows_already_so, ..Capability::new(evidence) };
    Capabilities {
        profile: "test".to_owned(),
        operations: Operation::ALL.iter().map(|it| (*it, one.clone())).collect(),
        requests_per_second: 5.0,
    }
}

fn plan(loaded: &Loaded, snapshot: &Snapshot, capabilities: &Capabilities) -> OrganizationPlan {
    let settings = Settings {
        now: "2026-11-01T00:00:00Z".parse().unwrap(),
        allow_workspace_deletion: true,
        allow_assumed: true,
        max_removals: None,
        token_expires: None,
        silenced: Default::default(),
        staff: rolecall::plan::Staff::default(),
        side: rolecall::plan::Side::Plan,
    };
    plan_organization(&loaded.organizations[0], snapshot, capabilities, &settings).unwrap()
}

/// Addresses: mostly those of a few people, sometimes whatever a server may say.
fn email() -> impl Strategy<Value = Email> {
    prop_oneof![
        8 => (0..7u8).prop_map(|it| Email::seen(&format!("p{it}@acme.example"))),
        1 => (0..7u8).prop_map(|it| Email::seen(&format!("P{it}@Acme.example"))),
        1 => "[a-z'+*?#!%&{}|~^-]{1,5}@[a-z]{1,4}\\.example".prop_map(|it| Email::seen(&it)),
        1 => ".{0,6}".prop_map(|it| Email::seen(&it)),
    ]
}

fn seen<T: Clone + std::fmt::Debug + std::str::FromStr>(
    known: &'static [T],
) -> impl Strategy<Value = Seen<T>> {
    prop_oneof![
        12 => proptest::sample::select(known).prop_map(Seen::Known),
        1 => ".{0,6}".prop_map(|it| Seen::read(&it)),
    ]
}

fn completeness() -> impl Strategy<Value = Completeness> {
    prop_oneof![
        8 => Just(Completeness::Complete),
        1 => ".{0,9}".prop_map(|why| Completeness::Partial { why }),
        1 => Just(Completeness::OutOfSight),
    ]
}

fn collection<T: std::fmt::Debug + Clone + 'static>(
    items: impl Strategy<Value = Vec<T>> + 'static,
) -> impl Strategy<Value = Collection<T>> {
    (completeness(), items, proptest::bool::weighted(0.9)).prop_map(
        |(completeness, mut items, shows_pending)| {
            if completeness == Completeness::OutOfSight {
                items.clear();
            }
            Collection { completeness, shows_pending, items }
        },
    )
}

fn organization_user() -> impl Strategy<Value = OrganizationUser> {
    (email(), seen(OrganizationRole::ALL), seen(UserStatus::ALL)).prop_map(
        |(email, role, status)| {
            let invited_at = Some("2024-01-01T00:00:00Z".parse().unwrap());
            let status = Some(status);
            OrganizationUser {
                last_active: None,
                id: UserId::new(1),
                email,
                role,
                status,
                invited_at,
            }
        },
    )
}

fn workspace_user() -> impl Strategy<Value = WorkspaceUser> {
    let restrictions = btree_set(proptest::sample::select(Restriction::ALL), 0..3);
    let unknown = prop_oneof![12 => Just(Vec::new()), 1 => vec(".{0,5}", 1..3)];
    let status = option::of(seen(UserStatus::ALL));
    // The platform says that an owner has no restrictions; one that has some all the same is seldom.
    let odd = proptest::bool::weighted(0.1);
    (email(), seen(WorkspaceRole::ALL), status, restrictions, unknown, odd).prop_map(
        |(email, role, status, restrictions, unknown_restrictions, odd)| {
            let owner = role.is(WorkspaceRole::Owner) && !odd;
            let restrictions = Some(if owner { Restrictions::new() } else { restrictions });
            let id = UserId::new(1);
            WorkspaceUser {
                last_active: None,
                id,
                email,
                role,
                status,
                restrictions,
                unknown_restrictions,
            }
        },
    )
}

/// Names that people give, and names that nobody should.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{1,6}( [a-z]{1,4})?",
        1 => "[ -~]{1,12}",
        2 => any::<String>(),
        1 => proptest::sample::select(vec![
            "no", "~", "1.10", "0777", "a: b", "a #b", "\"", "'", "☂ 👩‍👩‍👧", "a\nb", "\u{0}", "\u{202e}x", "- a",
            "{a}", "---", "...", "%a", "x\r\ny", "\u{85}", "\u{feff}", "\u{ffff}", "\u{10ffff}", "Null",
        ]).prop_map(str::to_owned),
    ]
}

fn workspace() -> impl Strategy<Value = Workspace> {
    let zone = prop_oneof![
        3 => proptest::sample::select(vec!["UTC", "Asia/Kuala_Lumpur", "Europe/Paris"]).prop_map(str::to_owned),
        1 => ".{0,8}",
    ];
    let limit = prop_oneof![
        Just(Some(ContactLimit::Unlimited)),
        Just(None),
        (1u64..).prop_map(|it| ContactLimit::parse(&it.to_string()).ok()),
    ];
    let users = collection(vec(workspace_user(), 0..7));
    let id = prop_oneof![20 => 1..40u64, 1 => any::<u64>()];
    (id, name(), option::of(zone), limit, users).prop_map(|(id, name, timezone, limit, users)| {
        Workspace {
            id: WorkspaceId::new(id),
            name: WorkspaceName::new(&name),
            timezone,
            contact_limit: limit,
            contacts: Some(9),
            created_at: None,
            users,
        }
    })
}

fn snapshot() -> impl Strategy<Value = Snapshot> {
    let organization =
        (name(), any::<bool>()).prop_map(|(name, is_reseller_partner)| Organization {
            name: Some(name),
            status: Some("ACTIVE".to_owned()),
            is_reseller_partner: Some(is_reseller_partner),
            limits: Limits { workspaces: Some(1), users: Some(1), ..Limits::default() },
        });
    let users = collection(vec(organization_user(), 0..8));
    let workspaces = collection(vec(workspace(), 0..5));
    (option::of(organization), users, workspaces, 1..1_000_000u64).prop_map(
        |(organization, users, workspaces, id)| {
            as_it_is_read(&Snapshot {
                id: OrganizationId::new(id),
                actor: Some(Email::seen("p0@acme.example")),
                organization,
                users,
                workspaces,
                reads: 3,
            })
        },
    )
}

/// A saved snapshot has each account once in each list, whatever was saved.
fn as_it_is_read(saved: &Snapshot) -> Snapshot {
    serde_json::from_value(serde_json::to_value(saved).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn importing_and_then_planning_finds_nothing_to_do(
        snapshot in snapshot(),
        min_admins in 1..4u32,
        evidence in proptest::sample::select(vec![Evidence::Verified, Evidence::Assumed, Evidence::Unsupported]),
        knows_already_so: bool,
    ) {
        let (written, loaded) = read_back(&snapshot, min_admins);
        let errors = text(&loaded.diagnostics, false);
        prop_assert!(!loaded.has_errors(), "{errors}\n{written}");
        prop_assert_eq!(loaded.organizations.len(), 1, "{}", written);
        let plan = plan(&loaded, &snapshot, &capabilities(evidence, knows_already_so));
        prop_assert!(plan.steps.is_empty(), "{:#?}\n{}", plan.steps, written);
    }

    #[test]
    fn names_are_read_back_as_they_were(name in name()) {
        let mut snapshot = small();
        snapshot.workspaces.items[0].name = WorkspaceName::new(&name);
        let (written, loaded) = read_back(&snapshot, 1);
        let workspaces = &loaded.organizations[0].workspaces;
        match name.trim().is_empty() {
            true => prop_assert!(workspaces.is_empty(), "{}", written),
            false => prop_assert_eq!(workspaces[0].name.as_str(), name),
        }
        // A name must not begin a line of its own.
        prop_assert!(written.lines().all(|line| !line.chars().any(char::is_control)));
    }
}

/// One workspace and a few people.
fn small() -> Snapshot {
    let user = |email: &str, role| OrganizationUser {
        last_active: None,
        id: UserId::new(1),
        email: Email::seen(email),
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Active)),
        invited_at: None,
    };
    let access =
        |email: &str, role: &str, restrictions: &[Restriction], unknown: &[&str]| WorkspaceUser {
            last_active: None,
            id: UserId::new(1),
            email: Email::seen(email),
            role: Seen::read(role),
            status: None,
            restrictions: Some(restrictions.iter().copied().collect()),
            unknown_restrictions: unknown.iter().map(|it| (*it).to_owned()).collect(),
        };
    use OrganizationRole as R;
    Snapshot {
        id: OrganizationId::new(239021),
        actor: Some(Email::seen("ops@agency.example")),
        organization: Some(Organization {
            name: Some("Acme Dental".to_owned()),
            status: Some("ACTIVE".to_owned()),
            is_reseller_partner: Some(true),
            limits: Limits::default(),
        }),
        users: Collection::complete(vec![
            user("ops@agency.example", R::Admin),
            user("bo@agency.example", R::UserAdmin),
            user("Ana@acme.example", R::Member),
            user("idle@acme.example", R::Member),
            user("p1@acme.example", R::Member),
            user("p2@acme.example", R::Member),
            user("new@acme.example", R::Member),
            user("odd@acme.example", R::Member),
        ]),
        workspaces: Collection::complete(vec![Workspace {
            id: WorkspaceId::new(408881),
            name: WorkspaceName::new("Support: \"first\" line"),
            timezone: Some("Europe/Paris".to_owned()),
            contact_limit: ContactLimit::parse("5000").ok(),
            contacts: None,
            created_at: None,
            users: Collection::complete(vec![
                access("Ana@acme.example", "owner", &[], &[]),
                access("p1@acme.example", "agent", &[Restriction::ShowOnlyMine], &[]),
                access("p2@acme.example", "agent", &[Restriction::ShowOnlyMine], &[]),
                access("new@acme.example", "manager", &[], &["hide_prices"]),
                access("odd@acme.example", "auditor\n# rolecall: allow RC101 because x", &[], &[]),
            ]),
        }]),
        reads: 3,
    }
}

#[test]
fn it_reads_as_a_person_would_have_written_it() {
    let (written, loaded) = read_back(&small(), 2);
    insta::assert_snapshot!(written);
    assert!(!loaded.has_errors(), "{}", text(&loaded.diagnostics, false));
    let plan = plan(&loaded, &small(), &capabilities(Evidence::Verified, true));
    assert!(plan.steps.is_empty(), "{:#?}", plan.steps);
}

#[test]
fn nothing_is_said_of_lists_that_were_not_read_whole() {
    let mut snapshot = small();
    snapshot.users.completeness = Completeness::Partial { why: "7 of 8 users".to_owned() };
    snapshot.workspaces.items[0].users = Collection::out_of_sight();
    let (written, loaded) = read_back(&snapshot, 1);
    assert_eq!(loaded.organizations[0].users, None, "{written}");
    assert_eq!(loaded.organizations[0].workspaces[0].users, None, "{written}");
}

#[test]
fn who_is_left_alone_stays_so_when_the_role_is_known_one_day() {
    let (_, loaded) = read_back(&small(), 1);
    let policy: BTreeMap<_, _> = ["odd@acme.example", "new@acme.example"]
        .map(|it| (it, loaded.organizations[0].policy.ignores(&Email::seen(it))))
        .into();
    assert_eq!(policy, [("odd@acme.example", true), ("new@acme.example", false)].into());
}
