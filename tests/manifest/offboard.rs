//! Generated projects, and somebody who leaves: afterwards no value names them but where that is said.

use crate::project::{Dice, manifest};
use rolecall::manifest::edit::written;
use rolecall::manifest::{Node, Severity, SourceFile, Value, load};
use rolecall::model::{Email, OrganizationRole, WorkspaceRole};
use rolecall::people::offboard::{As, Offboarding, Request, Rule, offboard};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const WHO: &str = "cy@acme.example";
const HEIR: &str = "ana@acme.example";

impl Dice {
    /// An address as somebody may write it.
    fn who(&mut self) -> &'static str {
        [WHO, WHO, "CY@acme.example", "'cy@Acme.example'", "\"cy\\x40acme.example\""]
            [usize::try_from(self.below(5)).unwrap()]
    }

    /// Somebody, who may be the one that leaves.
    fn somebody(&mut self) -> String {
        match self.below(3) {
            0 => self.who().to_owned(),
            1 => HEIR.to_owned(),
            _ => format!("p{}@acme.example", self.below(5)),
        }
    }

    /// A list of users, each once, in brackets or on lines.
    fn users(&mut self, roles: &[&str], indent: &str) -> String {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        if !self.one_in(4) {
            items.push(format!("{{email: ops@agency.example, role: {}}}", roles[0]));
        }
        for number in 0..1 + self.below(4) {
            let email = self.somebody();
            let plain = email.to_lowercase().replace("\\x40", "@");
            if !seen.insert(plain.trim_matches(['"', '\'']).to_owned()) {
                continue;
            }
            let role =
                roles[usize::try_from((number + self.below(2)) % roles.len() as u64).unwrap()];
            let until = if self.one_in(6) { ", until: 2099-01-31" } else { "" };
            items.push(format!("{{email: {email}, role: {role}{until}}}"));
        }
        if self.one_in(3) {
            return format!(" [{}]\n", items.join(", "));
        }
        let mut out = "\n".to_owned();
        for item in items {
            let comment = ["", "   # since 2024", "  # asked by cy@acme.example"]
                [usize::try_from(self.below(3)).unwrap()];
            let _ = writeln!(out, "{indent}- {item}{comment}");
        }
        out
    }
}

fn project(seed: u64) -> Vec<SourceFile> {
    let mut dice = Dice::new(seed);
    let mut files = Vec::new();
    let mut file = |path: &str, kind: &str, name: &str, spec: String, crlf: bool| {
        files.push(manifest(path, kind, name, &spec, crlf));
    };
    let actor = if dice.one_in(3) { ", actor: cy@acme.example" } else { "" };
    let staff =
        if dice.one_in(3) { "  staff: [cy@acme.example, '*@agency.example']\n" } else { "" };
    let spec =
        format!("  platform: sandbox\n  credentials: {{default: {{tokenEnv: T{actor}}}}}\n{staff}");
    file("rolecall.yaml", "Project", "p", spec, false);
    let listed = match dice.below(3) {
        0 => format!("  users: [{}, lee@agency.example]\n", dice.who()),
        1 => format!("  users:\n    - {}  # first\n    - lee@agency.example\n", dice.who()),
        _ => format!(
            "  users:\n    - {{email: {}, until: 2099-01-31}}\n    - lee@agency.example\n",
            dice.who()
        ),
    };
    file("groups/a.yaml", "Group", "care", listed, dice.one_in(3));
    let way = dice.below(4);
    let fixed = match way {
        0 => format!(
            "        - {{if: \"${{{{ vip }}}}\", item: {{email: {}, role: manager}}}}\n",
            dice.who()
        ),
        _ => String::new(),
    };
    let loops = match way {
        1 => format!(
            "        - {{for: p, in: [{}, q@acme.example], item: {{email: \"${{{{ p }}}}\", role: agent}}}}\n",
            dice.who()
        ),
        _ => String::new(),
    };
    let made = if way == 2 && dice.one_in(2) {
        "        - {email: \"${{ 'cy' ~ '@acme.example' }}\", role: agent}\n"
    } else {
        ""
    };
    let need = if dice.one_in(3) { "true" } else { "false" };
    file(
        "templates/t.yaml",
        "Template",
        "t",
        format!(
            "  parameters:\n    - {{name: lead, type: email, required: {need}}}\n    - {{name: team, type: list}}\n    \
             - {{name: vip, type: boolean, default: true}}\n  organization:\n    users:\n      \
             - {{email: ops@agency.example, role: admin}}\n    workspaces:\n      - name: Main\n        users:\n        \
             - {{email: ops@agency.example, role: owner}}\n        \
             - {{for: one, in: \"${{{{ team }}}}\", item: {{email: \"${{{{ one }}}}\", role: agent}}}}\n{fixed}{loops}{made}      \
             - name: Second\n        users:\n        - {{if: \"${{{{ lead is defined }}}}\", item: {{email: \"${{{{ lead }}}}\", role: owner}}}}\n"
        ),
        dice.one_in(3),
    );
    for number in 0..2 {
        let lead = if need == "true" || dice.one_in(2) {
            format!("    lead: {}\n", dice.somebody())
        } else {
            String::new()
        };
        let overlay = if way == 3 && dice.one_in(2) {
            format!(
                "  overlay:\n    workspaces:\n      - name: Main\n        users: [{{email: {}, role: manager}}]\n",
                dice.who()
            )
        } else {
            String::new()
        };
        let spec = format!(
            "  template: t\n  organizationId: {}\n  parameters:\n{lead}    team: [{}]  # of cy@acme.example\n{overlay}",
            200 + number,
            [if way == 3 { dice.who() } else { "y@acme.example" }, "z@acme.example"].join(", "),
        );
        file(
            &format!("clients/{number}.yaml"),
            "Client",
            &format!("client-{number}"),
            spec,
            dice.one_in(3),
        );
    }
    for number in 0..2 {
        let users = dice.users(&["admin", "member", "user_admin"], "    ");
        let shared = if dice.one_in(4) {
            format!(
                "    - name: A\n      users: &them [{{email: {}, role: agent}}]\n    - {{name: B, users: *them}}\n",
                dice.who()
            )
        } else {
            String::new()
        };
        let inner = dice.users(&["owner", "manager", "agent"], "        ");
        let departures = if dice.one_in(5) {
            format!(
                "  departures: [{{email: gone@acme.example, reassignContactsTo: {}}}]\n",
                dice.who()
            )
        } else {
            String::new()
        };
        let ignore = if dice.one_in(4) { "  policy: {ignore: [cy@acme.example]}\n" } else { "" };
        let spec = format!(
            "  id: {}\n  users:{users}  workspaces:\n    - name: W\n      users:{inner}    - {{name: G, users: [{{group: care, role: agent}}]}}\n{shared}{departures}{ignore}",
            300 + number
        );
        file(
            &format!("o{number}.yaml"),
            "Organization",
            &format!("org-{number}"),
            spec,
            dice.one_in(3),
        );
    }
    files
}

/// Scalars that name somebody, but where PEOPLE says that they stay, with the file.
fn values(node: &Node, who: &Email, path: &str, found: &mut Vec<String>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => {
            let stays = ["formerEmail", "ignore", "waivers", "actor", "departures.email"];
            if Email::seen(&scalar.text) == *who && !stays.iter().any(|it| path.ends_with(it)) {
                found.push(path.to_owned());
            }
        }
        Value::Sequence(items) => items.iter().for_each(|it| values(it, who, path, found)),
        Value::Mapping(mapping) => {
            for (key, node) in &mapping.entries {
                values(node, who, &format!("{path}.{}", key.text), found);
            }
        }
    }
}

fn leaves(files: &[SourceFile], contacts_to: Option<&str>, until: Option<&str>) -> Offboarding {
    let today = "2026-11-26".parse().unwrap();
    let before = load(files, today);
    assert!(!before.has_errors(), "{:?}", before.diagnostics);
    let receiver = contacts_to.map(|it| Email::parse(it).unwrap());
    offboard(&Request {
        files,
        organizations: &before.organizations,
        people: &[Email::parse(WHO).unwrap()].into(),
        contacts_to: receiver.as_ref(),
        until: until.map(|it| it.parse().unwrap()),
        today,
    })
}

fn is_sound(files: &[SourceFile]) -> bool {
    !load(files, "2026-11-26".parse().unwrap()).has_errors()
}

fn changed(files: &[SourceFile], done: &Offboarding) -> Vec<SourceFile> {
    let text = |it: &SourceFile| done.texts.get(&it.path).unwrap_or(&it.text).clone();
    files.iter().map(|it| SourceFile { path: it.path.clone(), text: text(it) }).collect()
}

#[test]
fn afterwards_no_value_names_them_but_where_that_is_said() {
    let who = Email::parse(WHO).unwrap();
    let (mut ran, mut whole, mut refused, mut by_hand) = (0, 0, 0, 0);
    for seed in 1..180 {
        let files = project(seed);
        if !is_sound(&files) {
            continue;
        }
        ran += 1;
        let done = leaves(&files, Some(HEIR), None);
        let before = load(&files, "2026-11-26".parse().unwrap());
        let after = load(&changed(&files, &done), "2026-11-26".parse().unwrap());
        let errors: Vec<_> =
            after.diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{seed}: {errors:#?}\n{:#?}", done.texts);
        let told: BTreeSet<&str> = done
            .by_hand
            .iter()
            .map(|it| &it.place)
            .chain(done.refused.iter().map(|it| &it.place))
            .map(|place| place.file.as_ref())
            .collect();
        for file in changed(&files, &done) {
            let mut found = Vec::new();
            for root in written(&file.text).unwrap().documents {
                values(&root, &who, "", &mut found);
            }
            assert!(
                found.is_empty() || told.contains(&*file.path),
                "{seed}: {found:?} in\n{}",
                file.text
            );
            if let Some(new) = done.texts.get(&file.path) {
                let old = &files.iter().find(|it| it.path == file.path).unwrap().text;
                assert_eq!(old.contains("\r\n"), new.contains("\r\n"), "{seed}");
                assert_eq!(new.contains("\r\n"), !new.replace("\r\n", "").contains('\n'), "{seed}");
            }
        }
        for one in &after.organizations {
            let lists = one.users.iter().any(|it| it.contains_key(&who))
                || one.workspaces.iter().any(|it| it.users.iter().any(|it| it.contains_key(&who)));
            assert!(!lists || !told.is_empty(), "{seed}: {} lists them still", one.name);
            let owners = |of: &rolecall::model::DesiredWorkspace| {
                of.users.iter().flatten().filter(|(_, it)| it.role == WorkspaceRole::Owner).count()
            };
            let before = before.organizations.iter().find(|it| it.name == one.name).unwrap();
            for (old, new) in before.workspaces.iter().zip(&one.workspaces) {
                assert!(owners(old) == 0 || owners(new) > 0, "{seed}: {}", one.name);
            }
            let admins =
                one.users.iter().flatten().filter(|(_, it)| it.role == OrganizationRole::Admin);
            assert!(one.users.is_none() || admins.count() > 0);
        }
        whole += u32::from(told.is_empty());
        refused += u32::from(!done.refused.is_empty());
        by_hand += u32::from(!done.by_hand.is_empty());
    }
    assert!(
        ran > 60 && whole > 20 && refused > 10 && by_hand > 10,
        "{ran} {whole} {refused} {by_hand}"
    );
}

#[test]
fn an_end_is_written_wherever_one_can_be() {
    let mut ends = 0;
    for seed in 1..120 {
        let files = project(seed);
        if !is_sound(&files) {
            continue;
        }
        let done = leaves(&files, Some(HEIR), Some("2026-12-31"));
        assert!(!done.after.has_errors(), "{seed}");
        assert!(
            done.refused.iter().all(|it| it.rule == Rule::HandOver),
            "{seed}: {:?}",
            done.refused
        );
        let who = Email::parse(WHO).unwrap();
        let day = "2026-12-31".parse().ok();
        for one in &done.after.organizations {
            let untils = one.users.iter().filter_map(|it| Some(it.get(&who)?.until));
            let inner =
                one.workspaces.iter().filter_map(|it| Some(it.users.as_ref()?.get(&who)?.until));
            for until in untils.chain(inner) {
                assert!(until == day || !done.by_hand.is_empty(), "{seed}: {}", one.name);
                ends += u32::from(until == day);
            }
        }
    }
    assert!(ends > 30, "{ends}");
}

fn organization(spec: &str) -> Vec<SourceFile> {
    let file = |path: &str, text: String| SourceFile { path: path.to_owned(), text };
    let head = |kind: &str, name: &str| {
        format!("apiVersion: rolecall/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec:\n")
    };
    vec![
        file("rolecall.yaml", head("Project", "p") + "  platform: sandbox\n"),
        file("o.yaml", head("Organization", "o") + "  id: 1\n" + spec),
    ]
}

const OTHERS: &str = "  users:\n    - {email: ana@acme.example, role: admin}\n    - {email: bo@acme.example, role: user_admin}\n";

#[test]
fn the_last_admin_and_the_last_owner_stay_and_who_could_take_over_is_said() {
    let files = organization(
        "  users:\n    - {email: cy@acme.example, role: admin}\n    - {email: bo@acme.example, role: user_admin}\n  workspaces:\n    - name: W\n      users:\n        - {email: cy@acme.example, role: owner}\n        - {email: dee@acme.example, role: agent}\n        - {email: eli@acme.example, role: manager}\n    - name: V\n      users: [{email: cy@acme.example, role: agent}]\n",
    );
    let done = leaves(&files, None, None);
    let told: Vec<_> = done
        .refused
        .iter()
        .map(|it| {
            let people: Vec<_> = it.could_take_over.iter().map(|it| it.as_str()).collect();
            (it.rule, it.place.line, people.join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            (Rule::LastAdmin, 7, "bo@acme.example dee@acme.example eli@acme.example".to_owned()),
            (Rule::LastOwner, 12, "eli@acme.example dee@acme.example".to_owned()),
        ]
    );
    // The rest is what `--partly` writes.
    assert_eq!(
        done.texts["o.yaml"],
        files[1].text.replace("[{email: cy@acme.example, role: agent}]", "[]")
    );
    assert_eq!(leaves(&files, None, Some("2026-12-31")).refused, []);
}

#[test]
fn hand_overs_to_who_leaves_need_somebody_who_is_there() {
    let spec = format!(
        "{OTHERS}    - {{email: cy@acme.example, role: member, formerEmail: old@acme.example}}\n  departures:\n    - {{email: gone@acme.example, reassignContactsTo: cy@acme.example}}\n"
    );
    let files = organization(&spec);
    for receiver in [None, Some("stranger@acme.example"), Some("gone@acme.example")] {
        let done = leaves(&files, receiver, None);
        let lines: Vec<_> = done.refused.iter().map(|it| (it.rule, it.place.line)).collect();
        assert_eq!(lines, [(Rule::HandOver, 9), (Rule::HandOver, 11)], "{receiver:?}");
        assert!(done.texts.is_empty());
    }
    let done = leaves(&files, Some(HEIR), None);
    assert_eq!(done.refused, []);
    let text = &done.texts["o.yaml"];
    let wanted = "  departures:\n    - {email: gone@acme.example, reassignContactsTo: ana@acme.example}\n    - {email: old@acme.example, reassignContactsTo: ana@acme.example}\n    - {email: cy@acme.example, reassignContactsTo: ana@acme.example}\n";
    assert!(text.ends_with(wanted), "{text}");
}

#[test]
fn contacts_go_to_who_has_access_there_and_to_nobody_else() {
    let workspace = "  workspaces:\n    - name: W\n      users: [{email: cy@acme.example, role: agent}, {email: ana@acme.example, role: owner}]\n";
    let files = organization(&format!("{OTHERS}{workspace}"));
    let done = leaves(&files, Some(HEIR), None);
    assert!(done.texts["o.yaml"].ends_with(
        "  departures: [{email: cy@acme.example, reassignContactsTo: ana@acme.example}]\n"
    ));
    let done = leaves(&files, Some("stranger@acme.example"), None);
    assert!(!done.texts["o.yaml"].contains("departures"));
    assert_eq!(done.contacts[0].to, None);
    // Through `formerEmail` somebody has taken over already.
    let taken = format!(
        "{OTHERS}    - {{email: new@acme.example, role: member, formerEmail: cy@acme.example}}\n"
    );
    let done = leaves(&organization(&taken), Some(HEIR), None);
    assert!(done.texts.is_empty() && done.contacts.is_empty());
    assert_eq!(done.named[0].as_what, As::FormerEmail);
}

#[test]
fn where_they_are_named_is_said() {
    let spec = format!(
        "{OTHERS}  policy: {{ignore: ['*@ACME.example', cy@acme.example]}}\n  safety: {{waivers: [{{removals: 1, until: 2027-01-01, reason: \"cy@acme.example goes.\", people: [cy@acme.example]}}]}}\n# cy@acme.example was here; joan.cy@acme.example was not\n"
    );
    let mut files = organization(&spec);
    files[0].text += "  credentials: {default: {tokenEnv: T, actor: CY@acme.example}}\n";
    let done = leaves(&files, None, None);
    assert!(done.texts.is_empty() && done.by_hand.is_empty());
    let named: Vec<_> =
        done.named.iter().map(|it| (it.place.file.as_ref(), it.place.line, it.as_what)).collect();
    assert_eq!(
        named,
        [
            ("o.yaml", 9, As::Ignored),
            ("o.yaml", 9, As::Ignored),
            ("o.yaml", 10, As::Waiver),
            ("o.yaml", 10, As::Text),
            ("o.yaml", 11, As::Comment),
            ("rolecall.yaml", 6, As::Actor),
        ]
    );
}

#[test]
fn what_can_not_be_changed_in_place_is_named_with_its_line() {
    let shared = "  workspaces:\n    - name: A\n      users: &them [{email: cy@acme.example, role: agent}]\n    - {name: B, users: *them}\n";
    let done = leaves(&organization(&format!("{OTHERS}{shared}")), None, None);
    let told: Vec<_> = done.by_hand.iter().map(|it| (it.place.line, it.why.as_str())).collect();
    let anchor = "it is written in a way that can't be changed in place";
    assert_eq!(told, [(11, anchor), (12, "it is shared through an anchor")]);
    assert!(done.texts.is_empty());
}
