//! The manifests that a branch proposes, planned with by the Project and the Platforms of the branch that it is for.
//!
//! A branch may propose who has access. Where credentials go and which command is run is decided by what is merged, so
//! files with a Project or a Platform in them are the base's, and what the branch would change of them is told.

use super::SourceFile;
use super::diagnostic::Report;
use super::document::{self, Document};
use super::kind::Kind;
use super::node::{Node, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The files to plan with, and what of the proposed ones is not among them.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Sorted by path.
    pub files: Vec<SourceFile>,
    /// Sorted by path.
    pub withheld: Vec<Withheld>,
}

/// A file that is not planned with before it is merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Relative to the Project's folder, with forward slashes.
    pub path: String,
    /// What it would change: `Project: credentials.acme.hosts`, `Platform ours`; sorted.
    pub changes: Vec<String>,
}

/// Takes Organizations, Clients, Templates and Groups from `proposed`, and every file that has anything else in it from
/// `base`.
#[must_use]
pub fn propose(base: Vec<SourceFile>, proposed: Vec<SourceFile>) -> Proposal {
    let (old, new) = (Settings::of(&base), Settings::of(&proposed));
    let paths: BTreeSet<_> = old.0.keys().chain(new.0.keys()).collect();
    let withheld = paths.into_iter().filter_map(|path| {
        let changes = changes(old.0.get(path), new.0.get(path));
        (!changes.is_empty()).then(|| Withheld { path: path.clone(), changes })
    });
    let withheld = withheld.collect();
    let taken = proposed
        .into_iter()
        .filter(|it| !new.0.contains_key(&it.path) && !old.0.contains_key(&it.path));
    let mut files: Vec<SourceFile> =
        base.into_iter().filter(|it| old.0.contains_key(&it.path)).chain(taken).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Proposal { files, withheld }
}

/// All documents of the files that a Project or a Platform is in, by path, kind and name.
struct Settings(BTreeMap<String, Documents>);

type Documents = BTreeMap<(Kind, String), Node>;

impl Settings {
    fn of(files: &[SourceFile]) -> Self {
        let report = Report::new(files);
        let mut all: BTreeMap<String, Documents> = BTreeMap::new();
        for Document { kind, name, path, spec, .. } in document::read(files, &report).documents {
            all.entry(path).or_default().insert((kind, name.to_string()), spec);
        }
        let decides = |it: &Documents| {
            it.keys().any(|(kind, _)| matches!(kind, Kind::Project | Kind::Platform))
        };
        all.retain(|_, documents| decides(documents));
        Self(all)
    }
}

/// What differs between the documents of one file, by the document or, in a Project, by the field.
fn changes(old: Option<&Documents>, new: Option<&Documents>) -> Vec<String> {
    let none = Documents::new();
    let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let mut found = BTreeSet::new();
    for key in keys {
        let (kind, name) = key;
        match (old.get(key), new.get(key)) {
            (Some(one), Some(other)) if *kind == Kind::Project => {
                fields(one, other, &mut Vec::new(), &mut |field| {
                    found.insert(format!("{kind}: {field}"));
                });
            }
            (Some(one), Some(other)) if same(one, other) => {}
            _ => drop(found.insert(format!("{kind} {name}"))),
        }
    }
    found.into_iter().collect()
}

/// The dotted paths of fields that differ, at most three keys deep: `credentials.acme.hosts`.
fn fields<'n>(old: &'n Node, new: &'n Node, path: &mut Vec<&'n str>, tell: &mut dyn FnMut(String)) {
    let (Some(one), Some(other)) = (old.as_mapping(), new.as_mapping()) else {
        if !same(old, new) {
            tell(path.join("."));
        }
        return;
    };
    let (one, other) = (one.by_key(), other.by_key());
    for key in one.keys().chain(other.keys()).copied().collect::<BTreeSet<_>>() {
        path.push(key);
        match (one.get(key).copied(), other.get(key).copied()) {
            (Some(one), Some(other)) if path.len() < 3 => fields(one, other, path, tell),
            (Some(one), Some(other)) if same(one, other) => {}
            _ => tell(path.join(".")),
        }
        path.pop();
    }
}

/// Whether two trees say the same, wherever they stand.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(one), Value::Scalar(other)) => one == other,
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Mapping(one), Value::Mapping(other)) => {
            let others = other.by_key();
            let has = |(key, node): &(super::Key, Node)| {
                others.get(key.text.as_str()).is_some_and(|it| same(node, it))
            };
            one.entries.len() == other.entries.len() && one.entries.iter().all(has)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROJECT: &str = "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: agency}\nspec: {platform: ours.yaml, credentials: {acme: {tokenEnv: ACME, hosts: [a.example]}}}\n";
    const PLATFORM: &str = "apiVersion: rolecall/v1\nkind: Platform\nmetadata: {name: ours}\nspec: {extends: respond-io-console}\n";

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn group(name: &str) -> String {
        format!(
            "apiVersion: rolecall/v1\nkind: Group\nmetadata: {{name: {name}}}\nspec: {{users: []}}\n"
        )
    }

    fn paths(proposal: &Proposal) -> Vec<&str> {
        proposal.files.iter().map(|it| it.path.as_str()).collect()
    }

    #[test]
    fn manifests_are_taken_wherever_they_are_and_gone_where_they_are_gone() {
        let base = vec![
            file("rolecall.yaml", PROJECT),
            file("a.yaml", &group("old")),
            file("b.yaml", &group("b")),
        ];
        let proposed = vec![
            file("rolecall.yaml", PROJECT),
            file("a.yaml", &group("new")),
            file("x/y/c.yaml", &group("c")),
        ];
        let proposal = propose(base, proposed);
        assert_eq!(paths(&proposal), ["a.yaml", "rolecall.yaml", "x/y/c.yaml"]);
        assert!(proposal.files[0].text.contains("new"));
        assert_eq!(proposal.withheld, []);
    }

    #[test]
    fn where_a_credential_goes_is_the_bases_and_told() {
        let evil = PROJECT
            .replace("a.example", "evil.example")
            .replace("ours.yaml,", "ours.yaml, baseUrl: 'https://evil.example',");
        let base = vec![file("rolecall.yaml", PROJECT), file("ours.yaml", PLATFORM)];
        let proposed = vec![
            file("rolecall.yaml", &evil),
            file("ours.yaml", &PLATFORM.replace("respond-io-console", "respond-io-developer")),
            file("theirs.yaml", &PLATFORM.replace("ours", "theirs")),
        ];
        let proposal = propose(base.clone(), proposed);
        assert_eq!(paths(&proposal), ["ours.yaml", "rolecall.yaml"]);
        assert!(
            proposal.files.iter().zip([&base[1], &base[0]]).all(|(is, was)| is.text == was.text)
        );
        let told: Vec<_> =
            proposal.withheld.iter().map(|it| (it.path.as_str(), it.changes.join(", "))).collect();
        assert_eq!(
            told,
            [
                ("ours.yaml", "Platform ours".to_owned()),
                ("rolecall.yaml", "Project: baseUrl, Project: credentials.acme.hosts".to_owned()),
                ("theirs.yaml", "Platform theirs".to_owned()),
            ]
        );
    }

    #[test]
    fn a_platform_can_not_hide_in_a_file_of_other_kinds() {
        let mixed = format!("{}---\n{}", group("a"), PLATFORM);
        let spelled = "{\"apiVersion\": rolecall/v1, 'kind': \"Platform\", metadata: {name: ours}, spec: {extends: respond-io-console}}";
        let base = vec![file("rolecall.yaml", PROJECT), file("a.yaml", &group("a"))];
        for text in [mixed.as_str(), spelled] {
            let proposal =
                propose(base.clone(), vec![file("rolecall.yaml", PROJECT), file("a.yaml", text)]);
            assert_eq!(paths(&proposal), ["rolecall.yaml"], "{text}");
            assert!(proposal.withheld[0].changes.contains(&"Platform ours".to_owned()), "{text}");
        }
        // Nor can the base's be swept away by one that is none.
        let base = vec![file("rolecall.yaml", PROJECT), file("ours.yaml", PLATFORM)];
        let proposal =
            propose(base, vec![file("rolecall.yaml", PROJECT), file("ours.yaml", &group("a"))]);
        assert!(proposal.files.iter().any(|it| it.path == "ours.yaml" && it.text == PLATFORM));
        assert_eq!(proposal.withheld[0].changes, ["Platform ours"]);
    }

    #[test]
    fn another_spelling_of_the_same_is_no_change() {
        let spelled = format!(
            "# a comment\n{}",
            PROJECT.replace(
                "tokenEnv: ACME, hosts: [a.example]",
                "hosts: [a.example], tokenEnv: ACME"
            )
        );
        let proposal =
            propose(vec![file("rolecall.yaml", PROJECT)], vec![file("rolecall.yaml", &spelled)]);
        assert_eq!(proposal.withheld, []);
        assert_eq!(proposal.files[0].text, PROJECT);
    }
}
