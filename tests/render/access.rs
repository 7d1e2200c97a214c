//! Who gets in where, with names made to forge something, in every format.

use crate::hostile::{hostile, html_structure, markdown_structure};
use crate::names::{CORPUS, is_hidden};
use rolecall::people::access::{OrganizationAccess, Question, Sums, of_snapshot};
use rolecall::render::{AccessFormat, AccessTitle, Style};

/// Who gets in where, with these names wherever the platform's words can stand.
fn access(name: &str, person: &str) -> OrganizationAccess {
    let role = serde_json::json!("agent");
    let user = serde_json::json!({"id": 1, "email": person, "role": "member", "status": "active", "invitedAt": null});
    let snapshot = serde_json::json!({
        "id": 7, "actor": null, "reads": 1,
        "organization": {"name": name, "status": null, "isResellerPartner": null, "limits": {"workspaces": null, "users": 3}},
        "users": {"completeness": {"is": "partial", "why": name}, "showsPending": true, "items": [user]},
        "workspaces": {"completeness": {"is": "complete"}, "showsPending": true, "items": [{
            "id": 8, "name": name, "timezone": null, "contactLimit": null, "contacts": null, "createdAt": null,
            "users": {"completeness": {"is": "complete"}, "showsPending": true, "items": [{
                "id": 1, "email": person, "role": role, "status": "active",
                "restrictions": [], "unknownRestrictions": [name],
            }]},
        }]},
    });
    of_snapshot(&serde_json::from_value(snapshot).unwrap(), None, &Question::default())
}

fn access_in(format: AccessFormat, name: &str, person: &str) -> String {
    let access = access(name, person);
    let title =
        AccessTitle { from: name.to_owned(), day: jiff::civil::date(2026, 11, 23), inactive: None };
    let mut sums = Sums::default();
    sums.add(&access.rows, &access.sums);
    let unread = [name.to_owned()];
    format.head(&title) + &format.organization(&access) + &format.foot(&sums, &unread)
}

#[test]
fn access_has_the_same_structure_in_every_format() {
    let text = AccessFormat::Text(Style { width: 1_000_000, color: false, cuts: true });
    let harmless = |format| access_in(format, "Supportx", "cyx@acme.example");
    let cells = |table: &str| {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        reader.records().map(|record| record.unwrap().len()).collect::<Vec<_>>()
    };
    for (bad, name, person) in hostile() {
        let shown = |format| access_in(format, &name, &person);
        assert_eq!(shown(text).lines().count(), harmless(text).lines().count(), "{bad:?}");
        let (html, markdown) = (AccessFormat::Html, AccessFormat::Markdown);
        assert_eq!(html_structure(&shown(html)), html_structure(&harmless(html)), "{bad:?}");
        assert_eq!(
            markdown_structure(&shown(markdown)),
            markdown_structure(&harmless(markdown)),
            "{bad:?}"
        );
        assert_eq!(
            cells(&shown(AccessFormat::Csv)),
            cells(&harmless(AccessFormat::Csv)),
            "{bad:?}"
        );
    }
    for bad in CORPUS {
        for format in [text, AccessFormat::Html, AccessFormat::Markdown, AccessFormat::Csv] {
            let shown = access_in(format, bad, bad);
            let hidden: String = shown.chars().filter(|&c| is_hidden(c)).collect();
            assert!(hidden.is_empty(), "{bad:?}: {hidden:?}");
            assert!(!shown.contains("##["), "{bad:?}");
        }
        let table = access_in(AccessFormat::Csv, bad, bad);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for cell in reader
            .records()
            .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?}");
        }
    }
}
