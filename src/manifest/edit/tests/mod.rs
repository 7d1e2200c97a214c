//! What becomes of single texts.

mod any;

use super::{Edit, Path, Refused, edit};
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
fn items_of_a_flow_list_on_lines_of_their_own_go_with_them_and_other_comments_stay() {
    let list = "l: [\n  {a: 1},  # first\n  # between\n  {a: 2},\t# second\n  {a: 3}  # third\n  # last\n]\n";
    for (removed, after) in [
        (&["l[0]"][..], "l: [\n  # between\n  {a: 2},\t# second\n  {a: 3}  # third\n  # last\n]\n"),
        (&["l[1]"], "l: [\n  {a: 1},  # first\n  # between\n  {a: 3}  # third\n  # last\n]\n"),
        (&["l[2]"], "l: [\n  {a: 1},  # first\n  # between\n  {a: 2},\t# second\n  # last\n]\n"),
        (&["l[1]", "l[2]"], "l: [\n  {a: 1},  # first\n  # between\n  # last\n]\n"),
        (&["l[0]", "l[1]", "l[2]"], "l: [\n  # between\n  # last\n]\n"),
    ] {
        let edits: Vec<_> = removed.iter().map(|it| Edit::Remove(path(it))).collect();
        check(list, &edits, after);
    }
    let list = "l: [a, # of a\n    # of b\n    b, c, # of c\n    d] # all\n";
    for (removed, after) in [
        (&["l[0]"][..], "l: [\n    # of b\n    b, c, # of c\n    d] # all\n"),
        (&["l[2]"], "l: [a, # of a\n    # of b\n    b, d] # all\n"),
        (&["l[3]"], "l: [a, # of a\n    # of b\n    b, c, # of c\n    ] # all\n"),
        (&["l[2]", "l[3]"], "l: [a, # of a\n    # of b\n    b, # of c\n    ] # all\n"),
    ] {
        let edits: Vec<_> = removed.iter().map(|it| Edit::Remove(path(it))).collect();
        check(list, &edits, after);
    }
    check(
        "m: {\n  a: 1,  # one\n  b: 2,  # two\n}\n",
        &[Edit::Remove(path("m.b"))],
        "m: {\n  a: 1,  # one\n}\n",
    );
    check(
        "l: [&x a, !!str  b, &y !!str c]\n",
        &[Edit::Remove(path("l[1]"))],
        "l: [&x a, &y !!str c]\n",
    );
    check("l: [&x a, !!str b]\n", &[Edit::Remove(path("l[0]"))], "l: [!!str b]\n");
    check("l: [a, &y !!str b]\n", &[Edit::Remove(path("l[1]"))], "l: [a]\n");
    check("l: [ a\n   , b\n   , c ]\n", &[Edit::Remove(path("l[2]"))], "l: [ a\n   , b ]\n");
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
    assert_eq!(edit(shared, 0, &[Edit::Remove(path("a[0]"))]), Err(Refused::Shared(path("a[0]"))));
    let inside = "a: {x: &x [1, 2], y: 3}\nb: *x\n";
    assert_eq!(edit(inside, 0, &[Edit::Remove(path("a.x"))]), Err(Refused::Shared(path("a.x"))));
    assert_eq!(
        edit(inside, 0, &[Edit::Push(path("a.x"), Tree::plain(3))]),
        Err(Refused::Shared(path("a.x")))
    );
    check(inside, &[Edit::Remove(path("a.y"))], "a: {x: &x [1, 2]}\nb: *x\n");
    check("a: &x [1, 2]\nb: 3\n", &[Edit::Remove(path("a[0]"))], "a: &x [2]\nb: 3\n");
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
