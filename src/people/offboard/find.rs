use super::mention::mentions;
use super::{As, Request};
use crate::manifest::edit::{Edit, Path, Step, Written};
use crate::manifest::write::Tree;
use crate::manifest::{API_VERSION, Kind, Node, Value};
use crate::model::{Desired, Email, Slug, matches_any};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::ops::RangeInclusive;
use std::sync::Arc;
use wildmatch::WildMatch;

/// A place of a manifest that names somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    /// Who is named.
    pub person: Email,
    /// Relative to the Project's folder, with forward slashes.
    pub file: Arc<String>,
    /// Line, from 1.
    pub line: u32,
    /// Which manifest, and where in it.
    pub what: String,
}

/// A place, and what is to become of it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) place: Place,
    pub(super) document: usize,
    /// The lines that it is on.
    pub(super) lines: RangeInclusive<u32>,
    pub(super) fate: Fate,
}

/// What is to become of a place.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// It is changed. A field that goes may be one that is needed.
    Change {
        edit: Edit,
        may_be_needed: bool,
    },
    /// Contacts of somebody else go to who leaves. The field that says so; who they are of; and who is to say that of
    /// another receiver, which takes a departure of its own where the hand-over is of an address.
    HandOver {
        to: Path,
        of: Email,
        by_address: bool,
        organization: Option<Slug>,
    },
    Named(As),
    ByHand {
        why: &'static str,
        what: String,
    },
    /// It stays, and nobody needs to hear of it.
    Stays,
}

const END: &str = "a plain value can't carry an end date";

/// All values of a file that name one of the people.
pub(super) fn find(file: &str, text: &str, written: &Written, request: &Request<'_>) -> Vec<Found> {
    let mut all = Vec::new();
    for (document, root) in written.documents.iter().enumerate() {
        let Some((kind, name)) = head(root) else { continue };
        let mut walk = Walk {
            file,
            text,
            document,
            kind,
            name,
            request,
            above: Vec::new(),
            found: Vec::new(),
        };
        let spec = Path::default().key("spec");
        if let Some(node) = root.get("spec") {
            walk.node(node, &spec);
        }
        all.extend(without_inner(walk.found));
    }
    all
}

/// What a document is, where it is a manifest.
pub(in crate::people) fn head(root: &Node) -> Option<(Kind, &str)> {
    root.get("apiVersion")?.as_text().filter(|it| *it == API_VERSION)?;
    let kind = root.get("kind")?.as_text()?.parse().ok()?;
    Some((kind, root.get("metadata")?.get("name")?.as_text()?))
}

/// What goes with something else is not changed by itself.
fn without_inner(found: Vec<Found>) -> Vec<Found> {
    let gone = |it: &Found| match &it.fate {
        Fate::Change { edit: Edit::Remove(path), .. } => Some(path.clone()),
        _ => None,
    };
    let gone: Vec<Path> = found.iter().filter_map(gone).collect();
    let inside = |path: &Path| {
        gone.iter()
            .any(|it| path.steps().len() > it.steps().len() && path.steps().starts_with(it.steps()))
    };
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        match &one.fate {
            Fate::Change { edit, .. } if inside(edit.path()) => {}
            Fate::Change { edit, .. }
                if kept.iter().any(
                    |it| matches!(&it.fate, Fate::Change { edit: other, .. } if other == edit),
                ) => {}
            _ => kept.push(one),
        }
    }
    kept
}

struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    document: usize,
    kind: Kind,
    name: &'a str,
    request: &'a Request<'a>,
    /// What holds the node that is looked at, the outermost first, with the paths to it.
    above: Vec<(&'a Node, Path)>,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &'a Node, path: &Path) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) => self.scalar(node, &scalar.text, path),
            Value::Sequence(items) => {
                self.above.push((node, path.clone()));
                for (number, item) in items.iter().enumerate() {
                    self.node(item, &path.clone().index(number));
                }
                self.above.pop();
            }
            Value::Mapping(mapping) => {
                self.above.push((node, path.clone()));
                for (key, value) in &mapping.entries {
                    let path = path.clone().key(&key.text);
                    for person in self.request.people.iter().filter(|it| mentions(&key.text, it)) {
                        self.tell(value, &path, person, Fate::Named(As::Text));
                    }
                    self.node(value, &path);
                }
                self.above.pop();
            }
        }
    }

    fn scalar(&mut self, node: &'a Node, text: &str, path: &Path) {
        let is_glob = is_in(path, "ignore");
        let seen = Email::seen(text);
        for person in self.request.people {
            if *person == seen {
                let fate = self.fate(node, path);
                self.tell(node, path, person, fate);
            } else if is_glob && matches_any(&[WildMatch::new(seen.canonical())], person) {
                self.tell(node, path, person, Fate::Named(As::Ignored));
            } else if mentions(text, person) {
                let fate = match text.contains("${{") {
                    true => Fate::ByHand {
                        why: "an expression of a template names them",
                        what: "change the expression".to_owned(),
                    },
                    false => Fate::Named(As::Text),
                };
                self.tell(node, path, person, fate);
            }
        }
    }

    fn tell(&mut self, node: &Node, path: &Path, person: &Email, fate: Fate) {
        let whole = match &fate {
            Fate::Change { edit: Edit::Remove(gone), .. }
            | Fate::HandOver { to: gone, by_address: true, .. } => {
                self.above.iter().find(|(_, path)| path == gone).map_or(node, |(node, _)| *node)
            }
            _ => node,
        };
        let span = whole.place.at;
        let line = line_of(self.text, node.place.at.start);
        let lines =
            line_of(self.text, span.start)..=line_of(self.text, span.end.max(1) - 1).max(line);
        let place = Place {
            person: person.clone(),
            file: Arc::new(self.file.to_owned()),
            line,
            what: format!("{} {}: {path}", self.kind, self.name),
        };
        self.found.push(Found { place, document: self.document, lines, fate });
    }

    /// What is to become of an address.
    fn fate(&self, node: &Node, path: &Path) -> Fate {
        let key = match path.steps().last() {
            Some(Step::Key(key)) => Some(key.as_str()),
            _ => None,
        };
        let is_project = self.kind == Kind::Project;
        match key {
            Some("formerEmail") => Fate::Named(As::FormerEmail),
            None if is_in(path, "ignore") => Fate::Named(As::Ignored),
            None if is_in(path, "people") && has_key(path, "waivers") => Fate::Named(As::Waiver),
            Some("actor") if is_project => Fate::Named(As::Actor),
            Some("email") if self.list_key() == Some("departures") => Fate::Stays,
            Some("reassignContactsTo") => self.hand_over(path),
            Some("email") => self.entry(path),
            None if self.kind == Kind::Group && is_in(path, "users") => self.member(node, path),
            None => self.item(path),
            Some(_) => self.field(path),
        }
    }

    /// The key of the list whose item holds the node.
    fn list_key(&self) -> Option<&str> {
        let (_, path) = self.above.iter().rev().find(|(node, _)| node.as_sequence().is_some())?;
        match path.steps().last() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    fn organization(&self) -> Option<Slug> {
        let has_one = matches!(self.kind, Kind::Organization | Kind::Client);
        Slug::parse(self.name).ok().filter(|_| has_one)
    }

    fn hand_over(&self, path: &Path) -> Fate {
        let of = self.above.last().and_then(|(node, _)| node.get("email")).and_then(Node::as_text);
        match of {
            Some(of) => Fate::HandOver {
                to: path.clone(),
                of: Email::seen(of),
                by_address: false,
                organization: self.organization(),
            },
            None => Fate::ByHand {
                why: "nothing says whose contacts they are",
                what: "take it out".to_owned(),
            },
        }
    }

    /// Somebody's entry in a list; or fields that have an address among them.
    fn entry(&self, path: &Path) -> Fate {
        let Some((entry, inner)) = self.above.last() else {
            return self.field(path);
        };
        if let Some(date) = self.request.until {
            if self.list_key() != Some("users") {
                return by_hand_end();
            }
            return match ends(entry) {
                Some(end) if end <= date => Fate::Named(As::Ends),
                None if entry.get("until").is_some() => Fate::ByHand {
                    why: "an expression of a template makes the end date",
                    what: "give it another date, or change the template".to_owned(),
                },
                _ => change(Edit::Set(inner.clone().key("until"), Tree::plain(date)), false),
            };
        }
        let former = entry.get("formerEmail").and_then(Node::as_text);
        if let (Some(former), Some("users")) = (former, self.list_key()) {
            return Fate::HandOver {
                to: self.whole(inner),
                of: Email::seen(former),
                by_address: true,
                organization: self.organization(),
            };
        }
        let whole = self.whole(inner);
        let is_item = matches!(whole.steps().last(), Some(Step::Index(_)));
        change(Edit::Remove(whole), !is_item)
    }

    /// The item of a list that makes these fields, by `for` and `if`.
    fn whole(&self, inner: &Path) -> Path {
        let mut whole = inner.clone();
        for (_, path) in self.above.iter().rev().skip(1) {
            match whole.steps().last() {
                Some(Step::Key(key)) if key == "item" => whole = path.clone(),
                _ => break,
            }
        }
        whole
    }

    /// An address of a group.
    fn member(&self, node: &Node, path: &Path) -> Fate {
        match self.request.until {
            None => change(Edit::Remove(path.clone()), false),
            Some(date) => {
                let text = node.as_text().unwrap_or_default();
                let entry =
                    Tree::fields([("email", Tree::text(text)), ("until", Tree::plain(date))]);
                change(Edit::Set(path.clone(), entry), false)
            }
        }
    }

    /// An address in some other list.
    fn item(&self, path: &Path) -> Fate {
        let gives_nothing = self.kind == Kind::Project || is_in(path, "enum");
        match self.request.until {
            None => change(Edit::Remove(path.clone()), true),
            Some(_) if gives_nothing => Fate::Stays,
            Some(_) => by_hand_end(),
        }
    }

    /// An address that is the value of a field.
    fn field(&self, path: &Path) -> Fate {
        match self.request.until {
            None => change(Edit::Remove(path.clone()), true),
            Some(_) => by_hand_end(),
        }
    }
}

fn change(edit: Edit, may_be_needed: bool) -> Fate {
    Fate::Change { edit, may_be_needed }
}

fn by_hand_end() -> Fate {
    Fate::ByHand {
        why: END,
        what: "take it out when the time comes, or list them with `until`".to_owned(),
    }
}

fn ends(entry: &Node) -> Option<Date> {
    entry.get("until")?.as_text()?.parse().ok()
}

/// Whether it leads to an item of a list with this key.
fn is_in(path: &Path, list: &str) -> bool {
    matches!(path.steps(), [.., Step::Key(key), Step::Index(_)] if key == list)
}

fn has_key(path: &Path, wanted: &str) -> bool {
    path.steps().iter().any(|step| matches!(step, Step::Key(key) if key == wanted))
}

pub(super) fn line_of(text: &str, at: u32) -> u32 {
    let before = text.as_bytes().get(..at as usize).unwrap_or(text.as_bytes());
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

/// Whether an organization lists somebody, as far as its manifest says.
pub(super) fn lists(desired: &Desired, person: &Email) -> bool {
    let in_workspace = desired.workspaces.iter().filter_map(|it| it.users.as_ref());
    desired.users.as_ref().is_some_and(|users| users.contains_key(person))
        || in_workspace.into_iter().any(|users| users.contains_key(person))
}
