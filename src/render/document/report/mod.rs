//! The report of an apply: what was done, what is left, and what a person does next.

mod grouped;
mod next;
mod organization;
mod tally;
mod waves;

use super::super::sentence::Sentence;
use super::plan::part;
use super::{Document, Fact, Member, Row, Section, Table, WholeFile, first};
use crate::apply::{OrganizationReport, Report, Standing, Status, Verification};
use crate::plan::{Action, AttentionKind, RevokeWorkspaceAccess};
use grouped::ReportGroup;
use tally::Tally;
pub use waves::report_waves;

/// What a run did, in the words of its plan.
#[must_use]
pub fn report(report: &Report) -> Document<'_> {
    let Report {
        format: _,
        plan: id,
        shard,
        run,
        organizations,
        exit: _,
        seconds,
        interrupted,
        error,
        help,
        journal,
        attention,
    } = report;
    let tally = Tally::of(organizations);
    let mut closing = Vec::new();
    if let Some(error) = error {
        closing.push(Fact { name: "Error", words: Sentence::new().prose(error) });
    }
    if let Some(help) = help {
        closing.push(Fact { name: "Help", words: Sentence::new().prose(help) });
    }
    let next = next::next(organizations, *interrupted);
    closing.extend(next.into_iter().map(|words| Fact { name: "Next", words }));
    let unseen = unseen_contacts(organizations);
    if unseen > 0 {
        let words = Sentence::of("no list shows who was given the contacts: for ");
        let words = words.count(unseen, "revocation", "revocations");
        let words = words.say(" there is only the platform's answer");
        closing.push(Fact { name: "Note", words });
    }
    closing.push(Fact { name: "Plan", words: Sentence::new().name(id.short()) });
    closing.extend(shard.map(part));
    if let Some(seconds) = seconds {
        closing.push(Fact { name: "Took", words: Sentence::new().seconds(*seconds) });
    }
    if let Some(journal) = journal {
        closing.push(Fact { name: "Journal", words: Sentence::new().code(journal) });
    }
    let busy = organizations.iter().filter(|one| has_news(one)).collect();
    let (groups, alone) = grouped::split(busy);
    let members = groups.iter().flat_map(|group| group.reports.clone());
    let members = members.map(|one| Member::new(&one.name, || Some(organization::section(one))));
    let sections: Vec<Section> = groups
        .iter()
        .map(ReportGroup::section)
        .chain(alone.iter().copied().map(organization::section))
        .collect();
    let mut first = first::wrong(&sections);
    // What kept an organization from being read stands there already.
    first.extend(first::attention(attention.iter().filter(|it| it.kind != AttentionKind::Unread)));
    Document {
        title: Sentence::of("Run ").code(run),
        lead: tally.lead(organizations, *interrupted, error.is_some()),
        table: table(&groups, &alone),
        first,
        sections,
        members: Member::by_name(members),
        file: WholeFile::REPORT,
        apart: Vec::new(),
        closing,
    }
}

/// Revocations that handed contacts over, as far as the platform says.
fn unseen_contacts(organizations: &[OrganizationReport]) -> u64 {
    let steps = organizations.iter().flat_map(OrganizationReport::told);
    let handed_over = steps.filter(|(step, planned)| {
        let hands_over = matches!(
            planned.action,
            Action::RevokeWorkspaceAccess(RevokeWorkspaceAccess { reassign_to: Some(_), .. })
        );
        hands_over && step.status == Status::Done
    });
    handed_over.count() as u64
}

fn has_news(one: &OrganizationReport) -> bool {
    let quiet = one.standing == Standing::Run && one.verified && one.steps.is_empty();
    !quiet || one.error.is_some() || !one.run_again.is_empty()
}

fn table(groups: &[ReportGroup<'_>], alone: &[&OrganizationReport]) -> Table {
    let head = vec!["done", "already", "failed", "unknown", "not attempted", "by hand", "held"];
    let groups = groups.iter().map(|group| Row {
        anchor: Some(group.anchor()),
        name: group.row(),
        numbers: row(&group.reports),
    });
    let alone = alone.iter().map(|one| {
        let name = Sentence::new().name(one.name.as_str());
        let name = match one.verification {
            Verification::Verified => name.say(" ").strong("verified"),
            Verification::Unverified => name.say(" ").strong("unverified"),
            Verification::Otherwise | Verification::None => name,
        };
        Row { anchor: Some(one.name.to_string()), name, numbers: row(&[one]) }
    });
    Table::new(head, groups.chain(alone).collect())
}

/// How many steps of these organizations came to which end, in the order of the head.
fn row(reports: &[&OrganizationReport]) -> Vec<u64> {
    let statuses = [
        Status::Done,
        Status::Already,
        Status::Failed,
        Status::Unknown,
        Status::NotAttempted,
        Status::Manual,
        Status::Held,
    ];
    let ran = || reports.iter().filter(|one| one.standing != Standing::Refused);
    let steps = || ran().flat_map(|one| &one.steps);
    let count = |status| steps().filter(|step| step.status == status).count() as u64;
    statuses.into_iter().map(count).collect()
}
