use super::diagnostic::{Code, Problem, Report, escape};
use super::encoding::names_us;
use super::kind::Kind;
use super::node::{Key, Node, Place, Span, Value};
use super::reader::{self, Fields, did_you_mean};
use super::{Note, SourceFile, yaml};
use crate::model::Slug;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Documents that look as if they were meant to be manifests (RC118): told once lints have their levels.
    pub(crate) misspelt: Vec<Problem>,
    /// What can't be referred to because of what was told.
    pub(crate) lost: Lost,
}

/// Kinds of which a manifest can't be found by its name because of what was told of it: that a reference leads nowhere
/// may be a consequence of that.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost {
    kinds: BTreeSet<Kind>,
    /// Something can't be read, and may be of any kind.
    any: bool,
}

impl Lost {
    /// Notices one of this kind.
    pub(crate) fn add(&mut self, kind: Kind) {
        self.kinds.insert(kind);
    }

    /// Whether one of this kind is.
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.any || self.kinds.contains(&kind)
    }
}

/// Reads all manifests of these files. YAML that isn't ours is passed over with a note.
pub(crate) fn read(files: &[SourceFile], report: &Report<'_>) -> Documents {
    let mut read = read_some(files.iter().enumerate(), report);
    unique(&mut read.documents, report);
    read
}

/// The same of some of the files, each with its position among all of them. Names are not compared.
pub(crate) fn read_some<'f>(
    files: impl IntoIterator<Item = (usize, &'f SourceFile)>,
    report: &Report<'_>,
) -> Documents {
    let mut read = Documents::default();
    for (number, file) in files {
        let note = |line: u32, message: String| Note { file: file.path.clone(), line, message };
        if file.text.len() <= yaml::MAX_BYTES && !mentions_us(&file.text) {
            let message = format!("no manifest with `apiVersion: {API_VERSION}` in it");
            read.notes.push(note(1, message));
            continue;
        }
        let number = super::sources::clamp(number);
        let parsed = yaml::parse(&file.text, number, is_ours, report);
        // What can't be read and doesn't say that it is ours is somebody else's: a chart's template, say.
        let ours = names_us(file.text.as_bytes());
        for problem in parsed.stopped {
            match ours {
                true => {
                    report.tell(problem);
                    read.lost.any = true;
                }
                false => {
                    let line = report.source(problem.place()).line;
                    read.notes.push(note(line, format!("passed over: {problem}")));
                }
            }
        }
        for tree in &parsed.documents {
            if is_ours(&tree.root) || tree.root.value == Value::Null {
                continue;
            }
            if let Some(problem) = misspelt(&tree.root) {
                read.misspelt.push(problem);
                continue;
            }
            let line = report.source(tree.root.place).line;
            let message = format!("passed over: it has no `apiVersion: {API_VERSION}`");
            read.notes.push(note(line, message));
        }
        read.comments.extend(parsed.comments.into_iter().map(|(text, span)| (span, text)));
        for tree in parsed.documents.into_iter().filter(|tree| is_ours(&tree.root)) {
            read.documents.extend(document(tree, &file.path, &mut read.lost, report));
        }
    }
    read
}

/// The names of all Organizations and Clients in these files, whether or not anything else about them is right.
#[must_use]
pub fn declared(files: &[SourceFile]) -> BTreeSet<Slug> {
    let read = read(files, &Report::new(files));
    let is_one = |it: &Document| it.sound && matches!(it.kind, Kind::Organization | Kind::Client);
    read.documents.into_iter().filter(is_one).map(|it| it.name).collect()
}

/// What of our `apiVersion` is in all that people write for it.
const STEM: &[u8] = b"rolecal";

/// Whether there may be a manifest in it: cheap, and never wrong about one.
pub(crate) fn mentions_us(text: &str) -> bool {
    let near = |line: &str| {
        let version = line.split_once("ersion:").map(|(_, version)| version.trim());
        version.is_some_and(|it| reader::nearest(it, [API_VERSION]).is_some())
    };
    text.as_bytes().windows(STEM.len()).any(|it| it.eq_ignore_ascii_case(STEM))
        || text.lines().any(near)
}

/// Whether a document is to be read as a manifest: its `apiVersion` is ours, or of another version.
fn is_ours(root: &Node) -> bool {
    root.get("apiVersion").and_then(Node::as_text).is_some_and(|it| it.starts_with("rolecall/"))
}

/// Whether a document that isn't ours looks as if it was meant to be (RC118): it has one of our kinds, and
/// its `apiVersion` or the key of it is misspelt.
fn misspelt(root: &Node) -> Option<Problem> {
    let fields = root.as_mapping()?;
    let kind = root.get("kind").and_then(Node::as_text);
    if kind.is_none_or(|kind| kind.parse::<Kind>().is_err())
        || root.get("metadata").is_none()
        || root.get("spec").is_none()
    {
        return None;
    }
    let version = |node: &Node| {
        let text = node.as_text().unwrap_or_default();
        text.to_lowercase().contains("rolecal") || reader::nearest(text, [API_VERSION]).is_some()
    };
    let wrong = match root.get("apiVersion") {
        Some(node) => version(node).then_some((node.place, node.as_text().unwrap_or_default())),
        None => {
            let mut keys = fields.entries.iter().map(|(key, _)| key);
            let near = |key: &&Key| reader::nearest(&key.text, ["apiVersion"]).is_some();
            keys.find(near).map(|key| (key.place, key.text.as_str()))
        }
    };
    let (place, text) = wrong?;
    let message = format!("this is not read as a manifest, because of `{}`", escape(text));
    let help = format!("its first line has to be `apiVersion: {API_VERSION}`");
    Some(Problem::new(Code::MisspeltVersion, place, message).help(help))
}

fn document(
    tree: yaml::Tree,
    path: &str,
    lost: &mut Lost,
    report: &Report<'_>,
) -> Option<Document> {
    let errors = report.errors();
    // Until it is known what it is.
    let was_lost = std::mem::replace(&mut lost.any, true);
    let fields = Fields::named(&tree.root, &["apiVersion", "kind", "metadata", "spec"], report)?;
    let version = fields.need("apiVersion", reader::text)?;
    if version != API_VERSION {
        let message =
            format!("`{}` is not an `apiVersion` that this release reads", escape(version));
        let place = fields.required("apiVersion")?.place;
        let help = format!("it reads `{API_VERSION}`");
        report.tell(Problem::new(Code::UnknownVersion, place, message).help(help));
        return None;
    }
    // A kind or name that is wrong hides nothing else: the rest is read as what was probably meant.
    let kind = fields.need("kind", |node, report| {
        let text = reader::text(node, report)?;
        let words = || Kind::ALL.iter().map(|kind| kind.word());
        let kind = text.parse().ok();
        if kind.is_none() {
            let message = format!("there is no kind `{}`", escape(text));
            let help = did_you_mean(text, words());
            report.tell(Problem::new(Code::UnknownKind, node.place, message).maybe_help(help));
        }
        kind.or_else(|| reader::nearest(text, words())?.parse().ok())
    });
    let metadata = fields.need("metadata", |node, report| {
        let fields = Fields::named(node, &["name"], report)?;
        let place = fields.required("name")?.place;
        Some((fields.need("name", reader::slug), place))
    });
    let has_spec = fields.required("spec").is_some();
    let (kind, (name, place)) = (kind?, metadata.unwrap_or((None, tree.root.place)));
    lost.any = was_lost;
    if name.is_none() || !has_spec {
        lost.add(kind);
    }
    let name = name.unwrap_or_else(|| unnamed(place));
    let sound = tree.sound && report.errors() == errors;
    let Value::Mapping(root) = tree.root.value else { return None };
    let spec = root.entries.into_iter().find(|(key, _)| has_spec && key.text == "spec")?.1;
    Some(Document { kind, name, path: path.to_owned(), place, spec, sound })
}

/// What a manifest is called while it has no name of its own.
fn unnamed(place: Place) -> Slug {
    let Span { file, start, .. } = place.at;
    match Slug::parse(&format!("unnamed-{file}-{start}")) {
        Ok(slug) => slug,
        Err(_) => unreachable!("a word, dashes and digits are a slug"),
    }
}

/// Tells names that are there twice; the first one is what a reference means.
pub(crate) fn unique(documents: &mut [Document], report: &Report<'_>) {
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
