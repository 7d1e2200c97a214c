//! Whatever the bytes and values are: no panic, no changed structure.

use super::diagnostic::Report;
use super::node::{Mapping, Node, Scalar, Value};
use super::write::{Tree, TreeValue, document};
use super::{SourceFile, load, text, yaml};
use jiff::civil::date;
use proptest::prelude::*;

const VALID: &[&str] = &[
    include_str!("../../tests/fixtures/manifest/valid/design.yaml"),
    include_str!("../../tests/fixtures/manifest/valid/reseller.yaml"),
    include_str!("../../tests/fixtures/manifest/wrong/templates.yaml"),
];

fn survives(yaml: &str) {
    let files = [SourceFile { path: "x.yaml".to_owned(), text: yaml.to_owned() }];
    let loaded = load(&files, date(2026, 11, 23));
    let shown = text(&loaded.diagnostics, true);
    assert_eq!(shown.is_empty(), loaded.diagnostics.is_empty());
    serde_json::to_string(&loaded.diagnostics).unwrap();
    for it in &loaded.diagnostics {
        assert!(it.location.line >= 1 && it.location.column >= 1);
    }
}

/// Pieces that YAML and expressions are made of, and what they are often made of wrongly.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "\n",
        "\n  ",
        "\n- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "&a ",
        "*a",
        "!x ",
        "|\n",
        ">-\n",
        "'",
        "\"",
        "---\n",
        "...\n",
        "# ",
        "? ",
        "<<: ",
        "%YAML 1.2\n",
        "\t",
        "\r\n",
        "\u{feff}",
        "\0",
        "~",
        "null",
        "${{ ",
        " }}",
        "a",
        "name",
        "users",
        "spec",
        "kind: Client",
        "apiVersion: rolecall/v1\n",
        "email",
        "\u{1f600}",
        "é",
        "\\",
        "\u{85}",
        "\u{2028}",
        "-1",
        "99999999999999999999",
        "for",
        "in",
        "item",
        "if",
    ]);
    prop_oneof![8 => words.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// What expressions are made of.
fn expression() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "brand",
        "branches",
        "branch",
        "limit",
        "vip",
        "manager",
        "|",
        "join",
        "upper",
        "map",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "+",
        "-",
        "*",
        "**",
        "//",
        "/",
        "%",
        "~",
        "==",
        "<",
        "not",
        "is",
        "in",
        "and",
        "if",
        "else",
        "none",
        "0",
        "-1",
        "9999999999",
        "1e308",
        "'x'",
        "\"y\"",
        ".",
        "range",
        "int",
        "replace",
        "'",
        "sort",
        "list",
        "batch",
        "format",
        "tojson",
        "loop",
        "indent",
        "slice",
        "true",
        "undefined",
        "defined",
        "round",
        "sum",
        "dict",
    ]);
    prop::collection::vec(words, 1..12).prop_map(|words| words.join(" "))
}

/// A valid file with some stretches replaced, dropped or doubled.
fn mutated() -> impl Strategy<Value = String> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, piece()), 1..6);
    (prop::sample::select(VALID), edits).prop_map(|(valid, edits)| {
        let mut text: Vec<char> = valid.chars().collect();
        for (at, length, piece) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + length).min(text.len());
            text.splice(at..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

/// Text of all sorts, mostly of the sorts that YAML has trouble with.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(piece(), 0..6).prop_map(|pieces| pieces.concat()),
        any::<String>(),
        "[ -~]{0,20}",
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        value().prop_map(Tree::text),
        any::<u32>().prop_map(Tree::plain),
        any::<bool>().prop_map(Tree::plain),
    ];
    let remarked = |tree: BoxedStrategy<Tree>| {
        (tree, prop::option::weighted(0.2, value()))
            .prop_map(|(tree, comment)| Tree { comment, ..tree })
    };
    remarked(leaf.boxed()).prop_recursive(4, 40, 6, move |inner| {
        let fields =
            prop::collection::btree_map("[a-zA-Z]{1,8}|[ -~]{1,10}|yes|1", inner.clone(), 0..6);
        let tree = prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Tree::list),
            fields.prop_map(Tree::fields),
        ];
        remarked(tree.boxed())
    })
}

/// What a reader of the written tree must find.
fn same(tree: &Tree, node: &Node) -> bool {
    match (&tree.value, &node.value) {
        (TreeValue::Text(wanted), Value::Scalar(Scalar { text, plain: _ })) => wanted == text,
        (TreeValue::Plain(wanted), Value::Scalar(Scalar { text, plain })) => {
            *plain && wanted == text
        }
        (TreeValue::List(wanted), Value::Sequence(items)) => {
            wanted.len() == items.len() && wanted.iter().zip(items).all(|(a, b)| same(a, b))
        }
        (TreeValue::Fields(wanted), Value::Mapping(Mapping { entries })) => {
            let pairs = wanted.iter().zip(entries);
            wanted.len() == entries.len()
                && pairs
                    .into_iter()
                    .all(|((key, tree), (it, node))| *key == it.text && same(tree, node))
        }
        _ => false,
    }
}

/// Everything of a tree but its texts.
fn shape(node: &Node) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Scalar(_) => "s".to_owned(),
        Value::Sequence(items) => format!("[{}]", items.iter().map(shape).collect::<String>()),
        Value::Mapping(Mapping { entries }) => {
            let fields = entries.iter().map(|(key, node)| format!("{}:{}", key.text, shape(node)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
    }
}

fn parse(yaml: &str) -> Node {
    let files = [SourceFile { path: "x.yaml".to_owned(), text: yaml.to_owned() }];
    let report = Report::new(&files);
    let mut parsed = yaml::parse(&files[0].text, 0, |_| true, &report);
    parsed.stopped.into_iter().for_each(|problem| report.tell(problem));
    let wrong = report.finish();
    assert!(wrong.is_empty(), "{}\n{yaml}", text(&wrong, false));
    assert_eq!(parsed.documents.len(), 1, "{yaml}");
    parsed.documents.remove(0).root
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn random_text_never_panics(pieces in prop::collection::vec(piece(), 0..60)) {
        survives(&pieces.concat());
        survives(&format!("# rolecall/\n{}", pieces.concat()));
    }

    #[test]
    fn mutated_manifests_never_panic(yaml in mutated()) {
        survives(&yaml);
    }

    #[test]
    fn expressions_never_panic(source in expression()) {
        let expression = Tree::text(format!("${{{{ {source} }}}}"));
        let template = VALID[1].replace("${{ brand }} ${{ branch | upper }}", "PLACE");
        survives(&template.replace("PLACE", document(&expression).trim_end()));
    }

    #[test]
    fn what_is_written_reads_back(tree in tree()) {
        let written = document(&tree);
        prop_assert!(same(&tree, &parse(&written)), "{written}");
    }

    /// A client's values are put into the tree as they are: whatever they are, the tree keeps its shape, and a text
    /// comes out as it went in.
    #[test]
    fn values_change_no_structure(brand in value(), list in prop::collection::vec(value(), 3)) {
        let spec = render(&brand, &list);
        let plain = render("plain", &["a".to_owned(), "b".to_owned(), "c".to_owned()]);
        prop_assert_eq!(shape(&spec), shape(&plain));
        prop_assert_eq!(spec.get("name").unwrap().as_text(), Some(brand.as_str()));
        let workspaces = spec.get("workspaces").unwrap().as_sequence().unwrap();
        for (workspace, item) in workspaces.iter().zip(&list) {
            let expected = format!("{brand} of {item}");
            prop_assert_eq!(workspace.get("name").unwrap().as_text(), Some(expected.as_str()));
            prop_assert_eq!(workspace.get("timezone").unwrap().as_text(), Some(item.as_str()));
        }
    }
}

fn render(brand: &str, list: &[String]) -> Node {
    let template = "apiVersion: rolecall/v1\nkind: Template\nmetadata: {name: t}\nspec:\n  parameters:\n    \
        - {name: brand, type: string, required: true}\n    - {name: list, type: list, required: true}\n  organization:\n    \
        name: ${{ brand }}\n    workspaces:\n      - {for: it, in: '${{ list }}', item: {name: '${{ brand }} of ${{ it }}', \
        timezone: '${{ it }}'}}\n---\n";
    let client = Tree::fields([
        ("apiVersion", Tree::plain("rolecall/v1")),
        ("kind", Tree::plain("Client")),
        ("metadata", Tree::fields([("name", Tree::text("c"))])),
        (
            "spec",
            Tree::fields([
                ("template", Tree::text("t")),
                ("organizationId", Tree::plain(1)),
                (
                    "parameters",
                    Tree::fields([
                        ("brand", Tree::text(brand)),
                        ("list", Tree::list(list.iter().map(Tree::text))),
                    ]),
                ),
            ]),
        ),
    ]);
    let text = template.to_owned() + &document(&client);
    let files = [SourceFile { path: "x.yaml".to_owned(), text }];
    super::load::spec_of(&files, "c")
}

/// Reads what is written as an independent reader does: in braces, in a list, as a field of its own and as a key.
fn read_elsewhere(text: &str) {
    let inner = || Tree::fields([("brand", Tree::text(text)), ("other", Tree::text("x"))]);
    let tree = Tree::fields([
        ("flow", inner()),
        ("list", Tree::list([Tree::text(text), Tree::text("x")])),
        ("field", Tree::text(text)),
        ("block", Tree::fields([("inner", inner()), (text, Tree::text(text))])),
    ]);
    let written = document(&tree);
    let read: serde_yaml::Value =
        serde_yaml::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    let wanted = serde_yaml::Value::from(text);
    for found in [
        &read["flow"]["brand"],
        &read["list"][0],
        &read["field"],
        &read["block"]["inner"]["brand"],
        &read["block"][text],
    ] {
        assert!(*found == wanted || text == "inner", "{text:?} is {found:?} in {written}");
    }
}

#[test]
fn hostile_texts_are_read_the_same_by_another_reader() {
    // What PyYAML and others stumbled over, or took for something else than text. The review gives them to those.
    let texts = include_str!("../../tests/fixtures/hostile-texts.json");
    let texts: Vec<String> = serde_json::from_str(texts).unwrap();
    texts.iter().for_each(|text| read_elsewhere(text));
}

proptest! {
    #[test]
    fn any_text_is_read_the_same_by_another_reader(text in "\\PC{0,20}|[ -~\\n\\t]{0,20}|[0-9_.:+bxoe-]{1,8}") {
        read_elsewhere(&text);
    }
}
