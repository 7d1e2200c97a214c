use super::context::{Context, References};
use super::diagnostic::{Code, Problem, Report};
use super::distinct::{distinct, platform_file};
use super::document::{self, Document};
use super::kind::Kind;
use super::lint;
use super::node::Node;
use super::organization::{self, Asked, Head};
use super::project::{self, Project};
use super::template::{self, Engine, Language};
use super::{Loaded, SourceFile, embargo, group};
use crate::model::{Desired, Source};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Reads manifests and adds them up. `today` is what `dataExported` is compared with.
///
/// The files are all of the Project: an organization may refer to a group in any of them.
#[must_use]
pub fn load(files: &[SourceFile], today: Date) -> Loaded {
    add_up(Report::new(files), files, today, &mut |_| {})
}

/// An organization as it was made, before its tree is given up.
pub(super) struct Made<'m> {
    /// Its manifest.
    pub(super) document: &'m Document,
    /// The spec of an Organization that it adds up to.
    pub(super) spec: &'m Node,
    pub(super) desired: &'m Desired,
    pub(super) report: &'m Report<'m>,
}

/// Reads manifests and adds them up, showing each organization without errors of its own.
pub(super) fn add_up(
    report: Report<'_>,
    files: &[SourceFile],
    today: Date,
    show: &mut dyn FnMut(&Made<'_>),
) -> Loaded {
    let mut read = document::read(files, &report);
    lint::allow(&read.comments, &report);
    let misspelt = std::mem::take(&mut read.misspelt);
    let mut by_kind: BTreeMap<Kind, Vec<&Document>> = BTreeMap::new();
    for document in &read.documents {
        by_kind.entry(document.kind).or_default().push(document);
    }
    let of = |kind| by_kind.get(&kind).map_or(&[][..], Vec::as_slice);

    let ours = of(Kind::Project).iter().find(|document| document.path == project::FILE);
    let ours = ours.or(of(Kind::Project).first()).copied();
    let mut lost = std::mem::take(&mut read.lost);
    let project = ours.map(|document| {
        let before = report.errors();
        let project = project::read::read(document, &report);
        platform_file(&project, document, files, &report);
        let names = project::credential::names(document);
        if names.is_empty() && report.errors() > before {
            lost.add(Kind::Project);
        }
        (project, names)
    });
    misspelt.into_iter().for_each(|problem| report.tell(problem));
    for other in of(Kind::Project) {
        let Some(first) = ours.filter(|ours| ours.place != other.place) else { continue };
        if other.path != first.path {
            let message = "a Project inside of another Project's folder";
            let problem = Problem::new(Code::NestedProject, other.place, message);
            let problem = problem.and(first.place, "the Project is here");
            report.tell(
                problem.help("a folder has one Project, which alone names commands and files"),
            );
        } else if other.name != first.name {
            let problem = Problem::new(Code::DuplicateName, other.place, "there are two Projects");
            report.tell(problem.and(first.place, "the other one is here"));
        }
        project::read::read(other, &report);
    }
    let defaults = Project::new("default", Source::default());
    let (chosen, credentials) = match &project {
        Some((project, names)) => (project, names.clone()),
        None => (&defaults, References::new()),
    };
    let mut groups = BTreeMap::new();
    for document in of(Kind::Group) {
        let group = group::read(document, &report);
        groups.entry(document.name.clone()).or_insert(group);
    }
    groups.iter().for_each(|(name, group)| lint::memberships(name, group, today, &report));
    let listed = groups.iter().map(|(name, group)| (name.clone(), group.on(today))).collect();
    let context = Context { report: &report, project: chosen, credentials, groups, lost, today };

    let mut organizations = Vec::new();
    let mut make = |document: &Document, spec: &Node, asked: Option<Asked>, sound: bool| {
        let Some(desired) = organization(document, spec, asked, sound, &context) else { return };
        show(&Made { document, spec, desired: &desired, report: &report });
        organizations.push(desired);
    };
    for document in of(Kind::Organization) {
        make(document, &document.spec, None, document.sound);
    }
    let language = Language::new();
    let engine = Engine::new(&language);
    let mut templates = BTreeMap::new();
    for document in of(Kind::Template) {
        let template = template::read(document, &engine, &report);
        templates.entry(document.name.clone()).or_insert(template);
    }
    for document in of(Kind::Client) {
        let before = report.errors();
        if let Some(rendered) = template::render(document, &templates, &engine, &context) {
            let sound = document.sound && report.errors() == before;
            make(document, &rendered.spec, Some(rendered.asked), sound);
        }
    }
    let twice = distinct(&read.documents, &report);
    organizations.retain(|it| !twice.contains(&it.name));
    organizations.sort_by(|a, b| a.name.cmp(&b.name));
    let allowed = report.lints().allowances(report.sources());
    let project = project.map(|(project, _)| project);
    let platforms = read.documents.iter().filter(|it| it.kind == Kind::Platform).cloned().collect();
    let diagnostics = report.finish();
    let groups = listed;
    Loaded { project, groups, organizations, platforms, diagnostics, notes: read.notes, allowed }
}

/// An organization's desired state; `None` where anything about it is wrong.
fn organization(
    document: &Document,
    spec: &Node,
    opt_out: Option<Asked>,
    sound: bool,
    context: &Context<'_, '_>,
) -> Option<Desired> {
    let (before, name, place) = (context.report.errors(), &document.name, document.place);
    let head = Head { name, place, sound, opt_out };
    let draft = organization::read(&head, spec, context)?;
    let lints = lint::check(&draft, context);
    let embargo = embargo::embargo(&draft, context);
    let desired = Desired { lints, ..draft.finish(context, embargo)? };
    (sound && context.report.errors() == before).then_some(desired)
}

/// The tree that a client adds up to, whether or not it can be read as an organization.
#[cfg(test)]
pub(super) fn spec_of(files: &[SourceFile], client: &str) -> Node {
    let report = Report::new(files);
    let read = document::read(files, &report);
    let language = Language::new();
    let engine = Engine::new(&language);
    let project = Project::new("p", Source::default());
    let (credentials, groups) = (References::new(), BTreeMap::new());
    let today = Date::MIN;
    let lost = read.lost.clone();
    let context = Context { report: &report, project: &project, credentials, groups, lost, today };
    let of = |kind| read.documents.iter().filter(move |it| it.kind == kind);
    let templates = of(Kind::Template)
        .map(|it| (it.name.clone(), template::read(it, &engine, &report)))
        .collect();
    let document = of(Kind::Client).find(|it| it.name.as_str() == client).expect("a client");
    let rendered = template::render(document, &templates, &engine, &context);
    let spec = rendered.map(|it| it.spec);
    spec.unwrap_or_else(|| panic!("{}", super::text(&report.finish(), false)))
}
