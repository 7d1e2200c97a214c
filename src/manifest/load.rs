use super::context::{Context, References};
use super::diagnostic::{Code, Problem, Report, escape};
use super::document::{self, Document};
use super::kind::Kind;
use super::lint::{self, Allowances};
use super::node::Place;
use super::organization::{self, Head};
use super::project::{self, PlatformChoice, Project};
use super::{Loaded, SourceFile, embargo, group};
use crate::model::{Desired, OrganizationId, Slug, Source};
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
    let allowances = Allowances::read(&read.comments, &report);
    let context = Context { report: &report, project: chosen, credentials, groups, today };

    let mut organizations = Vec::new();
    for document in of(Kind::Organization) {
        organizations.extend(organization(document, &context, &allowances));
    }
    distinct(&mut organizations, &report);
    organizations.retain(|it| it.sound);
    organizations.sort_by(|a, b| a.desired.name.cmp(&b.desired.name));
    let organizations = organizations.into_iter().map(|it| it.desired).collect();
    let project = project.map(|(project, _)| project);
    let platforms = read.documents.iter().filter(|it| it.kind == Kind::Platform).cloned().collect();
    let allowed = allowances.list(&report);
    let diagnostics = report.finish();
    Loaded { project, organizations, platforms, diagnostics, notes: read.notes, allowed }
}

/// An organization before it is compared with the others.
struct Read {
    kind: Kind,
    desired: Desired,
    place: Place,
    id_place: Place,
    sound: bool,
}

fn organization(
    document: &Document,
    context: &Context<'_, '_>,
    allowances: &Allowances,
) -> Option<Read> {
    let before = context.report.errors();
    let head = Head { name: &document.name, place: document.place, opt_out: None };
    let draft = organization::read(&head, &document.spec, context)?;
    let (place, id_place) = (draft.place, draft.id.map_or(draft.place, |(_, place)| place));
    lint::check(&draft, context, allowances);
    let embargo = embargo::embargo(&draft, context);
    let desired = draft.finish(context, embargo)?;
    let sound = document.sound && context.report.errors() == before;
    Some(Read { kind: document.kind, desired, place, id_place, sound })
}

/// RC110, and names that an Organization and a Client share: each is told once, and neither is planned for.
fn distinct(organizations: &mut [Read], report: &Report<'_>) {
    let mut ids: BTreeMap<OrganizationId, usize> = BTreeMap::new();
    let mut names: BTreeMap<(Slug, bool), usize> = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for (number, it) in organizations.iter().enumerate() {
        if let Some(first) = ids.insert(it.desired.id, number) {
            let message = format!(
                "`{}` and `{}` are both organization {}",
                organizations[first].desired.name, it.desired.name, it.desired.id
            );
            let problem = Problem::new(Code::DuplicateOrganization, it.id_place, message);
            report.tell(problem.and(organizations[first].id_place, "the other one is here"));
            twice.extend([first, number]);
        }
        let client = it.kind == Kind::Client;
        names.entry((it.desired.name.clone(), client)).or_insert(number);
        if let Some(first) = names.get(&(it.desired.name.clone(), !client)).copied() {
            let message = format!("a Client and an Organization are called `{}`", it.desired.name);
            let problem = Problem::new(Code::DuplicateName, it.place, message);
            report.tell(problem.and(organizations[first].place, "the other one is here"));
            twice.extend([first, number]);
        }
    }
    for number in twice {
        organizations[number].sound = false;
    }
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
