//! What can't be seen is in no address, wherever an address can stand.

use jiff::civil::date;
use rolecall::manifest::{self, Code, Diagnostic, Loaded, SourceFile};

/// A character of each class that shows nothing, or is none.
const HIDDEN: &[(char, &str)] = &[
    ('\u{85}', "Cc"),
    ('\u{ad}', "Cf"),
    ('\u{61c}', "Cf"),
    ('\u{200b}', "Cf"),
    ('\u{200e}', "Cf"),
    ('\u{202e}', "Cf"),
    ('\u{2060}', "Cf"),
    ('\u{feff}', "Cf"),
    ('\u{e0041}', "Cf"),
    ('\u{2028}', "Zl"),
    ('\u{2029}', "Zp"),
    ('\u{a0}', "Zs"),
    ('\u{3000}', "Zs"),
    ('\u{e000}', "Co"),
    ('\u{100000}', "Co"),
    ('\u{378}', "Cn"),
    ('\u{34f}', "Mn"),
    ('\u{fe0f}', "Mn"),
    ('\u{3164}', "Lo"),
    ('\u{180e}', "Cf"),
    ('\u{2066}', "Cf"),
    ('\u{1680}', "Zs"),
    ('\u{2007}', "Zs"),
    ('\u{f8ff}', "Co"),
    ('\u{e0fff}', "Cn"),
    ('\u{e0101}', "Mn"),
    ('\u{2800}', "So"),
    ('\u{fffc}', "So"),
];

/// Where an address can stand: `@@` is the place.
const PLACES: &[&str] = &[
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, users: [{email: @@, role: admin}]}",
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, users: [{email: a@b.example, role: admin, formerEmail: @@}]}",
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, workspaces: [{name: A, users: [{email: @@, role: owner}]}]}",
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, departures: [{email: @@, reassignContactsTo: a@b.example}]}",
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, departures: [{email: a@b.example, reassignContactsTo: @@}]}",
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, policy: {ignore: [@@]}}",
    "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, safety: {waivers: [{removals: 9, until: 2027-01-01, reason: x, people: [@@]}]}}",
    "kind: Group\nmetadata: {name: g}\nspec: {users: [@@]}",
    "kind: Group\nmetadata: {name: g}\nspec: {users: [{email: @@, until: 2027-06-01}]}",
    "kind: Project\nmetadata: {name: p}\nspec: {staff: [@@]}",
    "kind: Project\nmetadata: {name: p}\nspec: {credentials: {default: {tokenEnv: T, actor: @@}}}",
    "kind: Client\nmetadata: {name: c}\nspec: {template: t, organizationId: 2, parameters: {who: @@}}",
    "kind: Client\nmetadata: {name: c}\nspec: {template: t, organizationId: 2, parameters: {all: [@@]}}",
    "kind: Client\nmetadata: {name: c}\nspec: {template: t, organizationId: 2, overlay: {users: [{email: @@, role: admin}]}}",
    "kind: Client\nmetadata: {name: c}\nspec: {template: u, organizationId: 2}\n---\napiVersion: rolecall/v1\nkind: Template\nmetadata: {name: u}\nspec: {organization: {users: [{email: @@, role: admin}]}}",
];

const TEMPLATE: &str = r#"apiVersion: rolecall/v1
kind: Template
metadata: {name: t}
spec:
  parameters:
    - {name: who, type: email}
    - {name: all, type: list}
  organization:
    users:
      - {email: "${{ who | default('x@y.example') }}", role: admin}
      - {for: it, in: "${{ all }}", item: {email: "${{ it }}", role: member}}
"#;

fn load(place: &str, address: &str) -> (Loaded, String) {
    let text = format!("apiVersion: rolecall/v1\n{}\n", place.replace("@@", address));
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let files = [file("a.yaml", &text), file("t.yaml", TEMPLATE)];
    (manifest::load(&files, date(2026, 11, 23)), text)
}

fn of(loaded: &Loaded, code: Code) -> Vec<&Diagnostic> {
    loaded.diagnostics.iter().filter(|it| it.code == code).collect()
}

#[test]
fn a_character_that_can_not_be_seen_is_told_with_its_code_point_and_place() {
    for place in PLACES {
        for (c, class) in HIDDEN {
            // A line separator ends a plain scalar nowhere, and a quoted one holds all of them.
            let (loaded, text) = load(place, &format!("\"pat@cli{c}ent.example\""));
            let told = of(&loaded, Code::InvalidEmail);
            let [told] = told.as_slice() else {
                panic!("{class} in {place}: {}", manifest::text(&loaded.diagnostics, false));
            };
            assert!(told.message.contains(&format!("U+{:04X}", u32::from(*c))), "{}", told.message);
            let (line, before) = text
                .split('\n')
                .enumerate()
                .find_map(|(number, line)| Some((number + 1, line.split_once(*c)?.0)))
                .unwrap();
            let at = (told.location.line as usize, told.location.column as usize);
            assert_eq!(at, (line, before.chars().count() + 1), "{class} in {place}");
            assert!(!manifest::text(&loaded.diagnostics, false).contains(*c));
        }
    }
}

#[test]
fn one_that_is_spelled_out_is_seen_and_warned_about() {
    for place in PLACES {
        for (c, class) in HIDDEN.iter() {
            let (loaded, _) =
                load(place, &format!("\"pat@cli\\U{:08x}ent.example\"", u32::from(*c)));
            let told = manifest::text(&loaded.diagnostics, false);
            assert_eq!(of(&loaded, Code::InvalidEmail).len(), 0, "{class} in {place}: {told}");
            assert_eq!(of(&loaded, Code::Lookalike).len(), 1, "{class} in {place}: {told}");
        }
    }
}

#[test]
fn addresses_of_other_scripts_are_fine_and_mixed_ones_are_warned_about() {
    for place in PLACES {
        let (loaded, _) = load(place, "用户@例子.公司");
        assert_eq!(of(&loaded, Code::InvalidEmail).len() + of(&loaded, Code::Lookalike).len(), 0);
        let (loaded, _) = load(place, "p\u{430}t@client.example");
        let told = of(&loaded, Code::Lookalike);
        assert_eq!(told.len(), 1, "{place}");
        assert!(told[0].message.contains("`p\\u{0430}t@client.example`"), "{}", told[0].message);
        assert!(manifest::text(&loaded.diagnostics, false).contains("p\\u{0430}t"));
    }
}

#[test]
fn the_same_name_in_another_form_is_the_same() {
    let place = "kind: Organization\nmetadata: {name: o}\nspec: {id: 1, workspaces: [{name: Cafe\u{301}}, {name: CAFÉ}], \
                 users: [{email: JU\u{308}@x.example, role: admin}, {email: @@, role: member}]}";
    let (loaded, _) = load(place, "jü@x.example");
    assert_eq!(of(&loaded, Code::DuplicateEntry).len(), 2);
}
