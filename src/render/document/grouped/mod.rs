//! Many organizations with the same changes, told as one.
//!
//! | file | owns |
//! |---|---|
//! | `changes` | the changes of one organization, by kind |
//! | `key` | what has to be the same: who and how many |
//! | `line` | what is said of each kind, and who it is in each |

mod changes;
mod key;
mod line;

use super::super::sentence::{Sentence, counts, requests, warning};
use super::organization::{Side, lead, notes, numbers};
use super::{Block, NoteKind, Section, tally};
use crate::plan::{Cost, Effect, OrganizationPlan};
use changes::ByKind;
use key::{Frequencies, GroupKey};
use line::GroupLine;
use std::collections::BTreeMap;

/// So many organizations with the same changes are told as one.
const FEWEST: usize = 5;

/// Names and warnings that are listed of a group.
const MOST_NAMES: usize = 40;
const MOST_WARNINGS: usize = 10;

/// Organizations whose plans are the same but for whom they are about.
pub(super) struct Group<'a> {
    side: Side,
    lines: Vec<GroupLine<'a>>,
    pub(super) plans: Vec<&'a OrganizationPlan>,
}

/// Finds the groups, largest first, and who is in none. In a group the same is done or different: for the same people,
/// where several have them, in workspaces of the same names, where several have these, and in the same numbers, where
/// those that most have are usual.
pub(super) fn group(
    plans: Vec<&OrganizationPlan>,
    side: Side,
) -> (Vec<Group<'_>>, Vec<&OrganizationPlan>) {
    let (can, mut alone): (Vec<_>, Vec<_>) =
        plans.into_iter().partition(|plan| can_group(plan, side));
    let changes = changes::by_kind(&can, side);
    let frequencies = Frequencies::of(&changes);
    let mut alike: BTreeMap<GroupKey, Vec<_>> = BTreeMap::new();
    for (plan, changes) in can.into_iter().zip(&changes) {
        alike.entry(frequencies.key(changes)).or_default().push((plan, changes));
    }
    let mut groups = Vec::new();
    for all in alike.into_values() {
        match all.len() >= FEWEST {
            true => groups.push(Group::of(side, &all)),
            false => alone.extend(all.iter().map(|(plan, _)| *plan)),
        }
    }
    groups.sort_by_key(|group: &Group<'_>| std::cmp::Reverse(group.plans.len()));
    alone.sort_by(|a, b| a.name.cmp(&b.name));
    (groups, alone)
}

/// What a rule refuses, what deletes data, and what was not read in full is always told by itself; of drift also power
/// that no manifest gives.
fn can_group(plan: &OrganizationPlan, side: Side) -> bool {
    match side {
        Side::Plan => plan.refused.is_none() && plan.count(Effect::Destroy) == 0,
        Side::Drift => plan.incomplete.is_empty() && plan.unlisted_power().next().is_none(),
    }
}

impl<'a> Group<'a> {
    fn of(side: Side, all: &[(&'a OrganizationPlan, &ByKind<'a>)]) -> Self {
        Self { side, lines: line::lines(all), plans: all.iter().map(|(plan, _)| *plan).collect() }
    }

    /// Names the group in the document; a dot is in no organization's name.
    pub(super) fn anchor(&self) -> String {
        let first = self.plans.first().map_or("", |plan| plan.name.as_str());
        format!("alike.{first}")
    }

    pub(super) fn name(&self) -> Sentence {
        Sentence::new().count(self.plans.len() as u64, "organization", "organizations")
    }

    /// `31 organizations, in each: 2 agents lose restrict_shortcuts in Support`. What weighs most comes first.
    pub(super) fn title(&self) -> Sentence {
        let words = self.name();
        let mut steps = self.steps_alone().map(|line| line.words.clone());
        let first: Vec<Sentence> = steps.by_ref().take(2).collect();
        let more = steps.count() as u64;
        let words = match first.is_empty() {
            true => words,
            false => words.say(", in each: ").joined("; ", first),
        };
        match more {
            0 => words,
            more => {
                let (one, many) = match self.side {
                    Side::Plan => ("change", "changes"),
                    Side::Drift => ("difference", "differences"),
                };
                words.say("; and ").count(more, one, many).say(" more")
            }
        }
    }

    fn steps_alone(&self) -> impl Iterator<Item = &GroupLine<'a>> {
        self.lines.iter().filter(|line| !line.is_note)
    }

    /// All that is said of the group at once.
    pub(super) fn section(&self) -> Section {
        let plans = &self.plans;
        let mut blocks: Vec<_> = self.steps().into_iter().collect();
        notes(&mut blocks, NoteKind::Access, self.access());
        let hint = Sentence::of("one of them in full: add ").code("--org NAME");
        notes(&mut blocks, NoteKind::Members, vec![self.members(), hint]);
        notes(&mut blocks, NoteKind::Effects, tally::effects_of_all(plans));
        notes(&mut blocks, NoteKind::Unmanaged, tally::unmanaged_of_all(plans));
        notes(&mut blocks, NoteKind::Warnings, self.warnings());
        if self.steps_alone().next().is_some() {
            // How long it takes depends on what else there is, and stands at the end of the plan.
            let sum = |of: fn(&Cost) -> u64| plans.iter().map(|plan| of(&plan.cost)).sum();
            let words = requests(sum(|cost| cost.requests), sum(|cost| cost.reads));
            notes(&mut blocks, NoteKind::Cost, vec![words]);
        }
        let mut sums = [0; 3];
        for plan in plans {
            for (sum, number) in sums.iter_mut().zip(numbers(plan)) {
                *sum += number;
            }
        }
        let [automatic, manual, held] = sums;
        let incomplete = plans.iter().any(|plan| !plan.incomplete.is_empty());
        let words = lead(counts(automatic, manual, held), incomplete);
        blocks.push(Block::Chart(line::waves(&self.lines)));
        Section {
            anchor: self.anchor(),
            name: self.name(),
            title: self.title(),
            subtitle: Sentence::new(),
            lead: words,
            organizations: plans.len() as u64,
            blocks,
        }
    }

    /// What is done in each.
    pub(super) fn steps(&self) -> Option<Block> {
        let lines: Vec<_> = self.steps_alone().map(GroupLine::step).collect();
        let title = Sentence::of("In each of them");
        (!lines.is_empty()).then_some(Block::Steps { title, lines })
    }

    /// What somebody gains or loses as a whole in each; who, where no step says so.
    fn access(&self) -> Vec<Sentence> {
        let notes = self.lines.iter().filter(|line| line.is_note);
        let one = |line: &GroupLine<'_>| {
            let words = Sentence::of("in each: ").then(line.words.clone());
            match line.people() {
                Some(_) if line.is_named_in(&self.lines) => words.say(", named with the steps"),
                Some(people) => words.say(": ").then(people),
                None => words,
            }
        };
        notes.map(one).collect()
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

    pub(super) fn warnings(&self) -> Vec<Sentence> {
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
