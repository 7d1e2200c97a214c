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
    assert!(changed == client.text || value.trim() == "Before", "{changed}");
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
