use super::super::sentence::{Sentence, cost, counts};
use super::grouped::{Group, group};
use super::organization::{Side, numbers, section};
use super::{
    Apart, Block, Document, Fact, Member, NoteKind, Row, Section, Table, WholeFile, first,
};
use crate::model::Shard;
use crate::plan::{Cost, Effect, OrganizationPlan, Plan, Summary, Unread};

/// The plan as a reviewer reads it. `command` is the exact command that applies it.
#[must_use]
pub fn plan<'a>(plan: &'a Plan, command: Option<&str>) -> Document<'a> {
    let Plan {
        format: _,
        id,
        tool: _,
        created_at: _,
        options: _,
        platform,
        shard,
        manifests: _,
        organizations,
        unread,
        attention,
        summary,
    } = plan;
    let title = Sentence::of("Plan ").code(id.short());
    let lead = lead(summary, organizations.len() as u64);
    let refused = organizations.iter().filter(|one| one.refused.is_some()).map(|one| Apart {
        name: Sentence::new().name(one.name.as_str()),
        why: Sentence::new().strong("refused").say(", so none of it runs"),
    });
    let apart: Vec<Apart> = refused.chain(unread.iter().map(not_read)).collect();
    let (busy, quiet): (Vec<_>, Vec<_>) = organizations.iter().partition(|one| has_news(one));
    let mut closing = Vec::new();
    closing.extend(names_not_read(unread));
    if !quiet.is_empty() {
        closing.push(Fact { name: "In sync", words: in_sync(&quiet) });
    }
    if summary.automatic + summary.manual + summary.held > 0 {
        closing.push(Fact { name: "Changes", words: effects(summary) });
        closing.push(Fact { name: "Cost", words: cost(&total(summary)) });
    }
    let against = Sentence::new().name(&platform.profile).say(" at ").code(&platform.base_url);
    closing.push(Fact { name: "Platform", words: against });
    closing.extend(shard.map(part));
    if let Some(command) = command.filter(|_| summary.automatic > 0) {
        closing.push(Fact { name: "Apply it", words: Sentence::new().code(command) });
    }
    let (groups, others) = group(busy, Side::Plan);
    let members = groups.iter().flat_map(|group| group.plans.iter().copied());
    let members = members.map(|plan| Member::new(&plan.name, || Some(section(plan))));
    let table = table(&groups, &others, unread);
    let sections = groups.iter().map(Group::section).chain(others.into_iter().map(section));
    let mut sections: Vec<Section> = sections.collect();
    if let [only] = sections.as_mut_slice() {
        // What it costs stands at the end.
        only.blocks.retain(|it| !matches!(it, Block::Notes { kind: NoteKind::Cost, .. }));
    }
    Document {
        title,
        lead,
        first: first::attention(attention),
        table,
        sections,
        members: Member::by_name(members),
        file: WholeFile::PLAN,
        apart,
        closing,
    }
}

/// Which part of the fleet a file is about.
pub(super) fn part(shard: Shard) -> Fact {
    Fact { name: "Shard", words: Sentence::new().code(&shard.to_string()) }
}

/// Whether there is anything to say of an organization.
fn has_news(plan: &OrganizationPlan) -> bool {
    !plan.steps.is_empty()
        || plan.refused.is_some()
        || !plan.incomplete.is_empty()
        || !plan.warnings.is_empty()
        || !super::organization::not_managed(&plan.unmanaged).is_empty()
}

/// `9 automatic, 2 held in 20 organizations; 1 organization refused; 1 could not be read`. Only where no step is left
/// and all was read there is nothing to do; where nothing can run, only why is said.
fn lead(summary: &Summary, planned: u64) -> Sentence {
    let Summary { automatic, manual, held, refused, unread, incomplete, .. } = summary;
    let steps = counts(*automatic, *manual, *held);
    let words = match (steps.is_empty(), refused + unread + incomplete) {
        (false, _) => steps,
        (true, 0) => Sentence::new().strong("nothing to do"),
        (true, _) => Sentence::of("no steps"),
    };
    let can_run = planned - refused;
    let words = words.say(" in ").count(can_run, "organization", "organizations");
    let mut parts = Vec::new();
    if *refused > 0 {
        let words = Sentence::new().count(*refused, "organization", "organizations");
        parts.push(words.say(" ").strong("refused"));
    }
    parts.extend(seen_in_part(summary));
    with_parts(words, can_run, parts)
}

/// First what there is to say of organizations, where there are any, and then what else there is.
pub(super) fn with_parts(words: Sentence, organizations: u64, parts: Vec<Sentence>) -> Sentence {
    let first = (organizations > 0 || parts.is_empty()).then_some(words);
    Sentence::new().joined("; ", first.into_iter().chain(parts))
}

/// What was not read, or not whole: `1 organization could not be read`, `2 organizations incomplete`.
pub(super) fn seen_in_part(summary: &Summary) -> Vec<Sentence> {
    let Summary { unread, incomplete, .. } = summary;
    let count = |number: u64| Sentence::new().count(number, "organization", "organizations");
    let mut parts = Vec::new();
    if *unread > 0 {
        parts.push(count(*unread).say(" could not be read"));
    }
    if *incomplete > 0 {
        parts.push(count(*incomplete).say(" ").strong("incomplete"));
    }
    parts
}

/// An organization of which nothing is known.
pub(super) fn not_read(one: &Unread) -> Apart {
    let Unread { name, id: _, error } = one;
    let why = Sentence::of("could not be read: ").prose(error);
    Apart { name: Sentence::new().name(name.as_str()), why }
}

/// All organizations of which nothing is known, by name.
pub(super) fn names_not_read(unread: &[Unread]) -> Option<Fact> {
    let names = unread.iter().map(|one| Sentence::new().name(one.name.as_str()));
    let words = Sentence::new().joined(", ", names);
    (!unread.is_empty()).then_some(Fact { name: "Not read", words })
}

/// The row of an organization of which nothing is known.
pub(super) fn row_not_read(one: &Unread, columns: usize) -> Row {
    let name = Sentence::new().name(one.name.as_str()).say(" could not be read");
    Row { anchor: None, name, numbers: vec![0; columns] }
}

fn total(summary: &Summary) -> Cost {
    Cost {
        requests: summary.requests,
        reads: summary.reads,
        estimated_seconds: summary.estimated_seconds,
    }
}

fn in_sync(quiet: &[&OrganizationPlan]) -> Sentence {
    let words = Sentence::new().strong("nothing to do").say(" in ");
    if quiet.len() > 8 {
        return words.count(quiet.len() as u64, "organization", "organizations");
    }
    words.list(quiet, |words, one| words.name(one.name.as_str()))
}

fn effects(summary: &Summary) -> Sentence {
    let all = [
        (summary.create, " to create"),
        (summary.grant, " to grant"),
        (summary.change, " to change"),
        (summary.revoke, " to revoke"),
        (summary.destroy, " to destroy"),
        (summary.notify, " to notify"),
    ];
    let some: Vec<_> = all.into_iter().filter(|(number, _)| *number > 0).collect();
    if some.is_empty() {
        return Sentence::of("none now");
    }
    Sentence::new().list(some, |words, (number, verb)| words.number(number).say(verb))
}

const HEAD: [&str; 8] =
    ["create", "grant", "change", "revoke", "destroy", "by hand", "held", "warnings"];

fn table(groups: &[Group<'_>], others: &[&OrganizationPlan], unread: &[Unread]) -> Table {
    let groups = groups.iter().map(|group| {
        let count = group.plans.len() as u64;
        let name = Sentence::new().count(count, "organization", "organizations").say(" alike");
        Row { anchor: Some(group.anchor()), name, numbers: row(&group.plans) }
    });
    let others = others.iter().map(|plan| {
        let mut name = Sentence::new().name(plan.name.as_str());
        if plan.refused.is_some() {
            name = name.say(" ").strong("refused");
        }
        Row { anchor: Some(plan.name.to_string()), name, numbers: row(&[plan]) }
    });
    let unread = unread.iter().map(|one| row_not_read(one, HEAD.len()));
    Table::new(HEAD.to_vec(), groups.chain(others).chain(unread).collect())
}

/// The numbers of these plans together, in the order of the head.
fn row(plans: &[&OrganizationPlan]) -> Vec<u64> {
    let effects = [Effect::Create, Effect::Grant, Effect::Change, Effect::Revoke, Effect::Destroy];
    let sum = |of: &dyn Fn(&OrganizationPlan) -> u64| plans.iter().map(|plan| of(plan)).sum();
    let mut all: Vec<u64> = effects.iter().map(|&it| sum(&|plan| plan.count(it))).collect();
    all.push(sum(&|plan| numbers(plan)[1]));
    all.push(sum(&|plan| numbers(plan)[2]));
    all.push(sum(&|plan| plan.warnings.len() as u64));
    all
}
