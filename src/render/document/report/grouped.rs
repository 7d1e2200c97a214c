use super::super::super::sentence::Sentence;
use super::super::grouped::{Group, group};
use super::super::organization::{Side, notes};
use super::super::{NoteKind, Section};
use super::tally::Tally;
use crate::apply::{OrganizationReport, Standing, Status};
use std::collections::BTreeMap;

/// Organizations whose plans were the same, and of which there is nothing to say but that it is done.
pub(super) struct ReportGroup<'a> {
    group: Group<'a>,
    pub(super) reports: Vec<&'a OrganizationReport>,
}

/// Finds those that are told as one, as their plan told them, and who is told alone, in the order of the report.
pub(super) fn split<'a>(
    reports: Vec<&'a OrganizationReport>,
) -> (Vec<ReportGroup<'a>>, Vec<&'a OrganizationReport>) {
    let mut alone: BTreeMap<_, _> = reports.iter().map(|&one| (&one.name, one)).collect();
    let done = reports.iter().filter(|one| is_done(one)).filter_map(|one| one.plan.as_ref());
    let (groups, _) = group(done.collect(), Side::Plan);
    let alike = |group: Group<'a>| {
        let reports = group.plans.iter().filter_map(|plan| alone.remove(&plan.name)).collect();
        ReportGroup { group, reports }
    };
    let all = groups.into_iter().map(alike).collect();
    let alone = reports.into_iter().filter(|one| alone.contains_key(&one.name)).collect();
    (all, alone)
}

/// Whether all of it came out as planned, so that nobody has to look at it by itself.
fn is_done(report: &OrganizationReport) -> bool {
    let OrganizationReport {
        name: _,
        verified,
        verification: _,
        steps,
        standing,
        error,
        help,
        left: _,
        run_again,
        plan: _,
    } = report;
    let quiet = error.is_none() && help.is_none() && run_again.is_empty();
    let done = |status| matches!(status, Status::Done | Status::Already);
    *standing == Standing::Run && *verified && quiet && steps.iter().all(|step| done(step.status))
}

impl ReportGroup<'_> {
    pub(super) fn anchor(&self) -> String {
        self.group.anchor()
    }

    /// `31 organizations alike verified`.
    pub(super) fn row(&self) -> Sentence {
        self.group.name().say(" alike ").strong("verified")
    }

    /// All that is said of them at once.
    pub(super) fn section(&self) -> Section {
        let mut blocks: Vec<_> = self.group.steps().into_iter().collect();
        notes(&mut blocks, NoteKind::Members, vec![self.group.members()]);
        let tally = Tally::of(self.reports.iter().copied());
        Section {
            anchor: self.anchor(),
            name: self.group.name(),
            title: self.group.title(),
            subtitle: Sentence::new(),
            lead: Sentence::new().strong("verified").say(": ").then(tally.words()),
            organizations: self.reports.len() as u64,
            blocks,
        }
    }
}
