use super::super::sentence::{Mark, Sentence, alike, alike_note, cost, counts, hold, warning};
use super::organization::{notes, numbers};
use super::{Block, Chapter, NoteKind, StepLine, tally};
use crate::plan::{Cost, Effect, Execution, OrganizationPlan, Step};
use std::collections::{BTreeMap, BTreeSet};

/// So many organizations with the same changes are told as one.
const FEWEST: usize = 5;

/// Names and warnings that are listed of a group.
const MOST_NAMES: usize = 40;
const MOST_WARNINGS: usize = 10;

/// Organizations whose plans are the same but for whom they are about.
pub(super) struct Group<'a> {
    changes: Changes,
    pub(super) plans: Vec<&'a OrganizationPlan>,
}

/// What plans have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Changes {
    steps: BTreeSet<(Mark, Sentence, Sentence)>,
    notes: BTreeSet<Sentence>,
}

/// Finds the groups, largest first, and who is in none. First those who are alike down to the names of workspaces,
/// then those who are alike but for them. What a rule refuses or what deletes data is always told by itself.
pub(super) fn group(plans: Vec<&OrganizationPlan>) -> (Vec<Group<'_>>, Vec<&OrganizationPlan>) {
    let (mut groups, mut rest) = (Vec::new(), plans);
    for named in [true, false] {
        let mut alike: BTreeMap<Changes, Vec<&OrganizationPlan>> = BTreeMap::new();
        let mut others = Vec::new();
        for plan in rest {
            match can_group(plan) {
                true => alike.entry(Changes::of(plan, named)).or_default().push(plan),
                false => others.push(plan),
            }
        }
        for (changes, plans) in alike {
            match plans.len() >= FEWEST {
                true => groups.push(Group { changes, plans }),
                false => others.extend(plans),
            }
        }
        rest = others;
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.plans.len()));
    rest.sort_by(|a, b| a.name.cmp(&b.name));
    (groups, rest)
}

fn can_group(plan: &OrganizationPlan) -> bool {
    plan.refused.is_none() && plan.count(Effect::Destroy) == 0
}

impl Changes {
    fn of(plan: &OrganizationPlan, named: bool) -> Self {
        let one = |step| {
            let told = alike(step, named).into_iter();
            told.map(move |(mark, words)| {
                let (mark, state) = state(mark, step);
                (mark, state, words)
            })
        };
        let notes = plan.access.iter().flat_map(|person| &person.notes);
        Self {
            steps: plan.steps.iter().flat_map(one).collect(),
            notes: notes.map(|note| alike_note(note, named)).collect(),
        }
    }
}

/// The sign, and who takes the step; a hold by its code alone, since its reason names people.
fn state(mark: Mark, step: &Step) -> (Mark, Sentence) {
    match &step.execution {
        Execution::Automatic => (mark, Sentence::new()),
        Execution::Manual { instructions: _ } => (Mark::Hand, Sentence::new().strong("by hand")),
        Execution::Held { reason } => {
            let code = serde_json::to_value(reason).unwrap_or_default();
            let code = code.get("code").and_then(|code| code.as_str()).unwrap_or_default();
            (Mark::Held, hold(reason).held.say(" (").code(code).say(")"))
        }
    }
}

impl Group<'_> {
    /// Names the group in the document; a dot is in no organization's name.
    pub(super) fn anchor(&self) -> String {
        let first = self.plans.first().map_or("", |plan| plan.name.as_str());
        format!("alike.{first}")
    }

    pub(super) fn name(&self) -> Sentence {
        Sentence::new().count(self.plans.len() as u64, "organization", "organizations")
    }

    /// `31 organizations: agents lose restrict_shortcuts in Support`.
    pub(super) fn title(&self) -> Sentence {
        let words = self.name();
        let mut steps = self.changes.steps.iter().map(|(_, _, words)| words.clone());
        let first: Vec<Sentence> = steps.by_ref().take(2).collect();
        let more = steps.count() as u64;
        let words = match first.is_empty() {
            true => words,
            false => words.say(": ").joined("; ", first),
        };
        match more {
            0 => words,
            more => words.say("; and ").count(more, "change", "changes").say(" more"),
        }
    }

    /// All that is said of the group at once.
    pub(super) fn chapter(&self) -> Chapter {
        let plans = &self.plans;
        let mut blocks: Vec<_> = self.steps().into_iter().collect();
        let access = self.changes.notes.iter();
        let access = access.map(|words| Sentence::of("in each: ").then(words.clone()));
        notes(&mut blocks, NoteKind::Access, access.collect());
        let hint = Sentence::of("one of them in full: add ").code("--org NAME");
        notes(&mut blocks, NoteKind::Members, vec![self.members(), hint]);
        notes(&mut blocks, NoteKind::Irreversible, tally::irreversible_of_all(plans));
        notes(&mut blocks, NoteKind::Effects, tally::effects_of_all(plans));
        notes(&mut blocks, NoteKind::Unmanaged, tally::unmanaged_of_all(plans));
        notes(&mut blocks, NoteKind::Warnings, self.warnings());
        if !self.changes.steps.is_empty() {
            notes(&mut blocks, NoteKind::Cost, vec![cost(&total(plans))]);
        }
        let mut sums = [0; 3];
        for plan in plans {
            for (sum, number) in sums.iter_mut().zip(numbers(plan)) {
                *sum += number;
            }
        }
        let [automatic, manual, held] = sums;
        let lead = counts(automatic, manual, held, 0);
        Chapter {
            anchor: self.anchor(),
            name: self.name(),
            title: self.title(),
            subtitle: Sentence::new(),
            lead,
            blocks,
        }
    }

    /// What is done in each.
    pub(super) fn steps(&self) -> Option<Block> {
        let lines: Vec<_> = self.changes.steps.iter().map(line).collect();
        let title = Sentence::of("In each of them");
        (!lines.is_empty()).then_some(Block::Steps { title, lines })
    }

    /// `acme-dental, bloom and 29 more`.
    pub(super) fn members(&self) -> Sentence {
        let names = self.plans.iter().take(MOST_NAMES);
        let names = names.map(|plan| Sentence::new().name(plan.name.as_str()));
        let words = Sentence::new().joined(", ", names);
        match self.plans.len().saturating_sub(MOST_NAMES) {
            0 => words,
            more => words.say(" and ").number(more as u64).say(" more"),
        }
    }

    fn warnings(&self) -> Vec<Sentence> {
        let all = self.plans.iter().flat_map(|plan| {
            let of = |words| Sentence::new().name(plan.name.as_str()).say(": ").then(words);
            plan.warnings.iter().map(warning).map(of)
        });
        let mut all: Vec<Sentence> = all.collect();
        let more = all.len().saturating_sub(MOST_WARNINGS) as u64;
        if more > 0 {
            all.truncate(MOST_WARNINGS);
            all.push(Sentence::of("and ").count(more, "warning", "warnings").say(" more"));
        }
        all
    }
}

fn line((mark, state, words): &(Mark, Sentence, Sentence)) -> StepLine {
    StepLine {
        number: None,
        anchor: None,
        mark: *mark,
        state: state.clone(),
        words: words.clone(),
        why: Vec::new(),
        source: Sentence::new(),
    }
}

fn total(plans: &[&OrganizationPlan]) -> Cost {
    let mut sum = Cost::default();
    for plan in plans {
        let Cost { requests, reads, estimated_seconds } = plan.cost;
        sum.requests += requests;
        sum.reads += reads;
        sum.estimated_seconds += estimated_seconds;
    }
    sum
}
