use super::declared::{Declared, of};
use super::make::{Made, Maker};
use crate::manifest::diagnostic::Report;
use crate::manifest::distinct::distinct;
use crate::manifest::document;
use crate::manifest::kind::Kind;
use crate::manifest::lint;
use crate::manifest::template::Language;
use crate::manifest::{Loaded, SourceFile};
use jiff::civil::Date;

/// Reads manifests and adds them up, showing each organization without errors of its own.
pub(in crate::manifest) fn add_up(
    report: Report<'_>,
    files: &[SourceFile],
    today: Date,
    show: &mut dyn FnMut(&Made<'_>),
) -> Loaded {
    let read = document::read(files, &report);
    lint::allow(&read.comments, &report);
    let documents = &read.documents;
    let mut declared = Declared::read(documents, read.lost, files, today, &report);
    read.misspelt.into_iter().for_each(|problem| report.tell(problem));
    declared.groups(documents, &report);
    let context = declared.context(&report);

    let language = Language::new();
    let maker = Maker::new(documents, &language, &report);
    let made = documents.iter().filter_map(|document| maker.make(document, &context, show));
    let mut organizations: Vec<_> = made.collect();
    let twice = distinct(documents, &report);
    organizations.retain(|it| !twice.contains(&it.name));
    organizations.sort_by(|a, b| a.name.cmp(&b.name));
    let allowed = report.lints().allowances(report.sources());
    let groups = declared.listed();
    let project = declared.project;
    let platforms = of(documents, Kind::Platform).cloned().collect();
    let diagnostics = report.finish();
    Loaded { project, groups, organizations, platforms, diagnostics, notes: read.notes, allowed }
}

/// The tree that a client adds up to, whether or not it can be read as an organization.
#[cfg(test)]
pub(in crate::manifest) fn spec_of(
    files: &[SourceFile],
    client: &str,
) -> crate::manifest::node::Node {
    let report = Report::new(files);
    let read = document::read(files, &report);
    let mut declared = Declared::read(&[], read.lost, files, Date::MIN, &report);
    declared.groups(&[], &report);
    let context = declared.context(&report);
    let language = Language::new();
    let maker = Maker::new(&read.documents, &language, &report);
    let document = of(&read.documents, Kind::Client).find(|it| it.name.as_str() == client);
    let rendered = maker.rendered(document.expect("a client"), &context);
    let spec = rendered.map(|it| it.spec);
    spec.unwrap_or_else(|| panic!("{}", crate::manifest::text(&report.finish(), false)))
}
