use super::context::{Context, References};
use super::diagnostic::{Code, Problem, Report, escape};
use super::document::{self, Document};
use super::kind::Kind;
use super::lint::{self, Allowances};
use super::node::{Node, Place};
use super::organization::{self, Asked, Head};
use super::project::{self, PlatformChoice, Project};
use super::template::{self, Engine};
use super::{Loaded, SourceFile, embargo, group};
use crate::model::{Desired, Slug, Source};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Reads manifests and adds them up. `today` is what `dataExported` is compared with.
#[must_use]
pub fn load(files: &[SourceFile], today: Date) -> Loaded {
    let report = Report::new(files);
    let read = document::read(files, &report);
    let mut by_kind: BTreeMap<Kind, Vec<&Document>> = BTreeMap::new();
    for document in &read.documents {
        by_kind.entry(document.kind).or_default().push(document);
    }
    let of = |kind| by_kind.get(&kind).map_or(&[][..], Vec::as_slice);

    let project = of(Kind::Project).first().map(|document| {
        let project = project::read::read(document, &report);
        platform_file(&project, document, files, &report);
        (project, project::read::credential_names(document))
    });
    for other in of(Kind::Project).iter().skip(1) {
        let problem = Problem::new(Code::DuplicateName, other.place, "there are two Projects");
        report.tell(problem.and(of(Kind::Project)[0].place, "the other one is here"));
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
    let people = |group: &group::Group| group.users.keys().cloned().collect();
    let listed = groups.iter().map(|(name, group)| (name.clone(), people(group))).collect();
    let allowances = Allowances::read(&read.comments, &report);
    let context = Context { report: &report, project: chosen, credentials, groups, today };

    let mut organizations = Vec::new();
    for document in of(Kind::Organization) {
        organizations.extend(organization(document, &document.spec, None, &context, &allowances));
    }
    let engine = Engine::new();
    let mut templates = BTreeMap::new();
    for document in of(Kind::Template) {
        let template = template::read(document, &engine, &report);
        templates.entry(document.name.clone()).or_insert(template);
    }
    for document in of(Kind::Client) {
        let Some(rendered) = template::render(document, &templates, &engine, &context) else {
            continue;
        };
        let opt_out = Some(rendered.asked);
        organizations.extend(organization(
            document,
            &rendered.spec,
            opt_out,
            &context,
            &allowances,
        ));
    }
    let twice = distinct(&read.documents, &report);
    organizations.retain(|it: &Desired| !twice.contains(&it.name));
    organizations.sort_by(|a, b| a.name.cmp(&b.name));
    let project = project.map(|(project, _)| project);
    let platforms = read.documents.iter().filter(|it| it.kind == Kind::Platform).cloned().collect();
    let allowed = allowances.list(&report);
    let diagnostics = report.finish();
    let groups = listed;
    Loaded { project, groups, organizations, platforms, diagnostics, notes: read.notes, allowed }
}

/// An organization's desired state; `None` where anything about it is wrong.
fn organization(
    document: &Document,
    spec: &Node,
    opt_out: Option<Asked>,
    context: &Context<'_, '_>,
    allowances: &Allowances,
) -> Option<Desired> {
    let before = context.report.errors();
    let head = Head { name: &document.name, place: document.place, opt_out };
    let draft = organization::read(&head, spec, context)?;
    lint::check(&draft, context, allowances);
    let embargo = embargo::embargo(&draft, context);
    let desired = draft.finish(context, embargo)?;
    (document.sound && context.report.errors() == before).then_some(desired)
}

/// RC110, and names that an Organization and a Client share: each is told, and neither is planned for.
fn distinct<'d>(documents: &'d [Document], report: &Report<'_>) -> BTreeSet<&'d Slug> {
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
                let message =
                    format!("`{}` and `{}` are both organization {id}", first.name, document.name);
                let problem = Problem::new(Code::DuplicateOrganization, node.place, message);
                report.tell(problem.and(*place, "the other one is here"));
                twice.extend([&first.name, &document.name]);
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
fn platform_file(
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
