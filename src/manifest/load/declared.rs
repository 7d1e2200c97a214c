use crate::manifest::SourceFile;
use crate::manifest::context::{Context, References};
use crate::manifest::diagnostic::{Code, Problem, Report};
use crate::manifest::distinct::platform_file;
use crate::manifest::document::{Document, Lost};
use crate::manifest::group::{self, Group};
use crate::manifest::kind::Kind;
use crate::manifest::lint;
use crate::manifest::project::{self, Project};
use crate::model::{Email, Slug, Source};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What organizations are read with, whichever files it stands in.
pub(super) struct Declared {
    /// Where there is one.
    pub(super) project: Option<Project>,
    /// What counts where there is none.
    defaults: Project,
    /// Names of the Project's credentials.
    credentials: References,
    groups: BTreeMap<Slug, Group>,
    lost: Lost,
    today: Date,
}

/// The documents of a kind.
pub(super) fn of(documents: &[Document], kind: Kind) -> impl Iterator<Item = &Document> {
    documents.iter().filter(move |document| document.kind == kind)
}

impl Declared {
    /// Reads the Project, which is the one at the top where there are several; other things are read by its levels of
    /// lints.
    pub(super) fn read(
        documents: &[Document],
        mut lost: Lost,
        files: &[SourceFile],
        today: Date,
        report: &Report<'_>,
    ) -> Self {
        let ours = of(documents, Kind::Project).find(|document| document.path == project::FILE);
        let ours = ours.or_else(|| of(documents, Kind::Project).next());
        let mut credentials = References::new();
        let project = ours.map(|document| {
            let before = report.errors();
            let project = project::read::read(document, report);
            platform_file(&project, document, files, report);
            credentials = project::credential::names(document);
            if credentials.is_empty() && report.errors() > before {
                lost.add(Kind::Project);
            }
            project
        });
        if let Some(ours) = ours {
            others(ours, documents, report);
        }
        let defaults = Project::new("default", Source::default());
        Self { project, defaults, credentials, groups: BTreeMap::new(), lost, today }
    }

    /// Reads the groups.
    pub(super) fn groups(&mut self, documents: &[Document], report: &Report<'_>) {
        for document in of(documents, Kind::Group) {
            let group = group::read(document, report);
            self.groups.entry(document.name.clone()).or_insert(group);
        }
        let told = |(name, group)| lint::memberships(name, group, self.today, report);
        self.groups.iter().for_each(told);
    }

    /// Who is in each group today.
    pub(super) fn listed(&self) -> BTreeMap<Slug, BTreeSet<Email>> {
        self.groups.iter().map(|(name, group)| (name.clone(), group.on(self.today))).collect()
    }

    /// With a report of what is wrong.
    pub(super) fn context<'c, 'f>(&'c self, report: &'c Report<'f>) -> Context<'c, 'f> {
        let Self { project, defaults, credentials, groups, lost, today } = self;
        let project = project.as_ref().unwrap_or(defaults);
        Context { report, project, credentials, groups, lost, today: *today }
    }
}

/// Tells Projects that are not the one that counts.
fn others(ours: &Document, documents: &[Document], report: &Report<'_>) {
    for other in of(documents, Kind::Project).filter(|other| other.place != ours.place) {
        if other.path != ours.path {
            let message = "a Project inside of another Project's folder";
            let problem = Problem::new(Code::NestedProject, other.place, message);
            let problem = problem.and(ours.place, "the Project is here");
            report.tell(
                problem.help("a folder has one Project, which alone names commands and files"),
            );
        } else if other.name != ours.name {
            let problem = Problem::new(Code::DuplicateName, other.place, "there are two Projects");
            report.tell(problem.and(ours.place, "the other one is here"));
        }
        project::read::read(other, report);
    }
}
