use super::diagnostic::Report;
use super::document::API_VERSION;
use super::load::{Made, add_up};
use super::node::{Key, Mapping, Node, Place, Value};
use super::organization::ORGANIZATION;
use super::write::{self, Tree, TreeValue};
use super::{Kind, Loaded, SourceFile};
use crate::model::{Slug, Source};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// An organization as a plain Organization manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// `metadata.name`.
    pub name: Slug,
    /// The manifest that it is made from.
    pub source: Source,
    /// YAML, with remarks that say where each part came from.
    pub text: String,
}

/// Everything that the manifests add up to, as plain Organizations, by name; and what is wrong with the rest.
#[must_use]
pub fn render(files: &[SourceFile], today: Date) -> (Vec<Rendered>, Loaded) {
    let mut rendered = Vec::new();
    let show = &mut |made: &Made<'_>| rendered.push(one(made));
    let loaded = add_up(Report::new(files), files, today, show);
    let kept: BTreeSet<_> = loaded.organizations.iter().map(|it| &it.name).collect();
    rendered.retain(|it| kept.contains(&it.name));
    rendered.sort_by(|a, b| a.name.cmp(&b.name));
    (rendered, loaded)
}

fn one(made: &Made<'_>) -> Rendered {
    let Made { document, spec, desired, report } = made;
    let source = report.source(document.place);
    let remarks = Remarks { report };
    let mut fields: Vec<_> = match &spec.value {
        Value::Mapping(mapping) => {
            let field = |(key, node): &(Key, Node)| {
                (key.text.clone(), remarks.tree(&key.text, node, Remark::Always))
            };
            mapping.entries.iter().map(field).collect()
        }
        _ => Vec::new(),
    };
    if document.kind == Kind::Client {
        hold(&mut fields, desired.embargo.as_ref());
    }
    fields.sort_by_key(|(key, _)| ORGANIZATION.names.iter().position(|field| field == key));
    let head = format!("{} `{}`, {source}", document.kind, desired.name);
    let manifest = Tree::fields([
        ("apiVersion", Tree::plain(API_VERSION).comment(head)),
        ("kind", Tree::plain(Kind::Organization)),
        ("metadata", Tree::fields([("name", Tree::text(desired.name.as_str()))])),
        ("spec", Tree::fields(fields)),
    ]);
    Rendered { name: desired.name.clone(), source, text: write::document(&manifest) }
}

/// Says where things came from: once for each field of the organization and each mapping in a list, and for fields
/// of those that came from elsewhere.
struct Remarks<'r> {
    report: &'r Report<'r>,
}

/// Whether a place is worth a remark.
#[derive(Clone, Copy)]
enum Remark {
    Always,
    /// Where it is from other files than this.
    Elsewhere(Place),
    Never,
}

impl Remarks<'_> {
    fn tree(&self, field: &str, node: &Node, remark: Remark) -> Tree {
        let mut tree = match &node.value {
            Value::Null | Value::Scalar(_) => write::scalar_tree(field, node),
            Value::Sequence(items) => {
                let mappings = items.iter().any(|item| item.as_mapping().is_some());
                let inner = if mappings { Remark::Always } else { Remark::Never };
                let list = Tree::list(items.iter().map(|item| self.tree(field, item, inner)));
                if mappings {
                    return list;
                }
                list
            }
            Value::Mapping(Mapping { entries }) => {
                let flat = entries.iter().all(|(_, node)| !has_mappings(node));
                let inner = if flat { Remark::Never } else { Remark::Elsewhere(node.place) };
                Tree::fields(
                    entries
                        .iter()
                        .map(|(key, node)| (key.text.as_str(), self.tree(&key.text, node, inner))),
                )
            }
        };
        let worth = match remark {
            Remark::Always => true,
            Remark::Elsewhere(place) => files(node.place) != files(place),
            Remark::Never => false,
        };
        if worth {
            let from = self.report.source(node.place);
            tree.comment = Some(match from.via {
                None => format!("{}:{}", from.file, from.line),
                Some(via) => format!("{}:{}, {}:{}", via.file, via.line, from.file, from.line),
            });
        }
        tree
    }
}

/// The files of a place.
fn files(place: Place) -> (u32, Option<u32>) {
    (place.at.file, place.via.map(|via| via.file))
}

fn has_mappings(node: &Node) -> bool {
    match &node.value {
        Value::Null | Value::Scalar(_) => false,
        Value::Sequence(items) => items.iter().any(|item| item.as_mapping().is_some()),
        Value::Mapping(_) => true,
    }
}

/// An opt-out that holds invitations is a `notBefore` of the plain Organization.
fn hold(fields: &mut Vec<(String, Tree)>, embargo: Option<&crate::model::Embargo>) {
    let Some(embargo) = embargo else { return };
    let until = Tree::plain(embargo.free_from).comment(embargo.source.to_string());
    let index = fields.iter().position(|(key, _)| key == "invitations");
    let index = index.unwrap_or_else(|| {
        fields.push(("invitations".to_owned(), Tree::fields::<String>([])));
        fields.len() - 1
    });
    if let TreeValue::Fields(invitations) = &mut fields[index].1.value {
        invitations.retain(|(key, _)| key != "notBefore");
        invitations.insert(0, ("notBefore".to_owned(), until));
    }
}
