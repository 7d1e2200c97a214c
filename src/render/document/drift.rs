use super::super::sentence::{Mark, Sentence, warning};
use super::organization::{Side, groups, notes, subtitle};
use super::{
    Block, Chapter, Document, Fact, NoteKind, Row, StepLine, Table, first, plan::not_read,
    plan::seen_in_part,
};
use crate::model::Slug;
use crate::plan::{Notice, OrganizationPlan, Plan, Step, Summary, Unmanaged};

/// Where the platform differs from the manifests, whoever changed what: the plan, told from the other side.
/// `forgotten` are organizations that the journal knows and no manifest does.
#[must_use]
pub fn drift(plan: &Plan, forgotten: &[Slug]) -> Document {
    let Plan {
        format: _,
        id: _,
        tool: _,
        created_at: _,
        options: _,
        platform,
        organizations,
        unread,
        attention,
        summary,
    } = plan;
    let chapters: Vec<Chapter> = organizations.iter().filter_map(chapter).collect();
    let sum = organizations.iter().map(Count::of).fold(Count::default(), |sum, one| Count {
        differences: sum.differences + one.differences,
        waiting: sum.waiting + one.waiting,
    });
    let mut closing = Vec::new();
    for name in forgotten {
        let words = Sentence::of("organization ").name(name.as_str());
        let words = words.say(" was managed once and is in no manifest now");
        closing.push(Fact { name: "Forgotten", words });
    }
    let against = Sentence::new().name(&platform.profile).say(" at ").code(&platform.base_url);
    closing.push(Fact { name: "Platform", words: against });
    Document {
        title: Sentence::of("Drift"),
        lead: lead(sum, organizations.len() as u64, summary),
        first: first::attention(attention),
        table: table(organizations, &chapters),
        chapters,
        members: Vec::new(),
        file: "drift file",
        apart: unread.iter().map(not_read).collect(),
        closing,
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

    /// What was found of an organization that was not read whole.
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
    seen_in_part(words, summary)
}

fn chapter(plan: &OrganizationPlan) -> Option<Chapter> {
    let OrganizationPlan {
        name,
        id: _,
        actor: _,
        snapshot: _,
        refused: _,
        incomplete,
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
    Some(Chapter {
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
fn count(chapter: &Chapter, of: impl Fn(Mark) -> bool) -> u64 {
    let lines = chapter.blocks.iter().flat_map(|block| match block {
        Block::Steps { title: _, lines } => lines.as_slice(),
        _ => &[],
    });
    lines.filter(|line| of(line.mark)).count() as u64
}

fn table(plans: &[OrganizationPlan], chapters: &[Chapter]) -> Table {
    let head =
        vec!["there and not wanted", "wanted and not there", "different", "held", "not managed"];
    let rows = chapters.iter().map(|chapter| {
        let plan = plans.iter().find(|plan| plan.name.as_str() == chapter.anchor);
        let unmanaged = plan.map_or(0, |plan| plan.unmanaged.workspaces.len());
        let held = plan.map_or(0, |plan| plan.held().count());
        let different = |mark| matches!(mark, Mark::Change | Mark::Notify);
        let numbers = vec![
            count(chapter, |mark| mark == Mark::Add),
            count(chapter, |mark| mark == Mark::Remove),
            count(chapter, different),
            held as u64,
            unmanaged as u64,
        ];
        Row { anchor: Some(chapter.anchor.clone()), name: chapter.title.clone(), numbers }
    });
    Table::new(head, rows.collect())
}
