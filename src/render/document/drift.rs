use super::super::sentence::{Mark, Sentence, warning};
use super::grouped::{Group, group};
use super::organization::{Side, groups, notes, subtitle};
use super::plan::{names_not_read, not_read, part, row_not_read, seen_in_part, with_parts};
use super::{
    Block, Document, Fact, Member, NoteKind, Row, Section, StepLine, Table, WholeFile, first,
};
use crate::model::Slug;
use crate::plan::{Notice, OrganizationPlan, Plan, Step, Summary, Unmanaged, Unread};
use std::collections::{BTreeMap, BTreeSet};

/// Where the platform differs from the manifests, whoever changed what: the plan, told from the other side.
/// `forgotten` are organizations that the journal knows and no manifest does.
#[must_use]
pub fn drift<'a>(plan: &'a Plan, forgotten: &[Slug]) -> Document<'a> {
    let Plan {
        format: _,
        id: _,
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
    let told: Vec<Differing<'_>> = organizations.iter().filter_map(Differing::of).collect();
    let (groups, _) = group(told.iter().map(|it| it.plan).collect(), Side::Drift);
    let grouped: BTreeSet<&Slug> =
        groups.iter().flat_map(|group| &group.plans).map(|plan| &plan.name).collect();
    let (members, others): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|it| grouped.contains(&it.plan.name));
    let others = others.into_iter().filter_map(|it| section(it.plan).map(|section| (it, section)));
    let others: Vec<_> = others.collect();
    let mut closing = Vec::new();
    closing.extend(names_not_read(unread));
    for name in forgotten {
        let words = Sentence::of("organization ").name(name.as_str());
        let words = words.say(" was applied once and is in no manifest now");
        closing.push(Fact { name: "Forgotten", words });
    }
    let against = Sentence::new().name(&platform.profile).say(" at ").code(&platform.base_url);
    closing.push(Fact { name: "Platform", words: against });
    closing.extend(shard.map(part));
    Document {
        title: Sentence::of("Drift"),
        lead: lead(Count::of_all(organizations), organizations.len() as u64, summary),
        first: first::attention(attention),
        table: table(&groups, &members, &others, unread),
        sections: groups
            .iter()
            .map(group_section)
            .chain(others.into_iter().map(|(_, section)| section))
            .collect(),
        members: members
            .into_iter()
            .map(|it| Member::new(&it.plan.name, || section(it.plan)))
            .collect(),
        file: WholeFile::DRIFT,
        apart: unread.iter().map(not_read).collect(),
        closing,
    }
}

/// An organization of which there is something to say.
struct Differing<'a> {
    plan: &'a OrganizationPlan,
    /// In the order of the head.
    numbers: [u64; HEAD.len()],
}

impl<'a> Differing<'a> {
    fn of(plan: &'a OrganizationPlan) -> Option<Self> {
        let section = section(plan)?;
        let different = |mark| matches!(mark, Mark::Change | Mark::Notify);
        let numbers = [
            count(&section, |mark| mark == Mark::Add),
            count(&section, |mark| mark == Mark::Remove),
            count(&section, different),
            count(&section, |mark| mark == Mark::Held),
            plan.unmanaged.workspaces.len() as u64,
        ];
        Some(Self { plan, numbers })
    }
}

/// Differences and what only waits, in sentences.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    differences: u64,
    waiting: u64,
}

impl Count {
    fn of(plan: &OrganizationPlan) -> Self {
        let (different, waiting) = plan.differences();
        let sentences =
            |steps: Vec<&Step>| steps.into_iter().map(|step| step.drifted().len() as u64).sum();
        let unlisted = plan.unlisted_power().count() as u64;
        Self { differences: unlisted + sentences(different), waiting: sentences(waiting) }
    }

    fn of_all<'a>(plans: impl IntoIterator<Item = &'a OrganizationPlan>) -> Self {
        plans.into_iter().map(Self::of).fold(Self::default(), |sum, one| Self {
            differences: sum.differences + one.differences,
            waiting: sum.waiting + one.waiting,
        })
    }

    /// What was found of an organization that was not read in full.
    fn found(self) -> Sentence {
        match self.differences + self.waiting {
            0 => Sentence::of("no difference found"),
            _ => self.words(),
        }
    }

    /// `3 differences, 2 waiting`.
    fn words(self) -> Sentence {
        let Self { differences, waiting } = self;
        let words = Sentence::new().count(differences, "difference", "differences");
        if waiting > 0 { words.say(", ").number(waiting).say(" waiting") } else { words }
    }
}

/// Only where all was read is it said that nothing differs.
fn lead(sum: Count, read: u64, summary: &Summary) -> Sentence {
    let Summary { unread, incomplete, .. } = summary;
    let words = match (sum.differences + sum.waiting, unread + incomplete, incomplete) {
        (0, 0, _) => Sentence::new().strong("nothing to do").say(": no differences"),
        (0, _, 1..) => Sentence::of("no difference found"),
        _ => sum.words(),
    };
    let words = words.say(" in ").count(read, "organization", "organizations");
    with_parts(words, read, seen_in_part(summary))
}

fn section(plan: &OrganizationPlan) -> Option<Section> {
    let OrganizationPlan {
        name,
        id: _,
        actor: _,
        snapshot: _,
        refused: _,
        incomplete,
        out_of_sight: _,
        steps: _,
        warnings,
        unmanaged,
        access: _,
        attention: _,
        cost: _,
    } = plan;
    let mut blocks = Vec::new();
    blocks.extend(unlisted_power(plan));
    blocks.extend(groups(plan, Side::Drift));
    notes(&mut blocks, NoteKind::Unmanaged, unlisted(unmanaged));
    notes(&mut blocks, NoteKind::Warnings, warnings.iter().map(warning).collect());
    if blocks.is_empty() && incomplete.is_empty() {
        return None;
    }
    Some(Section {
        anchor: name.to_string(),
        name: Sentence::new().name(name.as_str()),
        title: Sentence::new().name(name.as_str()),
        subtitle: subtitle(plan),
        lead: match incomplete.is_empty() {
            true => Count::of(plan).words(),
            false => Count::of(plan).found().say("; ").strong("incomplete"),
        },
        organizations: 1,
        blocks,
    })
}

/// Power that no manifest gives and that rolecall leaves alone.
fn unlisted_power(plan: &OrganizationPlan) -> Option<Block> {
    let line = |notice: &Notice| StepLine {
        number: None,
        anchor: None,
        mark: Mark::Add,
        state: Sentence::new(),
        words: Sentence::new().prose(&notice.text()),
        why: Vec::new(),
        source: Sentence::new(),
    };
    let lines: Vec<_> = plan.unlisted_power().map(line).collect();
    let title = Sentence::of("Power that no manifest gives, left alone under ").code("additive");
    (!lines.is_empty()).then_some(Block::Steps { title, lines })
}

/// What is there and no manifest names. People who are not managed are no drift.
fn unlisted(unmanaged: &Unmanaged) -> Vec<Sentence> {
    let Unmanaged { workspaces, users: _ } = unmanaged;
    let one = |name| {
        let words = Sentence::of("workspace ").workspace(name);
        words.say(" is on the platform and in no manifest")
    };
    workspaces.iter().map(one).collect()
}

/// Sentences with such a sign, of what differs.
fn count(section: &Section, of: impl Fn(Mark) -> bool) -> u64 {
    let lines = section.blocks.iter().flat_map(|block| match block {
        Block::Steps { title: _, lines } => lines.as_slice(),
        _ => &[],
    });
    lines.filter(|line| of(line.mark)).count() as u64
}

/// Organizations that differ alike, told as one.
fn group_section(group: &Group<'_>) -> Section {
    let mut blocks: Vec<_> = group.steps().into_iter().collect();
    let hint = Sentence::of("one of them in full: add ").code("--org NAME");
    notes(&mut blocks, NoteKind::Members, vec![group.members(), hint]);
    let unmanaged = group.plans.iter().map(|plan| plan.unmanaged.workspaces.len() as u64).sum();
    let words = Sentence::new().count(unmanaged, "workspace is", "workspaces are");
    let words = (unmanaged > 0).then(|| words.say(" on the platform and in no manifest"));
    notes(&mut blocks, NoteKind::Unmanaged, words.into_iter().collect());
    notes(&mut blocks, NoteKind::Warnings, group.warnings());
    Section {
        anchor: group.anchor(),
        name: group.name(),
        title: group.title(),
        subtitle: Sentence::new(),
        lead: Count::of_all(group.plans.iter().copied()).words(),
        organizations: group.plans.len() as u64,
        blocks,
    }
}

const HEAD: [&str; 5] =
    ["there and not wanted", "wanted and not there", "different", "held", "not managed"];

fn table(
    groups: &[Group<'_>],
    members: &[Differing<'_>],
    others: &[(Differing<'_>, Section)],
    unread: &[Unread],
) -> Table {
    let numbers: BTreeMap<&Slug, _> =
        members.iter().map(|it| (&it.plan.name, it.numbers)).collect();
    let groups = groups.iter().map(|group| {
        let mut sums = vec![0; HEAD.len()];
        for number in group.plans.iter().filter_map(|plan| numbers.get(&plan.name)) {
            sums.iter_mut().zip(number).for_each(|(sum, number)| *sum += number);
        }
        Row { anchor: Some(group.anchor()), name: group.name().say(" alike"), numbers: sums }
    });
    let others = others.iter().map(|(it, section)| Row {
        anchor: Some(section.anchor.clone()),
        name: section.title.clone(),
        numbers: it.numbers.to_vec(),
    });
    let unread = unread.iter().map(|one| row_not_read(one, HEAD.len()));
    Table::new(HEAD.to_vec(), groups.chain(others).chain(unread).collect())
}
