//! What a client is called can't change what the manifests say.

use crate::elsewhere::reads_the_same;
use crate::support::{TODAY, file, onboarded, project, texts};
use proptest::prelude::*;
use rolecall::manifest;
use rolecall::model::Email;

const HOSTILE: &[&str] = &[
    "a: b",
    "${{ x }}",
    "${{ brand }}",
    "- x",
    "line\nbreak",
    "crlf\r\nbreak",
    "\"quoted\"",
    "it's",
    "# no comment",
    "a #b",
    "{a: b}",
    "[a",
    "*alias",
    "&anchor",
    "!!tag x",
    "| x",
    "> x",
    "---",
    "...",
    "no",
    "null",
    "~",
    "1.10",
    "0777",
    "2026-11-01",
    "=cmd|' /C calc'!A0",
    "\\n",
    "%YAML 1.2",
    "a\u{2028}b",
    "\u{202e}evil",
    "\u{1b}[31mred",
    "日本語 ☂",
];

/// The value as a cell.
fn cell(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

/// The organization's name that a client with this brand comes to; `None` where it is refused, with its row.
fn brand(value: &str) -> Option<String> {
    let table = format!("name,organizationId,brand\nacme,7,{}\n", cell(value));
    let made = onboarded(&project(), &table, false);
    let [client] = made.clients.as_slice() else {
        let mut told = made.diagnostics.iter();
        assert!(told.all(|it| it.location.line == 2 || it.related.iter().any(|it| it.line == 2)));
        return None;
    };
    let mut files = project();
    files.push(file("clients/acme.yaml", &client.text));
    let (rendered, loaded) = manifest::render(&files, TODAY);
    // Another reader finds the same, in what is written anew, changed in place, and rendered.
    reads_the_same(&client.text);
    rendered.iter().for_each(|it| reads_the_same(&it.text));
    let mut before = project();
    before.push(file("clients/acme.yaml", &texts("name,organizationId,brand\nacme,7,Before\n")[0]));
    let changed = onboarded(&before, &table, true).clients.remove(0).text;
    reads_the_same(&changed);
    let same = manifest::foreign(&changed)
        .unwrap()
        .says_the_same(&manifest::foreign(&client.text).unwrap());
    assert!(same, "{changed}");
    assert!(!loaded.has_errors(), "{}", manifest::text(&loaded.diagnostics, false));
    let [organization] = loaded.organizations.as_slice() else { panic!("{}", client.text) };
    assert_eq!(organization.users.as_ref().unwrap().len(), 3, "nobody came in through a name");
    assert!(organization.workspaces.is_empty());
    Some(organization.display_name.as_ref().unwrap().value.clone())
}

#[test]
fn values_are_taken_as_they_are() {
    for value in HOSTILE {
        // The platform takes no control characters in names, so that manifests don't either.
        let wanted = (!value.contains(char::is_control)).then_some(*value);
        assert_eq!(brand(value).as_deref(), wanted, "{value:?}");
    }
}

/// A character of each class that can't be seen, in every cell that is an address.
#[test]
fn an_address_that_can_not_be_seen_is_told_at_its_character() {
    for c in "\u{85}\u{ad}\u{200b}\u{202e}\u{2060}\u{feff}\u{2028}\u{a0}\u{3000}\u{e000}\u{378}\u{34f}\u{fe0f}\u{3164}\u{e0041}".chars() {
        let address = format!("pat@cli{c}ent.example");
        for (column, cell) in [("manager", address.clone()), ("agents", address.clone()), ("agents", format!("a@b.example|{address}")), ("brand", address.clone())] {
            let table = format!("name,organizationId,{column},x\n").replace(",x", if column == "brand" { "" } else { ",brand" });
            let row = format!("acme,7,{cell}{}\n", if column == "brand" { "" } else { ",A" });
            let told = onboarded(&project(), &(table + &row), false).diagnostics;
            let [told] = told.as_slice() else { panic!("{}", manifest::text(&told, false)) };
            let at = row.split_once(c).unwrap().0.chars().count() + 1;
            assert!(told.message.contains(&format!("U+{:04X}", u32::from(c))), "{}", told.message);
            assert_eq!((told.location.line, told.location.column as usize), (2, at), "{column}");
        }
    }
}

#[test]
fn lists_too() {
    for value in HOSTILE.iter().filter(|it| !it.contains('|')) {
        let list = format!("{value}|x|{value}");
        let table = format!("name,organizationId,brand,agents\nacme,7,A,{}\n", cell(&list));
        let made = onboarded(&project(), &table, false);
        assert_eq!(made.clients.len(), 1, "{}", manifest::text(&made.diagnostics, false));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_taken_as_it_is(value in "[^\\x00]{1,30}") {
        let trimmed = value.trim();
        // A name of nothing but blanks is an empty cell, and an organization has no such name.
        prop_assume!(!trimmed.is_empty());
        let wanted = (!trimmed.contains(char::is_control)).then_some(trimmed);
        // An address with something in it that can't be seen is taken nowhere.
        let hides = Email::parse_spelled(trimmed).is_ok() && Email::hidden(trimmed).is_some();
        let wanted = wanted.filter(|_| !hides);
        prop_assert_eq!(brand(&value), wanted.map(str::to_owned));
    }

    #[test]
    fn any_table_is_read_or_told(text in "(name|organizationId|brand|[a-z0-9\",;|\t\r\n ]|é|\u{feff}){0,60}") {
        let made = onboarded(&project(), &text, false);
        prop_assert!(!manifest::text(&made.diagnostics, true).is_empty() || made.clients.len() < 60);
        let head = format!("name,organizationId,brand\n{text}");
        let made = onboarded(&project(), &head, false);
        for it in &made.diagnostics {
            prop_assert!(it.location.line >= 1 && it.location.column >= 1);
        }
    }
}
