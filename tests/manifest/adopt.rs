//! Generated projects, and consoles in which much is another way: afterwards planning shows nothing but what is named.

use crate::project::{Dice, manifest};
use rolecall::manifest::{SourceFile, load};
use rolecall::model::{
    Capabilities, Capability, Collection, Completeness, ContactLimit, Desired, Email, Evidence,
    Limits, Operation, Organization, OrganizationId, OrganizationRole, OrganizationUser,
    Restriction, Restrictions, Seen, Silenced, Snapshot, UserId, UserStatus, Workspace,
    WorkspaceId, WorkspaceName, WorkspaceRole, WorkspaceUser,
};
use rolecall::people::adopt::{Adopted, Adopting, How, Left, Only, Request, Why};
use rolecall::plan::{OrganizationPlan, Settings, Side, Staff, plan_organization};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const ACTOR: &str = "ops@agency.example";
const PEOPLE: [&str; 6] = ["ana", "bo", "cy", "dana", "eve", "fay"];
/// Those that can be there, with their ids from 100 on.
const NAMES: [&str; 4] = ["Main", "Second", "Old", "Side"];

fn email(name: &str) -> Email {
    Email::parse(&if name.contains('@') { name.to_owned() } else { format!("{name}@acme.example") })
        .unwrap()
}

struct World {
    files: Vec<SourceFile>,
    snapshot: Snapshot,
}

fn pick<T: Clone>(dice: &mut Dice, of: &[T]) -> T {
    of[usize::try_from(dice.below(of.len() as u64)).unwrap()].clone()
}

fn restrictions(dice: &mut Dice) -> Restrictions {
    Restriction::ALL.iter().copied().filter(|_| dice.one_in(4)).collect()
}

fn snapshot(dice: &mut Dice) -> Snapshot {
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
                let role = pick(dice, WorkspaceRole::ALL);
                let restricted = if role == WorkspaceRole::Owner { 0 } else { dice.below(3) };
                users.push(WorkspaceUser {
                    id: UserId::new(number as u64 + 1),
                    email: email.clone(),
                    role: match dice.one_in(20) {
                        true => Seen::Unknown("viewer".to_owned()),
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
        let limit = pick(dice, &["unlimited", "unlimited", "500", "700"]);
        workspaces.push(Workspace {
            id: WorkspaceId::new(id),
            name: WorkspaceName::new(if dice.one_in(8) { "Renamed: it #1" } else { name }),
            timezone: Some(pick(dice, &["UTC", "Europe/Paris"]).to_owned()),
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
            name: Some(pick(dice, &["Acme", "Acme: \"Dental\" # 2"]).to_owned()),
            status: None,
            is_reseller_partner: Some(!dice.one_in(8)),
            limits: Limits::default(),
        }),
        users,
        workspaces: Collection::complete(workspaces),
        reads: 3,
    }
}

/// Lines or brackets, with comments between and behind.
fn list(dice: &mut Dice, indent: &str, items: &[String]) -> String {
    if items.is_empty() || dice.one_in(4) {
        return format!(" [{}]\n", items.join(", "));
    }
    let mut out = "\n".to_owned();
    for item in items {
        let comment = pick(dice, &["", "", "   # since 2024"]);
        let _ = writeln!(out, "{indent}- {item}{comment}");
    }
    out
}

fn until(dice: &mut Dice) -> &'static str {
    pick(dice, &["", "", "", "", "", ", until: 2026-01-31", ", until: 2099-01-31"])
}

/// A list of a workspace, mostly as it is live.
fn access(dice: &mut Dice, live: Option<&Workspace>, indent: &str, groups: bool) -> String {
    let mut items = Vec::new();
    let mut people: Vec<Email> = PEOPLE.map(email).to_vec();
    people.push(email(ACTOR));
    for who in people {
        let there = live.and_then(|it| it.users.items.iter().find(|it| it.email == who));
        let role = match there.and_then(|it| it.role.known().copied()) {
            Some(role) if !dice.one_in(3) => role,
            None if !dice.one_in(5) => continue,
            _ if dice.one_in(2) => continue,
            _ => pick(dice, WorkspaceRole::ALL),
        };
        let mut item = format!("{{email: {who}, role: {role}{}", until(dice));
        if role != WorkspaceRole::Owner && dice.one_in(3) {
            let restrictions: Vec<_> = match there.and_then(|it| it.restrictions.clone()) {
                Some(live) if !dice.one_in(3) => live.iter().map(|it| it.word()).collect(),
                _ => restrictions(dice).iter().map(|it| it.word()).collect(),
            };
            let _ = write!(item, ", restrictions: [{}]", restrictions.join(", "));
        }
        items.push(item + "}");
    }
    if groups && dice.one_in(2) {
        items.push("{group: care, role: agent}".to_owned());
    }
    list(dice, indent, &items)
}

fn spec(dice: &mut Dice, live: &Snapshot, indent: &str, groups: bool) -> String {
    let mut out = String::new();
    if dice.one_in(3) {
        let _ = writeln!(out, "{indent}name: Acme");
    }
    if dice.one_in(10) {
        let _ = writeln!(out, "{indent}policy: {{users: additive}}");
    }
    if dice.one_in(10) {
        let _ = writeln!(out, "{indent}policy: {{ignore: ['fay@*']}}");
        out = out.replace(&format!("{indent}policy: {{users: additive}}\n"), "");
    }
    if !dice.one_in(12) {
        let mut items = vec![format!("{{email: {ACTOR}, role: admin}}")];
        for name in PEOPLE {
            let who = email(name);
            let there = live.users.items.iter().find(|it| it.email == who);
            let role = match there.and_then(|it| it.role.known().copied()) {
                Some(role) if !dice.one_in(3) => role,
                _ if !dice.one_in(4) => continue,
                _ => pick(dice, OrganizationRole::ALL),
            };
            let former = if name == "fay" && dice.one_in(3) {
                ", formerEmail: old@acme.example"
            } else {
                ""
            };
            items.push(format!("{{email: {who}, role: {role}{}{former}}}", until(dice)));
        }
        let _ = write!(out, "{indent}users:{}", list(dice, &format!("{indent}  "), &items));
    }
    let _ = writeln!(out, "{indent}workspaces:");
    for (name, id) in NAMES.iter().zip(100_u64..) {
        if *name == "Side" || (*name == "Old" && dice.one_in(2)) {
            continue;
        }
        let there = live.workspaces.items.iter().find(|it| it.id == WorkspaceId::new(id));
        let _ = writeln!(out, "{indent}  - name: {name}");
        match dice.below(4) {
            0 | 1 => drop(writeln!(out, "{indent}    id: {id}")),
            2 => drop(writeln!(out, "{indent}    formerName: 'Renamed: it #1'")),
            _ => {}
        }
        if dice.one_in(3) {
            let limit = pick(dice, &["500", "unlimited"]);
            let _ = writeln!(out, "{indent}    contactLimit: {limit}  # as sold");
        }
        if dice.one_in(4) {
            let _ = writeln!(out, "{indent}    timezone: 'Europe/Paris'");
        }
        if !dice.one_in(10) {
            let users = access(dice, there, &format!("{indent}      "), groups);
            let _ = write!(out, "{indent}    users:{users}");
        }
    }
    if !out.contains("name: Old") && dice.one_in(2) {
        let _ = writeln!(
            out,
            "{indent}retiredWorkspaces:\n{indent}  - {{name: Old, id: 102, dataExported: 2026-01-01}}"
        );
    }
    out
}

fn project(dice: &mut Dice, live: &Snapshot) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut file = |path: &str, kind: &str, name: &str, spec: String, crlf: bool| {
        files.push(manifest(path, kind, name, &spec, crlf));
    };
    file("rolecall.yaml", "Project", "p", "  platform: sandbox\n".to_owned(), false);
    let member = if dice.one_in(2) { "cy" } else { "dana" };
    let group = format!("  users: [ana@acme.example, {member}@acme.example]\n");
    file("group.yaml", "Group", "care", group, false);
    let crlf = dice.one_in(4);
    if dice.one_in(3) {
        let inner = spec(dice, live, "    ", true);
        let fixed = if dice.one_in(3) { "  fixed: [workspaces.Main.contactLimit]\n" } else { "" };
        file("template.yaml", "Template", "t", format!("{fixed}  organization:\n{inner}"), false);
        let overlay = match dice.below(3) {
            0 => String::new(),
            1 => "  overlay: {users: [{email: eve@acme.example, role: member}]}\n".to_owned(),
            _ => "  overlay:\n    workspaces:\n      # ours\n      - name: Main\n        users:\n          - {email: eve@acme.example, role: agent}\n"
                .to_owned(),
        };
        file(
            "acme.yaml",
            "Client",
            "acme",
            format!("  template: t\n  organizationId: 7\n{overlay}"),
            crlf,
        );
    } else {
        let inner = spec(dice, live, "  ", true);
        file("acme.yaml", "Organization", "acme", format!("  id: 7\n{inner}"), crlf);
    }
    files
}

fn world(seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let snapshot = snapshot(&mut dice);
    World { files: project(&mut dice, &snapshot), snapshot }
}

fn settings() -> Settings {
    Settings {
        now: "2026-11-26T12:00:00Z".parse().unwrap(),
        allow_workspace_deletion: false,
        allow_assumed: false,
        max_removals: None,
        token_expires: None,
        silenced: Silenced::default(),
        staff: Staff::default(),
        side: Side::Drift,
    }
}

fn capabilities() -> Capabilities {
    let all = Operation::ALL.iter().map(|it| (*it, Capability::new(Evidence::Verified)));
    Capabilities { profile: "test".to_owned(), operations: all.collect(), requests_per_second: 5.0 }
}

struct Done {
    files: Vec<SourceFile>,
    adopted: Vec<Adopted>,
    left: Vec<Left>,
}

fn desired(files: &[SourceFile]) -> Option<Desired> {
    let loaded = load(files, "2026-11-26".parse().unwrap());
    if loaded.has_errors() { None } else { loaded.organizations.into_iter().next() }
}

fn plan(files: &[SourceFile], snapshot: &Snapshot) -> OrganizationPlan {
    let desired = desired(files).expect("it is valid");
    plan_organization(&desired, snapshot, &capabilities(), &settings()).unwrap()
}

fn adopt(
    files: &[SourceFile],
    snapshot: &Snapshot,
    only: Option<Only>,
    with_power: bool,
    is_secret: &dyn Fn(&str) -> bool,
) -> Done {
    let desired = desired(files).expect("it is valid");
    let (capabilities, settings) = (capabilities(), settings());
    let request = Request {
        files,
        capabilities: &capabilities,
        settings: &settings,
        only,
        with_power,
        is_secret,
    };
    let mut adopting = Adopting::new(&request);
    adopting.adopt(&desired, snapshot, &plan(files, snapshot));
    let (texts, adopted, left) = adopting.finish();
    let text = |it: &SourceFile| texts.get(&it.path).unwrap_or(&it.text).clone();
    let files = files.iter().map(|it| SourceFile { path: it.path.clone(), text: text(it) });
    Done { files: files.collect(), adopted, left }
}

/// Whom and which workspace each step is about, as the plan file says.
fn subjects(plan: &OrganizationPlan) -> Vec<(Option<String>, Option<String>)> {
    let mut all = Vec::new();
    for step in &plan.steps {
        let step = serde_json::to_value(step).unwrap();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let workspace = text(&step["workspace"]);
        match step["users"].as_array().filter(|_| !step["workspaceId"].is_null()) {
            Some(users) => {
                all.extend(users.iter().map(|it| (text(&it["email"]), workspace.clone())))
            }
            None => all.push((text(&step["email"]), workspace)),
        }
    }
    all.extend(plan.unlisted_power().map(|it| {
        let workspace = it.workspace.as_ref().map(|it| it.as_str().to_owned());
        (it.person.as_ref().map(|it| it.as_str().to_owned()), workspace)
    }));
    all
}

/// Somebody's power, by where: 0 of the organization.
fn power(desired: &Desired) -> BTreeSet<(String, Email)> {
    let users = desired.users.iter().flatten();
    let users = users
        .filter(|(_, it)| it.role != OrganizationRole::Member)
        .map(|(email, it)| (it.role.to_string(), email.clone()));
    let owners = desired.workspaces.iter().flat_map(|workspace| {
        let users = workspace.users.iter().flatten();
        let owners = users.filter(|(_, it)| it.role == WorkspaceRole::Owner);
        owners.map(|(email, _)| (workspace.name.key(), email.clone()))
    });
    users.chain(owners).collect()
}

#[derive(Debug, Default)]
struct Tally {
    ran: usize,
    whole: usize,
    adopted: usize,
    how: BTreeMap<How, usize>,
    left: BTreeMap<Why, usize>,
}

fn one(seed: u64, tally: &mut Tally) {
    let World { files, snapshot } = world(seed);
    let Some(before) = desired(&files) else { return };
    tally.ran += 1;
    let with_power = seed.is_multiple_of(2);
    let Done { files: after, adopted, left } =
        adopt(&files, &snapshot, None, with_power, &|_| false);
    let shown = || {
        let text = after.iter().map(|it| it.text.as_str()).collect::<String>();
        format!("seed {seed}\n{text}\n{adopted:#?}\n{left:#?}")
    };
    let plan = plan(&after, &snapshot);
    for (person, workspace) in subjects(&plan) {
        let named = left.iter().any(|it| {
            person.as_ref().is_none_or(|who| it.what.to_lowercase().contains(&who.to_lowercase()))
                && workspace.as_ref().is_none_or(|name| it.what.contains(name.as_str()))
        });
        assert!(named, "{person:?} {workspace:?} is not named\n{}", shown());
    }
    assert!(!left.is_empty() || plan.steps.is_empty(), "{}", shown());
    let desired = desired(&after).unwrap();
    if !with_power {
        let old = power(&before);
        // Whoever had more has it no longer.
        let more: Vec<_> = power(&desired)
            .into_iter()
            .filter(|it| !old.contains(it) && !old.contains(&("admin".to_owned(), it.1.clone())))
            .collect();
        let renamed = adopted.iter().any(|it| it.what.contains("is called"));
        assert!(more.is_empty() || renamed, "{more:?}\n{}", shown());
    }
    for user in snapshot.users.items.iter().filter(|it| it.is_pending()) {
        let has = |of: &Desired| of.users.as_ref().map(|it| it.get(&user.email).map(|it| it.role));
        assert_eq!(has(&before), has(&desired), "{}", shown());
    }
    for (old, new) in files.iter().zip(&after) {
        assert!(old.path == "acme.yaml" || old.text == new.text, "{}", shown());
        assert_eq!(old.text.contains('\r'), new.text.contains('\r'));
        let bare = new.text.replace("\r\n", "");
        assert!(!new.text.contains('\r') || !bare.contains('\n'), "{}", shown());
    }
    let again = adopt(&after, &snapshot, None, with_power, &|_| false);
    assert!(again.adopted.is_empty(), "{:#?}\n{}", again.adopted, shown());
    tally.whole += usize::from(left.is_empty());
    tally.adopted += adopted.len();
    for it in &adopted {
        *tally.how.entry(it.how).or_default() += 1;
    }
    for it in &left {
        *tally.left.entry(it.why).or_default() += 1;
    }
}

#[test]
fn afterwards_planning_shows_nothing_but_what_is_named() {
    let mut tally = Tally::default();
    (1..240).for_each(|seed| one(seed, &mut tally));
    assert!(tally.ran > 150 && tally.whole > 10 && tally.adopted > 400, "{tally:#?}");
    assert_eq!(tally.how.len(), 3, "{tally:#?}");
    let met = [
        Why::Power,
        Why::Invitation,
        Why::Ended,
        Why::Retired,
        Why::NotRead,
        Why::Unknown,
        Why::Group,
        Why::Template,
        Why::NoOwner,
        Why::Elsewhere,
    ];
    for why in met {
        assert!(tally.left.contains_key(&why), "never {why:?}: {tally:#?}");
    }
}

#[test]
#[ignore = "half a minute or more: run it by name"]
fn five_thousand_worlds() {
    let mut tally = Tally::default();
    (1..7000).for_each(|seed| one(seed, &mut tally));
    assert!(tally.ran > 5000, "{tally:#?}");
}

#[test]
fn only_what_was_asked_for() {
    for seed in 1..60 {
        let World { files, snapshot } = world(seed);
        if desired(&files).is_none() {
            continue;
        }
        let limits = adopt(&files, &snapshot, Some(Only::Limits), true, &|_| false);
        assert!(limits.adopted.iter().all(|it| it.what.contains("contact limit")));
        let people = adopt(&files, &snapshot, Some(Only::People), true, &|_| false);
        assert!(people.adopted.iter().all(|it| it.what.contains('@')), "{:#?}", people.adopted);
    }
}

#[test]
fn no_secret_gets_into_a_manifest() {
    let mut met = 0;
    for seed in 1..80 {
        let World { files, snapshot } = world(seed);
        if desired(&files).is_none() {
            continue;
        }
        let Done { files: after, adopted: _, left } =
            adopt(&files, &snapshot, None, true, &|text| text.contains("Renamed: it"));
        let count = |files: &[SourceFile]| -> usize {
            files.iter().map(|it| it.text.matches("name: 'Renamed").count()).sum()
        };
        assert_eq!(count(&files), count(&after), "{seed}");
        met += left.iter().filter(|it| it.why == Why::Secret).count();
    }
    assert!(met > 3, "{met}");
}
