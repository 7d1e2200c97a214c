//! A manifest that was just written is read back, together with the rest of the project, and planned with.

use crate::cli::args::Safety;
use crate::cli::planning::Planner;
use crate::cli::printer::Printer;
use crate::cli::project::Repository;
use crate::cli::settings::Settings;
use camino::Utf8Path;
use rolecall::manifest::{self, Severity, SourceFile};
use rolecall::model::{Capabilities, Snapshot};

/// Says what is wrong with it, and whether planning with it finds nothing to do.
pub(super) fn prove(
    file: &Utf8Path,
    text: &str,
    repository: &Repository,
    (snapshot, capabilities): (&Snapshot, &Capabilities),
    settings: &Settings,
    printer: &Printer,
) {
    let path = repository.shown(file);
    let mut files: Vec<SourceFile> =
        repository.files.iter().filter(|it| it.path != path).cloned().collect();
    files.push(SourceFile { path: path.clone(), text: text.to_owned() });
    let today = settings.today();
    let loaded = manifest::load(&files, today);
    let said: Vec<_> =
        loaded.diagnostics.into_iter().filter(|it| it.location.file == path).collect();
    if !said.is_empty() {
        printer.stderr(&manifest::text(&said, printer.err().color));
    }
    if said.iter().any(|it| it.severity == Severity::Error) {
        return printer.warn(&format!("{path} needs a change before it can be used"));
    }
    let mut again = repository.with(loaded.organizations, files);
    again.organizations.retain(|it| it.id == snapshot.id);
    let planner = Planner::new(&again, settings, &Safety::default());
    match planner.plan_saved(capabilities, snapshot.clone()) {
        Some(Ok(plan)) if plan.steps.is_empty() && plan.incomplete.is_empty() => {
            printer.talk("planning with it: nothing to do")
        }
        _ => {
            printer.warn(&format!("planning with it finds differences: see `rolecall plan {path}`"))
        }
    }
}
