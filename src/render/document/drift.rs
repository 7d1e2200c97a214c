use super::super::sentence::{Mark, Sentence, warning};
use super::organization::{Side, groups, notes, subtitle};
use super::{Block, Chapter, Document, Fact, NoteKind, Row, Table, first, plan::not_read};
use crate::model::Slug;
use crate::plan::{OrganizationPlan, Plan, Unmanaged};

/// What changed on the platform that the manifests don't say: the plan, told from the other side.
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
        summary: _,
    } = plan;
    let chapters: Vec<Chapter> = organizations.iter().filter_map(chapter).collect();
    let differences: u64 = chapters.iter().map(|chapter| count(chapter, |_| true)).sum();
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
        lead: lead(differences, organizations.len() as u64),
        first: first::attention(attention),
        table: table(organizations, &chapters),
        chapters,
        members: Vec::new(),
        apart: unread.iter().map(not_read).collect(),
        closing,
    }
}

fn lead(differences: u64, organizations: u64) -> Sentence {
    let words = match differences {
        0 => Sentence::new().strong("nothing to do").say(": no differences"),
        some => Sentence::new().count(some, "difference", "differences"),
    };
    words.say(" in ").count(organizations, "organization", "organizations")
}

fn chapter(plan: &OrganizationPlan) -> Option<Chapter> {
    let OrganizationPlan {
        name,
        id: _,
        actor: _,
        snapshot: _,
        refused: _,
        steps: _,
        warnings,
        unmanaged,
        access: _,
        attention: _,
        cost: _,
    } = plan;
    let mut blocks = Vec::new();
    blocks.extend(groups(plan, Side::Drift));
    notes(&mut blocks, NoteKind::Unmanaged, unlisted(unmanaged));
    notes(&mut blocks, NoteKind::Warnings, warnings.iter().map(warning).collect());
    if blocks.is_empty() {
        return None;
    }
    let mut chapter = Chapter {
        anchor: name.to_string(),
        name: Sentence::new().name(name.as_str()),
        title: Sentence::new().name(name.as_str()),
        subtitle: subtitle(plan),
        lead: Sentence::new(),
        blocks,
    };
    let differences = count(&chapter, |_| true);
    chapter.lead = Sentence::new().count(differences, "difference", "differences");
    Some(chapter)
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

/// Differences that a run would set right now; what is held is none that somebody made.
fn count(chapter: &Chapter, of: impl Fn(Mark) -> bool) -> u64 {
    let lines = chapter.blocks.iter().flat_map(|block| match block {
        Block::Steps { title: _, lines } => lines.as_slice(),
        _ => &[],
    });
    lines.filter(|line| line.mark != Mark::Held && of(line.mark)).count() as u64
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
