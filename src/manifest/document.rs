use super::diagnostic::{Code, Problem, Report, escape};
use super::kind::Kind;
use super::node::{Node, Place, Span, Value};
use super::reader::{self, Fields, did_you_mean};
use super::{Note, SourceFile, yaml};
use crate::model::Slug;
use std::collections::BTreeMap;

/// The `apiVersion` of all manifests.
pub const API_VERSION: &str = "rolecall/v1";

/// One manifest: its head is checked, its `spec` is still a tree.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// `metadata.name`.
    pub name: Slug,
    /// Path of its file.
    pub path: String,
    /// Where its name stands.
    pub place: Place,
    /// What it says.
    pub spec: Node,
    /// Nothing was wrong with it so far.
    pub sound: bool,
}

/// What was read from a set of files.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// In the order of files.
    pub(crate) documents: Vec<Document>,
    /// What was passed over.
    pub(crate) notes: Vec<Note>,
    /// Comments, by place.
    pub(crate) comments: BTreeMap<Span, String>,
}

/// Reads all manifests of these files. YAML that isn't ours is passed over with a note.
pub(crate) fn read(files: &[SourceFile], report: &Report<'_>) -> Documents {
    let mut read = Documents::default();
    for (number, file) in files.iter().enumerate() {
        if file.text.len() <= yaml::MAX_BYTES && !mentions_us(&file.text) {
            let message = format!("no manifest with `apiVersion: {API_VERSION}` in it");
            read.notes.push(Note { file: file.path.clone(), line: 1, message });
            continue;
        }
        let number = super::sources::clamp(number);
        let parsed = yaml::parse(&file.text, number, is_ours, report);
        read.comments.extend(parsed.comments.into_iter().map(|(text, span)| (span, text)));
        for tree in parsed.documents {
            if is_ours(&tree.root) {
                read.documents.extend(document(tree, &file.path, report));
            } else if !matches!(tree.root.value, Value::Null) {
                let line = report.source(tree.root.place).line;
                let message = format!("passed over: it has no `apiVersion: {API_VERSION}`");
                read.notes.push(Note { file: file.path.clone(), line, message });
            }
        }
    }
    unique(&mut read.documents, report);
    read
}

/// Whether there may be a manifest in it: cheap, and never wrong about one.
fn mentions_us(text: &str) -> bool {
    text.contains("rolecall/")
        || text.lines().any(|line| {
            line.strip_prefix("apiVersion:").is_some_and(|version| nearly_ours(version.trim()))
        })
}

/// Whether a document is to be read as a manifest: its `apiVersion` is ours, of another version, or mistyped.
fn is_ours(root: &Node) -> bool {
    let Some(version) = root.get("apiVersion").and_then(Node::as_text) else { return false };
    version.starts_with("rolecall/") || nearly_ours(version)
}

fn nearly_ours(version: &str) -> bool {
    reader::nearest(version, [API_VERSION]).is_some()
}

fn document(tree: yaml::Tree, path: &str, report: &Report<'_>) -> Option<Document> {
    let errors = report.errors();
    let fields = Fields::of(&tree.root, &["apiVersion", "kind", "metadata", "spec"], report)?;
    let version = fields.need("apiVersion", reader::text)?;
    if version != API_VERSION {
        let message =
            format!("`{}` is not an `apiVersion` that this release reads", escape(version));
        let place = fields.required("apiVersion")?.place;
        let help = format!("it reads `{API_VERSION}`");
        report.tell(Problem::new(Code::UnknownVersion, place, message).help(help));
        return None;
    }
    let kind = fields.need("kind", |node, report| {
        let text = reader::text(node, report)?;
        let kind = text.parse().ok();
        if kind.is_none() {
            let message = format!("there is no kind `{}`", escape(text));
            let help = did_you_mean(text, Kind::ALL.iter().map(|kind| kind.word()));
            report.tell(Problem::new(Code::UnknownKind, node.place, message).maybe_help(help));
        }
        kind
    });
    let metadata = fields.need("metadata", |node, report| {
        let fields = Fields::of(node, &["name"], report)?;
        let place = fields.required("name")?.place;
        Some((fields.need("name", reader::slug)?, place))
    });
    fields.required("spec");
    let (kind, (name, place)) = (kind?, metadata?);
    let sound = tree.sound && report.errors() == errors;
    let Value::Mapping(root) = tree.root.value else { return None };
    let spec = root.entries.into_iter().find(|(key, _)| key.text == "spec")?.1;
    Some(Document { kind, name, path: path.to_owned(), place, spec, sound })
}

/// Tells names that are there twice; the first one is what a reference means.
fn unique(documents: &mut [Document], report: &Report<'_>) {
    let mut first: BTreeMap<(Kind, Slug), Place> = BTreeMap::new();
    for document in documents {
        let key = (document.kind, document.name.clone());
        let Some(place) = first.get(&key) else {
            first.insert(key, document.place);
            continue;
        };
        let message = format!("there are two {}s `{}`", document.kind, document.name);
        let problem = Problem::new(Code::DuplicateName, document.place, message);
        report.tell(problem.and(*place, "the other one is here"));
        document.sound = false;
    }
}
