//! What becomes of single places, and what is said of them.

use super::{HEIR, leaves};
use rolecall::manifest::SourceFile;
use rolecall::people::offboard::{As, Rule};

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
        done.named.iter().map(|it| (it.place.file.as_str(), it.place.line, it.as_what)).collect();
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
    let anchor = "it is shared through an anchor";
    assert_eq!(told, [(11, anchor), (12, anchor)]);
    let what = "change it at the anchor, or write out what the alias stands for";
    assert!(done.by_hand.iter().all(|it| it.what == what), "{:?}", done.by_hand);
    assert!(done.texts.is_empty());
}

#[test]
fn a_comment_is_named_where_it_stays_and_not_where_it_goes() {
    let comments = |spec: &str| -> Vec<u32> {
        let done = leaves(&organization(&format!("{OTHERS}{spec}")), None, None);
        let comments = done.named.iter().filter(|it| it.as_what == As::Comment);
        comments.map(|it| it.place.line).collect()
    };
    let in_one_line = "  workspaces:\n    - name: W\n      users: [{email: cy@acme.example, role: agent}, {email: bo@acme.example, role: owner}]  # asked by cy@acme.example\n";
    assert_eq!(comments(in_one_line), [11]);
    let goes = "  workspaces:\n    - name: W\n      users:\n        - {email: cy@acme.example, role: agent}  # cy@acme.example\n        - {email: bo@acme.example, role: owner}  # cy@acme.example\n        - email: dee@acme.example  # cy@acme.example\n          role: agent\n";
    assert_eq!(comments(goes), [13, 14]);
    let kept = "  workspaces:\n    - name: W\n      users:\n        - {email: cy@acme.example, role: owner}  # cy@acme.example\n";
    assert_eq!(comments(kept), [12]);
}

#[test]
fn a_glob_that_fits_them_is_named_in_whichever_file_it_stands() {
    let done = leaves(
        &organization(&format!("{OTHERS}  policy: {{ignore: ['*@acme.example']}}\n")),
        None,
        None,
    );
    let named: Vec<_> = done.named.iter().map(|it| (it.place.line, it.as_what)).collect();
    assert_eq!(named, [(9, As::Ignored)]);
}

#[test]
fn an_end_that_an_expression_makes_is_left_to_people() {
    let template = "apiVersion: rolecall/v1\nkind: Template\nmetadata: {name: t}\nspec:\n  parameters: [{name: ends, type: date}]\n  organization:\n    users:\n      - {email: ana@acme.example, role: admin}\n      - {email: cy@acme.example, role: member, until: \"${{ ends }}\"}\n";
    let client = "apiVersion: rolecall/v1\nkind: Client\nmetadata: {name: c}\nspec: {template: t, organizationId: 2, parameters: {ends: 2027-01-31}}\n";
    let mut files = organization(OTHERS);
    for (path, text) in [("t.yaml", template), ("c.yaml", client)] {
        files.push(SourceFile { path: path.to_owned(), text: text.to_owned() });
    }
    let done = leaves(&files, None, Some("2026-12-31"));
    assert!(done.texts.is_empty(), "{:?}", done.texts);
    let told: Vec<_> =
        done.by_hand.iter().map(|it| (it.place.file.as_str(), it.place.line)).collect();
    assert_eq!(told, [("t.yaml", 9)]);
    let done = leaves(&files, None, None);
    assert!(!done.texts["t.yaml"].contains("cy@acme.example"));
}
