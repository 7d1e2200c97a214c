use super::{Edit, Path, Refused, edit};
use crate::manifest::node::{Node, Value};
use crate::manifest::write::Tree;

fn path(text: &str) -> Path {
    let mut path = Path::default();
    for part in text.split(['.', '[']) {
        path = match part.strip_suffix(']') {
            Some(index) => path.index(index.parse().unwrap()),
            None => path.key(part),
        };
    }
    path
}

fn person(email: &str) -> Tree {
    Tree::fields([("email", Tree::text(email)), ("role", Tree::plain("agent"))])
}

#[track_caller]
fn check(before: &str, edits: &[Edit], after: &str) {
    assert_eq!(edit(before, 0, edits).as_deref(), Ok(after));
}

#[test]
fn an_item_of_a_block_list_goes_with_the_comment_on_its_line_and_no_other() {
    let before = "# who\nusers:\n  - {email: a@x}  # first\n  # between\n  - email: 'b@x'\n    role: agent\n  - c@x\nrest: 1\n";
    check(
        before,
        &[Edit::Remove(path("users[1]"))],
        "# who\nusers:\n  - {email: a@x}  # first\n  # between\n  - c@x\nrest: 1\n",
    );
    check(
        before,
        &[Edit::Remove(path("users[0]")), Edit::Remove(path("users[2]"))],
        "# who\nusers:\n  # between\n  - email: 'b@x'\n    role: agent\nrest: 1\n",
    );
}

#[test]
fn a_list_that_loses_its_last_item_is_empty_and_not_nothing() {
    check(
        "users: # all\n  - a\n  - b\n",
        &["users[0]", "users[1]"].map(|it| Edit::Remove(path(it))),
        "users: [] # all\n",
    );
    check("users:\n  - a", &[Edit::Remove(path("users[0]"))], "users: []");
    check(
        "users: [ a,  b, ]",
        &["users[0]", "users[1]"].map(|it| Edit::Remove(path(it))),
        "users: [  ]",
    );
    check(
        "users:\n  - a\n",
        &[Edit::Remove(path("users[0]")), Edit::Push(path("users"), Tree::text("b"))],
        "users:\n  - b\n",
    );
}

#[test]
fn items_of_a_flow_list_go_with_one_comma() {
    let list = "l: [a, b , \"c\"] # x\n";
    for (removed, after) in [
        (&["l[0]"][..], "l: [b , \"c\"] # x\n"),
        (&["l[1]"], "l: [a, \"c\"] # x\n"),
        (&["l[2]"], "l: [a, b] # x\n"),
        (&["l[1]", "l[2]"], "l: [a] # x\n"),
        (&["l[0]", "l[2]"], "l: [b] # x\n"),
        (&["l[0]", "l[1]"], "l: [\"c\"] # x\n"),
    ] {
        let edits: Vec<_> = removed.iter().map(|it| Edit::Remove(path(it))).collect();
        check(list, &edits, after);
    }
}

#[test]
fn what_is_added_takes_the_lists_own_form() {
    let push = |to| [Edit::Push(path(to), person("d@x.example"))];
    check(
        "users:\r\n- a\r\nrest: 1\r\n",
        &push("users"),
        "users:\r\n- a\r\n- {email: d@x.example, role: agent}\r\nrest: 1\r\n",
    );
    check(
        "users:\n    - a",
        &push("users"),
        "users:\n    - a\n    - {email: d@x.example, role: agent}",
    );
    check("users: [a]", &push("users"), "users: [a, {email: d@x.example, role: agent}]");
    check("users: []", &push("users"), "users: [{email: d@x.example, role: agent}]");
    check(
        "users: # none\nrest: 1",
        &push("users"),
        "users: [{email: d@x.example, role: agent}] # none\nrest: 1",
    );
    check("rest: 1\n", &push("users"), "rest: 1\nusers: [{email: d@x.example, role: agent}]\n");
    check(
        "a: {b: 1}\n",
        &push("a.users"),
        "a: {b: 1, users: [{email: d@x.example, role: agent}]}\n",
    );
}

#[test]
fn a_field_is_set_where_it_stands_or_added_behind_the_last() {
    let set = |to, value| [Edit::Set(path(to), Tree::plain(value))];
    check(
        "- {a: 1, b: 2} # x\n",
        &[Edit::Set(Path::default().index(0).key("b"), Tree::plain("3"))],
        "- {a: 1, b: 3} # x\n",
    );
    check(
        "l:\n  - a: 1 # one\n    b: 'x'\n  - c\n",
        &set("l[0].b", "2"),
        "l:\n  - a: 1 # one\n    b: 2\n  - c\n",
    );
    check(
        "l:\n  - a: 1 # one\n  - c\n",
        &set("l[0].b", "2"),
        "l:\n  - a: 1 # one\n    b: 2\n  - c\n",
    );
    check("l: [a, b] # x\n", &set("l[1]", "2"), "l: [a, 2] # x\n");
    check("l:\n  - a\n  - 'b' # x\n", &set("l[1]", "2"), "l:\n  - a\n  - 2 # x\n");
    let deep = Tree::fields([("c", Tree::list([person("d@x.example")]))]);
    check(
        "a: {b: 1}\n",
        &[Edit::Set(path("a.d"), deep)],
        "a: {b: 1, d: {c: [{email: d@x.example, role: agent}]}}\n",
    );
    check("a:\n  b:\n", &set("a.b", "2"), "a:\n  b: 2\n");
    check("a: {}\n", &set("a.b", "2"), "a: {b: 2}\n");
    check("a: {b: 1}\n", &[Edit::Remove(path("a.b"))], "a: {}\n");
    check("a:\n  - b\n  - c\nd: 1\n", &set("a", "2"), "a: 2\nd: 1\n");
    check("a: {b: 1, c: 2}\n", &[Edit::Remove(path("a.c"))], "a: {b: 1}\n");
    check("a: {b: 1, c: 2}\n", &[Edit::Remove(path("a.b"))], "a: {c: 2}\n");
    check("a:\n  b: 1\n  c: 2 # two\n", &[Edit::Remove(path("a.c"))], "a:\n  b: 1\n");
}

#[test]
fn what_cannot_be_changed_in_place_is_refused_with_its_path() {
    let shared = "a: &x [1, 2]\nb: *x\n";
    assert_eq!(edit(shared, 0, &[Edit::Remove(path("b[0]"))]), Err(Refused::Shared(path("b"))));
    assert_eq!(
        edit(shared, 0, &[Edit::Remove(path("a[0]"))]),
        Err(Refused::NotInPlace(path("a[0]")))
    );
    assert_eq!(edit("a: 1", 0, &[Edit::Remove(path("b.c"))]), Err(Refused::NotThere(path("b"))));
    assert_eq!(edit("a: [1", 0, &[Edit::Remove(path("a[0]"))]), Err(Refused::Unsound));
    assert_eq!(
        edit("l:\n- - 1\n  - 2\n", 0, &[Edit::Remove(path("l[0]").index(0))]),
        Err(Refused::NotInPlace(path("l[0]")))
    );
    assert_eq!(
        edit("a:\n  b: 1\n", 0, &[Edit::Remove(path("a.b"))]),
        Err(Refused::NotInPlace(path("a")))
    );
    assert_eq!(
        edit("a:\n  - b # why\n  - c\n", 0, &[Edit::Set(path("a"), Tree::plain(1))]),
        Err(Refused::NotInPlace(Path::default()))
    );
}

#[test]
fn other_documents_of_the_file_stay() {
    let text = "\u{feff}a: [1]\n---\n# second\nb:\n  - 1\n...\n---\nc: 1\n";
    let edits = [Edit::Push(path("b"), Tree::plain(2))];
    assert_eq!(edit(text, 1, &edits).unwrap(), text.replace("  - 1\n", "  - 1\n  - 2\n"));
}

/// Every path in a document.
fn paths(node: &Node, at: &Path, all: &mut Vec<(Path, bool)>) {
    match &node.value {
        Value::Sequence(items) => {
            for (number, item) in items.iter().enumerate() {
                let path = at.clone().index(number);
                all.push((path.clone(), false));
                paths(item, &path, all);
            }
        }
        Value::Mapping(mapping) => {
            for (key, node) in &mapping.entries {
                let path = at.clone().key(&key.text);
                all.push((path.clone(), matches!(node.value, Value::Sequence(_))));
                paths(node, &path, all);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// How many lines differ: those that are the same at the start and at the end aside.
fn changed_lines(before: &str, after: &str) -> usize {
    let (before, after): (Vec<_>, Vec<_>) =
        (before.split('\n').collect(), after.split('\n').collect());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    before.len().max(after.len()) - head - tail.min(rest)
}

const CORPUS: &[&str] = &[
    include_str!("../../../tests/fixtures/manifest/valid/design.yaml"),
    include_str!("../../../examples/agency/clients/bloom.yaml"),
    include_str!("../../../examples/reseller/rolecall.yaml"),
    "a:\n- 1\n-   two  # 2\n\n- \"th'ree\"\n# end\nb:   {c: [x , y,], d: }\ne: >\n  folded\n  text\nf: |+\n  kept\n\n\ng: ~\n",
    "l:\n  -\n    a: 1\n\t\n    b: 2 #\ttab\n  - - x\n    - y\n  - [p,\n     q, # why\n     r]\n  - 'it''s'\nm: !!str no\n",
];

/// Any single change of any corpus document, in each form that files come in: either it is refused, or just
/// the lines concerned change, and what was added can be taken out again to the same bytes. That the result
/// parses to the changed tree is asked by `edit` itself.
#[test]
fn any_change_touches_only_the_lines_concerned() {
    let (mut made, mut refused) = (0, 0);
    for text in CORPUS {
        for text in [
            text.to_string(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            text.trim_end().to_owned(),
        ] {
            let written = super::written(text.trim_start_matches('\u{feff}')).expect(&text);
            for (number, root) in written.documents.iter().enumerate() {
                let mut all = Vec::new();
                paths(root, &Path::default(), &mut all);
                for (path, is_list) in all {
                    let (remove, set) =
                        (Edit::Remove(path.clone()), Edit::Set(path.clone(), Tree::plain("word")));
                    let push = Edit::Push(path.clone(), person("new@x.example"));
                    let node = path.find(root).unwrap();
                    let lines = text
                        .get(node.place.at.start as usize..node.place.at.end as usize)
                        .unwrap_or("")
                        .split('\n')
                        .count();
                    for (change, most) in [(remove, lines + 2), (set, lines + 1), (push, 1)] {
                        if matches!(change, Edit::Push(..)) && !is_list {
                            continue;
                        }
                        let Ok(after) = edit(&text, number, std::slice::from_ref(&change)) else {
                            refused += 1;
                            continue;
                        };
                        made += 1;
                        let changed = changed_lines(&text, &after);
                        assert!(
                            changed <= most,
                            "{change:?} changes {changed} lines of\n{text}\nto\n{after}"
                        );
                        if let (Edit::Push(..), Value::Sequence(items)) = (&change, &node.value) {
                            let last = path.clone().index(items.len());
                            let back = edit(&after, number, &[Edit::Remove(last)]);
                            if !items.is_empty() {
                                assert_eq!(back.as_ref(), Ok(&text), "{change:?}");
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(made > 3 * refused, "{made} made, {refused} refused");
}
