//! Manifests of the organization, which say much in another way than it is live.

use super::live::restrictions;
use super::{ACTOR, NAMES, PEOPLE, email};
use crate::project::{Dice, manifest};
use rolecall::manifest::SourceFile;
use rolecall::model::{Email, OrganizationRole, Snapshot, Workspace, WorkspaceId, WorkspaceRole};
use std::fmt::Write as _;

/// Lines or brackets, with comments between and behind.
fn list(dice: &mut Dice, indent: &str, items: &[String]) -> String {
    if items.is_empty() || dice.one_in(4) {
        return format!(" [{}]\n", items.join(", "));
    }
    let mut out = "\n".to_owned();
    for item in items {
        let comment = dice.pick(&["", "", "   # since 2024"]);
        let _ = writeln!(out, "{indent}- {item}{comment}");
    }
    out
}

fn until(dice: &mut Dice) -> &'static str {
    dice.pick(&["", "", "", "", "", ", until: 2026-01-31", ", until: 2099-01-31"])
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
            _ => dice.pick(WorkspaceRole::ALL),
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
                _ => dice.pick(OrganizationRole::ALL),
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
            let limit = dice.pick(&["500", "unlimited"]);
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

pub(super) fn project(dice: &mut Dice, live: &Snapshot) -> Vec<SourceFile> {
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
