use super::refused::MAX_NODES;
use super::*;
use crate::manifest::{Diagnostic, SourceFile, Value, text};

fn read(yaml: &str) -> (Vec<Tree>, Vec<Diagnostic>) {
    let files = [SourceFile { path: "a.yaml".to_owned(), text: yaml.to_owned() }];
    let report = Report::new(&files);
    let parsed = parse(&files[0].text, 0, |_| true, &report);
    parsed.stopped.into_iter().for_each(|problem| report.tell(problem));
    (parsed.documents, report.finish())
}

fn codes(yaml: &str) -> Vec<Code> {
    read(yaml).1.into_iter().map(|it| it.code).collect()
}

#[test]
fn scalars_keep_their_spelling() {
    let (trees, wrong) =
        read("[no, 1.10, 0777, +15551234567, \"q\\tq\", ~, '', 2026-12-01, !!str 7]");
    assert_eq!(wrong, []);
    let items = trees[0].root.as_sequence().unwrap();
    let texts: Vec<_> = items.iter().map(|item| item.as_text()).collect();
    let expected = ["no", "1.10", "0777", "+15551234567", "q\tq", "", "", "2026-12-01", "7"];
    assert_eq!(texts[5], None);
    for (index, text) in expected.iter().enumerate().filter(|(index, _)| *index != 5) {
        assert_eq!(texts[index], Some(*text));
    }
    let plain = |index: usize| matches!(&items[index].value, Value::Scalar(it) if it.plain);
    assert!(plain(0) && !plain(4) && !plain(6) && !plain(8));
}

#[test]
fn spans_are_where_things_are_written() {
    let yaml = "a: 1\nlist:\n  - x\n  - {y: 'zü'}\nend: |\n  text\n\n# done\n";
    let (trees, _) = read(yaml);
    let at = |node: &Node| &yaml[node.place.at.start as usize..node.place.at.end as usize];
    let root = &trees[0].root;
    assert_eq!(at(root.get("list").unwrap()), "- x\n  - {y: 'zü'}");
    let item = &root.get("list").unwrap().as_sequence().unwrap()[1];
    assert_eq!(at(item), "{y: 'zü'}");
    assert_eq!(at(item.get("y").unwrap()), "'zü'");
    assert_eq!(root.get("end").unwrap().as_text(), Some("text\n"));
}

#[test]
fn an_error_in_one_document_hides_no_other() {
    let (trees, wrong) = read("a: [1\n---\nb: 2\n---\nc: {\n---\nd: 4\n");
    let keys: Vec<_> =
        trees.iter().map(|it| it.root.as_mapping().unwrap().entries[0].0.text.as_str()).collect();
    assert_eq!(keys, ["b", "d"]);
    assert_eq!(wrong.len(), 2);
}

#[test]
fn what_manifests_do_not_use_is_refused() {
    assert_eq!(codes("a: 1\nb: 2\na: 3\n"), [Code::DuplicateKey]);
    assert_eq!(codes("a: &x {b: 1}\nc:\n  <<: *x\n"), [Code::UnsupportedYaml]);
    assert_eq!(codes("a: !secret b\nc: !!binary aGk=\n"), [Code::UnsupportedYaml; 2]);
    assert_eq!(codes("? [a]\n: 1\n"), [Code::UnsupportedYaml]);
    assert_eq!(codes("a: &x [*x]\n"), [Code::UnsupportedYaml]);
    assert_eq!(codes("a: *nothing\n"), [Code::Syntax]);
    assert_eq!(codes("a:\n\t- b\n"), [Code::Syntax]);
}

#[test]
fn aliases_point_at_both_places() {
    let (trees, wrong) = read("a: &x [1]\nb: *x\n");
    assert_eq!(wrong, []);
    let b = trees[0].root.get("b").unwrap();
    assert_eq!((b.place.at.start, b.place.via.unwrap().start), (13, 6));
    assert_eq!(b.as_sequence().unwrap()[0].place.via.unwrap().start, 7);
}

#[test]
fn bombs_are_errors() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", "));
    }
    assert_eq!(codes(&bomb), [Code::TooBig]);
    assert_eq!(codes(&"[".repeat(100_000)).len(), 1);
    assert_eq!(codes(&"- ".repeat(100_000)).len(), 1);
    assert_eq!(codes(&"{a: ".repeat(100_000)).len(), 1);
    assert_eq!(codes(&"x".repeat(MAX_BYTES + 1)), [Code::TooBig]);
    assert_eq!(codes(&format!("[{}]", "a,".repeat(MAX_NODES))), [Code::TooBig]);
    let comments = "#\n".repeat(200_000) + "a: 1\n";
    assert_eq!(codes(&comments), []);
}

#[test]
fn an_error_shows_its_line() {
    let (_, wrong) = read("name: a\u{1b}[31m\nusers: [a, b\nc: 1\n");
    insta::assert_snapshot!(text(&wrong, false));
    let (_, wrong) = read("kind: a\nname: b\nkind: c\n");
    insta::assert_snapshot!(text(&wrong, false));
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let long = format!("a: ['{}', !x 1, '{}']\n", "ü".repeat(500), "y".repeat(500));
    insta::assert_snapshot!(text(&read(&long).1, false));
}

#[test]
fn a_line_that_may_have_a_secret_shows_its_key_alone() {
    for line in
        ["token: \"s3cr3t", "a: https://me:s3cr3t@x.example/: b", "Authorization: Bearer: s3cr3t"]
    {
        let (_, wrong) = read(&format!("apiVersion: rolecall/v1\n{line}\n"));
        let shown = text(&wrong, false);
        assert!(shown.contains("RC001") && !shown.contains("s3cr3t"), "{shown}");
    }
}

/// What people paste, and what their editors do to it: the place and the cause, not where the parser gave up.
#[test]
fn a_cause_is_told_where_it_is() {
    for (yaml, place, message) in [
        ("a:\n\u{a0} b: 1\n  c: 2\n", (2, 1), "U+00A0 looks like a space"),
        ("a:\u{a0}b\nc:\n  d: 1\n e: 2\n", (1, 3), "U+00A0 looks like a space"),
        ("- a:\u{3000}b\n  c: 1\n", (1, 5), "U+3000 looks like a space"),
        ("a: 1\n\u{200b}b: 2\n  c: 3\n", (2, 1), "U+200B can't be seen"),
        ("a: 1\n---\n\u{feff}b: 2\n", (3, 1), "U+FEFF can't be seen"),
        ("- name：x\n  b: 1\n", (1, 7), "U+FF1A looks like `:`"),
        ("a: {b: 1，c: 2}\n", (1, 9), "U+FF0C looks like `,`"),
        ("a: “b: c”\n", (1, 4), "U+201C looks like `\"`"),
        ("a: 1\u{2028}b: 2\n", (1, 5), "U+2028 is no line break"),
        ("a: 1\n{{- if .Values.x }}\nb: 1\n", (2, 3), "`{{` is of another template language"),
        ("{% if x %}\na: 1\n", (1, 2), "`{%` is of another template language"),
        ("id:1 # why: so\nb: 2\n", (1, 6), "a space is missing behind the `:`"),
        ("a:\n  - 1\n  -2\n", (3, 3), "a space is missing behind the `-`"),
        ("a: @b\n", (1, 4), "a text can't begin with `@`"),
        ("a: [*@b.example]\n", (1, 5), "`*` begins an alias"),
        ("a: !b!c d\n", (1, 4), "`!` begins a tag"),
        ("a: \"C:\\Users\"\n", (1, 4), "there is no such escape"),
        ("a: 'b's\n", (1, 7), "more stands behind the quote"),
        ("a: 1]\nb: [2]]\n", (2, 7), "this bracket or brace closes nothing"),
        ("a: 1\n----\nb: 2\n", (2, 1), "this line is neither a field nor an item"),
        ("a: b: c\n", (1, 5), "a second `:` stands on this line"),
        ("a: |x\n  b\n", (1, 4), "`|` and `>` begin a text"),
    ] {
        let (_, wrong) = read(yaml);
        let [told] = wrong.as_slice() else { panic!("{yaml:?}: {}", text(&wrong, false)) };
        let at = (told.location.line, told.location.column);
        assert!(told.message.contains(message) && at == place, "{yaml:?}: {}", text(&wrong, false));
        assert!(told.help.is_some(), "{yaml:?}");
    }
}

/// What looks odd and is right.
#[test]
fn odd_yaml_is_read() {
    for yaml in [
        "\u{feff}a: 1\n",
        "# \u{a0}\na: \"b\u{a0}c\"\n",
        "a: \"Besoin d'aide\u{a0}: oui\"\n",
        "a: 1\r\nb: 2\r\n",
        "a: 1\rb: 2\r",
        "%YAML 1.2\n---\na: 1\n...\n",
        "%YAML 1.1\n%TAG ! tag:x.example,2000:\n---\na: 1\n",
        "---\n---\na: 1\n---\n",
        "--- # one\na: 1\n",
        "a:\t1\n",
        "a: “b”\n",
        "{\"a\": 1, \"b\": [2,],}\n",
        "a: http://x.example:80/#b\n",
        "a: b，c\n",
    ] {
        assert_eq!(codes(yaml), [], "{yaml:?}");
    }
}

/// What is refused is not told again of the value that it spoils.
#[test]
fn what_is_refused_spoils_nothing_else() {
    let files = |spec: &str| {
        let head = "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: o}\nspec: ";
        [SourceFile { path: "a.yaml".to_owned(), text: format!("{head}{spec}\n") }]
    };
    for spec in [
        "{id: 1, name: {{ .Values.name }}}",
        "{id: 1, users: !include users.yaml}",
        "{id: 1, users: !x {a: 1}}",
        "{id: 1, workspaces: [{name: A, users: [{<<: &d {role: owner}, email: a@b.example}]}]}",
        "{id: 1, workspaces: [{[name]: A}]}",
        "\n",
    ] {
        let loaded = crate::manifest::load(&files(spec), jiff::civil::date(2026, 11, 23));
        let told = text(&loaded.diagnostics, false);
        assert_eq!(loaded.diagnostics.len(), 1, "{spec}: {told}");
    }
}
