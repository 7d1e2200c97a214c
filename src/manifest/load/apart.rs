use super::declared::{Declared, of};
use super::make::Maker;
use crate::manifest::diagnostic::Report;
use crate::manifest::document::{self, Document, Documents};
use crate::manifest::kind::Kind;
use crate::manifest::lint;
use crate::manifest::template::Language;
use crate::manifest::{Loaded, SourceFile};
use crate::model::{Desired, OrganizationId, Slug};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// So many files are not worth a thread.
const FEW: usize = 16;

/// Reads manifests on this many threads: first the files that declare what organizations refer to, then the others, each
/// given up when it was read. `None` where anything is wrong, or where what an organization refers to may stand in one
/// of the others; reading all files at once then tells.
pub(super) fn load(files: &[SourceFile], today: Date, threads: usize) -> Option<Loaded> {
    let numbered = files.iter().enumerate();
    let (first, others): (Vec<_>, Vec<_>) = numbered.partition(|(_, file)| declares(&file.text));
    if others.len() < FEW {
        return None;
    }
    let report = Report::new(files);
    let read = document::read_some(first, &report);
    lint::allow(&read.comments, &report);
    let Documents { mut documents, notes, comments: _, misspelt, lost } = read;
    document::unique(&mut documents, &report);
    misspelt.into_iter().for_each(|problem| report.tell(problem));
    let mut declared = Declared::read(&documents, lost, files, today, &report);
    declared.groups(&documents, &report);
    let platforms: Vec<_> = of(&documents, Kind::Platform).cloned().collect();

    let context = declared.context(&report);
    let language = Language::new();
    let maker = Maker::new(&documents, &language, &report);
    let made = documents.iter().filter_map(|it| maker.make(it, &context, &mut |_| {}));
    let mut organizations: Vec<_> = made.collect();
    if report.errors() > 0 {
        return None;
    }
    let chunk = others.len().div_ceil(threads.max(1));
    let parts: Vec<_> = std::thread::scope(|scope| {
        let read = |files| {
            let (part, declared, documents) = (report.part(), &declared, &documents[..]);
            scope.spawn(move || part_of(files, part, declared, documents))
        };
        let threads: Vec<_> = others.chunks(chunk).map(read).collect();
        threads
            .into_iter()
            .map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    for part in parts {
        let (part, made) = part?;
        organizations.extend(made);
        if !report.add(part) {
            return None;
        }
    }
    organizations.sort_by(|a, b| a.name.cmp(&b.name));
    let allowed = report.lints().allowances(report.sources());
    let groups = declared.listed();
    let project = declared.project;
    let diagnostics = report.finish();
    are_distinct(&organizations).then_some(Loaded {
        project,
        groups,
        organizations,
        platforms,
        diagnostics,
        notes,
        allowed,
    })
}

/// The organizations of some files, in their order.
fn part_of<'f>(
    files: &[(usize, &'f SourceFile)],
    report: Report<'f>,
    declared: &Declared,
    documents: &[Document],
) -> Option<(Report<'f>, Vec<Desired>)> {
    let context = declared.context(&report);
    let language = Language::new();
    // What is to be told of templates was told where they were read first.
    let maker = Maker::new(documents, &language, &report.part());
    let mut organizations = Vec::new();
    for file in files {
        let read = document::read_some([*file], &report);
        lint::allow(&read.comments, &report);
        let is_one = |it: &Document| matches!(it.kind, Kind::Organization | Kind::Client);
        if !read.documents.iter().all(is_one) || !read.notes.is_empty() || !read.misspelt.is_empty()
        {
            return None;
        }
        for document in &read.documents {
            organizations.extend(maker.make(document, &context, &mut |_| {}));
        }
        if report.errors() > 0 {
            return None;
        }
    }
    Some((report, organizations))
}

/// Whether a file has to be read before the others: it may have another kind than Organization and Client in it, or
/// may be passed over. Being wrong about it costs time alone.
fn declares(text: &str) -> bool {
    let kind = |(at, _): (usize, &str)| {
        let word = text[at..].trim_start_matches("kind").trim_start_matches(['"', '\'', ' ', ':']);
        !word.starts_with("Organization") && !word.starts_with("Client")
    };
    !document::mentions_us(text) || text.match_indices("kind").any(kind)
}

/// Whether no two have one name or one id.
fn are_distinct(organizations: &[Desired]) -> bool {
    let names: BTreeSet<&Slug> = organizations.iter().map(|it| &it.name).collect();
    let ids: BTreeSet<OrganizationId> = organizations.iter().map(|it| it.id).collect();
    names.len() == organizations.len() && ids.len() == organizations.len()
}
