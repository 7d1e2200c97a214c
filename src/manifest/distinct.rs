//! What the manifests of a repository must not contradict each other in.

use super::SourceFile;
use super::diagnostic::{Code, Problem, Report, escape};
use super::document::Document;
use super::kind::Kind;
use super::node::Place;
use super::project::{PlatformChoice, Project};
use crate::model::Slug;
use std::collections::{BTreeMap, BTreeSet};

/// RC110, and names that an Organization and a Client share: each is told, and neither is planned for.
pub(super) fn distinct<'d>(documents: &'d [Document], report: &Report<'_>) -> BTreeSet<&'d Slug> {
    let mut ids: BTreeMap<&str, (&Document, Place)> = BTreeMap::new();
    let mut names: BTreeMap<&Slug, &Document> = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for document in documents {
        let id = match document.kind {
            Kind::Organization => document.spec.get("id"),
            Kind::Client => document.spec.get("organizationId"),
            _ => continue,
        };
        if let Some((id, node)) = id.and_then(|node| Some((node.as_text()?, node))) {
            if let Some((first, place)) = ids.get(id) {
                twice.extend([&first.name, &document.name]);
                // Of a manifest that is there twice just that is told.
                if (first.kind, &first.name) == (document.kind, &document.name) {
                    continue;
                }
                let message =
                    format!("`{}` and `{}` are both organization {id}", first.name, document.name);
                let problem = Problem::new(Code::DuplicateOrganization, node.place, message);
                report.tell(problem.and(*place, "the other one is here"));
            }
            ids.entry(id).or_insert((document, node.place));
        }
        if let Some(first) = names.get(&document.name).filter(|it| it.kind != document.kind) {
            let message = format!("a Client and an Organization are called `{}`", document.name);
            let problem = Problem::new(Code::DuplicateName, document.place, message);
            report.tell(problem.and(first.place, "the other one is here"));
            twice.insert(&document.name);
        }
        names.entry(&document.name).or_insert(document);
    }
    twice
}

/// The Platform file that the Project names has to be among the files, as far as they can be.
pub(super) fn platform_file(
    project: &Project,
    document: &Document,
    files: &[SourceFile],
    report: &Report<'_>,
) {
    let PlatformChoice::File(path) = &project.platform else { return };
    let plain = path.strip_prefix("./").unwrap_or(path);
    let elsewhere = plain.starts_with('/') || plain.split('/').any(|part| part.starts_with('.'));
    if elsewhere || files.iter().any(|file| file.path == plain) {
        return;
    }
    let place = document.spec.get("platform").map_or(document.place, |node| node.place);
    let message = format!("there is no file `{}`", escape(path));
    let help = "paths are relative to the folder of the Project";
    report.tell(Problem::new(Code::UnknownReference, place, message).help(help));
}
