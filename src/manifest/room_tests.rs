//! What all files together may add up to.

use super::load::add_up;
use super::{Code, Loaded, Report, SourceFile};
use jiff::civil::date;

fn load(room: usize, texts: &[&str]) -> Loaded {
    let file = |(number, text): (usize, &&str)| SourceFile {
        path: format!("{number}.yaml"),
        text: (*text).to_owned(),
    };
    let files: Vec<_> = texts.iter().enumerate().map(file).collect();
    add_up(Report::with_room(&files, room), &files, date(2026, 11, 23), &mut |_| {})
}

/// The least room that these files need.
fn needed(texts: &[&str]) -> usize {
    let fits =
        |room: usize| !load(room, texts).diagnostics.iter().any(|it| it.code == Code::TooBig);
    let (mut too_little, mut enough) = (0, 10_000);
    assert!(fits(enough) && !fits(too_little));
    while enough - too_little > 1 {
        let between = (too_little + enough) / 2;
        *(if fits(between) { &mut enough } else { &mut too_little }) = between;
    }
    enough
}

const TEMPLATE: &str = "
apiVersion: rolecall/v1
kind: Template
metadata: {name: t}
spec:
  parameters: [{name: brand, type: string}]
  organization: {name: '${{ brand }}', users: [{email: ops@agency.example, role: admin}]}
";

fn client(name: &str, id: u32) -> String {
    format!(
        "apiVersion: rolecall/v1\nkind: Client\nmetadata: {{name: {name}}}\n\
         spec: {{template: t, organizationId: {id}, parameters: {{brand: x}}}}\n"
    )
}

fn group(people: usize) -> String {
    let people: Vec<_> = (0..people).map(|it| format!("p{it}@acme.example")).collect();
    format!(
        "apiVersion: rolecall/v1\nkind: Group\nmetadata: {{name: g}}\nspec: {{users: [{}]}}\n",
        people.join(", ")
    )
}

fn organization(name: &str, workspaces: usize) -> String {
    let workspace = |it| format!("{{name: w{it}, users: [{{group: g, role: agent}}]}}");
    let workspaces: Vec<_> = (0..workspaces).map(workspace).collect();
    format!(
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {{name: {name}}}\n\
         spec: {{id: 7, workspaces: [{}]}}\n",
        workspaces.join(", ")
    )
}

#[test]
fn every_file_counts() {
    let one = needed(&[TEMPLATE]);
    assert_eq!(needed(&[TEMPLATE, "# rolecall\n[1, 2, 3]"]), one + 4);
    assert_eq!(needed(&["# rolecall\n[&a [1, 2], *a]"]), 5 + 3 + 3);
}

#[test]
fn what_a_template_makes_counts_for_each_client() {
    let (a, b) = (client("a", 1), client("b", 2));
    let [none, one, two] = [&[TEMPLATE][..], &[TEMPLATE, &a], &[TEMPLATE, &a, &b]].map(needed);
    assert_eq!(two - one, one - none);
    assert!(two - one > needed(&[&a]), "{none} {one} {two}");
}

#[test]
fn people_of_a_group_count_wherever_it_is_used() {
    let people = 50;
    let group = group(people);
    let [few, more] = [2, 5].map(|workspaces| needed(&[&group, &organization("a", workspaces)]));
    let nodes = 6;
    assert_eq!(more - few, 3 * (people + nodes));
}

#[test]
fn it_is_told_once_and_nothing_is_left_out_unseen() {
    let clients: Vec<_> = (1..=20).map(|it| client(&format!("c{it}"), it)).collect();
    let texts: Vec<_> = [TEMPLATE].into_iter().chain(clients.iter().map(String::as_str)).collect();
    let whole = needed(&texts);
    for room in [0, 1, whole / 4, whole / 2, whole - 1] {
        let loaded = load(room, &texts);
        assert!(loaded.has_errors(), "{room}");
        let told = loaded.diagnostics.iter().filter(|it| it.code == Code::TooBig).count();
        assert_eq!(told, 1, "{room} of {whole}");
    }
}
