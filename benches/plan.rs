//! How long planning takes, against the bars of DESIGN §11: `cargo bench --bench plan`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use litemap::LiteMap;
use rolecall::model::*;
use rolecall::plan::{Settings, plan_organization};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn main() {
    if std::env::args().any(|it| it == "--fleet-only") {
        of_organizations(1_000);
        println!("peak {}", peak_megabytes());
        return;
    }
    let fleet = of_organizations(1_000);
    bar("plan 1,000 organizations x 10 workspaces x 20 users", fleet.as_secs_f64(), 1.0, "s");
    let ten_times = of_organizations(10_000);
    bar("10 x organizations", ten_times.as_secs_f64() / fleet.as_secs_f64(), 11.0, "x time");
    bar("one organization of 50,000 people, in sync", of_people(50_000, 0).as_secs_f64(), 1.0, "s");
    bar(
        "one organization of 50,000 people, 5,000 changes",
        of_people(50_000, 5_000).as_secs_f64(),
        1.0,
        "s",
    );
    bar("memory at its peak, fleet only", fleet_memory(), 200.0, "MB");
}

fn bar(what: &str, figure: f64, limit: f64, unit: &str) {
    let verdict = if figure <= limit { "within" } else { "OVER" };
    println!("{what}: {figure:.3} {unit}, {verdict} {limit} ({:.2})", figure / limit);
}

/// Plans them on two threads, each organization made when it is its turn, as observing would.
fn of_organizations(count: usize) -> Duration {
    let start = Instant::now();
    let busy: Duration = std::thread::scope(|scope| {
        let half = |first: usize| {
            scope.spawn(move || {
                let mut busy = Duration::ZERO;
                for number in (first..count).step_by(2) {
                    let (desired, snapshot) = organization(number, 10, 20, number % 4);
                    busy += plan(&desired, &snapshot);
                }
                busy
            })
        };
        let (one, other) = (half(0), half(1));
        one.join().unwrap().max(other.join().unwrap())
    });
    println!(
        "  ({count} organizations: {:.3} s with making them up)",
        start.elapsed().as_secs_f64()
    );
    busy
}

fn of_people(people: usize, changes: usize) -> Duration {
    let (desired, snapshot) = organization(0, 10, people, changes);
    plan(&desired, &snapshot)
}

fn plan(desired: &Desired, snapshot: &Snapshot) -> Duration {
    let (capabilities, settings) = (capabilities(), settings());
    let start = Instant::now();
    let plan = plan_organization(desired, snapshot, &capabilities, &settings).unwrap();
    let time = start.elapsed();
    std::hint::black_box(plan);
    time
}

/// Measured in a process of its own: this one has planned 50,000 people already.
fn fleet_memory() -> f64 {
    let own = std::env::current_exe().unwrap();
    let output = std::process::Command::new(own).arg("--fleet-only").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let peak = text.lines().find_map(|line| line.strip_prefix("peak "));
    peak.and_then(|it| it.trim().parse().ok()).unwrap_or(f64::NAN)
}

/// The most memory that this process had, where the system tells.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|it| it.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

fn email(number: usize) -> Email {
    Email::seen(&format!("person{number:06}@client.example"))
}

fn ops() -> Email {
    Email::seen("ops@agency.example")
}

/// So many people; everybody is in every workspace up to 200 people, then in one each. Of the changes, one
/// in four each is a removal, an addition, a promotion, or a new restriction.
fn organization(
    number: usize,
    workspaces: usize,
    people: usize,
    changes: usize,
) -> (Desired, Snapshot) {
    let is_in = |person: usize, place: usize| people <= 200 || person % workspaces == place;
    let user = |email: Email, id: usize, role| OrganizationUser {
        last_active: None,
        id: UserId::new(id as u64 + 1),
        email,
        role: Seen::Known(role),
        status: Some(Seen::Known(UserStatus::Active)),
        invited_at: None,
    };
    let mut users: Vec<OrganizationUser> =
        (0..people).map(|it| user(email(it), it, OrganizationRole::Member)).collect();
    users.push(user(ops(), people, OrganizationRole::Admin));
    users.sort_by(|a, b| a.email.cmp(&b.email));
    let role =
        |person: usize| if person < 20 { WorkspaceRole::Owner } else { WorkspaceRole::Agent };
    let mut live = Vec::new();
    let mut wanted = Vec::new();
    for place in 0..workspaces {
        let inside = || (0..people).filter(move |it| is_in(*it, place));
        let name = WorkspaceName::new(&format!("Workspace {place}"));
        live.push(Workspace {
            id: WorkspaceId::new(place as u64 + 1),
            name: name.clone(),
            timezone: Some("UTC".to_owned()),
            contact_limit: Some(ContactLimit::Unlimited),
            contacts: Some(100),
            created_at: None,
            users: Collection::complete(
                inside()
                    .map(|it| WorkspaceUser {
                        last_active: None,
                        id: UserId::new(it as u64 + 1),
                        email: email(it),
                        role: Seen::Known(role(it)),
                        status: Some(Seen::Known(UserStatus::Active)),
                        restrictions: Some(Restrictions::new()),
                        unknown_restrictions: Vec::new(),
                    })
                    .collect(),
            ),
        });
        let source = Source::new("client.yaml", 9);
        let access = |role, restrictions: Option<Restrictions>| DesiredAccess {
            role,
            restrictions: restrictions.map(Box::new),
            until: None,
            source: source.clone(),
        };
        let mut listed: LiteMap<Email, DesiredAccess> =
            inside().map(|it| (email(it), access(role(it), None))).collect();
        for change in
            (0..changes).filter(|it| is_in(people - 1 - it, place) && (people > 200 || place == 0))
        {
            let person = people - 1 - change;
            match (change / workspaces) % 4 {
                0 => drop(listed.remove(&email(person))),
                1 => {
                    drop(listed.insert(email(people + change), access(WorkspaceRole::Agent, None)))
                }
                2 => drop(listed.insert(email(person), access(WorkspaceRole::Manager, None))),
                _ => {
                    let restricted = Some([Restriction::ShowOnlyMine].into());
                    listed.insert(email(person), access(WorkspaceRole::Agent, restricted));
                }
            }
        }
        wanted.push(DesiredWorkspace {
            name,
            id: None,
            former_name: None,
            fields: Vec::new(),
            created_with: WorkspaceFields {
                timezone: Some("UTC".to_owned()),
                contact_limit: Some(ContactLimit::Unlimited),
                ..Default::default()
            },
            credentials: None,
            users: Some(listed),
            ended: BTreeMap::new(),
            source,
        });
    }
    let snapshot = Snapshot {
        id: OrganizationId::new(number as u64),
        actor: Some(ops()),
        organization: Some(Organization {
            name: Some("Client".to_owned()),
            status: Some("ACTIVE".to_owned()),
            is_reseller_partner: Some(true),
            limits: Limits {
                workspaces: Some(20),
                users: Some(people as u64 + 1),
                not_told: false,
            },
        }),
        users: Collection::complete(users),
        workspaces: Collection::complete(live),
        reads: 12,
    };
    (desired(number, wanted), snapshot)
}

fn desired(number: usize, workspaces: Vec<DesiredWorkspace>) -> Desired {
    let source = Source::new("client.yaml", 1);
    let admin = DesiredUser { role: OrganizationRole::Admin, until: None, source: source.clone() };
    Desired {
        name: Slug::parse(&format!("client-{number}")).unwrap(),
        id: OrganizationId::new(number as u64),
        source,
        display_name: None,
        credentials: "default".to_owned(),
        users: Some([(ops(), admin)].into_iter().collect()),
        ended: BTreeMap::new(),
        workspaces,
        retired: Vec::new(),
        departures: BTreeMap::new(),
        hand_overs: BTreeMap::new(),
        policy: Policy::default(),
        safety: Safety { min_admins: 1, max_removals: MaxRemovals::Default, waivers: Vec::new() },
        embargo: None,
        resend_after_days: None,
        lints: Vec::new(),
    }
}

fn settings() -> Settings {
    Settings {
        now: "2026-11-23T12:00:00Z".parse().unwrap(),
        allow_workspace_deletion: false,
        allow_assumed: true,
        max_removals: None,
        token_expires: None,
        silenced: Default::default(),
        staff: rolecall::plan::Staff::default(),
        side: rolecall::plan::Side::Plan,
    }
}

fn capabilities() -> Capabilities {
    let capability = Capability::new(Evidence::Verified);
    Capabilities {
        profile: "bench".to_owned(),
        operations: Operation::ALL.iter().map(|it| (*it, capability.clone())).collect(),
        requests_per_second: 5.0,
    }
}
