//! Any single change of any document, in each form that files come in.

use super::super::{Edit, Path, Refused, edit, written};
use super::person;
use crate::manifest::node::{Key, Node, Span, Value};
use crate::manifest::write::Tree;

const CORPUS: &[&str] = &[
    include_str!("../../../../tests/fixtures/manifest/valid/design.yaml"),
    include_str!("../../../../examples/agency/clients/bloom.yaml"),
    include_str!("../../../../examples/reseller/rolecall.yaml"),
    "a:\n- 1\n-   two  # 2\n\n- \"th'ree\"\n# end\nb:   {c: [x , y,], d: }\ne: >\n  folded\n  text\nf: |+\n  kept\n\n\ng: ~\n",
    "l:\n  -\n    a: 1\n\t\n    b: 2 #\ttab\n  - - x\n    - y\n  - [p,\n     q, # why\n     r]\n  - 'it''s'\nm: !!str no\n",
    "# first\na: &x [1, 2]\t#\tshared\nb: *x\nc:\n  # own\n  - &y {d: 1}\n  # between\n  - *y\n  # last\ne: {f: &z g, h: *z, i: j}\n---\n# second\nk: [&w l, !!str m, \"n\" ]\n",
    "l: [ # open\n  {a: 1},  # one\n  # between\n  {a: 2},\t# two\n\n  {a: 3}  # three\n  # close\n] # all\nm: {\n  a: 1, # a\n  b: [x\n    , y\n    , z ],\n}\nn: [a, # of a\n  # of b\n  b, c, # of c\n  d]\n",
    "'quoted key': 1\n\"an\\x6fther\": 2  # two\n? plain\n: 3\nlist:\n- same\n- same\n- same\nnested:\n    deep:\n        - name: W\n          users:\n          - a@x.example\n\n          # about b\n          - b@x.example\n    last: [one]",
];

/// Something in a document, with the stretch of the text that may change where it does.
struct Spot<'n> {
    path: Path,
    node: &'n Node,
    /// With its key.
    whole: Span,
    may_change: (usize, usize),
}

/// Everything in a document. `begins` is where its key does.
fn spots<'n>(text: &str, node: &'n Node, path: &Path, begins: u32, all: &mut Vec<Spot<'n>>) {
    let parts: Vec<(Path, Option<&Key>, &Node)> = match &node.value {
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(at, it)| (path.clone().index(at), None, it)).collect()
        }
        Value::Mapping(mapping) => mapping
            .entries
            .iter()
            .map(|(key, it)| (path.clone().key(&key.text), Some(key), it))
            .collect(),
        Value::Null | Value::Scalar(_) => return,
    };
    let starts = |(_, key, it): &(Path, Option<&Key>, &Node)| {
        key.map_or(it.place.at.start, |key| key.place.at.start)
    };
    let is_flow = text[node.place.at.start as usize..].starts_with(['[', '{']);
    let mut before = begins;
    for (number, part) in parts.iter().enumerate() {
        let (path, _, it) = part;
        let whole = Span { start: starts(part), ..it.place.at };
        let end = it.place.at.end.max(whole.start);
        let line_ends =
            text[end as usize..].find('\n').map_or(text.len(), |at| end as usize + at + 1);
        let next = parts.get(number + 1).filter(|_| is_flow).map(starts);
        let next = next.unwrap_or(if is_flow { node.place.at.end } else { 0 }) as usize;
        all.push(Spot {
            path: path.clone(),
            node: it,
            whole: Span { end, ..whole },
            may_change: (text[..before as usize].trim_end_matches(' ').len(), line_ends.max(next)),
        });
        spots(text, it, path, whole.start, all);
        before = end;
    }
}

/// A change, and the one that takes it back where that is defined.
fn changes(text: &str, Spot { path, node, .. }: &Spot<'_>) -> Vec<(Edit, Option<Edit>)> {
    let set = |value: &str| Edit::Set(path.clone(), Tree::plain(value));
    let scalar = node.as_text().filter(|it| {
        text.get(node.place.at.start as usize..node.place.at.end as usize) == Some(*it)
    });
    let mut all = vec![(Edit::Remove(path.clone()), None), (set("word"), scalar.map(set))];
    match &node.value {
        Value::Sequence(items) => {
            let last = path.clone().index(items.len());
            let back = (!items.is_empty()).then_some(Edit::Remove(last));
            all.push((Edit::Push(path.clone(), person("new@x.example")), back));
        }
        Value::Mapping(mapping) => {
            let new = path.clone().key("new");
            let back = (!mapping.entries.is_empty()).then(|| Edit::Remove(new.clone()));
            all.push((Edit::Set(new, Tree::list([person("new@x.example")])), back));
        }
        Value::Null | Value::Scalar(_) => {}
    }
    all
}

fn is_part<T: PartialEq>(some: &[T], of: &[T]) -> bool {
    let mut of = of.iter();
    some.iter().all(|it| of.any(|other| other == it))
}

/// Nothing changes but where the change is, and no comment that is on other lines.
fn only_there(before: &str, after: &str, spot: &Spot<'_>) -> Result<(), String> {
    let (from, to) = spot.may_change;
    let outside = (&before[..from], &before[to..]);
    let stays = after.starts_with(outside.0) && after.ends_with(outside.1);
    if !stays || after.len() < outside.0.len() + outside.1.len() {
        return Err(format!("more changes than\n{}", &before[from..to]));
    }
    let ends_of_others = match before.contains('\r') {
        true => after.replace("\r\n", "").contains('\n'),
        false => after.contains('\r'),
    };
    if ends_of_others {
        return Err("line ends are mixed".to_owned());
    }
    let comments = |text: &str| written(text).unwrap().comments;
    let line = |at: u32| before[..at as usize].matches('\n').count();
    let own = line(spot.whole.start)..=line(spot.whole.end);
    let old = comments(before);
    let others = old.iter().filter(|(_, it)| !own.contains(&line(it.start)));
    let others: Vec<&str> = others.map(|(text, _)| text.as_str()).collect();
    let new = comments(after);
    let new: Vec<&str> = new.iter().map(|(text, _)| text.as_str()).collect();
    let old: Vec<&str> = old.iter().map(|(text, _)| text.as_str()).collect();
    if !is_part(&others, &new) || !is_part(&new, &old) {
        return Err(format!("comments were {old:?} and are {new:?}"));
    }
    Ok(())
}

/// Either it is refused, or only the lines concerned change, and what was added or set can be taken back to the same
/// bytes. That the result parses to the changed tree is asked by `edit` itself.
#[test]
fn any_change_touches_only_the_lines_concerned() {
    const MARK: &str = "\u{feff}";
    let (mut made, mut taken_back, mut refused, mut shared) = (0, 0, 0, 0);
    for text in CORPUS {
        let forms = [
            ("", (*text).to_owned()),
            (MARK, text.replace('\n', "\r\n")),
            (MARK, text.trim_end().to_owned()),
            ("", text.trim_end().replace('\n', "\r\n")),
        ];
        for (mark, text) in &forms {
            let whole = format!("{mark}{text}");
            let documents = written(text).expect(text).documents;
            for (number, root) in documents.iter().enumerate() {
                let mut all = Vec::new();
                spots(text, root, &Path::default(), root.place.at.start, &mut all);
                for spot in &all {
                    for (change, back) in changes(text, spot) {
                        let after = match edit(&whole, number, std::slice::from_ref(&change)) {
                            Ok(after) => after,
                            Err(why) => {
                                refused += 1;
                                shared += u32::from(matches!(why, Refused::Shared(_)));
                                continue;
                            }
                        };
                        made += 1;
                        let body = after.strip_prefix(mark).expect("the mark stays");
                        only_there(text, body, spot)
                            .unwrap_or_else(|it| panic!("{change:?}: {it}\n{text}\n---\n{after}"));
                        if let Some(back) = back {
                            taken_back += 1;
                            let again = edit(&after, number, std::slice::from_ref(&back));
                            assert_eq!(again.as_ref(), Ok(&whole), "{change:?}, then {back:?}");
                        }
                    }
                }
            }
        }
    }
    assert!(
        made > 5 * refused && taken_back > 900 && shared > 50,
        "{made} {refused} {taken_back} {shared}"
    );
}
