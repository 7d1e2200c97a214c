//! Projects in which somebody is named wherever a manifest can name them, in any layout and spelling.

use super::{HEIR, WHO};
use crate::project::{Dice, manifest};
use rolecall::manifest::SourceFile;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Their address as it may be written: none of these differs from another one.
const SPELLINGS: [&str; 7] = [
    WHO,
    WHO,
    "CY@acme.example",
    "'cy@Acme.example'",
    "\"cy\\x40acme.example\"",
    "\"CY@ACME.EXAMPLE\"",
    "!!str cy@acme.example",
];

/// Who is somebody else, whatever it looks like.
const OTHERS: [&str; 6] = [
    HEIR,
    "joan.cy@acme.example",
    "cy@acme.example.org",
    "P1@acme.example",
    "'p2@acme.example'",
    "kim@agency.example",
];

/// An item of a list: fields, or a single value.
type Item = Vec<(&'static str, String)>;

impl Dice {
    fn who(&mut self) -> String {
        self.pick(&SPELLINGS).to_owned()
    }

    fn maybe(&mut self, most: u64, text: impl FnOnce(&mut Self) -> String) -> String {
        if self.one_in(most) { text(self) } else { String::new() }
    }

    /// Entries of a list of users, each person once, they among them where `with` says so.
    fn entries(&mut self, roles: &[&str], with: bool) -> Vec<Item> {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for number in 0..1 + self.below(5) {
            let is_theirs = with && self.one_in(if number > 0 { 2 } else { 5 });
            let email = if is_theirs { self.who() } else { self.pick(&OTHERS).to_owned() };
            let key = if is_theirs { WHO.to_owned() } else { email.to_lowercase() };
            if !seen.insert(key) {
                continue;
            }
            let role = if number == 0 { roles[0] } else { self.pick(roles) };
            let mut item = vec![("email", email), ("role", role.to_owned())];
            if self.one_in(6) {
                item.push(("until", self.pick(&["2026-12-01", "2099-01-31"]).to_owned()));
            }
            items.push(item);
        }
        items
    }

    /// A list in one of the layouts that YAML has, to stand behind its key. A comment with `keep` is on a line, or on one
    /// of its own, that names only others.
    fn list(&mut self, indent: &str, items: &[Item]) -> String {
        let flow = |item: &Item| match item.as_slice() {
            [("", value)] => value.clone(),
            fields => {
                let fields = fields.iter().map(|(key, value)| format!("{key}: {value}"));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
        };
        let layout = self.below(5);
        if layout == 0 || items.is_empty() {
            return format!(" [{}]\n", items.iter().map(flow).collect::<Vec<_>>().join(", "));
        }
        let in_brackets = layout == 1;
        let mut out = if in_brackets { " [\n" } else { "\n" }.to_owned();
        for (number, item) in items.iter().enumerate() {
            let is_theirs = item.iter().any(|(_, value)| is_who(value));
            let comment = match self.below(3) {
                0 if is_theirs => "  # asked by cy@acme.example".to_owned(),
                1 if !is_theirs => format!("\t# keep {}", self.below(10_000)),
                _ => String::new(),
            };
            let _ = match item.as_slice() {
                _ if in_brackets => {
                    let comma = if number + 1 < items.len() || self.one_in(2) { "," } else { "" };
                    writeln!(out, "{indent}{}{comma}{comment}", flow(item))
                }
                [first, rest @ ..] if layout == 2 && !first.0.is_empty() => {
                    let rest: String = rest
                        .iter()
                        .map(|(key, value)| format!("{indent}  {key}: {value}\n"))
                        .collect();
                    write!(out, "{indent}- {}: {}{comment}\n{rest}", first.0, first.1)
                }
                _ => writeln!(out, "{indent}- {}{comment}", flow(item)),
            };
            if self.one_in(5) {
                let _ = writeln!(out, "{indent}# keep {}", self.below(10_000));
            }
        }
        if in_brackets {
            let _ = writeln!(out, "{indent}]");
        }
        out
    }

    fn users(&mut self, indent: &str, roles: &[&str]) -> String {
        let items = self.entries(roles, true);
        self.list(indent, &items)
    }

    /// Single values, of which they are one.
    fn values(&mut self, indent: &str, others: &[&str]) -> String {
        let mut items: Vec<Item> = others.iter().map(|it| vec![("", (*it).to_owned())]).collect();
        let at = self.below(items.len() as u64 + 1);
        let who = self.who();
        items.insert(usize::try_from(at).unwrap(), vec![("", who)]);
        self.list(indent, &items)
    }

    /// `departures` of somebody who is gone, to them or to somebody else.
    fn departures(&mut self, indent: &str) -> String {
        let (of, to) = match self.below(3) {
            0 => (self.who(), HEIR.to_owned()),
            1 => ("gone@acme.example".to_owned(), self.who()),
            _ => ("gone@acme.example".to_owned(), HEIR.to_owned()),
        };
        let list =
            self.list(&format!("{indent}  "), &[vec![("email", of), ("reassignContactsTo", to)]]);
        format!("{indent}departures:{list}")
    }

    fn ignored(&mut self, indent: &str) -> String {
        let glob = self.pick(&["cy@acme.example", "'*@acme.example'", "'*@x.example'"]);
        format!("{indent}policy: {{ignore: [{glob}]}}\n")
    }
}

/// Whether a text is one of the spellings.
fn is_who(text: &str) -> bool {
    SPELLINGS.contains(&text)
}

const ORGANIZATION: [&str; 3] = ["admin", "member", "user_admin"];
const WORKSPACE: [&str; 3] = ["owner", "manager", "agent"];

pub(super) fn project(seed: u64) -> Vec<SourceFile> {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let mut files = Vec::new();
    let mut file = |path: &str, kind: &str, name: &str, spec: String, crlf: bool| {
        files.push(manifest(path, kind, name, &spec, crlf));
    };
    let actor = dice.maybe(3, |dice| format!(", actor: {}", dice.who()));
    let staff =
        dice.maybe(3, |dice| format!("  staff:{}", dice.values("    ", &["'*@agency.example'"])));
    let project =
        format!("  platform: sandbox\n  credentials: {{default: {{tokenEnv: T{actor}}}}}\n{staff}");
    file("rolecall.yaml", "Project", "p", project, false);
    file("groups/care.yaml", "Group", "care", group(dice), dice.one_in(3));
    let way = Way { required: dice.one_in(2), in_template: dice.one_in(2) };
    file("templates/t.yaml", "Template", "t", template(dice, way), dice.one_in(3));
    for number in 0..2 {
        let spec = client(dice, way, 200 + number);
        let name = format!("client-{number}");
        file(&format!("clients/{number}.yaml"), "Client", &name, spec, dice.one_in(3));
    }
    for number in 0..2 {
        let spec = organization(dice, 300 + number);
        let name = format!("org-{number}");
        file(&format!("{name}.yaml"), "Organization", &name, spec, dice.one_in(3));
    }
    files
}

fn group(dice: &mut Dice) -> String {
    if dice.one_in(2) {
        return format!("  users:{}", dice.values("    ", &["lee@agency.example"]));
    }
    let entry = vec![("email", dice.who()), ("until", "2099-01-31".to_owned())];
    let other = vec![("email", "lee@agency.example".to_owned())];
    format!("  users:{}", dice.list("    ", &[other, entry]))
}

/// How a template names them.
#[derive(Clone, Copy)]
struct Way {
    /// Whether each client has to say who its lead is.
    required: bool,
    /// Whether the template itself lists them in a workspace, and not its clients.
    in_template: bool,
}

fn template(dice: &mut Dice, Way { required, in_template }: Way) -> String {
    let default = dice.maybe(4, |dice| format!(", default: {}", dice.who()));
    let default = if required { String::new() } else { default };
    let chosen = dice.maybe(4, |dice| {
        format!("    - {{name: pick, type: email, enum: [x@acme.example, {}]}}\n", dice.who())
    });
    let about = dice.maybe(4, |_| ", description: \"as cy@acme.example said.\"".to_owned());
    let fixed = match dice.below(if in_template { 5 } else { 1 }) {
        _ if !in_template => "{group: care, role: agent}".to_owned(),
        0 => format!("{{if: \"${{{{ vip }}}}\", item: {{email: {}, role: manager}}}}", dice.who()),
        1 => format!(
            "{{for: p, in: [{}, q@acme.example], item: {{email: \"${{{{ p }}}}\", role: agent}}}}",
            dice.who()
        ),
        2 => "{email: \"${{ 'cy' ~ '@acme.example' }}\", role: agent}".to_owned(),
        3 => "{email: \"${{ 'cy@acme.example' }}\", role: agent}".to_owned(),
        _ => format!("{{email: {}, role: agent}}", dice.who()),
    };
    let departures = dice.maybe(6, |dice| dice.departures("    "));
    let ignored = dice.maybe(6, |dice| dice.ignored("    "));
    format!(
        "  parameters:\n    - {{name: lead, type: email, required: {required}{default}}}\n    \
         - {{name: team, type: list{about}}}\n{chosen}    - {{name: vip, type: boolean, default: true}}\n    \
         - {{name: note, type: string, default: none}}\n  organization:\n    users:\n      \
         - {{email: ops@agency.example, role: admin}}\n{departures}{ignored}    workspaces:\n      - name: Main\n        users:\n          \
         - {{email: ops@agency.example, role: owner}}\n          \
         - {{for: one, in: \"${{{{ team }}}}\", item: {{email: \"${{{{ one }}}}\", role: agent}}}}\n          \
         - {fixed}\n      - name: Second\n        users:\n        \
         - {{if: \"${{{{ lead is defined }}}}\", item: {{email: \"${{{{ lead }}}}\", role: owner}}}}\n"
    )
}

fn client(dice: &mut Dice, Way { required, in_template }: Way, id: u64) -> String {
    let lead = dice.pick(&[WHO, "CY@acme.example", HEIR, "p4@acme.example"]);
    let lead = dice.maybe(if required { 1 } else { 2 }, |_| format!("    lead: {lead}\n"));
    let team = match dice.below(2) {
        0 if !in_template => dice.values("      ", &["y@acme.example", "z@acme.example"]),
        _ => " [y@acme.example, z@acme.example]  # of cy@acme.example\n".to_owned(),
    };
    let note = dice.maybe(4, |_| "    note: call cy@acme.example first\n".to_owned());
    let mut overlay = String::new();
    if dice.one_in(3) {
        let users = dice.users("      ", &["member"]);
        overlay += &format!("    users:{users}");
    }
    if dice.one_in(3) {
        let users = dice.users("          ", &["agent", "manager"]);
        overlay += &format!("    workspaces:\n      - name: Second\n        users:{users}");
    }
    if dice.one_in(6) {
        overlay += &dice.departures("    ");
    }
    let overlay = if overlay.is_empty() { overlay } else { format!("  overlay:\n{overlay}") };
    format!(
        "  template: t\n  organizationId: {id}\n  parameters:\n{lead}    team:{team}{note}{overlay}"
    )
}

fn organization(dice: &mut Dice, id: u64) -> String {
    // Their address was somebody's, who has another one now: then it can be nowhere else.
    let handed = dice.one_in(6);
    let mut users = dice.entries(&ORGANIZATION, !handed);
    let listed = users.iter().position(|it| is_who(&it[0].1));
    match (listed, dice.one_in(3)) {
        (Some(at), true) => users[at].push(("formerEmail", "old@acme.example".to_owned())),
        _ if handed => {
            let former = ("formerEmail", dice.who());
            let entry = [("email", "new@acme.example"), ("role", "member")];
            users.push(
                entry.map(|(key, it)| (key, it.to_owned())).into_iter().chain([former]).collect(),
            );
        }
        _ => {}
    }
    let users = dice.list("    ", &users);
    let inner = dice.entries(&WORKSPACE, !handed);
    let inner = dice.list("        ", &inner);
    let group = if handed { "" } else { "{group: care, role: agent}" };
    let shared = dice.maybe(if handed { u64::MAX } else { 5 }, |dice| {
        let who = dice.who();
        format!(
            "    - name: A\n      users: &them [{{email: {who}, role: agent}}]\n    - {{name: B, users: *them}}\n"
        )
    });
    let departures = dice.maybe(if handed { u64::MAX } else { 4 }, |dice| dice.departures("  "));
    let ignored = dice.maybe(4, |dice| dice.ignored("  "));
    let waiver = dice.maybe(4, |dice| {
        let reason = dice.pick(&["closed", "\"cy@acme.example goes.\""]);
        let people = dice.who();
        format!(
            "  safety: {{waivers: [{{removals: 1, until: 2027-01-01, reason: {reason}, people: [{people}]}}]}}\n"
        )
    });
    let last = dice.maybe(3, |_| "# cy@acme.example was here\n".to_owned());
    format!(
        "  id: {id}\n  users:{users}  workspaces:\n    - name: W\n      users:{inner}    \
         - {{name: G, users: [{group}]}}\n{shared}{departures}{ignored}{waiver}{last}"
    )
}
